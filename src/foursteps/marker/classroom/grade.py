"""`foursteps grade`: a folder of notebooks becomes marks, feedback and a class report.

The order: read every file, run what is not in the journal, mark each as it comes back, and
write the tables from the journal. Interrupted at any moment and started again, it goes on
where it was and writes the same tables, byte for byte.
"""

import hashlib
import math
import re
import sys
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from foursteps.judging import answers, judge
from foursteps.marker.classroom import csv_files, feedback, journal, lms, report, submissions
from foursteps.marker.exercise import key, paper

GRADES = ("student", "set", "question", "points", "max_points", "status", "misconception")
FILES = ("file", "student", "attempt", "late", "used", "status", "message")
SUMMARY = ("student", "set", "points", "max_points", "to_mark_by_hand", "late", "file", "status")
WRITTEN = (
    *("student", "set", "question", "max_points", "points", "comment"),
    *("answer", "rubric"),
)
CHANGES = (
    *("student", "set", "question", "points_before", "points_after"),
    *("status_before", "status_after", "why"),
)
MAX_WRITTEN = 20_000  # characters of a written answer
AGAIN = ("timeout", "memory", "killed", "unreadable")  # run anew when the limits changed


@dataclass(frozen=True)
class ByHand:
    """What a person wrote into written.csv about one answer.

    `row` is the row as it stood, `own` its cells in columns that the person added, `number` its
    place in the file.
    """

    points: float | None = None
    comment: str = ""
    answer: str = ""
    row: tuple = ()
    own: tuple = ()
    number: int = 0


@dataclass
class Class:
    """Everything that the tables and pages are written from."""

    exercise_set: object
    files: list  # (Submission, record) in the order of the file names
    used: dict  # student → (Submission, record)
    by_hand: dict = field(default_factory=dict)  # (student, question) → ByHand
    own_columns: tuple = ()  # what a person added to written.csv
    notes: list = field(default_factory=list)

    def mark(self, student, question):
        """(points or None, status, misconception, Mark as a dict or None) of one question."""
        submission, record = self.used[student]
        del submission
        if question.kind == "written":
            return self._written(student, question, record)
        mark = record["marks"][question.id]
        return mark["credit"] * question.points, mark["status"], mark["misconception"], mark

    def hand(self, student, question):
        """What a person wrote about a written answer (nothing yet: an empty ByHand)."""
        return self.by_hand.get((student, question.id), ByHand())

    def _written(self, student, question, record):
        if record["state"] in ("unreadable", "wrong-set"):
            return 0.0, record["state"], "", None
        points = self.hand(student, question).points
        if points is None and not record["written"].get(question.id):
            return 0.0, "missing", "", None
        if points is None:
            # No mark yet: empty points say that it waits for a person.
            return None, "missing", "", None
        status = "correct" if points >= question.points else "partial" if points else "incorrect"
        return points, status, "", None

    def total(self, student):
        """(points so far, number of written answers that wait for a person)."""
        points = [self.mark(student, q)[0] for q in self.exercise_set.scheme.questions]
        return round(sum(p for p in points if p is not None), 6), points.count(None)


