"""Guesses and the questions of *Check yourself*: gathered, so that `questions.js` can answer back.

What they look like in a notebook: `foursteps.book.prose.furniture`. Without scripts a question is
its text, its choices as a list, and a fold with the answer.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from foursteps.book.prose import furniture
from foursteps.book.site.reading.elements import HtmlElement, bold_start, element, fold

OPENS = re.compile(r"\s*<details><summary>(.+?)</summary>\s*")
CLOSES = re.compile(r"\s*</details>\s*")
NUMBERED = re.compile(r"\d+\.")


class Questions(SphinxPostTransform):
    """Gather each question with its choices and its answer into one element."""

    default_priority = 155
    formats = ("html",)

    def run(self, **kwargs):
        """Look in every section for paragraphs that ask."""
        guesses = 0
        for section in list(self.document.findall(nodes.section)):
            for node in list(section.children):
                name = asks(node)
                if name == furniture.GUESS:
                    guesses += 1
                    gather(section, node, f"guess-{guesses}", "your guess")
                elif name and section[0].astext() == furniture.CHECK:
                    number = name.rstrip(".")
                    gather(section, node, f"question-{number}", f"question {number}")


def asks(node):
    """`Guess.` or `3.` where a paragraph begins so, in bold; else empty."""
    bold = bold_start(node)
    name = bold.astext() if bold else ""
    return name if name == furniture.GUESS or NUMBERED.fullmatch(name) else ""


def gather(section, asked, name, called):
    """Put a question, what follows it and its fold into one element, if the fold follows."""
    at = section.index(asked)
    opens = next((i for i in range(at + 1, len(section)) if _raw(section[i], OPENS)), None)
    if opens is None or any(asks(node) for node in section.children[at + 1 : opens]):
        return
    closes = next((i for i in range(opens, len(section)) if _raw(section[i], CLOSES)), None)
    if closes is None:
        return
    head, answer = section.children[at:opens], section.children[opens + 1 : closes]
    attributes = {"class": f"question {name.split('-')[0]}", "id": name}
    head = [_dressed(node, attributes) for node in head]
    _mark_answer(answer, attributes)
    folded = fold(f"Answer to {called}", "answer", *answer)
    whole = element("div", *head, folded)
    whole["html"] = attributes
    section[at : closes + 1] = [whole]


def _raw(node, pattern):
    return isinstance(node, nodes.raw) and pattern.fullmatch(node.astext())


def said(node):
    """The text of a node without comments, among them the marks of numbers."""
    return "".join(
        text.astext()
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, nodes.raw | nodes.comment)
    )


def _dressed(node, attributes):
    """A part of the question, with what the script needs to know of it."""
    if isinstance(node, nodes.bullet_list):
        _letter(node)
        node["classes"].append("choices")
    elif isinstance(node, nodes.paragraph) and (span := furniture.RANGE.fullmatch(said(node))):
        node["classes"].append("range")
        low, high = furniture.number(span[1]), furniture.number(span[2])
        attributes |= {"data-from": f"{low:g}", "data-to": f"{high:g}", "data-unit": span[3]}
    return node


def _letter(choices):
    """Give each item of a list the class of its letter."""
    for item in choices:
        if found := furniture.CHOICE.match(said(item)):
            item["classes"].append(f"choice-{found[1]}")


def _mark_answer(answer, attributes):
    """Say which choice or number is right."""
    for node in answer:
        if isinstance(node, nodes.bullet_list):
            _letter(node)
            node["classes"].append("replies")
            for item in node:
                text = furniture.CHOICE.sub("", said(item), count=1)
                if text.startswith(furniture.RIGHT):
                    item["classes"].append("right")
    first = said(answer[0]) if answer else ""
    if "data-from" in attributes and (found := furniture.NUMBER.search(first)):
        attributes["data-answer"] = f"{furniture.number(found[0]):g}"
    elif found := furniture.ANSWER.match(first):
        attributes["data-answer"] = found[1]


def add_script(app, pagename, templatename, context, doctree):
    """Load the script on pages that ask."""
    asked = doctree is not None and any(
        str(node["html"].get("class", "")).startswith("question ")
        for node in doctree.findall(HtmlElement)
    )
    if asked:
        app.add_js_file("questions.js", loading_method="defer")


def setup(app):
    """Register the transform and the script."""
    app.add_post_transform(Questions)
    app.connect("html-page-context", add_script)
