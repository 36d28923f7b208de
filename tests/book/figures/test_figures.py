"""The figure that the site makes of a stored chart, as HTML and before any script runs."""

import csv
import json
import re
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert
from bs4 import BeautifulSoup

from foursteps.book.site.figures import page, rows
from foursteps.charts import renderer, theme
from foursteps.charts.svg import for_page, static_svg
from tests.book.figures.chart_site import build, write
from tests.reader.charts import examples
from tests.reader.charts.examples import complete, line, words

IDS = [f"fig-{kind.__name__.replace('_', '-')}" for kind in examples.KINDS]


@pytest.fixture(scope="session")
def soup(chart_site):
    return BeautifulSoup((chart_site / "pages/charts.html").read_text(), "html.parser")


def stored(chart):
    return renderer.bundle(chart.to_dict())[0]["application/vnd.vegalite.v5+json"]


def resources():
    return {
        "notable_models": {"name": "notable_models", "title": "Notable", "publisher": "E", "licence": "L"}
    }  # fmt: skip


def html_of(chart):
    made, files = page.figure(stored(chart), resources(), lambda name: f"../{name}.html", "../_d/")
    return BeautifulSoup(made, "html.parser"), files


def test_every_kind_is_a_figure(soup):
    assert [figure["id"] for figure in soup.select("figure.fs-figure")] == IDS
    assert not soup.select('img[src*="png"]')  # the stored picture is for other readers


@pytest.mark.parametrize("name", IDS)
def test_parts_of_a_figure(soup, chart_site, name):
    figure = soup.find(id=name)
    picture = figure.select_one(".fs-picture")
    assert picture["role"] == "img"
    assert picture["aria-label"].endswith("in words.")
    svg = picture.svg
    assert svg["aria-hidden"] == "true"
    assert svg.select("path, text")
    caption = figure.figcaption.get_text(" ", strip=True)
    assert "What it shows." in caption
    if name == "fig-slider":
        assert "A toy model: no data." in caption
    else:
        assert "Source: Epoch & Co, Notable AI models (CC BY 4.0)." in caption
        assert figure.figcaption.a["href"] == "../data/notable-models.html"
    data = figure.find_next("div", class_="fs-data")
    assert data.select_one("details summary").get_text(strip=True)
    table = data.table
    assert table.caption.get_text(strip=True)
    assert all(th.get("scope") == "col" for th in table.select("thead th"))
    assert all(th.get_text(strip=True) for th in table.select("th"))
    assert table.select("tbody tr")
    file = chart_site / "pages" / data.select_one("a[download]")["href"]
    with file.open(newline="", encoding="utf-8") as opened:
        lines = list(csv.reader(opened))
    assert len(lines) > 1
    assert len({len(line) for line in lines}) == 1
    script = soup.select_one(f'script[data-figure="{name}"]')
    spec = json.loads(script.string)
    assert spec["usermeta"]["id"] == name
    assert spec["configFrom"] == "page"
    assert "<" not in script.string


@pytest.mark.parametrize("kind", examples.KINDS, ids=lambda kind: kind.__name__)
def test_the_light_svg_is_the_whole_svg(kind):
    """Trimming keeps the XML sound, every word, and every line and mark that has a colour."""
    spec = for_page(stored(complete(kind)))
    svg, _ = static_svg(spec, "fig-x")
    light = ElementTree.fromstring(svg)
    whole = ElementTree.fromstring(vl_convert.vega_to_svg(renderer.compiled(spec)))

    def words_of(tree):
        return [e.text for e in tree.iter() if e.tag.endswith("text")]

    def drawn(tree):
        marks = [e for e in tree.iter() if e.tag.rpartition("}")[2] not in ("g", "svg", "text")]
        return sum(bool({"fill", "stroke"} & set(e.attrib)) for e in marks)

    assert words_of(light) == words_of(whole)
    assert drawn(light) == drawn(whole) > 0


def test_no_id_twice_and_every_reference_lands(soup):
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    svgs = "".join(str(svg) for svg in soup.select(".fs-static"))
    used = set(re.findall(r"url\(#([^)]+)\)", svgs))
    assert used
    assert used <= set(ids)


