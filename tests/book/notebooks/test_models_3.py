"""The models of Step 3, run on the very functions of the notebook's cells tagged `model`."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foursteps import load
from tests.book.notebooks.drawing import drawn
from tests.conftest import examples

NOTEBOOK = "chapters/3-regulatory-divergence.ipynb"

# ---- regulators ------------------------------------------------------------------------------

TOY = {"care": 0.2, "burden": 0.15, "mobile": 0.2, "follow": 0.5, "adapt": 0.1}
SIZES = {"A": 0.3, "B": 0.25, "C": 0.25, "D": 0.2}


def payoff(me, strict, sizes, care, burden, mobile, follow, adapt):
    """What a regulator gets per unit of its market when `strict` are strict, written anew."""
    total = sum(sizes[x] for x in strict)
    if me in strict:
        return care - burden - (0 if total >= follow else mobile)
    if total >= follow:
        return -adapt
    # What leaves the strict markets is spread over the lax ones by size.
    return mobile * total / (1 - total)


def enumerated(sizes, toy):
    """Equilibria by trying every list and every change by one regulator."""
    found = set()
    for picks in itertools.product([False, True], repeat=len(sizes)):
        strict = {x for x, pick in zip(sizes, picks, strict=True) if pick}
        stays = all(
            payoff(x, strict, sizes, **toy) >= payoff(x, strict ^ {x}, sizes, **toy) - 1e-12
            for x in sizes
        )
        if stays:
            found.add(frozenset(strict))
    return found


@settings(max_examples=examples(60), deadline=None)
@given(
    parts=st.lists(st.integers(1, 8), min_size=2, max_size=4),
    follow=st.sampled_from([0.13, 0.31, 0.52, 0.77, 1.01]),
    mobile=st.sampled_from([0, 0.07, 0.21, 0.6]),
    care=st.sampled_from([0, 0.11, 0.23]),
)
@example(parts=[1, 2, 5], follow=0.77, mobile=0.07, care=0.23)  # a tie, up to rounding
def test_equilibria_are_those_of_enumeration(model, parts, follow, mobile, care):
    sizes = {f"r{n}": part / sum(parts) for n, part in enumerate(parts)}
    toy = TOY | {"follow": follow, "mobile": mobile, "care": care}
    found = {frozenset(strict) for strict in model["equilibria_of_regulators"](sizes, **toy)}
    assert found == enumerated(sizes, toy)


def test_bottom_and_top_can_both_be_stable(model):
    assert model["equilibria_of_regulators"](SIZES, **TOY) == [(), tuple(SIZES)]


def test_a_market_that_firms_follow_leaves_only_the_top(model):
    assert model["equilibria_of_regulators"](SIZES, **TOY | {"follow": 0.25}) == [tuple(SIZES)]


@pytest.mark.parametrize("change", [{"follow": 1.01}, {"care": 0}])
def test_without_followers_or_care_only_the_bottom_is_left(model, change):
    assert model["equilibria_of_regulators"](SIZES, **TOY | change) == [()]


def test_who_is_indifferent_stays(model):
    free = {"care": 0.15, "burden": 0.15, "mobile": 0, "adapt": 0}
    found = model["equilibria_of_regulators"]({"A": 0.6, "B": 0.4}, **free)
    assert found == [(), ("A",), ("B",), ("A", "B")]


def test_the_gain_jumps_where_firms_follow(model):
    gain = model["gain_from_strict"]
    assert gain(0, 0.25) == pytest.approx(-0.15)
    # The threshold itself is enough.
    assert gain(0.25, 0.25) == pytest.approx(0.05 - 0.2 * 0.25 / 0.75)
    assert gain(0.3, 0.25) == pytest.approx(0.05 - 0.2 * 0.3 / 0.7)
    assert gain(0.6, 0.25) == pytest.approx(0.15)


@pytest.mark.parametrize(
    "toy",
    [
        {},
        {"size": 0.5},
        {"size": 0.9, "follow": 0.3, "mobile": 0.6, "surplus": -0.2},
        {"size": 0.1, "follow": 0.8, "mobile": 0.35, "surplus": 0.15},
        {"follow": 1, "mobile": 0, "surplus": -0.05},
    ],
)
def test_the_chart_with_sliders_draws_the_model(model, root, toy):
    table = drawn(root / NOTEBOOK, "chart-strict-gain", **toy)["gain", "others"]
    toy = {"size": 0.25, "follow": 0.5, "mobile": 0.2, "surplus": 0.05} | toy
    toy["care"] = toy["burden"] = 0.15
    toy["care"] += toy.pop("surplus")
    assert len(table) == round(100 * (min(1 - toy["size"], 0.95))) + 1
    for row in table:
        # Where a sum of shares meets `follow` exactly, both must count it as reached.
        expected = model["gain_from_strict"](row["others"] + 1e-9, **toy)
        assert row["gain"] == pytest.approx(expected, abs=1e-5)


# ---- the map ---------------------------------------------------------------------------------


def test_net_change_is_a_weighted_sum(model):
    totals = pd.Series({"x": 5, "y": -2, "unweighted": 9})
    weights = pd.DataFrame({"x": [1, 0, 0.5], "y": [1, 1, 0], "z": [7, 7, 7]})
    assert model["net_change"](totals, weights).tolist() == [3, -2, 2.5]


@pytest.mark.parametrize(
    ("us", "china", "says"),
    [
        (-1, 8, "US loosens, China adds"),
        (1, 1, "US adds, China adds"),
        (-1, -0.25, "US loosens, China loosens"),
        (0.2, -3, "US flat, China loosens"),
    ],
)
def test_conclusions(model, us, china, says):
    assert model["conclusion"](us, china) == says


def test_both_loosen_needs_support_by_either_code():
    rules = load("regulatory_instruments")
    rules = rules[(rules["issued"].fillna(rules["effective"]).dt.year >= 2022)]
    china = rules[(rules["place"] == "China") & (rules["theme"] != "the state's own use")]
    for code in ("duty", "duty_other"):
        assert (china.groupby("theme")[code].sum() >= 0).all()


THEMES = {
    "content": "content and security",
    "persons": "persons and ethics",
    "firms": "models and firms",
    "trade": "trade and building",
    "support": "support",
    "State_law": "State laws",
}


def totals_of_the_map(code, since):
    """Sums of codes by place and theme, written anew from the tables."""
    rules = load("regulatory_instruments")
    rules = rules[rules["issued"].fillna(rules["effective"]).dt.year >= since]
    sums = rules.groupby(["place", "theme"])[code].sum().to_dict()
    for place, backed in rules.groupby("place")["support"].sum().items():
        sums[place, "support"] = -int(backed)
    bills = load("us_state_ai_topics").query(
        "topic == 'Private Sector Use' and outcome == 'enacted' and year >= @since"
    )
    sums["US", "State laws"] = int(bills["bills"].sum())
    return sums


@pytest.mark.parametrize(
    ("code", "weights", "since"),
    [
        ("first", {}, 2022),
        ("other", {}, 2022),
        ("first", {"content": 0.2, "persons": 0.35, "support": 1}, 2022),
        ("other", {"firms": 0.5, "trade": 0, "State_law": 0.05, "support": 0.25}, 2025),
    ],
)
def test_the_map_draws_the_weighted_sums(model, root, code, weights, since):
    [at] = drawn(root / NOTEBOOK, "chart-map", code=code, since=since, **weights)["China", "US"]
    sums = totals_of_the_map("duty" if code == "first" else "duty_other", since)
    weights = dict.fromkeys(THEMES, 1) | {"support": 0, "State_law": 0} | weights
    table = pd.DataFrame([{THEMES[name]: weight for name, weight in weights.items()}])
    for place in ("US", "China"):
        totals = pd.Series({theme: sums.get((place, theme), 0) for theme in THEMES.values()})
        assert at[place] == pytest.approx(model["net_change"](totals, table).item(), abs=1e-6)


# ---- the decomposition -----------------------------------------------------------------------

GROUP = st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def table(pairs):
    return pd.DataFrame(pairs, columns=["n", "joint"])


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data(), groups=st.integers(1, 4), rates=st.sampled_from(["old", "new", "mean"]))
def test_the_parts_add_up(model, data, groups, rates):
    old, new = (
        table(data.draw(st.lists(GROUP, min_size=groups, max_size=groups))) for _ in range(2)
    )
    if not (old["n"].sum() and new["n"].sum()):
        return
    parts = model["decompose"](old, new, rates)
    change = new["joint"].sum() / new["n"].sum() - old["joint"].sum() / old["n"].sum()
    assert parts["mix"] + parts["within"] == pytest.approx(change, abs=1e-12)


def test_the_mix_alone_can_move_a_share(model):
    old, new = table([(50, 25), (50, 0)]), table([(20, 10), (80, 0)])
    parts = model["decompose"](old, new)
    assert parts["within"] == pytest.approx(0)
    assert parts["mix"] == pytest.approx(-0.15)


def test_joint_models_by_hand(model):
    old, new = table([(48, 22), (16, 0)]), table([(21, 6), (90, 0)])
    parts = model["decompose"](old, new)
    mix = (21 / 111 - 48 / 64) * (22 / 48 + 6 / 21) / 2
    assert parts["mix"] == pytest.approx(mix)
    assert np.isclose(sum(parts.values()), 6 / 111 - 22 / 64)


@pytest.mark.parametrize(
    ("rates", "mix", "within"),
    [
        ("old", (21 / 111 - 48 / 64) * 22 / 48, (6 / 21 - 22 / 48) * 21 / 111),
        ("new", (21 / 111 - 48 / 64) * 6 / 21, (6 / 21 - 22 / 48) * 48 / 64),
    ],
)
def test_rates_by_hand(model, rates, mix, within):
    old, new = table([(48, 22), (16, 0)]), table([(21, 6), (90, 0)])
    parts = model["decompose"](old, new, rates)
    assert parts == pytest.approx({"mix": mix, "within": within})
