"""nbgrader and Otter in an environment of their own, marking what `foursteps grade` marks.

Each is used as its documentation says: nbgrader by `generate_assignment` and `autograde`, Otter
by `generate` and `run`. Their check cells are the papers' public checks, or, where right and
wrong are to be told apart, the checks given here.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat

from tests.conftest import ROOT

PYTHON_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
# One attack for each tool at a time; what does not end by then gives no result.
SECONDS = 120


class PeerError(RuntimeError):
    """A peer's command failed, with exit `code`; the message holds the end of what it said."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


class Peers:
    """The environment, and a folder to work in. Made once; takes a minute and the network."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.programs = self.folder / "environment/bin"
        if self.programs.exists():
            return
        uv = Path(sys.executable).with_name("uv")
        python = ["--quiet", "--python", str(self.programs / "python")]
        steps = (
            ["venv", "--quiet", "--python", PYTHON_VERSION, str(self.programs.parent)],
            ["pip", "sync", *python, "--require-hashes", "--compile-bytecode",
             str(ROOT / "requirements/peers.txt")],
            # The notebooks import the book's package.
            ["build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable,
             "--out-dir", str(self.folder), str(ROOT)],
            ["pip", "install", *python, "--no-deps", "foursteps", "--no-index", "--find-links",
             str(self.folder)],
        )  # fmt: skip
        for step in steps:
            self.call([str(uv), *step])

    def environment(self, home):
        """Environment variables for a peer's command: nothing is read or kept elsewhere."""
        return {
            "PATH": f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
        }

    def call(self, command, home=None, wrapped=()):
        """Run a command; returns its seconds. Raises PeerError."""
        environment = self.environment(home) if home else None
        begun = time.monotonic()
        done = subprocess.run(
            [*wrapped, *command], cwd=home, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        if done.returncode:
            said = f"{' '.join(command)} failed:\n{done.stdout[-2000:]}"
            raise PeerError(said, done.returncode)
        return time.monotonic() - begun


def contained(folder):
    """A command line that confines what it runs: these tools have no walls of their own.

    The disk is read-only but for `folder`, there is no network, and memory, files and time of a
    process are limited. Processes and threads are not: see `attacks.UNSAFE_FOR_PEERS`.
    """
    return (
        "prlimit", f"--data={3 << 30}", f"--fsize={200 << 20}", f"--cpu={2 * SECONDS}", "--",
        "bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc",
        "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        "--size", str(300 << 20), "--tmpfs", "/tmp", "--bind", str(folder), str(folder),
        "--chdir", str(folder), "--", "timeout", "--kill-after=5", str(SECONDS),
    )  # fmt: skip


class Nbgrader:
    """A course of nbgrader with one assignment, in a folder of its own."""

    NAME = "set"

    def __init__(self, peers, folder, paper, wrapped=()):
        self.peers, self.folder, self.wrapped = peers, Path(folder), tuple(wrapped)
        source = self.folder / "source" / self.NAME
        source.mkdir(parents=True)
        nbformat.write(paper, source / f"{self.NAME}.ipynb")
        (self.folder / "nbgrader_config.py").write_text(
            "c = get_config()\n"
            "c.CourseDirectory.course_id = 'bench'\n"
            "c.ExecutePreprocessor.timeout = 20\n"
        )
        self._call("generate_assignment", self.NAME)

    def _call(self, *arguments):
        return self.peers.call(["nbgrader", *arguments], self.folder, self.wrapped)

    def hand_in(self, student, notebook):
        """Put a student's notebook (a dict) where it is collected."""
        place = self.folder / "submitted" / student / self.NAME
        place.mkdir(parents=True)
        (place / f"{self.NAME}.ipynb").write_text(json.dumps(notebook))

    def autograde(self):
        """Mark everything; returns the seconds that it took. Raises PeerError."""
        return self._call("autograde", self.NAME)

    def scores(self):
        """{student: points}, as nbgrader exports them."""
        self._call("export")
        with (self.folder / "grades.csv").open(encoding="utf-8", newline="") as stream:
            return {
                row["student_id"]: float(row["raw_score"] or 0) for row in csv.DictReader(stream)
            }


class Otter:
    """An autograder of Otter, in a folder of its own. `checks`: question → code, `points` each."""

    def __init__(self, peers, folder, checks, points):
        self.peers, self.folder = peers, Path(folder)
        tests = self.folder / "tests"
        tests.mkdir(parents=True)
        for number, (name, code) in enumerate(checks.items()):
            case = {"code": f">>> exec({code!r})", "hidden": False, "locked": False}
            suite = {"cases": [case], "scored": True, "setup": "", "teardown": "",
                     "type": "doctest"}  # fmt: skip
            test = {"name": f"q{number}", "points": points[name], "suites": [suite]}
            (tests / f"q{number}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
        command = ["otter", "generate", "-t", str(tests), "-o", str(self.folder / "autograder.zip"),
                   "--no-requirements", "--no-environment", "--no-config"]  # fmt: skip
        peers.call(command, self.folder)

    def run(self, notebook, wrapped=False):
        """Mark one notebook (a dict); returns (seconds, points). Raises PeerError."""
        place = self.folder / "one"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "set.ipynb").write_text(json.dumps(notebook))
        shutil.copy(self.folder / "autograder.zip", place)
        command = ["otter", "run", "-a", "autograder.zip", "-o", ".", "--no-logo", "set.ipynb"]
        seconds = self.peers.call(command, place, contained(place) if wrapped else ())
        found = json.loads((place / "results.json").read_text())
        return seconds, sum(test.get("score", 0) for test in found["tests"])
