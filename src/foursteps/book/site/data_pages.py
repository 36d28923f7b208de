"""A page per table and the Data page, written from `data/datapackage.json` before each build.

The pages are plain Markdown in `data/`, not committed. A page is rewritten only when its
text changed, so that a rebuild reads again no more than it must. The CSV files and the
descriptor are copied beside the built pages.
"""

import csv
import html
import json
import re
import shutil
from pathlib import Path

from foursteps.ground import atomic_files

DESCRIPTOR = "datapackage.json"
PREVIEW_ROWS = 8
# Tables that we compiled ourselves are read on the page, so they stand there whole.
WHOLE_UP_TO = 150
LONG_TEXT = 160

ACCESS = {
    "direct": "Downloaded from the publisher's address by the recipe.",
    "manual": "Taken by hand from the publisher's page.",
    "compiled": "Compiled by the authors of this book; the CSV file is the original.",
}
REUSE = {
    "open": "open",
    "attribution-noncommercial": "attribution, non-commercial use only",
    "no-derivatives": "no derivatives: facts re-keyed, only the values shown",
    "terms-restricted": "publisher's terms not open: only the values shown",
    "unknown": "publisher's terms not open: only the values shown",
    "facts-only": "publisher's terms not open: only the values shown",
}

# Where the page of a notebook stands, by its folder: of a set only the students' version is shown.
PLACES = {"chapters": "chapters", "exercises": "practice"}


def page_name(table):
    """Docname of a table's page: `notable_models` → `data/notable-models`."""
    return "data/" + table.replace("_", "-")


def licence_of(resource):
    """The licence as one line, with the label that the reader must see, if there is one."""
    licence = resource.get("licence") or "; ".join(
        entry.get("title") or entry.get("name", "") for entry in resource.get("licenses", [])
    )
    note = resource.get("licence_note")
    return f"{licence} – {note}" if note and note not in licence else licence


def prose(text):
    """Escape text for Markdown so that only `code` in it is read as markup."""
    parts = re.split(r"(`[^`]+`)", " ".join(str(text or "").split()))
    return "".join(
        part if number % 2 else re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", part)
        for number, part in enumerate(parts)
    )


def cell(text):
    """Escape text for HTML."""
    return html.escape(" ".join(str("" if text is None else text).split()))


def rich(text):
    """Escape text for HTML, with `code` in it shown as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", cell(text))


def value_cell(value, field):
    """One value of a table as an HTML cell; numbers are marked, addresses become links."""
    if field.get("type") in ("integer", "number"):
        return f'<td class="number">{cell(value)}</td>'
    if re.fullmatch(r"https?://\S+", value):
        host = re.sub(r"^https?://(www\.)?", "", value).split("/")[0]
        return f'<td><a href="{cell(value)}">{cell(host)}</a></td>'
    kind = ' class="long"' if len(value) > LONG_TEXT // 4 else ""
    return f"<td{kind}>{cell(value)}</td>"


def scrolling(table, label):
    """Put an HTML table into a region that scrolls and takes the keyboard's focus."""
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{cell(label)}">\n'
        f"{table}\n</div>"
    )


def fields_table(resource):
    """The columns of a table: name, type, unit, meaning and what is missing in them."""
    nulls = resource.get("known_nulls") or {}
    rows = []
    for field in resource["schema"]["fields"]:
        meaning = rich(field.get("description", ""))
        if field["name"] in nulls:
            meaning += f' <span class="missing">Missing: {rich(nulls[field["name"]])}</span>'
        rows.append(
            f'<tr><th scope="row"><code>{cell(field["name"])}</code></th>'
            f"<td>{cell(field.get('type', 'string'))}</td><td>{cell(field.get('unit') or '–')}</td>"
            f'<td class="long">{meaning}</td></tr>'
        )
    head = "".join(f'<th scope="col">{n}</th>' for n in ("Column", "Type", "Unit", "Meaning"))
    body = "\n".join(rows)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    return scrolling(table, f"Columns of {resource['name']}")


def key_of(resource):
    """Names of the primary key's columns (a list)."""
    key = resource["schema"].get("primaryKey") or []
    return [key] if isinstance(key, str) else list(key)


