"""The site's Sphinx extension: one name in `_config.yml`, one small module per concern.

The modules are set up in this order; each has its own `setup(app)`.
"""

from importlib import import_module
from importlib.util import find_spec

MODULES = (
    "project",  # addresses, version, date of knowledge: read once, given to the theme
    "bibliography",  # references.bib → chapters/bibliography.md
    "data_pages",  # datapackage.json → data/*.md, and the CSV files beside the pages
    "anchors",  # ids of figures, claims and references become link targets
    "addresses",  # the site's own absolute addresses become relative links
    "formulas",  # KaTeX to MathML
    "figures",  # charts: static first, interactive in view
    "dataframes",  # DataFrames as accessible tables
    "theme",  # templates, styles, what the stock theme loads without need
)


def setup(app):
    """Register the modules with Sphinx."""
    for name in MODULES:
        if find_spec(f"{__name__}.{name}") is None:
            continue  # TODO: remove when every module stands
        import_module(f"{__name__}.{name}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
