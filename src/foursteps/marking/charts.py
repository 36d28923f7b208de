"""What a chart shows, read from its Vega-Lite specification without drawing it.

Used to compare a student's chart with the reference's: the mark, the types of its channels,
the data that stand behind them (after the chart's own aggregates), scales, zero, titles.
"""

import re
import statistics
from itertools import islice

from foursteps.marking.encoding import Caps

# More views than a figure has, and more channels than Vega-Lite knows: each view is looked at
# with all its channels and rows, and a student may have written any number of each.
MOST_VIEWS, MOST_CHANNELS = 300, 50
DISCRETE = ("nominal", "ordinal")
AGGREGATES = {
    "mean": statistics.fmean,
    "average": statistics.fmean,
    "median": statistics.median,
    "sum": sum,
    "min": min,
    "max": max,
}


def units(spec):
    """Every single view (a dict with mark, encoding, data rows) of a specification."""
    yield from islice(_units(spec, {}, None, _dict(spec.get("datasets")), 0), MOST_VIEWS)


def _units(node, encoding, rows, datasets, depth):
    if not isinstance(node, dict) or depth > 20:
        return
    encoding = {**encoding, **_dict(node.get("encoding"))}
    if len(encoding) > MOST_CHANNELS:
        return
    data = node.get("data")
    if isinstance(data, dict):
        named = datasets.get(data["name"]) if isinstance(data.get("name"), str) else None
        rows = named if named is not None else data.get("values")
    if "mark" in node:
        mark = node["mark"]
        kind = mark.get("type") if isinstance(mark, dict) else mark
        yield {
            "mark": str(kind),
            "encoding": encoding,
            "rows": rows if _list(rows) else None,
            "transformed": bool(node.get("transform")),
        }
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for child in _list(node.get(key)) or ():
            yield from _units(child, encoding, rows, datasets, depth + 1)
    if "spec" in node:
        yield from _units(node["spec"], encoding, rows, datasets, depth + 1)


def _dict(value):
    return value if isinstance(value, dict) else {}


def _list(value):
    return value if isinstance(value, list) else None


def main_unit(spec):
    """The first view with data on x or y (text and rules only if there is nothing else)."""
    found = [unit for unit in units(spec) if {"x", "y"} & set(unit["encoding"])]
    rank = {"text": 1, "rule": 1}
    return min(found, key=lambda unit: rank.get(unit["mark"], 0), default=None)


def drawn(spec, channels):
    """The rows that the chart's main view draws: a list of tuples, one value a channel.

    Aggregates of the chart itself (mean, median, sum, min, max, count) are carried out. None
    if a channel is missing or its data cannot be read from the specification alone (binning,
    time units, transforms).
    """
    unit = main_unit(spec)
    if unit is None or unit["rows"] is None or unit["transformed"]:
        return None
    definitions = [_dict(unit["encoding"].get(channel)) for channel in channels]
    if any(d.get("bin") or d.get("timeUnit") for d in definitions):
        return None
    if any("field" not in d and d.get("aggregate") != "count" for d in definitions):
        return None
    rows = [row for row in islice(unit["rows"], Caps.chart_rows) if isinstance(row, dict)]
    fields = [_field(d) for d in definitions]
    aggregates = [d.get("aggregate") for d in definitions]
    if not any(aggregates):
        return [tuple(row.get(f) for f in fields) for row in rows]
    # Vega-Lite groups by every field that is encoded without an aggregate.
    by = {
        _field(d)
        for d in map(_dict, unit["encoding"].values())
        if "field" in d and not d.get("aggregate")
    }
    groups = {}
    for row in rows:
        groups.setdefault(tuple(str(row.get(f)) for f in by), []).append(row)
    return [
        tuple(_value(group, f, a) for f, a in zip(fields, aggregates, strict=True))
        for group in groups.values()
    ]


def reworks(spec):
    """In words, what keeps the drawn data from being read: the chart reworks them; else None."""
    unit = main_unit(spec)
    if unit is None:
        return None
    if unit["transformed"]:
        return "transform_…"
    definitions = list(map(_dict, unit["encoding"].values()))
    for name, word in (("timeUnit", "a time unit"), ("bin", "bins")):
        if any(definition.get(name) for definition in definitions):
            return word
    return None


def names(spec, channels):
    """Which of the channels show names (nominal or ordinal), as a list of True and False."""
    unit = main_unit(spec)
    encoding = unit["encoding"] if unit else {}
    return [_dict(encoding.get(channel)).get("type") in DISCRETE for channel in channels]


