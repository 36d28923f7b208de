"""Write files so that an interruption leaves each either as it was or complete."""

import contextlib
import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

PRIVATE = 0o600  # marks and answers are nobody else's business


@contextlib.contextmanager
def temporary(target: str | Path) -> Iterator[Path]:
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


def write(path: str | Path, content: str | bytes, mode: int | None = None) -> None:
    """Put `content` at `path` in one step, so that an interruption leaves the old file.

    Text becomes UTF-8 with `\\n`; half a surrogate pair, which a student's text may hold, is
    written with a backslash. `mode` are the file's rights, such as 0o600; without it an old file
    keeps its own and a new one gets 0o644. Raises OSError, which names the file.
    """
    path = Path(path)
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    try:
        with temporary(path) as part:
            part.write_bytes(content)
            part.chmod(mode)
            os.replace(part, path)
    except OSError as error:
        error.filename = str(path)  # a full disk names no file, a missing right the temporary one
        raise


def write_if_changed(path: str | Path, text: str) -> bool:
    """As `write`, but only where the file holds another text; whether it was written."""
    path = Path(path)
    if path.is_file() and path.read_bytes() == text.encode("utf-8", "backslashreplace"):
        return False
    write(path, text)
    return True


def replace_all(contents: Mapping[Path, bytes]) -> None:
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
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: held.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