def rows_table(resource, rows, label):
    """Rows of a table; with a key of one column, each row has the key's value as its id."""
    fields = resource["schema"]["fields"]
    key = key_of(resource)
    head = "".join(f'<th scope="col">{cell(field["name"])}</th>' for field in fields)
    lines = []
    for row in rows:
        anchor = ""
        if len(key) == 1 and re.fullmatch(r"[A-Za-z][\w-]*", row[key[0]]):
            anchor = f' id="{row[key[0]]}"'
        cells = "".join(value_cell(row[field["name"]], field) for field in fields)
        lines.append(f"<tr{anchor}>{cells}</tr>")
    body = "\n".join(lines)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    return scrolling(table, label)


def notebook_title(path):
    """The first heading of a notebook or a generated page, else the name of its file."""
    if path.suffix == ".md":
        found = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        return found[1].strip() if found else path.name
    for entry in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        found = re.search(r"^# (.+)$", "".join(entry["source"]), re.MULTILINE)
        if entry["cell_type"] == "markdown" and found:
            return found[1].strip()
    return path.name


def used_by(resource, root):
    """Links to the notebooks and pages that use the table, those that exist (HTML)."""
    links = []
    for name in resource.get("used_by") or []:
        path = root / name
        if path.is_file() and path.parent.name in PLACES:
            title = cell(notebook_title(path))
            place = PLACES[path.parent.name]
            links.append(f'<a href="../{place}/{path.stem}.html">{title}</a>')
    return ", ".join(links)


def source(resource):
    """The publisher, linked to its page (HTML)."""
    url, publisher = str(resource.get("url") or ""), cell(resource.get("publisher"))
    return f'<a href="{cell(url)}">{publisher}</a>' if url.startswith("http") else publisher


def terms(resource):
    """The licence, with its reuse class and the label that the reader must see (HTML)."""
    note = resource.get("licence_note")
    licence = resource.get("licence") or licence_of({**resource, "licence_note": None})
    said = cell(licence)
    reuse = REUSE.get(resource.get("reuse"), "")
    if reuse and reuse.split(":")[0] not in f"{licence} {note}".lower():
        said += f" ({cell(reuse)})"
    return said + (f' <strong class="licence-note">{cell(note)}</strong>' if note else "")


def making(resource, project, root):
    """How the table was made: access, recipe, the publisher's file (HTML)."""
    name, access = resource["name"], resource.get("access")
    said = [ACCESS.get(access, "")]
    recipe = [f"data/recipes/{name}.{kind}" for kind in ("yml", "py")]
    links = [
        f'<a href="{cell(project.recipe_address(path))}"><code>{path}</code></a>'
        for path in recipe
        if (root / path).is_file()
    ]
    if links:
        said.append(f"Recipe: {', '.join(links)}.")
    download = str(resource.get("download") or "")
    if download.startswith("http"):
        unverified = "" if resource.get("verified") else " (address not requested by us)"
        said.append(f'File: <a href="{cell(download)}">{cell(download)}</a>{unverified}.')
    elif download and access != "compiled":
        said.append(f"File: {rich(download)}")
    return " ".join(part for part in said if part)


def facts(resource, project, root):
    """The facts at the head of a table's page, as an HTML list of terms."""
    sha = str(resource.get("hash") or "").removeprefix("sha256:")
    pairs = [
        ("Publisher", source(resource)),
        ("Licence", terms(resource)),
        ("Vintage", cell(resource.get("vintage"))),
        ("Retrieved", cell(resource.get("retrieved"))),
        ("Rows", f"{int(resource.get('rows') or 0):,}"),
        ("Key", ", ".join(f"<code>{cell(column)}</code>" for column in key_of(resource))),
        ("Used in", used_by(resource, root) or "no chapter yet"),
        ("How it was made", making(resource, project, root)),
        ("SHA-256", f"<code>{cell(sha)}</code>" if sha else ""),
    ]
    items = "\n".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in pairs if said)
    return f'<dl class="facts">\n{items}\n</dl>'


