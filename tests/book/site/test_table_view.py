"""The picture and the rows of a data page: what is drawn, shown, asked for and said in pandas."""

import csv
import gzip
import io
import json
import re
import subprocess

import pandas as pd
import pytest

import foursteps
from foursteps.book.site import data_pages, table_view
from foursteps.book.site.formulas import node_binary
from foursteps.book.site.table_view import head_pictures
from foursteps.charts import renderer, rules, theme
from foursteps.charts.svg import size, static_svg
from tests.book.site.test_data_pages import resource

STATIC = table_view.HERE / "static"
# What a phone of 360 px leaves for a picture.
ROOM = 344


def ask_node(script, given):
    """What a script prints that has `given` as `input` and our two libraries, as JSON."""
    program = (
        f"require({json.dumps(str(STATIC / 'table-state.js'))});"
        f"require({json.dumps(str(STATIC / 'table-chart.js'))});"
        "const input = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));"
        f"console.log(JSON.stringify({script}));"
    )
    done = subprocess.run(
        [node_binary(), "-e", program],
        input=json.dumps(given), capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def tables(root):
    """Every table: (its entry in datapackage.json, its rows)."""
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    return [(entry, data_pages.read_rows(entry, root)) for entry in package["resources"]]


def table_of(script):
    """The table in a script of rows, as the browser has it."""
    said = re.fullmatch(r".*?\)\[\"\w+\"\] = (.*?);\n\(t => .*", script, re.DOTALL)[1]
    table = json.loads(said)
    return {**table, "rows": [list(row) for row in zip(*table["columns"], strict=True)]}


# ---- Pictures --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(tables):
    """Table → its picture, wide and narrow, for those that have one."""
    charts = head_pictures.charts(tables)
    return {e["name"]: c for (e, _), c in zip(tables, charts, strict=True) if c}


def names_stand_beside_the_bars(spec):
    """Whether each bar lies beside its own name, so that no colour alone tells it."""
    (rows,) = spec["datasets"].values()
    return spec["mark"]["type"] == "bar" and len({row["y"] for row in rows}) == len(rows)


@pytest.mark.long
def test_every_picture_keeps_the_rules_of_charts_and_fits_a_phone(drawn):
    found = {}
    for name, (wide, narrow) in drawn.items():
        faults = rules.faults(wide)
        if names_stand_beside_the_bars(wide):
            faults = [fault for fault in faults if "colour alone" not in fault]
        width = size(static_svg(narrow, name)[0])[0]
        faults += [f"{width} px wide where {ROOM} fit"] if width > ROOM else []
        found |= {name: faults} if faults else {}
    assert not found


def test_only_tables_of_texts_have_no_picture(tables):
    for entry, _ in tables:
        numbers = [f for f in entry["schema"]["fields"] if f["type"] in ("integer", "number")]
        if "none" in entry["picture"]:
            assert len(numbers) <= 1, entry["name"]
            assert re.fullmatch(r"[A-Z].{12,}\.", entry["picture"]["none"]), entry["name"]


def test_a_title_is_a_finding_or_a_question(tables):
    for entry, _ in tables:
        title = entry["picture"].get("title")
        if title:
            asks = re.match(r"(Who|Whose|Whom|What|Which|When|Where|How|Do|Are|Into)\b", title)
            assert bool(asks) == title.endswith("?"), title
            assert title != entry["title"] and not title.endswith("."), title


def test_a_picture_that_cannot_be_drawn_names_its_recipe():
    entry = resource(picture={"kind": "line", "x": "id", "y": "id", "title": "T"})
    with pytest.raises(
        head_pictures.PictureError, match=r"^spending\.yml: picture: Choose a column of"
    ):
        head_pictures.charts([(entry, [{"id": "a", "spent_usd": "1"}])])


def chart(fields, rows, **choice):
    """The specification that `table-chart.js` makes of a small table; (its rows, the whole)."""
    columns = [{"name": n, "type": k, "unit": u, "description": n} for n, k, u in fields]
    table = {"name": "t", "key": [], "fields": columns, "rows": rows}
    script = "FourStepsTableChart.spec(input.table, input.choice, input.theme).spec"
    spec = ask_node(script, {"table": table, "choice": choice, "theme": head_pictures.looks()})
    renderer.compiled({**spec, "config": theme.config()})
    return spec["datasets"]["table"], spec


FIELDS = [("place", "string", ""), ("year", "integer", "year"), ("spent", "number", "bn USD")]
ROWS = [
    ["US", 2020, 1],
    ["US", 2020, 3],
    ["China", 2020, 5],
    ["China", 2021, ""],
    ["Peru", 2021, 9],
]


def test_countries_keep_their_colours_and_dashes():
    _, spec = chart(FIELDS, ROWS, kind="line", x="year", y="spent", colour="place")
    scale = spec["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "US": theme.US, "China": theme.CHINA, "Peru": theme.OTHERS[0]
    }  # fmt: skip
    assert spec["encoding"]["strokeDash"]["scale"]["range"][0] == [1, 0]


@pytest.mark.parametrize(
    ("summary", "value"), [("sum", 4), ("mean", 2), ("median", 2), ("largest", 3)]
)
def test_rows_of_one_place_are_summarised_and_the_axis_says_how(summary, value):
    rows, spec = chart(FIELDS, ROWS, kind="bar", x="spent", y="place", summary=summary)
    assert {row["y"]: row["x"] for row in rows} == {"US": value, "China": 5, "Peru": 9}
    assert spec["encoding"]["x"]["title"].split()[0] in ("Sum", "Mean", "Median", "Largest")


def test_rows_are_counted_where_one_axis_has_no_column():
    rows, spec = chart(FIELDS, ROWS, kind="bar", y="place")
    assert {row["y"]: row["x"] for row in rows} == {"US": 2, "China": 2, "Peru": 1}
    assert spec["encoding"]["x"]["title"] == "Rows (number)"
    rows, _ = chart(FIELDS, ROWS, kind="bar", x="year")
    assert {row["x"]: row["y"] for row in rows} == {"2020": 3, "2021": 2}


def test_what_has_no_logarithm_is_not_drawn():
    rows, _ = chart(FIELDS, [*ROWS, ["US", 2022, 0]], kind="dots", x="year", y="spent", log=["y"])
    assert sorted(row["y"] for row in rows) == [1, 3, 5, 9]


def test_beyond_eight_colours_the_rarest_share_one():
    rows = [[f"P{n}", 2020, n] for n in range(12)] + [["P1", 2021, 1]]
    drawn, _ = chart(FIELDS, rows, kind="dots", x="year", y="spent", colour="place")
    names = {row["colour"] for row in drawn}
    assert len(names) == 8 and {"P1", "all others"} <= names


def test_a_date_in_a_tooltip_is_a_date():
    fields = [("day", "date", ""), ("spent", "number", "bn USD")]
    rows, spec = chart(fields, [["2024-03-01", 2]], kind="dots", x="day", y="spent")
    assert rows == [{"x": "2024-03-01", "y": 2, "when": "2024-03-01"}]
    (tip,) = [
        tip for tip in spec["encoding"]["tooltip"] if tip["title"] == "Day" or tip["title"] == "day"
    ]
    assert (tip["field"], tip["type"]) == ("when", "nominal")


# ---- Rows ------------------------------------------------------------------------------------


def test_the_browser_gives_every_table_back_as_its_file(tables, root):
    given = [table_of(table_view.rows_script(*table)) for table in tables]
    files = ask_node("input.map((t) => FourStepsTableState.csv(t, t.rows))", given)
    for (entry, _), text in zip(tables, files, strict=True):
        assert text == (root / "data" / entry["path"]).read_text(encoding="utf-8"), entry["name"]


def test_the_heaviest_table_comes_in_a_hundred_kilobytes(tables):
    """What is loaded when it comes into view, before a chart: scripts and rows, gzipped."""
    files = [table_view.DATATABLES, STATIC / "table-view.js", STATIC / "table-state.js"]
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in files)
    rows = max(len(gzip.compress(table_view.rows_script(*t).encode())) for t in tables)
    assert scripts + rows <= 100_000, (scripts, rows)


