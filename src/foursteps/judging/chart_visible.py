"""Whether what a chart draws can be seen: marks without colour, size or room, data off the scale.

What a reader cannot see was not drawn.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from foursteps.judging.forms import Json, Spec

LONG = 100  # characters of a colour that are read
FAINT = 0.05  # opacity below which nothing is seen on paper
THIN = 0.2  # width of a line, in pixels
SMALL = 20  # width or height of a picture, in pixels
SLIGHT = 0.02  # part of an axis on which all of the data lie
NEAR = 12  # difference from the background in red, green and blue, of 255
PALE = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
PALE |= {"ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245), "ivory": (255, 255, 240)}


@dataclass(frozen=True)
class View:
    """A single view of a chart, with what it inherits from those around it.

    `mark` is the kind of its mark and `look` that mark's properties, `rows` are its data (None:
    not in the specification), `transformed` says whether the chart reworks them.
    """

    mark: str = ""
    look: Spec = field(default_factory=dict)
    encoding: Spec = field(default_factory=dict)
    rows: list[Json] | None = None
    transformed: bool = False
    width: Json = None
    height: Json = None
    config: Spec = field(default_factory=dict)
    background: Json = None


def words(text: str) -> str:
    """Text without what leaves no ink: spaces, and characters that only steer."""
    kept = (" " if c.isspace() else c for c in text if unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join("".join(kept).split())


def hidden_mark(unit: View) -> str | None:
    """In words, what keeps the marks of a view from being seen; None if nothing does."""
    for side, room in (("width", unit.width), ("height", unit.height)):
        if isinstance(room, dict):
            step = room.get("step", SMALL)
            room = step * 10 if _number(step) else None
        if _number(room) and room < SMALL:
            return f"the {side} of the chart leaves no room"
    kind = {"circle": "point", "square": "point"}.get(unit.mark, unit.mark)
    sizes = {"point": ("size",), "bar": ("size", "width", "height"), "line": ("size",)}
    for name in sizes.get(kind, ()):
        size = _constant(unit, name)
        size = size.get("band") if isinstance(size, dict) else size
        if _number(size) and size < (1 if kind == "point" else THIN):
            return "its marks have no size"
    for name in ("xOffset", "yOffset"):
        moved = _constant(unit, name)
        if _number(moved) and abs(moved) > SMALL:
            return "its marks are moved away from their values"
    gaps = _constant(unit, "strokeDash")
    if kind == "line" and isinstance(gaps, list) and gaps and not any(gaps[::2]):
        return "its lines are all gaps"
    return "its marks have no colour that can be seen" if _no_ink(unit, kind) else None


def off_scale(unit: View, channel: str, values: Sequence[Json]) -> str | None:
    """In words, how a fixed scale of x or y keeps its drawn values from being read; else None."""
    scale = _dict(_dict(unit.encoding.get(channel)).get("scale"))
    room = scale.get("range")
    ends_of_room = _numbers(room) if isinstance(room, list) and len(room) == 2 else []
    if len(ends_of_room) == 2 and abs(ends_of_room[1] - ends_of_room[0]) < SMALL:
        return f"the scale of {channel} leaves no room"
    domain = scale.get("domain")
    if not isinstance(domain, list):
        domain = [None, None]
    ends = [scale.get("domainMin", domain[0] if domain else None),
            scale.get("domainMax", domain[-1] if domain else None)]  # fmt: skip
    numbers, known = _numbers(values), _numbers(ends)
    if not numbers or not known:
        names = {str(v) for v in values if v is not None}
        listed = {str(end) for end in domain}
        if domain != [None, None] and names and not any(map(_number, domain)) and names - listed:
            return f"part of the data lies off the scale of {channel}"
        return None
    low = min(known) if _number(ends[0]) else -math.inf
    high = max(known) if _number(ends[1]) else math.inf
    slack = 1e-9 * max(map(abs, known))
    if min(numbers) < low - slack or max(numbers) > high + slack:
        return f"part of the data lies off the scale of {channel}"
    if len(known) == 2 and high > low:
        if scale.get("type") == "log" and low > 0:
            low, high, *numbers = map(math.log, (low, high, *numbers))
        reach = [*numbers, 0] if low <= 0 <= high else numbers
        if (max(reach) - min(reach)) < SLIGHT * (high - low) and len(set(numbers)) > 1:
            return f"the scale of {channel} is so wide that the data lie on one spot"
    return None


def faint_title(title: Json, unit: View) -> bool:
    """Whether a title (a dict of Vega-Lite) is set so that it cannot be read."""
    title = _dict(title)
    if any(size < 4 for size in _numbers(map(title.get, ("fontSize", "titleFontSize")))):
        return True
    if any(ink < FAINT for ink in _numbers(map(title.get, ("opacity", "titleOpacity")))):
        return True
    paper = _background(unit)
    return any(_unseen(title[n], paper) for n in ("color", "titleColor") if n in title)


def _no_ink(unit, kind):
    """Whether neither the lines nor the areas of a view's marks leave ink."""
    filled = _constant(unit, "filled")
    if filled is None:
        filled = unit.mark in ("circle", "square", "bar", "area", "rect")
    lines = kind in ("line", "trail", "rule", "tick")
    paints = ["stroke"] if lines or not filled else ["fill"]
    other = "fill" if paints == ["stroke"] else "stroke"
    if not lines and _constant(unit, other) is not None:
        paints.append(other)
    return all(_faint_paint(unit, paint) for paint in paints)


