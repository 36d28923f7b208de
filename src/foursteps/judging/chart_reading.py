"""What a chart shows, read from its Vega-Lite specification without drawing it.

Used to compare a student's chart with the reference's: the mark, the types of its channels,
the data that stand behind them (after the chart's own aggregates), scales, zero, titles.
"""

import re
import statistics
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from foursteps.ground import vega_lite
from foursteps.ground.vega_lite import mapping, sequence
from foursteps.judging import chart_visible
from foursteps.judging.chart_visible import View
from foursteps.judging.forms import Caps, Json, Spec

# More views than a figure has: each is looked at with all its channels and rows, and a student
# may have written any number of them.
MOST_VIEWS = 100
# Values that are looked at in all views together: rows times channels.
MOST_VALUES = 500_000
AGGREGATES: dict[str, Callable[[Iterable[float]], float]] = {
    "mean": statistics.fmean,
    "average": statistics.fmean,
    "median": statistics.median,
    "sum": sum,
    "min": min,
    "max": max,
}


# Marks that may stand beside the one asked for: labels, lines of reference, points on a line.
BESIDE = {
    "line": {"point", "text", "rule", "rect", "area", "tick"},
    "bar": {"text", "rule", "tick", "point"},
    "point": {"text", "rule", "tick"},
}


# Channels whose fields part a line, beside those that a question asks for.
PARTING = (
    *("color", "stroke", "fill", "detail", "key", "opacity", "strokeOpacity", "fillOpacity"),
    *("size", "strokeWidth", "strokeDash", "shape", "row", "column", "facet"),
)


class Reading(dict[str, Json]):
    """A specification whose views are found once, however often it is asked about."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self.views = list(_few(_marked(self)))


def units(spec: Spec) -> list[View]:
    """Every single view of a specification, or of its Reading."""
    return (spec if isinstance(spec, Reading) else Reading(mapping(spec))).views


def _few(views: Iterable[View]) -> Iterator[View]:
    """As many of the views as are read: the time of all that follows hangs on them."""
    values = 0
    for view in islice(views, MOST_VIEWS):
        values += min(len(view.rows or ()), Caps.chart_rows) * len(view.encoding)
        if values > MOST_VALUES:
            return
        yield view


def _marked(spec: Spec) -> Iterator[View]:
    for view in vega_lite.views(spec):
        if "mark" not in view.node:
            continue
        whole, mark = view.path[0], view.node["mark"]
        yield View(
            mark=str(mark.get("type") if isinstance(mark, dict) else mark),
            look=mapping(mark),
            encoding=_met(view.encoding),
            rows=view.rows or None,
            transformed=any(node.get("transform") for node in view.path),
            width=view.nearest("width"),
            height=view.nearest("height"),
            config=mapping(whole.get("config")),
            background=whole.get("background"),
        )


def _met(encoding: Spec) -> Spec:
    """Channels as they are before anybody clicks: then a selection holds everything."""
    met: Spec = {}
    for channel, definition in encoding.items():
        case = mapping(mapping(definition).get("condition"))
        chosen = "param" in case and case.get("empty") is not False and _shows(case)
        met[channel] = case if chosen else definition
    return met


def panels(spec: Json) -> int:
    """How many views with data on x or y stand side by side (layers and facets are one)."""
    for key in ("hconcat", "vconcat", "concat"):
        side_by_side = sequence(mapping(spec).get(key))
        if side_by_side:
            return sum(map(panels, side_by_side))
    inner = mapping(spec).get("spec")
    if isinstance(inner, dict) and not sequence(mapping(spec).get("layer")):
        return panels(inner)
    return int(any({"x", "y"} & set(unit.encoding) for unit in units(mapping(spec))))


def main_unit(spec: Spec, like: str | None = None) -> View | None:
    """The first view with data on x or y that can be seen, those with the mark `like` before others.

    Text and rules only if there is nothing else. Its scales and titles are those of all layers
    with its mark, as Vega-Lite joins them.
    """
    found = main_units(spec, like)
    if not found:
        return None
    encoding = dict(found[0].encoding)
    for unit in found[1:]:
        for channel in ("x", "y"):
            mine, other = mapping(encoding.get(channel)), mapping(unit.encoding.get(channel))
            more: Spec = {
                k: other[k] for k in ("scale", "title", "axis") if k in other and k not in mine
            }
            if mine and more:
                encoding[channel] = {**mine, **more}
    return replace(found[0], encoding=encoding)


def main_units(spec: Spec, like: str | None = None) -> list[View]:
    """The main view and the layers with the same mark that can be seen."""
    found = [unit for unit in units(spec) if {"x", "y"} & set(unit.encoding)]
    found = [unit for unit in found if not unit.hidden] or found[:1]
    rank = {"text": 2, "rule": 2} | ({like: 0} if like else {})
    main = min(found, key=lambda unit: rank.get(_mark(unit), 1), default=None)
    return [unit for unit in found if _mark(unit) == _mark(main)] if main else []


def mark_of(spec: Spec) -> str | None:
    """The kind of a chart's main mark, such as "line" (a circle is a point); None if none."""
    unit = main_unit(spec)
    return _mark(unit) if unit else None


