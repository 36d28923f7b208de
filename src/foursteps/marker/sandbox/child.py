"""Inside: run one notebook's cells in an IPython shell, then encode the answers it left behind.

Whatever is in here shares its process with graded code and may have been changed by it. So
nothing in here decides anything: it reads names and writes data, and what it writes is
believed outside only as far as an answer can be believed.

The work is a list of steps: cells, then answers, then calls of wanted functions. A step that
passes its time is interrupted by an exception. Code that swallows the exception is left where
it is: the signal handler itself does the remaining steps and ends the process. So a loop that
nothing can stop costs its own step only, unless it never comes back from C, and then the wall
clock outside ends it all.
"""

import contextlib
import gc
import io
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from json import dumps, loads
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from foursteps.judging.decoding import from_plain
from foursteps.judging.encoding import encode
from foursteps.judging.forms import Anything, Form
from foursteps.marker.sandbox import broken_cells, results
from foursteps.marker.sandbox import limits as limiting
from foursteps.marker.sandbox.limits import ANSWER_SECONDS, Limits

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# What `jobs.job_to_bytes` wrote, read again, or a part of it; and what a step needs, which differs by its kind.
Plain: TypeAlias = dict[str, Any]
Needs: TypeAlias = list[Any]

JOB_FD, RESULT_FD = 3, 4
TAIL = 2000
GRACE, TICK = 0.5, 0.1
MAX_CELLS = 500
NOT_RUN = "Timeout: the cell was not reached"
LEFT_OUT = "the cell did not end, or ended the whole notebook"
UNENDED = "Timeout: the cell did not end"


class Timeout(BaseException):
    """Raised into a step whose time is over. Not an Exception, so that few catch it."""


class Tail(io.TextIOBase):
    """A text stream that remembers only the end of what was written."""

    def __init__(self, keep: int = TAIL) -> None:
        self.keep, self.text = keep, ""

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Append `text`, forgetting what is older than the last `keep` characters."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.keep:  # [-0:] would be everything
            self.text = (self.text + text[-self.keep :])[-self.keep :]
        return len(text)


