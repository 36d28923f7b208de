"""`overrides.csv`: marks that a person sets, whatever the marker says.

A row is a student, a question, the points and, if one likes, a comment that the student reads. The
file belongs to the person: the marker writes it once, with nothing but its header, and after that
only reads it. So what was typed stays, byte for byte, whatever is run, interrupted or changed; a
row that cannot count is told, and one that cannot be read stops the run before it begins.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foursteps.marker.classroom import csv_files
from foursteps.marker.classroom.file_names import tidy
from foursteps.marker.exercise.scheme import Scheme

FILE = "overrides.csv"
HEADER = ("student", "question", "points", "comment")


@dataclass(frozen=True)
class Override:
    """What a person set for a question of a student; points None for a comment alone."""

    student: str
    question: str
    points: float | None
    comment: str = ""


@dataclass(frozen=True)
class Overrides:
    """The overrides that count for a class, by student and question, and lines about the others."""

    rows: Mapping[tuple[str, str], Override] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read(path: Path, scheme: Scheme) -> list[Override]:
    """The overrides in the file at `path`, none if there is no file.

    Raises csv_files.TableError with file, row and column.
    """
    if not path.is_file():
        return []
    header, rows = csv_files.read(path, HEADER)
    header = [csv_files.plain(name).strip() for name in header]
    lacking = [name for name in HEADER[:3] if name not in header]
    if lacking:
        raise csv_files.TableError(
            f"{path}: the columns {', '.join(lacking)} are missing; its header is"
            f" {','.join(HEADER)}"
        )
    most = {question.id: question.points for question in scheme.questions}
    found: dict[tuple[str, str], tuple[int, Override]] = {}
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise csv_files.TableError(
                f"{path}, row {number}: {len(cells)} cells, but the header has {len(header)}. A"
                " comment with a comma needs quotation marks"
            )
        cell = dict.fromkeys(HEADER, "") | dict(
            zip(header, map(csv_files.plain, cells), strict=False)
        )
        override = _override(f"{path}, row {number}", cell, most)
        at = override.student, override.question
        before, twin = found.setdefault(at, (number, override))
        if twin != override:
            raise csv_files.TableError(
                f"{path}, rows {before} and {number} ({override.student}): both set"
                f" {override.question}, and differently. Leave one of them"
            )
    return [override for _, override in found.values()]


def _override(where: str, cell: Mapping[str, str], most: Mapping[str, float]) -> Override:
    """The Override in a row. Raises TableError."""
    student, question = tidy(cell["student"].strip()), cell["question"].strip()
    text, limit = cell["points"].strip(), most.get(question, math.inf)
    for name, given in (("student", student), ("question", question)):
        if not given:
            raise csv_files.TableError(f"{where}, column {name}: it is empty; fill it in")
    try:
        points = float(text.replace(",", ".")) if text else None
    except ValueError:
        points = -1.0
    # Also refuses what is no number at all, nan.
    if points is not None and not 0 <= points <= limit:
        raise csv_files.TableError(
            f"{where} ({student}), column points: {text!r} is no number from 0 to {limit:g}"
        )
    if points is not None and math.isinf(points):
        raise csv_files.TableError(f"{where} ({student}), column points: {text!r} is no number")
    return Override(student, question, points, cell["comment"].strip())


def match(found: Collection[Override], students: Collection[str], scheme: Scheme) -> Overrides:
    """What counts for a class of these students, and a line about every row that does not."""
    questions = [question.id for question in scheme.questions]
    known = {student.strip(): student for student in students}
    rows, notes = {}, []
    for one in sorted(found, key=lambda one: (one.student, one.question)):
        where = f"{FILE}, {one.question} of {one.student}"
        if one.question not in questions:
            asked = ", ".join(questions)
            notes.append(f"{where}: no such question, so it counts nothing; they are {asked}")
        elif one.student not in known:
            notes.append(
                f"{where}: not in this class, so it counts nothing. Write the student as grades.csv"
                " does; perhaps a spreadsheet took zeros off the id"
            )
        else:
            rows[known[one.student], one.question] = one
    return Overrides(rows, tuple(notes))


def prepare(path: Path) -> None:
    """Write the file with nothing but its header where there is none."""
    if not path.exists():
        csv_files.write(path, HEADER, [])
