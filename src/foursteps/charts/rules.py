"""What a chart must carry before a reader sees it, judged on the compiled Vega.

The compiled form is what is drawn, so layers, facets, repeats and inherited encodings count.
"""

import re

from foursteps.charts.country_scale import COLORS, MISSPELT, PAIR, encodings

QUANTITATIVE = {
    "linear", "log", "pow", "sqrt", "symlog", "bin-ordinal", "quantize", "quantile", "threshold",
}  # fmt: skip
COLOR_CHANNELS = ("color", "fill", "stroke")
# Channels that tell places apart without colour.
OTHER_CHANNELS = (
    "shape", "strokeDash", "x", "y", "xOffset", "yOffset", "row", "column", "facet", "text",
)  # fmt: skip


class ChartError(ValueError):
    """A chart lacks something that every chart of the book has; the message says what to add."""


def check(spec, vega):
    """Raise ChartError naming everything that a chart lacks.

    spec: the Vega-Lite specification as stored; vega: the same, compiled. Returns None.
    """
    faults = [*_meta(spec), *_title(vega), *_axes(vega), *_names(spec), *_places(spec, vega)]
    if faults:
        name = (spec.get("usermeta") or {}).get("id") or "chart without id"
        raise ChartError(f"{name}: " + "; ".join(dict.fromkeys(faults)))


def _meta(spec):
    meta = spec.get("usermeta") or {}
    if not re.fullmatch(r"fig-[a-z0-9]+(-[a-z0-9]+)*", str(meta.get("id", ""))):
        yield 'no id: add usermeta={"id": "fig-…"} (small letters, digits, hyphens)'
    if not _words(spec.get("description")):
        yield "no description: add .properties(description=…), what a reader who cannot see it needs"
    if not _words(meta.get("caption")):
        yield 'no caption: add usermeta={"caption": "…"}'
    tables, toy = meta.get("tables"), meta.get("toy", False)
    if not isinstance(tables, list) or not all(isinstance(t, str) and t for t in tables):
        yield 'no tables: add usermeta={"tables": ["notable_models"]}, or "tables": [], "toy": True'
    elif not tables and toy is not True:
        yield 'tables is empty: name the tables drawn, or add "toy": True for a model\'s output'
    elif tables and toy:
        yield 'both tables and "toy": a toy chart draws no table'


def _words(text):
    return isinstance(text, str) and bool(text.strip())


def _text(title):
    """Return a Vega title's words, whether text, lines or an expression; '' if there is none."""
    if isinstance(title, dict):
        title = title.get("text", title.get("signal", ""))
        return _text(title)
    if isinstance(title, list):
        return " ".join(map(_text, title))
    return title.strip() if isinstance(title, str) else ""


def _title(vega):
    if not _text(vega.get("title")):
        yield "no title: add .properties(title=…) to the whole chart"


def _axes(vega):
    for axis, scale in _labelled_axes(vega, {}):
        title = _text(axis.get("title"))
        side = {"bottom": "x", "top": "x", "left": "y", "right": "y"}.get(axis.get("orient"), "?")
        if not title:
            yield f"an axis without title ({side}): add title=… to its encoding"
        elif re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", title):
            yield f"axis title {title!r} is a column's name: write it in words, title=…"
        elif scale in QUANTITATIVE and not _has_unit(title):
            yield (
                f"axis title {title!r} ({side}) has no unit: add it in brackets, "
                'like "Spending (bn USD of 2024)", or "(number)" for counts'
            )


def _has_unit(title):
    units = re.findall(r"\(([^()]+)\)", title)
    return any(unit.strip() and unit.strip() != "binned" for unit in units)


def _labelled_axes(node, scales):
    """Yield (axis, scale type) of every axis that shows labels, at any depth."""
    if isinstance(node, list):
        for child in node:
            yield from _labelled_axes(child, scales)
        return
    if not isinstance(node, dict):
        return
    own = {s["name"]: s.get("type", "linear") for s in node.get("scales", ())}
    scales = {**scales, **own}
    for axis in node.get("axes", ()):
        if axis.get("labels", True) is not False:
            yield axis, scales.get(axis["scale"], _scale_below(axis["scale"], node))
    for child in node.get("marks", ()):
        yield from _labelled_axes(child, scales)


def _scale_below(name, node):
    for child in node.get("marks", ()):
        for scale in child.get("scales", ()):
            if scale["name"] == name:
                return scale.get("type", "linear")
    return "linear"


