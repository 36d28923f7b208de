"""Charts that a reader cannot see earn nothing; charts made another way lose nothing."""

import altair as alt
import nbformat
import pandas as pd
import pytest

from foursteps.judging.compare import compare
from foursteps.judging.forms import Chart

from .small import question

ROWS = pd.DataFrame({"t": [1, 2, 3] * 2, "v": [5.0, 7.0, 6.0, 2.0, 3.0, 4.0], "g": list("aaabbb")})
ASPECTS = ["mark", "types", "data", "scale", "zero", "title", "axis-titles"]
TOY = alt.Chart(pd.DataFrame({"t": [1, 2], "v": [9, 1]})).mark_line().encode(x="t:Q", y="v:Q")


def drawn(
    mark="line", data=ROWS, title="A title", scale=None, colour="g:N", x=None, y=None, **look
):
    y = y or alt.Y("v:Q", title="Value (n)", **({"scale": alt.Scale(**scale)} if scale else {}))
    made = getattr(alt.Chart(data), f"mark_{mark}")(**look)
    made = made.encode(x=x or alt.X("t:Q", title="Time (years)"), y=y, color=colour)
    return made.properties(title=title) if title else made


def judged(made, key=None):
    asked = question("chart", aspects=ASPECTS, channels=["x", "y", "color"])
    key = key or drawn()
    return compare(asked, Chart(key.to_dict()), Chart(made.to_dict()))


def white(field="g:N"):
    return alt.Color(field, scale=alt.Scale(range=["white", "#fefefe"]))


@pytest.mark.parametrize(
    "made",
    [
        drawn(opacity=0),
        drawn(opacity=0.004),
        drawn(strokeWidth=0),
        drawn(strokeOpacity=0),
        drawn(strokeDash=[0, 9]),
        drawn(colour=white()),
        drawn().encode(opacity=alt.value(0)),
        drawn().encode(opacity=alt.condition("datum.v > 99", alt.value(1), alt.value(0))),
        drawn().encode(strokeWidth=alt.value(0)),
        drawn().encode(opacity=alt.Opacity("g:N", scale=alt.Scale(range=[0, 0]))),
        drawn().configure_mark(opacity=0),
        drawn().configure_line(strokeWidth=0),
        drawn().properties(width=0),
        drawn().properties(height=1),
        drawn(scale={"domain": [-9000, 0]}),
        drawn(scale={"domain": [0, 1e9]}),
        drawn(scale={"domain": [0, 5], "clamp": True}),
        drawn(scale={"domainMax": 5}),
        drawn(scale={"range": [0, 0]}),
        drawn(x=alt.X("t:Q", title="Time (years)", scale=alt.Scale(domain=[2, 3]))),
        alt.layer(drawn(title=None), title="T").transform_filter("false"),
        alt.hconcat(drawn(), TOY, title="T"),
        alt.layer(drawn(title=None, opacity=0), TOY, title="T"),
        alt.layer(drawn(title=None), TOY, title="T"),
        alt.layer(drawn(title=None), drawn("bar", title=None), title="T"),
        drawn(title="\u200b"),
        drawn(title="\u00a0\u2003"),
        drawn(title="."),
        drawn(title=alt.Title("A title", fontSize=0)),
        drawn(title=alt.Title("A title", color="white")),
        drawn(y=alt.Y("v:Q", axis=None)),
        drawn(y=alt.Y("v:Q", title="(%)")),
        drawn(y=alt.Y("v:Q", title="Value ( )")),
        drawn(y=alt.Y("v:Q", title="\u200b(\u200b)")),
        drawn(y=alt.Y("v:Q", title="Value (n)", axis=alt.Axis(titleOpacity=0))),
        drawn(scale={"domainMin": 2}),
        drawn(yOffset=9999),
        drawn().encode(stroke=alt.condition("false", alt.value("red"), alt.value("white"))),
        drawn().encode(detail="t:N"),
        drawn(point=True).encode(strokeWidth="v:Q"),
        drawn(
            colour=alt.condition(
                alt.selection_point(name="s", empty=False), "g:N", alt.value("white")
            )
        ).add_params(alt.selection_point(name="s", empty=False)),
    ],
)
def test_what_cannot_be_seen_or_read_earns_nothing(made):
    assert not judged(made).agrees


def part(name, **more):
    return drawn(title=None, data=ROWS[ROWS["g"] == name], **more)


