"""A page shows a figure of a notebook by a link to it that stands alone in its paragraph.

`[Chart: who is ahead](chapters/0-which-race.ipynb#fig-which-race)` is a link on GitHub and in any
editor. On the site it becomes the figure itself, drawn from what the notebook stores, so that
there is one figure and not a copy of it; its data stay with the notebook's page.
"""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from foursteps.book.site import figures
from foursteps.book.site.stored_charts import charts_of

logger = logging.getLogger(__name__)


def quoted(paragraph):
    """(docname, figure id) of a paragraph that is nothing but a link to a figure, else None."""
    if len(paragraph.children) != 1 or not isinstance(paragraph[0], addnodes.pending_xref):
        return None
    link = paragraph[0]
    name = link.get("reftargetid") or ""
    return (link["reftarget"], name) if name.startswith("fig-") else None


class QuotedFigures(SphinxTransform):
    """Put the figure in the place of the paragraph, before our ids are registered (870)."""

    default_priority = 850

    def apply(self, **kwargs):
        """Replace each such paragraph; a figure that no notebook stores is a warning."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            found = quoted(paragraph)
            if found:
                self.replace(paragraph, *found)

    def replace(self, paragraph, docname, name):
        """Put figure `name` of the page `docname` in the place of `paragraph`."""
        path = Path(self.env.doc2path(docname))
        if path.suffix != ".ipynb" or docname == self.env.docname:
            return
        self.env.note_dependency(str(path))
        spec = charts_of(path).get(name)
        if spec is None:
            message = "%s stores no figure %s; the link stands alone, so it should be one"
            logger.warning(message, path.name, name, location=paragraph)
            return
        self.env.metadata[self.env.docname].setdefault("quotes", (docname, name))
        figure = figures.figure_node(self.env, spec, paragraph.line, home=docname)
        paragraph.replace_self(nodes.container("", figure, classes=["quoted-figure"]))


def setup(app):
    """Register the transform."""
    app.add_transform(QuotedFigures)
