"""Charts as a notebook stores them, and the number that each figure has in the book."""

import json
from functools import lru_cache
from pathlib import Path

from foursteps.charts.renderer import MIME


def charts_of(notebook):
    """The stored specifications of a notebook (a path) by figure id, in reading order."""
    path = Path(notebook)
    return dict(_stored(path, path.stat().st_mtime_ns))


def number_of(notebook, name):
    """The number of figure `name` of a notebook (a path): `1.3` is the third figure of Step 1.

    A notebook whose name has no number gives its first letter: `C.1` is the codebook's first.
    """
    stem = Path(notebook).stem
    step = stem.partition("-")[0]
    step = step if step.isdecimal() else stem[0].upper()
    return f"{step}.{list(charts_of(notebook)).index(name) + 1}"


@lru_cache(maxsize=32)
def _stored(path, changed):
    """Read once per state of the file: `changed` is the time of its last change."""
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(MIME) or {}
            name = (spec.get("usermeta") or {}).get("id")
            if name:
                found.setdefault(name, spec)
    return found
