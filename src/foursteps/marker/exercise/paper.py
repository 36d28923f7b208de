"""The paper of an exercise set: a notebook in nbgrader's format, read, checked and released.

A solution cell carries `metadata.nbgrader` with `solution: true` and, as `grade_id`, the id of
its question; what stands between `### BEGIN SOLUTION` and `### END SOLUTION` is the reference
solution. `release` makes the students' notebook from it.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foursteps.ground import notebook_file, number_marks, parameters_cell
from foursteps.ground.notebook_file import Notebook
from foursteps.ground.parameters_cell import Value
from foursteps.judging.question import AutomaticQuestion, WrittenQuestion
from foursteps.marker.exercise.scheme import Scheme
from foursteps.marker.exercise.words_in_code import FEWEST, is_prose, words

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
SCHEMA_VERSION = 3
FIELDS = ("grade", "grade_id", "locked", "points", "schema_version", "solution", "task")
WRITE_HERE = "*Write your answer here.*"
TODO = "your code here"
MODEL_ANSWER = "model-answer"  # the tag of cells that are for the model answer alone


class PaperError(RuntimeError):
    """A paper that does not fit its scheme or nbgrader's format; names file, cell, what to do."""


@dataclass(frozen=True)
class Paper:
    """A paper: `path` and `notebook` (nbformat 4)."""

    path: Path
    notebook: Notebook

    def code(self) -> list[str]:
        """The sources of all code cells."""
        return [cell.source for cell in self.notebook.cells if cell.cell_type == "code"]

    def prompt(self, question: str) -> str:
        """The text of a question's prompt as it is read, "" if it has no cell of its own."""
        ids = {_any_id(cell): cell.source for cell in self.notebook.cells}
        return number_marks.without(ids.get(f"{question}-prompt", ""))

    @property
    def parameters(self) -> dict[str, Value]:
        """The values that the paper's parameters cell assigns; none where it has no such cell."""
        at = parameters_cell.find(self.notebook.cells)
        return parameters_cell.read(self.notebook.cells[at[0]].source) if at else {}

    def parameters_source(self) -> str:
        """The text of the parameters cell, "" if there is none."""
        at = parameters_cell.find(self.notebook.cells)
        return self.notebook.cells[at[0]].source if at else ""

    def at(self, values: Mapping[str, Value], seed: str) -> "Paper":
        """The paper of a variant: its parameters cell, and the marks of its text, hold `values`."""
        notebook = copy.deepcopy(self.notebook)
        for n in parameters_cell.find(notebook.cells):
            cell = notebook.cells[n]
            cell.source = parameters_cell.with_values(cell.source, values, seed)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = _said(cell.source, values)
        return Paper(self.path, notebook)

    def code_of(self, question: str, solution: str) -> list[str]:
        """The code cells up to a question's solution, with other code in the solution's place.

        What follows belongs to later questions and changes nothing of this one's answer.
        """
        sources: list[str] = []
        for cell in self.notebook.cells:
            if grade_id(cell) == question:
                return [*sources, solution]
            if cell.cell_type == "code":
                sources.append(cell.source)
        raise LookupError(f"{self.path} has no solution cell of {question}")


def _said(source: str, values: Mapping[str, Value]) -> str:
    """A text whose marks of parameters hold these values; other marks stay as they are."""

    def put(mark: re.Match[str]) -> str:
        parts = number_marks.NAME.match(mark[1])
        if parts is None or parts["name"] not in values:
            return mark[0]
        name = parts["name"]
        text = number_marks.formatted(name, values[name], parts["spec"] or "")
        return f"<!--={mark[1]}-->{text}<!--/-->"

    return number_marks.MARK.sub(put, source)


def grade_id(cell: Notebook) -> str | None:
    """The nbgrader id of a solution cell, else None."""
    meta = cell.get("metadata", {}).get("nbgrader")
    if isinstance(meta, dict) and meta.get("solution") and isinstance(meta.get("grade_id"), str):
        return meta["grade_id"]
    return None


