"""Small classes of submissions, made from a set's own routes."""

import copy
import json
from pathlib import Path

import nbformat

from foursteps.marker.exercise import paper as papers

CANVAS = "{name}_{late}{student}_{file}_{own}.ipynb"


def notebook(exercise_set, replaced=None, written="A thoughtful answer."):
    """A student's notebook (a dict): the released one with solutions, or other code, filled in.

    `replaced` maps a question's id to the code of its cell; None leaves it as released.
    """
    made = papers.release(exercise_set.paper, exercise_set.scheme)
    solved = {papers.grade_id(c): c.source for c in exercise_set.paper.notebook.cells}
    solved |= replaced or {}
    for cell in made.cells:
        question = papers.grade_id(cell)
        if question is None:
            continue
        if cell.cell_type == "markdown":
            cell.source = written
        elif solved[question] is not None:
            cell.source = solved[question]
    return json.loads(nbformat.writes(made))


def blank(exercise_set):
    """The released notebook, handed in as it is."""
    made = papers.release(exercise_set.paper, exercise_set.scheme)
    return json.loads(nbformat.writes(made))


def route(exercise_set, question_id, name):
    """The code of a misconception or alternative of a question."""
    question = next(q for q in exercise_set.scheme.auto if q.id == question_id)
    routes = (*question.misconceptions, *question.alternatives)
    return next(r.code for r in routes if r.name == name)


def put(folder, name, made):
    """Write a notebook (a dict) or bytes as the file `name` of `folder`; returns its path."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())
    return path


def without(made, question_id):
    """A copy of a notebook (a dict) without the solution cell of a question."""
    made = copy.deepcopy(made)
    made["cells"] = [
        c for c in made["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != question_id
    ]
    return made
