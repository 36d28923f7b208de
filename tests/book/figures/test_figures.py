"""The figure that the site makes of a stored chart, as HTML and before any script runs."""

import csv
import dataclasses
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pybtex.database
import pytest
import vl_convert
from bs4 import BeautifulSoup
from PIL import Image

from foursteps.book.site import figure_scripts
from foursteps.book.site.book_facts import BookFacts
from foursteps.book.site.figures import line as under
from foursteps.book.site.figures import packed, page, pictures, rows, take_away
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


def figure_of(chart, **facts):
    """The figure of a chart, drawn from one table whose entry has these facts."""
    spec = stored(chart)
    source = {
        "name": "notable_models",
        "title": "Notable",
        "publisher": "E",
        "licence": "L",
        **facts,
    }
    sources = [] if spec["usermeta"].get("toy") else [source]
    return take_away.Figure("pages/charts", "1.3", spec, rows.drawn(spec), sources)


def html_of(chart, **facts):
    """(soup, CSV files) of the figure of a chart."""
    figure = figure_of(chart, **facts)
    made = page.figure(figure, "../", lambda name: f"../{name}.html", "https://r.example/?a=1&b=2")
    return BeautifulSoup(made, "html.parser"), figure.csv


def script_of(site, name):
    """The script that carries the specification of a figure of a built site."""
    return (site / "_figures" / name / f"{name}.js").read_text()


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
    number = f"Figure C.{IDS.index(name) + 1}"
    caption = " ".join(figure.figcaption.get_text(" ").split())
    assert caption.startswith(f"{number} # ")
    assert "What it shows." in caption
    sign = figure.figcaption.a
    assert (sign.get_text(), sign["href"], sign["aria-label"]) == (
        "#",
        f"#{name}",
        f"Link to {number}",
    )
    tools = figure.find_next("div", class_="fs-tools")
    credit = tools.select_one(".fs-source").get_text(" ", strip=True)
    if name == "fig-slider":
        assert credit == "A toy model: no data."
    else:
        assert credit.startswith(f"Source and licence of {number} : Epoch & Co")
        assert credit.endswith("Epoch & Co, Notable AI models (CC BY 4.0)")
        assert tools.select_one(".fs-source a")["href"] == "../data/notable-models.html"
    data = tools.select_one("details.fs-data")
    assert data.summary.get_text(strip=True)
    table = data.noscript.table
    assert table.caption.get_text(strip=True)
    assert all(th.get("scope") == "col" for th in table.select("thead th"))
    assert all(th.get_text(strip=True) for th in table.select("th"))
    assert table.select("tbody tr")
    script = script_of(chart_site, name)
    spec = figure_scripts.read(script)
    assert f"[{json.dumps(name)}] = {{" in script
    assert spec["usermeta"]["id"] == name
    assert spec["configFrom"] == "page"
    assert "<" not in script


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
    made, _ = static_svg(for_page(spec), "x")
    assert 'fill="var(--fs-paper)"' in made
    by_shape = examples.points().encode(color=alt.value("black")).properties(**words("x"))
    made, _ = html_of(by_shape)
    assert 'fill="black"' not in str(made)


def test_weight(chart_site):
    """Typical charts stay light, so that a chapter of 14 keeps to its budget."""
    soup = BeautifulSoup((chart_site / "pages/charts.html").read_text(), "html.parser")
    for figure in soup.select("figure.fs-figure"):
        whole = str(figure) + str(figure.find_next("div", class_="fs-tools"))
        assert len(whole) < 42_000, figure["id"]


def test_nothing_is_lost_in_packing(soup, chart_site):
    """What the script unpacks is what was stored, colours aside."""
    theme_of_page = json.loads(soup.select_one("#fs-theme").string)
    light = figure_scripts.read(script_of(chart_site, "fig-stacked"))
    whole = for_page(stored(complete(examples.stacked)))
    assert {**theme_of_page["wide"], **light["config"]} == whole["config"]
    assert light["config"].keys() == {"view"}  # panels are narrower than the theme's default
    for name, stored_rows in whole["datasets"].items():
        columns, packed_rows = light["datasets"][name].values()
        assert [dict(zip(columns, row, strict=True)) for row in packed_rows] == stored_rows
    ragged = {"config": {}, "datasets": {"t": [{"a": 1}, {"b": 2}]}}
    assert packed.compact(ragged, {"font": "f"}) == ragged


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
    script = packed.specification_script(figure_of(chart).spec)
    assert figure_scripts.read(script)["description"] == bad and "<" not in script
    assert list(csv.reader(files["fig-x.csv"].splitlines()))[1] == [bad, "1"]
    assert not soup.find("b")