def encodes(spec: Spec, channel: str) -> bool:
    """Whether a chart's main view shows data on a channel."""
    unit = main_unit(spec)
    return unit is not None and _shows(mapping(unit.encoding.get(channel)))


def _shows(definition):
    return bool({"field", "datum", "aggregate"} & set(definition))


def drawn(
    spec: Spec, channels: Sequence[str], like: str | None = None
) -> list[tuple[Json, ...]] | None:
    """The rows that the chart's main view draws: a list of tuples, one value a channel.

    Aggregates of the chart itself (mean, median, sum, min, max, count) are carried out. Layers
    with the same mark are taken together; one that draws again what is there adds nothing. A
    channel that is not encoded is None. None if the data cannot be read from the specification
    alone (binning, time units, transforms), or if x or y is missing.
    """
    together: list[tuple[Json, ...]] = []
    known: set[str] = set()
    for unit in main_units(spec, like):
        rows = _drawn(unit, channels)
        if rows is None:
            return None
        new = [row for row in rows if repr(row) not in known]
        together += rows if new else []
        known |= set(map(repr, rows))
    return together or None


def _drawn(unit, channels):
    if unit.rows is None or unit.transformed:
        return None
    definitions = [mapping(unit.encoding.get(channel)) for channel in channels]
    if any(d.get("bin") or d.get("timeUnit") for d in definitions):
        return None
    for channel, d in zip(channels, definitions, strict=True):
        if channel in ("x", "y") and not {"field", "datum"} & set(d) and not _count(d):
            return None
    rows = _rows(unit)
    fields = [_field(d) if "field" in d else None for d in definitions]
    aggregates = [d.get("aggregate") for d in definitions]
    fixed = [d.get("datum") for d in definitions]
    if not any(aggregates):
        return [
            tuple(row.get(f) if f is not None else c for f, c in zip(fields, fixed, strict=True))
            for row in rows
        ]
    # Vega-Lite groups by every field that is encoded without an aggregate.
    by = {
        _field(d)
        for d in map(mapping, unit.encoding.values())
        if "field" in d and not d.get("aggregate")
    }
    groups: dict[tuple[str, ...], list[Spec]] = {}
    for row in rows:
        groups.setdefault(tuple(str(row.get(f)) for f in by), []).append(row)
    return [
        tuple(
            c if f is None and not a else _value(group, f, a)
            for f, a, c in zip(fields, aggregates, fixed, strict=True)
        )
        for group in groups.values()
    ]


def _rows(unit):
    """The rows of a view's data, as many as a chart may have."""
    return [row for row in islice(unit.rows or (), Caps.chart_rows) if isinstance(row, dict)]


def _count(definition):
    return definition.get("aggregate") == "count"


def hidden(spec: Spec, channels: Sequence[str], like: str | None = None) -> str | None:
    """In words, what keeps a reader from seeing what the chart draws; None if nothing does."""
    unit = main_unit(spec, like)
    if unit is None:
        return "it draws nothing on x or y"
    fault = unit.hidden or _cut(unit, channels)
    rows = drawn(spec, channels, like) or []
    for n, channel in enumerate(channels):
        if not fault and channel in ("x", "y"):
            fault = chart_visible.off_scale(unit, channel, [row[n] for row in rows])
    return fault


def reworks(spec: Spec) -> str | None:
    """In words, what keeps the drawn data from being read: the chart reworks them; else None."""
    unit = main_unit(spec)
    if unit is None:
        return None
    if unit.transformed:
        return "transform_…"
    definitions = list(map(mapping, unit.encoding.values()))
    for name, word in (("timeUnit", "a time unit"), ("bin", "bins")):
        if any(definition.get(name) for definition in definitions):
            return word
    return None


def names(spec: Spec, channels: Sequence[str]) -> list[bool]:
    """Which of the channels show names (nominal or ordinal), as a list of True and False."""
    unit = main_unit(spec)
    encoding = unit.encoding if unit else {}
    return [_kind(mapping(encoding.get(channel))) == "discrete" for channel in channels]


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


def _cut(unit, channels):
    """In words, by which other channels a line falls to pieces; None if it does not.

    Vega-Lite draws a line for each combination of the fields that are not on x or y.
    """
    if unit.mark not in ("line", "trail"):
        return None
    parts = {
        channel: _field(definition)
        for channel, definition in unit.encoding.items()
        if channel in (*channels, *PARTING)
        and channel not in ("x", "y")
        and "field" in mapping(definition)
        and not definition.get("aggregate")
    }
    asked = [parts[c] for c in parts if c in channels or c in ("row", "column", "facet")]
    few, many = (
        {tuple(str(row.get(f)) for f in fields) for row in _rows(unit)}
        for fields in (asked, list(parts.values()))
    )
    if len(many) == len(few):
        return None
    others = " and ".join(channel for channel in parts if channel not in channels)
    return f"its lines fall to pieces by what is on {others}"