def test_no_colour_that_dark_pages_cannot_repaint(soup):
    svgs = "".join(str(svg) for svg in soup.select(".fs-static")).lower()
    for color in (*theme.NAMES, theme.INK):
        assert color not in svgs
    assert "var(--fs-us)" in svgs
    assert "currentcolor" in svgs


def test_words_on_marks_and_symbols_follow_the_theme():
    """White words on a light mark, black symbols on a dark page: neither can be read."""
    spec = stored(complete(examples.rule_and_text))
    spec["layer"][2]["mark"]["color"] = "white"
    made, _ = page.figure(spec, resources(), str, "")
    assert 'fill="var(--fs-paper)"' in made
    by_shape = examples.points().encode(color=alt.value("black")).properties(**words("x"))
    made, _ = page.figure(stored(by_shape), resources(), str, "")
    assert 'fill="black"' not in made


def test_weight(chart_site):
    """Typical charts stay light, so that a chapter of 14 keeps to its budget."""
    soup = BeautifulSoup((chart_site / "pages/charts.html").read_text(), "html.parser")
    for figure in soup.select("figure.fs-figure"):
        script = soup.select_one(f'script[data-figure="{figure["id"]}"]')
        whole = str(figure) + str(figure.find_next("div", class_="fs-data")) + str(script)
        assert len(whole) < 45_000, figure["id"]


def test_nothing_is_lost_in_packing(soup):
    """What the script unpacks is what was stored, colours aside."""
    theme_of_page = json.loads(soup.select_one("#fs-theme").string)
    packed = json.loads(soup.select_one('script[data-figure="fig-stacked"]').string)
    whole = for_page(stored(complete(examples.stacked)))
    assert {**theme_of_page["wide"], **packed["config"]} == whole["config"]
    assert packed["config"].keys() == {"view"}  # panels are narrower than the theme's default
    for name, stored_rows in whole["datasets"].items():
        columns, packed_rows = packed["datasets"][name].values()
        assert [dict(zip(columns, row, strict=True)) for row in packed_rows] == stored_rows
    ragged = {"config": {}, "datasets": {"t": [{"a": 1}, {"b": 2}]}}
    assert page.compact(ragged, {"font": "f"}) == ragged


def test_page_with_charts_and_page_without(chart_site):
    with_charts = (chart_site / "pages/charts.html").read_text()
    without = (chart_site / "index.html").read_text()
    assert re.search(r'<script defer="defer" src="[^"]*figures\.js', with_charts)
    assert "figures.css" in with_charts
    assert "figures." not in without
    assert "fs-theme" not in without
    assert (chart_site / "_static/vega-embed-classic.js").stat().st_size > 500_000
    assert "vega-embed" not in with_charts  # fetched by the script, when a chart is in view


def test_no_bundle_without_charts(tmp_path):
    write(tmp_path / "source", [])
    assert build(tmp_path / "source", tmp_path / "built")[0] == 0
    assert not (tmp_path / "built/html/_static/vega-embed-classic.js").exists()


def test_twice_the_same_id_and_an_unknown_table(tmp_path):
    other = line().properties(**words("line", tables=["no_such_table"]))
    write(tmp_path / "source", [complete(line), other])
    status, warnings = build(tmp_path / "source", tmp_path / "built")
    assert status == 1
    assert "two charts of this page have the id fig-line" in warnings
    assert "fig-line: table 'no_such_table' is not in data/datapackage.json" in warnings


def test_hostile_words_are_escaped():
    bad = '</script><b> & "quotes"'
    data = pd.DataFrame({"m": [bad], "v": [1]})
    x, y = alt.X("v:Q", title="Value (number)"), alt.Y("m:N", title="Measure")
    chart = alt.Chart(data).mark_bar().encode(x, y)
    chart = chart.properties(**words("x", caption=bad)).properties(description=bad)
    soup, files = html_of(chart)
    assert soup.select_one(".fs-picture")["aria-label"] == bad
    assert soup.select_one(".fs-caption").string == bad
    assert soup.tbody.th.string == bad
    assert json.loads(soup.script.string)["description"] == bad
    assert list(csv.reader(files["fig-x.csv"].splitlines()))[1] == [bad, "1"]
    assert not soup.find("b")


