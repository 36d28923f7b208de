"""Link targets: headings as JupyterLab names them, and the ids of figures, claims, references.

A chapter links `[the chart](#fig-spending)`, `[Jervis (1978)](bibliography.md#ref-jervis-1978)`
or `[C07](../data/claims.md#C07)`. MyST knows the headings of a page only; here every element
with one of our ids, in a stored output or in plain HTML, joins them, so that a wrong link is
a warning and never passes.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

# fig-…: charts; ref-…: references; term-…: glossary; C07: claims.
OURS = re.compile(r'\bid="((?:fig|ref|term)-[\w.:-]+|C\d\d)"')


def heading_slug(title):
    """The anchor that JupyterLab gives a heading: `The evidence` → `The-evidence`."""
    return title.replace(" ", "-")


def ids_in_html(html):
    """Our ids in a piece of HTML, in order, each once."""
    return list(dict.fromkeys(OURS.findall(html)))


class RegisterAnchors(SphinxTransform):
    """Add our ids to the link targets of the page, before MyST resolves `#` links (879)."""

    default_priority = 870

    def apply(self, **kwargs):
        """Collect ids from raw HTML (stored charts and HTML blocks)."""
        found = {}
        for raw in self.document.findall(nodes.raw):
            if "html" in raw.get("format", ""):
                for name in ids_in_html(raw.astext()):
                    found[name] = (raw.line or 0, name, name)
        if not found:
            return
        slugs = getattr(self.document, "myst_slugs", None) or {}
        slugs.update(found)
        self.document.myst_slugs = slugs
        self.env.metadata[self.env.docname]["myst_slugs"] = slugs


def setup(app):
    """Register the transform."""
    app.add_transform(RegisterAnchors)