def new_shell() -> "InteractiveShell":
    """A plain IPython shell without history, colours, or display; made once, before the forks."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import SList
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    shell: Any = InteractiveShell.instance(config=config)  # methods of it are replaced
    # Formatting a traceback that nobody reads costs more than most cells.
    for name in ("showtraceback", "showsyntaxerror", "showindentationerror"):
        setattr(shell, name, lambda *args, **kwargs: None)
    # Nothing is displayed, also where a cell asks for it.
    shell.display_formatter.format = lambda *args, **kwargs: ({}, {})
    shell.display_pub.publish = lambda *args, **kwargs: None
    shell.enable_matplotlib = lambda gui=None: (gui, gui)
    # IPython would keep a copy of everything that is printed.
    shell._tee = lambda channel: contextlib.nullcontext()
    # There is no second process; `!pip install` above the imports must not cost the cell.
    shell.system = lambda command: None
    shell.getoutput = lambda command, split=True, depth=0: SList()
    return shell


def run(shell: "InteractiveShell") -> NoReturn:
    """Read the job from its descriptor, do all steps, write the result, end the process."""
    with open(JOB_FD, "rb") as file:
        job = loads(file.read())
    Notebook(shell, job).run()


class Notebook:
    """The steps of one notebook and what came of them."""

    def __init__(self, shell: "InteractiveShell", job: Plain) -> None:
        self.shell, self.limits = shell, Limits(**job["limits"])
        self.wanted = job["wanted"]
        self.answers: dict[str, str | list[str]] = {}
        self.ran_out = ""
        self.kept: dict[str, Anything] = {}  # functions as they were behind a cell, by label
        self.steps: deque[tuple[Any, ...]] = deque()
        for number, source in enumerate(job["cells"]):
            self.steps.append(("cell", number, source))
            self.steps.extend(
                ("keep", wanted["label"], wanted["name"], wanted["kind"])
                for wanted in self.wanted
                if wanted["after"] == number
            )
        self.cells: list[Form] = [{"ok": False, "error": NOT_RUN} for _ in job["cells"]]
        self.asked = False
        # Steps begun so far; those in `skip` ended the process the last time and are left out.
        self.begun, self.skip = 0, set(job["skip"])
        self.started = time.monotonic()
        # The deadline of everything still to do, and of the step being done (None: no step).
        self.deadline = self.started + self.limits.seconds
        self.step_deadline: float | None = None
        self.out = Tail()

    def run(self) -> NoReturn:
        """Do every step, hand in, end the process. Never returns."""
        sys.stdout, sys.stderr = self.out, Tail(0)
        # Whoever asks for input gets empty lines, and after some of them its end.
        sys.stdin = io.StringIO("\n" * 100)
        signal.signal(signal.SIGALRM, self.alarm)
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
        self.do_rest()

    def do_rest(self) -> NoReturn:
        """Do the remaining steps; also called by the alarm, over the body of one that hangs."""
        while True:
            while self.steps:
                kind, *rest = self.steps.popleft()
                if self.leave_out(kind, rest):
                    continue
                try:
                    getattr(self, kind)(*rest)
                except BaseException as error:  # noqa: BLE001 - a step may raise anything
                    if type(error) is Timeout:
                        self.ran_out = self.ran_out or "timeout"
                self.step_deadline = None
            if self.asked:
                break
            self.ask()
        self.hand_in()

    def leave_out(self, kind: str, rest: Needs) -> bool:
        """Tell outside that a step begins; whether it is one to leave out."""
        self.begun += 1
        os.write(RESULT_FD, results.STEP)
        if self.begun not in self.skip:
            return False
        if kind == "cell":
            self.cells[rest[0]]["error"] = LEFT_OUT
        elif kind in ("answer", "function", "keep"):
            self.answers[rest[0]] = '{"type": "timeout"}'
        return True

    def ask(self) -> None:
        """After the cells: line up the steps that read the answers."""
        self.asked = True
        self.deadline = time.monotonic() + ANSWER_SECONDS
        limiting.open_reserve()
        gc.collect()
        for wanted in self.wanted:
            if wanted["kind"] != "function" and wanted["after"] is None:
                self.steps.append(("answer", wanted["label"], wanted["name"]))
        for wanted in self.wanted:
            if wanted["kind"] == "function":
                label, name, calls = wanted["label"], wanted["name"], wanted["calls"] or []
                self.steps.append(("function", label, name, calls))

    def alarm(self, signum: int, frame: FrameType | None) -> None:
        """Interrupt a step whose time is over; when it does not heed that, go on without it."""
        now, due = time.monotonic(), self.step_deadline
        if now >= self.deadline:
            self.ran_out = self.ran_out or "timeout"
            if self.asked:
                self.hand_in()
            self.steps.clear()
        elif due is None or now < due:
            return
        elif now < due + GRACE:
            raise Timeout
        else:
            self.ran_out = self.ran_out or "timeout"
        # The step that hangs lies below us on the stack for good; it may have used it up.
        sys.setrecursionlimit(sys.getrecursionlimit() + 1000)
        self.step_deadline = None
        self.do_rest()

    def limit(self, seconds: float) -> None:
        """Start the time of a step."""
        self.step_deadline = time.monotonic() + seconds

    def cell(self, number: int, source: str) -> None:
        """Run one cell; what it raises is noted and stops nothing."""
        self.cells[number]["error"] = UNENDED
        self.limit(self.limits.cell_seconds)
        told: list[str] = []
        while source:
            error = self.run_cell(source)
            if type(error) is Timeout:
                self.ran_out = self.ran_out or "timeout"
            elif type(error) is MemoryError:
                self.ran_out = "memory"
            # Still within the cell's time: the text of an error is the student's code, too.
            if error is not None:
                told.append(described(error))
            source = broken_cells.rest(self.plain_python(source), error) if error else ""
            forget(error)
        error_text = told[0] if told else ""
        if len(told) > 1:
            error_text = f"{error_text[:140]}; then {told[-1]}"[:300]
        self.cells[number] = {"ok": not told, "error": error_text}

    def run_cell(self, source: str) -> BaseException | None:
        """Run the code of a cell; returns what it raised."""
        try:
            result = self.shell.run_cell(source, store_history=False, silent=True)
        except BaseException as raised:  # noqa: BLE001 - so may a cell
            return raised
        return result.error_before_exec or result.error_in_exec

    def plain_python(self, source: str) -> str:
        """A cell's text without magics, as IPython runs it; as it is where that fails."""
        try:
            return str(self.shell.transform_cell(source))
        except Exception:  # noqa: BLE001 - transformers can be the student's
            return source

    def keep(self, label: str, name: str, kind: str) -> None:
        """Take the value that a name has now; functions are called when all cells have run."""
        if kind == "function":
            self.kept[label] = dict.get(self.shell.user_ns, name)
        else:
            self.answer(label, name)

    def answer(self, label: str, name: str) -> None:
        """Encode the value of one name."""
        missing = object()
        self.answers[label] = '{"type": "timeout"}'
        self.limit(self.limits.call_seconds)
        value = dict.get(self.shell.user_ns, name, missing)
        self.note(label, {"type": "missing"} if value is missing else encode(value))

    def function(self, label: str, name: str, calls: list[Plain]) -> None:
        """Line up the calls of a function; a value that cannot be called is encoded as it is."""
        if label in self.kept:
            value = self.kept[label]
        else:
            value = dict.get(self.shell.user_ns, name)
        if not callable(value):
            self.answer(label, name)
            return
        results = ['{"type": "timeout"}'] * len(calls)
        self.answers[label] = results
        for number, call in enumerate(calls):
            self.steps.append(("call", value, call, results, number))

    def call(
        self, function: Callable[..., Anything], call: Plain, results: list[str], number: int
    ) -> None:
        """Make one call of a wanted function and encode what it gives back."""
        arguments = [from_plain(a) for a in call.get("args") or []]
        named = {name: from_plain(a) for name, a in (call.get("kwargs") or {}).items()}
        self.limit(self.limits.call_seconds)
        try:
            encoded = encode(function(*arguments, **named))
        except Timeout:
            self.ran_out = self.ran_out or "timeout"
            return
        except BaseException as error:  # noqa: BLE001 - and a function
            encoded = {"type": "raised", "error": described(error)}
            forget(error)
        results[number] = dumps(encoded)

    def note(self, label: str, encoded: Form) -> None:
        """Keep an encoded answer as text, so that later steps cannot change it."""
        self.answers[label] = dumps(encoded)

    def hand_in(self) -> NoReturn:
        """Write the result and end the process, whatever threads there are."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        budget = self.limits.result_bytes - 200_000
        texts = []
        for name, found in self.answers.items():
            text = found
            if isinstance(found, list):
                text = '{"type": "function", "results": [' + ", ".join(found) + "]}"
            if len(text) > budget:
                text = '{"type": "unsupported", "name": "value", "why": "too large"}'
            budget -= len(text)
            texts.append(f"{dumps(name)}: {text}")
        rest = {"cells": self.cells[:MAX_CELLS], "stdout": self.out.text, "ran_out": self.ran_out}
        payload = ('{"answers": {' + ", ".join(texts) + "}, " + dumps(rest)[1:]).encode()
        frame = len(payload).to_bytes(4, "big") + payload
        try:
            while frame:
                frame = frame[os.write(RESULT_FD, frame) :]
        finally:
            os._exit(0)


def described(error: BaseException | None) -> str:
    """An exception as "Name: message", at most 300 characters; "" for None."""
    if error is None:
        return ""
    if type(error) is Timeout:
        return "Timeout: the time of this step was over"
    try:
        name, message = type(error).__name__, str(error)
        return f"{name}: {message}"[:300] if message else name[:300]
    except BaseException:  # noqa: BLE001 - its text is the student's code
        return "error that cannot be shown"


def forget(error: BaseException | None) -> None:
    """Let go of what the frames of an exception hold, or a memory bomb would stay in memory."""
    sys.last_value = sys.last_traceback = sys.last_type = None
    sys.last_exc = None  # type: ignore[attr-defined]  # Python knows it from 3.12 on
    with contextlib.suppress(BaseException):
        # A chain of causes may be endless.
        for _ in range(100):
            if error is None:
                break
            traceback.clear_frames(error.__traceback__)
            error.__traceback__ = None
            error = error.__context__
