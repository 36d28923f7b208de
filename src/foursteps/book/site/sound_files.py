"""Before anything is read: tables and notebooks that another program left in a form of its own.

And a warning about a notebook names cell and line: MyST-NB gives them as one number.
"""

import logging
import re
from pathlib import Path

from sphinx.errors import ExtensionError

from foursteps.ground import sound_text

# MyST-NB's number of a line: of the cell times ten thousand, and the line in it.
LOCATION = re.compile(r"(\.ipynb):(\d+)(\d{4})\b")


def setup(app):
    """Refuse files that are not sound, and make the locations of warnings readable."""
    root = Path(app.srcdir)
    files = [
        *root.glob("data/*.csv"),
        *root.glob("chapters/*.ipynb"),
        *root.glob("exercises/*.ipynb"),
    ]
    told = sound_text.faults(files)
    if told:
        raise ExtensionError("\n".join(told))
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(CellAndLine())


def cell_and_line(text: str) -> str:
    """A location with the number of the cell and of the line in it, in place of one number."""
    return LOCATION.sub(lambda at: f"{at[1]}, cell {int(at[2])}, line {int(at[3])}", text)


class CellAndLine(logging.Filter):
    """Rewrites the location of a record that passes."""

    def filter(self, record):
        """Let every record pass, with another location where it has one."""
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = cell_and_line(location)
        return True