def grade(
    place,
    exercise_set,
    out,
    run,
    limits,
    processes,
    again=False,
    roster=None,
    column=None,
    progress=lambda done, total: None,
    tell=lambda line: None,
):
    """Mark the class at `place` into the folder `out`; returns the Class.

    `run` is the sandbox's (or a scheduler's) `run`. `tell` gets a line for every failure and at
    the end. Raises SubmissionsError, JournalError, RosterError, KeyRunError.
    """
    out = Path(out)
    if Path(place).is_dir() and out.resolve().is_relative_to(Path(place).resolve()):
        # The next run would take marks and feedback for submissions.
        raise submissions.SubmissionsError(
            f"--out {out} is inside of the submissions, {place}: name a folder beside it"
        )
    found = submissions.find(place)
    if roster:
        lms.fill(roster, {}, exercise_set, column)  # a wrong roster is told before the work
    head = {"set": exercise_set.name, "fingerprint": exercise_set.fingerprint}
    before = _grades_before(out) if again else None
    old_head, old_records = journal.read(out)
    _marked_by_hand(out / "written.csv", exercise_set.scheme)  # a slip is told before the work
    reference = key.cached(exercise_set, run, limits, processes)
    kept = journal.Journal(out, head).open(anew=again)
    try:
        records = _mark_all(
            found, exercise_set, reference, kept, run, limits, processes, progress, tell
        )
    finally:
        kept.close()
    files = [(one, records[one.file]) for one in found]
    # Read now, not before the work: meanwhile a person may have written more.
    by_hand, own = _marked_by_hand(out / "written.csv", exercise_set.scheme)
    marked = Class(exercise_set, files, _used(files), by_hand, own, submissions.doubts(found))
    marked.notes += _doubts_by_hand(marked)
    for line in marked.notes:
        tell(f"note: {line}.")
    _write(marked, out)
    if before is not None:
        same_set = old_head == {"format": journal.FORMAT, **head}
        _write_changes(out, before, marked, same_set, old_records)
    if roster:
        _write_roster(marked, out, roster, column, tell)
    feedback.write(marked, out)
    report.write(marked, out)
    return marked


# ---- running and marking


def _mark_all(found, exercise_set, reference, kept, run, limits, processes, progress, tell):
    """A record for every file: from the journal, or read, run and marked now."""
    from foursteps import tables as data_tables

    records, asked, done = {}, {}, 0

    def finish(name, submissions_, record, failed=""):
        nonlocal done
        if name not in kept.records or kept.records[name] != {"key": name, **record}:
            kept.add(name, record)
        for one in submissions_:
            records[one.file] = kept.records[name]
            done += 1
            if failed:
                tell(f"{one.file}: {failed}")
        progress(done, len(found))

    def jobs():
        for one in found:
            reading = submissions.read(one)
            name = _key(one, reading)
            old = kept.records.get(name)
            if old and (old["state"] not in AGAIN or old["limits"] == _plain(limits)):
                finish(name, [one], {k: v for k, v in old.items() if k != "key"})
                continue
            if name in asked:  # the same bytes twice from one student
                asked[name][0].append(one)
                continue
            why = reading.fault or paper.set_of(reading.notebook, exercise_set.scheme)
            if why:
                state = "unreadable" if reading.fault else "wrong-set"
                finish(name, [one], _lost_record(exercise_set, state, why, reading, limits), why)
                continue
            cells = submissions.code(reading.notebook)
            asked[name] = ([one], cells, _written(reading.notebook, exercise_set), reading.sha256)
            yield _job(name, cells, exercise_set)

    for outcome in run(jobs(), limits=limits, processes=processes, data=data_tables.data_folder()):
        ours, cells, written, sha256 = asked.pop(outcome.key)
        record = _record(exercise_set, reference, outcome, cells, written, sha256, limits)
        failed = "" if outcome.status == "ok" else judge.WHOLE[outcome.status]
        finish(outcome.key, ours, record, failed)
    for name, (ours, _, _, sha256) in asked.items():
        # A runner that loses a job must not lose a student.
        reading = submissions.Reading(sha256)
        why = "the runner gave no result; run the command again"
        finish(name, ours, _lost_record(exercise_set, "killed", why, reading, limits), why)
    return records


def _key(submission, reading):
    """A name for one student's file with this content, or with this fault.

    The same bytes under a wrong name (`set.ipynb.txt`) are another file than under a right one.
    """
    text = f"{submission.student}\0{reading.sha256 or submission.file}\0{reading.fault}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _job(name, cells, exercise_set):
    from foursteps.marker.sandbox import Job

    return Job(name, cells, key.wanted(exercise_set.scheme.auto))


# Most answers of a class are like another's: one dict for all of them keeps a large class small.
_as_dict = lru_cache(maxsize=10_000)(asdict)


@lru_cache
def _plain(limits):
    return {name: value for name, value in sorted(vars(limits).items())}