def table_page(resource, project, root):
    """Markdown of the page of one table."""
    name = resource["name"]
    with (root / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    whole = resource.get("access") == "compiled" and len(rows) <= WHOLE_UP_TO
    whole = whole or len(rows) <= PREVIEW_ROWS
    shown = rows if whole else rows[:PREVIEW_ROWS]
    heading = "All rows" if whole else f"First {len(shown)} of {len(rows):,} rows"
    parts = [
        "---\norphan: true\n---",
        f"# {prose(resource.get('title') or name)}",
        prose(resource.get("description")),
        (
            f'<p class="download"><a href="{cell(resource["path"])}" download>Download the table as '
            f'CSV</a> or read it in Python: <code>load("{cell(name)}")</code></p>'
        ),
        "## Who, when, on what terms",
        facts(resource, project, root),
        "## Columns",
        fields_table(resource),
    ]
    if resource.get("quirks"):
        quirks = resource["quirks"]
        quirks = [quirks] if isinstance(quirks, str) else quirks
        parts += ["## Mind this", "\n".join(f"* {prose(quirk)}" for quirk in quirks)]
    parts += [f"## {heading}", rows_table(resource, shown, f"{heading} of {name}")]
    parts += ["[All tables](index.md)"]
    return "\n\n".join(parts) + "\n"


def index_page(package, root):
    """Markdown of the Data page: every table with publisher, licence, vintage and users."""
    lines = []
    for resource in sorted(package["resources"], key=lambda r: str(r.get("title")).lower()):
        page = page_name(resource["name"]).removeprefix("data/")
        lines.append(
            f'<tr><th scope="row"><a href="{page}.html">{cell(resource.get("title"))}</a><br>'
            f"<code>{cell(resource['name'])}</code></th>"
            f"<td>{cell(resource.get('publisher'))}</td><td>{cell(licence_of(resource))}</td>"
            f"<td>{cell(resource.get('vintage'))}</td>"
            f'<td class="number">{int(resource.get("rows") or 0):,}</td></tr>'
        )
    columns = ("Table", "Publisher", "Licence", "Vintage", "Rows")
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "\n".join(lines)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    count = len(package["resources"])
    return (
        "\n\n".join(
            [
                "# Data",
                (
                    f"Everything that the book computes on stands in {count} tables. Each has a page that "
                    "says who published it, under which licence, as of when, what every column means and "
                    "what is missing. In a notebook, `load` reads a table by its name:"
                ),
                '```python\nfrom foursteps import load\n\nload("notable_models")\n```',
                (
                    "The tables keep the terms of their publishers. Where those terms are not open, the "
                    "table holds only the values that a chapter shows, and its page says so. The package "
                    "of all tables is described in "
                    '<a href="datapackage.json" download>datapackage.json</a> (Frictionless Data Package).'
                ),
                "## The tables",
                scrolling(table, "The tables of the book"),
            ]
        )
        + "\n"
    )


def pages(root, project):
    """All pages as a dict from file name in `data/` to Markdown."""
    package = json.loads((root / "data" / DESCRIPTOR).read_text(encoding="utf-8"))
    made = {"index.md": index_page(package, root)}
    for resource in package["resources"]:
        made[page_name(resource["name"]).removeprefix("data/") + ".md"] = table_page(
            resource, project, root
        )
    return made


def write_pages(app):
    """Write the pages that changed, remove those of tables that are gone."""
    root = Path(app.srcdir)
    made = pages(root, app.foursteps_project)
    for name, text in made.items():
        atomic_files.write_if_changed(root / "data" / name, text)
    for path in (root / "data").glob("*.md"):
        if path.name not in made:
            path.unlink()


def copy_tables(app, exception):
    """Put the CSV files and the descriptor beside the built pages."""
    if exception is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "data"
    for path in [
        *(Path(app.srcdir) / "data").glob("*.csv"),
        Path(app.srcdir) / "data" / DESCRIPTOR,
    ]:
        shutil.copyfile(path, target / path.name)


def setup(app):
    """Write before Sphinx looks for pages; copy when it is done."""
    app.connect("builder-inited", write_pages, priority=100)
    app.connect("build-finished", copy_tables)
