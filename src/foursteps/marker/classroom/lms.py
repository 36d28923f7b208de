"""Marks back into the learning platform: `canvas.csv` and `moodle.csv` from the exported roster.

* Canvas: the gradebook export (Grades → Export). Its import needs the columns Student, ID, SIS
  User ID, SIS Login ID and Section as exported, and one column for the assignment, called
  `Title (id)`; a column of a title it does not know becomes a new assignment.
* Moodle: the offline grading worksheet (assignment → Download grading worksheet). Its import
  needs the columns Identifier (`Participant 4711`), Grade and Last modified (grade), and
  ignores rows whose grade is empty. It would import comments on the work too, so those columns
  are left out and stay in Moodle as they are.

Students without a submission keep what the roster says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foursteps.marker.classroom import csv_files
from foursteps.marker.exercise.sets import ExerciseSet

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section")
MOODLE_COLUMNS = ("Identifier", "Grade", "Last modified (grade)")
MOODLE_KEPT = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"),
    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
)
NUMBER = re.compile(r"\d+\Z")


class RosterError(RuntimeError):
    """A roster that is of neither platform, or lacks a column; says which and what to do."""


@dataclass(frozen=True)
class Filled:
    """A roster with marks: the file's name, header, rows, who got one and who is not in it."""

    file: str
    header: list[str]
    rows: list[list[csv_files.Cell]]
    found: int
    strangers: list[str]
    note: str = ""


def fill(
    path: Path | str,
    totals: Mapping[str, float],
    exercise_set: ExerciseSet,
    column: str | None = None,
) -> Filled:
    """The roster at `path` with `totals` (student id → points) in its column. Raises RosterError.

    `column` names the assignment's column of a Canvas roster; else the one whose title is the
    set's title or name is taken, else a new one is added.
    """
    header, rows = csv_files.read(path)
    names = [name.strip() for name in header]
    if {"Student", "ID"} <= set(names):
        return _canvas(path, names, rows, totals, exercise_set, column)
    if "Identifier" in names:
        return _moodle(path, names, rows, totals, exercise_set)
    raise RosterError(
        f"{path}: neither a Canvas gradebook (columns Student, ID, …) nor a Moodle grading"
        f" worksheet (columns Identifier, Grade, …); its columns are {', '.join(names[:6])}"
    )


def _canvas(path, names, rows, totals, exercise_set, column):
    if "Section" not in names:
        raise RosterError(f"{path}: the column 'Section' is missing; export the gradebook again")
    title = _assignment(path, names, exercise_set, column)
    at = names.index(title) if title in names else None
    keep = [n for n, name in enumerate(names) if name in CANVAS_COLUMNS]
    ids = [names.index(n) for n in ("ID", "SIS User ID", "SIS Login ID") if n in names]
    out, known, notes = [], set(), []
    rows = [row + [""] * (len(names) - len(row)) for row in rows]
    whose = _whose(rows, ids, totals)
    for position, row in enumerate(rows):
        kept = [row[n] for n in keep]
        if row[names.index("Student")].strip() == "Points Possible":
            full = exercise_set.scheme.points
            old = row[at] if at is not None else csv_files.number(full)
            if _number(old) not in (None, full):
                notes.append(f"Canvas counts {old.strip()} possible points, the set {full:g}")
            out.append([*kept, old])
            continue
        student = whose.get(position)
        if not row[names.index("ID")].strip():  # "Manual Posting" and the like
            continue
        known.add(student)
        old = row[at] if at is not None else ""
        out.append([*kept, totals[student] if student is not None else old])
    if at is None:
        notes.append(f"a new assignment {title!r} will be made by the import")
    header = [names[n] for n in keep] + [title]
    known &= set(totals)
    strangers = sorted(set(totals) - known)
    return Filled("canvas.csv", header, out, len(known), strangers, "; ".join(notes))


def _whose(rows, columns, totals):
    """{position of a row: student}, by the one column of ids that knows most of the students.

    What is one student's id in one column may be another's in the next, so columns are not mixed.
    """
    listed = [[row[column].strip() for row in rows] for column in columns]
    ids = max(listed, key=lambda ids: len((set(ids) & set(totals)) - {""}))
    return {n: student for n, student in enumerate(ids) if student and student in totals}


def _assignment(path, names, exercise_set, column):
    """The header of the assignment's column."""
    others = [name for name in names if name not in CANVAS_COLUMNS]
    plain = {name: re.sub(r"\(\d+\)\Z", "", name).strip().casefold() for name in others}
    title = exercise_set.scheme.title
    wanted = {column.casefold()} if column else {title.casefold(), exercise_set.name.casefold()}
    match = [n for n in others if wanted & {n.casefold(), plain[n]}]
    if len(match) > 1:
        raise RosterError(
            f"{path}: the columns {', '.join(match)} all fit: say --column with one of them, its"
            " number included"
        )
    if column and not match:
        raise RosterError(
            f"{path}: no column {column!r}; the assignments are {', '.join(others) or '(none)'}"
        )
    return match[0] if match else title


def _moodle(path, names, rows, totals, exercise_set):
    for needed in MOODLE_COLUMNS:
        if needed not in names:
            raise RosterError(
                f"{path}: the column {needed!r} is missing; download the grading worksheet again"
                " (its language must be English)"
            )
    at, grade = names.index("Identifier"), names.index("Grade")
    most = names.index("Maximum Grade") if "Maximum Grade" in names else None
    keep = [n for n, name in enumerate(names) if name in MOODLE_KEPT]
    out, known, scaled = [], set(), ""
    for row in rows:
        row = row + [""] * (len(names) - len(row))
        number = NUMBER.search(row[at].strip())
        student = number[0] if number and number[0] in totals else None
        if student is not None:
            points, full = totals[student], exercise_set.scheme.points
            limit = _number(row[most]) if most is not None else None
            if limit and abs(limit - full) > 1e-9:
                points = round(points / full * limit, 4)
                scaled = f"scaled from {full:g} points to Moodle's maximum of {limit:g}"
            row[grade] = points
            known.add(student)
        out.append([row[n] for n in keep])
    header, strangers = [names[n] for n in keep], sorted(set(totals) - known)
    return Filled("moodle.csv", header, out, len(known), strangers, scaled)


def _number(text):
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def write(filled: Filled, folder: Path | str) -> Path:
    """Write the filled roster into `folder`; returns its path."""
    path = Path(folder) / filled.file
    csv_files.write(path, filled.header, filled.rows)
    return path


def students(path: Path | str) -> list[tuple[str, str]]:
    """(id, name) of everybody in a roster, by the id that submissions will bear.

    Besides the platforms' own, a file with a column `student` will do. Raises RosterError.
    """
    header, rows = csv_files.read(path)
    names = [name.strip() for name in header]
    columns = {"ID": "Student", "Identifier": "Full name", "student": "name"}
    at = next((name for name in columns if name in names), None)
    if at is None:
        raise RosterError(
            f"{path}: no column ID (Canvas), Identifier (Moodle) or student; its columns are"
            f" {', '.join(names[:6])}"
        )
    found = []
    for row in rows:
        cells = dict(zip(names, row, strict=False))
        student = re.sub(r"\A\D* (?=\d+\Z)", "", cells.get(at, "").strip())
        if student:
            found.append((student, cells.get(columns[at], "").strip()))
    twice = sorted({one for one, _ in found if [s for s, _ in found].count(one) > 1})
    if twice or not found:
        what = f"the student {twice[0]!r} stands in it twice" if twice else "no student is in it"
        raise RosterError(f"{path}: {what}: export it again")
    return found
