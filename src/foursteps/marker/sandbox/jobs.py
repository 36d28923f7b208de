"""What goes into the sandbox (`Job`) and what comes out of it (`Outcome`), as plain data."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Protocol

from foursteps.judging.forms import Form
from foursteps.marker.sandbox.limits import Limits

STATUSES = ("ok", "timeout", "memory", "killed", "unreadable")


@dataclass
class Wanted:
    """An answer to bring back: the variable's name and the kind of value it should be.

    For the kind "function", `calls` lists the calls to make: `{"args": […], "kwargs": {…}}`.
    An argument is plain JSON, or the encoded form of a value (a dict with a "type"). after: the
    number of the code cell (from 0) behind which the value counts; None for the last cell.
    """

    name: str
    kind: str
    calls: list[Form] | None = None
    after: int | None = None

    @property
    def label(self) -> str:
        """What the answer is called in an Outcome: the variable, and behind which cell."""
        return self.name if self.after is None else f"{self.name} after {self.after}"


@dataclass
class Job:
    """One notebook to run: the sources of its code cells in order, and the answers wanted."""

    key: str
    cells: list[str]
    wanted: list[Wanted]


@dataclass
class Outcome:
    """What became of a job. Everything in it but `key`, `status` and `seconds` is untrusted.

    status: "ok" (ran to its end, whatever its cells raised), "timeout" (a cell or the notebook
    ran out of time; `answers` holds what could still be read), "memory" (a cell ran out of
    memory; likewise), "killed" (a cell ended the process or crashed it; `answers` holds what the
    notebook gives without that cell) or "unreadable" (what came back is no result).
    answers: for each wanted label its encoded value, or `{"type": "missing"}`; for a function
    `{"type": "function", "results": […]}`, where a result may also be
    `{"type": "raised", "error": "ValueError: …"}` or `{"type": "timeout"}`.
    cells: for each cell that was run `{"ok": bool, "error": "NameError: …" or ""}`.
    stdout: the end of what was printed. seconds: wall time (not for comparing).
    """

    key: str
    status: str
    answers: dict[str, Form] = field(default_factory=dict)
    cells: list[Form] = field(default_factory=list)
    stdout: str = ""
    seconds: float = 0.0


class Run(Protocol):
    """Whatever runs jobs and was made with its settings: a sandbox, a cluster, a stand-in."""

    @property
    def limits(self) -> Limits:
        """What one job may use."""

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs, read as room becomes free, and yield an Outcome for each as it finishes."""


def job_to_bytes(job: Job, limits: Limits, skip: Sequence[int] = ()) -> bytes:
    """The job and its limits as the JSON bytes that the child reads (the key stays outside).

    skip: numbers of steps to leave out, because the child did not survive them the last time.
    """
    plain = {
        "cells": job.cells,
        "wanted": [asdict(wanted) | {"label": wanted.label} for wanted in job.wanted],
        "limits": asdict(limits),
        "skip": list(skip),
    }
    return json.dumps(plain).encode("ascii")
