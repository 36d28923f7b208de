"""Outside: start the sandbox, hand it jobs, keep the wall clock, read what comes back.

One fork server in one bubblewrap serves all processes that run side by side. Every job has its
own two descriptors, so nothing that a notebook writes can end up in another's result. A result
is one frame (four bytes of length, then JSON) and is read as untrusted bytes, up to a cap.
When the server itself is lost, the jobs that were running are run again, one at a time, and a
job that loses it a second time is "killed": nobody's marks depend on the neighbours.
"""

import json
import os
import selectors
import signal
import socket
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from foursteps.marker.sandbox import bubblewrap, results
from foursteps.marker.sandbox import limits as limiting
from foursteps.marker.sandbox.jobs import Job, Outcome, job_to_bytes
from foursteps.marker.sandbox.limits import ANSWER_SECONDS, Limits

START_SECONDS = 120
# How much later than the child's own clock ours ends it.
PATIENCE = 3.0
# How many steps of one notebook may end its child, before nothing of it counts.
MOST_REPEATS = 2


class SandboxError(RuntimeError):
    """The sandbox cannot be started here; the message says why and what to do."""


@dataclass
class _Running:
    """A job inside the sandbox."""

    job: Job
    started: float
    deadline: float
    pipe: int | None
    data: bytearray = field(default_factory=bytearray)
    # Steps left out, because the child did not survive them, and how it ended then.
    skip: tuple[int, ...] = ()
    before: str = ""
    spent: float = 0.0
    late: float = 0.0
    too_much: bool = False


class Runner:
    """A sandbox, made with its settings and called with jobs, any number of times; close it after.

    It starts at the first call. Fewer processes than asked for run side by side when
    `limits.total_mb` has no room for them.
    """

    def __init__(
        self,
        *,
        data: Path,
        limits: Limits | None = None,
        processes: int = 1,
        unsafe: bool = False,
    ) -> None:
        """data: folder of the book's tables (with datapackage.json), which notebooks can read.

        processes: how many notebooks at a time. unsafe: without the sandbox, for those who know
        what they give up.
        """
        self.limits = limits or Limits()
        self.settings = (self.limits, processes, data, unsafe)
        self.sandbox: _Sandbox | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox with everything inside."""
        if self.sandbox is not None:
            self.sandbox.close()
            self.sandbox = None

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs, read as room becomes free, and yield an `Outcome` for each as it finishes.

        Raises SandboxError when the sandbox cannot be started.
        """
        waiting = iter(jobs)
        again: deque[Job] = deque()
        # Jobs tried before, by identity, and kept so that no identity is given out anew.
        tried: dict[int, Job] = {}
        try:
            while True:
                if self.sandbox is None:
                    self.sandbox = _Sandbox(*self.settings)
                try:
                    yield from self.sandbox.work(waiting, again)
                    return
                except _ServerLostError as lost:
                    self.close()
                    for running in lost.running:
                        if id(running.job) in tried:
                            seconds = time.monotonic() - running.started
                            yield Outcome(running.job.key, "killed", seconds=seconds)
                        else:
                            tried[id(running.job)] = running.job
                            again.append(running.job)
                except _NotBuiltError as refused:
                    if id(refused.job) in tried:
                        raise SandboxError(
                            f"the sandbox of a submission cannot be built: {refused.why}"
                        ) from refused
                    tried[id(refused.job)] = refused.job
                    again.append(refused.job)
        finally:
            if self.sandbox is not None and self.sandbox.running:
                self.close()


def run(
    jobs: Iterable[Job],
    *,
    data: Path,
    limits: Limits | None = None,
    processes: int = 1,
    unsafe: bool = False,
) -> Iterator[Outcome]:
    """Run jobs in a sandbox of their own (arguments as for `Runner`) and yield their outcomes."""
    with Runner(data=data, limits=limits, processes=processes, unsafe=unsafe) as runner:
        yield from runner(jobs)


class _ServerLostError(Exception):
    """The fork server ended while these jobs were running."""

    def __init__(self, running):
        self.running = running


class _NotBuiltError(Exception):
    """The server could not build the sandbox of this job."""

    def __init__(self, job, why):
        self.job, self.why = job, why


