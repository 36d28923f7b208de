"""Marking on a Dask cluster: a scheduler and two workers as separate processes."""

import os
import socket
import subprocess
import sys
from collections import Counter

import psutil
import pytest

from foursteps.marking import scheduler
from foursteps.marking.sandbox import Job, Limits, SandboxError, Wanted
from foursteps.tables import data_folder

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
    for outcome in scheduler.run(jobs, address=address, limits=Limits(), data=data_folder()):
        seen.append(outcome)
        if len(seen) == 15:
            workers[0].kill()
    assert Counter(o.key for o in seen) == Counter(job.key for job in jobs)
    for outcome in seen:
        assert outcome.status == "ok"
        assert outcome.answers["answer"]["value"] == 2 * int(outcome.key[1:])


def test_a_worker_with_other_tables_is_refused():
    with pytest.raises(SandboxError, match="other data"):
        scheduler.work('{"job": {}, "limits": {}}', "another fingerprint", False)


def test_an_address_without_a_scheduler_is_named(monkeypatch):
    monkeypatch.setattr(scheduler, "START_SECONDS", 1)
    with pytest.raises(SandboxError, match="tcp://127.0.0.1:9"):
        list(scheduler.run([], address="tcp://127.0.0.1:9", data=data_folder()))
