"""One file must not stop a class: reading and judging it ends in time, and in its record."""

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from foursteps.judging import compare
from foursteps.marker.classroom import running
from foursteps.marker.classroom.time_limit import OutOfTimeError, processor_seconds
from foursteps.marker.exercise import paper

from . import classes
from .marking import mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")
ENDLESS = re.compile(r"(a+)+b")


def pattern(*_):
    """Backtracks for years, in C."""
    return ENDLESS.match("a" * 60)


def loop(*_):
    while True:
        pass


def deaf_loop(*_):
    """As code that goes on whatever Exception comes."""
    while True:
        with contextlib.suppress(Exception):
            loop()


@pytest.fixture
def brief(monkeypatch):
    monkeypatch.setattr(running, "JUDGING_SECONDS", 0.5)


@pytest.mark.parametrize("never_ends", [pattern, loop, deaf_loop])
def test_an_answer_that_is_never_judged_is_unreadable_and_the_others_are_marked(
    small_set,
    tmp_path,
    monkeypatch,
    brief,
    never_ends,
):
    right = compare._COMPARE["number"]

    def number(question, ours, theirs, *more):
        return never_ends() if theirs == 666 else right(question, ours, theirs, *more)

    monkeypatch.setitem(compare._COMPARE, "number", number)
    classes.put(tmp_path / "in", "ann.ipynb", classes.notebook(small_set))
    slow = classes.notebook(small_set, {"mean-of-five": "mean = 666"})
    classes.put(tmp_path / "in", "eve.ipynb", slow)
    classes.put(tmp_path / "in", "zoe.ipynb", classes.notebook(small_set))
    told = []
    mark(tmp_path / "in", small_set, tmp_path / "out", tell=told.append)
    files = {row["file"]: row for row in rows(tmp_path / "out/files.csv")}
    assert {name: row["status"] for name, row in files.items()} == {
        "ann.ipynb": "correct", "eve.ipynb": "unreadable", "zoe.ipynb": "correct"
    }  # fmt: skip
    why = "judging its answer to mean-of-five took the marker more than 0.5 seconds"
    assert why in files["eve.ipynb"]["message"]
    assert [line for line in told if why in line] and told[0].startswith("eve.ipynb: ")
    grades = [row for row in rows(tmp_path / "out/grades.csv") if row["student"] == "eve"]
    assert {(row["points"], row["status"]) for row in grades} == {("0", "unreadable")}
    # It is not tried again: the next run goes straight on.
    mark(tmp_path / "in", small_set, tmp_path / "out", run=lambda jobs: iter(list(jobs)))


def test_a_notebook_whose_answers_in_words_are_never_read_is_unreadable(
    small_set,
    tmp_path,
    monkeypatch,
    brief,
):
    monkeypatch.setattr(paper, "written_answer", loop)
    classes.put(tmp_path / "in", "eve.ipynb", classes.notebook(small_set))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/files.csv")
    assert row["status"] == "unreadable"
    assert "reading its answers took the marker more than 0.5 seconds" in row["message"]


def test_waiting_costs_no_time():
    """Only the marker's own work counts, not a busy computer's or a sleeping one's."""
    with processor_seconds(0.2):
        time.sleep(0.5)


def test_nothing_is_left_behind():
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(OutOfTimeError), processor_seconds(0.05):
        loop()
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    with processor_seconds(0.05):
        pass
    done = time.process_time() + 0.2
    while time.process_time() < done:
        pass
    assert before in (signal.SIG_DFL, signal.SIG_IGN, signal.getsignal(signal.SIGPROF))


def test_beside_threads_the_main_one_is_ended():
    """Dask keeps threads of its own, which may take the signal."""
    ended = threading.Event()
    threads = [threading.Thread(target=ended.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        with pytest.raises(OutOfTimeError), processor_seconds(0.2):
            pattern()
    finally:
        ended.set()


def test_in_another_thread_the_work_is_done_without_a_limit():
    seen = []

    def work():
        with processor_seconds(0.01):
            seen.append(sum(range(1_000_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [499999500000]


def test_a_late_signal_does_not_end_the_process():
    """The default of the signal is death."""
    source = (
        "import os, signal\n"
        "from foursteps.marker.classroom.time_limit import processor_seconds\n"
        "with processor_seconds(9): pass\n"
        "os.kill(os.getpid(), signal.SIGPROF)\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