@pytest.mark.parametrize(
    "made",
    [
        drawn(opacity=0.5, strokeWidth=4, point=True),
        drawn(point=alt.OverlayMarkDef(opacity=0, size=90)),
        drawn(strokeDash=[6, 2]),
        drawn(scale={"domain": [0, 20]}),
        drawn(scale={"domainMin": 0}),
        drawn(colour=alt.Color("g:N", scale=alt.Scale(range=["white", "red"]))),
        drawn(colour=alt.Color("g:N", scale=alt.Scale(range=["white", "#eeeeee"]))).configure(
            background="black"),
        drawn().properties(width=300, height=alt.Step(12)),
        drawn().configure_view(strokeOpacity=0).configure_axis(grid=False),
        drawn().encode(opacity=alt.condition(alt.selection_point(name="s"), alt.value(1), alt.value(0.1)))
        .add_params(alt.selection_point(name="s")),
        drawn().encode(detail="g:N", strokeDash="g:N", tooltip=["t", "v"], order="t:Q"),
        drawn(colour=alt.condition(alt.selection_point(name="s"), "g:N", alt.value("lightgray")))
        .add_params(alt.selection_point(name="s")),
        alt.layer(drawn(title=None), drawn("point", title=None), title="T"),
        alt.layer(drawn("circle", title=None), drawn(title=None), title="T"),
        alt.layer(drawn(title=None), drawn("point", title=None, opacity=0), title="T"),
        alt.layer(drawn(title=None), part("a", strokeWidth=5), title="T"),
        alt.layer(part("a"), part("b"), title="T"),
        alt.layer(part("a", colour=alt.datum("a")), part("b", colour=alt.datum("b")), title="T"),
        alt.layer(part("a", y="v:Q", x="t:Q"), part("b"), title="T"),
        drawn(title=None).facet("g:N").properties(title="T"),
    ],
)  # fmt: skip
def test_other_ways_to_draw_it_lose_nothing(made):
    match = judged(made)
    assert match.agrees, match.reason


def test_points_that_shall_stand_apart_are_not_joined_by_another_layer():
    key = drawn("point")
    for joined in (
        drawn(title=None),
        drawn("rule", title=None).encode(x2="v2:Q"),
        drawn("trail", title=None),
    ):
        assert not judged(alt.layer(drawn("point", title=None), joined, title="T"), key).agrees
    zero = alt.Chart(pd.DataFrame({"v": [0]})).mark_rule().encode(y="v:Q")
    assert judged(alt.layer(zero, drawn("point", title=None), title="T"), key).agrees


def test_a_point_or_bar_without_size_or_ink_earns_nothing():
    for mark, looks in (
        ("point", ({"size": 0}, {"filled": True, "fillOpacity": 0}, {"strokeOpacity": 0, "filled": False})),
        ("bar", ({"size": 0}, {"fillOpacity": 0}, {"fill": "#ffffff"}, {"color": "transparent"})),
    ):  # fmt: skip
        key = drawn(mark, colour=alt.value("red"))
        assert judged(drawn(mark, colour=alt.value("blue")), key).agrees
        for look in looks:
            made = drawn(mark, **look)
            made.encoding.color = alt.Undefined
            assert not judged(made, key).agrees, look
    hollow = drawn("bar", fillOpacity=0, stroke="black")
    hollow.encoding.color = alt.Undefined
    assert judged(hollow, drawn("bar", colour=alt.value("red"))).agrees


def test_a_layer_for_each_year_may_name_it_by_text():
    years = ROWS.assign(g=ROWS["g"].map({"a": 2024, "b": 2025}))
    parts = [
        drawn(title=None, data=rows, colour=alt.datum(str(year)))
        for year, rows in years.groupby("g")
    ]
    assert judged(alt.layer(*parts, title="T"), drawn(data=years)).agrees


def test_a_channel_that_the_question_asks_for_counts_and_others_do_not():
    both = drawn().encode(strokeDash="g:N")
    asked = question("chart", aspects=ASPECTS, channels=["x", "y", "color", "strokeDash"])
    one, two = Chart(drawn().to_dict()), Chart(both.to_dict())
    assert compare(asked, two, two).agrees
    assert "strokeDash" in compare(asked, two, one).reason
    assert compare(asked, one, two).agrees  # a misconception whose key leaves the channel out


def test_the_check_of_a_paper_tells_of_a_time_unit_before_the_marker_does(root):
    """Altair's own month(…) is natural here, and the marker cannot read what it draws."""
    paper = nbformat.read(root / "exercises" / "5-beyond-the-race.ipynb", as_version=4)
    check = next(c.source for c in paper.cells if c.id == "by-the-calendar-check")
    months = pd.DataFrame({"month": pd.date_range("2024-01-01", periods=3, freq="MS"), "v": 1.0})
    x, y = alt.X("month(month):O", title="Month (of the year)"), alt.Y("v:Q", title="Share (%)")
    chart = alt.Chart(months, title="T").mark_line().encode(x, y)
    with pytest.raises(AssertionError, match="in pandas"):
        exec(check, {"alt": alt, "pd": pd, "chart": chart})  # noqa: S102 - our own paper
