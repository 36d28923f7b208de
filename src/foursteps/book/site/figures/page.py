"""The HTML of a figure: picture, controls, caption, what can be taken; its specification apart."""

import html

from foursteps.book.site.figures import line, narrow
from foursteps.book.site.figures.controls import STILL, bound, without
from foursteps.charts.svg import for_page, static_svg

# A chart is laid out once for a page, and enlarged by up to a third.
ENLARGED = 1.32


def figure(figure, root, relative, report="", home=""):
    """The HTML of a figure (a `take_away.Figure`).

    root: the site's root as an address from this page; relative: function from a docname to an
    address on this page; report: where a mistake in the figure is reported; home: where the
    figure stands, if this is another page that shows it.
    """
    name, site_spec = figure.name, for_page(figure.spec)
    controls, said = bound(figure.spec), figure.spec["description"]
    still = without(said, figure.spec)
    alive = f' data-alive="{_q(said)}"' if still != said else ""
    small_spec = narrow.narrow(site_spec)
    drawings, width = pictures(site_spec, small_spec, name)
    caption = line.caption(figure, home or f"#{name}") + (STILL if controls else "")
    parts = [
        f'<figure class="fs-figure" id="{_q(name)}" data-w="{width:g}">',
        f'<div class="fs-picture" role="img" aria-label="{_q(still)}"{alive}>{drawings}</div>',
        f'<div class="fs-controls" data-controls="{len(controls)}"></div>' if controls else "",
        f"<figcaption>{caption}</figcaption>",
        "</figure>",
        line.tools(figure, root, relative, report, home),
    ]
    return "\n".join(part for part in parts if part)


def pictures(spec, small_spec, name):
    """The two pictures of a chart, for a page and for a phone, and the width of the first.

    The style sheet shows one.
    """
    wide, width = static_svg(spec, name, "fs-static fs-wide", ENLARGED)
    small, _ = static_svg(small_spec, f"{name}-narrow", "fs-static fs-narrow")
    return wide + small, width


def _q(text):
    return html.escape(str(text), quote=True)
