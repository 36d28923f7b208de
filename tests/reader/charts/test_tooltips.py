"""What a mark says under the pointer has a name in words, a unit and a form."""

import altair as alt
import pandas as pd
import pytest

from foursteps import charts
from foursteps.charts import renderer, rules
from tests.reader.charts.examples import words


@pytest.fixture(autouse=True)
def no_picture(monkeypatch):
    monkeypatch.setenv("FOURSTEPS_NO_PNG", "1")
    charts.enable()


ROWS = pd.DataFrame(
    {"day": ["2023-03-14", "2024-05-13"], "year": [2023, 2024], "share_pct": [1.5, 2.5], "who": ["a", "b"]}
)  # fmt: skip


def stored(tooltip, rows=ROWS):
    chart = alt.Chart(rows).mark_point()
    above = chart.encode(x=alt.X("day:T", title="Announced (year)"), tooltip=tooltip)
    line = chart.mark_line().encode(x="day:T", y=alt.Y("share_pct:Q", title="Share (%)"))
    made = (above + line).properties(**words("chart"))
    return renderer.bundle(made.to_dict())[0][renderer.MIME]


def lines(tooltip, rows=ROWS):
    return stored(tooltip, rows)["layer"][0]["encoding"]["tooltip"]


def test_a_column_takes_the_title_of_its_axis():
    assert lines(["share_pct"])[0]["title"] == "Share (%)"


def test_a_column_without_axis_is_called_by_its_name_in_words():
    assert lines(["who"])[0]["title"] == "Who"


def test_the_author_s_title_and_format_stay():
    own = alt.Tooltip("share_pct:Q", title="Mine (%)", format=".0f")
    assert lines([own])[0] == {
        "field": "share_pct", "title": "Mine (%)", "format": ".0f", "type": "quantitative",
    }  # fmt: skip


def test_a_date_is_a_date_on_the_day_that_the_table_says():
    assert lines(["day:N"])[0] == {
        "field": "day", "title": "Announced", "type": "temporal", "timeUnit": "utcyearmonthdate",
        "format": "%-d %B %Y",
    }  # fmt: skip
    local = ROWS.assign(day=pd.to_datetime(ROWS["day"]))
    assert lines(["day:T"], local)[0]["timeUnit"] == "yearmonthdate"


def test_a_date_that_is_read_as_text_stays_a_text():
    """Read as a date for the tooltip alone, it would be a number in the chart's other words."""
    chart = alt.Chart(ROWS).mark_point().encode(x="year:Q", tooltip=["day:N"])
    spec = renderer.bundle(chart.properties(**words("chart")).to_dict())[0][renderer.MIME]
    assert spec["encoding"]["tooltip"] == [{"field": "day", "title": "Day", "type": "nominal"}]


def test_a_year_has_no_comma_and_a_number_has():
    assert [line["format"] for line in lines(["year:Q", "share_pct:Q"])] == ["d", ","]


@pytest.mark.parametrize(
    ("tooltip", "said"),
    [
        (alt.Tooltip("share_pct:Q", title="share_pct"), "calls a column 'share_pct'"),
        (alt.Tooltip("who:N", title="who"), "calls a column 'who'"),
        (alt.Tooltip("share_pct:Q", title="Share"), "'Share' has no unit"),
    ],
)
def test_a_chart_of_the_book_is_refused_for(tooltip, said):
    found = [fault for fault in rules.faults(stored([tooltip])) if "tooltip" in fault]
    assert len(found) == 1 and said in found[0] and "write alt.Tooltip(" in found[0]
    assert not [fault for fault in rules.faults(stored(["share_pct"])) if "tooltip" in fault]
