"""A chart of a reader's or a student's own draws, whatever it lacks of what the book asks for.

Each is displayed in a plain IPython shell that has done nothing but `charts.enable()`.
"""

import base64
import io

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

MIME = "application/vnd.vegalite.v5+json"
START = """
import altair as alt
import numpy as np
import pandas as pd
from foursteps import charts

charts.enable()
spending = pd.DataFrame({"year": [2020, 2021, 2020, 2021], "usd_bn": [1.0, 2.0, 3.0, 4.5],
                         "place": ["US", "US", "China", "China"]})
spending["China's spending"] = [10, 20, 30, 40]
spending['the "real" rate (%)'] = [1, 2, 3, 4]
line = alt.Chart(spending).mark_line().encode(x="year:Q", y="usd_bn:Q", color="place:N")
apostrophe = alt.Chart(spending).mark_line().encode(x="year:Q", y="China's spending:Q")
brush = alt.selection_interval(encodings=["x"])
"""
OWN = {
    "plain": "line",
    "no theme": "with alt.theme.enable('none'):\n    display(line)",
    "an axis of its own": "line.configure_view(step=3).configure_axis(grid=False)",
    "apostrophe": "apostrophe",
    "apostrophe in a tooltip": "line.encode(tooltip=[\"China's spending\"])",
    "apostrophe in a row": "line.encode(row=\"China's spending:N\")",
    "apostrophe averaged": "line.encode(y=\"mean(China's spending):Q\")",
    "apostrophe binned": "alt.Chart(spending).mark_bar().encode(alt.X(\"China's spending:Q\", bin=True), y='count()')",
    "apostrophe repeated": "line.encode(y=alt.Y(alt.repeat('row'), type='quantitative')).repeat(row=[\"China's spending\", 'usd_bn'])",
    "apostrophe folded": "alt.Chart(spending).mark_line().encode(x='year:Q', y='value:Q', color='key:N').transform_fold([\"China's spending\", 'usd_bn'])",
    "apostrophe without rows": "alt.Chart(spending.head(0)).mark_line().encode(y=\"China's spending:Q\")",
    "quotation marks": "line.encode(y='the \"real\" rate (%):Q')",
    "automatic parameter": "line.add_params(alt.selection_point())",
    "automatic parameter bound": "line.add_params(alt.param(value=1, bind=alt.binding_range(min=0, max=2)))",
    "interactive": "line.interactive()",
    "domain of a selection": "line.encode(x=alt.X('year:Q', scale=alt.Scale(domain=brush))) & line.add_params(brush)",
    "layer": "alt.layer(line, line.mark_point())",
    "facet": "line.facet('place:N')",
    "row": "line.encode(row='place:N')",
    "repeat": "line.encode(y=alt.Y(alt.repeat('row'), type='quantitative')).repeat(row=['usd_bn', 'year'])",
    "repeated colour": "line.encode(color=alt.Color(alt.repeat('row'), type='nominal'), shape=alt.Shape(alt.repeat('row'), type='nominal')).mark_point().repeat(row=['place', 'year'])",
    "repeated place": "line.encode(color=charts.place_color(alt.repeat('row'))).repeat(row=['place', 'year'])",
    "repeated dash": "line.encode(strokeDash=charts.place_dash(alt.repeat('row')), shape=charts.place_shape(alt.repeat('row'))).mark_point().repeat(row=['place', 'year'])",
    "side by side": "line | line | line",
    "wide": "line.properties(width=3000)",
    "as wide as the page": "line.properties(width='container')",
    "a long label": "alt.Chart(pd.DataFrame({'m': ['word ' * 40], 'v': [1]})).mark_bar().encode(x='v:Q', y='m:N')",
    "other colours": "line.encode(color=alt.Color('place:N', scale=alt.Scale(domain=['China', 'US'], range=['red', 'blue'])))",
    "other spelling": "alt.Chart(spending.replace('US', 'USA')).mark_line().encode(x='year:Q', y='usd_bn:Q', color='place:N')",
    "colour alone": "line.encode(color=charts.place_color('place'))",
    "an axis without words": "line.encode(y=alt.Y('usd_bn:Q', title=None))",
    "own notes": "line.properties(usermeta={'embedOptions': {}}, title=alt.Title(['two', 'lines']))",
    "tables that are no list": "line.properties(usermeta={'tables': 1, 'id': ['x'], 'caption': {}}, description='')",
    "empty": "alt.Chart(pd.DataFrame()).mark_point()",
    "no rows": "alt.Chart(spending.head(0)).mark_point().encode(x='year:Q', y='usd_bn:Q')",
    "missing values": "alt.Chart(pd.DataFrame({'a': [np.inf, np.nan, 1]})).mark_bar().encode(x='a:Q')",
    "values": "alt.Chart(alt.Data(values=[1, 2])).mark_point().encode(x='data:Q')",
    "a column that is not there": "line.encode(y='nothing:Q')",
    "show": "line.show()",
}  # fmt: skip
# What Vega itself cannot draw is handed on as it stands, without a picture.
BEYOND_VEGA = {
    "range of a field": "line.encode(shape=alt.Shape('place:N', scale=alt.Scale(domain=['US', 'China'], range={'field': 'year'}))).mark_point()",
    "no channels": "alt.Chart(spending).mark_line() | line",
    "no expression": "line.transform_filter('datum..year =')",
    "no room": "alt.Chart(spending, width=0, height=0).mark_line().encode(x=alt.X('year:Q', axis=None))",
}  # fmt: skip


