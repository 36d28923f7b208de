"""Inside the sandbox: preload the libraries once, then fork a child for every notebook.

The server never sees a notebook or an answer: each job brings two descriptors, one to read the
job from and one to write the result to, and they are handed to the child and closed. It obeys
the supervisor on a socket: `{"run": n}` with the two descriptors, and `{"kill": n}`; it reports
`{"ready": MB of address space, "server": MB in memory}`, `{"failed": n, "why": "…"}` and
`{"ended": n, "signal": s, "cpu": seconds, "memory": whether it was ended for its memory}`.
"""

import contextlib
import fcntl
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

from foursteps.judging.forms import Json
from foursteps.marker.sandbox import child, isolation, limits, preloading, syscalls
from foursteps.marker.sandbox.limits import Limits

# The socket to the supervisor comes as standard input.
CONTROL_FD = 0
# How often page tables are looked at.
WATCH_SECONDS = 0.2
# What `bubblewrap.server_command` says on the command line.
Options: TypeAlias = dict[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Serve until the supervisor closes the socket. `arguments`: options as one JSON object."""
    options = json.loads(arguments[0])
    if options.get("uid") is not None:
        isolation.become(options["uid"], options["uid"])
    if not options["unsafe"]:
        isolation.die_with_parent()
    Server(options, socket.socket(fileno=CONTROL_FD)).serve()


class Server:
    """The children that run, by process id, and the socket to the supervisor."""

    def __init__(self, options: Options, control: socket.socket) -> None:
        self.unsafe, self.limits = options["unsafe"], Limits(**options["limits"])
        self.control = control
        self.children: dict[int, int] = {}
        self.swollen: set[int] = set()
        self.folder = options["folder"]
        preloading.without_drawing()
        preloading.load_libraries()
        self.shell = child.new_shell()
        preloading.warm_up(self.shell)
        # What is there now is never looked at by a child's collector, and so stays shared.
        gc.collect()
        gc.freeze()
        measurable = os.path.exists("/proc/self/status")
        self.preloaded = limits.memory_mb() if measurable else None
        self.resident = limits.memory_mb(field="VmRSS") if measurable else 0

    def serve(self) -> None:
        """Do what the supervisor asks and report what ends."""
        bell, ringer = os.pipe()
        os.set_blocking(ringer, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        self.tell(ready=self.preloaded or 0, server=self.resident)
        watched = 0.0
        while True:
            pause = WATCH_SECONDS if self.children and not self.unsafe else None
            heard: list[socket.socket | int] = [self.control, bell]
            ready = select.select(heard, [], [], pause)[0]
            # By the clock: in a busy class there is always something ready.
            if pause and time.monotonic() >= watched + WATCH_SECONDS:
                watched = time.monotonic()
                self.watch()
            if bell in ready:
                os.read(bell, 4096)
                self.reap()
            if self.control in ready:
                message, descriptors, _, _ = socket.recv_fds(self.control, 4096, 2)
                if not message:
                    return
                order = json.loads(message)
                if "run" in order:
                    self.start(order["run"], *descriptors)
                else:
                    self.kill(order["kill"])

    def tell(self, **message: Json) -> None:
        """Report to the supervisor."""
        self.control.send(json.dumps(message).encode())

    def reap(self) -> None:
        """Report every child that has ended."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            number = self.children.pop(pid, None)
            if number is not None:
                ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                cpu = round(usage.ru_utime + usage.ru_stime, 3)
                memory = number in self.swollen
                self.swollen.discard(number)
                self.tell(ended=number, signal=ended, cpu=cpu, memory=memory)

    def watch(self) -> None:
        """End the children whose page tables have grown beyond measure."""
        for pid, number in self.children.items():
            with contextlib.suppress(OSError):
                if limits.memory_mb(pid, "VmPTE") > limits.PAGE_TABLES_MB:
                    self.swollen.add(number)
                    os.kill(pid, signal.SIGKILL)

    def kill(self, number: int) -> None:
        """End a child (and with it, in its PID space, everything it could have started)."""
        for pid, known in self.children.items():
            if known == number:
                os.kill(pid, signal.SIGKILL)
                if self.unsafe:
                    with contextlib.suppress(OSError):
                        os.killpg(pid, signal.SIGKILL)

    def start(self, number: int, job: int, result: int) -> None:
        """Fork the child of a job; reports "failed" when its sandbox cannot be built."""
        reader, writer = os.pipe()
        between = os.fork()
        if between == 0:
            os.close(reader)
            self.between(job, result, writer)
        for descriptor in (job, result, writer):
            os.close(descriptor)
        with open(reader, "rb") as file:
            said = file.read().decode(errors="replace")
        if not self.unsafe:
            os.waitpid(between, 0)
        if said.isdigit():
            self.children[int(said)] = number
        else:
            self.tell(failed=number, why=said[:500])

    def between(self, job: int, result: int, writer: int) -> NoReturn:
        """The process between server and child: builds the namespaces, forks the child, ends."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if self.unsafe:
                os.write(writer, str(os.getpid()).encode())
                self.child(job, result)
            isolation.enter_namespaces()
            isolation.mount_private(self.limits.tmp_mb)
            pid = os.fork()
            if pid == 0:
                self.child(job, result)
            os.write(writer, str(pid).encode())
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - this process must end here
            os.write(writer, f"{type(error).__name__}: {error}".encode())
            os._exit(1)

    def child(self, job: int, result: int) -> NoReturn:
        """The child, PID 1 of its own space: give up every right, then run the notebook."""
        try:
            # Its own session: a signal to "my group" must not reach the server or siblings.
            os.setsid()
            keep_only(job, result)
            os.chdir(self.folder)
            os.umask(0o077)
            limits.apply(self.limits, self.preloaded, strict=not self.unsafe)
            if not self.unsafe:
                isolation.drop_capabilities()
                limits.limit_threads(self.limits)
                syscalls.refuse_dangerous_calls()
            child.run(self.shell)
        finally:
            # Without a result: the supervisor sees a child that ended early.
            os._exit(70)


def keep_only(job: int, result: int) -> None:
    """Close every descriptor but the two of the job, which become the child's 3 and 4."""
    nothing = os.open("/dev/null", os.O_RDWR)
    # Out of the way first: each wanted number may be in use by another of the three.
    job, result, nothing = (fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (job, result, nothing))
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.dup2(job, child.JOB_FD)
    os.dup2(result, child.RESULT_FD)
    os.closerange(child.RESULT_FD + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


if __name__ == "__main__":
    main(sys.argv[1:])
