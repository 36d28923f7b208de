"""A page per table and the Data page, written from `data/datapackage.json` before each build.

The pages are plain Markdown in `data/`, not committed. A page is rewritten only when its
text changed, so that a rebuild reads again no more than it must. The CSV files and the
descriptor are copied beside the built pages.
"""

import csv
import json
import re
import shutil
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from foursteps.book.site import fragments, table_view
from foursteps.book.site.fragments import Cell, coded, link, one_line
from foursteps.book.site.table_view import head_pictures, in_chinese
from foursteps.ground import atomic_files

DESCRIPTOR = "datapackage.json"
# What stands in the page itself; the others come with a script, or with the CSV file.
PREVIEW_ROWS = 50
# Tables that we compiled ourselves are read, and linked by the row: they stand there whole.
WHOLE_UP_TO = 150

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


def value_cell(value, field, kind="", named=False):
    """One value of a table as a cell; addresses become links.

    kind: the class of its column; named: whether the cell says its column, for the cards of a
    narrow page.
    """
    column = field["name"] if named else ""
    if re.fullmatch(r"https?://\S+", value):
        text = re.sub(r"^https?://(www\.)?", "", value).split("/")[0]
        return Cell(link(value, text), kind, column=column)
    return Cell(in_chinese(one_line(value)), kind, column=column)


def fields_table(resource):
    """The columns of a table: name, type, unit, meaning and what is missing in them."""
    nulls = resource.get("known_nulls") or {}
    rows = []
    for field in resource["schema"]["fields"]:
        meaning = coded(field.get("description"))
        if field["name"] in nulls:
            missing = coded(nulls[field["name"]])
            meaning += Markup(' <span class="missing">Missing: {}</span>').format(missing)
        name = Cell(Markup("<code>{}</code>").format(field["name"]), names_row=True)
        rows.append(
            [name, field.get("type", "string"), field.get("unit") or "–", Cell(meaning, "long")]
        )
    columns = ("Column", "Type", "Unit", "Meaning")
    return fragments.table(f"Columns of {resource['name']}", columns, rows)


def key_of(resource):
    """Names of the primary key's columns (a list)."""
    key = resource["schema"].get("primaryKey") or []
    return [key] if isinstance(key, str) else list(key)


def rows_table(resource, rows, label, kinds, look=""):
    """Rows of a table; with a key of one column, each row has the key's value as its id.

    kinds: column → its class.
    """
    fields = resource["schema"]["fields"]
    key = key_of(resource)
    cards = look.endswith("cards")
    ids = [row[key[0]] if len(key) == 1 else "" for row in rows]
    return fragments.table(
        label,
        [field["name"] for field in fields],
        [[value_cell(row[f["name"]], f, kinds[f["name"]], cards) for f in fields] for row in rows],
        ids=[name if re.fullmatch(r"[A-Za-z][\w-]*", name) else "" for name in ids],
        look=look,
    )


@lru_cache(maxsize=64)
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
            address = f"../{PLACES[path.parent.name]}/{path.stem}.html"
            links.append(link(address, one_line(notebook_title(path))))
    return Markup(", ").join(links)


def source(resource):
    """The publisher, linked to its page (HTML)."""
    url, publisher = str(resource.get("url") or ""), one_line(resource.get("publisher"))
    return link(url, publisher) if url.startswith("http") else publisher


def terms(resource):
    """The licence, with its reuse class and the label that the reader must see (HTML)."""
    note = resource.get("licence_note")
    licence = resource.get("licence") or licence_of({**resource, "licence_note": None})
    said = Markup("{}").format(one_line(licence))
    reuse = REUSE.get(resource.get("reuse"), "")
    if reuse and reuse.split(":")[0] not in f"{licence} {note}".lower():
        said += f" ({reuse})"
    label = Markup(' <strong class="licence-note">{}</strong>').format(one_line(note))
    return said + (label if note else "")