def _names(spec):
    for param in _params(spec):
        if re.fullmatch(r"param_?(\d+|[0-9a-f]{16})", param):
            yield f"parameter {param!r} is named automatically: add name=… (automatic names shift)"


def _params(node):
    if isinstance(node, list):
        for child in node:
            yield from _params(child)
    elif isinstance(node, dict):
        for param in node.get("params") or ():
            if isinstance(param, dict):
                yield str(param.get("name", "param_0"))
        for key, child in node.items():
            if key not in ("datasets", "data", "config", "usermeta", "params"):
                yield from _params(child)


def _places(spec, vega):
    for domain, values in _color_scales(vega, spec):
        for place in domain:
            if place in MISSPELT:
                yield f'a colour scale says {place!r}: spell the place "{MISSPELT[place]}"'
        for place in set(PAIR) & set(domain):
            at = domain.index(place)
            if (
                not isinstance(values, list)
                or len(values) <= at
                or (str(values[at]).lower() != COLORS[place])
            ):
                yield f"{place} is not in its fixed colour: use color=charts.place_color(…)"
    yield from _colour_alone(spec)


def _color_scales(vega, spec):
    """Yield (domain, range) of every discrete colour scale; a domain from data is looked up."""
    used = set(_scales_used(vega))
    for scale in _scales(vega):
        if scale["name"] not in used or scale.get("type") not in ("ordinal", "point", "band"):
            continue
        domain = scale.get("domain")
        if not isinstance(domain, list):
            fields = _fields(domain)
            rows = [row for _, rows in encodings(spec) for row in rows or ()]
            domain = list(dict.fromkeys(
                row[f] for row in rows if isinstance(row, dict) for f in fields
                if isinstance(row.get(f), str)
            ))  # fmt: skip
        yield [value for value in domain if isinstance(value, str)], scale.get("range")


def _fields(domain):
    if not isinstance(domain, dict):
        return []
    if "field" in domain:
        return [domain["field"]]
    return [f["field"] for f in domain.get("fields", ()) if isinstance(f, dict) and "field" in f]


def _scales(node):
    if isinstance(node, dict):
        yield from node.get("scales", ())
        for child in node.get("marks", ()):
            yield from _scales(child)


def _scales_used(node):
    """Yield the names of scales that paint a fill or a stroke."""
    if isinstance(node, list):
        for child in node:
            yield from _scales_used(child)
    elif isinstance(node, dict):
        for key, child in node.items():
            if key in ("fill", "stroke"):
                yield from _named(child)
            yield from _scales_used(child)


def _named(node):
    if isinstance(node, dict):
        if isinstance(node.get("scale"), str):
            yield node["scale"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _named(child)


def _colour_alone(spec):
    pairs = [(channel, d) for encoding, _ in encodings(spec) for channel, d in _defs(encoding)]
    pairs += [(channel, d) for channel, d in _facets(spec)]
    told = {str(d.get("field")) for channel, d in pairs if channel in OTHER_CHANNELS}
    for channel, definition in pairs:
        scale = definition.get("scale")
        domain = scale.get("domain") if isinstance(scale, dict) else None
        countries = isinstance(domain, list) and set(PAIR) & set(map(str, domain))
        if channel in COLOR_CHANNELS and countries and str(definition.get("field")) not in told:
            yield (
                f"{definition.get('field')!r} is told by colour alone: add shape=charts."
                "place_shape(…), strokeDash=charts.place_dash(…), a label or a facet"
            )


def _defs(encoding):
    for channel, definition in encoding.items():
        for one in definition if isinstance(definition, list) else [definition]:
            if isinstance(one, dict):
                yield channel, one
                condition = one.get("condition")
                for inner in condition if isinstance(condition, list) else [condition]:
                    if isinstance(inner, dict) and "field" in inner:
                        yield channel, inner


def _facets(node):
    if isinstance(node, list):
        for child in node:
            yield from _facets(child)
    elif isinstance(node, dict):
        facet = node.get("facet")
        if isinstance(facet, dict):
            if "field" in facet:
                yield "facet", facet
            for channel in ("row", "column"):
                if isinstance(facet.get(channel), dict):
                    yield channel, facet[channel]
        for key in ("spec", "layer", "concat", "hconcat", "vconcat"):
            if key in node:
                yield from _facets(node[key])
