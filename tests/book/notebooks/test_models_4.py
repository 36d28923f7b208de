"""The models of Step 4, run on the very functions of the notebook's cells tagged `model`."""

import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foursteps import load
from tests.book.notebooks.drawing import drawn, stored
from tests.conftest import examples

NOTEBOOK = "chapters/4-supply-chain-weaponisation.ipynb"


# ---- inputs needed together, suppliers as alternatives ----------------------------------------


@pytest.fixture
def chain():
    """Wafer and tool go into a step; the step and a test go into the chip."""
    return nx.DiGraph([("wafer", "step"), ("tool", "step"), ("step", "chip"), ("test", "chip")])


SUPPLY = {
    "wafer": {"A": 0.6, "B": 0.4},
    "tool": {"C": 1.0},
    "test": {"A": 0.1, "B": 0.9},
}


@pytest.mark.parametrize(("stopped", "left"), [("A", 0.4), ("B", 0.1), ("C", 0.0), ("D", 1.0)])
def test_the_scarcest_needed_input_decides(model, chain, stopped, left):
    assert model["output_without"](chain, SUPPLY, stopped, "chip") == pytest.approx(left)


def test_what_is_not_on_the_way_to_the_goal_does_not_matter(model, chain):
    chain.add_edge("step", "waste")
    chain.add_edge("paint", "waste")
    supply = SUPPLY | {"paint": {"B": 1.0}}
    assert model["output_without"](chain, supply, "B", "chip") == pytest.approx(0.1)
    assert model["output_without"](chain, supply, "B", "waste") == 0


def test_substitution_gives_back_its_part_of_the_loss(model, chain):
    assert model["output_without"](chain, SUPPLY, "C", "chip", replaced=0.3) == pytest.approx(0.3)
    assert model["output_without"](chain, SUPPLY, "C", "chip", replaced=1) == 1


def test_a_chain_of_and_equals_the_largest_share_lost(model, chain):
    for place in "ABCD":
        worst = max(market.get(place, 0) for market in SUPPLY.values())
        found = model["output_without"](chain, SUPPLY, place, "chip")
        assert found == pytest.approx(1 - worst)


@settings(deadline=None, max_examples=examples(60))
@given(st.floats(0.01, 1), st.integers(0, 60), st.integers(1, 120), st.floats(0, 12))
def test_stock_and_substitution_agree_with_a_simulation(model, share, month, replace, stock):
    steps, drawn = 2000, 0.0
    for i in range(steps):
        t = month * (i + 0.5) / steps
        drawn += share * max(0.0, 1 - t / replace) * month / steps
    if abs(drawn - stock) < 1e-3:
        return
    gap = share * max(0.0, 1 - month / replace)
    expected = 1.0 if drawn < stock else 1 - gap
    assert model["output_at"](share, month, replace, stock) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "sliders",
    [
        {},
        {"month": 0, "stock": 0},
        {"month": 1, "replace": 120, "stock": 0},
        {"month": 12, "replace": 24, "stock": 3},
        {"month": 60, "replace": 48, "stock": 0},
        {"month": 30, "replace": 120, "stock": 24},
    ],
)
def test_the_chart_with_sliders_draws_the_function(model, root, sliders):
    chart = root / NOTEBOOK, "chart-supply-stops"
    (shares,) = stored(*chart)["datasets"].values()
    share = {(row["place"], row["reading"]): row["share"] for row in shares}
    assert len(share) == 24 and len(set(share.values())) > 10
    month, replace, stock = ({"month": 6, "replace": 48, "stock": 2} | sliders).values()
    for row in drawn(*chart, **sliders)["output", "place", "reading"]:
        lost = share.pop((row["place"], row["reading"]))
        expected = 100 * model["output_at"](lost, month, replace, stock)
        assert row["output"] == pytest.approx(expected, abs=0.01), row
    assert share == {}


# ---- bargaining ------------------------------------------------------------------------------


def by_brute_force(players, worth):
    """Shapley values by going through every order of arrival."""
    orders = list(itertools.permutations(players))
    value = dict.fromkeys(players, 0.0)
    for order in orders:
        for i, player in enumerate(order):
            before, after = frozenset(order[:i]), frozenset(order[: i + 1])
            value[player] += (worth(after) - worth(before)) / len(orders)
    return value


PLAYERS = ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    "losses", [(1, 1, 1, 1), (0.2, 1, 1, 1), (0.3, 0.4, 0.1, 0.9), (0, 0, 0, 0)]
)
@pytest.mark.parametrize("outside", [{}, {"A": 0.5}, {"B": 0.2, "C": 0.3}])
def test_shapley_values_agree_with_brute_force(model, losses, outside):
    loss = dict(zip(PLAYERS, losses, strict=True))

    def worth(group):
        return model["joint_worth"](group, loss, outside)

    exact = by_brute_force(PLAYERS, worth)
    found = model["shapley"](PLAYERS, worth)
    assert found == pytest.approx(exact)
    assert sum(found.values()) == pytest.approx(worth(frozenset(PLAYERS)))