def read(path: str | Path, scheme: Scheme) -> Paper:
    """The Paper at `path`, checked against its `scheme`. Raises PaperError with every fault."""
    try:
        notebook = notebook_file.read(path)
    except notebook_file.NotebookError as error:
        raise PaperError(str(error)) from None
    paper = Paper(Path(path), notebook)
    faults = list(_faults(paper, scheme))
    if faults:
        raise PaperError("\n".join(faults))
    return paper


def _faults(paper, scheme):
    """Where paper and scheme, or the paper and nbgrader's format, disagree."""
    cells, points, ids = {}, {}, set()
    for number, cell in enumerate(paper.notebook.cells, 1):
        meta = cell.get("metadata", {}).get("nbgrader")
        if meta is None:
            continue
        where = f"{paper.path}, cell {number} ({cell.get('id', 'no id')})"
        unknown = sorted(set(meta) - set(FIELDS) - {"cell_type"})
        if unknown or meta.get("schema_version") != SCHEMA_VERSION:
            yield f"{where}: metadata.nbgrader is not of schema version {SCHEMA_VERSION}"
        name = str(meta.get("grade_id"))
        if name in ids:
            yield f"{where}: a second cell has the grade_id {name!r}: give each its own"
        ids.add(name)
        if meta.get("solution"):
            cells[name] = cell
            if cell.cell_type == "code":
                yield from (f"{where}: {fault}" for fault in _region(cell.source))
        if meta.get("grade"):
            points[name] = meta.get("points")
    yield from _parameter_faults(paper, scheme)
    for question in scheme.questions:
        where = f"{scheme.path}, question {question.id}"
        cell = cells.pop(question.id, None)
        kind = "markdown" if question.kind == "written" else "code"
        if cell is None:
            yield f"{where}: {paper.path} has no solution cell with the grade_id {question.id!r}"
            continue
        if cell.cell_type != kind:
            yield f"{where}: its solution cell is {cell.cell_type}; a {kind} cell was expected"
        marked = question.id if question.kind == "written" else f"{question.id}-check"
        if points.get(marked) != question.points:
            yield (
                f"{where}, field points: {question.points:g} here, {points.get(marked)} in the"
                f" paper's cell {marked!r}: make them agree"
            )
    for name in cells:
        yield f"{paper.path}: the solution cell {name!r} belongs to no question of {scheme.path}"


def _parameter_faults(paper, scheme):
    """Where the parameters cell and the parameters of the scheme disagree."""
    cells = parameters_cell.find(paper.notebook.cells)
    if len(cells) > 1:
        yield f"{paper.path}: {len(cells)} cells are tagged {parameters_cell.TAG!r}; one may be"
        return
    if bool(cells) != bool(scheme.parameters):
        has, lacks = (paper.path, scheme.path) if cells else (scheme.path, paper.path)
        yield f"{has} has parameters, {lacks} has none: a set has a cell tagged" + (
            f" {parameters_cell.TAG!r} and their values in its scheme, or neither"
        )
        return
    if not cells:
        return
    where = f"{paper.path}, cell {cells[0] + 1}"
    try:
        given = paper.parameters
    except parameters_cell.ParametersError as error:
        yield f"{where}: {error}"
        return
    if list(given) != list(scheme.parameters):
        yield (
            f"{where}: it assigns {', '.join(given)}; the scheme's parameters are"
            f" {', '.join(scheme.parameters)}: make them agree, in one order"
        )
    elif given not in scheme.variants:
        yield f"{where}: the paper's own values are no variant that its scheme allows"


def _region(source):
    """What is wrong with the solution region of a cell."""
    lines = [line.strip() for line in source.split("\n")]
    begins, ends = lines.count(BEGIN), lines.count(END)
    if begins != ends:
        yield f"{begins} times {BEGIN!r}, {ends} times {END!r}: each region has both"
    elif begins == 0:
        yield f"no {BEGIN!r}: mark what students shall not see"


def starter(source: str, answer: str) -> str:
    """The students' version of a solution cell: each region replaced by a line to fill in.

    At the margin that is `answer = ...`; inside a function `raise NotImplementedError`.
    """
    out, inside = [], False
    for line in source.split("\n"):
        mark = line.strip()
        if mark == BEGIN:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            out.append(
                f'{indent}raise NotImplementedError("{TODO}")'
                if indent
                else f"{answer} = ...  # {TODO}"
            )
        elif mark == END:
            inside = False
        elif not inside:
            out.append(line)
    return "\n".join(out)


