"""The page of all figures, by step and by table, written from the stored charts before a build.

`figures.md` is made and not committed, as the data pages are. Its small pictures are those that
each figure's folder holds; they are loaded when they come near the screen.
"""

import json
from pathlib import Path

from markupsafe import Markup

from foursteps.book.site import fragments
from foursteps.book.site.data_pages import DESCRIPTOR, notebook_title, page_name
from foursteps.book.site.figures.take_away import FOLDER, SMALL
from foursteps.book.site.fragments import Cell, link, one_line
from foursteps.book.site.stored_charts import charts_of, number_of
from foursteps.ground import atomic_files
from foursteps.ground.vega_lite import words

PAGE = "figures"
NOTEBOOKS = "chapters/*.ipynb"
# The room of a small picture; the style sheet fits the picture into it.
WIDTH, HEIGHT = 232, 174
INTRODUCTION = (
    "Every figure of the book, {count} in all: choose one to see it in its chapter, with its data, "
    "its picture for a slide (SVG, PNG) and a zip that says how to cite and reuse it."
)


def list_page(root):
    """Markdown of the page for the book under `root` (a path); empty for a book without figures."""
    root = Path(root)
    steps = {path: charts_of(path) for path in sorted(root.glob(NOTEBOOKS))}
    steps = {path: found for path, found in steps.items() if found}
    if not steps:
        return ""
    parts = [
        "---\norphan: true\n---",
        "# All figures",
        INTRODUCTION.format(count=sum(map(len, steps.values()))),
    ]
    for path, found in steps.items():
        parts += [f"## {notebook_title(path)}", step_list(path, found)]
    parts += ["## By table", by_table(steps, root / "data" / DESCRIPTOR)]
    return "\n\n".join(parts) + "\n"


def step_list(path, found):
    """The figures of a notebook as a list of small pictures with number and title (HTML)."""
    items = [
        fragments.small_figure(
            address=address(path, name),
            number=number_of(path, name),
            title=one_line(words(spec.get("title")) or spec["usermeta"].get("caption")),
            small={theme: f"{FOLDER}/{name}/{file}" for theme, file in SMALL.items()},
            width=WIDTH,
            height=HEIGHT,
        )
        for name, spec in found.items()
    ]
    return Markup('<ul class="figure-list">\n{}\n</ul>').format(Markup("\n").join(items))


def by_table(steps, descriptor):
    """The tables that are drawn, each with the figures that draw it (HTML)."""
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    rows = []
    for table in sorted(package["resources"], key=lambda entry: str(entry.get("title")).lower()):
        links = [
            link(address(path, name), f"Figure {number_of(path, name)}")
            for path, found in steps.items()
            for name, spec in found.items()
            if table["name"] in spec["usermeta"].get("tables", ())
        ]
        if links:
            title = link(f"{page_name(table['name'])}.html", one_line(table.get("title")))
            rows.append([Cell(title, names_row=True), Markup(", ").join(links)])
    return fragments.table("Figures by table", ("Table", "Figures"), rows, look="figures-by-table")


def address(path, name):
    """The address of a figure of the notebook `path` from the page of all figures."""
    return f"{path.parent.name}/{path.stem}.html#{name}"


def write_page(app):
    """Write the page if it changed; a book without figures has none."""
    text, path = list_page(app.srcdir), Path(app.srcdir) / f"{PAGE}.md"
    if text:
        atomic_files.write_if_changed(path, text)
    else:
        path.unlink(missing_ok=True)


def page_context(app, pagename, templatename, context, doctree):
    """Give the page its style sheet."""
    if pagename == PAGE:
        app.add_css_file("figure_list.css")


def setup(app):
    """Write before Sphinx looks for pages."""
    app.connect("builder-inited", write_page, priority=100)
    app.connect("html-page-context", page_context)