class _Sandbox:
    """A fork server and the jobs that run in it."""

    def __init__(self, limits, processes, data, unsafe):
        self.limits = limits
        self.running = {}
        self.number = 0
        self.selector = selectors.DefaultSelector()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self.control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command, environment = bubblewrap.server_command(limits, data, unsafe)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=inside.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                env=environment,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            for opened in (self.control, self.errors, self.selector):
                opened.close()
            raise SandboxError(f"{command[0]} cannot be started: {error}") from error
        finally:
            inside.close()
        self.selector.register(self.control, selectors.EVENT_READ)
        try:
            started = self._wait_until_ready()
            self.processes = limiting.processes_that_fit(
                processes, limits, started["ready"], started["server"]
            )
        except ValueError as error:
            self.close()
            raise SandboxError(str(error)) from error
        except BaseException:
            self.close()
            raise

    def _wait_until_ready(self):
        self.control.settimeout(START_SECONDS)
        try:
            message = self.control.recv(4096)
        except TimeoutError:
            message = b""
        if not message:
            self._end_process()
            self.errors.seek(0)
            said = self.errors.read()[-2000:].decode(errors="replace").strip()
            last = said.splitlines()[-1] if said else "no answer"
            raise SandboxError(f"the sandbox does not start: {last}")
        self.control.setblocking(False)
        return json.loads(message)

    def work(self, waiting, again):
        """Run the jobs of `again`, each alone, then those of `waiting`; yield their outcomes."""
        waiting_ended = False
        while True:
            while not waiting_ended and not again and len(self.running) < self.processes:
                job = next(waiting, None)
                if job is None:
                    waiting_ended = True
                else:
                    self._start(job)
            if again and not self.running:
                self._start(again.popleft())
            if not self.running and not again and waiting_ended:
                return
            for finished in self._step():
                asleep = time.monotonic()
                yield finished
                # Whoever takes the outcomes may be slow; that is not the notebooks' time.
                for running in self.running.values():
                    running.deadline += time.monotonic() - asleep

    def _start(self, job, skip=(), before="", spent=0.0):
        content = os.memfd_create("job") if hasattr(os, "memfd_create") else _unlinked_file()
        with open(content, "wb", closefd=False) as file:
            file.write(job_to_bytes(job, self.limits, skip))
        os.lseek(content, 0, os.SEEK_SET)
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self.number += 1
        order = json.dumps({"run": self.number}).encode()
        now = time.monotonic()
        allowed = self.limits.seconds + ANSWER_SECONDS + PATIENCE
        self.running[self.number] = _Running(
            job, now, now + allowed, reading, skip=skip, before=before, spent=spent
        )
        self.selector.register(reading, selectors.EVENT_READ, self.number)
        try:
            socket.send_fds(self.control, [order], [content, writing])
        except OSError:
            self._lost()
        finally:
            os.close(content)
            os.close(writing)

    def _step(self):
        """Wait for something to happen, deal with it, and yield the jobs that it finished."""
        now = time.monotonic()
        due = [r.deadline for r in self.running.values() if not r.late]
        ready = self.selector.select(max(0.0, min(due) - now) if due else 5.0)
        for key, _ in ready:
            if key.fileobj is not self.control:
                self._read(key.data)
        now = time.monotonic()
        for number, running in self.running.items():
            if not running.late and now >= running.deadline:
                running.late = now
                self._tell(kill=number)
            elif running.late and now >= running.late + START_SECONDS / 4:
                self._lost()
        if any(key.fileobj is self.control for key, _ in ready):
            yield from self._hear()

    def _hear(self):
        """Deal with one report of the server."""
        try:
            message = self.control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if not message:
            self._lost()
        report = json.loads(message)
        number = report.get("ended", report.get("failed"))
        running = self.running.get(number)
        if running is None:
            return
        if "failed" in report:
            # Perhaps for want of room beside the others: it is tried once more, alone.
            del self.running[number]
            self._close_pipe(running)
            raise _NotBuiltError(running.job, report["why"])
        while running.pipe is not None and self._read(number):
            pass
        self._close_pipe(running)
        del self.running[number]
        found = results.outcome(
            running.job,
            None if running.too_much else running.data,
            swollen=report.get("memory", False),
            overdue=bool(running.late) or report["cpu"] >= limiting.cpu_seconds(self.limits),
            seconds=running.spent + time.monotonic() - running.started,
        )
        begun = results.steps_begun(running.data)
        lost = found.status in ("timeout", "memory", "killed") and not found.cells
        if lost and begun and begun not in running.skip and len(running.skip) < MOST_REPEATS:
            skip = (*running.skip, begun)
            self._start(running.job, skip, running.before or found.status, found.seconds)
            return
        if running.before and found.status == "ok":
            found.status = running.before
        yield found

    def _read(self, number):
        """Read what a child has written; whether there may be more at once."""
        running = self.running.get(number)
        if running is None or running.pipe is None:
            return False
        try:
            data = os.read(running.pipe, 1 << 18)
        except BlockingIOError:
            return False
        running.data += data
        running.too_much = len(running.data) > self.limits.result_bytes + 4
        if not data or running.too_much or results.is_complete(running.data):
            # It has said what it had to say: whether it ends by itself or not, it ends now.
            self._close_pipe(running)
            self._tell(kill=number)
            return False
        return True

    def _close_pipe(self, running):
        if running.pipe is not None:
            self.selector.unregister(running.pipe)
            os.close(running.pipe)
            running.pipe = None

    def _tell(self, **order):
        try:
            self.control.send(json.dumps(order).encode())
        except OSError:
            self._lost()

    def _lost(self):
        raise _ServerLostError(list(self.running.values()))

    def _end_process(self):
        """End the server, and with it everything inside; its own session is signalled too."""
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (OSError, PermissionError):
                self.process.kill()
        self.process.wait()

    def close(self):
        """End everything inside and give back every descriptor."""
        for running in self.running.values():
            self._close_pipe(running)
        self.running.clear()
        self.control.close()
        self._end_process()
        self.selector.close()
        self.errors.close()


def _unlinked_file():
    descriptor, path = tempfile.mkstemp()
    os.unlink(path)
    return descriptor
