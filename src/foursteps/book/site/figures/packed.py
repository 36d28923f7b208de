"""The specification of a figure as its page asks for it: packed, both layouts, in a script."""

import json

from foursteps.book.site import figure_scripts
from foursteps.book.site.figures import narrow
from foursteps.charts import theme
from foursteps.charts.svg import for_page


def specification_script(spec):
    """The script that carries a stored chart's specification, asked for when it comes into view.

    Not in the page: specifications would be a fifth of a chapter's weight, read or not.
    """
    site_spec = for_page(spec)
    stored = _json(both_layouts(site_spec, narrow.narrow(site_spec)))
    return figure_scripts.written(spec["usermeta"]["id"], stored)


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
