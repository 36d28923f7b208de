"""Marking on a Dask cluster: a scheduler and two workers as separate processes."""

import os
import socket
import subprocess
import sys
from collections import Counter

import psutil
import pytest

from foursteps.marker.classroom import grade
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox import Job, SandboxError, Wanted, dask_cluster
from foursteps.marker.sandbox.dask_cluster import Cluster
from foursteps.tables import data_folder
from tests.marker import classes, small, standin

pytest.importorskip("distributed")
SOURCE = str(data_folder().parent / "src")


def start(*arguments):
    environment = {**os.environ, "PYTHONPATH": SOURCE}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster():
    """The address of a scheduler, and its two workers; everything ends with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    only_here = ("--host", "127.0.0.1", "--no-dashboard")
    processes = [start("dask_scheduler", *only_here, "--port", str(port))]
    for _ in range(2):
        worker = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", *only_here)
        processes.append(start("dask_worker", address, *worker))
    yield address, processes[1:]
    for process in processes:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.wait()


@pytest.mark.usefixtures("sandbox")
def test_a_lost_worker_loses_no_submission_and_marks_none_twice(cluster):
    address, workers = cluster
    pause = "import time\ntime.sleep(0.05)"
    jobs = [
        Job(f"s{n}", [pause, f"answer = {n} * 2"], [Wanted("answer", "number")]) for n in range(40)
    ]
    seen = []
    for outcome in Cluster(address, data_folder())(jobs):
        seen.append(outcome)
        if len(seen) == 15:
            workers[0].kill()
    assert Counter(o.key for o in seen) == Counter(job.key for job in jobs)
    for outcome in seen:
        assert outcome.status == "ok"
        assert outcome.answers["answer"]["value"] == 2 * int(outcome.key[1:])


CSVS = ("grades.csv", "files.csv", "summary.csv", "written.csv")


def test_a_class_is_marked_as_on_one_machine_though_a_worker_is_lost(
    cluster, runner, tmp_path, monkeypatch
):
    address, workers = cluster
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("foursteps.charts.svg.static_svg", lambda spec, prefix: ("", 0.0))
    exercise_set = sets.read(small.write(tmp_path / "exercises"))
    for n in range(20):
        code = {"mean-of-five": f"import time\ntime.sleep(0.05)\nmean = {n % 6}"}
        classes.put(tmp_path / "in", f"s{n:02}.ipynb", classes.notebook(exercise_set, code))
    classes.put(tmp_path / "in", "broken.ipynb", b"{")

    def there(jobs):
        outcomes = Cluster(address, data_folder())(jobs)
        for number, outcome in enumerate(outcomes):
            if number == 8:
                workers[1].kill()
            yield outcome

    for run, out in ((runner, "one"), (there, "many")):
        grade.grade(tmp_path / "in", exercise_set, tmp_path / out, standin.StandIn(run))
    assert workers[1].wait(timeout=30)
    for name in CSVS:
        assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_a_worker_with_other_tables_is_refused():
    with pytest.raises(SandboxError, match="other data"):
        dask_cluster.work('{"job": {}, "limits": {}}', "another fingerprint", False)


def test_an_address_without_a_scheduler_is_named(monkeypatch):
    monkeypatch.setattr(dask_cluster, "START_SECONDS", 1)
    with pytest.raises(SandboxError, match="tcp://127.0.0.1:9"):
        list(Cluster("tcp://127.0.0.1:9", data_folder())([]))
