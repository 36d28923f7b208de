"""The record of one file: what became of it, and the mark of every question."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache

from foursteps.judging.judge import WHOLE, Mark
from foursteps.marker.sandbox.limits import Limits

UNREAD = (
    "unreadable",
    "wrong-set",
    "wrong-variant",
)  # states of a file in which no question was looked at


@dataclass(frozen=True)
class Record:
    """What became of one student's file, and its marks; nothing of its values but what is shown.

    key: a name for the student and the file's content. state: "ok", or what stopped the file
    (one of judge.WHOLE), and message: why. marks: a Mark by question that is marked
    automatically. written: the answers in words by question. limits: those it ran under.
    notes: what its student and a person should know though it was marked.
    """

    key: str
    sha256: str
    state: str
    message: str
    marks: dict[str, Mark]
    written: dict[str, str]
    limits: Limits
    notes: tuple[str, ...] = ()

    @property
    def answered(self) -> frozenset[str]:
        """The questions that have an answer in it, right or wrong."""
        there = {q for q, mark in self.marks.items() if mark.status not in ("missing", *WHOLE)}
        return frozenset(there | {q for q, text in self.written.items() if text})

    @property
    def is_read(self) -> bool:
        """Whether the file could be read as a notebook of this set."""
        return self.state not in UNREAD

    @property
    def status(self) -> str:
        """One word for the file: what stopped it, else how its answers are on the whole."""
        if self.state != "ok":
            return self.state
        marks = self.marks.values()
        if all(mark.status == "correct" for mark in marks):
            return "correct"
        if all(mark.status == "missing" for mark in marks):
            return "missing"
        return "partial" if any(mark.credit > 0 for mark in marks) else "incorrect"


def to_json(record: Record) -> str:
    """The record as a line of a journal."""
    marks = {question: asdict(mark) for question, mark in record.marks.items()}
    return json.dumps({**vars(record), "marks": marks, "limits": asdict(record.limits)})


def from_json(line: str) -> Record | None:
    """The Record in a line of a journal; None if the line holds none."""
    try:
        plain = json.loads(line)
        marks = {question: shared(Mark(**mark)) for question, mark in plain["marks"].items()}
        limits = _shared_limits(Limits(**plain["limits"]))
        notes = tuple(str(note) for note in plain.get("notes", ()))
        return Record(**{**plain, "marks": marks, "limits": limits, "notes": notes})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


# Most answers of a class are like another's: one Mark for all of them keeps a large class small.
@lru_cache(maxsize=10_000)
def shared(mark: Mark) -> Mark:
    """The mark itself, or an equal one that is already kept."""
    return mark


@lru_cache(maxsize=100)
def _shared_limits(limits):
    return limits