def _field(definition):
    # Altair writes a dot or bracket in a column's name with a backslash before it.
    return str(definition.get("field")).replace("\\", "")


def _value(group, field, aggregate):
    """A channel's value for one group of rows."""
    if aggregate is None:
        return group[0].get(field)
    if aggregate == "count":
        return len(group)
    if aggregate == "distinct":
        return len({str(row.get(field)) for row in group})
    numbers = [
        row[field]
        for row in group
        if isinstance(row.get(field), (int, float)) and row[field] == row[field]
    ]
    calculate = AGGREGATES.get(aggregate) if isinstance(aggregate, str) else None
    return calculate(numbers) if numbers and calculate else None


def differs(aspect, key, given, channels):
    """In words, how the aspect differs between two specifications; None if it does not.

    The words say what is wrong with the given chart, never what the key's is.
    """
    unit = main_unit(given)
    if unit is None:
        return "it draws nothing on x or y"
    if aspect == "title":
        return None if _words(given.get("title")) else "it has no title"
    if aspect == "axis-titles":
        return _axis_fault(unit)
    ours = main_unit(key)
    if aspect == "mark":
        same = _mark(unit) == _mark(ours)
        return None if same else f"the mark “{unit['mark'][:40]}” does not suit the question"
    if aspect == "zero":
        channel = _value_channel(ours)
        if _zero(ours, channel) == _zero(unit, channel):
            return None
        if _zero(unit, channel):
            return f"the scale of {channel} begins at zero, which hides what is asked"
        return f"the scale of {channel} does not begin at zero, which misleads the eye here"
    for channel in channels:
        mine, yours = (_dict(u["encoding"].get(channel)) for u in (ours, unit))
        if not yours:
            return f"nothing is drawn on the channel {channel}"
        if aspect == "types" and _kind(mine) != _kind(yours):
            return f"the type of {channel} ({str(yours.get('type'))[:40]}) does not suit its data"
        if aspect == "scale" and _scale(mine) != _scale(yours):
            return f"the scale of {channel} ({_scale(yours)}) does not suit its data"
    return None


def _mark(unit):
    return {"circle": "point", "square": "point"}.get(unit["mark"], unit["mark"])


def _kind(definition):
    """quantitative, temporal, or discrete (Vega-Lite draws nominal and ordinal alike)."""
    if definition.get("aggregate") == "count":
        return "quantitative"
    kind = definition.get("type")
    return kind if kind in ("quantitative", "temporal") else "discrete"


def _scale(definition):
    kind = _dict(definition.get("scale")).get("type")
    return kind if kind in ("log", "symlog", "sqrt", "pow") else "linear"


def _value_channel(unit):
    """The channel that holds what is measured: y, unless only x is quantitative."""
    y = _dict(unit["encoding"].get("y"))
    return "y" if _kind(y) == "quantitative" else "x"


def _zero(unit, channel):
    """Whether the scale of a value's channel includes zero, as Vega-Lite decides it."""
    definition = _dict(unit["encoding"].get(channel))
    scale = _dict(definition.get("scale"))
    if _kind(definition) != "quantitative" or _scale(definition) == "log":
        return False
    domain = _list(scale.get("domain"))
    if domain and all(isinstance(end, (int, float)) for end in domain):
        return min(domain) <= 0 <= max(domain)
    if isinstance(scale.get("zero"), bool):
        return scale["zero"]
    return not definition.get("bin")


def _words(title):
    """The words of a title: text, lines, or {"text": …}."""
    if isinstance(title, dict):
        return _words(title.get("text"))
    if isinstance(title, list):
        return " ".join(map(_words, title)).strip()
    return title.strip() if isinstance(title, str) else ""


def _axis_fault(unit):
    """What is wrong with the titles of x and y."""
    for channel in ("x", "y"):
        definition = unit["encoding"].get(channel)
        if not isinstance(definition, dict):
            continue
        axis = definition.get("axis", {})
        if axis is None:  # no axis, nothing to read: direct labels
            continue
        title = definition["title"] if "title" in definition else _dict(axis).get("title")
        words = _words(title)
        if not words:
            return f"the {channel} axis has no title of its own"
        if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", words):
            return f"the title of the {channel} axis is a column's name: write it in words"
        if _kind(definition) == "quantitative" and not re.search(r"\([^()]+\)", words):
            return f"the title of the {channel} axis has no unit in brackets"
    return None
