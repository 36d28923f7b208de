"""A class of attackers: every attack of `attacks/`, every odd file, and honest neighbours.

An attack is a file of `attacks/`: its cells stand between `# %%` lines, and its head says what
it tries and what is due: `right` (its answer is 42 and counts), `wrong`, `missing` or `any`, and
with which status of the file. What it got through, it notes in the list `got`, which is to stay
empty. An oddity is a file that a student might hand in, with the points due for it.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.marker import classes, small

FOLDER = Path(__file__).parent / "attacks"
ATTACKS = sorted(path.stem for path in FOLDER.glob("*.cells"))
NAME = "0-attacks"
ANSWER, GOT = "the-answer", "what-it-got"
SCHEME = """\
title: A set under attack
minutes: 1
objectives: [Test the marker.]
questions:
  - id: the-answer
    title: The answer
    level: 1
    kind: number
    points: 2
    answer: answer
    misconceptions:
      - {name: one-less, code: "answer = 41", hint: One more., credit: 0}
    alternatives:
      - {name: product, code: "answer = 6 * 7"}
  - id: what-it-got
    title: What it got through
    level: 1
    kind: set
    points: 1
    answer: got
    misconceptions:
      - {name: something, code: "got = ['something']", hint: "It is to be empty.", credit: 0}
    alternatives:
      - {name: no-names, code: "got = ()"}
"""
SOLUTIONS = {ANSWER: "answer = 42", GOT: "got = []"}


@dataclass(frozen=True)
class Attack:
    """An attack: what it tries, what its answer is due, its file's status ("any"), its cells."""

    tries: str
    due: str
    status: str
    cells: list


def read(name):
    """The Attack in the file `name` of `attacks/`."""
    text = (FOLDER / f"{name}.cells").read_text()
    head, *cells = re.split(r"(?m)^# %%\n", text)
    due, status = re.search(r"# due: (\w+)(?:, (\w+))?", head).groups()
    tries = " ".join(
        line.removeprefix("# ") for line in head.splitlines() if not line.startswith("# due:")
    )
    return Attack(tries, due, status or "any", cells)


def write_set(folder):
    """Write the set that is attacked into `folder`; returns its path without suffix."""
    cells = []
    for name, solution in SOLUTIONS.items():
        prompt = small.meta(f"{name}-prompt")
        cells.append(nbformat.v4.new_markdown_cell(f"### {name}", id=f"{name}-p", metadata=prompt))
        source = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        meta = small.meta(name, solution=True, locked=False)
        cells.append(nbformat.v4.new_code_cell(source, id=name, metadata=meta))
        points = 2 if name == ANSWER else 1
        meta = small.meta(f"{name}-check", grade=True, points=points)
        check = f"assert {solution.split()[0]} is not ..., 'no answer yet'"
        cells.append(nbformat.v4.new_code_cell(check, id=f"{name}-c", metadata=meta))
    made = nbformat.v4.new_notebook(cells=cells)
    return small.write(folder, SCHEME, made, NAME)


def notebook(*cells, kinds=()):
    """A student's notebook (a dict) with these cells; `kinds` names those that are not code."""
    kinds = dict(kinds)
    made = []
    for number, source in enumerate(cells):
        cell = {"cell_type": kinds.get(number, "code"), "source": source, "metadata": {}}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        made.append(cell)
    meta = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": meta, "cells": made}


