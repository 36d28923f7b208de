"""A chart laid out for a phone: as wide as its screen, with words that stay large enough.

A chart is stored in one layout, for a page. On a phone that layout would be shrunk and its words
with it, so the build lays it out a second time, and the page shows the one that fits.
"""

import copy
import textwrap

from foursteps.charts.svg import drawn, size
from foursteps.ground.vega_lite import channels, mapping, views, words

# What a phone of 360 px leaves beside the margins of the page.
WIDTH = 328
# Words are set in TEXT, or a little larger; on a phone none is smaller than LEAST.
TEXT, MOST, LEAST = 12.5, 14.0, 12.0
LEAST_PANEL = 96
# Drawn a little wider, a chart is shrunk to the page and its words are still large enough.
MOST_WIDTH = WIDTH * TEXT / LEAST
LINE = 14
# Letters in a line: of a title, of a panel's, of an axis title below and beside it.
TITLE, PANEL_TITLE, BELOW, BESIDE = 40, 34, 36, 30
# Of a label beside: the first that takes two lines at most.
LABEL = (14, 16, 18, 20, 22)


def narrow(spec):
    """Return a copy of a specification that is laid out WIDTH units wide."""
    spec = copy.deepcopy(spec)
    spec.pop("autosize", None)
    spec["config"] = config(mapping(spec.get("config")))
    for view in views(spec):
        _set_words(view.node, TITLE if len(view.path) == 1 else PANEL_TITLE)
    _stack(spec)
    crowded = mapping(spec.get("usermeta")).get("crowded")
    for view in views(spec):
        if crowded:
            _leave_out(view, crowded)
        _break_axis_titles(view.node)
        _break_labels(view)
    _fit(spec)
    return spec


def config(wide):
    """Return the Vega-Lite configuration of a chart's narrow layout."""
    sizes = {"labelFontSize": TEXT, "titleFontSize": TEXT}
    title = {"fontSize": 15, "subtitleFontSize": TEXT, "lineHeight": 18}
    changes = {
        "axis": {**sizes, "labelSeparation": 4}, "legend": sizes, "header": sizes, "text": {"fontSize": TEXT},
        "title": title, "view": {},
    }  # fmt: skip
    return {**wide, **{part: {**mapping(wide.get(part)), **new} for part, new in changes.items()}}


def changes(old, new):
    """Yield what makes one specification the other: [path, value], or [path] of what goes.

    `figures.js` applies them in this order.
    """
    for key in [key for key in old if key not in new]:
        yield [[key]]
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from ([[key, *path], *rest] for path, *rest in changes(before, value))
        elif _views(before) and _views(value) and len(before) == len(value):
            for number, (one, other) in enumerate(zip(before, value, strict=True)):
                yield from ([[key, number, *path], *rest] for path, *rest in changes(one, other))
        elif key not in old or before != value:
            yield [[key], value]


def _views(value):
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _set_words(node, letters):
    mark = node.get("mark")
    if isinstance(mark, dict) and "fontSize" in mark:
        mark["fontSize"] = min(max(mark["fontSize"], TEXT), MOST)
    if title := node.get("title"):
        node["title"] = _broken_title(title, letters)


def _broken_title(title, letters):
    if isinstance(title, dict):
        if words(title.get("text")):
            title = {**title, "text": _broken(words(title["text"]), letters)}
        if words(title.get("subtitle")):
            title = {**title, "subtitle": _broken(words(title["subtitle"]), letters + 8)}
        return title
    return _broken(words(title), letters)


def _broken(text, letters):
    lines = _lines(text, letters)
    return lines if len(lines) > 1 else text


def _lines(text, letters):
    return textwrap.wrap(text, letters, break_on_hyphens=False, break_long_words=False)


def _stack(spec):
    """Panels that stand side by side come to stand one below the other."""
    for view in views(spec):
        node = view.node
        encoding, facet = mapping(node.get("encoding")), mapping(node.get("facet"))
        if "hconcat" in node:
            node["vconcat"] = node.pop("hconcat")
        if "column" in encoding and "row" not in encoding:
            encoding["facet"] = {**encoding.pop("column"), "columns": 1}
        elif "facet" in encoding:
            encoding["facet"]["columns"] = 1
        elif "column" in facet and "row" not in facet:
            node |= {"facet": facet["column"], "columns": 1}
        elif "columns" in node:
            node["columns"] = 1