def release(paper: Paper, scheme: Scheme, seed: str = "") -> Notebook:
    """The students' notebook: no solution, no output, no scheme; it knows its set's name.

    seed: that of the variant which paper and scheme are, "" for the paper's own values.

    Its metadata lists the answers' names and kinds, so that `foursteps check` needs no key. Cells
    tagged `model-answer` are left out: they publish the numbers that the model answer quotes.
    """
    notebook = copy.deepcopy(paper.notebook)
    questions = {question.id: question for question in scheme.questions}
    notebook.cells = [c for c in notebook.cells if MODEL_ANSWER not in c.metadata.get("tags", [])]
    for cell in notebook.cells:
        question = questions.get(grade_id(cell) or "")
        if cell.cell_type == "code":
            if isinstance(question, AutomaticQuestion):
                cell.source = starter(cell.source, question.answer)
            cell.outputs, cell.execution_count = [], None
        else:
            # Notes to the authors' tests; they could hold a number of the solution.
            cell.source = re.sub(r"\n*<!-- not data:.*?-->", "", cell.source)
            cell.source = number_marks.without(cell.source)
            if question:
                cell.source = WRITE_HERE
    notebook.metadata["foursteps"] = {
        "set": scheme.name,
        "answers": {q.answer: q.kind for q in scheme.auto},
    }
    if seed:
        notebook.metadata["foursteps"]["seed"] = seed
    _no_leak(notebook, paper.path)
    return notebook


def _no_leak(notebook, path):
    """Raise PaperError if a solution is still in sight."""
    for number, cell in enumerate(notebook.cells, 1):
        if BEGIN in cell.source or END in cell.source or cell.get("outputs"):
            raise PaperError(f"{path}, cell {number}: a solution or an output would be released")


def blank(paper: Paper, scheme: Scheme) -> list[str]:
    """The code of a submission in which nothing was filled in."""
    return [cell.source for cell in release(paper, scheme).cells if cell.cell_type == "code"]


@dataclass(frozen=True)
class Written:
    """An answer in words as found in a notebook, and a note where it does not stand in its cell."""

    text: str = ""
    note: str = ""


def written_answer(notebook: Notebook, question: WrittenQuestion, prompt: str = "") -> Written:
    """A student's written answer; its text is "" if there is none.

    It is what the answer's own cell holds, whatever type that has become, with its copies and
    pieces, and what was written below the `prompt` (its text in the paper): in its own cell, also
    by merging cells, and in new cells of words up to the next cell of the paper; if there is
    nothing, in new cells of words anywhere below, or directly above. Jupyter makes new cells for
    code, so words in such a one count too. Where the cells have lost their ids (copied into
    another notebook), the prompt is known by its heading and its part ends at the next heading.
    """
    parts: list[str] = []
    later: list[str] = []
    above: list[str] = []
    waiting: list[str] = []
    others: list[int] = []
    inside, below, note = False, False, ""
    lost = not any(_any_id(cell) for cell in notebook.cells)
    for number, cell in enumerate(notebook.cells, 1):
        name, text = _any_id(cell), cell.source.strip()
        asks = name == f"{question.id}-prompt"
        is_code = cell.cell_type == "code"
        has_words = not is_code or is_prose(text)
        if lost and text.startswith("#") and not is_code:
            inside = asks = question.title in text.split("\n", 1)[0]
            name = "heading"
        if not lost and name:
            inside = asks or name == question.id
            below = below or inside
        if asks:
            text, above, waiting = _below(prompt, text, question.title), waiting, []
        elif name or (lost and not has_words):
            waiting = []
        own = asks or name == question.id or (inside and not name and has_words)
        if text.strip("*_ ") in ("", WRITE_HERE.strip("*")):
            continue
        if own and text not in parts:
            parts.append(text)
            if is_code and name != question.id:
                note = f"was written into a code cell (cell {number}) and taken from there"
        if not name and has_words and not own:
            later += [text] if below else []
            waiting.append(text)
            others += [number] if words(text) >= 2 * FEWEST else []
    if parts:
        return Written("\n\n".join(parts), note)
    if later:
        return Written("\n\n".join(later), "was found below its question's own cells")
    if above:
        return Written("\n\n".join(above), "was found above its question")
    if others:
        at = ", ".join(map(str, others[:5]))
        return Written(
            note=f"stands nowhere at its question; there are words of its own in cell {at}"
        )
    return Written()


