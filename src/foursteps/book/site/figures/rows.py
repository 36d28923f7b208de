"""The numbers behind a chart, for the table and the CSV file under it."""

import copy
import csv
import html
import io
import math
import re

import vl_convert

from foursteps.charts.renderer import compiled
from foursteps.ground.vega_lite import channels, mapping, sources, views, words

GENERATORS = {"sequence", "graticule", "sphere"}
FIELD, CELL = "\u241e", "\u241f"


def drawn(spec):
    """Return the tables of a chart: a list of (columns, rows), rows being dicts.

    They are the rows stored in the specification. A chart that computes its own data (a model
    with sliders) is run once, in its starting state, and gives what its marks draw.
    """
    if any(GENERATORS & set(data) for data in sources(spec)):
        return computed(compiled(spec))
    tables = list(spec.get("datasets", {}).values())
    tables += [d["values"] for d in sources(spec) if isinstance(d.get("values"), list)]
    found = []
    for rows in tables:
        rows = [row if isinstance(row, dict) else {"value": row} for row in rows]
        columns = in_reading_order(dict.fromkeys(c for row in rows for c in row), rows, spec)
        if rows and columns and (columns, rows) not in found:
            found.append((columns, rows))
    return found


def in_reading_order(columns, rows, spec):
    """Return the columns as a list: names first, then what stands on x, on y, and the rest.

    A stored notebook keeps no order of its own: nbformat sorts every key.
    """
    place = {}
    for view in views(spec):
        for rank, channel in enumerate(("x", "y"), 1):
            field = mapping(mapping(view.node.get("encoding")).get(channel)).get("field")
            if isinstance(field, str):
                place.setdefault(field, rank)

    def rank(column):
        first = next((row[column] for row in rows if row.get(column) is not None), None)
        is_name = isinstance(first, str) and not re.match(r"\d{4}-\d\d", first)
        return 0 if is_name else place.get(column, 3)

    return sorted(columns, key=rank)


def computed(vega):
    """Return the tables that the marks of a compiled chart draw, by drawing them as text."""
    top = {data["name"] for data in vega.get("data", ())}
    fields = {}
    _fields_by_source(vega.get("marks", ()), {}, fields)
    wanted = {name: list(columns) for name, columns in fields.items() if name in top and columns}
    vega = copy.deepcopy(vega)
    vega.pop("title", None)
    vega["marks"], vega["axes"], vega["legends"], vega["layout"] = [], [], [], None
    del vega["layout"]
    for name, columns in wanted.items():
        values = [f"'{FIELD}' + datum['{column}']" for column in columns]
        text = {"signal": f"'{CELL}{name}' + " + " + ".join(values)}
        mark = {"type": "text", "from": {"data": name}, "encode": {"update": {"text": text}}}
        vega["marks"].append(mark)
    svg = vl_convert.vega_to_svg(vega)
    tables = []
    for name, columns in wanted.items():
        lines = re.findall(rf"{CELL}{re.escape(name)}{FIELD}([^<]*)<", svg)
        rows = [
            dict(zip(columns, map(_value, html.unescape(line).split(FIELD)), strict=True))
            for line in lines
        ]
        rows = [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in rows)]
        if rows and (columns, rows) not in tables:
            tables.append((columns, rows))
    return tables


def _fields_by_source(marks, facets, fields):
    for mark in marks:
        origin = mark.get("from", {})
        if "facet" in origin:
            facet = origin["facet"]
            source = facets.get(facet["data"], facet["data"])
            facets = {**facets, facet["name"]: source}
            keys = facet.get("groupby", [])
            own = fields.setdefault(source, {})
            own.update(dict.fromkeys([keys] if isinstance(keys, str) else keys))
        elif "data" in origin:
            source = facets.get(origin["data"], origin["data"])
            own = fields.setdefault(source, {})
            for block in mark.get("encode", {}).values():
                for channel in block.values():
                    own.update(dict.fromkeys(_plain_fields(channel)))
        _fields_by_source(mark.get("marks", ()), facets, fields)


def _plain_fields(channel):
    for rule in channel if isinstance(channel, list) else [channel]:
        field = rule.get("field") if isinstance(rule, dict) else None
        if isinstance(field, str) and re.fullmatch(r"\w+", field):
            yield field


def _value(text):
    try:
        number = float(text)
    except ValueError:
        return None if text in ("null", "undefined", "NaN") else text
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.6g}")


def titles(spec):
    """Return the words that the chart itself gives its columns: {column: axis title}."""
    found = {}
    for view in views(spec):
        for _, definition in channels(view.node):
            title = definition.get("title") or mapping(definition.get("axis")).get("title")
            plain = not {"aggregate", "bin", "timeUnit"} & set(definition)
            if plain and words(title) and isinstance(definition.get("field"), str):
                found.setdefault(definition["field"], words(title))
    return found


def as_csv(columns, rows):
    r"""Return rows as CSV text (UTF-8, `\n`), missing values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
