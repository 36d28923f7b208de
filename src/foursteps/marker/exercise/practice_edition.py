"""The practice edition of a set: its released notebook with `check` cells, and the packed key."""

import json
from collections.abc import Iterator

from foursteps.ground import notebook_file
from foursteps.ground.notebook_file import Notebook
from foursteps.judging import edition
from foursteps.judging.edition import Variant
from foursteps.marker.exercise import key
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Run

VARIANTS = 8  # with the paper's own
IMPORT = "from foursteps.practice import another, check, open_set"
LAST = """\
## Once more

The same questions with other numbers, in a notebook beside this one:"""


def make(exercise_set: ExerciseSet, run: Run) -> tuple[Notebook, str]:
    """(the practice notebook, the text of its key file) of a set. Raises KeyRunError."""
    variants = [_variant(one, run) for one in _variants(exercise_set)]
    return notebook_of(exercise_set), edition.pack(exercise_set.name, variants)


def _variants(exercise_set: ExerciseSet) -> Iterator[ExerciseSet]:
    """The set as it is, and some variants that differ from it and from each other."""
    yield exercise_set
    if not exercise_set.scheme.parameters:
        return
    seen = [exercise_set.paper.parameters]
    for number in range(1, 10 * VARIANTS):
        one = exercise_set.variant(f"practice-{number}")
        if len(seen) < VARIANTS and one.paper.parameters not in seen:
            seen.append(one.paper.parameters)
            yield one


def _variant(exercise_set: ExerciseSet, run: Run) -> Variant:
    kept = {
        at: form
        for at, form in key.cached(exercise_set, run).routes.items()
        if at[1] == key.REFERENCE or at[1].startswith("misconception:")
    }
    return Variant(
        exercise_set.seed,
        exercise_set.paper.parameters,
        json.loads(notebook_file.dumps(notebook_of(exercise_set))),
        exercise_set.scheme.auto,
        kept,
    )


def notebook_of(exercise_set: ExerciseSet) -> Notebook:
    """The students' notebook with a cell under each question that checks its answer."""
    made = exercise_set.released()
    asked = {f"{question.id}-check": question for question in exercise_set.scheme.auto}
    cells, opened = [], False
    for cell in made.cells:
        cells.append(cell)
        if cell.cell_type == "code" and not opened:
            opened = True
            seed = f', seed="{exercise_set.seed}"' if exercise_set.seed else ""
            cells.append(_code("practice", f'{IMPORT}\n\nopen_set("{exercise_set.name}"{seed})'))
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in asked:
            cells.append(_code(f"{asked[name].id}-practice", f'check("{asked[name].answer}")'))
    if exercise_set.scheme.parameters:
        cells.append(
            notebook_file.nbformat.v4.new_markdown_cell(LAST, id="another-prompt", metadata={})
        )
        cells.append(_code("another", "another()"))
    made.cells = cells
    return made


def _code(name: str, source: str) -> Notebook:
    return notebook_file.nbformat.v4.new_code_cell(source, id=name, metadata={})
