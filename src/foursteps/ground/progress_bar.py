"""Progress bars: on stderr, and only where a person watches."""

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress


def of_things(out: TextIO | None = None) -> "Progress":
    """A bar that counts things: `with` it, then `add_task(word, total=…)` and `update`.

    Lines printed with its `console` stand above it. On no terminal it shows nothing.
    """
    from rich.progress import MofNCompleteColumn, TimeRemainingColumn

    return _bar(out, MofNCompleteColumn(), TimeRemainingColumn())


def of_bytes(out: TextIO | None = None) -> "Progress":
    """A bar that counts bytes, as `of_things`; a finished task stays in sight."""
    from rich.progress import DownloadColumn, TransferSpeedColumn

    return _bar(out, DownloadColumn(), TransferSpeedColumn(), transient=False)


def _bar(out, *columns, transient=True):
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=out or sys.stderr)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        console=console,
        disable=not console.is_terminal,
        transient=transient,
    )
