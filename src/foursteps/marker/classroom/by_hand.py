"""`written.csv`: the answers in words go out to a person, marks and comments come back.

The file is a table that persons save with spreadsheets, and its answers are students' texts. So
a row counts only together with the answer that was written for its student: what a text adds to
the table, by whatever way, earns nothing and marks nobody. And what a person typed is never lost
in silence: it counts, or it is told and kept at the end of the file, or the run stops.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foursteps.judging.question import WrittenQuestion
from foursteps.marker.classroom import csv_files
from foursteps.marker.exercise.scheme import Scheme

FILE = "written.csv"
HEADER = (
    *("student", "set", "question", "max_points", "points", "comment"),
    *("answer", "rubric"),
)
# The end of a line, where a spreadsheet that does not hold a cell together begins a row.
_LINE = re.compile(r"([\n\r\v\f\x1c-\x1e\x85\u2028\u2029])(?=\S)")

# By student and question: the answers in words.
Answers = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Row:
    """What a person wrote about one answer.

    `cells` is the row as it stood, ours first; `own` its cells in columns that the person added;
    `number` its place in the file.
    """

    student: str = ""
    question: str = ""
    points: float | None = None
    comment: str = ""
    answer: str = ""
    cells: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    number: int = 0

    @property
    def words(self) -> list[str]:
        """The answer as it is compared: spreadsheets change white space."""
        return self.answer.split()


@dataclass(frozen=True)
class Filled:
    """What persons wrote into written.csv so far, and the columns that they added."""

    rows: tuple[Row, ...] = ()
    own_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByHand:
    """The rows of a class that count, by student and question; the others, and lines about them."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    others: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    own_columns: tuple[str, ...] = ()


def read(path: Path, scheme: Scheme) -> Filled:
    """The rows of the file at `path` in which a person wrote something.

    Raises csv_files.TableError with file, row and column.
    """
    if not path.is_file():
        return Filled()
    header, rows = csv_files.read(path, HEADER)
    header = [csv_files.plain(name) for name in header]
    if not set(HEADER) <= set(header):
        lacking = ", ".join(sorted(set(HEADER) - set(header)))
        raise csv_files.TableError(f"{path}: the columns {lacking} are missing; put them back")
    ours = [header.index(name) for name in HEADER]
    most = {q.id: q.points for q in scheme.written}
    full_rows = [
        (number, _full(path, number, cells, len(header), max(ours) + 1))
        for number, cells in enumerate(rows, 2)
        if any(cells)
    ]
    own = [
        n
        for n in range(len(header))
        if n not in ours and (header[n] or any(cells[n] for _, cells in full_rows))
    ]
    typed: dict[tuple[str, ...], Row] = {}
    for number, cells in full_rows:
        row = _row(path, number, [cells[n] for n in ours], tuple(cells[n] for n in own), most)
        if row is None:
            continue
        twin = typed.setdefault((row.student, row.question, *row.words), row)
        if (twin.points, twin.comment, twin.own) != (row.points, row.comment, row.own):
            raise csv_files.TableError(
                f"{path}, rows {twin.number} and {number} ({row.student}), columns points and"
                f" comment: both mark {row.question}, and differently. Leave one of them"
            )
    return Filled(tuple(typed.values()), tuple(header[n] for n in own))


def _full(path: Path, number: int, cells: list[str], width: int, least: int) -> list[str]:
    """The plain cells of a row, one for each column. Raises TableError for another number.

    Spreadsheets may leave out empty cells at the end, of columns that a person added.
    """
    if not least <= len(cells) <= width:
        start = cells[0][:40]
        raise csv_files.TableError(
            f"{path}, row {number} ({start!r}): {csv_files.counted(len(cells), 'cell', 'cells')}, but the header has {width}."
            " Perhaps a spreadsheet cut the answers into rows: open the file as one whose cells"
            " are split at commas and held together by quotation marks; or delete it, and the"
            " next run writes it anew without marks by hand"
        )
    return [csv_files.plain(cell) for cell in cells] + [""] * (width - len(cells))


def _row(
    path: Path, number: int, ours: list[str], own: tuple[str, ...], most: dict[str, float]
) -> Row | None:
    """The Row of cells in the order of HEADER; None if no person wrote anything there."""
    cell = dict(zip(HEADER, ours, strict=True))
    student, text = cell["student"], cell["points"].strip()
    if not (text or cell["comment"] or any(own)):
        return None
    where = f"{path}, row {number} ({student})"
    try:
        points = float(text.replace(",", ".")) if text else None
    except ValueError:
        points = -1.0
    limit = most.get(cell["question"], math.inf)
    if points is not None and not 0 <= points <= limit:
        raise csv_files.TableError(
            f"{where}, column points: {text!r} is no number from 0 to {limit:g}"
        )
    if (text or cell["comment"]) and not cell["answer"].split():
        raise csv_files.TableError(
            f"{where}, column answer: it is empty, so nobody can tell which answer this row marks."
            " Copy the answer into it as this marker wrote it, or take the row out"
        )
    return Row(
        student,
        cell["question"],
        points,
        cell["comment"],
        cell["answer"],
        (*ours, *own),
        own,
        number,
    )


def match(filled: Filled, answers: Answers) -> ByHand:
    """What of the filled rows counts for a class whose answers in words are `answers`."""
    counting, notes = {}, []
    for row in sorted(filled.rows, key=lambda row: (row.student, row.question)):
        where = f"{FILE}, {row.question} of {row.student}"
        key = row.student, row.question
        if key not in answers:
            notes.append(
                f"{where}: not in this class, so it counts nothing; it is kept at the end of the"
                " file. Perhaps a spreadsheet took zeros off the student's id"
            )
        elif row.words != _as_read(answers[key]).split():
            notes.append(
                f"{where}: the answer in this row is not the one that was handed in, so the row"
                " counts nothing; it is kept at the end of the file. If the answer has changed"
                " since it was marked, mark it again in its new row"
            )
        else:
            counting[key] = row
    counted = {id(row) for row in counting.values()}
    others = tuple(row for row in filled.rows if id(row) not in counted)
    return ByHand(counting, others, tuple(notes), filled.own_columns)


def write(
    path: Path,
    set_name: str,
    questions: Mapping[str, WrittenQuestion],
    answers: Answers,
    by_hand: ByHand,
) -> None:
    """Write the answers with what a person wrote about them; last the rows that count nothing.

    questions: the written questions by id.
    """
    rows: list[tuple[str | float | None, ...]] = []
    for (student, name), answer in answers.items():
        row, question = by_hand.rows.get((student, name), Row()), questions[name]
        rows.append(
            (
                *(student, set_name, name, question.points, row.points, row.comment),
                *(_indented(answer), rubric_text(question)),
                *row.own,
            )
        )
    rows += [row.cells for row in by_hand.others]
    csv_files.write(path, (*HEADER, *by_hand.own_columns), rows)


def _indented(answer: str) -> str:
    """An answer none of whose lines but the first begins at the margin, as a row does."""
    return _LINE.sub(r"\1 ", answer)


def _as_read(answer: str) -> str:
    """An answer as the file gives it back."""
    return csv_files.plain(csv_files.safe(_indented(answer)))


def rubric_text(question: WrittenQuestion) -> str:
    """A written question's rubric as lines of text: what earns the points, and an example."""
    lines = []
    for criterion in question.rubric:
        lines.append(criterion.criterion + ":")
        for level in criterion.levels:
            lines.append(f"  {level.points:g}: {level.what}")
            lines.append(f"     Such as: {level.anchor}")
    return "\n".join(lines)
