"""From the files of a class to their records: read, run what the journal lacks, judge.

What goes wrong with one file ends in its record, never in the run of the others.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from foursteps.ground.plain_text import readable
from foursteps.judging import answers
from foursteps.judging.judge import WHOLE, Mark, judge
from foursteps.judging.question import AutomaticQuestion
from foursteps.marker.classroom import given_again, submissions
from foursteps.marker.classroom.file_names import is_notebook
from foursteps.marker.classroom.given_again import GivenAgain, defines
from foursteps.marker.classroom.journal import Journal
from foursteps.marker.classroom.records import Record, shared
from foursteps.marker.classroom.seeds import ClassSets
from foursteps.marker.classroom.submissions import Reading, Submission
from foursteps.marker.classroom.time_limit import OutOfTimeError, processor_seconds
from foursteps.marker.exercise import key, paper
from foursteps.marker.exercise.paper import Written
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Job, Outcome, Run

# A picture in a cell of text, pasted or linked.
PICTURE = re.compile(r"!\[[^\]]{0,1000}\]\(|<img\b", re.IGNORECASE)
MAX_WRITTEN = 20_000  # characters of a written answer
AGAIN = ("timeout", "memory", "killed", "unreadable")  # run anew when the limits changed
# Of processor time, for reading and judging one file. Honest answers take a hundredth of a
# second, the largest that the sandbox lets out (4 MB) a few; ten times that on a slow computer.
JUDGING_SECONDS = 30.0


@dataclass
class _Running:
    """A file that is being run: who handed these bytes in, and what was read of them."""

    submissions: list[Submission]
    cells: list[str]
    written: dict[str, str]
    sha256: str
    notes: tuple[str, ...]
    again: dict[str, GivenAgain]


class Marking:
    """Makes a Record for every file of a class, once: `records` of all files."""

    def __init__(
        self,
        class_sets: ClassSets,
        journal: Journal,
        run: Run,
        progress: Callable[[int, int], None],
        tell: Callable[[str], None],
    ) -> None:
        """`journal` holds records of earlier runs; `tell` gets a line for every file that fails."""
        self.class_sets = class_sets
        self.journal, self.run, self.progress, self.tell = journal, run, progress, tell
        self.finished: dict[str, Record] = {}
        self.running: dict[str, _Running] = {}
        self.total = 0
        # Students with a notebook: what else they handed in needs nobody.
        self.with_notebook: set[str] = set()

    def records(self, files: list[Submission]) -> dict[str, Record]:
        """{file name: Record}: from the journal, or read, run and judged now."""
        self.total = len(files)
        self.with_notebook = {one.student for one in files if is_notebook(one.file)}
        for outcome in self.run(self._jobs(files)):
            running = self.running.pop(outcome.key)
            self._finish(running.submissions, self._judged(outcome, running))
        for name, running in self.running.items():
            # A runner that loses a job must not lose a student.
            why = "the runner gave no result; run the command again"
            self._finish(running.submissions, self._lost(name, running.sha256, "killed", why))
        return self.finished

    def _jobs(self, files: Iterable[Submission]) -> Iterator[Job]:
        for one in files:
            job = self._job(one)
            if job:
                yield job

    def _job(self, submission: Submission) -> Job | None:
        """What must be run of a file; None if it is finished, or runs already."""
        reading = submissions.read(submission)
        name = _key(submission, reading)
        old = self.journal.records.get(name)
        if old and (old.state not in AGAIN or old.limits == self.run.limits):
            self._finish([submission], old)
            return None
        if name in self.running:  # the same bytes twice from one student
            self.running[name].submissions.append(submission)
            return None
        mine = self.class_sets.of(submission.student)
        state, why, found = self._written(reading, mine)
        if why or reading.notebook is None:
            self._finish([submission], self._lost(name, reading.sha256, state, why))
            return None
        changed = paper.with_own_values(reading.notebook, mine.paper)
        cells, questions = submissions.code(reading.notebook), mine.scheme.auto
        written = {question: _shown(one, submission) for question, one in found.items()}
        again = given_again.find(reading.notebook, questions)
        told = [f"the answer to {q} {one.note}" for q, one in found.items() if one.note]
        notes = (*reading.notes, *filter(None, [changed]), *told)
        self.running[name] = _Running([submission], cells, written, reading.sha256, notes, again)
        wanted = key.wanted(questions)
        wanted += given_again.wanted(wanted, again)
        return Job(name, cells, wanted)

    def _written(self, reading: Reading, mine: ExerciseSet) -> tuple[str, str, dict[str, Written]]:
        """(state, why it cannot be run, the answers in words by question) of a file."""
        if reading.notebook is None:
            return "unreadable", reading.fault, {}
        at, scheme = mine.paper, mine.scheme
        try:
            with processor_seconds(JUDGING_SECONDS):
                why = paper.set_of(reading.notebook, scheme)
                if why:
                    return "wrong-set", why, {}
                why = paper.whose(reading.notebook, scheme, mine.seed)
                if why:
                    return "wrong-variant", why, {}
                texts = {
                    q.id: paper.written_answer(reading.notebook, q, at.prompt(q.id))
                    for q in scheme.written
                }
                return "ok", "", texts
        except OutOfTimeError:
            return "unreadable", _too_long("reading its answers"), {}

    def _judged(self, outcome: Outcome, running: _Running) -> Record:
        """The record of a file that was run."""
        marks: dict[str, Mark] = {}
        notes, questions = list(running.notes), self.class_sets.base.scheme.auto
        student = running.submissions[0].student
        reference, question = self.class_sets.key(student), None
        try:
            with processor_seconds(JUDGING_SECONDS):
                for question in self.class_sets.of(student).scheme.auto:
                    lost = _why_missing(question, outcome, running.cells)
                    again = running.again.get(question.answer)
                    answer, note = given_again.decide(question.answer, again, outcome.answers)
                    mark = judge(question, reference, answer, lost)
                    marks[question.id] = shared(mark)
                    notes += [note] if note else []
        except OutOfTimeError:
            why = _too_long(f"judging its answer to {question.id}" if question else "judging it")
            return self._lost(outcome.key, running.sha256, "unreadable", why)
        message = "" if outcome.status == "ok" else WHOLE[outcome.status]
        own = paper.put_in(self.class_sets.of(student).paper)
        notes += _first_error(questions, outcome, running.cells, marks, own)
        return Record(
            *(outcome.key, running.sha256, outcome.status, message, marks, running.written),
            *(self.run.limits, tuple(notes)),
        )

    def _lost(self, name: str, sha256: str, state: str, why: str) -> Record:
        """The record of a file of which no answer could be marked."""
        mark = shared(Mark(0.0, state, WHOLE[state]))
        marks = {q.id: mark for q in self.class_sets.base.scheme.auto}
        return Record(name, sha256, state, why, marks, {}, self.run.limits)

    def _finish(self, files: list[Submission], record: Record) -> None:
        """Take in the record of these files, in the journal too unless it comes from there."""
        is_new = self.journal.records.get(record.key) is not record
        if is_new:
            self.journal.add(record)
        for one in files:
            self.finished[one.file] = record
            is_extra = not is_notebook(one.file) and one.student in self.with_notebook
            if is_new and record.message and not is_extra:
                self.tell(f"{one.file}: {record.message}")
            for note in record.notes if is_new else ():
                self.tell(f"{one.file}: {note}")
        self.progress(len(self.finished), self.total)


def _too_long(doing):
    return (
        f"{doing} took the marker more than {JUDGING_SECONDS:g} seconds, so it was stopped;"
        " without that answer the others can be marked"
    )


def _key(submission: Submission, reading: Reading) -> str:
    """A name for one student's file with this content, or with this fault.

    The same bytes under a wrong name (`set.ipynb.txt`) are another file than under a right one.
    """
    told = "\0".join((reading.fault, *reading.notes))
    text = f"{submission.student}\0{reading.sha256 or submission.file}\0{told}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _shown(found: Written, submission: Submission) -> str:
    """An answer in words as a person reads it in a table."""
    text = found.text
    if PICTURE.search(text):
        name = readable(submission.file.rsplit("/", 1)[-1])
        text += f"\n[with a picture, which this table cannot show: open {name} in Jupyter]"
    return _cut(text)


def _first_error(
    questions: Sequence[AutomaticQuestion],
    outcome: Outcome,
    cells: list[str],
    marks: dict[str, Mark],
    own: str,
) -> list[str]:
    """The note on the first cell that failed, where its failure may have cost other answers.

    own: the text of the variant's cell of parameters, which is not counted where it was put in.

    A cell that makes an answer costs that answer, and its mark says so; a cell that imports or
    loads, and fails, is the cause of what goes wrong below.
    """
    lost = [mark for mark in marks.values() if mark.status == "raised"]
    if not lost:
        return []
    put_in = 0
    for number, (source, ran) in enumerate(zip(cells, outcome.cells, strict=False), 1):
        put_in += source == own
        error = str(ran.get("error") or "") if isinstance(ran, dict) and not ran.get("ok") else ""
        if not error or "ellipsis" in error or error.startswith((answers.STUB, "AssertionError")):
            continue
        is_import = error.startswith(("ModuleNotFoundError", "ImportError"))
        if is_import or not any(defines(source, q.answer) for q in questions):
            cost = f"{len(lost)} {'answer' if len(lost) == 1 else 'answers'}"
            return [f"code cell {number - put_in} raised {error}, and {cost} could not be made"]
    return []


def _cut(text: str) -> str:
    """A text of at most MAX_WRITTEN characters, which says so where some were cut."""
    if len(text) <= MAX_WRITTEN:
        return text
    note = f"\n[cut here: the answer has {len(text)} characters]"
    return text[: MAX_WRITTEN - len(note)] + note


def _why_missing(question: AutomaticQuestion, outcome: Outcome, cells: list[str]) -> Mark:
    """The Mark of an answer that is not there: stopped, raised in its own cell, or missing."""
    if outcome.status != "ok":
        return Mark(0.0, outcome.status, WHOLE[outcome.status])
    for source, ran in zip(cells, outcome.cells, strict=False):
        if isinstance(ran, dict) and not ran.get("ok", True) and defines(source, question.answer):
            error = str(ran.get("error") or "an error")[:300]
            if error.startswith(answers.STUB):
                continue
            return Mark(0.0, "raised", f"the cell that should make it raised {error}")
    does = "defines" if question.kind == "function" else "gives a value to"
    return Mark(0.0, "missing", f"no cell that ran {does} {question.answer}")
