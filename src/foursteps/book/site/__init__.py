"""The site's Sphinx extension: one name in `_config.yml`, one small module per concern.

The modules are set up in this order; each has its own `setup(app)`.
"""

import zlib
from importlib import import_module
from pathlib import Path

MODULES = (
    "sound_files",  # files that other programs left with marks are named before any is read
    "book_facts",  # addresses, version, dates: read once, given to the theme
    "bibliography",  # references.bib → chapters/bibliography.md
    "glossary",  # data/glossary.csv → chapters/glossary.md
    "documents",  # data/official_passages.csv → chapters/documents.md
    "table_view",  # a table's picture and rows, to sort, filter and draw
    "data_pages",  # datapackage.json → data/*.md, and the CSV files beside the pages
    "ledger",  # the claims with their verdicts, as a list to sort and score
    "set_pages",  # exercises/ → practice/*.md as students see them, and the released notebooks
    "quoted_figures",  # a link to a figure that stands alone becomes the figure
    "anchors",  # ids of figures, claims and references become link targets
    "addresses",  # the site's own absolute addresses become relative links
    "formulas",  # KaTeX to MathML
    "figures",  # charts: static first, interactive in view
    "figure_list",  # the stored charts → figures.md: every figure with a small picture
    "dataframes",  # DataFrames as accessible tables
    "reading",  # code on demand, questions, boxes, minutes, progress
    "finding",  # search in two languages, the meanings of terms
    "page_weight",  # what code on a page carries in vain
    "failed_builds",  # a build that warned is not taken up again
    "front_door",  # index.md: its layout, and the files to carry away
    "sharing",  # title, description, picture, citation; what the foot of a page says
    "old_addresses",  # what earlier editions had an address for still has one
    "lost_and_found",  # sitemap.xml, robots.txt, 404.html
    "on_paper",  # how a page is printed, and the choice of what to print
    "faces",  # the typefaces, and where each stands
    "look",  # templates and the book's own styles
    "frame",  # header, menus, colours; one style sheet of all, one policy for all
)


def code_version():
    """A number that changes with what makes the pages: this package, its styles, the charts."""
    home = Path(__file__).parents[2]
    # Styles, scripts and templates too: with no page to write, Sphinx does not copy them.
    ours = [
        path
        for folder in ("book/site", "charts", "ground")
        for path in home.glob(f"{folder}/**/*.*")
    ]
    files = sorted(path for path in ours if path.suffix != ".pyc")
    return zlib.crc32(b"".join(path.read_bytes() for path in files))


def setup(app):
    """Register the modules with Sphinx."""
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    # Sphinx reads every page again when `env_version` changes.
    return {
        "version": "1",
        "env_version": code_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