def differs(aspect: str, key: Spec, given: Spec, channels: Sequence[str]) -> str | None:
    """In words, how the aspect differs between two specifications; None if it does not.

    The words say what is wrong with the given chart, never what the key's is.
    """
    ours = main_unit(key)
    unit = main_unit(given, _mark(ours) if ours else None)
    if ours is None or unit is None:
        return "it draws nothing on x or y"
    if panels(given) > 1:
        return "it shows several charts side by side; the question asks for one"
    if aspect == "title":
        written = re.search(r"[^\W_]", _words(given.get("title")))
        told = written and not chart_visible.faint_title(given.get("title"), unit)
        return None if told else "it has no title that can be read"
    if aspect == "axis-titles":
        return _axis_fault(unit)
    if aspect == "mark":
        if _mark(unit) != _mark(ours):
            return f"the mark “{unit.mark[:40]}” does not suit the question"
        return _beside(given, _mark(ours))
    if aspect == "zero":
        channel = _value_channel(ours)
        if _zero(ours, channel) == _zero(unit, channel):
            return None
        if _zero(unit, channel):
            return f"the scale of {channel} begins at zero, which hides what is asked"
        return f"the scale of {channel} does not begin at zero, which misleads the eye here"
    for channel in channels:
        mine, yours = (mapping(u.encoding.get(channel)) for u in (ours, unit))
        if not _shows(mine):
            continue
        if not _shows(yours):
            return f"nothing is drawn on the channel {channel}"
        if aspect == "types" and _kind(mine) != _kind(yours):
            return f"the type of {channel} ({str(yours.get('type'))[:40]}) does not suit its data"
        if aspect == "scale" and _scale(mine) != _scale(yours):
            return f"the scale of {channel} ({_scale(yours)}) does not suit its data"
    return None


def _beside(spec, kind):
    """What is wrong with the marks of other layers, beside those of the kind asked for."""
    for unit in units(spec):
        other = _mark(unit)
        span = kind == "point" and other == "rule" and {"x2", "y2"} & set(unit.encoding)
        known = other == kind or other in BESIDE.get(kind, {other})
        if (span or not known) and not unit.hidden:
            return f"the mark “{unit.mark[:40]}” beside the others does not suit the question"
    return None


def _mark(unit: View) -> str:
    return {"circle": "point", "square": "point"}.get(unit.mark, unit.mark)


def _kind(definition):
    """quantitative, temporal, or discrete (Vega-Lite draws nominal and ordinal alike)."""
    if definition.get("aggregate") == "count":
        return "quantitative"
    kind = definition.get("type")
    return kind if kind in ("quantitative", "temporal") else "discrete"


def _scale(definition):
    kind = mapping(definition.get("scale")).get("type")
    return kind if kind in ("log", "symlog", "sqrt", "pow") else "linear"


def _value_channel(unit):
    """The channel that holds what is measured: y, unless only x is quantitative."""
    y = mapping(unit.encoding.get("y"))
    return "y" if _kind(y) == "quantitative" else "x"


def _zero(unit, channel):
    """Whether the scale of a value's channel includes zero, as Vega-Lite decides it."""
    definition = mapping(unit.encoding.get(channel))
    scale = mapping(definition.get("scale"))
    if _kind(definition) != "quantitative" or _scale(definition) == "log":
        return False
    lowest, highest = scale.get("domainMin"), scale.get("domainMax")
    if isinstance(lowest, (int, float)) and lowest > 0:
        return False
    if isinstance(highest, (int, float)) and highest < 0:
        return False
    domain = sequence(scale.get("domain"))
    ends = [end for end in domain if isinstance(end, (int, float))]
    if ends and len(ends) == len(domain):
        return min(ends) <= 0 <= max(ends)
    if isinstance(scale.get("zero"), bool):
        return scale["zero"]
    return not definition.get("bin")


# A unit's: also the square ones, and those of Chinese.
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")


def _words(title):
    """The words of a title, without what leaves no ink; wide signs, as in （年）, are plain ones."""
    return unicodedata.normalize("NFKC", chart_visible.words(vega_lite.words(title)))


def _axis_fault(unit):
    """What is wrong with the titles of x and y."""
    for channel in ("x", "y"):
        definition = unit.encoding.get(channel)
        if not isinstance(definition, dict):
            continue
        axis = definition.get("axis", {})
        title = definition["title"] if "title" in definition else mapping(axis).get("title")
        words = _words(title)
        # A unit alone is no title; without an axis nothing is written.
        named = re.search(r"[^\W\d_]", _BRACKETS.sub("", words))
        if not named or axis is None or chart_visible.faint_title(axis, unit):
            return f"the {channel} axis has no title of its own"
        if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", words):
            return f"the title of the {channel} axis is a column's name: write it in words"
        if _kind(definition) == "quantitative" and not any(
            map(str.strip, _BRACKETS.findall(words))
        ):
            return f"the title of the {channel} axis has no unit in brackets"
    return None