def _written(notebook, exercise_set):
    """The student's written answers by question."""
    return {
        q.id: _cut(paper.written_answer(notebook, q, exercise_set.paper.prompt(q.id)))
        for q in exercise_set.scheme.written
    }


def _cut(text):
    """A text of at most MAX_WRITTEN characters, which says so where some were cut."""
    if len(text) <= MAX_WRITTEN:
        return text
    told = f"\n[cut here: the answer has {len(text)} characters]"
    return text[: MAX_WRITTEN - len(told)] + told


def _lost_record(exercise_set, state, why, reading, limits):
    """The record of a file that was not run."""
    mark = _as_dict(judge.Mark(0.0, state, judge.WHOLE[state]))
    return {
        "sha256": reading.sha256,
        "state": state,
        "message": why,
        "marks": {q.id: mark for q in exercise_set.scheme.auto},
        "written": {},
        "limits": _plain(limits),
    }


def _record(exercise_set, reference, outcome, cells, written, sha256, limits):
    """The record of a file that was run: its marks, nothing of its values but what is shown."""
    marks = {}
    for question in exercise_set.scheme.auto:
        encoded = outcome.answers.get(question.answer, answers.NOTHING)
        lost = _why_missing(question, outcome, cells)
        marks[question.id] = _as_dict(judge.judge(question, reference, answers.read(encoded), lost))
    return {
        "sha256": sha256,
        "state": outcome.status,
        "message": "" if outcome.status == "ok" else judge.WHOLE[outcome.status],
        "marks": marks,
        "written": written,
        "limits": _plain(limits),
    }


def _why_missing(question, outcome, cells):
    """The Mark of an answer that is not there: stopped, raised in its own cell, or missing."""
    if outcome.status != "ok":
        return judge.Mark(0.0, outcome.status, judge.WHOLE[outcome.status])
    for source, ran in zip(cells, outcome.cells, strict=False):
        if isinstance(ran, dict) and not ran.get("ok", True) and _defines(source, question.answer):
            error = str(ran.get("error") or "an error")[:300]
            if error.startswith(answers.STUB):
                continue
            return judge.Mark(0.0, "raised", f"the cell that should make it raised {error}")
    does = "defines" if question.kind == "function" else "gives a value to"
    return judge.Mark(0.0, "missing", f"no cell that ran {does} {question.answer}")


def _defines(source, name):
    """Whether a cell's text gives a value to a name (also if it is no valid Python).

    Looks at the first thousand places of the name, a little around each: a text may be long.
    """
    for found in islice(re.finditer(rf"\b{re.escape(name)}\b", source), 1000):
        before = source[max(0, found.start() - 200) : found.start()].rpartition("\n")[2]
        after = source[found.end() : found.end() + 200].partition("\n")[0]
        if re.fullmatch(r"\s*def\s+", before):
            return True
        if "#" not in before and re.match(r"\s*(?::[^=]+|[-+*/:])?=(?!=)", after):
            return True
    return False


def _used(files):
    """Each student's file that counts: the last attempt that is a notebook of this set."""
    used = {}
    for one, record in files:
        readable = record["state"] not in ("unreadable", "wrong-set")
        rank = (readable, one.attempt)
        if one.student not in used or rank > used[one.student][0]:
            used[one.student] = (rank, one, record)
    return {student: entry[1:] for student, entry in sorted(used.items())}


# ---- tables


def file_status(record, exercise_set):
    """One word for a file: what stopped it, else how its answers are on the whole."""
    if record["state"] != "ok":
        return record["state"]
    marks = [record["marks"][q.id] for q in exercise_set.scheme.auto]
    if all(mark["status"] == "correct" for mark in marks):
        return "correct"
    if all(mark["status"] == "missing" for mark in marks):
        return "missing"
    return "partial" if any(mark["credit"] > 0 for mark in marks) else "incorrect"