def test_table_heads_are_the_words_of_the_axes():
    soup, files = html_of(complete(line))
    heads = [th.string for th in soup.select("thead th")]
    assert heads == ["place", "Year (CE)", "Spending (bn USD)"]
    assert files["fig-line.csv"].splitlines()[0] == "place,year,spend"


def test_many_sources_are_folded_and_complete():
    names = [f"table_{n}" for n in range(page.FEW_SOURCES + 1)]
    found = {n: {"title": f"T {n}", "publisher": "E", "licence": f"L {n}"} for n in names}
    spec = stored(line().properties(**words("x", tables=names)))
    made, _ = page.figure(spec, found, lambda name: f"../{name}.html", "")
    caption = BeautifulSoup(made, "html.parser").figcaption
    assert len(caption.details.find_all("li")) == len(names)
    for name in names:
        assert f"(L {name})" in caption.details.get_text()
        assert caption.find("a", href=f"../data/{name.replace('_', '-')}.html")


def test_order_of_columns_survives_the_notebook():
    """nbformat sorts the keys of everything it stores."""
    sorted_spec = json.loads(json.dumps(stored(complete(line)), sort_keys=True))
    [(columns, _)] = rows.drawn(sorted_spec)
    assert columns == ["place", "year", "spend"]


def test_long_table_is_cut_and_says_so():
    data = pd.DataFrame({"year": range(1000, 1200), "spend": 1})
    chart = alt.Chart(data).mark_line().encode(examples.X, examples.Y)
    soup, files = html_of(chart.properties(**words("x")))
    assert len(soup.select("tbody tr")) == page.MAX_ROWS
    assert "of 200 rows; the CSV file has all" in soup.caption.string
    assert len(files["fig-x.csv"].splitlines()) == 201


def test_missing_values():
    data = pd.DataFrame({"year": [1, 2], "spend": [1.5, None]})
    chart = alt.Chart(data).mark_line().encode(examples.X, examples.Y)
    soup, files = html_of(chart.properties(**words("x")))
    assert [td.string for td in soup.select("tbody td")] == ["1.5", "–"]
    assert files["fig-x.csv"] == "year,spend\n1,1.5\n2,\n"


def test_a_model_is_run_for_its_table():
    """A chart that computes its data shows what it draws in its starting state."""
    [(columns, found)] = rows.drawn(stored(complete(examples.slider)))
    assert columns == ["t", "arms"]
    assert [row["t"] for row in found] == list(range(11))
    assert [row["arms"] for row in found] == [round(1 + 0.4 * t, 6) for t in range(11)]


def test_two_tables_two_files():
    soup, files = html_of(complete(examples.rule_and_text))
    assert list(files) == ["fig-rule-and-text.csv", "fig-rule-and-text-2.csv"]
    assert len(soup.select("table")) == 2


def test_room_is_kept_for_controls_and_a_still_chart_says_why():
    soup, _ = html_of(complete(examples.timeline))
    assert soup.select_one(".fs-controls")["data-controls"] == "1"
    assert "starting values" in soup.select_one(".fs-still").string
    soup, _ = html_of(complete(examples.brushed))  # a brush has no control
    assert not soup.select(".fs-controls, .fs-still")


def test_no_style_stands_in_the_page(soup):
    assert not soup.select("figure [style], figure[style]")


@pytest.mark.parametrize(
    ("caption", "still"),
    [
        ("A game. Restraint pays 3, or 1; the ring follows the sliders.", "A game. Restraint pays 3, or 1."),
        ("Curves. The slider picks one; others fade. Three points.", "Curves. Three points."),
        ("Switches change the start. A census.", "A census."),
        ("Nothing of the kind.", "Nothing of the kind."),
    ],
)  # fmt: skip
def test_what_is_said_of_controls_is_marked(caption, still):
    """A style sheet shows it only where the controls live."""
    chart = complete(examples.timeline)
    chart.usermeta["caption"] = chart.description = caption
    soup, _ = html_of(chart)
    assert soup.select_one(".fs-picture")["aria-label"] == still
    said = soup.select_one(".fs-caption")
    assert said.get_text() == caption
    for alive in said.select(".fs-alive"):
        alive.decompose()
    assert said.get_text().strip() == still
