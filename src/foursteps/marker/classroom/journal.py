"""The journal of a marking run: one line a finished file, so that an interruption loses nothing.

`OUT/journal.jsonl` begins with a line that says which version of which set was marked with. A
line that was cut off in the middle, or is no record, is left out on reading.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self, TextIO

from foursteps.ground import atomic_files
from foursteps.marker.classroom import records
from foursteps.marker.classroom.records import Record

NAME = "journal.jsonl"
OURS = ("grades.csv", "files.csv", "summary.csv", "report.html")  # what a run would overwrite
FORMAT = 1


class JournalError(RuntimeError):
    """The output folder holds marks of another set or version; says what to do."""


@dataclass(frozen=True)
class Head:
    """What a class was marked with: the set's name and fingerprint, the journal's own format."""

    set: str
    fingerprint: str
    format: int = FORMAT


@dataclass(frozen=True)
class Stored:
    """What a journal holds: its head (None where there is no journal) and records by key."""

    head: Head | None = None
    records: dict[str, Record] = field(default_factory=dict)


class Journal:
    """Records by key, in memory and in the file. `head` describes the set and its version."""

    def __init__(self, folder: Path | str, head: Head) -> None:
        self.path = Path(folder) / NAME
        self.head = head
        self.records: dict[str, Record] = {}
        self.stream: TextIO | None = None

    def open(self, anew: bool = False) -> Self:
        """Read what is there (nothing with `anew`) and get ready to add. Raises JournalError."""
        stored = read(self.path.parent)
        self._check(stored.head, anew)
        self.records = {} if anew else stored.records
        # Written anew: without the line that an interruption may have cut.
        lines = [json.dumps(asdict(self.head)), *map(records.to_json, self.records.values())]
        text = "".join(line + "\n" for line in lines)
        atomic_files.write(self.path, text, atomic_files.PRIVATE)
        self.stream = open(self.path, "a", encoding="utf-8")  # noqa: SIM115 - closed by close()
        return self

    def _check(self, old: Head | None, anew: bool) -> None:
        folder = self.path.parent
        if old is None:
            theirs = [name for name in OURS if (folder / name).exists()]
            if theirs and not anew:
                raise JournalError(
                    f"{folder} holds {theirs[0]} but no journal of this marker, so it may be"
                    " somebody else's: choose another --out, or replace it with --again"
                )
            return
        if old.set != self.head.set:
            raise JournalError(
                f"{folder} holds marks of the set {old.set!r}, not of"
                f" {self.head.set!r}: choose another --out"
            )
        if old.format != self.head.format and not anew:
            raise JournalError(
                f"{folder} was marked with another version of the marker, whose journal (format"
                f" {old.format}) this one cannot go on with. Mark everything anew with --again,"
                " which keeps what was filled in by hand; or choose another --out."
            )
        if old != self.head and not anew:
            raise JournalError(
                f"{folder} was marked with another version of the set (its paper, scheme,"
                " data or the marker changed since). Mark everything anew with --again, which says"
                " in changes.csv which marks changed; or choose another --out."
            )

    def add(self, record: Record) -> None:
        """Keep a record, in the file at once. The journal must be open."""
        if self.stream is None:
            raise ValueError(f"{self.path} is not open")
        self.records[record.key] = record
        self.stream.write(records.to_json(record) + "\n")
        self.stream.flush()

    def close(self) -> None:
        """Close the file."""
        if self.stream:
            self.stream.close()
            self.stream = None


def read(folder: Path | str) -> Stored:
    """What the journal in `folder` holds. Records of another format are left out."""
    try:
        lines = (Path(folder) / NAME).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return Stored()
    head = _head(lines[0]) if lines else None
    if head is None or head.format != FORMAT:
        return Stored(head)
    found = filter(None, map(records.from_json, lines[1:]))
    return Stored(head, {record.key: record for record in found})


def _head(line: str) -> Head | None:
    try:
        plain = json.loads(line)
        return Head(str(plain["set"]), str(plain.get("fingerprint")), plain["format"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
