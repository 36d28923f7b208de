"""Write files so that an interruption leaves each either as it was or complete."""

import contextlib
import os
import signal
import tempfile
import threading
from pathlib import Path


@contextlib.contextmanager
def temporary(target):
    """A temporary file (path) beside `target`, removed again if it was not moved away."""
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    path = Path(name)
    path.chmod(0o644)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def replace_all(contents):
    """Write `contents` (path → bytes) beside their targets, then move all into place at once.

    A failure or Ctrl-C before the moves changes nothing; during them, Ctrl-C waits.
    """
    with contextlib.ExitStack() as stack:
        moves = []
        for target, content in contents.items():
            part = stack.enter_context(temporary(target))
            part.write_bytes(content)
            moves.append((part, target))
        with uninterrupted():
            for part, target in moves:
                os.replace(part, target)


@contextlib.contextmanager
def uninterrupted():
    """Hold Ctrl-C back until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = []
    before = signal.signal(signal.SIGINT, lambda *_: held.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