def _below(prompt, text, title):
    """What stands in a text below the last line of a prompt that is still there."""
    known, lines = {line.strip() for line in prompt.split("\n")} - {""}, text.split("\n")
    last = max(
        n if line.strip() in known or (line.startswith("#") and title in line) else -1
        for n, line in enumerate(lines)
    )
    return "\n".join(lines[last + 1 :]).strip()


def _any_id(cell):
    """The nbgrader id of a cell of the paper, whatever its kind, else None."""
    meta = cell.get("metadata", {}).get("nbgrader")
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else None


def set_of(notebook: Notebook, scheme: Scheme) -> str | None:
    """Why a student's notebook is not of this set, or None.

    A notebook that says nothing of its set counts as one of it: students copy cells into new
    notebooks, and answers are found by name.
    """
    meta = notebook.metadata.get("foursteps")
    said = meta.get("set") if isinstance(meta, dict) else None
    ours = {q.id for q in scheme.questions}
    ids = {grade_id(cell) for cell in notebook.cells} - {None}
    if ids & ours:
        return None
    if isinstance(said, str) and said != scheme.name:
        return f"this is the notebook of the set {said[:80]!r}, not of {scheme.name!r}"
    if ids:
        return f"none of its solution cells belongs to the set {scheme.name!r}"
    return None


# ---- variants


def seed_of(notebook: Notebook) -> str:
    """The seed that a student's notebook says it has, "" if it says none."""
    meta = notebook.metadata.get("foursteps")
    said = meta.get("seed") if isinstance(meta, dict) else None
    if isinstance(said, str):
        return said
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return next(filter(None, map(parameters_cell.seed, sources)), "")


def whose(notebook: Notebook, scheme: Scheme, seed: str) -> str | None:
    """Why a student's notebook is not of the variant with this seed, or None.

    Cells copied into a notebook of one's own say nothing of a variant, and count as one's own.
    """
    if not scheme.parameters:
        return None
    said, meta = seed_of(notebook), notebook.metadata.get("foursteps")
    if said == seed or (not said and not meta):
        return None
    if not said:
        return (
            f"this is the notebook with everybody's values, and this student was given the variant"
            f" {seed}"
        )
    if not seed:
        return (
            f"this is the variant {said[:40]}, and this class is marked with the paper's own values:"
            " if it was given variants, name the seed or the secret (--seed, --secret)"
        )
    return f"this is the variant {said[:40]}, and this student was given the variant {seed}"


def with_own_values(notebook: Notebook, own: Paper) -> str:
    """Let a student's notebook (changed) compute with the values of `own`, whatever it says.

    The own cell of parameters runs after each that was changed, or before everything. Returns what
    is to be told if the notebook had other values, else "".
    """
    values = own.parameters
    if not values:
        return ""
    cells, changed, found = [], [], False
    for cell in notebook.cells:
        cells.append(cell)
        given = parameters_cell.assigned(cell.source) if cell.cell_type == "code" else {}
        if _any_id(cell) == parameters_cell.TAG or set(given) >= set(values):
            found = True
            if cell.source == own.parameters_source():
                continue  # as it was given: nothing to put right
            changed += [name for name in values if given.get(name) != values[name]]
            cells.append(_own_cell(own))
    notebook.cells = cells if found else [_own_cell(own), *cells]
    if not found:
        return "the cell of parameters is gone; it was marked with the values that were given"
    if changed:
        names = ", ".join(dict.fromkeys(changed))
        return (
            f"values in the cell of parameters were changed ({names}); it was marked with the ones"
            " that were given"
        )
    return ""


def put_in(own: Paper) -> str:
    """The text of the cell that the marker puts into a notebook."""
    return own.parameters_source() + "\n# Put in by the marker."


def _own_cell(own):
    return notebook_file.Notebook(
        cell_type="code", source=put_in(own), metadata=notebook_file.Notebook()
    )
