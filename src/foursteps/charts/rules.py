"""What every chart of the book carries, judged on the compiled Vega.

The compiled form is what is drawn, so layers, facets, repeats and inherited encodings count.
Looked at where the book is made; nobody else's chart is held to it.
"""

import html
import json
import re

import vl_convert

from foursteps.charts import renderer, theme, tooltips
from foursteps.charts.country_scale import COLORS, MISSPELT, PAIR
from foursteps.charts.svg import size
from foursteps.ground.vega_lite import (
    Spec,
    channels,
    mapping,
    nodes,
    params,
    sequence,
    stored_rows,
    views,
    words,
)

QUANTITATIVE = {
    "linear", "log", "pow", "sqrt", "symlog", "bin-ordinal", "quantize", "quantile", "threshold",
}  # fmt: skip
COLOR_CHANNELS = ("color", "fill", "stroke")
# Channels that tell places apart without colour.
OTHER_CHANNELS = (
    "shape", "strokeDash", "x", "y", "xOffset", "yOffset", "row", "column", "facet", "text",
)  # fmt: skip


def faults(spec: Spec) -> list[str]:
    """What a chart lacks, each with what to add; empty if nothing.

    spec: the Vega-Lite specification as a notebook stores it.
    """
    try:
        vega = renderer.compiled(spec)
        svg = vl_convert.vega_to_svg(vega)
    except ValueError as error:
        return [f"Vega cannot draw it: {str(error).strip()[:300]}"]
    found = [*_meta(spec), *_title(vega), *_axes(vega), *_names(spec), *_places(spec, vega)]
    return list(dict.fromkeys([*found, *tooltips.faults(spec), *_room(spec, svg)]))


def _meta(spec):
    meta = mapping(spec.get("usermeta"))
    if not re.fullmatch(r"fig-[a-z0-9]+(-[a-z0-9]+)*", str(meta.get("id", ""))):
        yield 'no id: add usermeta={"id": "fig-…"} (small letters, digits, hyphens)'
    if not words(spec.get("description")):
        yield "no description: add .properties(description=…), what a reader who cannot see it needs"
    if not words(meta.get("caption")):
        yield 'no caption: add usermeta={"caption": "…"}'
    tables, toy = meta.get("tables"), meta.get("toy", False)
    if not isinstance(tables, list) or not all(isinstance(t, str) and t for t in tables):
        yield 'no tables: add usermeta={"tables": ["notable_models"]}, or "tables": [], "toy": True'
    elif not tables and toy is not True:
        yield 'tables is empty: name the tables drawn, or add "toy": True for a model\'s output'
    elif tables and toy:
        yield 'both tables and "toy": a toy chart draws no table'


def _text(title):
    """Return the words of a title of Vega, or the expression that computes them."""
    text = mapping(title).get("text", title)
    return words(mapping(text).get("signal", text))


def _title(vega):
    if not _text(vega.get("title")):
        yield "no title: add .properties(title=…) to the whole chart"


def _axes(vega):
    for axis, scale in _labelled_axes(vega):
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


def _labelled_axes(vega):
    """Yield (axis, scale type) of every axis that shows labels, at any depth."""
    types = {scale["name"]: scale.get("type", "linear") for scale in _scales(vega)}
    for node in nodes(vega):
        for axis in map(mapping, sequence(node.get("axes"))):
            if axis.get("labels", True) is not False:
                yield axis, types.get(axis["scale"], "linear")


def _scales(vega):
    for node in nodes(vega):
        yield from map(mapping, sequence(node.get("scales")))


def _names(spec):
    for param in params(spec):
        name = str(param.get("name", "param_0"))
        if re.fullmatch(r"param_?(\d+|[0-9a-f]{16})", name):
            yield f"parameter {name!r} is named automatically: add name=… (automatic names shift)"


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
    painted = [node[key] for node in nodes(vega) for key in ("fill", "stroke") if key in node]
    used = {node.get("scale") for paint in painted for node in nodes(paint) if _named(node)}
    for scale in _scales(vega):
        if scale["name"] not in used or scale.get("type") not in ("ordinal", "point", "band"):
            continue
        domain = scale.get("domain")
        if not isinstance(domain, list):
            rows = map(mapping, stored_rows(spec))
            domain = [row.get(field) for row in rows for field in _fields(domain)]
        names = [value for value in domain if isinstance(value, str)]
        yield list(dict.fromkeys(names)), scale.get("range")


def _named(paint):
    return isinstance(paint.get("scale"), str)


def _fields(domain):
    if not isinstance(domain, dict):
        return []
    if "field" in domain:
        return [domain["field"]]
    return [f["field"] for f in domain.get("fields", ()) if isinstance(f, dict) and "field" in f]


def _colour_alone(spec):
    pairs = [pair for view in views(spec) for pair in channels(view.node)]
    told = {str(d.get("field")) for channel, d in pairs if channel in OTHER_CHANNELS}
    for channel, definition in pairs:
        domain = mapping(definition.get("scale")).get("domain")
        countries = isinstance(domain, list) and set(PAIR) & set(map(str, domain))
        if channel in COLOR_CHANNELS and countries and str(definition.get("field")) not in told:
            yield (
                f"{definition.get('field')!r} is told by colour alone: add shape=charts."
                "place_shape(…), strokeDash=charts.place_dash(…), a label or a facet"
            )


def _room(spec, svg):
    """What does not fit: a picture wider than a phone, a label that Vega cut to its limit."""
    width = round(size(svg)[0])
    if width > theme.MAX_WIDTH:
        yield (
            f"{width} px wide; a phone shows at most {theme.MAX_WIDTH}: stack the panels "
            "(columns=2), set a smaller width=, or shorten labels and titles"
        )
    own = json.dumps(spec, ensure_ascii=False)
    for text in map(html.unescape, re.findall(r">([^<>]*…)</text>", svg)):
        if text not in own:
            yield (
                f"a label is cut ({text!r}): shorten it (about 32 characters fit beside an axis)"
            )
            return
