"""HTML as Python holds it (justhtml) and as XHTML, which EPUB asks for and Chromium reads too."""

import re
from xml.sax.saxutils import escape, quoteattr

from justhtml import Element, JustHTML, Text

NAMESPACES = {
    "svg": "http://www.w3.org/2000/svg",
    "math": "http://www.w3.org/1998/Math/MathML",
}
# XML allows no other characters below the space.
BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse(text):
    """The document of an HTML text. What is in <noscript> is read as elements."""
    return JustHTML(text, sanitize=False, scripting_enabled=False)


def fragment(text):
    """The elements of a piece of HTML, without a parent."""
    found = JustHTML(text, sanitize=False, fragment=True).root
    return take_children(found)


def walk(node):
    """Every element below a node, in order; the tree may be changed afterwards, not meanwhile."""
    ahead = [iter(node.children)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif isinstance(child, Element):
            yield child
            ahead.append(iter(child.children))


def find(node, *names, class_=()):
    """The elements below a node of one of the names, or with one of the classes, in order.

    A style sheet's selectors say more, and cost twenty times as much on a chapter.
    """
    wanted = {class_} if isinstance(class_, str) else set(class_)
    return [
        each
        for each in walk(node)
        if each.name in names or (wanted and wanted.intersection(classes(each)))
    ]


def first(node, *names, class_=()):
    """The first of `find`, or None."""
    return next(iter(find(node, *names, class_=class_)), None)


def element(name, content="", **attributes):
    """A new element of HTML; `content` is text or a list of nodes. class_ stands for class."""
    made = Element(name, {key.rstrip("_"): value for key, value in attributes.items()}, "html")
    for node in [Text(content)] if isinstance(content, str) else content:
        made.append_child(node)
    return made


def remove(node):
    """Take a node out of its tree."""
    if node.parent is not None:
        node.parent.remove_child(node)


def replace(node, others):
    """Put other nodes in the place of a node."""
    for other in others:
        node.parent.insert_before(other, node)
    remove(node)


def take_children(node):
    """The children of a node, taken out of it."""
    children = list(node.children)
    for child in children:
        node.remove_child(child)
    return children


def closest(node, name, class_=""):
    """The nearest element of the name, or with the class, that a node stands in, or None."""
    node = node.parent
    while node is not None and node.name != name and not (class_ and class_ in classes(node)):
        node = node.parent
    return node


def classes(node):
    """Classes of an element."""
    return (getattr(node, "attrs", None) or {}).get("class", "").split()


def plain(node):
    """The words of a node in one line, as they would be read in running text."""
    return " ".join("".join(_texts(node)).split())


def _texts(node):
    if isinstance(node, Text):
        yield node.data or ""
    for child in getattr(node, "children", None) or ():
        yield from _texts(child)


def to_xhtml(node):
    """A node and what it holds as XHTML, without comments."""
    if isinstance(node, Text):
        return escape(BARRED.sub("", node.data or ""))
    if not isinstance(node, Element):
        return ""
    attributes = {k: v for k, v in node.attrs.items() if not k.startswith("xmlns")}
    if node.name in NAMESPACES:
        attributes = {"xmlns": NAMESPACES[node.name], **attributes}
    opened = "".join(
        f" {key}={quoteattr(BARRED.sub('', value or ''))}" for key, value in attributes.items()
    )
    inside = "".join(map(to_xhtml, node.children))
    void = not inside and (node.namespace != "html" or node.name in VOID)
    return f"<{node.name}{opened}/>" if void else f"<{node.name}{opened}>{inside}</{node.name}>"


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