def _write(marked, out):
    """grades.csv, files.csv, summary.csv and written.csv."""
    exercise_set, scheme = marked.exercise_set, marked.exercise_set.scheme
    name = exercise_set.name
    csv_files.write(out / "grades.csv", GRADES, _grade_rows(marked))
    rows = []
    for one, record in marked.files:
        used = marked.used[one.student][0].file == one.file
        message = record["message"]
        if not used and not message:
            message = "an earlier attempt; the last one counts"
        status = file_status(record, exercise_set)
        rows.append((one.file, one.student, one.attempt, one.late, used, status, message))
    csv_files.write(out / "files.csv", FILES, rows)
    rows = []
    for student, (one, record) in marked.used.items():
        points, waiting = marked.total(student)
        status = file_status(record, exercise_set)
        rows.append((student, name, points, scheme.points, waiting, one.late, one.file, status))
    csv_files.write(out / "summary.csv", SUMMARY, rows)
    csv_files.write(out / "written.csv", (*WRITTEN, *marked.own_columns), _written_rows(marked))


def _written_rows(marked):
    """The written answers with what a person said of them; last what belongs to none of them."""
    rows, name = {}, marked.exercise_set.name
    for student, (_, record) in marked.used.items():
        for question in marked.exercise_set.scheme.written:
            text = record["written"].get(question.id)
            if text:
                hand = marked.hand(student, question)
                rows[student, question.id] = (
                    *(student, name, question.id, question.points, hand.points, hand.comment),
                    *(text, rubric_text(question)),
                    *hand.own,
                )
    return [*rows.values(), *(h.row for key, h in marked.by_hand.items() if key not in rows)]


def _doubts_by_hand(marked):
    """Lines about what a person wrote of an answer that is not here, or not the same any more."""
    asked = {question.id for question in marked.exercise_set.scheme.written}
    for (student, question), hand in sorted(marked.by_hand.items()):
        where = f"written.csv, {question} of {student}"
        if student not in marked.used or question not in asked:
            yield (
                f"{where}: not in this class, so it counts nothing; it is kept at the end of the"
                " file. Perhaps a spreadsheet took zeros off the student's id"
            )
            continue
        text = marked.used[student][1]["written"].get(question, "")
        text = csv_files.plain(csv_files.safe(text))  # as the table gives it back
        if hand.answer and hand.answer.split() != text.split():
            yield f"{where}: the answer has changed since it was marked; look at it again"


def _grade_rows(marked):
    """Exactly one row for every student and question, sorted."""
    name = marked.exercise_set.name
    rows = []
    for student in marked.used:
        for question in marked.exercise_set.scheme.questions:
            points, status, misconception, _ = marked.mark(student, question)
            rows.append(
                (student, name, question.id, points, question.points, status, misconception)
            )
    return sorted(rows, key=lambda row: (csv_files.safe(row[0]), row[2]))


def rubric_text(question):
    """A written question's rubric as lines of text: what earns the points, and an example."""
    lines = []
    for criterion in question.more["rubric"]:
        lines.append(criterion["criterion"] + ":")
        for level in criterion["levels"]:
            lines.append(f"  {level['points']:g}: {level['what']}")
            lines.append(f"     Such as: {level['anchor']}")
    return "\n".join(lines)


