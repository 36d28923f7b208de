"""What the stored charts of a notebook draw, at any setting of their sliders."""

import copy

import nbformat

from foursteps.book.site.figures import rows
from foursteps.charts.renderer import compiled

MIME = "application/vnd.vegalite.v5+json"


def stored(notebook, chart):
    """The specification stored under a cell of the notebook at this path."""
    cells = nbformat.read(notebook, 4).cells
    output = next(o for c in cells if c.id == chart for o in c.outputs if MIME in o.get("data", {}))
    return copy.deepcopy(output["data"][MIME])


def drawn(notebook, chart, **settings):
    """The rows that a stored chart draws with its sliders at `settings`, by their columns."""
    spec = stored(notebook, chart)
    for name, value in settings.items():
        (param,) = [p for p in spec["params"] if p["name"] == name]
        param["value"] = value
    return {tuple(sorted(columns)): found for columns, found in rows.computed(compiled(spec))}
