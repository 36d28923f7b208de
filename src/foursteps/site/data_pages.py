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
    """Escape text for Markdown, so that no sign of it is read as markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", str(text or "")).replace("\n", " ")


def cell(text):
    """Escape text for an HTML cell."""
    return html.escape(str("" if text is None else text)).replace("\n", " ")


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
        meaning = cell(field.get("description", ""))
        if field["name"] in nulls:
            meaning += f' <span class="missing">Missing: {cell(nulls[field["name"]])}</span>'
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


def used_by(resource, root):
    """Markdown links to the notebooks that load the table, those that exist."""
    links = []
    for path in resource.get("used_by") or []:
        if (root / path).is_file():
            links.append(f"[](../{path})" if path.startswith("chapters/") else f"`{path}`")
    return links


def facts(resource, project, root):
    """The facts at the head of a table's page: a definition list, as HTML and Markdown."""
    name = resource["name"]
    sha = str(resource.get("hash") or resource.get("sha256") or "").removeprefix("sha256:")
    reuse = REUSE.get(resource.get("reuse"), resource.get("reuse") or "")
    publisher = prose(resource.get("publisher"))
    url = resource.get("url") or ""
    source = f"[{publisher}]({url})" if url.startswith("http") else publisher
    licence = f"**{prose(licence_of(resource))}**"
    if reuse and reuse not in licence_of(resource).lower():
        licence += f" ({reuse})"
    how = ACCESS.get(resource.get("access"), "")
    recipe = root / "data" / "recipes" / f"{name}.py"
    if recipe.is_file():
        address = project.recipe_address(f"data/recipes/{name}.py")
        how += f" Recipe: [`data/recipes/{name}.py`]({address})."
    download = str(resource.get("download") or "")
    if download and resource.get("access") != "compiled":
        where = f"<{download}>" if download.startswith("http") else prose(download)
        verified = "" if resource.get("verified") else " (address not requested by us)"
        how += f" Publisher's file: {where}{verified if where.startswith('<') else ''}."
    pairs = [
        ("Publisher", source),
        ("Licence", licence),
        ("Vintage", prose(resource.get("vintage"))),
        ("Retrieved", prose(resource.get("retrieved"))),
        ("Rows", f"{int(resource.get('rows') or 0):,}"),
        ("Key", ", ".join(f"`{column}`" for column in key_of(resource)) or "none"),
        ("Used in", "; ".join(used_by(resource, root)) or "no chapter yet"),
        ("How it was made", how),
        ("SHA-256", f"`{sha}`" if sha else ""),
    ]
    return "\n".join(f"* **{label}**: {value}" for label, value in pairs if value)


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
        path = root / "data" / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
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
