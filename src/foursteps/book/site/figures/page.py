"""The HTML of a figure: picture, controls, caption, what can be taken from it, specification."""

import html
import json

from foursteps.book.site.figures import line
from foursteps.charts import theme
from foursteps.charts.svg import for_page, static_svg
from foursteps.ground.vega_lite import params


def figure(figure, root, relative, report="", home=""):
    """The HTML of a figure (a `take_away.Figure`).

    root: the site's root as an address from this page; relative: function from a docname to an
    address on this page; report: where a mistake in the figure is reported; home: where the
    figure stands, if this is another page that shows it.
    """
    name, site_spec = figure.name, for_page(figure.spec)
    svg, width = static_svg(site_spec, name)
    controls = bound(figure.spec)
    room = f' data-controls="{len(controls)}"' if controls else ""
    said = _q(figure.spec["description"])
    parts = [
        f'<figure class="fs-figure" id="{_q(name)}" data-w="{width:g}"{room}>',
        f'<div class="fs-picture" role="img" aria-label="{said}">{svg}</div>',
        '<div class="fs-controls"></div>' if controls else "",
        f"<figcaption>{line.caption(figure, home or f'#{name}')}{_still(controls)}</figcaption>",
        "</figure>",
        line.tools(figure, root, relative, report, home),
        f'<script type="application/json" data-figure="{_q(name)}">{_json(compact(site_spec))}</script>',
    ]
    return "\n".join(part for part in parts if part)


def compact(spec):
    """Return a specification as light as the page needs it; `figures.js` undoes this.

    Data are stored by column names once and rows of values, and of the configuration only
    what differs from the theme, which the page has once (`theme_config`).
    """
    spec, packed, base = dict(spec), {}, theme_config()
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
    """Return the theme's configuration as text for the page's script element."""
    return _json(theme_config())


def bound(spec):
    """Return the parameters of a specification that a reader sets with a control."""
    found = []
    for param in params(spec):
        # `bind: scales` is panning, `bind: legend` a click: no control is drawn.
        bind = param.get("bind")
        if isinstance(bind, dict):
            inner = [v for v in bind.values() if isinstance(v, dict) and "input" in v]
            found += [param] * (len(inner) or 1)
    return found


def _still(controls):
    if not controls:
        return ""
    return (
        "<noscript> The controls of this chart need scripts; it is drawn with their "
        "starting values.</noscript>"
    )


def _json(value):
    # `<` escaped: no string of the data can end the script element.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _q(text):
    return html.escape(str(text), quote=True)
