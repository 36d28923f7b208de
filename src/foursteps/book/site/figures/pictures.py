"""A chart as a picture of its own: SVG and PNG that go into a slide, and small ones for a list.

The pictures are those of the light theme. The same chart gives the same bytes.
"""

import html
import io
import re
import textwrap
from functools import lru_cache
from pathlib import Path

import vl_convert
from PIL import Image

from foursteps.charts import theme
from foursteps.charts.renderer import compiled
from foursteps.charts.svg import for_page, size, static_svg

STYLES = Path(__file__).parent / "static" / "figures.css"
SCALE = 2  # pixels of the PNG a unit of the chart
# The lines under the chart that say where it comes from, in units of the chart.
SMALL, LEADING, MARGIN = 10.5, 14.5, 8
LETTER = 0.52  # width of a letter in sizes of the type, on average
VARIABLE = re.compile(r"var\(--fs-([\w-]+)\)")


def png(svg, scale=1):
    """An SVG as PNG (bytes) of at most 256 colours, which a chart does not exceed to the eye."""
    picture = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale))).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def drawn(spec):
    """(what stands inside the SVG of a stored chart, its width, its height)."""
    svg = vl_convert.vega_to_svg(compiled(spec))
    start = svg.index("<svg")
    inner = svg[svg.index(">", start) + 1 : svg.rindex("</svg>")]
    return inner, *size(svg[start:])


def with_credit(spec, name, lines):
    """The SVG of a stored chart over the lines that say where it comes from.

    name: what the picture is called, for whoever cannot see it.
    """
    inner, width, height = drawn(spec)
    letters = int((width - 2 * MARGIN) / (SMALL * LETTER))
    short = [part for line in lines for part in _lines(line, letters)]
    whole = height + MARGIN + LEADING * len(short) + MARGIN / 2
    text = "".join(
        f'<text x="{MARGIN}" y="{height + MARGIN + LEADING * (at + 0.7):g}">{_t(line)}</text>'
        for at, line in enumerate(short)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{whole:g}" viewBox="0 0 {width:g} {whole:g}" role="img">'
        f"<title>{_t(name)}</title><desc>{_t(spec['description'])}</desc>"
        f'<rect width="100%" height="100%" fill="{theme.PAPER}"/>{inner}'
        f'<g font-family="{html.escape(theme.FONT)}" font-size="{SMALL}" fill="{theme.MUTED}">'
        f"{text}</g></svg>\n"
    )


def small(spec):
    """Small pictures of a stored chart without its title: {theme of the page: SVG}."""
    bare = {key: value for key, value in spec.items() if key != "title"}
    svg, _ = static_svg(for_page(bare), spec["usermeta"]["id"])
    svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    svg = svg.replace("currentColor", "var(--fs-ink)")
    return {name: VARIABLE.sub(lambda m, c=c: c[m[1]], svg) for name, c in colours().items()}


@lru_cache(maxsize=1)
def colours():
    """The colours of light and dark pages by the names that the style sheet gives them."""
    css = STYLES.read_text(encoding="utf-8")
    blocks = {"light": ":root {", "dark": 'html[data-theme="dark"] {'}
    found = {
        name: dict(re.findall(r"--fs-([\w-]+): (#\w+);", css.split(begin, 1)[1].split("}", 1)[0]))
        for name, begin in blocks.items()
    }
    return {name: found["light"] | own for name, own in found.items()}


def _lines(text, letters):
    # An address breaks where it must, never at its hyphens.
    return textwrap.wrap(text, letters, break_on_hyphens=False)


def _t(text):
    return html.escape(str(text), quote=False)
