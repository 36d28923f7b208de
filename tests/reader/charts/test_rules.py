"""Each rule finds a chart that breaks it and says what to add."""

import altair as alt
import pandas as pd
import pytest

from foursteps import charts
from foursteps.charts import renderer, rules
from tests.reader.charts import examples
from tests.reader.charts.examples import X, Y, complete, line, points, spending, words


def faults(chart):
    """What the rules say of the chart as a notebook stores it."""
    data, _ = renderer.bundle(chart.to_dict())
    return rules.faults(data[renderer.MIME])


def refused(chart, *said):
    """The chart is refused, with these words in what is said."""
    found = "; ".join(faults(chart))
    assert found
    for phrase in said:
        assert phrase in found


@pytest.fixture(autouse=True)
def no_picture(monkeypatch):
    monkeypatch.setenv("FOURSTEPS_NO_PNG", "1")


@pytest.mark.parametrize("kind", examples.KINDS, ids=lambda kind: kind.__name__)
def test_a_complete_chart_passes(kind):
    assert faults(complete(kind)) == []


@pytest.mark.parametrize("kind", examples.KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_is_refused_without_a_title(kind):
    chart = complete(kind)
    chart.title = alt.Undefined
    refused(chart, "no title", ".properties(title=")


def without(**changes):
    given = words("x")
    meta = {**given["usermeta"], **changes.pop("meta", {})}
    given["usermeta"] = {key: value for key, value in meta.items() if value is not None}
    given.update(changes)
    return line().properties(**{key: value for key, value in given.items() if value is not None})


def test_id():
    refused(without(meta={"id": None}), 'usermeta={"id": "fig-…"}')
    refused(without(meta={"id": "Fig 1"}), "no id")


def test_description():
    refused(without(description=None), "no description")
    refused(without(description="  "), "no description")


def test_caption():
    refused(without(meta={"caption": None}), "no caption")


def test_tables():
    refused(without(meta={"tables": None}), "no tables")
    refused(without(meta={"tables": []}), "toy")
    refused(without(meta={"toy": True}), "both tables and")
    assert faults(without(meta={"tables": [], "toy": True})) == []


def test_all_faults_are_told_at_once():
    refused(line(), "no description", "no caption", "no tables", "no title")


def test_a_title_may_have_a_subtitle():
    assert faults(without(title=alt.Title("A", subtitle="B"))) == []


@pytest.mark.parametrize("title", ["Spending", "spend_usd_bn", None, "Spending ()"])
def test_axis_of_quantity_needs_title_and_unit(title):
    chart = line().encode(y=alt.Y("spend:Q", title=title)).properties(**words("x"))
    refused(chart, "title")


def test_unit_of_a_default_title():
    """Vega-Lite's own words are no unit: `spend (binned)`, `Count of Records`."""
    binned = alt.Chart(spending()).mark_bar().encode(alt.X("spend:Q", bin=True), y="count()")
    refused(binned.properties(**words("x")), "(binned)", "Count of Records", "(number)")


def test_axis_of_categories_needs_a_title_but_no_unit():
    chart = examples.bars().encode(y=alt.Y("place:N", title=None)).properties(**words("x"))
    refused(chart, "an axis without title (y)")


def test_no_axis_needs_no_title():
    chart = examples.bars().encode(y=alt.Y("place:N", axis=None)).properties(**words("x"))
    assert faults(chart) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda base: alt.layer(base, base.mark_point()),
        lambda base: base.facet(column="place:N"),
        lambda base: base.facet("place:N", columns=1),
        lambda base: base.repeat(row=["spend", "year"]),
        lambda base: alt.vconcat(line(), base),
        lambda base: alt.vconcat(alt.vconcat(base), line()),
        lambda base: base.encode(row="place:N"),
        lambda base: alt.layer(line(), base).resolve_scale(y="independent"),
    ],
    ids=["layer", "facet", "wrap", "repeat", "concat", "nested", "row", "two axes"],
)
def test_axes_are_found_wherever_they_are(make):
    base = alt.Chart(spending()).mark_line().encode(X, alt.Y("spend:Q", title="Spending"))
    refused(make(base).properties(**words("x")), "'Spending'", "no unit")


def test_log_axis_needs_a_unit():
    y = alt.Y("spend:Q", scale=alt.Scale(type="log"), title="Spending")
    refused(line().encode(y=y).properties(**words("x")), "no unit")


def test_time_axis_needs_no_unit():
    data = pd.DataFrame({"d": pd.to_datetime(["2020-01-01", "2021-01-01"]), "n": [1, 2]})
    x, y = alt.X("d:T", title="Date"), alt.Y("n:Q", title="Models (number)")
    assert faults(alt.Chart(data).mark_line().encode(x, y).properties(**words("x"))) == []


def test_every_parameter_is_named():
    unnamed = points().add_params(alt.selection_point(encodings=["color"]))
    refused(unnamed.properties(**words("x")), "is named automatically", "name=")


def test_the_two_countries_keep_their_colours():
    plain = line().encode(color="place:N").properties(**words("x"))
    refused(plain, "US is not in its fixed colour", "China is not", "charts.place_color")
    swapped = alt.Scale(domain=["US", "China"], range=["#b25e00", "#5a35a8"])
    refused(line().encode(color=alt.Color("place:N", scale=swapped)).properties(**words("x")))


def test_countries_in_a_shared_encoding_count():
    base = alt.Chart(spending()).encode(X, Y, alt.Color("place:N"))
    refused(alt.layer(base.mark_line(), base.mark_point()).properties(**words("x")), "US is not")


def test_misspelt_country():
    data = spending().replace({"US": "USA"})
    chart = alt.Chart(data).mark_line().encode(X, Y, color="place:N").properties(**words("x"))
    refused(chart, "'USA'", 'spell the place "US"')


def test_never_by_colour_alone():
    base = alt.Chart(spending()).mark_line().encode(X, Y, charts.place_color("place"))
    refused(base.properties(**words("x")), "colour alone", "place_shape")


@pytest.mark.parametrize(
    "make",
    [
        lambda base: base.encode(charts.place_dash("place")),
        lambda base: base.encode(row="place:N"),
        lambda base: base.properties(width=150).facet(column="place:N"),
        lambda base: base.facet("place:N", columns=1),
        lambda base: base + base.mark_text().encode(text="place:N"),
        lambda base: base.encode(y=alt.Y("place:N", title="Place")),
    ],
    ids=["dash", "row", "facet", "wrap", "label", "axis"],
)
def test_what_else_may_tell_places_apart(make):
    base = alt.Chart(spending()).mark_line().encode(X, Y, charts.place_color("place"))
    assert faults(make(base).properties(**words("x"))) == []


def test_other_categories_are_free():
    data = spending().replace({"US": "open", "China": "closed"})
    chart = alt.Chart(data).mark_line().encode(X, Y, color="place:N")
    assert faults(chart.properties(**words("x"))) == []


def test_too_wide_for_a_phone():
    wide = alt.hconcat(line(), points()).properties(**words("x"))
    refused(wide, " px wide; a phone shows", "stack")


def test_a_label_that_would_be_cut():
    data = pd.DataFrame({"m": ["A measure with far too many words in its own name"], "v": [1]})
    x, y = alt.X("v:Q", title="Value (number)"), alt.Y("m:N", title="Measure")
    refused(alt.Chart(data).mark_bar().encode(x, y).properties(**words("x")), "a label is cut ('A")


def test_what_vega_cannot_draw():
    chart = complete(line).transform_filter("datum..year =")
    refused(chart, "Vega cannot draw it: Vega-Lite to Vega conversion failed")