VIEWS = [
    ("notable_models", "place=China&training_compute_flop=1e23..&_sort=-training_compute_flop"),
    ("notable_models", "open_weights=true&publication_date=2024-01-01..2024-12-31"),
    ("notable_models", "organization=deepmind&_sort=-publication_date,model"),
    ("notable_models", "open_weights=false&domain=vision&_sort=countries,-publication_date"),
    ("china_listings", "entity=台湾&_sort=-entity"),
    ("us_job_exposure", "human_beta=0.5..&mean_wage_usd=..60000&_sort=group,-employment"),
    ("military_spending_sipri", "year=2000..2005&place=China&_sort=-year"),
    ("frontier_scores", "score_error=0..1&_sort=score_error"),
    ("ai_chips", "place=China&_sort=-tpp"),
    ("ai_chips", "_sort=tpp,-release_date"),
    ("ai_use_surveys", "month=2025-06"),
    ("chip_rule_tests", "density_min=..2"),
    ("glossary", "chinese=竞争"),
    ("governance_documents", ""),
]


@pytest.mark.parametrize(("name", "address"), VIEWS)
def test_the_line_of_pandas_gives_the_rows_of_the_view(tables, name, address):
    entry, rows = next(table for table in tables if table[0]["name"] == name)
    table = table_of(table_view.rows_script(entry, rows))
    script = (
        "(() => { const S = FourStepsTableState, { table, name, hash } = input;"
        "const view = S.fromHash(hash, table) ?? { filters: {}, sort: [] };"
        "return [S.pandas(name, table, view), S.csv(table, S.rows(table, view)),"
        "S.fromHash(S.toHash(view), table)?.filters ?? {}, view.filters]; })()"
    )
    line, text, again, filters = ask_node(
        script, {"table": table, "name": name, "hash": f"#view&{address}" if address else ""}
    )
    assert again == filters
    frame = eval(line, {"load": foursteps.load})
    shown = list(csv.DictReader(io.StringIO(text)))
    key = table["key"]
    assert 0 < len(shown) <= len(rows) and (len(shown) < len(rows)) == bool(filters)

    def keys(values):
        return [tuple(_text(value) for value in row) for row in values]

    assert keys(frame[key].itertuples(index=False)) == keys([[r[k] for k in key] for r in shown])


def _text(value):
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def test_a_permalink_with_unknown_columns_still_opens(tables):
    table = table_of(table_view.rows_script(*tables[0]))
    hash_ = "#view&gone=1&_sort=-gone&_kind=line&_x=year&_log=y"
    view = ask_node(
        "FourStepsTableState.fromHash(input.hash, input.table)", {"table": table, "hash": hash_}
    )
    assert view == {
        "filters": {}, "sort": [], "chart": {"kind": "line", "x": "year", "log": ["y"]}
    }  # fmt: skip


def test_chinese_says_its_language():
    assert table_view.in_chinese("plain <b>") == "plain <b>"
    assert table_view.in_chinese("the 国际竞争，<x>") == (
        'the <span lang="zh-Hans">国际竞争，</span>&lt;x&gt;'
    )
