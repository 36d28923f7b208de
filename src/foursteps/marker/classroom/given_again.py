"""Names that are given a value again after their question: `chart = …` while exploring further down.

Answers are found by name, at the end of the notebook. Where a later cell, of another question or
none, gives the name a value again, a person would look at the question's own cell. So that value
counts, unless there is none; and both the student and a person are told where the two differ.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from nbformat import NotebookNode

from foursteps.judging import answers
from foursteps.judging.answers import Answer
from foursteps.judging.forms import Form
from foursteps.marker.sandbox.jobs import Wanted


@dataclass(frozen=True)
class GivenAgain:
    """Which code cells (from 0) hold a name behind those of its question.

    own: the last cell of the question's own; None where the notebook has lost the cells' ids.
    """

    own: int | None
    later: tuple[int, ...]


class Named(Protocol):
    """A question: its id, which its own cells bear, and the name of its answer."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def answer(self) -> str:
        """The variable's name."""


def find(notebook: NotebookNode, questions: Sequence[Named]) -> dict[str, GivenAgain]:
    """By name, the answers that stand in a cell behind those of their question."""
    cells = [(cell_id(cell), cell["source"]) for cell in notebook["cells"]]
    code = [n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    found = {}
    for question in questions:
        word = re.compile(rf"\b{re.escape(question.answer)}\b")
        places = [n for n, at in enumerate(code) if word.search(cells[at][1])]
        own = [n for n, at in enumerate(code) if cells[at][0] == question.id]
        if not own:
            makes = [n for n in places if defines(cells[code[n]][1], question.answer)]
            if len(makes) > 1 and makes[-1] > makes[0] + 2:
                found[question.answer] = GivenAgain(None, tuple(makes))
            continue
        last = _end([name for name, _ in cells], code, own[-1])
        checks = f"{question.id}-"
        later = [n for n in places if n > last and not cells[code[n]][0].startswith(checks)]
        if later:
            found[question.answer] = GivenAgain(last, tuple(later))
    return found


def cell_id(cell: NotebookNode) -> str:
    """The nbgrader id of a cell of the paper, "" for a student's own cell."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _end(ids: Sequence[str], code: Sequence[int], own: int) -> int:
    """The last of a question's own code cells: new ones directly below the cell count as its own."""
    while own + 1 < len(code) and not any(ids[code[own] + 1 : code[own + 1] + 1]):
        own += 1
    return own


def wanted(asked: Sequence[Wanted], found: Mapping[str, GivenAgain]) -> list[Wanted]:
    """What must be brought back besides: the values behind the questions' own cells."""
    more = []
    for one in asked:
        again = found.get(one.name)
        if again is not None and again.own is not None:
            more.append(replace(one, after=again.own))
    return more


def decide(name: str, again: GivenAgain | None, given: Mapping[str, Form]) -> tuple[Answer, str]:
    """(the Answer that counts, a note or "") for a name, of what came out of the sandbox."""
    last = given.get(name, answers.NOTHING)
    if again is None:
        return answers.read(last), ""
    if again.own is None:
        numbers = " and ".join(str(n + 1) for n in again.later)
        return answers.read(
            last
        ), f"{name} is given a value in code cells {numbers}; the last counts"
    kept = given.get(Wanted(name, "", after=again.own).label, answers.NOTHING)
    own = answers.read(kept)
    if kept == last:
        return own, ""
    if own.state == "missing":
        return answers.read(last), ""
    return own, (
        f"{name} has another value at the end, by code cell {again.later[-1] + 1}; the value in its"
        " question's own cell counts"
    )


def defines(source: str, name: str) -> bool:
    """Whether a cell's text gives a value to a name (also if it is no valid Python).

    Looks at the first thousand places of the name, a little around each: a text may be long.
    """
    for place in islice(re.finditer(rf"\b{re.escape(name)}\b", source), 1000):
        before = source[max(0, place.start() - 200) : place.start()].rpartition("\n")[2]
        after = source[place.end() : place.end() + 200].partition("\n")[0]
        if re.fullmatch(r"\s*def\s+", before):
            return True
        if "#" not in before and re.match(r"\s*(?::[^=]+|[-+*/:])?=(?!=)", after):
            return True
    return False
