"""Figures that were checked against the publishers' files by hand stand in our tables.

`checked_figures.csv` holds them, one a row; a recipe that filters, joins or scales wrongly fails
here. Its columns:

* `key`: conditions on the table's rows, joined by `; ` (none: all rows). `place=US` (nothing
  behind the sign: empty cells), `!=`, `<`, `<=`, `>`, `>=`, and `~`, `!~` for text that stands or
  does not stand in a cell. A date equals its year, quarter or month (`date=2024Q4`).
* `column`: a column, of which the key must leave one row; or `rows`; or `sum`, `mean`, `min`, `max`,
  `count` (cells that are filled), `filled_pct`, `true_pct` (of all rows, in per cent) or `values`
  (each once, sorted, joined by `; `) of a column, as in `sum(laws)`; or the cell beside an extreme,
  as in `year at max(warheads)`.
* `value`: compared exactly; after `≈` to the digits given (`≈1.25e6`); `12 ± 0.5`, `12 ± 3%`,
  `> 6` and `< 6` as they say. A date may be a year, quarter or month. Nothing: an empty cell.
* `source`: the publisher's files, or where else the figure was read.

What is no single figure of one table is a test below.
"""

import csv
import math
import operator
import re
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from foursteps import load

with (Path(__file__).parent / "checked_figures.csv").open(encoding="utf-8", newline="") as file:
    FIGURES = list(csv.DictReader(file))

# Many figures stand in one table: it is read once.
read = cache(load)

ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
PER_CENT = {"filled_pct": pd.Series.notna, "true_pct": lambda column: column.fillna(False)}


