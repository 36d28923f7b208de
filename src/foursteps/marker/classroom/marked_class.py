"""A marked class: its files, which of them counts for whom, and the result of every question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foursteps.judging.judge import Mark
from foursteps.judging.question import AnyQuestion
from foursteps.marker.classroom import overrides
from foursteps.marker.classroom.by_hand import ByHand, Filled, Row, match
from foursteps.marker.classroom.choosing import Choice, MarkedFile, choose
from foursteps.marker.classroom.overrides import Override, Overrides
from foursteps.marker.exercise.sets import ExerciseSet


@dataclass(frozen=True)
class Result:
    """What a student has for a question.

    points: None for an answer in words that waits for a person. mark: None for answers in words.
    decided_by: "marker", "person" (in written.csv) or "override". override: what a person wrote
    about it in overrides.csv.
    """

    student: str
    question: AnyQuestion
    points: float | None
    status: str
    misconception: str = ""
    mark: Mark | None = None
    decided_by: str = "marker"
    override: Override | None = None


@dataclass
class MarkedClass:
    """Everything that the tables and pages are written from.

    files: all, in the order of their names. used: by student, the file that counts. notes: lines
    that a person should see. overruled: what persons set in overrides.csv.
    """

    exercise_set: ExerciseSet
    files: list[MarkedFile]
    filled: Filled
    notes: list[str] = field(default_factory=list)
    overruled: Sequence[Override] = ()
    used: dict[str, MarkedFile] = field(init=False)
    choices: dict[str, Choice] = field(init=False)
    by_hand: ByHand = field(init=False)
    overrides: Overrides = field(init=False)

    def __post_init__(self):
        by_student: dict[str, list[MarkedFile]] = {}
        for file in self.files:
            by_student.setdefault(file.submission.student, []).append(file)
        self.choices = {student: choose(files) for student, files in sorted(by_student.items())}
        self.used = {student: choice.file for student, choice in self.choices.items()}
        self.notes += [
            f"{student}: {line}" for student in self.used for line in self.choices[student].notes
        ]
        self.by_hand = match(self.filled, self.answers())
        self.overrides = overrides.match(self.overruled, self.used, self.exercise_set.scheme)
        self.notes += [*self.by_hand.notes, *self.overrides.notes]

    def answers(self) -> dict[tuple[str, str], str]:
        """The answers in words by student and question, in the order of students and paper."""
        return {
            (student, question.id): text
            for student, file in self.used.items()
            for question in self.exercise_set.scheme.written
            if (text := file.record.written.get(question.id))
        }

    def is_used(self, file: MarkedFile) -> bool:
        """Whether anything of this file counts."""
        return file.submission.file in self.choices[file.submission.student].used

    def messages(self, file: MarkedFile) -> list[str]:
        """What is to be said about a file: what stopped it, why it does not count, its notes."""
        choice = self.choices[file.submission.student]
        why = choice.messages.get(file.submission.file) or file.record.message
        notes = file.record.notes if self.is_used(file) else ()
        return [line for line in (why, *notes) if line]

    def troubled(self) -> list[MarkedFile]:
        """The files that a person should look at."""
        return [file for file in self.files if self._is_trouble(file)]

    def _is_trouble(self, file):
        if file.submission.file in self.choices[file.submission.student].extras:
            return False
        return file.record.state != "ok" or (self.is_used(file) and bool(file.record.notes))

    def results(self) -> Iterator[Result]:
        """The Result of every question of every student."""
        for student in self.used:
            yield from self.results_of(student)

    def results_of(self, student: str) -> list[Result]:
        """A student's Results, in the order of the paper."""
        questions = self.exercise_set.scheme.questions
        return [self._overruled(self._result(student, q)) for q in questions]

    def _overruled(self, result):
        """The result with what a person set instead, if anybody did."""
        override = self.overrides.rows.get((result.student, result.question.id))
        if override is None:
            return result
        if override.points is None:
            return replace(result, override=override)
        return replace(
            result,
            points=override.points,
            status=_status(override.points, result.question),
            misconception="",
            decided_by="override",
            override=override,
        )

    def _result(self, student, question):
        record = self.used[student].record
        if question.kind == "written":
            return self._written(student, question, record)
        mark = record.marks[question.id]
        points = mark.credit * question.points
        return Result(student, question, points, mark.status, mark.misconception, mark)

    def _written(self, student, question, record):
        if not record.is_read:
            return Result(student, question, 0.0, record.state)
        if not record.written.get(question.id):
            return Result(student, question, 0.0, "missing")
        points = self.row_by_hand(student, question).points
        if points is None:
            return Result(student, question, None, "waiting", decided_by="person")
        return Result(student, question, points, _status(points, question), decided_by="person")

    def row_by_hand(self, student: str, question: AnyQuestion) -> Row:
        """What a person wrote about an answer in words (nothing yet: an empty Row)."""
        return self.by_hand.rows.get((student, question.id), Row())

    def total(self, student: str) -> tuple[float, int]:
        """(points so far, number of answers in words that wait for a person)."""
        points = [result.points for result in self.results_of(student)]
        return round(sum(p for p in points if p is not None), 6), points.count(None)

    def waiting(self) -> int:
        """How many answers in words of the whole class wait for a person."""
        return sum(self.total(student)[1] for student in self.used)


def _status(points: float, question: AnyQuestion) -> str:
    """The word for points that a person gave."""
    return "correct" if points >= question.points else "partial" if points else "incorrect"