def _faint_paint(unit, paint):
    for name in ("opacity", f"{paint}Opacity"):
        opacity = _constant(unit, name)
        if _number(opacity) and opacity < FAINT:
            return True
    width = _constant(unit, "strokeWidth")
    if paint == "stroke" and _number(width) and width < THIN:
        return True
    colour = _constant(unit, paint)
    colour = _constant(unit, "color") if colour is None else colour
    return colour is not None and _unseen(colour, _background(unit))


def _constant(unit, name):
    """What a property of the marks is for all of them: a value, the ends of a range, or None."""
    given = unit.encoding.get(name)
    if isinstance(given, dict):
        condition = given.get("condition")
        if condition is None and "value" in given:
            return given["value"]
        cases = condition if isinstance(condition, list) else [condition]
        tests = [_dict(case) for case in cases if "test" in _dict(case)]
        if tests:  # a test of the data hides some of them; a selection shows all at first
            found = [part.get("value") for part in [*tests, given]]
            numbers = [value for value in found if _number(value)]
            return next(
                (value for value in found if _unseen(value, _background(unit))),
                min(numbers, default=None),
            )
        reach = _dict(given.get("scale")).get("range")
        if isinstance(reach, list) and reach:
            sizes = _numbers(reach)
            if len(sizes) == len(reach):
                return max(sizes)
            return reach if all(isinstance(v, str) for v in reach) else None
        if "field" in given or "aggregate" in given or "datum" in given:
            return None
    for place in (unit.look, unit.config.get(unit.mark), unit.config.get("mark")):
        if name in _dict(place):
            return place[name]
    return None


def _background(unit):
    view = _dict(unit.config.get("view")).get("fill")
    return view or unit.background or unit.config.get("background") or "white"


def _unseen(colour, paper):
    """Whether a colour, or every one of a list, is no colour or that of the paper."""
    if isinstance(colour, list):
        return bool(colour) and all(_unseen(one, paper) for one in colour)
    if not isinstance(colour, str):
        return False
    name = colour.strip().lower()[:LONG]
    if name in ("transparent", "none", "") or re.search(r"a\(.*[,/]\s*0*\.?0*%?\s*\)$", name):
        return True
    ink, ground = _rgb(name), _rgb(str(paper).strip().lower()[:LONG])
    if ink is None or ground is None:
        return name == str(paper).strip().lower()[:LONG]
    return max(abs(a - b) for a, b in zip(ink, ground, strict=True)) < NEAR


def _rgb(name):
    if name in PALE:
        return PALE[name]
    if re.fullmatch(r"#[0-9a-f]{3}", name):
        return tuple(int(c * 2, 16) for c in name[1:])
    if re.fullmatch(r"#[0-9a-f]{6}([0-9a-f]{2})?", name):
        return tuple(int(name[n : n + 2], 16) for n in (1, 3, 5))
    found = re.fullmatch(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3}).*\)", name)
    return tuple(map(int, found.groups())) if found else None


def _number(value: Json) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _numbers(values: Iterable[Json]) -> list[float]:
    return [value for value in values if _number(value)]


def _dict(value: Json) -> Spec:
    return value if isinstance(value, dict) else {}
