"""How fast a class is marked, in how much memory, beside nbgrader and Otter on the same files."""

import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from foursteps.marker.exercise import sets
from tests.benchmarks.peers import Nbgrader, Otter, Peers
from tests.conftest import ROOT
from tests.marker import classes

SET = "2-diffusion-vs-frontier"
STUDENTS, MANY = 100, 2_000
PAUSE = 0.25  # seconds between two looks at the memory


def the_set():
    """The set that is marked."""
    return sets.read(SET, ROOT / "exercises")


def a_class(exercise_set, students):
    """{student: notebook} of a made class, the same each time.

    Of a hundred about forty are all right, fifty hold one to three misconceptions or other
    routes, five have a cell that raises and five are blank.
    """
    drawn, found = random.Random(2026), {}
    auto = exercise_set.scheme.auto
    for number in range(students):
        replaced = {}
        kind = number % 20
        if kind == 0:
            made = classes.blank(exercise_set)
        else:
            if kind < 12:
                for question in drawn.sample(auto, drawn.randint(1, 3)):
                    routes = [*question.misconceptions, *question.alternatives]
                    replaced[question.id] = drawn.choice(routes).code
            if kind == 1:
                replaced[drawn.choice(auto).id] = "raise ValueError('not finished')"
            made = classes.notebook(exercise_set, replaced, written=f"My own words, {number}.")
        found[f"student-{number:04}"] = made
    return found


@dataclass
class Memory:
    """The memory of a process and all below it, in MB, looked at every quarter of a second.

    Pages that processes share count once (PSS). `samples` holds (seconds, MB of all, MB of the
    first process alone).
    """

    process: psutil.Process
    samples: list = field(default_factory=list)

    def watch(self):
        """Look until the process has ended."""
        begun = time.monotonic()
        while self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE:
            sizes = []
            for one in (self.process, *self.process.children(recursive=True)):
                try:
                    sizes.append(one.memory_full_info().pss / 2**20)
                except psutil.Error:
                    sizes.append(0.0)
            self.samples.append((time.monotonic() - begun, sum(sizes), sizes[0]))
            time.sleep(PAUSE)

    def peak(self):
        """The most that all processes together had."""
        return max(size for _, size, _ in self.samples)

    def growth(self):
        """By which fraction all processes and the first alone grew, between the second tenth of
        the time and the last (medians): a list of two.
        """
        length = self.samples[-1][0]

        def middle(column, low, high):
            return statistics.median(s[column] for s in self.samples if low <= s[0] / length < high)

        return [middle(column, 0.9, 1.0) / middle(column, 0.1, 0.2) - 1 for column in (1, 2)]


def ours(folder, handed_in, name):
    """Mark `handed_in` by `foursteps grade`; returns (seconds, Memory).

    With an empty cache: the key is computed, feedback and report are written.
    """
    out = folder / name
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)
    command = [str(Path(sys.executable).with_name("foursteps")), "grade", str(handed_in),
               "--set", str(ROOT / "exercises" / SET), "--out", str(out)]  # fmt: skip
    environment = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(folder / "cache"),
                   "HOME": str(folder)}  # fmt: skip
    begun = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        memory = Memory(psutil.Process(process.pid))
        watcher = threading.Thread(target=memory.watch)
        watcher.start()
        said = process.communicate()[1]
        seconds = time.monotonic() - begun
        watcher.join()
    if process.returncode:
        sys.exit(f"foursteps grade failed:\n{said[-3000:]}")
    return seconds, memory


def put(folder, notebooks):
    """Write notebooks as `<student>.ipynb` into a folder; returns it."""
    for student, made in notebooks.items():
        classes.put(folder, f"{student}.ipynb", made)
    return folder


def side_by_side(scratch):
    """A class of a hundred by the three markers in one run; yields lines of a Markdown table."""
    exercise_set = the_set()
    notebooks = a_class(exercise_set, STUDENTS)
    peers = Peers(scratch / "peers")
    handed_in = put(scratch / "handed-in", notebooks)
    checks = {q.id: _check(exercise_set, q.id) for q in exercise_set.scheme.auto}
    otter = Otter(
        peers, scratch / "otter", checks, {q.id: q.points for q in exercise_set.scheme.auto}
    )
    nbgrader = Nbgrader(peers, scratch / "nbgrader", exercise_set.paper.notebook)
    for student, made in notebooks.items():
        nbgrader.hand_in(student, made)
    # Ours before and after, so that a change of the machine's speed shows.
    first, memory = ours(scratch, handed_in, "ours-1")
    theirs = nbgrader.autograde()
    second, _ = ours(scratch, handed_in, "ours-2")
    fifth = list(notebooks.values())[::5]
    others = sum(otter.run(made)[0] for made in fifth)
    third, _ = ours(scratch, handed_in, "ours-3")
    middle = statistics.median([first, second, third])
    yield f"set {SET}, {STUDENTS} submissions; seconds a submission:"
    yield "| marker | s a submission | times ours |"
    yield "|---|---|---|"
    yield f"| `foursteps grade`, all of it (median of 3 runs) | {middle / STUDENTS:.3f} | 1 |"
    yield f"| `nbgrader autograde` | {theirs / STUDENTS:.2f} | {theirs / middle:.0f} |"
    ratio = others / len(fifth) * STUDENTS / middle
    yield f"| `otter run` (every fifth submission) | {others / len(fifth):.2f} | {ratio:.0f} |"
    yield f"peak memory of `foursteps grade`, all processes: {memory.peak():.0f} MB"
    yield f"runs of `foursteps grade`: {first:.1f}, {second:.1f}, {third:.1f} s"


def _check(exercise_set, question):
    """The public check of a question, as the paper has it."""
    for cell in exercise_set.paper.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{question}-check":
            return cell.source
    raise LookupError(f"no check of {question}")


def many(scratch):
    """Two thousand submissions in one run: time, peak and growth of memory."""
    handed_in = put(scratch / "many", a_class(the_set(), MANY))
    seconds, memory = ours(scratch, handed_in, "ours-many")
    everything, first = memory.growth()
    yield f"{MANY} submissions in one run: {seconds:.0f} s, {seconds / MANY:.3f} s each"
    yield f"peak memory, all processes: {memory.peak():.0f} MB"
    yield (
        f"growth between the second tenth and the last: {100 * everything:+.1f} % of all"
        f" processes, {100 * first:+.1f} % of the marker's own"
    )


def answers_at_once(_):
    """Seconds until `foursteps --help` has answered."""
    begun = time.monotonic()
    program = str(Path(sys.executable).with_name("foursteps"))
    subprocess.run([program, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun
