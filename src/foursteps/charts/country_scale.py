"""The country scale: "US" and "China" always look the same, and never by colour alone."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar

import altair as alt

from foursteps.charts.theme import CHINA, OTHERS, US
from foursteps.ground.vega_lite import Json, Spec, mapping, sequence, stored_rows, views

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


# What may be given to a channel of Altair beside its field.
Option: TypeAlias = "Json | alt.SchemaBase"
Value = TypeVar("Value")


def place_color(field: str | alt.RepeatRef, **kwargs: Option) -> alt.Color:
    """Return `alt.Color` of a place column: US purple, China amber, a third palette for others.

    Use it together with `place_shape`, `place_dash`, a direct label, or the same column on an
    axis. `others=[...]` fixes the order of other places (else: order in the data). Further
    keyword arguments (`title=`, `legend=`, …) go to `alt.Color`.
    """
    return alt.Color(_typed(field), **_options(COLORS, OTHERS, kwargs))


def place_shape(field: str | alt.RepeatRef, **kwargs: Option) -> alt.Shape:
    """Return `alt.Shape` of a place column: US circle, China square (see `place_color`)."""
    return alt.Shape(_typed(field), **_options(SHAPES, OTHER_SHAPES, kwargs))


def place_dash(field: str | alt.RepeatRef, **kwargs: Option) -> alt.StrokeDash:
    """Return `alt.StrokeDash` of a place column: US solid, China dashed (see `place_color`)."""
    return alt.StrokeDash(_typed(field), **_options(DASHES, OTHER_DASHES, kwargs))


def _typed(field):
    """The shorthand of a nominal column, unless its type is given; a repeated column as it is."""
    return f"{field}:N" if isinstance(field, str) and ":" not in field else field


def _options(fixed, third, kwargs):
    others = list(kwargs.pop("others", []))
    scale = alt.Scale(
        domain=[*PAIR, *others],
        range=[*(fixed[place] for place in PAIR), *cycle(third, len(others))],
    )
    return {"title": None, "scale": scale, **kwargs}


def cycle(values: Sequence[Value], n: int) -> list[Value]:
    """Return the first n of values, starting again where they end."""
    return [values[i % len(values)] for i in range(n)]


def complete(spec: Spec) -> Spec:
    """Make each country scale's domain the places in the data, in place.

    Vega gives a place that the domain does not list the first colours again, which would
    paint a third country as the US; and a legend names every place of the domain.
    """
    everything = list(stored_rows(spec))
    for view in views(spec):
        for definition in map(mapping, mapping(view.node.get("encoding")).values()):
            scale, field = mapping(definition.get("scale")), definition.get("field")
            kind = _kind(scale)
            if kind is None or not isinstance(field, str):
                continue
            # A shared encoding may be drawn from the data of the layers below.
            present = places_in(view.rows or everything, field)
            if not present:
                continue
            fixed, third = kind
            listed = [place for place in sequence(scale["domain"]) if place in present]
            others = [p for p in listed if p not in PAIR]
            others += [p for p in present if p not in PAIR and p not in others]
            pair = [place for place in PAIR if place in present]
            scale["domain"] = [*pair, *others]
            scale["range"] = [fixed[p] for p in pair] + cycle(third, len(others))
    return spec


def _kind(scale):
    """Return the fixed and the third values of a scale made by this module, else None."""
    domain, values = scale.get("domain"), scale.get("range")
    if not isinstance(domain, list) or not isinstance(values, list) or domain[:2] != list(PAIR):
        return None
    for fixed, third in ((COLORS, OTHERS), (SHAPES, OTHER_SHAPES), (DASHES, OTHER_DASHES)):
        if values[:2] == [fixed[place] for place in PAIR]:
            return fixed, third
    return None


def places_in(rows: Iterable[Json], field: str) -> list[str]:
    """Return the distinct strings of a column, in their order in the rows."""
    values = (row.get(field) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))
