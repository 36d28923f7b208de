"""`foursteps check`: tells a student that every answer is there and has its form, without a key.

The released notebook lists its answers' names and kinds in its metadata. The notebook is run as
the marker would run it; on a computer without the sandbox as Jupyter would, since it is the
student's own.
"""

import ast
import re
import sys
from pathlib import Path
from typing import TextIO

from foursteps.judging import answers, forms
from foursteps.judging.answers import Answer
from foursteps.judging.question import KINDS
from foursteps.marker.classroom import submissions
from foursteps.marker.sandbox import Job, Run, Wanted

EXPECTED = {
    "number": "a number",
    "choice": "a text, such as “A”",
    "set": "a list or a set",
    "series": "a Series",
    "dataframe": "a table (DataFrame)",
    "function": "a function",
    "chart": "an Altair chart",
}


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
    outcome = _run(reading.notebook, wanted, run)
    if outcome.status != "ok":
        print(f"The notebook did not run to its end: {outcome.status}.", file=out)
    for n, cell in enumerate(outcome.cells, 1):
        if not cell.get("ok", True):
            print(f"note: code cell {n} raised {cell.get('error')}", file=out)
    faults = 0
    cells = submissions.code(reading.notebook)
    for name, kind in sorted(wanted.items(), key=lambda item: _place(cells, item[0])):
        wrong = fault(kind, answers.read(outcome.answers.get(name, answers.NOTHING)))
        if kind == "function" and not wrong and _untouched(cells, name):
            wrong = "there is no answer yet"
        faults += bool(wrong)
        state = "NOT YET" if wrong else "ok     "
        print(f"{state}  {name}{': ' + wrong if wrong else ''}", file=out)
    verdict = (
        f"{faults} of {len(wanted)} answers are not in order yet."
        if faults
        else f"All {len(wanted)} answers are there and have the right form."
    )
    print(f"{verdict} Whether they are right is for the marker to say.", file=out)
    return faults


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


def _run(notebook, wanted, run):
    """The Outcome of running the notebook."""
    asked = [
        Wanted(name, kind, [] if kind == "function" else None) for name, kind in wanted.items()
    ]
    job = Job("check", submissions.code(notebook), asked)
    return next(iter(run([job])))


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