RIGHT = "answer = 42\ngot = []"
_IMPORTS = "import numpy as np\nimport pandas as pd"
_DICT = """\
class D(dict):
    def items(self):
        return [("type", "number"), ("value", 42)]
"""
_FRAME = f"""\
{_IMPORTS}
class F(pd.DataFrame):
    def __eq__(self, other):
        return True
    equals = __eq__
"""
# Cells of an honest or clumsy student: name → (what it is, cells, points due of 2).
CLUMSY = {
    "another-route": ("right by another route", ["answer = sum(range(10)) - 3\ngot = set()"], 2),
    "blank": ("nothing filled in", ["answer = ...", "got = ..."], 0),
    "a-cell-twice": ("a cell is there twice", [RIGHT, RIGHT], 2),
    "a-cell-split": ("a cell is split", ["answer = 40", "answer += 2", "got = []"], 2),
    "a-cell-deleted": ("a cell is deleted", ["got = []"], 0),
    "cells-turned": ("cells in another order", ["got = []", "answer = 42"], 2),
    "a-cell-retyped": ("a cell is no code any more", ["answer = 42", "got = []"], 0),
    "a-name-changed": ("the answer has another name", ["the_answer = 42", "got = []"], 0),
    "a-text": ("a text instead of a number", ["answer = '42'", "got = []"], 0),
    "a-table": (
        "a table of ten million rows",
        [f"{_IMPORTS}\nanswer = pd.DataFrame({{'x': np.arange(10**7)}})", "got = []"],
        0,
    ),
    "not-a-number": ("NaN", ["answer = float('nan')", "got = []"], 0),
    "infinite": ("infinity", ["answer = float('inf')", "got = []"], 0),
    "complex": ("a complex number", ["answer = 42 + 0j", "got = []"], 0),
    "numpy-scalar": ("a NumPy scalar", [_IMPORTS, "answer, got = np.int64(42), []"], 2),
    "many-digits": ("a whole number of a million digits", ["answer = 10**10**6\ngot = []"], 0),
    "true": ("a truth value", ["answer = True\ngot = []"], 0),
    "a-flood-of-lines": (
        "a cell of a million empty lines, which a search could take hours to read",
        ["\n" * 10**6 + "1 / 0", "answer " * 10**5, "got = []"],
        0,
    ),
    "a-lying-dict": (
        "a dict that lies about what it holds",
        [_DICT, "answer, got = D(), []"],
        0,
    ),
    "a-lying-frame": (
        "a DataFrame that lies about what it holds",
        [_FRAME, "answer, got = F({'x': [1]}), []"],
        0,
    ),
}  # fmt: skip
# Other files: name → (what it is, bytes, status of the file).
FILES = {
    "broken.ipynb": ("no JSON", b'{"cells": [', "unreadable"),
    "empty.ipynb": ("empty", b"", "unreadable"),
    "latin.ipynb": ("no UTF-8", b'{"cells": [], "metadata": {"n": "\xe9"}}', "unreadable"),
    "no-cells.ipynb": ("JSON, but no notebook", b"[1, 2]", "unreadable"),
    "deep.ipynb": ("nested a hundred thousand times", b"[" * 100_000, "unreadable"),
    "huge.ipynb": ("21 MB", b'{"cells": "' + b"x" * 21_000_000, "unreadable"),
    "swollen.ipynb": (
        "18 MB of small parts, which would take gigabytes as objects",
        b'{"nbformat": 4, "metadata": {"x": [' + b"{}," * 6_000_000 + b"0]}}",
        "unreadable",
    ),
    "an-essay.pdf": ("another kind of file", b"%PDF-1.7", "unreadable"),
}
# Names of files that hold a right answer: each must stay a name.
NAMES = ["=cmd()|'C'!A0.ipynb", "a\nb.ipynb", "it's \"quoted\", twice.ipynb", "-rf.ipynb",
         "..%2F..%2Fgrades.ipynb", "<script>x<b>.ipynb", "@SUM(1).ipynb"]  # fmt: skip
HONEST = 6


def hand_in(folder):
    """Write the whole class into `folder`; returns a dict file name → what it is."""
    told = {}
    for name in ATTACKS:
        attack = read(name)
        told[f"{name}.ipynb"] = attack.tries
        classes.put(folder, f"{name}.ipynb", notebook(*attack.cells))
    for number in range(HONEST):
        told[f"honest-{number}.ipynb"] = "an honest neighbour"
        classes.put(folder, f"honest-{number}.ipynb", notebook(*read("honest").cells))
    for name, (what, cells, _) in CLUMSY.items():
        told[f"{name}.ipynb"] = what
        kinds = {0: "markdown"} if name == "a-cell-retyped" else {}
        classes.put(folder, f"{name}.ipynb", notebook(*cells, kinds=kinds))
    for name, (what, content, _) in FILES.items():
        told[name] = what
        classes.put(folder, name, content)
    for name in NAMES:
        told[name] = "a name that is more than a name"
        classes.put(folder, name, notebook(RIGHT))
    other = notebook(RIGHT)
    other["metadata"]["foursteps"] = {"set": "5-other"}
    told["another-set.ipynb"] = "a notebook of another set"
    classes.put(folder, "another-set.ipynb", other)
    told["a-link.ipynb"] = "a symbolic link to another's notebook"
    os.symlink("honest-0.ipynb", Path(folder) / "a-link.ipynb")
    return told


def due(file):
    """(points due to the answer, of 2, or None where any will do; status due to the file)."""
    name = file.removesuffix(".ipynb")
    if name == "another-set":
        return 0, "wrong-set"
    if name == "a-link":
        return 0, "unreadable"
    if file in FILES:
        return 0, FILES[file][2]
    if name in CLUMSY:
        return CLUMSY[name][2], "any"
    if name in ATTACKS:
        attack = read(name)
        return {"right": 2, "wrong": 0, "missing": 0, "any": None}[attack.due], attack.status
    return 2, "any"
