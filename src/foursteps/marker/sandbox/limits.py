"""How much a submission may use, and how the kernel is told.

The bound on memory is the kernel's. A child is one process (`syscalls` refuses a second), and
RLIMIT_AS bounds its address space: what is preloaded plus `memory_mb`. RLIMIT_DATA would not do,
because pages that are made read-only, or a stack that is moved, no longer count for it. What
does not live in the address space is refused (memfd, System V segments), is small (64
descriptors), or is the tmpfs of its folder. Only page tables escape, when single pages are spread
out over the whole address space: the server looks at them and ends such a child.
So processes × (preloaded + memory_mb + tmp_mb) is never passed.
"""

import resource
from dataclasses import dataclass

MB = 1 << 20
# Kept back from the cells, so that their answers can still be encoded when memory is full.
RESERVE_MB = 96
# Page tables of an honest child take two or three.
PAGE_TABLES_MB = 64
# Time for answers and calls after the last cell; the supervisor waits a little longer.
ANSWER_SECONDS = 10.0


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
    memory_mb: int = 320
    tmp_mb: int = 32
    threads: int = 16
    result_bytes: int = 4 * MB
    total_mb: int = 2048


def memory_mb(process: int | str = "self", field: str = "VmSize") -> int:
    """Memory of a process in MB, rounded up: "VmSize" is its address space, "VmPTE" its page
    tables. Raises OSError when it has ended.
    """
    with open(f"/proc/{process}/status") as file:
        found = [line.split()[1] for line in file if line.startswith(f"{field}:")]
    return -(-int(found[0]) // 1024) if found else 0


def processes_that_fit(wished: int, limits: Limits, preloaded: int, server: int) -> int:
    """How many children may run side by side, so that together they stay under `total_mb`.

    preloaded: MB of the fork server's address space, all of which a child could come to own.
    server: MB that the server itself has in memory. Raises ValueError when not even one fits.
    """
    each = limits.memory_mb + limits.tmp_mb + preloaded
    fitting = (limits.total_mb - server) // each
    if fitting < 1:
        raise ValueError(
            f"one submission may use {each} MB and the libraries {server} MB, but all together "
            f"only {limits.total_mb} MB: lower the memory of a submission or raise the total"
        )
    return max(1, min(wished, fitting))


def cpu_seconds(limits: Limits) -> int:
    """Processor time that a child may use, all its threads together."""
    return 2 * int(limits.seconds) + 20


def apply(limits: Limits, preloaded: int | None, strict: bool = True) -> None:
    """Set the limits of this process; called in the child before any graded code runs.

    preloaded: MB of address space at the time of the fork, or None where it is unknown (no
    memory limit then). With `strict` a limit that the kernel refuses raises OSError or
    ValueError; without (the unsafe mode, on any system) it is left alone.
    """
    wanted = {
        "CORE": (0, 0),
        "FSIZE": (limits.tmp_mb * MB, limits.tmp_mb * MB),
        "NOFILE": (64, 64),
        # Of all its threads together; the wall clock outside ends it in any case.
        "CPU": (cpu_seconds(limits), cpu_seconds(limits)),
        "MEMLOCK": (0, 0),
        "MSGQUEUE": (0, 0),
        "RTPRIO": (0, 0),
        "NICE": (0, 0),
        "SIGPENDING": (64, 64),
    }
    if preloaded is not None:
        hard = (preloaded + limits.memory_mb) * MB
        kept = min(RESERVE_MB, limits.memory_mb // 4) * MB
        wanted["AS"] = (hard - kept, hard)
    for name, (soft, hard) in wanted.items():
        try:
            _set(getattr(resource, f"RLIMIT_{name}"), soft, hard)
        except (AttributeError, OSError, ValueError):
            if strict:
                raise


def limit_threads(limits: Limits) -> None:
    """Bound processes and threads; after the last fork that is needed to build the sandbox."""
    _set(resource.RLIMIT_NPROC, limits.threads, limits.threads)


def open_reserve() -> None:
    """Let the encoder use the memory that was kept back from the cells."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    _set(resource.RLIMIT_AS, hard, hard)


def _set(which, soft, hard):
    """Set a limit, never above the hard limit that is already there."""
    ceiling = resource.getrlimit(which)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling) if hard != resource.RLIM_INFINITY else ceiling
        soft = min(soft, hard)
    resource.setrlimit(which, (soft, hard))
