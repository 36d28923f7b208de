"""`foursteps check`: tells a student that every answer is there and has its form, without a key.

The released notebook lists its answers' names and kinds in its metadata. The notebook is run as
the marker would run it; on a computer without the sandbox as Jupyter would, since it is the
student's own.
"""

import ast
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from nbformat import NotebookNode

from foursteps.judging import answers, forms
from foursteps.judging.answers import Answer
from foursteps.judging.judge import WHOLE
from foursteps.judging.question import KINDS, WrittenQuestion
from foursteps.marker.classroom import given_again, submissions
from foursteps.marker.classroom.given_again import GivenAgain
from foursteps.marker.exercise import paper
from foursteps.marker.exercise.paper import Written
from foursteps.marker.sandbox.jobs import Job, Outcome, Run, Wanted

EXPECTED = {
    "number": "a number",
    "choice": "a text, such as “A”",
    "set": "a list or a set",
    "series": "a Series",
    "dataframe": "a table (DataFrame)",
    "function": "a function",
    "chart": "an Altair chart",
}

NO_KEY = (
    "This looks whether every answer is there and has the form asked for. It does not know what is"
    " right."
)


class CheckError(RuntimeError):
    """The notebook cannot be checked; says why and what to do."""


def check(path: Path | str, run: Run, out: TextIO | None = None) -> int:
    """Check the notebook at `path`; prints a line an answer, returns how many are not in order."""
    out = out or sys.stdout
    path = Path(path)
    reading = submissions.read(submissions.Submission(path, path.name, path.stem))
    if reading.notebook is None:
        raise CheckError(f"{path}: {reading.fault}")
    wanted = _wanted(path, reading.notebook)
    cells = _cells(reading.notebook)
    questions = _questions(cells, wanted)
    later = given_again.find(reading.notebook, questions)
    outcome = _run([cell.source for cell in cells], wanted, later, run)
    print(NO_KEY, file=out)
    for note in reading.notes:
        print(f"note: {note}", file=out)
    if outcome.status != "ok":
        print(f"STOPPED  {WHOLE[outcome.status]}", file=out)
    refused: dict[str, str] = {}
    for cell, ran in zip(cells, outcome.cells, strict=False):
        error = "" if ran.get("ok", True) else str(ran.get("error") or "an error")
        checked = _checks(cell, error, questions) if error else ""
        if checked:
            refused.setdefault(checked, error)
        elif error:
            print(f"note: {cell.where} raised {error}", file=out)
    faults = 0
    sources = [cell.source for cell in cells]
    for name, kind in sorted(wanted.items(), key=lambda item: _place(sources, item[0])):
        answer, note = given_again.decide(name, later.get(name), outcome.answers)
        wrong = fault(kind, answer)
        if kind == "function" and not wrong and _untouched(sources, name):
            wrong = "there is no answer yet"
        wrong = wrong or _in_words(refused.get(name, ""))
        faults += bool(wrong)
        state = "NOT YET" if wrong else "ok     "
        print(f"{state}  {name}{': ' + wrong if wrong else ''}", file=out)
        if note:
            print(f"note: {note}", file=out)
    words = _words(reading.notebook)
    for title, found in words.items():
        state = "ok     " if found.text else "NOT YET"
        note = found.note or ("" if found.text else "has no words in its cell or below it yet")
        print(f"{state}  the answer to “{title}”{' ' + note if note else ''}", file=out)
    faults += sum(not found.text for found in words.values())
    print(_verdict(faults, len(wanted) + len(words), outcome.status), file=out)
    return faults + (outcome.status != "ok")


def _verdict(faults: int, total: int, status: str) -> str:
    """The last line."""
    if status != "ok":
        return (
            "The notebook does not run to its end, so what is said of its answers holds only for"
            " what ran. Look for a loop that never ends, and check again."
        )
    if faults:
        told = f"{faults} of {total} answers are not in order yet."
    else:
        told = f"All {total} answers are there and have the right form."
    return f"{told} Whether they are right is for the marker to say."


@dataclass(frozen=True)
class _Cell:
    """A code cell: its text, its id in the paper ("" for a student's own), what to call it."""

    source: str
    id: str
    where: str


@dataclass(frozen=True)
class _Question:
    """A question as far as a released notebook knows it."""

    id: str
    answer: str


def _cells(notebook: NotebookNode) -> list[_Cell]:
    """The code cells, each called after the heading above it: Jupyter shows no numbers of cells."""
    found, heading = [], ""
    for cell in notebook["cells"]:
        text = cell["source"]
        if cell["cell_type"] != "code":
            titles = [line for line in text.split("\n") if line.startswith("#")]
            heading = titles[-1].lstrip("# ").strip() if titles else heading
            continue
        begin = next((line.strip() for line in text.split("\n") if line.strip()), "")[:40]
        under = f" under “{heading}”" if heading else ""
        found.append(_Cell(text, given_again.cell_id(cell), f"the cell “{begin}…”{under}"))
    return found


