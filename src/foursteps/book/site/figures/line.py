"""Under a figure: its number, its link sign, what can be taken from it, its sources, its data."""

import html
import json

from markupsafe import Markup

from foursteps.book.site import fragments
from foursteps.book.site.data_pages import page_name
from foursteps.book.site.figures import rows as data_rows
from foursteps.book.site.figures import terms
from foursteps.book.site.figures.controls import said_of
from foursteps.book.site.figures.take_away import FOLDER
from foursteps.book.site.fragments import Cell
from foursteps.ground.vega_lite import words

# Longer tables, grids of a model mostly, are cut in the page; a script draws them whole.
MAX_ROWS = 100
# More publishers than these are counted, not named, before their list is opened.
FEW_PUBLISHERS = 1


def caption(figure, home):
    """Number, link sign and caption (HTML). home: the address of the figure's own place."""
    label = f"Figure {figure.number}"
    return (
        f'<span class="fs-number">{label}</span> '
        f'<a class="fs-sign" href="{_q(home)}" aria-label="Link to {label}">#</a> '
        f'<span class="fs-caption">{said_of(figure.caption, figure.spec)}</span>'
    )


def tools(figure, root, relative, report, home):
    """What can be taken, in one quiet line, and two folds: sources, and data table (HTML).

    root: the site's root as an address from this page; relative: function from a docname to an
    address on this page; report: where a mistake is reported, may be empty; home: where the
    figure stands if this is another page that shows it: its data table stays there.
    """
    hidden = f'<span class="fs-hidden"> of Figure {figure.number}</span>'
    base = f"{root}{FOLDER}/{figure.name}/{figure.name}"
    items = [
        _data(figure, base, hidden),
        f"Picture: {_file(f'{base}.svg', 'SVG', hidden)}, {_file(f'{base}.png', 'PNG', hidden)}",
        _file(f"{base}.zip", "Cite and reuse", f"{hidden} (zip)") + _limits(figure),
        f'<a href="{_q(home)}">Its data table, and how it was made</a>' if home else "",
        f'<a href="{_q(report)}">Report a mistake{hidden.replace(" of", " in")}</a>'
        if report
        else "",
    ]
    line = "".join(f"<li>{item}</li>" for item in items if item)
    folds = _sources(figure, relative, hidden) + ("" if home else _tables(figure))
    return f'<div class="fs-tools"><ul class="fs-take">{line}</ul>{folds}</div>'


def _file(address, text, rest):
    return f'<a href="{_q(address)}" download>{text}{rest}</a>'


def _data(figure, base, hidden):
    """Links to the CSV files: one by its kind, several by their numbers."""
    folder = base.rpartition("/")[0]
    files = [f"{folder}/{name}" for name in figure.csv]
    if len(files) == 1:
        return f"Data: {_file(files[0], 'CSV', hidden)}"
    links = [_file(file, f"CSV {at}", hidden) for at, file in enumerate(files, 1)]
    return f"Data: {', '.join(links)}" if links else ""


def _limits(figure):
    said = "; ".join(terms.limits(figure.sources))
    return f': <strong class="fs-limits">{_t(said)}</strong>' if said else ""


def _sources(figure, relative, hidden):
    if figure.spec["usermeta"].get("toy"):
        return '<p class="fs-source">A toy model: no data.</p>'
    items = []
    for source in figure.sources:
        publisher, title, licence = terms.credit(source)
        address = relative(page_name(source["name"]))
        items.append(
            f'<li>{_t(publisher)}, <a href="{_q(address)}">{_t(title)}</a> ({_t(licence)})</li>'
        )
    named = terms.publishers(figure.sources)
    what = "Source and licence" if len(items) == 1 else f"{len(items)} sources and their licences"
    whose = f": {_t('; '.join(named))}" if len(named) <= FEW_PUBLISHERS else ""
    return (
        f'<details class="fs-source"><summary>{what}{hidden}{whose}</summary>'
        f"<ul>{''.join(items)}</ul></details>"
    )


def _tables(figure):
    """The fold with the description in words and the data table, which a script draws.

    The rows stand in `noscript`: for readers without scripts, and for whatever makes paper of the
    page. `figure_tools.js` takes them from there.
    """
    title = words(figure.spec.get("title"))
    heads = data_rows.titles(figure.spec)
    shown = [
        _table(columns, rows, heads, title, number, len(figure.tables))
        for number, (columns, rows) in enumerate(figure.tables, 1)
    ]
    named = json.dumps(_drawn_from(figure), ensure_ascii=False, separators=(",", ":"))
    return (
        f'<details class="fs-data" data-of="{_q(figure.name)}" data-tables="{_q(named)}">'
        f'<summary>Description and data table<span class="fs-hidden"> of “{_t(title)}”</span>'
        f"</summary><p>{said_of(figure.spec['description'], figure.spec)}</p>"
        f"<noscript>{''.join(shown)}</noscript></details>"
    )


def _drawn_from(figure):
    """For the script, of each table: its columns, and the data set of the chart with its rows."""
    stored = list(figure.spec.get("datasets", {}).items())
    found = []
    for columns, rows in figure.tables:
        names = [name for name, kept in stored if kept == rows]
        found.append({"columns": columns, **({"dataset": names[0]} if names else {})})
    return found


def _table(columns, rows, heads, title, number, count):
    label = f"Data of “{title}”" + (f", part {number} of {count}" if count > 1 else "")
    cut = ""
    if len(rows) > MAX_ROWS:
        cut = f"The first {MAX_ROWS} of {len(rows):,} rows; the CSV file has all."
    return fragments.table(
        label,
        [heads.get(column, column.replace("_", " ")) for column in columns],
        [_cells(row.get(column) for column in columns) for row in rows[:MAX_ROWS]],
        caption=Markup('{}. <span class="fs-cut">{}</span>').format(label, cut),
        look="fs-table",
    )


def _cells(values):
    first, *others = map(_value, values)
    # A head without words would be read aloud as nothing.
    return [Cell(first, names_row=first != ""), *others]


def _value(value):
    """A value as the script writes it too: 1.0 is 1."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _t(text):
    return html.escape(str(text), quote=False)


def _q(text):
    return html.escape(str(text), quote=True)
