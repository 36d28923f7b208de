"""The HTML of a figure: picture, controls, caption, what can be taken; its specification apart."""

import html
import json

from foursteps.book.site.figures import line, narrow
from foursteps.book.site.figures.controls import STILL, bound, without
from foursteps.charts import theme
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


# How a specification's script begins: `{}` is the figure's id as JSON.
SCRIPT = "((globalThis.foursteps ??= {{}}).figures ??= {{}})[{}] = "


def specification_script(spec):
    """The script that carries a stored chart's specification, asked for when it comes into view.

    Not in the page: specifications would be a fifth of a chapter's weight, read or not.
    """
    site_spec = for_page(spec)
    stored = _json(both_layouts(site_spec, narrow.narrow(site_spec)))
    return SCRIPT.format(json.dumps(spec["usermeta"]["id"])) + stored + ";\n"


def read_specification(script):
    """The specification (dict, packed for the page) that a script of a figure carries."""
    return json.loads(script.partition("] = ")[2].removesuffix(";\n"))


def both_layouts(spec, small_spec):
    """A specification as light as the page needs it, and what its narrow layout changes."""
    wide = compact(spec, theme_config())
    small = compact(small_spec, narrow.config(theme_config()))
    return {**wide, "narrow": list(narrow.changes(wide, small))}


def compact(spec, base):
    """Return a specification as light as the page needs it; `figures.js` undoes this.

    Data are stored by column names once and rows of values, and of the configuration only
    what differs from the theme's, `base`, which the page has once.
    """
    spec, packed = dict(spec), {}
    if base.keys() <= spec["config"].keys():
        spec["config"] = {k: v for k, v in spec["config"].items() if base.get(k) != v}
        spec["configFrom"] = "page"
    for name, rows in spec.get("datasets", {}).items():
        columns = list(rows[0]) if rows and isinstance(rows[0], dict) else []
        if columns and all(isinstance(row, dict) and row.keys() == set(columns) for row in rows):
            rows = {"columns": columns, "rows": [[row[c] for c in columns] for row in rows]}
        packed[name] = rows
    return {**spec, "datasets": packed} if packed else spec


def theme_config():
    """Return the theme's Vega-Lite configuration as the site draws it."""
    return for_page({"config": theme.config()})["config"]


def theme_script():
    """Return the theme's configuration, wide and narrow, as text for the page's script element."""
    return _json({"wide": theme_config(), "narrow": narrow.config(theme_config())})


def _json(value):
    # `<` escaped: no string of the data can end the script element.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _q(text):
    return html.escape(str(text), quote=True)