def _marked_by_hand(path, scheme):
    """What a person wrote into written.csv: {(student, question): ByHand}, the columns added.

    Raises TableError with file, row and column.
    """
    if not path.is_file():
        return {}, ()
    header, rows = csv_files.read(path)
    if not set(WRITTEN) <= set(header):
        lacking = ", ".join(sorted(set(WRITTEN) - set(header)))
        raise csv_files.TableError(f"{path}: the columns {lacking} are missing; put them back")
    width = max(map(len, [header, *rows]))
    header, *rows = (
        [*map(csv_files.plain, cells), *[""] * (width - len(cells))] for cells in [header, *rows]
    )
    ours = [header.index(name) for name in WRITTEN]
    own = [n for n in range(width) if n not in ours and any(row[n] for row in [header, *rows])]
    most = {q.id: q.points for q in scheme.written}
    found = {}
    for n, cells in enumerate(rows, 2):
        row = {name: cells[at] for name, at in zip(WRITTEN, ours, strict=True)}
        added = tuple(cells[at] for at in own)
        student, question, text = row["student"], row["question"], row["points"].strip()
        if not (text or row["comment"] or any(added)):
            continue
        try:
            points = float(text.replace(",", ".")) if text else None
        except ValueError:
            points = -1.0
        limit = most.get(question, math.inf)
        if points is not None and not 0 <= points <= limit:
            raise csv_files.TableError(
                f"{path}, row {n} ({student}), column points: {text!r} is no number from 0"
                f" to {limit:g}"
            )
        hand = ByHand(points, row["comment"], row["answer"], (*row.values(), *added), added, n)
        twin = found.setdefault((student, question), hand)
        if (twin.points, twin.comment, twin.own) != (points, row["comment"], added):
            raise csv_files.TableError(
                f"{path}, rows {twin.number} and {n} ({student}), columns points and comment: both"
                f" mark {question}, and differently. Leave one of them"
            )
    return found, tuple(header[n] for n in own)


def _grades_before(out):
    """{(student, question): (points, status)} of the grades.csv of an earlier run."""
    path = out / "grades.csv"
    if not path.is_file():
        return {}
    header, rows = csv_files.read(path)
    if not set(GRADES) <= set(header):
        lacking = ", ".join(sorted(set(GRADES) - set(header)))
        raise csv_files.TableError(
            f"{path}: the columns {lacking} are missing, so changes.csv could not say what changed;"
            " put them back, or move the file away"
        )
    found = {}
    for cells in rows:
        row = dict.fromkeys(GRADES, "") | dict(
            zip(header, map(csv_files.plain, cells), strict=False)
        )
        found[row["student"], row["question"]] = (row["points"], row["status"])
    return found


def _write_changes(out, before, marked, same_set, old_records):
    """changes.csv: which marks are not what they were, and why."""
    rows, after = [], {}
    for student, name, question, points, _, status, _ in _grade_rows(marked):
        after[student, question] = (csv_files.safe(points), status, name)
    for at in sorted(set(before) | set(after)):
        old, new = before.get(at, ("", "")), after.get(at, ("", "", marked.exercise_set.name))
        if tuple(old) == new[:2]:
            continue
        if at not in before:
            why = "new"
        elif at not in after:
            why = "the student has no file any more"
        elif marked.used[at[0]][1]["key"] not in old_records:
            why = "another file was handed in"
        elif not same_set:
            why = "the paper, its scheme, the data or the marker changed"
        else:
            why = "the same file and set gave another result: random numbers, or a limit of time"
        rows.append((at[0], new[2], at[1], old[0], new[0], old[1], new[1], why))
    csv_files.write(out / "changes.csv", CHANGES, rows)


def _write_roster(marked, out, roster, column, tell):
    """canvas.csv or moodle.csv."""
    totals = {student: marked.total(student)[0] for student in marked.used}
    filled = lms.fill(roster, totals, marked.exercise_set, column)
    lms.write(filled, out)
    waiting = sum(marked.total(student)[1] for student in marked.used)
    told = f"{filled.file}: {filled.found} of {len(totals)} students found in the roster"
    tell(told + (f"; {filled.note}" if filled.note else ""))
    if filled.strangers:
        marked.notes.append(f"not in the roster: {', '.join(filled.strangers)}")
        tell(f"{filled.file}: not in the roster: {', '.join(filled.strangers[:10])}")
    if waiting:
        tell(
            f"{filled.file}: {csv_files.counted(waiting, 'written answer waits', 'written answers wait')}"
            " for marks in written.csv and until then count nothing. Fill in the column points and"
            " run the same command again."
        )


def progress_bar(out=None):
    """(context manager, progress function) of a bar on stderr, where a person watches."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(file=out or sys.stderr)
    bar = Progress(
        TextColumn("Marking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    )  # fmt: skip
    task = bar.add_task("Marking", total=None)
    return bar, lambda done, total: bar.update(task, completed=done, total=total)