def making(resource, project, root):
    """How the table was made: access, recipe, the publisher's file (HTML)."""
    name, access = resource["name"], resource.get("access")
    said = [ACCESS.get(access, "")]
    recipe = [f"data/recipes/{name}.{kind}" for kind in ("yml", "py")]
    links = [
        link(project.recipe_address(path), Markup("<code>{}</code>").format(path))
        for path in recipe
        if (root / path).is_file()
    ]
    if links:
        said.append(Markup("Recipe: {}.").format(Markup(", ").join(links)))
    download = str(resource.get("download") or "")
    if download.startswith("http"):
        unverified = "" if resource.get("verified") else " (address not requested by us)"
        said.append(Markup("File: {}{}.").format(link(download, download), unverified))
    elif download and access != "compiled":
        said.append(Markup("File: {}").format(coded(download)))
    return Markup(" ").join(part for part in said if part)


def facts(resource, project, root):
    """The facts at the head of a table's page, as an HTML list of terms."""
    sha = str(resource.get("hash") or "").removeprefix("sha256:")
    code = Markup("<code>{}</code>")
    return fragments.facts(
        [
            ("Publisher", source(resource)),
            ("Licence", terms(resource)),
            ("Vintage", one_line(resource.get("vintage"))),
            ("Retrieved", one_line(resource.get("retrieved"))),
            ("Rows", f"{int(resource.get('rows') or 0):,}"),
            ("Key", Markup(", ").join(code.format(column) for column in key_of(resource))),
            ("Used in", used_by(resource, root) or "no chapter yet"),
            ("How it was made", making(resource, project, root)),
            ("SHA-256", code.format(sha) if sha else ""),
        ]
    )


def the_table(resource, rows):
    """The table itself: the first rows or, if compiled and not long, all, and where the rest is."""
    name, count = resource["name"], len(rows)
    whole = resource.get("access") == "compiled" and count <= WHOLE_UP_TO
    shown = rows if whole else rows[:PREVIEW_ROWS]
    label = f"All rows of {name}" if len(shown) == count else f"First {len(shown)} rows of {name}"
    rest = Markup(
        '<p class="rows-note">The first {} of {:,} rows. <a href="{}" download>All rows as CSV</a></p>'
    ).format(len(shown), count, resource["path"])
    fields = resource["schema"]["fields"]
    kinds = {field["name"]: table_view.kind_of(field, rows) for field in fields}
    # What is told in words is read row by row.
    look = "data-rows cards" if "none" in resource["picture"] else "data-rows"
    return Markup(
        '<div class="table-view" data-table="{}" data-csv="{}" data-shown="{}">\n{}\n{}</div>'
    ).format(
        name,
        resource["path"],
        "all" if whole else PREVIEW_ROWS,
        rows_table(resource, shown, label, kinds, look),
        rest if len(shown) < count else "",
    )


def table_page(resource, project, root, drawn=()):
    """Markdown of the page of one table.

    drawn: the specifications of its picture, wide and narrow, if it has one.
    """
    name, count = resource["name"], int(resource.get("rows") or 0)
    parts = [
        "---\norphan: true\n---",
        f"# {prose(resource.get('title') or name)}",
        prose(resource.get("description")),
        Markup(
            '<p class="download"><a href="{}" download>Download the table as CSV</a> or read it in '
            'Python: <code>load("{}")</code></p>'
        ).format(resource["path"], name),
        table_view.picture_block(resource, drawn),
        f"## {count:,} row{'' if count == 1 else 's'}",
        the_table(resource, read_rows(resource, root)),
        "## Columns",
        fields_table(resource),
    ]
    if resource.get("quirks"):
        quirks = resource["quirks"]
        quirks = [quirks] if isinstance(quirks, str) else quirks
        parts += ["## Mind this", "\n".join(f"* {prose(quirk)}" for quirk in quirks)]
    parts += ["## Who, when, on what terms", facts(resource, project, root)]
    parts += ["[All tables](index.md)"]
    return "\n\n".join(parts) + "\n"


