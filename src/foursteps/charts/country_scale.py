"""The country scale: "US" and "China" always look the same, and never by colour alone."""

import altair as alt

from foursteps.charts.theme import CHINA, OTHERS, US

PAIR = ("US", "China")
COLORS = {"US": US, "China": CHINA}
SHAPES = {"US": "circle", "China": "square"}
DASHES = {"US": [1, 0], "China": [4, 2]}
OTHER_SHAPES = ["triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "stroke"]
OTHER_DASHES = [[1.5, 2], [8, 2, 1.5, 2], [7, 4], [12, 3], [1, 4], [4, 2, 1, 2]]
# Spellings that would slip past the fixed colours.
MISSPELT = {
    "United States": "US", "USA": "US", "U.S.": "US", "United States of America": "US",
    "CN": "China", "PRC": "China", "People's Republic of China": "China",
}  # fmt: skip


def place_color(field, **kwargs):
    """Return `alt.Color` of a place column: US purple, China amber, a third palette for others.

    Use it together with `place_shape`, `place_dash`, a direct label, or the same column on an
    axis. `others=[...]` fixes the order of other places (else: order in the data). Further
    keyword arguments (`title=`, `legend=`, …) go to `alt.Color`.
    """
    return _channel(alt.Color, field, COLORS, OTHERS, kwargs)


def place_shape(field, **kwargs):
    """Return `alt.Shape` of a place column: US circle, China square (see `place_color`)."""
    return _channel(alt.Shape, field, SHAPES, OTHER_SHAPES, kwargs)


def place_dash(field, **kwargs):
    """Return `alt.StrokeDash` of a place column: US solid, China dashed (see `place_color`)."""
    return _channel(alt.StrokeDash, field, DASHES, OTHER_DASHES, kwargs)


def _channel(channel, field, fixed, third, kwargs):
    others = list(kwargs.pop("others", []))
    kwargs.setdefault("title", None)
    scale = alt.Scale(
        domain=[*PAIR, *others],
        range=[*(fixed[place] for place in PAIR), *cycle(third, len(others))],
    )
    shorthand = field if ":" in field else f"{field}:N"
    return channel(shorthand, scale=scale, **kwargs)


def cycle(values, n):
    """Return the first n of values, starting again where they end."""
    return [values[i % len(values)] for i in range(n)]


def complete(spec):
    """Make each country scale's domain the places in the data, in place.

    Vega gives a place that the domain does not list the first colours again, which would
    paint a third country as the US; and a legend names every place of the domain.
    """
    for encoding, tables in encodings(spec):
        for definition in encoding.values():
            scale = definition.get("scale") if isinstance(definition, dict) else None
            if not isinstance(scale, dict) or "field" not in definition:
                continue
            domain, present = scale.get("domain"), places_in(tables, definition["field"])
            kind = _kind(scale)
            if kind is None or not present or not isinstance(domain, list):
                continue
            fixed, third = kind
            listed = [place for place in domain if place in present]
            others = [p for p in listed if p not in PAIR]
            others += [p for p in present if p not in PAIR and p not in others]
            pair = [place for place in PAIR if place in present]
            scale["domain"] = pair + others
            scale["range"] = [fixed[p] for p in pair] + cycle(third, len(others))
    return spec


def _kind(scale):
    """Return the fixed and the third values of a scale made by this module, else None."""
    if scale.get("domain", [])[:2] != list(PAIR):
        return None
    for fixed, third in ((COLORS, OTHERS), (SHAPES, OTHER_SHAPES), (DASHES, OTHER_DASHES)):
        if scale.get("range", [])[:2] == [fixed[place] for place in PAIR]:
            return fixed, third
    return None


def encodings(node, tables=None, root=None):
    """Yield each (encoding, rows) of a Vega-Lite spec, layers and facets included."""
    root = node if root is None else root
    if isinstance(node, dict):
        tables = _rows(node.get("data"), root) or tables
        if isinstance(node.get("encoding"), dict):
            # A shared encoding may be drawn from the data of the layers below.
            yield node["encoding"], tables or list(_all_rows(root))
        for key, value in node.items():
            if key not in ("encoding", "data", "datasets", "config", "usermeta"):
                yield from encodings(value, tables, root)
    elif isinstance(node, list):
        for value in node:
            yield from encodings(value, tables, root)


def _rows(data, root):
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("values"), list):
        return data["values"]
    return root.get("datasets", {}).get(data.get("name"))


def _all_rows(root):
    for rows in root.get("datasets", {}).values():
        yield from rows


def places_in(rows, field):
    """Return the distinct strings of a column, in their order in the rows."""
    values = (row.get(field) for row in rows or () if isinstance(row, dict))
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))
