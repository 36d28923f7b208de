"""The tables of a marked class: grades, files, summary, changes, and the platform's roster."""

from collections.abc import Callable
from pathlib import Path

from foursteps.marker.classroom import csv_files, lms
from foursteps.marker.classroom.journal import Head, Stored
from foursteps.marker.classroom.marked_class import MarkedClass
from foursteps.marker.classroom.overrides import FILE

GRADES = (
    *("student", "set", "question", "points", "max_points", "status", "misconception"),
    "decided_by",
)
FILES = ("file", "student", "attempt", "late", "used", "status", "message")
SUMMARY = ("student", "set", "points", "max_points", "to_mark_by_hand", "late", "file", "status")
CHANGES = (
    *("student", "set", "question", "points_before", "points_after"),
    *("status_before", "status_after", "why"),
)

# By student and question: points, status and who decided, as grades.csv has them.
Grades = dict[tuple[str, str], tuple[str, str, str]]
GradeRow = tuple[str, str, str, float | None, float, str, str, str]
NOBODY = ("", "", "")


def write(marked: MarkedClass, out: Path) -> None:
    """Write grades.csv, files.csv and summary.csv into the folder `out`."""
    name, scheme = marked.exercise_set.name, marked.exercise_set.scheme
    csv_files.write(out / "grades.csv", GRADES, _grade_rows(marked))
    files = []
    for file in marked.files:
        one, record = file.submission, file.record
        message = "; ".join(marked.messages(file))
        files.append(
            (
                one.file,
                one.student,
                one.attempt,
                one.late,
                marked.is_used(file),
                record.status,
                message,
            )
        )
    csv_files.write(out / "files.csv", FILES, files)
    students = []
    for student, file in marked.used.items():
        points, waiting = marked.total(student)
        one, status = file.submission, file.record.status
        students.append((student, name, points, scheme.points, waiting, one.late, one.file, status))
    csv_files.write(out / "summary.csv", SUMMARY, students)


def _grade_rows(marked: MarkedClass) -> list[GradeRow]:
    """Exactly one row for every student and question, sorted."""
    rows: list[GradeRow] = [
        (
            *(result.student, marked.exercise_set.name, result.question.id, result.points),
            *(result.question.points, result.status, result.misconception, result.decided_by),
        )
        for result in marked.results()
    ]
    return sorted(rows, key=lambda row: (csv_files.safe(row[0]), row[2]))


def grades_before(out: Path) -> Grades:
    """The grades.csv of an earlier run; empty if there is none. Raises TableError."""
    path = out / "grades.csv"
    if not path.is_file():
        return {}
    header, rows = csv_files.read(path)
    needed = set(GRADES) - {"decided_by"}  # which version 0.1 did not write
    if not needed <= set(header):
        lacking = ", ".join(sorted(needed - set(header)))
        raise csv_files.TableError(
            f"{path}: the columns {lacking} are missing, so changes.csv could not say what changed;"
            " put them back, or move the file away"
        )
    grades = {}
    for cells in rows:
        row = dict.fromkeys(GRADES, "") | dict(
            zip(header, map(csv_files.plain, cells), strict=False)
        )
        status = row["status"] if row["points"] else "waiting"  # called "missing" by version 0.1
        grades[row["student"], row["question"]] = (row["points"], status, row["decided_by"])
    return grades


def grades_before_if_sound(out: Path) -> Grades:
    """The same, and nothing where the file cannot be read: this run writes it anew."""
    try:
        return grades_before(out)
    except csv_files.TableError:
        return {}


def write_changes(
    marked: MarkedClass,
    out: Path,
    before: Grades,
    stored: Stored,
    head: Head,
    only_overrides: bool = False,
) -> int:
    """Write changes.csv: which marks are not what they were, and why; returns how many.

    before: the grades of the earlier run, stored: its journal. head: what this run marked with.
    only_overrides: write nothing unless a person overruled something since.
    """
    name = marked.exercise_set.name
    after = {
        (row[0], row[2]): (csv_files.safe(row[3]), row[5], row[7]) for row in _grade_rows(marked)
    }
    rows, by_person = [], False
    for student, question in sorted(before.keys() | after.keys()):
        at = student, question
        old, new = before.get(at, NOBODY), after.get(at, NOBODY)
        overruled = "override" in (old[2], new[2]) and old != new
        if old[:2] == new[:2] and not overruled:
            continue
        by_person = by_person or overruled
        if at not in before:
            why = "new" + (", and set in overrides.csv" if overruled else "")
        elif overruled and at in after:
            why = f"set in {FILE}" if new[2] == "override" else f"no longer set in {FILE}"
        elif at not in after:
            why = "the student has no file any more"
        elif not stored.records:
            why = "unknown: the journal of the run before is not there, or another version's"
        elif marked.used[student].record.key not in stored.records:
            why = "another file was handed in"
        elif new[2] == "person":
            why = "marked in written.csv"
        elif stored.head != head:
            why = "the paper, its scheme, the data or the marker changed"
        else:
            why = "the same file and set gave another result: random numbers, or a limit of time"
        rows.append((student, name, question, old[0], new[0], old[1], new[1], why))
    if by_person or not only_overrides:
        csv_files.write(out / "changes.csv", CHANGES, rows)
        return len(rows)
    return 0


def write_roster(
    marked: MarkedClass,
    out: Path,
    roster: Path | str,
    column: str | None,
    tell: Callable[[str], None],
) -> None:
    """Write canvas.csv or moodle.csv, and tell who is missing or waits."""
    totals = {student: marked.total(student)[0] for student in marked.used}
    filled = lms.fill(roster, totals, marked.exercise_set, column)
    lms.write(filled, out)
    line = f"{filled.file}: {filled.found} of {len(totals)} students found in the roster"
    tell(line + (f"; {filled.note}" if filled.note else ""))
    if filled.strangers:
        marked.notes.append(f"not in the roster: {', '.join(filled.strangers)}")
        tell(f"{filled.file}: not in the roster: {', '.join(filled.strangers[:10])}")
    waiting = marked.waiting()
    if waiting:
        wait = csv_files.counted(waiting, "written answer waits", "written answers wait")
        tell(
            f"{filled.file}: {wait} for marks in written.csv and until then count nothing. Fill in"
            " the column points and run the same command again."
        )
