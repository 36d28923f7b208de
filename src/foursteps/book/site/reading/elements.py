"""HTML elements that docutils has no node for, with other nodes inside: folds, groups, notes."""

from docutils import nodes


class HtmlElement(nodes.General, nodes.Element):
    """An element by its `tag` with `html` attributes (a dict); its children are rendered in it."""


def element(tag, *children, **attributes):
    """An HtmlElement; `class_` is the class, `data_x` the attribute data-x."""
    html = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
    return HtmlElement("", *children, tag=tag, html=html)


def fold(name, kind, *children):
    """A closed fold of the class `kind`; `name` is what is seen and read aloud."""
    summary = element("summary", nodes.Text(name))
    return element("details", summary, *children, class_=kind)


def bold_start(node):
    """The bold words (a node) with which a paragraph begins, or None."""
    if not isinstance(node, nodes.paragraph):
        return None
    # The parser leaves an empty text before what is bold.
    first = next((part for part in node if part.astext()), None)
    return first if isinstance(first, nodes.strong) else None


def visit(translator, node):
    """Begin the element."""
    html = dict(node["html"])
    named = nodes.Element(ids=[html.pop("id")] if "id" in html else [])
    translator.body.append(translator.starttag(named, node["tag"], "", **html))


def depart(translator, node):
    """End the element."""
    translator.body.append(f"</{node['tag']}>\n")


def setup(app):
    """Register the node."""
    app.add_node(HtmlElement, html=(visit, depart))
