"""The journal of a marking run: one line a finished file, so that an interruption loses nothing.

`OUT/journal.jsonl` begins with a line that says which version of which set was marked with. A
line that was cut off in the middle, or is no record, is left out on reading.
"""

import json
from pathlib import Path

from foursteps.ground import atomic_files

NAME = "journal.jsonl"
OURS = ("grades.csv", "files.csv", "summary.csv", "report.html")  # what a run would overwrite
FORMAT = 1
FIELDS = {"key", "sha256", "state", "message", "marks", "written", "limits"}  # of a record


class JournalError(RuntimeError):
    """The output folder holds marks of another set or version; says what to do."""


class Journal:
    """Records by key, in memory and in the file. `head` describes the set and its version."""

    def __init__(self, folder, head):
        self.path = Path(folder) / NAME
        self.head = {"format": FORMAT, **head}
        self.records = {}
        self.stream = None

    def open(self, anew=False):
        """Read what is there (nothing with `anew`) and get ready to add. Raises JournalError."""
        old, self.records = _read(self.path)
        self._check(old, anew)
        if anew:
            self.records = {}
        # Written anew: without the line that an interruption may have cut.
        lines = [json.dumps(self.head), *(json.dumps(r) for r in self.records.values())]
        text = "".join(line + "\n" for line in lines)
        atomic_files.write(self.path, text, atomic_files.PRIVATE)
        self.stream = open(self.path, "a", encoding="utf-8")  # noqa: SIM115 - closed by close()
        return self

    def _check(self, old, anew):
        if old is None:
            there = [n for n in OURS if (self.path.parent / n).exists()]
            if there and not anew:
                raise JournalError(
                    f"{self.path.parent} holds {there[0]} but no journal of this marker, so it may be"
                    " somebody else's: choose another --out, or replace it with --again"
                )
            return
        if old.get("set") != self.head["set"]:
            raise JournalError(
                f"{self.path.parent} holds marks of the set {old.get('set')!r}, not of"
                f" {self.head['set']!r}: choose another --out"
            )
        if old != self.head and not anew:
            raise JournalError(
                f"{self.path.parent} was marked with another version of the set (its paper, scheme,"
                " data or the marker changed since). Mark everything anew with --again, which says"
                " in changes.csv which marks changed; or choose another --out."
            )

    def add(self, key, record):
        """Keep a record, in the file at once."""
        record = {"key": key, **record}
        self.records[key] = record
        self.stream.write(json.dumps(record) + "\n")
        self.stream.flush()

    def close(self):
        """Close the file."""
        if self.stream:
            self.stream.close()
            self.stream = None


def read(folder):
    """(head, records by key) of the journal in `folder`; (None, {}) if there is none."""
    return _read(Path(folder) / NAME)


def _read(path):
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return None, {}
    found = []
    for line in lines:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            found.append(record)
    if not found or found[0].get("format") != FORMAT:
        return None, {}
    return found[0], {record["key"]: record for record in found[1:] if set(record) >= FIELDS}
