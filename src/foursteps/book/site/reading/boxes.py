"""The boxes *How far to trust this* and *What is known*, and the closing part that is folded.

What they look like in a notebook: `foursteps.book.prose.furniture`.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from foursteps.book.prose import furniture
from foursteps.book.site.reading.elements import bold_start, element, fold

KINDS = {furniture.TRUST: "trust", furniture.KNOWN: "known"}


class Boxes(SphinxPostTransform):
    """Quotations that begin with the name of a box become the box."""

    default_priority = 160
    formats = ("html",)

    def run(self, **kwargs):
        """Replace each such quotation."""
        for quote in list(self.document.findall(nodes.block_quote)):
            bold = bold_start(quote[0]) if len(quote) else None
            if bold and bold.astext() in KINDS:
                bold["classes"].append("box-name")
                quote.replace_self(box(bold.astext(), quote))


class ClosingPart(SphinxPostTransform):
    """*Methods and limits* begins folded under its heading, after its parts joined the contents."""

    default_priority = 170
    formats = ("html",)

    def run(self, **kwargs):
        """Fold what stands below the heading."""
        for section in self.document.findall(nodes.section):
            if section[0].astext() == furniture.METHODS:
                title, *rest = section.children
                section.children = [title]
                section += fold(closing_name(rest), "closing-part", *rest)
                return


def box(name, quote):
    """A box from the quotation that begins with its name."""
    head, groups = quote[0], []
    for node in quote.children[1:]:
        if isinstance(node, nodes.paragraph) and node.astext() in furniture.GROUPS:
            kind = node.astext().lower()
            groups.append(element("div", node, class_=f"known-group known-{kind}"))
        elif groups:
            groups[-1] += node
        else:
            groups.append(node)
    label = name.rstrip(".")
    return element("div", head, *groups, class_=f"box {KINDS[name]}", role="note", aria_label=label)


def closing_name(parts):
    """The name of the fold of a closing part: how many parts, and which."""
    titles = [part[0].astext() for part in parts if isinstance(part, nodes.section)]
    if not titles:
        return f"Read {furniture.METHODS.lower()}"
    return f"{furniture.METHODS} in {len(titles)} parts: {'; '.join(titles)}"


def setup(app):
    """Register the transforms."""
    app.add_post_transform(Boxes)
    app.add_post_transform(ClosingPart)