def test_table_heads_are_the_words_of_the_axes():
    soup, files = html_of(complete(line))
    heads = [th.string for th in soup.select("thead th")]
    assert heads == ["place", "Year (CE)", "Spending (bn USD)"]
    assert files["fig-line.csv"].splitlines()[0] == "place,year,spend"


def test_many_sources_are_counted_and_complete():
    names = [f"table_{n}" for n in range(5)]
    found = [{"name": n, "title": f"T {n}", "publisher": n, "licence": f"L {n}"} for n in names]
    spec = stored(line().properties(**words("x", tables=names)))
    figure = take_away.Figure("pages/charts", "1.3", spec, rows.drawn(spec), found)
    made = under.tools(figure, "../", lambda name: f"../{name}.html", "", "")
    fold = BeautifulSoup(made, "html.parser").select_one("details.fs-source")
    assert fold.summary.get_text() == "5 sources and their licences of Figure 1.3"
    assert len(fold.find_all("li")) == len(names)
    for name in names:
        assert f"(L {name})" in fold.get_text()
        assert fold.find("a", href=f"../data/{name.replace('_', '-')}.html")


def test_a_title_that_a_chart_lacks_is_its_caption():
    figure = figure_of(complete(line))
    assert figure.title == "The line"
    del figure.spec["title"]
    assert figure.title == figure.caption


@pytest.mark.parametrize(
    ("reuse", "said"),
    [
        ("open", None),
        ("no-derivatives", None),
        ("attribution-noncommercial", "non-commercial use only"),
        ("facts-only", "a publisher's terms not open"),
    ],
)
def test_the_zip_and_the_link_to_it_say_what_bars_reuse(reuse, said):
    soup, _ = html_of(complete(line), reuse=reuse)
    told = soup.select_one(".fs-take .fs-limits")
    assert (told and told.get_text()) == said
    if told:
        assert "Cite and reuse" in told.find_parent("li").a.get_text()
    text = take_away.read_me(figure_of(complete(line), reuse=reuse), PLACE)
    assert ("Take care: " in text) == bool(said) and (said or "") in text


FACTS = BookFacts(
    "1.0", ("A & Co",), "https://own.example/r", "https://own.example", "2026-01-02", "2027-01-03"
)
PLACE = take_away.Place("The book: all of it", FACTS, "The page")


def test_what_can_be_taken(tmp_path):
    """Each link leads to a file, and the zip holds all and says what it is."""
    figure = figure_of(complete(examples.rule_and_text), reuse="open", url="https://e.example/d")
    take_away.write([figure], lambda figure: PLACE, tmp_path / "out", tmp_path / "kept")
    folder = tmp_path / "out" / "_figures" / figure.name
    links = html_of(complete(examples.rule_and_text))[0].select(".fs-take a[download]")
    assert [link.get_text().split(" of ")[0] for link in links] == [
        "CSV 1", "CSV 2", "SVG", "PNG", "Cite and reuse",
    ]  # fmt: skip
    for link in links:
        assert (tmp_path / "out" / "pages" / link["href"]).resolve().is_file()
    with zipfile.ZipFile(folder / f"{figure.name}.zip") as archive:
        inside = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    for name, content in figure.csv.items():
        assert inside[name] == content.encode() == (folder / name).read_bytes()
    assert json.loads(inside[f"{figure.name}.vl.json"]) == figure.spec
    svg = ElementTree.fromstring(inside[f"{figure.name}.svg"])
    said = " ".join(e.text for e in svg.iter() if e.tag.endswith("text") and e.text)
    assert "Figure 1.3 of The book. Data: E. Drawing: CC BY 4.0." in said
    assert f"own.example/pages/charts.html#{figure.name}" in said
    picture = Image.open(io.BytesIO(inside[f"{figure.name}.png"]))
    assert picture.width == 2 * float(svg.get("width")) and len(picture.getcolors()) > 5
    text = inside["READ-ME.txt"].decode()
    for part in (
        "Figure 1.3: ", figure.caption, "E, Notable.", "Licence: L (open).", "https://e.example/d",
        "A & Co (2027). “Figure 1.3: ", "version 1.0", "https://own.example/data/notable-models.html",
    ):  # fmt: skip
        assert part in " ".join(text.split()), part
    assert (
        pybtex.database.parse_string(inside["cite.bib"].decode(), "bibtex")
        .entries[f"foursteps-2027-pages-charts-{figure.name}"]
        .fields["url"]
        .endswith(f"/pages/charts.html#{figure.name}")
    )


