"""Charts of every kind that the book draws, and the words that each of them needs."""

import altair as alt
import numpy as np
import pandas as pd

from foursteps import charts


def words(name, title="A title", **meta):
    """Keyword arguments of `.properties` that make a chart complete."""
    usermeta = {"id": f"fig-{name}", "tables": ["notable_models"], "caption": "What it shows."}
    return {
        "title": title,
        "description": f"{title}, in words.",
        "usermeta": usermeta | meta,
    }


def spending():
    """Two places, twelve years."""
    years = np.arange(2010, 2022)
    return pd.DataFrame(
        {
            "year": np.tile(years, 2),
            "spend": np.concatenate([300 + 10.5 * np.arange(12), 30 + 20.25 * np.arange(12)]),
            "place": np.repeat(["US", "China"], 12),
        }
    )


X = alt.X("year:Q", title="Year (CE)", axis=alt.Axis(format="d"))
Y = alt.Y("spend:Q", title="Spending (bn USD)")
PLACE_Y = alt.Y("place:N", title="Place")
TOTAL_X = alt.X("mean(spend):Q", title="Mean spending (bn USD)")


def line():
    return (
        alt.Chart(spending())
        .mark_line()
        .encode(X, Y, charts.place_color("place"), charts.place_dash("place"))
    )


def points():
    return (
        alt.Chart(spending())
        .mark_point()
        .encode(X, Y, charts.place_color("place"), charts.place_shape("place"))
    )


def bars():
    color = charts.place_color("place", legend=None)
    return alt.Chart(spending()).mark_bar().encode(TOTAL_X, PLACE_Y, color)


def columns():
    color = charts.place_color("place", legend=None)
    y = alt.Y("mean(spend):Q", title="Mean spending (bn USD)")
    return alt.Chart(spending()).mark_bar().encode(alt.X("place:N", title="Place"), y, color)


def area():
    return alt.Chart(spending()).mark_area(opacity=0.5).encode(X, Y, row=alt.Row("place:N"))


def layered():
    return alt.layer(line(), points())


def faceted():
    base = alt.Chart(spending(), width=170, height=120).mark_line().encode(X, Y)
    return base.facet(column=alt.Column("place:N", title=None))


def repeated():
    y = alt.Y(alt.repeat("row"), type="quantitative", title="Value (bn USD)")
    base = alt.Chart(spending(), width=300, height=100).mark_point().encode(X, y)
    return base.repeat(row=["spend", "year"])


def stacked():
    return alt.vconcat(points().properties(height=100), bars())


def rule_and_text():
    at = alt.Chart(pd.DataFrame({"year": [2015], "word": ["a rule"]})).encode(x="year:Q")
    return alt.layer(line(), at.mark_rule(), at.mark_text(dy=-8).encode(text="word:N"))


def histogram():
    x = alt.X("spend:Q", bin=True, title="Spending (bn USD)")
    return alt.Chart(spending()).mark_bar().encode(x, alt.Y("count()", title="Years (number)"))


def heatmap():
    color = alt.Color("spend:Q", title="Spending (bn USD)")
    x = alt.X("year:O", title="Year")
    return alt.Chart(spending()).mark_rect().encode(x, PLACE_Y, color)


def interval():
    data = pd.DataFrame({"m": ["a", "b"], "lo": [1.0, 2], "hi": [3.0, 4]})
    x = alt.X("lo:Q", title="Lag (months)")
    return alt.Chart(data).mark_rule().encode(x, x2="hi:Q", y=alt.Y("m:N", title="Method"))


def timeline():
    data = pd.DataFrame(
        {"date": pd.to_datetime(["2022-10-07", "2023-07-03"]), "place": ["US", "China"]}
    )
    start = alt.param(
        name="start",
        value=2020,
        bind=alt.binding_range(min=2018, max=2025, step=1, name="Start (year) "),
    )
    return (
        alt.Chart(data)
        .mark_point()
        .encode(
            alt.X("date:T", title="Date"),
            PLACE_Y,
            charts.place_color("place", legend=None),
            tooltip=["date:T", "place:N"],
        )
        .transform_filter("year(datum.date) >= start")
        .add_params(start)
    )


def slider():
    reaction = alt.param(
        name="reaction",
        value=0.4,
        bind=alt.binding_range(min=0, max=1, step=0.1, name="Reaction (share) "),
    )
    x = alt.X("t:Q", title="Time (years)")
    y = alt.Y("arms:Q", title="Arms (index)", scale=alt.Scale(domain=[0, 12]))
    return (
        alt.Chart(alt.sequence(0, 11, as_="t"))
        .transform_calculate(arms="1 + reaction * datum.t")
        .mark_line()
        .encode(x, y)
        .add_params(reaction)
    )


def brushed():
    brush = alt.selection_interval(name="brush", encodings=["x"])
    faint = alt.condition(brush, alt.value(1), alt.value(0.3))
    return points().encode(opacity=faint).add_params(brush)


KINDS = [
    line, points, bars, columns, area, layered, faceted, repeated, stacked, rule_and_text,
    histogram, heatmap, interval, timeline, slider, brushed,
]  # fmt: skip


def complete(kind):
    """A chart of a kind with all it needs."""
    name = kind.__name__.replace("_", "-")
    toy = {"tables": [], "toy": True} if kind is slider else {}
    return kind().properties(**words(name, f"The {name}", **toy))