def _questions(cells: Sequence[_Cell], wanted: Mapping[str, str]) -> list[_Question]:
    """The questions: an answer's is that of the first cell of the paper that makes it."""
    found = []
    for name in wanted:
        own = (cell.id for cell in cells if cell.id and given_again.defines(cell.source, name))
        found.append(_Question(next(own, ""), name))
    return found


def _checks(cell: _Cell, error: str, questions: Sequence[_Question]) -> str:
    """The answer that a cell which raised `error` checks, "" if it checks none."""
    for question in questions:
        if question.id and cell.id == f"{question.id}-check":
            return question.answer
    if not error.startswith("AssertionError"):
        return ""
    places = [
        (found.start(), question.answer)
        for question in questions
        if (found := re.search(rf"\b{re.escape(question.answer)}\b", cell.source))
    ]
    return min(places)[1] if places else ""


def _in_words(error: str) -> str:
    """What the notebook's own check of an answer raised, in words."""
    if not error:
        return ""
    if error.startswith("AssertionError"):
        said = error.removeprefix("AssertionError").removeprefix(":").strip()
        return f"the check below it says: {said or 'not as asked'}"
    return f"the check below it cannot be made, so it is not as asked ({error})"


def _words(notebook: NotebookNode) -> dict[str, Written]:
    """By title, the answers in words that the notebook asks for, as far as they are written."""
    ids = [given_again.cell_id(cell) for cell in notebook["cells"]]
    found = {}
    for cell in notebook["cells"]:
        name = paper.grade_id(cell)
        if name is None or cell["cell_type"] == "code" or f"{name}-check" in ids:
            continue
        at = ids.index(f"{name}-prompt") if f"{name}-prompt" in ids else None
        prompt = notebook["cells"][at]["source"] if at is not None else ""
        title = prompt.split("\n", 1)[0].lstrip("# ").strip() or name.replace("-", " ")
        asked = WrittenQuestion(
            id=name, title=title, level=1, kind="written", points=1.0, rubric=()
        )
        found[title] = paper.written_answer(notebook, asked, prompt)
    return found


def _wanted(path, notebook):
    """{name: kind} of the answers that the notebook shall hold. Raises CheckError."""
    meta = notebook["metadata"].get("foursteps")
    wanted = meta.get("answers") if isinstance(meta, dict) else None
    wanted = wanted if isinstance(wanted, dict) else {}
    known = all(str(name).isidentifier() and kind in KINDS for name, kind in wanted.items())
    if not wanted or not known:
        raise CheckError(
            f"{path}: the notebook does not say which answers it shall hold. Download the set again,"
            " copy your cells into it, and check that one."
        )
    return dict(wanted)


def _place(cells, name):
    """Where a name first stands in the notebook, so that answers are told in its order."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return next((n for n, cell in enumerate(cells) if word.search(cell)), len(cells))


def _untouched(cells, name):
    """Whether a function is still the starter, which only raises NotImplementedError."""
    found = False
    for cell in cells:
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # magics, or broken: whether it runs is told above
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                last = node.body[-1]
                found = isinstance(last, ast.Raise) and len(node.body) == 1
                found = found and answers.STUB in ast.unparse(last)
    return found


def _run(
    cells: list[str], wanted: Mapping[str, str], later: Mapping[str, GivenAgain], run: Run
) -> Outcome:
    """The Outcome of running the notebook."""
    asked = [
        Wanted(name, kind, [] if kind == "function" else None) for name, kind in wanted.items()
    ]
    asked += given_again.wanted(asked, later)
    return next(iter(run([Job("check", cells, asked)])))


def fault(kind: str, answer: Answer) -> str:
    """What is wrong with the form of an answer, "" if nothing is."""
    import pandas as pd

    from foursteps.judging.compare import elements, is_number, named, only_one

    if answer.state == "missing":
        return "there is no answer yet"
    if answer.state in ("raised", "timeout"):
        return answer.error
    if kind == "function" or answer.state == "results":
        right = kind == "function" and answer.state == "results"
        is_ = "a function" if answer.state == "results" else named(answer.value)
        return "" if right else f"it is {is_}, not {EXPECTED[kind]}"
    value = answer.value
    right = {
        "number": is_number(only_one(value)),
        "choice": isinstance(value, str),
        "set": elements(value) is not None,
        "series": isinstance(value, pd.Series),
        "dataframe": isinstance(value, pd.DataFrame),
        "chart": isinstance(value, forms.Chart),
    }[kind]
    return "" if right else f"it is {named(value)}, not {EXPECTED[kind]}"
