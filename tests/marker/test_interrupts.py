"""`foursteps grade` itself, in the sandbox, ended at random moments: the rerun loses nothing."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from foursteps.marker.classroom import grade
from foursteps.marker.exercise import sets
from tests.conftest import examples
from tests.marker import classes, small
from tests.marker.standin import StandIn

CSVS = ("grades.csv", "files.csv", "summary.csv", "written.csv")
MOMENTS = examples(10)
STUDENTS = 24
# What one notebook takes at least, so that a moment falls between two of them.
SLOWLY = "import time\ntime.sleep(0.1)\nmean = {n}"


@pytest.fixture(scope="module")
def a_class(tmp_path_factory, runner):
    """The folder of a class; how to mark it here to the end; its tables, marked in one go."""
    folder = tmp_path_factory.mktemp("interrupted")
    path = small.write(folder / "exercises")
    exercise_set = sets.read(path)
    for n in range(STUDENTS):
        made = classes.notebook(exercise_set, {"mean-of-five": SLOWLY.format(n=n % 6)})
        classes.put(folder / "in", f"student-{n:02}.ipynb", made)
    classes.put(folder / "in", "broken.ipynb", b"{")

    def finish(out):
        grade.grade(folder / "in", exercise_set, out, StandIn(runner))
        return {name: (out / name).read_bytes() for name in CSVS}

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr("foursteps.charts.svg.static_svg", lambda spec, prefix: ("", 0.0))
        whole = finish(folder / "whole")
        yield folder, path, finish, whole


def marked(out):
    """How many files the journal in `out` holds."""
    journal = out / "journal.jsonl"
    return max(0, journal.read_bytes().count(b"\n") - 1) if journal.exists() else 0


def start(folder, path, out):
    command = [sys.executable, "-m", "foursteps.cli", "grade", str(folder / "in"),
               "--set", str(path), "--out", str(out), "--jobs", "2"]  # fmt: skip
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def end_it(child, out, moment):
    """End a run at a random moment; what it said. Even moments by Ctrl-C, odd ones by SIGKILL."""
    drawn = random.Random(moment)
    try:
        if moment < 2:  # before the first file is marked, or soon after
            time.sleep(drawn.uniform(0, 2))
        else:
            files = drawn.randrange(1, STUDENTS)
            while marked(out) < files and child.poll() is None:
                time.sleep(0.005)
            time.sleep(drawn.uniform(0, 0.1))
        child.send_signal(signal.SIGKILL if moment % 2 else signal.SIGINT)
        return child.communicate(timeout=60)[1]
    finally:
        child.kill()


@pytest.mark.long
def test_ended_at_random_moments_and_run_again(a_class):
    folder, path, finish, whole = a_class
    midway = 0
    for moment in range(MOMENTS):
        out = folder / f"out-{moment}"
        child = start(folder, path, out)
        said = end_it(child, out, moment)
        before = marked(out)
        midway += 0 < before <= STUDENTS
        if child.returncode == 130 and before:
            assert "Nothing is lost" in said
        assert finish(out) == whole, (moment, before, said)
        assert marked(out) == STUDENTS + 1
    # Had they come too early or too late, they would prove nothing.
    assert midway >= MOMENTS / 2
