"""The picture that a shared link unfurls with: the page's first figure beside the page's name.

Written when the page is, as `cards/<page>.png`. A page without a figure shares that of the front
door. The same chart gives the same bytes.
"""

import html
import textwrap
from pathlib import Path

from foursteps.book.site.book_facts import FRONT_DOOR
from foursteps.book.site.figures import pictures
from foursteps.book.site.stored_charts import charts_of
from foursteps.charts import theme
from foursteps.ground import atomic_files

FOLDER = "cards"
WIDTH, HEIGHT = 1200, 630
# Left, top, width and height of the chart; the words stand to its left.
CHART = (520, 36, 644, 558)
MARGIN, WORDS = 56, 420
# Size of the page's name in units, letters a line, lines: the first that holds it is taken.
NAME_SIZES = ((48, 16, 4), (40, 20, 5), (32, 25, 7))
ACCENT = "#14595a"


def first_chart(env, docname):
    """The stored specification of a page's first figure, own or quoted; None without one."""
    quoted = env.metadata.get(docname, {}).get("quotes")
    path = Path(env.doc2path(quoted[0] if quoted else docname))
    if path.suffix != ".ipynb":
        return None
    charts = charts_of(path)
    return charts.get(quoted[1]) if quoted else next(iter(charts.values()), None)


def card(spec, name, short, rest):
    """The picture (PNG as bytes): a chart's specification, the page's name, the book's.

    short: the book's name at the top; rest: what goes on with it, at the foot, may be empty.
    """
    size, lines = _fitted(name)
    top = 210
    text = "".join(
        f'<text x="{MARGIN}" y="{top + number * size * 1.2:g}" font-size="{size}" '
        f'font-weight="700" fill="{theme.INK}">{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    foot = "".join(
        f'<text x="{MARGIN}" y="{HEIGHT - 86 + number * 30}" font-size="23" '
        f'fill="{theme.MUTED}">{html.escape(line)}</text>'
        for number, line in enumerate(textwrap.wrap(rest, 32)[:2])
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{html.escape(theme.FONT)}"><rect width="{WIDTH}" height="{HEIGHT}" '
        f'fill="{theme.PAPER}"/><rect width="14" height="{HEIGHT}" fill="{ACCENT}"/>'
        f'<text x="{MARGIN}" y="104" font-size="30" font-weight="700" fill="{ACCENT}">'
        f"{html.escape(short)}</text>{text}{foot}{_placed(spec)}</svg>"
    )
    return pictures.png(svg)


def _fitted(name):
    """(size, lines) of a page's name, cut where even the smallest size cannot hold it."""
    for size, letters, most in NAME_SIZES:
        lines = textwrap.wrap(name, letters, break_long_words=False)
        if len(lines) <= most and max(map(len, lines)) <= letters:
            return size, lines
    return size, [*lines[: most - 1], lines[most - 1] + " …"] if len(lines) > most else lines


def _placed(spec):
    """The chart's SVG, scaled into its place and centred there."""
    inner, wide, high = pictures.drawn(spec)
    left, top, room_wide, room_high = CHART
    scale = min(room_wide / wide, room_high / high)
    x, y = left + (room_wide - scale * wide) / 2, top + (room_high - scale * high) / 2
    return f'<g transform="translate({x:.1f},{y:.1f}) scale({scale:.4f})">{inner}</g>'


def picture_of(app, pagename):
    """(address, description) of the picture to share a page with; None if the book has none.

    Writes the picture of a page that has one of its own.
    """
    own = pagename if pagename in app.env.found_docs and first_chart(app.env, pagename) else None
    shown = own or (FRONT_DOOR if FRONT_DOOR in app.env.found_docs else None)
    spec = shown and first_chart(app.env, shown)
    if not spec:
        return None
    file = f"{FOLDER}/{shown}.png"
    if own:
        short, _, rest = app.config.html_title.partition(": ")
        # The front door's own name is that of the book: it is not said twice.
        words = (rest, "") if own == FRONT_DOOR else (app.env.titles[own].astext(), rest)
        picture = card(spec, words[0], short, words[1])
        atomic_files.write(Path(app.outdir) / file, picture)
    return f"{app.foursteps_project.site}/{file}", spec["description"]
