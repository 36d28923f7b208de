"""A small notebook and a small data package, to test the tests of the real ones."""

import json
from pathlib import Path

import nbformat
from nbformat import v4

TABLES = {
    "spending": (
        "place,year,spending_usd_2024_bn,note",
        [
            f"{p},{y},{10 + (y - 2000) * (2 + (p == 'US'))}.5,x"
            for p in ("US", "China")
            for y in range(2000, 2013)
        ],
        {"place": "string", "year": "integer", "spending_usd_2024_bn": "number", "note": "string"},
        ["place", "year"],
    ),
    "models": (
        "model,place,published,open",
        [
            f"m{i},{'US' if i % 3 else 'China'},2023-{1 + i % 12:02}-10,{'true' if i % 2 else 'false'}"
            for i in range(40)
        ],
        {"model": "string", "place": "string", "published": "date", "open": "boolean"},
        ["model"],
    ),
}
IMPORTS = """\
import altair as alt
import pandas as pd

from foursteps import charts, holds, load, publish

charts.enable()"""
CHART = """\
(
    alt.Chart(spending)
    .mark_line()
    .encode(
        charts.place_color("place"),
        charts.place_dash("place"),
        x=alt.X("year:Q", title="Year (number)", axis=alt.Axis(format="d")),
        y=alt.Y("spending_usd_2024_bn:Q", title="Spending (bn USD of 2024)"),
    )
    .properties(
        title="Spending grew",
        description="Lines: spending of the US and China grew from 2000 to 2012.",
        usermeta={"id": "fig-spending", "tables": ["spending"], "caption": "Spending."},
    )
)"""


def package(folder):
    """Write a data package with the tables above into `folder`; returns the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (header, rows, fields, key) in TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
        schema = {
            "fields": [{"name": n, "type": t, "description": n} for n, t in fields.items()],
            "primaryKey": key,
        }
        resources.append({"name": name, "path": f"{name}.csv", "title": name, "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    return folder


def notebook(*cells):
    """A notebook of `cells`: text that begins with '#' or a capital is prose, the rest code."""
    made = v4.new_notebook()
    for source in cells:
        prose = source[0] == "#" or source[0].isupper() or source[0] in "<>|*"
        made.cells.append((v4.new_markdown_cell if prose else v4.new_code_cell)(source))
    return made


def write(made, path):
    """Write a notebook to `path`; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path
