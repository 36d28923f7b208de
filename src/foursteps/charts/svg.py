"""The static picture of a chart: an SVG that stands in the page and needs no script.

The page's style sheet names the colours (`--fs-…`, see `theme.NAMES`), so that dark pages repaint.
"""

import functools
import html
import json
import re

import vl_convert

from foursteps.charts import theme
from foursteps.charts.renderer import compiled
from foursteps.ground.vega_lite import Spec, mapping, replaced

# Names of greys that authors write; each follows the page's theme.
GREYS = {
    "gray", "grey", "darkgray", "darkgrey", "dimgray", "dimgrey", "silver", "#888", "#999",
    "#666", "#777", "#aaa", "#808080", "#888888", "#999999", "#666666", "#777777", "#aaaaaa",
}  # fmt: skip
PALE = {"lightgray", "lightgrey", "gainsboro", "#ccc", "#ddd", "#eee", "#cccccc", "#dddddd"}
PAINT = {
    theme.INK: "currentColor",
    "black": "currentColor",
    "#000": "currentColor",
    "#000000": "currentColor",
    **dict.fromkeys(GREYS, "var(--fs-muted)"),
    **dict.fromkeys(PALE, "var(--fs-grid)"),
    # White words stand on marks, which are light where the page is dark.
    **dict.fromkeys(("white", "#fff"), "var(--fs-paper)"),
    **{color: f"var(--fs-{name})" for color, name in theme.NAMES.items()},
}
# Until the typeface is there, what the machine has is set to its width (face.css), so that titles
# and legends keep the width that was computed at build.
FONT = (
    "Four Steps Sans, Four Steps Arial, Four Steps Roboto, Four Steps Noto, Four Steps DejaVu, "
    "sans-serif"
)
GEOMETRY = re.compile(r'\b(d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)="([^"]*)"')
LONG = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
UNSEEN = re.compile(
    r' (?:(?:class|aria-[a-z]+|role|stroke-miterlimit|pointer-events)="[^"]*"'
    r'|transform="translate\(0,0\)"|opacity="1")'
)
# Grounds without colour: the whole picture says fill="none".
HIDDEN = re.compile(
    r'<path[^>]*display="none"[^>]*/?>(?:</path>)?|<path(?: (?:transform|d)="[^"]*")*/>'
)
EMPTY = re.compile(r"<g(?: [^>]*[^/>])?></g>|<g(?: [^>]*)?/>")
TAG = re.compile(r"<[a-zA-Z][^>]*>")


REPAINT = {**PAINT, theme.FONT: FONT}


def for_page(spec: Spec) -> Spec:
    """Return a copy of a specification as a page draws it: no paper, colours by CSS variables.

    The picture's words are in its wrapper (`role="img"`), so Vega's own are switched off.
    """
    spec = mapping(replaced(spec, lambda _, text: REPAINT.get(text, text)))
    config = {
        key: value for key, value in mapping(spec.get("config")).items() if key != "background"
    }
    return {**spec, "background": None, "config": {**config, "aria": False}}


def static_svg(
    spec: Spec, prefix: str, look: str = "fs-static", shown: float = 1
) -> tuple[str, float]:
    """Return (svg, width) of a specification already made `for_page`.

    Every id begins with the prefix, or the clip paths of two charts would collide. look: the
    classes of the element; shown: how much larger than its units it is shown where there is room.
    """
    svg = drawn(spec)
    svg = TAG.sub(lambda tag: _short(tag[0]), svg[svg.index("<svg") :])
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r"url\((['\"]?)#", rf"url(\1#{prefix}-", svg)
    svg = re.sub(r'href="#', f'href="#{prefix}-', svg)
    width, height = size(svg)
    body = svg[svg.index(">") + 1 :]
    # Most words share font and size: said once, inherited.
    common = {"font-family": html.escape(FONT, quote=True), "font-size": f"{theme.TEXT}px"}
    for name, value in common.items():
        body = body.replace(f' {name}="{value}"', "")
    body = HIDDEN.sub("", body)
    while (shorter := EMPTY.sub("", body)) != body:
        body = shorter
    inherited = "".join(f' {name}="{value}"' for name, value in common.items())
    new = (
        f'<svg class="{look}" aria-hidden="true" focusable="false" width="{width * shown:g}" '
        f'height="{height * shown:g}" viewBox="0 0 {width:g} {height:g}"{inherited}>'
    )
    return new + body, width


def drawn(spec: Spec) -> str:
    """The SVG that Vega draws of a specification."""
    return _drawn(json.dumps(spec))


# A chart is drawn to see whether it fits, and is drawn then.
@functools.lru_cache(maxsize=2)
def _drawn(spec: str) -> str:
    return vl_convert.vega_to_svg(compiled(json.loads(spec)))


def size(svg: str) -> tuple[float, float]:
    """Return (width, height) that the first element of an SVG says, in its units."""
    head = svg[: svg.index(">")]
    width, height = (re.findall(rf'\b{side}="([\d.]+)"', head)[0] for side in ("width", "height"))
    return float(width), float(height)


def _short(tag):
    """Cut coordinates to a tenth of a unit, and what the eye does not see."""
    tag = GEOMETRY.sub(lambda m: f'{m[1]}="{LONG.sub(_tenth, m[2])}"', tag)
    return UNSEEN.sub("", tag)


def _tenth(number):
    short = f"{float(number[0]):.1f}".removesuffix(".0")
    return "0" if short == "-0" else short
