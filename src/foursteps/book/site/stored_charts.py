"""Charts as a notebook stores them, for what shows them outside of their own cell."""

import json

from foursteps.charts.renderer import MIME


def charts_of(notebook):
    """The stored specifications of a notebook (a path) by figure id, in reading order."""
    found = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(MIME) or {}
            name = (spec.get("usermeta") or {}).get("id")
            if name:
                found[name] = spec
    return found
