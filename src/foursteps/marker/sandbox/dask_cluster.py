"""Hand submissions to a Dask cluster: each worker runs its own sandbox.

Needs the extra `cluster`. Start a scheduler and workers where this package is installed, with
the same data and bubblewrap, and name the scheduler's address:

    dask scheduler --port 8786
    dask worker tcp://HOST:8786 --nworkers 2 --nthreads 1

Dask's own connections are as safe as their network: keep them on one that you trust, or give
the addresses as tls:// with Dask's certificates in its configuration. A submission runs again
elsewhere when its worker is lost, and its outcome is taken once. One that ends
its workers again and again (Dask's `allowed-failures`, three times) is "killed".
"""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from foursteps.marker.sandbox import Job, Limits, Outcome, Runner, SandboxError, Wanted

# So many jobs are out for each of the cluster's threads: enough to keep them busy, few to lose.
AHEAD = 3
START_SECONDS = 30

_here = threading.local()


@dataclass(frozen=True)
class Cluster:
    """The cluster at `address`, called with jobs as a `Runner` is.

    data: our folder of tables; every worker must have the same ones in its own installation.
    `limits.total_mb` bounds each thread of a worker. How many notebooks run at a time is for the
    workers to say. unsafe: without a sandbox.
    """

    address: str
    data: Path
    limits: Limits = field(default_factory=Limits)
    unsafe: bool = False

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield an `Outcome` for each as it finishes.

        Raises SandboxError when the cluster cannot be reached, when a worker has other tables, or
        when no sandbox can be built there.
        """
        try:
            from distributed import CancelledError, Client, KilledWorker, as_completed
        except ModuleNotFoundError:
            raise SandboxError(
                "--scheduler needs Dask: pip install distributed (the extra `cluster`)"
            ) from None
        wanted = fingerprint(self.data)
        try:
            client = Client(self.address, timeout=START_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SandboxError(f"no Dask scheduler answers at {self.address}: {error}") from None
        with client:
            _wait_for_workers(client, self.address)
            waiting = iter(jobs)
            running: dict[Any, Job] = {}
            finished = as_completed(loop=client.loop)

            def more():
                room = AHEAD * max(1, sum(client.nthreads().values())) - len(running)
                for _ in range(room):
                    job = next(waiting, None)
                    if job is None:
                        return
                    text = json.dumps({"job": asdict(job), "limits": asdict(self.limits)})
                    # pure=False: two equal submissions are two tasks.
                    future = client.submit(work, text, wanted, self.unsafe, pure=False)
                    running[future.key] = job
                    finished.add(future)

            more()
            while running:
                future = next(finished)
                job = running.pop(future.key)
                try:
                    outcome = Outcome(**json.loads(future.result()))
                except KilledWorker:
                    outcome = Outcome(job.key, "killed")
                except CancelledError:
                    raise SandboxError(
                        f"the Dask scheduler at {self.address} has gone away"
                    ) from None
                future.release()
                yield outcome
                more()


def _wait_for_workers(client, address):
    try:
        client.wait_for_workers(1, timeout=START_SECONDS)
    except TimeoutError:
        raise SandboxError(f"the Dask scheduler at {address} has no workers") from None


def fingerprint(data: str | Path) -> str:
    """What tells two data folders apart: the SHA-256 of their descriptor."""
    path = Path(data, "datapackage.json")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def work(text: str, wanted: str, unsafe: bool) -> str:
    """On a worker: run one job in this thread's sandbox; the outcome as JSON text."""
    from foursteps.tables import data_folder

    plain = json.loads(text)
    limits = Limits(**plain["limits"])
    data = data_folder()
    if fingerprint(data) != wanted:
        raise SandboxError(
            "a Dask worker has other data than this machine: install the same version on both"
        )
    job = plain["job"]
    job = Job(job["key"], job["cells"], [Wanted(**w) for w in job["wanted"]])
    # One sandbox for each thread, kept: starting it costs a hundred submissions.
    settings = (limits, str(data), unsafe)
    if getattr(_here, "settings", None) != settings:
        if getattr(_here, "runner", None) is not None:
            _here.runner.close()
        _here.runner = Runner(limits=limits, processes=1, data=data, unsafe=unsafe)
        _here.settings = settings
    (outcome,) = _here.runner([job])
    return json.dumps(asdict(outcome))
