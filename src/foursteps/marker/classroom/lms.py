"""Marks back into the learning platform: `canvas.csv` and `moodle.csv` from the exported roster.

* Canvas: the gradebook export (Grades → Export). Its import needs the columns Student (or LastName
  and FirstName), ID, SIS User ID, SIS Login ID and Section as exported, and one column for the
  assignment, called `Title (id)`; a column of a title it does not know becomes a new assignment.
  It passes over columns of totals ("Final Score"). `EX` is an excused student.
* Moodle: the offline grading worksheet (assignment → Download grading worksheet), whose columns
  `moodle_columns` finds. Its import ignores rows whose grade is empty, and locked ones. It would
  import comments on the work too, so those columns are left out and stay in Moodle as they are.

Students without a submission keep what the roster says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foursteps.marker.classroom import csv_files, moodle_columns
from foursteps.marker.classroom.file_names import tidy
from foursteps.marker.exercise.sets import ExerciseSet

CANVAS_COLUMNS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section")
CANVAS_NAMES = ("Student", "LastName", "FirstName", "Last Name", "First Name")
# Columns that Canvas's import passes over, whatever stands in them.
TOTALS = re.compile(r"(?:Current|Final|Override) (?:Score|Points|Grade)", re.IGNORECASE)
KNOWN = (*CANVAS_NAMES, *CANVAS_COLUMNS, *("Identifier", "Full name", "Grade", "Maximum Grade"))
EXCUSED = "EX"
ENGLISH = (
    "switch the platform to English (your own profile's language), download it again, and upload"
    " it in English too"
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
    header, rows = csv_files.read(path, KNOWN)
    names = [name.strip() for name in header]
    if "ID" in names and set(CANVAS_NAMES) & set(names):
        return _canvas(path, names, rows, totals, exercise_set, column)
    columns = moodle_columns.find(names, rows)
    if columns:
        return _moodle(names, rows, totals, exercise_set, columns)
    if "Identifier" in names:
        needed = ("Identifier", "Grade", "Last modified (grade)")
        lacking = " and ".join(repr(name) for name in needed if name not in names)
        raise RosterError(
            f"{path}: the column {lacking or 'of participants'} is missing or empty; download the"
            " grading worksheet again"
        )
    raise RosterError(
        f"{path}: neither a Canvas gradebook (columns Student, ID, …) nor a Moodle grading"
        f" worksheet (columns Identifier, Grade, …); its columns are {', '.join(names[:6])}. If it"
        f" is one of them in another language, {ENGLISH}"
    )


def _canvas(path, names, rows, totals, exercise_set, column):
    if "Section" not in names:
        raise RosterError(f"{path}: the column 'Section' is missing; export the gradebook again")
    title = _assignment(path, names, exercise_set, column)
    at = names.index(title) if title in names else None
    keep = [n for n, name in enumerate(names) if name in (*CANVAS_NAMES, *CANVAS_COLUMNS)]
    ids = [names.index(n) for n in ("ID", "SIS User ID", "SIS Login ID") if n in names]
    called = [n for n, name in enumerate(names) if name in CANVAS_NAMES]
    out, known, notes, excused = [], set(), [], []
    rows = [row + [""] * (len(names) - len(row)) for row in rows]
    whose = _whose(rows, ids, totals)
    for position, row in enumerate(rows):
        kept = [row[n] for n in keep]
        if "Points Possible" in [row[n].strip() for n in called]:
            full = exercise_set.scheme.points
            old = row[at] if at is not None else csv_files.number(full)
            if old.strip().startswith("("):  # "(read only)", in the language of the teacher
                raise RosterError(_ignored(path, title))
            if _number(old) not in (None, full):
                notes.append(f"Canvas counts {old.strip()} possible points, the set {full:g}")
            out.append([*kept, old])
            continue
        student = whose.get(position)
        if not row[names.index("ID")].strip():  # "Manual Posting" and the like
            continue
        known.add(student)
        old = row[at] if at is not None else ""
        if student is not None and old.strip().upper() == EXCUSED:
            excused.append(student)
        has_mark = student is not None and old.strip().upper() != EXCUSED
        out.append([*kept, totals[student] if has_mark else old])
    if at is None:
        notes.append(f"a new assignment {title!r} will be made by the import")
    if excused:
        notes.append(f"excused in Canvas and left so: {', '.join(sorted(set(excused)))}")
    header = [names[n] for n in keep] + [title]
    return Filled("canvas.csv", header, out, *_found(known, totals, notes))


def _found(known, totals, notes):
    """(number of students found, strangers, the note) for those whose rows are `known`."""
    known = known & set(totals)
    if totals and not known:
        notes.append("no student of the class is in it: is it this course's, and this platform's?")
    return len(known), sorted(set(totals) - known), "; ".join(notes)


def _ignored(path, title):
    return (
        f"{path}: Canvas's import passes over the column {title!r}, which is one of its totals, or"
        " named as those are: name another by --column, or give the assignment another title in"
        " Canvas and export the gradebook again"
    )


def _whose(rows, columns, totals):
    """{position of a row: student}, by the one column of ids that knows most of the students.

    What is one student's id in one column may be another's in the next, so columns are not mixed.
    Where an id is not found as it stands, small letters and composed ones decide, if one fits.
    """
    alike: dict[str, list[str]] = {}
    for student in totals:
        alike.setdefault(_simple(student), []).append(student)
    found = [
        {n: student for n, row in enumerate(rows) if (student := _known(row[c], totals, alike))}
        for c in columns
    ]
    return max(found, key=lambda students: len(set(students.values())))


def _known(cell, totals, alike):
    """The student that a cell of ids names, None if it names none of this class."""
    text = cell.strip()
    if not text:
        return None
    same = [text] if text in totals else alike.get(_simple(text), [])
    return same[0] if len(same) == 1 else None


def _simple(text):
    return tidy(text).casefold()


def _assignment(path, names, exercise_set, column):
    """The header of the assignment's column."""
    others = [name for name in names if name not in (*CANVAS_NAMES, *CANVAS_COLUMNS)]
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
    found = match[0] if match else title
    if TOTALS.search(found):
        raise RosterError(_ignored(path, found))
    return found


def _moodle(names, rows, totals, exercise_set, columns):
    keep, grade = columns.kept, columns.grade
    out, known, notes, locked = [], set(), [], []
    for row in rows:
        row = row + [""] * (len(names) - len(row))
        number = NUMBER.search(row[columns.identifier].strip())
        student = number[0] if number and number[0] in totals else None
        if student is not None:
            known.add(student)
            if columns.may_change is not None and _says_no(row[columns.may_change]):
                locked.append(student)
            else:
                row[grade], note = _scaled(row, totals[student], exercise_set, columns)
                notes += [note] if note and note not in notes else []
        out.append([row[n] for n in keep])
    if locked:
        notes.append(f"locked in Moodle and left as they are: {', '.join(sorted(locked))}")
    if not columns.is_english:
        notes.append("upload it in the language in which it was downloaded")
    header = [names[n] for n in keep]
    return Filled("moodle.csv", header, out, *_found(known, totals, notes))


def _says_no(cell):
    return cell.strip().casefold() in moodle_columns.NO


def _scaled(row, points, exercise_set, columns):
    """(the points in Moodle's measure, a note or "")."""
    full = exercise_set.scheme.points
    limit = _number(row[columns.maximum]) if columns.maximum is not None else None
    if limit and abs(limit - full) > 1e-9:
        note = f"scaled from {full:g} points to Moodle's maximum of {limit:g}"
        return round(points / full * limit, 4), note
    return points, ""


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