def test_irreplaceable_holders_share_alike_and_an_option_takes_from_all(model):
    loss = dict.fromkeys(PLAYERS, 1)
    alike = model["shapley"](PLAYERS, lambda g: model["joint_worth"](g, loss, {}))
    assert alike == pytest.approx(dict.fromkeys(PLAYERS, 0.25))
    pressed = model["shapley"](PLAYERS, lambda g: model["joint_worth"](g, loss, {"A": 0.4}))
    assert pressed["A"] > 0.25
    assert pressed["B"] == pytest.approx(pressed["D"])
    assert pressed["B"] < 0.25


@pytest.mark.parametrize(("loss", "option"), [(1, 0), (0.2, 0), (1, 0.5), (0.3, 0.4), (0, 0.8)])
def test_the_chart_with_sliders_draws_the_shapley_values(model, root, loss, option):
    holders = ["US", "Japan", "Netherlands", "South Korea", "Taiwan"]
    losses = dict.fromkeys(holders, 1) | {"Netherlands": loss}
    value = by_brute_force(holders, lambda g: model["joint_worth"](g, losses, {"US": option}))
    rows = drawn(root / NOTEBOOK, "chart-bargain", loss=loss, option=option)["place", "value"]
    found = {row["place"]: row["value"] / 100 for row in rows}
    assert len(rows) == 5 and found == pytest.approx(value, abs=1e-4)


def test_nobody_is_worth_nothing(model):
    assert model["joint_worth"](frozenset(), {"A": 0.1}, {"A": 0.5}) == 0


# ---- concentration ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "index"), [([100], 10000), ([50, 50], 5000), ([], 0), ([81.5, 15, 3.5], 6879.5)]
)
def test_hhi(model, shares, index):
    assert model["hhi_of_shares"](shares) == pytest.approx(index)


# ---- the chip classifier ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def classify(model):
    """Status of a chip by its published and added values: name -> status by rule."""
    chips = load("ai_chips").set_index("chip")
    for row in load("chip_values_added").itertuples():
        chips.loc[row.chip, row.field] = row.value
    chips["performance_density"] = chips["tpp"] / chips["die_area_mm2"]
    tests = load("chip_rule_tests").set_index("test").to_dict("index")
    of = {
        y: [t for name, t in tests.items() if name.startswith(y)] for y in ("2022", "2023", "2026")
    }

    def found(name):
        chip = chips.loc[name].to_dict()
        before = model["status"](chip, of["2023"])
        return (
            model["status"](chip, of["2022"]),
            before,
            model["reviewed"](chip, before, of["2026"][0]),
        )

    return found


@pytest.mark.parametrize(
    ("chip", "expected"),
    [
        ("NVIDIA A100", ("caught", "caught", "licensed")),
        ("NVIDIA A800 SXM", ("free", "caught", "licensed")),
        ("NVIDIA H100 SXM5 80GB", ("caught", "caught", "licensed")),
        ("NVIDIA H800 SXM5", ("free", "caught", "licensed")),
        ("NVIDIA HGX H20", ("free", "free", "free")),
        ("NVIDIA H200 SXM", ("caught", "caught", "licensed")),
        ("AMD Instinct MI325X", ("unknown", "caught", "licensed")),
        ("NVIDIA B200", ("unknown", "caught", "caught")),
        ("Huawei Ascend 910B", ("free", "caught", "licensed")),
        ("Huawei Ascend 910C", ("unknown", "caught", "licensed")),
        ("NVIDIA L40", ("free", "licensed", "licensed")),
        ("NVIDIA L20 PCle", ("free", "free", "free")),
        ("NVIDIA L2 PCle", ("free", "free", "free")),
        ("NVIDIA GeForce RTX 4090", ("unknown", "caught", "licensed")),
    ],
)
def test_published_cases(classify, chip, expected):
    assert classify(chip) == expected


def test_a_missing_value_is_unknown_only_where_it_decides(model):
    nan = float("nan")
    rule = [
        {"tpp_min": 1600, "density_min": 5.92, "outcome": "caught"},
        {"tpp_min": 1600, "density_min": 3.2, "density_below": 5.92, "outcome": "licensed"},
    ]
    chip = {"tpp": 2000, "performance_density": nan}
    assert model["status"](chip, rule) == "unknown"
    assert model["status"](chip | {"tpp": 1500}, rule) == "free"
    assert model["status"](chip | {"performance_density": 5.92}, rule) == "caught"
    assert model["status"](chip | {"performance_density": 3.2}, rule) == "licensed"
    assert model["status"](chip | {"performance_density": 3.1999}, rule) == "free"


def test_review_touches_only_what_was_caught(model):
    window = {"tpp_below": 21000, "bandwidth_gbps_below": 6500}
    inside, outside = {"tpp": 15832, "memory_gbps": 4800}, {"tpp": 21000, "memory_gbps": 4800}
    assert model["reviewed"](inside, "caught", window) == "licensed"
    assert model["reviewed"](outside, "caught", window) == "caught"
    assert model["reviewed"](inside, "free", window) == "free"
    assert model["reviewed"](inside, "unknown", window) == "unknown"
    assert (
        model["reviewed"]({"tpp": 100, "memory_gbps": float("nan")}, "caught", window) == "unknown"
    )