def typed(text, column):
    """A word of the table as a value of a column's type; of a date, the period it names."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.Period(text)
    if pd.api.types.is_bool_dtype(column):
        return {"true": True, "false": False}[text]
    return float(text) if pd.api.types.is_numeric_dtype(column) else text


def chosen(rows, key):
    """The rows that a key names."""
    for condition in filter(None, key.split("; ")):
        name, sign, text = re.fullmatch(r"(\w+)(!=|<=|>=|=|<|>|!~|~)(.*)", condition).groups()
        column = rows[name]
        if sign in ("~", "!~"):
            kept = column.str.contains(text, regex=False, na=False)
        elif not text:
            kept = column.isna()
        else:
            wanted = typed(text, column)
            if isinstance(wanted, pd.Period) and sign in ORDERS:
                wanted = wanted.start_time
            if isinstance(wanted, pd.Period):
                kept = column.between(wanted.start_time, wanted.end_time)
            else:
                kept = ORDERS.get(sign, operator.eq)(column, wanted)
        kept = kept.fillna(False).astype(bool)
        rows = rows[~kept if sign.startswith("!") else kept]
    return rows


def found(rows, column):
    """What the rows give for a column or a sum over them."""
    if column == "rows":
        return len(rows)
    if beside := re.fullmatch(r"(\w+) at (min|max)\((\w+)\)", column):
        name, extreme, by = beside.groups()
        return rows.loc[getattr(rows[by], f"idx{extreme}")(), name]
    if not (sums := re.fullmatch(r"(\w+)\((\w+)\)", column)):
        assert len(rows) == 1, f"the key leaves {len(rows)} rows"
        return rows[column].iloc[0]
    how, name = sums.groups()
    values = rows[name]
    if how in PER_CENT:
        return 100 * PER_CENT[how](values).mean()
    if how == "values":
        return "; ".join(sorted({str(v).removesuffix(" 00:00:00") for v in values.dropna()}))
    assert how in ("sum", "mean", "min", "max", "count"), f"no sum is called {how!r}"
    return getattr(values, how)()


def fits(value, wanted):
    """Whether a value of a table is what a cell of the column `value` says."""
    if pd.isna(value) or not wanted:
        return bool(pd.isna(value)) and not wanted
    if order := re.fullmatch(r"([<>]) (.+)", wanted):
        limit = typed(order[2], pd.Series([value]))
        limit = limit.start_time if isinstance(limit, pd.Period) else limit
        return bool(ORDERS[order[1]](value, limit))
    if isinstance(value, pd.Timestamp):
        return pd.Period(wanted).start_time <= value <= pd.Period(wanted).end_time
    if isinstance(value, (bool, np.bool_)):
        return str(value).lower() == wanted
    if isinstance(value, str):
        return value == wanted
    if wanted.startswith("≈"):
        digits = -Decimal(wanted[1:]).as_tuple().exponent
        return math.isclose(round(float(value), digits), float(wanted[1:]), rel_tol=1e-9)
    about, _, reach = wanted.partition(" ± ")
    about = float(about)
    reach = about * float(reach[:-1]) / 100 if reach.endswith("%") else float(reach or 0)
    return abs(float(value) - about) <= reach


@pytest.mark.parametrize(
    "figure", FIGURES, ids=lambda f: f"{f['table']}: {f['column']}, {f['key']}"
)
def test_a_figure_checked_by_hand(figure):
    value = found(chosen(read(figure["table"]), figure["key"]), figure["column"])
    assert fits(value, figure["value"]), f"{value!r} is not {figure['value']!r}"


@pytest.mark.parametrize(
    ("value", "wanted", "fitting"),
    [
        (2.0, "2", True), (2.01, "2", False), (2.04, "≈2.0", True), (2.06, "≈2.0", False),
        (1.254e6, "≈1.25e6", True), (1.256e6, "≈1.25e6", False), (7, "> 6", True),
        (6, "> 6", False), (12.4, "12 ± 0.5", True), (12.6, "12 ± 0.5", False),
        (103, "100 ± 3%", True), (104, "100 ± 3%", False), ("China", "China", True),
        ("China", "china", False), (True, "true", True), (False, "true", False),
        (pd.NA, "", True), (pd.NA, "0", False), (0, "", False),
        (pd.Timestamp("2024-11-05"), "2024Q4", True),
        (pd.Timestamp("2024-11-05"), "2024-11-06", False),
        (pd.Timestamp("2024-11-05"), "< 2024-11-06", True),
    ],
)  # fmt: skip
def test_a_figure_is_compared_as_its_row_says(value, wanted, fitting):
    assert fits(value, wanted) is fitting


def test_the_record_changed_hands_nine_times_among_three_us_developers():
    scored = load("benchmarked_models")
    ordered = scored.sort_values(["version_date", "eci"], ascending=[True, False])
    records = ordered[ordered["eci"].gt(ordered["eci"].cummax().shift())]  # the first beats none
    holders = records["organization"].tolist()
    changes = sum(a != b for a, b in pairwise(holders))
    assert (changes, len(set(holders)), set(records["place"])) == (9, 3, {"US"})


def reaction(own, rival):
    """Coefficient k and fatigue a of dX = g + kY - aX, with their standard errors, and n."""
    import statsmodels.api as sm  # two seconds of each worker that runs no test of this kind

    frame = pd.DataFrame({"x": own, "y": rival}).astype(float)
    past = frame.shift().assign(dx=frame["x"].diff()).dropna()
    fit = sm.OLS(past["dx"], sm.add_constant(past[["y", "x"]])).fit()
    return fit.params["y"], fit.bse["y"], -fit.params["x"], fit.bse["x"], len(past), fit


def nominal():
    table = load("military_spending_nmc")
    return table.pivot(index="year", columns="place", values="spending_usd_current_bn")


def real():
    deflator = load("us_defence_deflator").set_index("year")["deflator"]
    return nominal().div(deflator, axis=0)


@pytest.mark.parametrize(
    ("own", "rival", "expected"),
    [("US", "USSR", (0.19, 0.05, 0.16, 0.07)), ("USSR", "US", (-0.14, 0.04, -0.16, 0.03))],
)
def test_the_nominal_cold_war_fit(own, rival, expected):
    series = nominal()
    *found, n, fit = reaction(series[own], series[rival])
    assert [round(x, 2) for x in found] == list(expected)
    assert n == 37
    assert fit.rsquared == pytest.approx({"US": 0.48, "USSR": 0.70}[own], abs=0.005)
    durbin_watson = (fit.resid.diff() ** 2).sum() / (fit.resid**2).sum()
    assert durbin_watson == pytest.approx({"US": 0.87, "USSR": 1.27}[own], abs=0.006)


@pytest.mark.parametrize(
    ("placebo", "t"), [("UK", 5.6), ("France", 3.9), ("Italy", 4.2), ("Australia", 3.6)]
)
def test_the_us_reacts_to_placebos_in_nominal_dollars_only(placebo, t):
    k, error, *_ = reaction(nominal()["US"], nominal()[placebo])
    assert k / error == pytest.approx(t, abs=0.06)
    k, error, *_ = reaction(real()["US"], real()[placebo])
    assert abs(k / error) < 2


@pytest.mark.parametrize(("own", "rival", "k"), [("US", "USSR", 0.02), ("USSR", "US", 0.06)])
def test_the_reaction_vanishes_in_real_dollars(own, rival, k):
    series = real()
    found, error, *_ = reaction(series[own], series[rival])
    assert (round(found, 2), round(error, 2)) == (k, 0.05)


def test_the_reaction_vanishes_in_logs_of_real_dollars():
    logs = np.log(real())
    us, us_error, *_ = reaction(logs["US"], logs["USSR"])
    ussr, ussr_error, *_ = reaction(logs["USSR"], logs["US"])
    assert [round(x, 2) + 0.0 for x in (us, us_error, ussr, ussr_error)] == [0.04, 0.05, 0, 0.05]


@pytest.mark.parametrize(
    ("own", "rival", "k", "error", "rsquared"),
    [("US", "China", 0.09, 0.12, 0.03), ("China", "US", 0.010, 0.006, 0.63)],
)
def test_the_us_china_fit_in_levels(own, rival, k, error, rsquared):
    table = load("military_spending_sipri")
    series = table.pivot(index="year", columns="place", values="spending_usd_2024_bn")
    found, its_error, _, _, n, fit = reaction(series[own], series[rival])
    digits = 2 if own == "US" else 3
    assert (round(found, digits), round(its_error, digits), n) == (k, error, 36)
    assert fit.rsquared == pytest.approx(rsquared, abs=0.005)


def test_the_us_china_fit_in_logs():
    table = load("military_spending_sipri")
    logs = np.log(table.pivot(index="year", columns="place", values="spending_usd_2024_bn"))
    k, error, *_ = reaction(logs["US"], logs["China"])
    assert (round(k, 3), round(k / error, 1)) == (0.034, 2.2)
    k, error, *_ = reaction(logs["China"], logs["US"])
    assert round(k / error, 1) == -0.7


def test_free_variants_were_57_per_cent_of_chinese_tokens_and_then_14():
    table = load("token_share_by_origin").query("place == 'China'")
    china = table.pivot(index="month", columns="variants", values="tokens_bn")
    free = 100 * (1 - china["without free"] / china["all"])
    assert free[pd.Timestamp("2025-07-01")] == pytest.approx(57, abs=1)
    assert free[pd.Timestamp("2026-07-01")] == pytest.approx(14, abs=0.5)


def test_four_provinces_have_three_quarters_of_the_filings():
    filed = load("ai_filings_by_province")
    listed = filed[~filed["residual"].astype(bool)]["filings"]
    assert listed.max() / filed["filings"].sum() == pytest.approx(0.26, abs=0.005)
    assert listed.nlargest(4).sum() / filed["filings"].sum() == pytest.approx(0.74, abs=0.005)


def test_tokens_by_developer():
    table = load("tokens_by_developer")
    largest = table.nlargest(4, "tokens_bn")["developer"].tolist()
    assert largest == ["deepseek", "xiaomi", "tencent", "anthropic"]
    # Another classification gives 2,289 and 1,894: both countries near 2,000, China below.
    index = table.groupby("place")["tokens_bn"].agg(
        lambda tokens: 1e4 * ((tokens / tokens.sum()) ** 2).sum()
    )
    assert 2200 < index["US"] < 2600
    assert 1800 < index["China"] < 2000


def test_a_planned_item_has_a_second_aim_that_is_another():
    items = load("policy_items")
    assert (items["aim"] != items["other_aim"]).all()


@pytest.mark.parametrize(
    ("row", "model", "lag"), [(6, "Qwen2-72B", 14.8), (9, "DeepSeek-R1", 1.1), (-1, "Kimi K3", 4.4)]
)
def test_steps_of_the_chinese_frontier(row, model, lag):
    scores = load("frontier_scores").query("benchmark == 'ECI (index of many)'").sort_values("date")
    china = scores[scores["place"].eq("China")]
    step = china[china["score"] > china["score"].cummax().shift(fill_value=0)].iloc[row]
    assert step["model"] == model
    others = scores[scores["place"].eq("US") & scores["score"].ge(step["score"])]
    assert (step["date"] - others["date"].min()).days / 30.44 == pytest.approx(lag, abs=0.06)


def test_forums_agree_with_the_matrix():
    forums = load("forums").dropna(subset=["matrix_column"]).set_index("matrix_column")
    matrix = load("forum_matrix").pivot(index="forum", columns="place", values="took_part")
    for place, column in [("US", "us_joined"), ("China", "china_joined")]:
        assert ((forums[column] == "yes") == matrix.loc[forums.index, place]).all()


@pytest.fixture(scope="module")
def inputs():
    shares = load("chip_chain_shares")
    return shares.groupby("input")["share_pct"]


def test_96_inputs_have_shares_that_add_up(inputs):
    assert inputs.ngroups == 96
    assert inputs.sum().between(99, 102).all()


def test_one_economy_has_half_in_82_of_96(inputs):
    assert (inputs.max() >= 50).sum() == 82


def test_largest_holders(inputs):
    shares = load("chip_chain_shares")
    top = shares.loc[inputs.idxmax(), "place"].value_counts()
    holders = ["US", "Japan", "Singapore", "Netherlands", "China", "South Korea", "Germany"]
    assert top[holders].tolist() == [40, 25, 8, 6, 5, 4, 3]
    assert top.drop(holders).sum() == 5


def test_chips_under_the_rule_of_2023_by_published_values():
    chips = load("ai_chips")
    tpp, density = chips["tpp"], chips["performance_density"]
    caught = (tpp >= 4800) | ((tpp >= 1600) & (density >= 5.92))
    notice = tpp.between(2400, 4800, inclusive="left") & density.between(1.6, 5.92, "left")
    notice = (notice | ((tpp >= 1600) & density.between(3.2, 5.92, "left"))) & ~caught
    needs_area = (tpp >= 1600) & density.isna() & ~caught
    counts = [int(x.sum()) for x in (caught, notice, needs_area, tpp.isna())]
    assert counts == [54, 9, 20, 14]
    assert len(chips) - sum(counts) == 79


def test_on_data_sheets_chinese_chips_held_the_record_until_the_end_of_2023():
    chips = load("ai_chips").dropna(subset=["tpp", "release_date"])

    def best(place, day):
        rows = chips[(chips["place"] == place) & (chips["release_date"] <= day)]
        return rows["tpp"].max()

    for day in ("2019-12-31", "2022-04-30", "2022-08-31", "2023-12-05"):
        assert best("China", day) > best("US", day)
    for day in ("2022-06-30", "2023-12-06", "2026-08-22"):
        assert best("US", day) > best("China", day)


def test_sixteen_of_24_publics_trust_neither():
    trust = load("trust_to_regulate_ai").pivot(
        index="economy", columns="trusted", values="share_pct"
    )
    trust = trust.drop(["Global", "US"])
    us, china = trust["US"] >= 50, trust["China"] >= 50
    assert len(trust) == 24
    assert (~us & ~china).sum() == 16
    assert set(trust.index[us & china]) == {"Nigeria", "Kenya", "South Africa", "Indonesia"}
    assert set(trust.index[us & ~china]) == {"India", "Israel", "South Korea", "Hungary"}


def test_the_plan_of_2017_has_one_day_in_the_list_and_in_the_chronology():
    moves, instruments = read("chronology"), read("regulatory_instruments").set_index("id")
    plan = moves[(moves["actor"] == "China") & moves["title"].str.contains("AI Development Plan")]
    assert plan["date"].tolist() == [instruments.loc["C01", "issued"]]
