"""Code on demand: every code cell is a closed fold with a name, but those tagged `read`.

Cells that follow one another and show nothing lie together in one fold, so that a long computation
is one line on the page. A fold is a plain `<details>`, so it opens without scripts. `folds.js` adds the switch for the
whole site. JupyterLab knows nothing of all this and shows every cell.
"""

from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from foursteps.book.site.anchors import ids_in_html
from foursteps.book.site.reading.cell_names import cell_name, distinct
from foursteps.book.site.reading.elements import HtmlElement, fold
from foursteps.book.site.stored_charts import charts_of

OPEN = "read"  # the tag of a cell that stands open
FOLD = "code-fold"


class FoldCode(SphinxPostTransform):
    """Fold the code of every cell, before myst-nb would hide cells by its own tags (199)."""

    default_priority = 150
    formats = ("html",)

    def run(self, **kwargs):
        """Wrap each cell's code, and let no code stand before the picture of the scene."""
        cells = [c for c in self.document.findall(nodes.container) if _has_code(c)]
        folded = [c for c in cells if OPEN not in c["cell_metadata"].get("tags", [])]
        titles = self.titles() if folded else {}
        names = distinct([cell_name(c[0].astext(), drawn_in(c, titles)) for c in folded])
        for cell, name in zip(folded, names, strict=True):
            cell.attributes.pop("hide_mode", None)
            code = cell[0]
            cell.remove(code)
            cell.insert(0, fold(f"Code: {name}", FOLD, code))
            cell["fold_name"] = name
        picture_first(self.document)
        for part in [self.document, *self.document.findall(nodes.section)]:
            gather(part)

    def titles(self):
        """The titles of the page's own charts by figure id."""
        path = Path(self.env.doc2path(self.env.docname))
        specs = charts_of(path) if path.suffix == ".ipynb" else {}
        return {name: title_of(spec) for name, spec in specs.items()}


def _has_code(container):
    return (
        container.get("nb_element") == "cell_code"
        and len(container) > 0
        and container[0].get("nb_element") == "cell_code_source"
    )


def title_of(spec):
    """The title of a Vega-Lite specification as one line; empty if it has none."""
    title = spec.get("title") or ""
    title = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(title) if isinstance(title, list) else title


def figures_in(cell):
    """Ids of the figures in the output of a cell."""
    drawn = (raw for raw in cell.findall(nodes.raw) if "fs-figure" in raw.astext())
    return [name for raw in drawn for name in ids_in_html(raw.astext())]


def drawn_in(cell, titles):
    """The title of the first figure in the output of a cell; empty if it draws none."""
    return next((titles[name] for name in figures_in(cell) if titles.get(name)), "")


def picture_first(document):
    """Move the code of a page's first lines behind the first figure, if that stands there too.

    The first lines are what comes before the second heading: the scene. Its picture begins on the
    first screen, so what has nothing to show but a fold comes after it, in its order.
    """
    part = next(iter(document.findall(nodes.section)), None)
    if part is None:
        return
    lead = [node for node in part if not isinstance(node, nodes.section)]
    picture = next((n for n in lead if _is_cell(n) and figures_in(n)), None)
    if picture is None:
        return
    before = [n for n in lead[: lead.index(picture)] if _is_cell(n) and not _shows(n)]
    for node in before:
        part.remove(node)
    at = part.index(picture) + 1
    part[at:at] = before


def gather(part):
    """Put each run of folds that show nothing into one fold, called after the first of them."""
    children = []
    for silent, run in groupby(part.children, key=_is_silent):
        run = list(run)
        if silent and len(run) > 1:
            name = f"Code: {len(run)} cells, first {run[0]['fold_name']}"
            run = [fold(name, FOLD, *run)]
        children += run
    part.children = []
    part.extend(children)


def _is_silent(node):
    return _is_cell(node) and "fold_name" in node and not _shows(node)


def _is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _shows(cell):
    """Whether a cell shows anything but a fold of code."""
    shown = [part for part in cell if not isinstance(part, HtmlElement)]
    return any(part.astext().strip() for part in shown) or bool(figures_in(cell))


def setup(app):
    """Register the transform."""
    app.add_post_transform(FoldCode)