@pytest.fixture(scope="module")
def shell():
    shell = InteractiveShell.instance()
    assert shell.run_cell(START).success
    yield shell
    InteractiveShell.clear_instance()


def shown(shell, source):
    """The data of the one thing that a cell displays, after looking that nothing went wrong."""
    cell = source if "\n" in source or source.endswith(".show()") else f"display({source})"
    with capture_output() as captured:
        result = shell.run_cell(cell)
    said = captured.stdout + captured.stderr
    assert result.success, said
    assert said == ""
    (output,) = captured.outputs
    return output.data


@pytest.mark.parametrize("source", OWN.values(), ids=OWN)
def test_it_draws(shell, source):
    data = shown(shell, source)
    assert data[MIME]["$schema"].endswith("/v5.json")  # JupyterLab draws no newer label
    assert data["text/plain"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.width > 10


@pytest.mark.parametrize("source", BEYOND_VEGA.values(), ids=BEYOND_VEGA)
def test_what_cannot_be_drawn_is_handed_on(shell, source):
    data = shown(shell, source)
    assert data[MIME]["$schema"].endswith("/v5.json")
    assert data["text/plain"]


def test_an_apostrophe_shows_as_one(shell):
    """Vega would take it for the beginning of a text; a backslash before it would be shown."""
    spec = shown(shell, "apostrophe.encode(tooltip=['year', \"China's spending\"])")[MIME]
    assert spec["encoding"]["y"]["field"] == "China’s spending"
    assert spec["encoding"]["tooltip"][1]["field"] == "China’s spending"
    assert [row["China’s spending"] for row in spec["datasets"]["table-1"]] == [10, 20, 30, 40]
    assert "\\" not in str(spec)


def test_a_description_is_its_text_else_its_title(shell):
    assert shown(shell, "line.properties(description='A line.')")["text/plain"] == "A line."
    assert shown(shell, "line.properties(title=['Two', 'words'])")["text/plain"] == "Two words"


def test_a_chart_draws_where_pictures_cannot_be_made(shell, monkeypatch):
    """While a notebook is marked, vl-convert is not there."""
    import vl_convert

    def refuse(*args, **kwargs):
        raise RuntimeError("charts are not drawn as pictures")

    monkeypatch.setattr(vl_convert, "vegalite_to_vega", refuse)
    assert set(shown(shell, "line")) == {MIME, "text/plain"}