def test_what_is_made_is_kept_and_what_is_gone_is_removed(tmp_path, monkeypatch):
    figure, other = figure_of(complete(line)), figure_of(complete(examples.points))
    out, kept = tmp_path / "out", tmp_path / "kept"
    made = []
    whole = take_away.files_of
    monkeypatch.setattr(take_away, "files_of", lambda *a: made.append(a[0].name) or whole(*a))

    def write(*figures, place=PLACE):
        take_away.write(figures, lambda figure: place, out, kept)
        return {path.parent.name: path.read_bytes() for path in sorted(out.rglob("*.zip"))}

    first = write(figure, other)
    (out / "_figures" / other.name / "old.csv").write_text("gone")
    assert write(figure, other) == first
    assert made == [figure.name, other.name]
    assert not list(out.rglob("old.csv"))
    assert list(write(other)) == [other.name]
    assert len(list(kept.iterdir())) == 1
    renamed = dataclasses.replace(PLACE, page="Another title")
    assert write(other, place=renamed) != {other.name: first[other.name]}
    assert made == [figure.name, other.name, other.name]


def test_small_pictures_have_the_colours_of_the_page():
    """An image cannot read the page's variables: each has its colours written in."""
    small = pictures.small(stored(complete(line)))
    assert list(small) == ["light", "dark"]
    for name, svg in small.items():
        ElementTree.fromstring(svg)
        assert "var(" not in svg and "currentColor" not in svg
        assert "The line" not in svg
        assert pictures.colours()[name]["us"] in svg
    assert small["light"] != small["dark"]


def test_an_address_under_a_picture_breaks_only_where_it_must():
    spec = stored(complete(line))
    short = "own.example/" + "first-second/" * 4
    assert f">{short}</text>" in pictures.with_credit(
        spec, "x", [f"{'Words before it ' * 3}{short}"]
    )
    assert ">" + "x" * 60 in pictures.with_credit(spec, "x", ["x" * 500])


def test_order_of_columns_survives_the_notebook():
    """nbformat sorts the keys of everything it stores."""
    sorted_spec = json.loads(json.dumps(stored(complete(line)), sort_keys=True))
    [(columns, _)] = rows.drawn(sorted_spec)
    assert columns == ["place", "year", "spend"]


def test_long_table_is_cut_and_says_so():
    count = under.MAX_ROWS + 50
    data = pd.DataFrame({"year": range(1000, 1000 + count), "spend": 1})
    chart = alt.Chart(data).mark_line().encode(examples.X, examples.Y)
    chart = chart.properties(**words("x"))
    soup, files = html_of(chart)
    assert len(soup.select("tbody tr")) == under.MAX_ROWS
    assert f"of {count} rows; the CSV file has all" in soup.select_one("caption .fs-cut").string
    assert len(files["fig-x.csv"].splitlines()) == count + 1
    # The script finds the rest in the specification.
    (named,) = json.loads(soup.select_one(".fs-data")["data-tables"])
    spec = figure_scripts.read(packed.specification_script(figure_of(chart).spec))
    assert named["columns"] == ["year", "spend"]
    assert len(spec["datasets"][named["dataset"]]["rows"]) == count


def test_missing_values():
    data = pd.DataFrame({"year": [1, 2], "spend": [1.5, None]})
    chart = alt.Chart(data).mark_line().encode(examples.X, examples.Y)
    soup, files = html_of(chart.properties(**words("x")))
    assert [td.string for td in soup.select("tbody td")] == ["1.5", "–"]
    assert files["fig-x.csv"] == "year,spend\n1,1.5\n2,\n"


def test_a_whole_number_is_written_as_the_script_writes_it():
    data = pd.DataFrame({"year": [1.0, 2.5], "spend": [10.0, 0.25]})
    chart = alt.Chart(data).mark_line().encode(examples.X, examples.Y)
    soup, _ = html_of(chart.properties(**words("x")))
    assert [cell.string for cell in soup.select("tbody th, tbody td")] == ["1", "10", "2.5", "0.25"]


def test_one_id_on_two_pages(tmp_path):
    write(tmp_path / "source", [complete(line)])
    twin = (tmp_path / "source/pages/charts.ipynb").read_text()
    (tmp_path / "source/pages/twin.ipynb").write_text(twin)
    index = tmp_path / "source/index.md"
    index.write_text(index.read_text().replace("pages/charts", "pages/charts\npages/twin"))
    status, warnings = build(tmp_path / "source", tmp_path / "built")
    assert status == 1
    assert "fig-line: the page pages/charts has a figure of the same id" in warnings


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
