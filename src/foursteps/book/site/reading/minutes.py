"""How long a page takes, beside its title.

A chapter says it in its Objectives, from where it is read; the page of a set has the line already
(`set_pages`), from its scheme.
"""

from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.transforms.post_transforms import SphinxPostTransform

from foursteps.book.prose import fill
from foursteps.ground import notebook_file


def line(minutes):
    """The line under a title (HTML)."""
    return Markup('<p class="page-minutes">About {} minutes</p>').format(minutes)


class Minutes(SphinxPostTransform):
    """Put the line under the title of a chapter."""

    default_priority = 180
    formats = ("html",)

    def run(self, **kwargs):
        """Read the minutes from the notebook that the page is made from."""
        path = Path(self.env.doc2path(self.env.docname))
        section = next(iter(self.document.findall(nodes.section)), None)
        if path.suffix != ".ipynb" or section is None:
            return
        long = fill.minutes(notebook_file.read(path))
        if long is not None:
            section.insert(1, nodes.raw("", line(long), format="html"))


def setup(app):
    """Register the transform."""
    app.add_post_transform(Minutes)
