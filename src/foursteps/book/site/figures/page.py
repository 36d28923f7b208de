"""The HTML of a figure: picture, controls, caption with sources, data table, specification."""

import html
import json
import re

from foursteps.book.site import fragments
from foursteps.book.site.data_pages import licence_of, page_name
from foursteps.book.site.figures import narrow
from foursteps.book.site.figures import rows as data_rows
from foursteps.book.site.fragments import Cell
from foursteps.charts import theme
from foursteps.charts.svg import for_page, static_svg
from foursteps.ground.vega_lite import params, words

# Longer tables are cut on the page; the CSV file is whole.
MAX_ROWS = 60
# More sources than these are folded, or the caption would bury the chart.
FEW_SOURCES = 4
# A chart is laid out once for a page, and enlarged by up to a third.
ENLARGED = 1.32
# A sentence, or what follows a semicolon, that speaks of controls.
ABOUT_CONTROLS = re.compile(
    r";[^.;!?]*\b(?:sliders?|switch(?:es)?)\b[^.!?]*"
    r"|(?:(?<=^)|(?<=[.!?]))\s*[^.;!?]*\b(?:sliders?|switch(?:es)?)\b[^.!?]*[.!?]?",
    re.IGNORECASE,
)


def figure(spec, resources, relative, csv_base, report="", home=""):
    """Return (html, {file name: CSV text}) of a stored chart.

    spec: the stored Vega-Lite specification; resources: {table name: its entry in
    datapackage.json}; relative: function from a docname to an address on this page;
    csv_base: folder of the CSV files as an address from this page, with a final slash; report:
    where a mistake in the figure is reported; home: where the figure stands, if this is another
    page that shows it: its data stay there.
    """
    meta = spec["usermeta"]
    name, site_spec = meta["id"], for_page(spec)
    controls = bound(spec)
    tables = data_rows.drawn(spec)
    files = {}
    for number, (columns, rows) in enumerate(tables, 1):
        file = f"{name}.csv" if number == 1 else f"{name}-{number}.csv"
        files[file] = data_rows.as_csv(columns, rows)
    said = spec["description"]
    still = (ABOUT_CONTROLS.sub("", said).strip() if controls else "") or said
    alive = f' data-alive="{_q(said)}"' if still != said else ""
    small_spec = narrow.narrow(site_spec)
    drawings = pictures(site_spec, small_spec, name)
    stored = _json(both_layouts(site_spec, small_spec))
    parts = [
        f'<figure class="fs-figure" id="{_q(name)}">',
        f'<div class="fs-picture" role="img" aria-label="{_q(still)}"{alive}>{drawings}</div>',
        f'<div class="fs-controls" data-controls="{len(controls)}"></div>' if controls else "",
        f"<figcaption>{_caption(meta, resources, relative, controls)}</figcaption>",
        "</figure>",
        "" if home else _data(spec, tables, files, csv_base),
        _about(meta, resources, report, home),
        f'<script type="application/json" data-figure="{_q(name)}">{stored}</script>',
    ]
    return "\n".join(part for part in parts if part), files


def pictures(spec, small_spec, name):
    """The two pictures of a chart, for a page and for a phone; the style sheet shows one."""
    wide, _ = static_svg(spec, name, "fs-static fs-wide", ENLARGED)
    small, _ = static_svg(small_spec, f"{name}-narrow", "fs-static fs-narrow")
    return wide + small


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


def _caption(meta, resources, relative, controls):
    text = f'<span class="fs-caption">{said_of(meta["caption"], controls)}</span>'
    if controls:
        text += (
            '<span class="fs-still"> Drawn with the starting values of its controls, which '
            "need scripts.</span>"
        )
    if meta.get("toy"):
        return text + ' <span class="fs-source">A toy model: no data.</span>'
    sources = []
    for table in meta["tables"]:
        entry = resources[table]
        address = relative(page_name(table))
        publisher = entry.get("publisher") or "Four Steps"
        sources.append(
            f'{_t(publisher)}, <a href="{_q(address)}">{_t(entry.get("title") or table)}</a>'
            f" ({_t(licence_of(entry))})"
        )
    if len(sources) > FEW_SOURCES:
        items = "".join(f"<li>{source}</li>" for source in sources)
        return (
            f'{text}<details class="fs-source"><summary>{len(sources)} sources and their '
            f"licences</summary><ul>{items}</ul></details>"
        )
    word = "Source" if len(sources) == 1 else "Sources"
    return f'{text} <span class="fs-source">{word}: {"; ".join(sources)}.</span>'


def said_of(text, controls):
    """A caption or description as HTML: what it says of controls is seen only where they live."""
    text = _t(text)
    if not controls:
        return text
    return ABOUT_CONTROLS.sub(r'<span class="fs-alive">\g<0></span>', text)


def _data(spec, tables, files, csv_base):
    title = words(spec.get("title"))
    links = ", ".join(f'<a href="{_q(csv_base + file)}" download>{_t(file)}</a>' for file in files)
    download = f"<p>Download the data: {links}</p>" if links else ""
    heads = data_rows.titles(spec)
    shown = [
        _table(columns, rows, heads, title, number, len(tables))
        for number, (columns, rows) in enumerate(tables, 1)
    ]
    return (
        f'<div class="fs-data">{download}<details><summary>Description and data table'
        f'<span class="fs-hidden"> of “{_t(title)}”</span></summary>'
        f"<p>{said_of(spec['description'], bound(spec))}</p>{''.join(shown)}</details></div>"
    )


def _about(meta, resources, report, home):
    """What whoever takes the figure must know of its terms, and where it can be questioned."""
    said, links = [], []
    if any(is_non_commercial(resources[table]) for table in meta.get("tables", ())):
        said.append("For non-commercial use only, as its sources ask.")
    if home:
        links.append(f'<a href="{_q(home)}">Its data, and how it was made</a>')
    if report:
        links.append(
            f'<a href="{_q(report)}">Report a mistake<span class="fs-hidden"> in the figure '
            f"{_t(meta['id'])}</span></a>"
        )
    said += [" · ".join(links)] if links else []
    return f'<p class="fs-about">{" ".join(said)}</p>' if said else ""


def is_non_commercial(resource):
    """Whether the terms of a table (its entry in datapackage.json) bar commercial use."""
    return resource.get("reuse") == "attribution-noncommercial"


def _table(columns, rows, heads, title, number, count):
    label = f"Data of “{title}”" + (f", part {number} of {count}" if count > 1 else "")
    cut = ""
    if len(rows) > MAX_ROWS:
        cut = f" The first {MAX_ROWS} of {len(rows):,} rows; the CSV file has all."
    return fragments.table(
        label,
        [heads.get(column, column.replace("_", " ")) for column in columns],
        [_cells(row.get(column) for column in columns) for row in rows[:MAX_ROWS]],
        caption=f"{label}.{cut}",
        look="fs-table",
    )


def _cells(values):
    first, *others = map(_value, values)
    # A head without words would be read aloud as nothing.
    return [Cell(first, names_row=first != ""), *others]


def _value(value):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _json(value):
    # `<` escaped: no string of the data can end the script element.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _t(text):
    return html.escape(str(text), quote=False)


def _q(text):
    return html.escape(str(text), quote=True)
