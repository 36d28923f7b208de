"""How much a submission may use, and how the kernel is told.

The bound on memory is the kernel's, not a watcher's: a child cannot start a second process
(`syscalls`), its private memory is bounded by RLIMIT_DATA, memory outside of that (shared
mappings, memfd, System V segments) is refused by the filter, and its only writable folder is a
small tmpfs. So processes × (memory_mb + tmp_mb + what is preloaded) is never passed.
"""

import os
import resource
from dataclasses import dataclass

MB = 1 << 20
# Kept back from the cells, so that their answers can still be encoded when memory is full.
RESERVE_MB = 96


@dataclass(frozen=True)
class Limits:
    """What one submission may use; all submissions together may use `total_mb`.

    seconds: wall time of a notebook with all calls of its functions. cell_seconds: of one cell,
    which is then interrupted, and the next cells still run. call_seconds: of one call of a
    wanted function. memory_mb: memory beside what is preloaded. tmp_mb: its folder /tmp.
    threads: its threads at a time (it has one process). result_bytes: what it may hand back.
    """

    seconds: float = 60.0
    cell_seconds: float = 20.0
    call_seconds: float = 5.0
    memory_mb: int = 512
    tmp_mb: int = 32
    threads: int = 16
    result_bytes: int = 8 * MB
    total_mb: int = 2048


def preloaded_mb(status="/proc/self/status"):
    """Private writable memory of this process in MB, as RLIMIT_DATA counts it."""
    with open(status) as file:
        kilobytes = next(line.split()[1] for line in file if line.startswith("VmData:"))
    return -(-int(kilobytes) // 1024)


def processes_that_fit(wished, limits, preloaded):
    """How many children may run side by side, so that together they stay under `total_mb`.

    preloaded: MB of the fork server, of which each child could come to own a copy.
    Raises ValueError when not even one fits.
    """
    each = limits.memory_mb + limits.tmp_mb + preloaded
    fitting = int((limits.total_mb - preloaded) // each)
    if fitting < 1:
        raise ValueError(
            f"one submission may use {each} MB and the libraries {preloaded} MB, but all together "
            f"only {limits.total_mb} MB: lower the memory of a submission or raise the total"
        )
    return max(1, min(wished, fitting))


def apply(limits, preloaded):
    """Set the limits of this process; called in the child before any graded code runs.

    preloaded: MB of private memory at the time of the fork, or None where it is unknown (no
    memory limit then: the unsafe mode on a system without /proc).
    """
    seconds = int(limits.seconds) + 10
    _set(resource.RLIMIT_CORE, 0, 0)
    _set(resource.RLIMIT_FSIZE, limits.tmp_mb * MB, limits.tmp_mb * MB)
    _set(resource.RLIMIT_NOFILE, 64, 64)
    # All its threads together; the wall clock outside ends it in any case.
    _set(resource.RLIMIT_CPU, seconds * 2, seconds * 2 + 5)
    for name in ("RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
        if hasattr(resource, name):
            _set(getattr(resource, name), 0, 0)
    if preloaded is not None:
        hard = (preloaded + limits.memory_mb) * MB
        _set(resource.RLIMIT_DATA, hard - min(RESERVE_MB, limits.memory_mb // 4) * MB, hard)
        # Address space that is only reserved costs nothing; this is a second fence.
        _set(resource.RLIMIT_AS, hard + 2048 * MB, hard + 2048 * MB)


def limit_threads(limits):
    """Bound processes and threads; after the last fork that is needed to build the sandbox."""
    _set(resource.RLIMIT_NPROC, limits.threads, limits.threads)


def open_reserve():
    """Let the encoder use the memory that was kept back from the cells."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    _set(resource.RLIMIT_DATA, hard, hard)


def _set(which, soft, hard):
    """Set a limit, never above the hard limit that is already there."""
    ceiling = resource.getrlimit(which)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling) if hard != resource.RLIM_INFINITY else ceiling
        soft = min(soft, hard)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError):
        if os.environ.get("FOURSTEPS_UNSAFE") != "1":
            raise
