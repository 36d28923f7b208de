"""The table and the picture on a data page, and what scripts make of them.

Without scripts the picture stands there, drawn when the page is made, and the first rows. With
them the rows come from `_tables/<name>.js` (a script: from disk a page may load no other file) when
the table comes into view; DataTables sorts and filters them, and `table-chart.js` draws what the
reader chooses, as it drew the picture.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.util.docutils import SphinxDirective

from foursteps.book.site import fragments
from foursteps.book.site.table_view import head_pictures
from foursteps.charts import theme
from foursteps.charts.svg import REPAINT, for_page, static_svg
from foursteps.ground.vega_lite import replaced

HERE = Path(__file__).parent
DATATABLES = HERE.parent / "vendor" / "datatables" / "datatables.js"
FOLDER = "_tables"
LOOKS = "table-looks.js"
# A number that JavaScript writes as it stands in the file; any other stays text.
PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,10}[1-9])?")
CHINESE = re.compile(r"[㐀-鿿豈-﫿][㐀-鿿豈-﫿\u3000-〿！-～]*")


def kind_of(field, rows):
    """The class of a column: numbers stand to the right, long texts take several lines.

    As `kindOf` of table-view.js says it.
    """
    if field.get("type") in ("integer", "number"):
        return "number"
    texts = [row[field["name"]] for row in rows]
    longest = max((len(text) for text in texts if not text.startswith("http")), default=0)
    return "long longer" if longest > 160 else "long" if longest > 60 else ""


def in_chinese(text):
    """Text, as HTML in which every Chinese run says its language if it has one."""
    if not CHINESE.search(text):
        return text
    parts, last = [], 0
    for run in CHINESE.finditer(text):
        parts += [escape(text[last : run.start()])]
        parts += [Markup('<span lang="zh-Hans">{}</span>').format(run[0])]
        last = run.end()
    return Markup("").join([*parts, escape(text[last:])])


# The rows, as the scripts of the page read them.
ROWS = (
    "(t => t.rows = t.columns[0].map((_, at) => t.columns.map(column => column[at])))"
    "(globalThis.FourStepsTables[{}]);\n"
)


def rows_script(resource, rows):
    """The script that carries a table: its columns, its picture, its rows (dicts of strings)."""
    columns = head_pictures.columns_of(resource)
    key = resource["schema"].get("primaryKey") or []
    table = {
        "key": [key] if isinstance(key, str) else key,
        "fields": columns,
        "picture": {} if "none" in resource["picture"] else resource["picture"],
        # By columns, whose values are alike: a tenth fewer bytes on the way.
        "columns": [
            [_value(row[column["name"]], column["type"]) for row in rows] for column in columns
        ],
    }
    name = json.dumps(resource["name"])
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.FourStepsTables ||= {{}})[{name}] = {text};\n" + ROWS.format(name)


def _value(text, kind):
    if kind == "integer" and PLAIN_NUMBER.fullmatch(text) and "." not in text:
        return int(text)
    digits = len(re.sub(r"\D", "", text))
    if kind == "number" and PLAIN_NUMBER.fullmatch(text) and digits <= 15 and float(text) >= 1e-6:
        return float(text) if "." in text else int(text)
    return text


def looks_script():
    """The theme as a script: what a chart that the reader draws looks like on a page."""
    looks = replaced(head_pictures.looks(), lambda _, text: REPAINT.get(text, text))
    config = for_page({"config": theme.config()})["config"]
    text = json.dumps({"looks": looks, "config": config}, separators=(",", ":"))
    return f"globalThis.FourStepsLooks = {text};\n"


def picture_block(resource, drawn):
    """The directive that becomes the picture of a table; empty for a table without one.

    drawn: the picture's specifications, wide and narrow.
    """
    if "none" in resource["picture"]:
        said = fragments.one_line(resource["picture"]["none"])
        return Markup('<p class="no-picture">No picture: {}</p>').format(
            f"{said[0].lower()}{said[1:]}"
        )
    drawing = [resource["name"], resource["picture"].get("where", {}), *drawn]
    text = json.dumps(drawing, ensure_ascii=False, separators=(",", ":"))
    return f"```{{table-picture}}\n{text}\n```"


class TablePicture(SphinxDirective):
    """```` ```{table-picture} ````: name, rows drawn, the chart wide and narrow, as JSON."""

    has_content = True

    def run(self):
        """Draw the chart, as a node of HTML."""
        drawing = json.loads("\n".join(self.content))
        return [nodes.raw("", picture_html(*drawing), format="html")]


def picture_html(name, where, wide, narrow):
    """The picture of a table: drawn twice, for wide and for narrow pages, and what it leaves out."""
    drawings = []
    for kind, spec in (("wide", wide), ("narrow", narrow)):
        svg, _ = static_svg(for_page(spec), f"{name.replace('_', '-')}-{kind}")
        drawings.append(svg.replace('class="fs-static"', f'class="fs-static {kind}"', 1))
    return Markup(
        '<figure class="table-picture" id="picture"><div class="fs-picture" role="img" '
        'aria-label="{}">{}</div><figcaption>{}</figcaption></figure>'
    ).format(wide["description"], Markup("".join(drawings)), drawn_rows(where))


def drawn_rows(where):
    """In a sentence, which rows a picture draws, if not all."""
    if not where:
        return ""
    said = [
        Markup("<code>{}</code> is {}").format(
            name, " or ".join([value] if isinstance(value, str) else value)
        )
        for name, value in where.items()
    ]
    return Markup("Drawn: the rows in which {}.").format(Markup(" and ").join(said))


def begin(app):
    """Give Sphinx our files; here, because Jupyter Book links whatever it finds itself."""
    if app.builder.format == "html":
        app.config.html_static_path += [str(HERE / "static"), str(DATATABLES)]


def add_assets(app, pagename, templatename, context, doctree):
    """Link style and script on the page of a table, the style on the list of all tables too."""
    if pagename == "data/index":
        app.add_css_file("table-view.css", priority=902)
    if pagename in app.foursteps_table_pages:
        app.add_css_file("figures.css")
        app.add_css_file("table-view.css", priority=902)
        app.add_js_file("table-view.js", loading_method="defer")


def write_looks(app, exception):
    """Write the theme beside the scripts that draw."""
    if exception is None and app.builder.format == "html":
        (Path(app.outdir) / "_static" / LOOKS).write_text(looks_script(), encoding="utf-8")


def setup(app):
    """Register the directive and the events."""
    app.foursteps_table_pages = set()
    app.add_directive("table-picture", TablePicture)
    app.connect("builder-inited", begin, priority=100)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", write_looks)