def read_rows(resource, root):
    """The rows of a table as dicts of strings."""
    with (root / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def years(resource, rows):
    """The years that a table is about: of its columns of years and dates, first and last."""
    columns = [
        field["name"]
        for field in resource["schema"]["fields"]
        if field.get("unit") == "year" or field.get("type") == "date"
    ]
    found = sorted(row[column][:4] for row in rows for column in columns[:1] if row[column])
    if not found:
        return "–"
    return found[0] if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def index_page(package, root):
    """Markdown of the Data page: every table with its rows, years, publisher and licence."""
    rows = []
    for resource in sorted(package["resources"], key=lambda r: str(r.get("title")).lower()):
        page = page_name(resource["name"]).removeprefix("data/")
        title = link(f"{page}.html", one_line(resource.get("title")))
        finding = one_line(resource.get("picture", {}).get("title"))
        name = Markup('{} <code>{}</code><span class="finding">{}</span>').format(
            title, resource["name"], finding
        )
        rows.append(
            [
                Cell(name, names_row=True),
                Cell(f"{int(resource.get('rows') or 0):,}", "number"),
                Cell(years(resource, read_rows(resource, root)), "years"),
                one_line(resource.get("publisher")),
                one_line(licence_of(resource)),
            ]
        )
    columns = ("Table", "Rows", "Years", "Publisher", "Licence")
    count = len(package["resources"])
    return (
        "\n\n".join(
            [
                "# Data",
                (
                    f"Everything that the book computes on stands in {count} tables. Each has a page with a "
                    "picture, the rows to sort, filter and draw, what every column means, what is missing, "
                    "and who published it on what terms. In a notebook, `load` reads a table by its name:"
                ),
                '```python\nfrom foursteps import load\n\nload("notable_models")\n```',
                (
                    "The tables keep the terms of their publishers. Where those terms are not open, the "
                    "table holds only the values that a chapter shows, and its page says so. The package "
                    "of all tables is described in "
                    '<a href="datapackage.json" download>datapackage.json</a> (Frictionless Data Package).'
                ),
                "## The tables",
                "Below each name stands what its picture shows, or asks.",
                fragments.table("The tables of the book", columns, rows, look="all-tables"),
            ]
        )
        + "\n"
    )


def pages(root, project):
    """All pages as a dict from file name in `data/` to Markdown."""
    package = json.loads((root / "data" / DESCRIPTOR).read_text(encoding="utf-8"))
    made = {"index.md": index_page(package, root)}
    tables = [(resource, read_rows(resource, root)) for resource in package["resources"]]
    for (resource, _), drawn in zip(tables, head_pictures.charts(tables), strict=True):
        file = page_name(resource["name"]).removeprefix("data/") + ".md"
        made[file] = table_page(resource, project, root, drawn)
    return made


def write_pages(app):
    """Write the pages that changed, remove those of tables that are gone."""
    root = Path(app.srcdir)
    made = pages(root, app.foursteps_project)
    app.foursteps_table_pages = {f"data/{Path(name).stem}" for name in made} - {"data/index"}
    for name, text in made.items():
        atomic_files.write_if_changed(root / "data" / name, text)
    for path in (root / "data").glob("*.md"):
        if path.name not in made:
            path.unlink()


def copy_tables(app, exception):
    """Put the CSV files, the descriptor and the scripts with the rows beside the built pages."""
    if exception is not None or app.builder.format != "html":
        return
    root, target = Path(app.srcdir), Path(app.outdir) / "data"
    for path in [*(root / "data").glob("*.csv"), root / "data" / DESCRIPTOR]:
        shutil.copyfile(path, target / path.name)
    scripts = target / table_view.FOLDER
    shutil.rmtree(scripts, ignore_errors=True)
    scripts.mkdir()
    for resource in json.loads((target / DESCRIPTOR).read_text(encoding="utf-8"))["resources"]:
        text = table_view.rows_script(resource, read_rows(resource, root))
        (scripts / f"{resource['name']}.js").write_text(text, encoding="utf-8")


def setup(app):
    """Write before Sphinx looks for pages; copy when it is done."""
    app.connect("builder-inited", write_pages, priority=100)
    app.connect("build-finished", copy_tables)
