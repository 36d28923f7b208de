"""Points on what carries a lead, and newer values that stand beside the book's series."""

import pytest

from foursteps import load
from foursteps.tables import names

CASH = "cash purchases of property and equipment"


def test_newer_values_continue_tables_of_the_book():
    assert set(load("newer_values")["series"]) <= set(names())


@pytest.mark.parametrize(
    ("series", "column", "form"),
    [
        ("frontier_scores", "date", "%Y-%m-%d"),
        ("ai_use_surveys", "month", None),
        ("us_quits_rate", "month", "%Y-%m"),
        ("youth_unemployment", "month", "%Y-%m"),
    ],
)
def test_a_value_that_the_series_has_does_not_stay(series, column, form):
    """Of the same place and period; of models, a score that was renewed may stand twice."""
    newer = load("newer_values").query("series == @series")
    table = load(series)
    if "series" in table and series == "youth_unemployment":
        table = table[table["series"].eq("US")]
    periods = table[column].dt.strftime(form) if form else table[column]
    places = set(zip(table["place"], periods, strict=True)) if "place" in table else None
    for row in newer.itertuples():
        if series == "frontier_scores":
            assert row.seen > "2026-08" or row.period <= "2026-08-22"
        elif places is None:
            assert row.period > periods.max()
        else:
            assert (row.place, row.period) not in places


def test_cash_spending_of_four_firms_by_year():
    table = load("capital_spending").query("definition == @CASH")
    quarterly = table[table["period"].str.contains("Q")]
    assert not quarterly.duplicated(["firm", "period"]).any()
    totals = quarterly.groupby(quarterly["period"].str[:4])["value_bn"].sum().round()
    assert totals.loc["2022":"2025"].tolist() == [151, 147, 228, 376]
    assert set(quarterly.loc[quarterly["period"] < "2026", "firm"]) == {
        "Alphabet", "Amazon", "Meta", "Microsoft"
    }  # fmt: skip


def test_the_price_of_the_strongest_us_model_fell_and_rose():
    price = load("token_prices").set_index("model")["output_usd"]
    assert (price["GPT-4 8k"], price["GPT-5"], price["Claude Fable 5"]) == (60, 10, 50)


def test_the_growth_that_the_ministry_names_agrees_with_its_two_totals():
    computing = load("lead_inputs").query("topic == 'computing' and kind == 'value'")
    before, after = computing.sort_values("period")["value"]
    assert after / before == pytest.approx(2.77, abs=0.01)


def test_shares_of_memory_add_up():
    memory = load("lead_inputs").query("topic == 'memory'")
    basis = memory["quantity"].str.extract("by (\\w+)")[0]
    assert memory.groupby([basis, memory["period"]])["value"].sum().eq(100).all()


def test_forecasts_and_plans_are_marked():
    inputs = load("lead_inputs")
    ahead = inputs["period"].str[:4].astype(int) > 2026
    assert set(inputs.loc[ahead, "kind"]) == {"forecast", "plan"}
    assert (
        not inputs.loc[inputs["quantity"].str.contains("planned|forecast"), "kind"]
        .eq("value")
        .any()
    )
