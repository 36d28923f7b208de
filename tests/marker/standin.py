"""A stand-in for the sandbox: runs cells in this process, for tests that need no border.

`run` is called with jobs, as a `foursteps.marker.sandbox.Runner` is; never used by the marker itself.
"""

import contextlib
import io
import json
import os
import warnings
from unittest import mock

from foursteps.judging.encoding import encode
from foursteps.marker.sandbox import broken_cells
from foursteps.marker.sandbox.jobs import Outcome
from foursteps.marker.sandbox.limits import Limits
from foursteps.tables import data_folder


class StandIn:
    """A `foursteps.marker.sandbox.Run` made of a function of jobs and of limits."""

    def __init__(self, function, limits=None):
        self.function, self.limits = function, limits or Limits()

    def __call__(self, jobs):
        return self.function(jobs)


def _run(jobs):
    """Yield an Outcome for every job, in order."""
    for job in jobs:
        with mock.patch.dict(os.environ, FOURSTEPS_DATA=str(data_folder())):
            yield _one(job)


run = StandIn(_run)


def _one(job):
    space, cells = {"__name__": "__main__"}, []
    # A student's cell may warn, as it may in the sandbox.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = {}
        for number, source in enumerate(job.cells):
            cells.append(_cell(source, space))
            answers |= {w.label: _answer(w, space) for w in job.wanted if w.after == number}
        answers |= {w.label: _answer(w, space) for w in job.wanted if w.after is None}
    # As after the pipe: nothing but JSON arrives.
    return Outcome(job.key, "ok", json.loads(json.dumps(answers)), cells)


def _cell(source, space):
    told = []
    while source:
        error = None
        try:
            exec(compile(source, "<cell>", "exec"), space)  # noqa: S102
        except Exception as raised:  # noqa: BLE001
            error = raised
            told.append(f"{type(error).__name__}: {error}")
        source = broken_cells.rest(source, error)
    return {"ok": not told, "error": "; then ".join(told)}


def _answer(wanted, space):
    if wanted.name not in space:
        return {"type": "missing"}
    value = space[wanted.name]
    if wanted.kind != "function" or not callable(value):
        return encode(value)
    results = []
    for call in wanted.calls:
        try:
            results.append(encode(value(*call.get("args", []), **call.get("kwargs", {}))))
        except Exception as error:  # noqa: BLE001
            results.append({"type": "raised", "error": f"{type(error).__name__}: {error}"})
    return {"type": "function", "results": results}
