"""What a chart says of a mark under the pointer: every line with a name in words and a form.

An author lists columns (`tooltip=["day", "share_pct"]`); their titles, units and forms follow
from the chart's own axes and legends, and from the values.
"""

import re

from foursteps.ground.vega_lite import (
    Json,
    Spec,
    View,
    channels,
    mapping,
    views,
    words,
)

DATE = re.compile(r"\d{4}-\d\d-\d\d(T00:00:00(\.0+)?)?")
DATE_FORM = "%-d %B %Y"
# A whole number between these may be a year, and takes no comma.
YEARS = range(1000, 2200)
DERIVED = {"aggregate", "bin", "timeUnit"}


def lines(view: View) -> list[Spec]:
    """The columns that a view's own tooltip lists (a new list of the definitions themselves)."""
    listed = mapping(view.node.get("encoding")).get("tooltip")
    found = [mapping(line) for line in (listed if isinstance(listed, list) else [listed])]
    return [line for line in found if isinstance(line.get("field"), str)]


def complete(spec: Spec) -> Spec:
    """Give each line of a specification's tooltips what its author left out; changes spec."""
    read_as_dates = {
        str(definition.get("field"))
        for view in views(spec)
        for _, definition in channels(view.node)
        if definition.get("type") == "temporal"
    }
    for view in views(spec):
        for line in lines(view):
            if DERIVED & set(line):
                continue
            values = [mapping(row).get(str(line["field"])) for row in view.rows or ()]
            own = "title" in line
            line.setdefault("title", title(view, str(line["field"])))
            if "format" not in line:
                known: list[Json] = [value for value in values if value is not None]
                line |= _form(line, known, read_as_dates)
            if not own and line["type"] == "temporal":
                # The axis counts years, the line says the day.
                line["title"] = words(line["title"]).removesuffix(" (year)")
    return spec


def title(view: View, column: str) -> str:
    """What the chart calls a column, in the nearest view that names it; else its name in words."""
    for node in reversed(view.path):
        for near in views(node):
            for _, definition in channels(near.node):
                if definition.get("field") == column and not DERIVED & set(definition):
                    guide = mapping(definition.get("axis") or definition.get("legend"))
                    if said := words(definition.get("title") or guide.get("title")):
                        return said
    name = column.replace("\\", "").replace("_", " ")
    return name[:1].upper() + name[1:]


def _form(line: Spec, values: list[Json], read_as_dates: set[str]) -> Spec:
    """Type and format of a line that its values ask for."""
    # Where a chart reads a column as dates, Vega counts them in milliseconds; elsewhere they
    # stay the texts that they are, for its other words too.
    if line["field"] in read_as_dates and all(
        isinstance(value, str) and DATE.fullmatch(value) for value in values
    ):
        # A date without an hour is read as midnight in Greenwich, wherever the reader is.
        far = all("T" not in str(value) for value in values)
        unit = "utcyearmonthdate" if far else "yearmonthdate"
        return {"type": "temporal", "timeUnit": unit, "format": DATE_FORM}
    if line.get("type") != "quantitative":
        return {}
    years = values and all(value in YEARS for value in values)
    return {"format": "d" if years else ","}


def faults(spec: Spec) -> list[str]:
    """The lines of tooltips that lack a name in words or a unit, each with what to add."""
    found = []
    for view in views(spec):
        for line in lines(view):
            column, said = str(line["field"]), words(line.get("title"))
            ask = f'write alt.Tooltip("{column}", title="…")'
            if said in ("", column) or re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)+", said):
                found.append(f"a tooltip calls a column {said or column!r}: {ask}")
            elif line.get("format") == "," and not re.search(r"\([^()]+\)", said):
                found.append(f"a tooltip's line {said!r} has no unit: {ask}, with it in brackets")
    return found
