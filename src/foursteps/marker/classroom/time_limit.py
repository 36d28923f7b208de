"""A limit of time for the marker's own work on one file.

What a notebook does is limited in the sandbox. What it hands back is read and compared out here,
where an answer made for it (a text that makes a pattern backtrack, a chart of a thousand views)
could keep the marker busy for hours and the class waiting.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator

AGAIN_SECONDS = 1.0  # after this it is raised once more, should something have swallowed it


class OutOfTimeError(BaseException):
    """The work took too long. No Exception, so that nobody who catches those stops it."""


@contextlib.contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block once this process has worked in it for `most` seconds.

    Processor time, so that a busy or sleeping computer takes nobody's marks. Patterns of `re` are
    ended too. Only the main thread, where `foursteps grade` works, can be limited, and only where
    the system has such a timer; elsewhere the block runs as if this were not here.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "setitimer"):
        yield
        return
    working = True

    def stop(*_):
        if working:
            raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most, AGAIN_SECONDS)
    try:
        try:
            yield
        finally:
            working = False
    finally:  # also if it is raised between the block and the line above
        working = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        # Never the default: a late signal would end the process.
        signal.signal(signal.SIGPROF, before if callable(before) else signal.SIG_IGN)