def _leave_out(view, crowded):
    """Leave out the labels that would stand upon others here, as the chart's author names them."""
    mark = view.node.get("mark")
    text = mapping(view.encoding.get("text")).get("field")
    if text and (mark == "text" or mapping(mark).get("type") == "text"):
        unseen = {"filter": {"not": {"field": text, "oneOf": crowded}}}
        view.node["transform"] = [*(view.node.get("transform") or ()), unseen]


def _break_axis_titles(node):
    for channel, definition in channels(node):
        letters = {"x": BELOW, "y": BESIDE}.get(channel)
        if not letters:
            continue
        for place in (definition, mapping(definition.get("axis"))):
            if isinstance(place.get("title"), str):
                place["title"] = _broken(place["title"], letters)


def _break_labels(view):
    """Long names beside a chart are broken into lines, and the rows grow with them."""
    y = mapping(mapping(view.node.get("encoding")).get("y"))
    axis = y.get("axis", {})
    if y.get("type") not in ("nominal", "ordinal") or not isinstance(axis, dict):
        return
    names = {str(mapping(row).get(str(y.get("field")))) for row in view.rows or ()}
    letters, lines = next(
        (most, lines)
        for most in LABEL
        if (lines := max((len(_lines(name, most)) for name in names), default=1)) < 3
        or most == LABEL[-1]
    )
    if lines < 2 or "labelExpr" in axis:
        return
    broken = BROKEN.format(letters=letters)
    # Vega sets the first line of a label beside its mark; the middle of them belongs there.
    raised = [
        {"test": f"length({broken}) == {count}", "value": -LINE * (count - 1) / 2}
        for count in range(2, lines + 1)
    ]
    y["axis"] = {
        **axis, "labelExpr": broken, "labelLineHeight": LINE, "labelOverlap": False,
        "labelOffset": {"condition": raised, "value": 0},
    }  # fmt: skip
    if not any("yOffset" in mapping(near.node.get("encoding")) for near in views(view.path[0])):
        _grow(view.path, lines * LINE + 2, len(names))


# What breaks a label into lines of at most so many letters, between words.
BROKEN = "split(slice(replace(datum.label, regexp('(.{{1,{letters}}})(?: |$)', 'g'), '$1|'), 0, -1), '|')"


def _grow(path, step, rows):
    """Make each of a view's rows at least a step high."""
    tall = next((node for node in reversed(path) if "height" in node), None)
    if tall is None:
        tall = path[-1] if len(path) < 2 or "layer" not in path[-2] else path[-2]
        tall["height"] = {"step": step}
    elif isinstance(tall["height"], dict):
        tall["height"]["step"] = max(tall["height"]["step"], step)
    else:
        tall["height"] = max(tall["height"], step * rows)


def _fit(spec):
    """Give the panels the width that is left beside axes; legends the columns that it holds."""
    plain = _without_guides(spec)
    panel = 240
    _set_panels(plain, panel)
    panel = max(LEAST_PANEL, panel - (_width(plain) - WIDTH))
    _set_panels(spec, panel)
    for columns in (3, 2, 1):
        if _width(spec) <= MOST_WIDTH:
            return
        _limit_legends(spec, columns)


def _without_guides(spec):
    """A copy whose width is that of its panels and axes alone: no title and no legend."""
    plain = copy.deepcopy(spec)
    plain["config"]["legend"]["disable"] = True
    for view in views(plain):
        view.node.pop("title", None)
        for _, definition in channels(view.node):
            definition.pop("legend", None)
    return plain


def _limit_legends(spec, columns):
    legend = spec["config"]["legend"]
    legend["columns"] = min(columns, legend.get("columns", columns))
    for view in views(spec):
        for _, definition in channels(view.node):
            own = mapping(definition.get("legend"))
            if "columns" in own:
                own["columns"] = min(columns, own["columns"])


def _set_panels(spec, width):
    spec["config"]["view"] |= {"continuousWidth": width, "discreteWidth": width}
    for view in views(spec):
        if isinstance(view.node.get("width"), (int, float)):
            view.node["width"] = width


def _width(spec):
    return size(drawn(spec))[0]
