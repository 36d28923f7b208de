"""Findings in words: held by a cell (`foursteps.holds`), and said on the same page.

A sentence that stands nowhere is named: it was reworded, and its check looks after nothing.
"""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from foursteps.book.prose.fill import place
from foursteps.charts.renderer import MIME as CHART
from foursteps.ground.number_marks import MARK
from foursteps.ground.vega_lite import nodes, words
from foursteps.publishing import FINDING_MIME

LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*\)")
# Emphasis, by underscores only at the edge of a word: `a_b` is a name.
SIGNS = re.compile(r"<!--.*?-->|</?\w[^<>]*>|[*`]|(?<!\w)_|_(?!\w)")


def held(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode, str]]:
    """Number and cell of each finding in the stored outputs, and its sentence."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            stored = output.get("data", {}).get(FINDING_MIME)
            if stored:
                yield number, cell, stored["sentence"]


def problems(notebook: NotebookNode, path) -> list[str]:
    """The findings whose sentence stands neither in the prose nor in a chart, as sentences."""
    said = "\n".join(_said(notebook))
    return [
        f"{place(path, number, cell)}: no text or chart of this page says {sentence!r};"
        " `holds` takes the words that a reader sees"
        for number, cell, sentence in held(notebook)
        if plain(sentence) not in said
    ]


def plain(markdown: str) -> str:
    """A text as it is read: without links, emphasis, tags and marks of numbers."""
    return " ".join(SIGNS.sub("", LINK.sub(r"\1", MARK.sub(r"\2", markdown))).split())


def _said(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield plain(cell.source)
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(CHART)
            if spec:
                yield plain(str(spec.get("description", "")))
                yield from (plain(words(node.get("title"))) for node in nodes(spec))
