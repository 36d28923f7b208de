"""The models of Step 1, run on the very functions of the notebook's cells tagged `model`."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foursteps import load
from tests.book.notebooks import drawing
from tests.conftest import examples

NOTEBOOK = "chapters/1-security-dilemma.ipynb"
NONE = np.zeros((12, 2), bool)


# ---- games ---------------------------------------------------------------------------------


def by_enumeration(row, column):
    """Pure equilibria of a 2×2 game, each pair of choices tried against each way to deviate."""
    return [
        (i, j)
        for i, j in itertools.product((0, 1), repeat=2)
        if row[1 - i][j] <= row[i][j] and column[i][1 - j] <= column[i][j]
    ]


def test_equilibria_of_every_ordinal_2x2_game(model):
    orders = [((a, b), (c, d)) for a, b, c, d in itertools.permutations(range(4))]
    for row, column in itertools.product(orders, repeat=2):
        assert model["pure_equilibria"](row, column) == by_enumeration(row, column), (row, column)


def test_equilibria_of_every_2x2_game_with_ties(model):
    tables = [((a, b), (c, d)) for a, b, c, d in itertools.product(range(3), repeat=4)]
    for row, column in itertools.product(tables, repeat=2):
        assert model["pure_equilibria"](row, column) == by_enumeration(row, column), (row, column)


def test_equilibria_of_a_larger_game(model):
    row = [[3, 0, 0], [0, 2, 0]]
    column = [[3, 0, 0], [0, 2, 0]]
    assert model["pure_equilibria"](row, column) == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("temptation", "both_build", "expected"),
    [
        (2.25, 1.75, [(0, 0), (1, 1)]),  # Stag Hunt
        (4.25, 1.75, [(1, 1)]),  # Prisoner's Dilemma
        (4.25, 0.25, [(0, 1), (1, 0)]),  # Chicken
        (4.25, 3.75, [(1, 1)]),  # Deadlock
        (2.25, 0.25, [(0, 0)]),  # Harmony
    ],
)
def test_named_games_have_their_equilibria(model, temptation, both_build, expected):
    row, column = model["symmetric"](temptation, both_build)
    assert (column == row.T).all()
    assert model["pure_equilibria"](row, column) == expected


# ---- trust ---------------------------------------------------------------------------------

inside = st.floats(0.01, 0.99)


@given(temptation=st.floats(0, 2.9), both_build=st.floats(1.1, 2.9))
def test_at_the_trust_needed_both_choices_pay_the_same(model, temptation, both_build):
    row, _ = model["symmetric"](temptation, both_build)
    p = model["trust_needed"](temptation, both_build)
    restrain, build = row @ np.array([p, 1 - p])
    assert 0 < p < 1
    assert restrain == pytest.approx(build)
    restrain, build = row @ np.array([min(p + 0.01, 1), max(1 - p - 0.01, 0)])
    assert restrain > build


@given(prior=inside, if_safe=inside, if_greedy=inside)
def test_updated_trust_is_bayes_rule_by_counting(model, prior, if_safe, if_greedy):
    seen = model["updated_trust"](prior, if_safe, if_greedy)
    joint = np.array([[prior * if_safe, prior * (1 - if_safe)],
                      [(1 - prior) * if_greedy, (1 - prior) * (1 - if_greedy)]])  # fmt: skip
    assert seen == pytest.approx(joint[0, 0] / joint[:, 0].sum())
    unseen = model["updated_trust"](prior, 1 - if_safe, 1 - if_greedy)
    # Belief before is the average of the beliefs after: nobody can plan to be surprised.
    assert seen * joint[:, 0].sum() + unseen * joint[:, 1].sum() == pytest.approx(prior)
    assert (seen > prior) == (if_safe > if_greedy) or seen == pytest.approx(prior)


def test_a_free_gesture_teaches_little_and_a_costly_one_much(model):
    def after(cost):
        chances = [model["gesture_chance"](cost, worth) for worth in (3, 1.5)]
        return model["updated_trust"](0.3, *chances)

    assert after(0) == pytest.approx(0.3, abs=0.02)
    assert after(2.5) > 0.8
    assert model["gesture_chance"](3, 3) == 0.5
    assert model["gesture_chance"](5, 3) < 0.01


# ---- the repeated game ---------------------------------------------------------------------


def at(*places, rounds=12):
    errors = np.zeros((rounds, 2), bool)
    for place in places:
        errors[place] = True
    return errors


def acts(model, first, second, slips=NONE, misreadings=NONE, seed=2):
    pair = model["strategies"][first], model["strategies"][second]
    played = model["play"](pair, slips, misreadings, np.random.default_rng(seed))
    assert played.shape == slips.shape
    return ["".join("○●"[int(act)] for act in player) for player in played.T]


@pytest.mark.parametrize(
    "pair",
    list(itertools.combinations_with_replacement(["tit-for-tat", "generous", "contrite"], 2)),
)
def test_without_errors_all_keep_the_peace(model, pair):
    assert acts(model, *pair) == ["●" * 12] * 2


def test_tit_for_tat_echoes_one_error_for_good(model):
    one = at((2, 0))
    assert acts(model, "tit-for-tat", "tit-for-tat", slips=one) == ["●●○●○●○●○●○●", "●●●○●○●○●○●○"]
    assert acts(model, "tit-for-tat", "tit-for-tat", misreadings=one) == [
        "●●●○●○●○●○●○",
        "●●●●○●○●○●○●",
    ]


def test_contrition_heals_a_slip_and_not_a_misreading(model):
    one = at((2, 0))
    assert acts(model, "contrite", "contrite", slips=one) == ["●●○●●●●●●●●●", "●●●○●●●●●●●●"]
    assert acts(model, "contrite", "contrite", misreadings=one)[0] == "●●●○●○●○●○●○"


def test_contrition_still_answers_a_breach(model):
    model["strategies"]["always builds"] = lambda intended, done, seen, rng: False
    try:
        assert acts(model, "contrite", "always builds") == ["●" + "○" * 11, "○" * 12]
        assert acts(model, "tit-for-tat", "always builds") == ["●" + "○" * 11, "○" * 12]
        forgiving = acts(model, "generous", "always builds")[0]
        assert "●" in forgiving[1:]
        assert "○" in forgiving[1:]
    finally:
        del model["strategies"]["always builds"]


def test_generosity_overlooks_a_third_of_breaches(model):
    rng = np.random.default_rng(7)
    kept = [model["generous"]([], [True], [False], rng) for _ in range(6000)]
    assert np.mean(kept) == pytest.approx(1 / 3, abs=0.02)
    assert model["generous"]([], [True], [True], rng)


def test_a_slip_turns_an_act_and_a_misreading_turns_a_view(model):
    seen = []

    def watcher(intended, done, view, rng):
        seen.append((list(intended), list(done), list(view)))
        return True

    model["strategies"]["watches"] = watcher
    try:
        acts(model, "watches", "tit-for-tat", at((0, 0), rounds=3), at((1, 0), rounds=3))
    finally:
        del model["strategies"]["watches"]
    # Its own slip in round 1 is in `done`; tit-for-tat answers in round 2 and is misread there.
    assert seen[2] == ([True, True], [False, True], [True, True])


@pytest.mark.parametrize("strategy", ["tit-for-tat", "generous", "contrite"])
@pytest.mark.parametrize("kind", ["slip", "misreading"])
def test_the_exact_chances_are_those_of_games_played_by_lot(model, strategy, kind):
    rounds, rate, rng = 25, 0.08, np.random.default_rng(11)
    players = (model["strategies"][strategy],) * 2
    none, shares = np.zeros((rounds, 2), bool), []
    for _ in range(600):
        errors = rng.random((rounds, 2)) < rate
        wrong = (errors, none) if kind == "slip" else (none, errors)
        shares.append(model["play"](players, *wrong, rng).all(axis=1).mean())
    standard_error = 100 * np.std(shares) / np.sqrt(len(shares))
    exact = model["calm"](strategy, kind, rate, rounds)
    assert exact == pytest.approx(100 * np.mean(shares), abs=4 * standard_error)


@pytest.mark.parametrize("kind", ["slip", "misreading"])
def test_tit_for_tat_loses_the_peace_by_its_formula(model, kind):
    """Each act is what the other did, turned with the chance of an error: two coins that fade."""
    rate, rounds = 0.01, 200
    first = 0 if kind == "misreading" else 1  # a misreading shows a round later, a slip at once
    calm = [((1 + (1 - 2 * rate) ** (n + first)) / 2) ** 2 for n in range(rounds)]
    assert model["calm"]("tit-for-tat", kind, rate, rounds) == pytest.approx(100 * np.mean(calm))
    assert model["calm"]("tit-for-tat", kind, rate, 20000) == pytest.approx(25, abs=0.3)


def test_without_errors_the_exact_game_is_calm(model):
    for strategy in model["strategies"]:
        assert model["calm"](strategy, "slip", 0.0) == pytest.approx(100)


# ---- Richardson ----------------------------------------------------------------------------

rate = st.floats(0.1, 1.5)


@settings(deadline=None, max_examples=examples(40))
@given(k=rate, reply=rate, a=rate, b=rate, g=st.floats(0.1, 2), h=st.floats(0.1, 2))
def test_the_stability_condition_agrees_with_simulation(model, k, reply, a, b, g, h):
    matrix = np.array([[-a, k], [reply, -b]])
    slowest = np.linalg.eigvals(matrix).real.max()
    if abs(slowest) < 0.05:  # too near the border to see in a simulation
        return
    years = 12 / abs(slowest)
    path = model["richardson"]((5, 5), (k, reply), (a, b), (g, h), years)
    assert path.shape == (round(years / 0.05) + 1, 2)
    if model["is_stable"]((k, reply), (a, b)):
        rest = np.linalg.solve(matrix, [-g, -h])
        assert path[-1] == pytest.approx(rest, rel=0.02, abs=0.02)
    else:
        assert path[-1].min() > path[len(path) // 2].max()
        assert np.linalg.norm(path[-1]) > 20 * np.linalg.norm(path[0])


def test_at_the_border_there_is_no_rest(model):
    assert not model["is_stable"]((1, 1), (1, 1))
    path = model["richardson"]((1, 1), (1, 1), (1, 1), (1, 1), 20)
    assert np.diff(path[:, 0]) == pytest.approx(0.05)  # grows by the grievance alone


def test_spending_never_falls_below_zero(model):
    path = model["richardson"]((1, 0), (0.1, 0.1), (1, 1), (-3, -3), 5)
    assert path.min() == 0


# ---- the contest ---------------------------------------------------------------------------


@pytest.mark.parametrize("rivals", [2, 3, 6])
@pytest.mark.parametrize("decisiveness", [0.25, 0.5, 1])
@pytest.mark.parametrize("first", [40, 60, 100])
def test_nobody_gains_by_leaving_the_equilibrium_effort(model, rivals, decisiveness, first):
    later = (100 - first) / (rivals - 1)
    if later > first:
        return
    effort = model["race_effort"](first, later, rivals, decisiveness)

    def payoff(mine):
        chance = model["win_chance"](mine, [effort] * (rivals - 1), decisiveness)
        return chance * first + (1 - chance) * later - mine

    others = np.linspace(0.001, 100, 4001)
    best = max(payoff(mine) for mine in others)
    assert payoff(max(effort, 1e-9)) >= best - 1e-6


def test_effort_follows_the_gap(model):
    effort = model["race_effort"]
    assert effort(50, 50, 2, 1) == 0
    assert effort(100, 0, 2, 1) == 25
    gaps = [effort(w, 100 - w, 2, 1) for w in range(50, 101, 10)]
    assert gaps == sorted(gaps)
    spent = [n * effort(100, 0, n, 1) for n in range(2, 7)]
    assert spent == sorted(spent)
    assert max(spent) < 100  # rivals never burn more than the prize


def test_chances_add_up_and_grow_with_effort(model):
    efforts = [1.0, 2.0, 5.0]
    chances = [
        model["win_chance"](mine, efforts[:i] + efforts[i + 1 :], 0.5)
        for i, mine in enumerate(efforts)
    ]
    assert sum(chances) == pytest.approx(1)
    assert chances == sorted(chances)


# ---- the fits ------------------------------------------------------------------------------


def race(k=0.2, a=0.3, years=60, noise=0.0, seed=3):
    """Two budgets of which `own` follows Richardson's equation exactly, up to noise."""
    rng = np.random.default_rng(seed)
    rival = 50 + 10 * np.sin(np.arange(years) / 3) + np.arange(years)
    own = [40.0]
    for year in range(years - 1):
        own.append(own[-1] + 5 + k * rival[year] - a * own[-1] + rng.normal(0, noise))
    return pd.DataFrame({"own": own, "rival": rival})


def test_the_fit_finds_the_coefficients_it_was_given(model):
    fit = model["reaction_fit"](race(noise=0.01), "own", "rival")
    assert fit.k == pytest.approx(0.2, abs=0.01)
    assert fit.a == pytest.approx(0.3, abs=0.01)
    assert fit.n == 59


def test_many_t_values_at_once_equal_those_of_the_fit(model):
    races = [race(k=k, noise=3, seed=seed) for seed, k in enumerate((0, 0.1, 0.3))]
    own, rival = (np.array([r[column] for r in races]) for column in ("own", "rival"))
    one_by_one = [model["reaction_fit"](r, "own", "rival").t for r in races]
    assert model["t_values"](own, rival) == pytest.approx(one_by_one)


def test_records_are_the_models_above_all_before_and_the_first_beats_none(model):
    models = pd.DataFrame(
        {
            "eci": [10.0, 12.0, 12.0, 11.0, 15.0, 14.0],
            "date": pd.to_datetime(["2023", "2024", "2024", "2025", "2026", None], format="%Y"),
            "model": list("abcdef"),
        }
    )
    assert model["record_models"](models, "date").model.tolist() == ["b", "e"]


def test_the_chart_of_records_dates_a_score_by_its_version_and_begins_with_a_model_beaten(root):
    models = load("benchmarked_models").set_index("model")
    spec = drawing.stored(root / NOTEBOOK, "chart-record")
    (points,) = (rows for rows in spec["datasets"].values() if "eci" in rows[0])
    assert len(points) > 20
    for point in points:
        assert point["date"] == f"{models['version_date'][point['model']]:%Y-%m-%d}", point
    for place in ("US", "China"):
        first = min(point["date"] for point in points if point["place"] == place)
        mine = models[models["place"].eq("China") | (place == "US")]
        assert mine["version_date"].min() < pd.Timestamp(first), place


# ---- agreement of two codings --------------------------------------------------------------


def codings(*cells):
    """Two arrays of codes from (first, second, how many passages)."""
    pairs = [(a, b) for a, b, number in cells for _ in range(number)]
    return [np.array(codes, object) for codes in zip(*pairs, strict=True)]


def test_kappa_of_a_textbook_table(model):
    """Cohen's example of four cells: 70 % agree, 50 % would by chance."""
    first, second = codings(("a", "a", 20), ("a", "b", 5), ("b", "a", 10), ("b", "b", 15))
    assert model["kappa"](first, second) == pytest.approx(0.4)
    assert model["kappa"](second, first) == pytest.approx(0.4)
    assert model["kappa"](first, first) == 1


def test_kappa_is_zero_for_readers_who_guess(model):
    first, second = codings(("a", "a", 9), ("a", "b", 3), ("b", "a", 3), ("b", "b", 1))
    assert model["kappa"](first, second) == pytest.approx(0)


def test_a_code_that_only_one_reader_gives_counts_as_disagreement(model):
    first, second = codings(("a", "a", 8), ("b", "b", 8), ("a", "c", 4))
    assert model["kappa"](first, second) == pytest.approx((0.8 - 0.4) / 0.6)


def test_the_interval_of_kappa_holds_it_and_narrows(model):
    few = codings(("a", "a", 20), ("a", "b", 5), ("b", "a", 10), ("b", "b", 15))
    many = [np.tile(codes, 9) for codes in few]
    low, high = model["kappa_interval"](*few)
    assert low < 0.4 < high
    narrow_low, narrow_high = model["kappa_interval"](*many)
    assert low < narrow_low < 0.4 < narrow_high < high


def test_the_passages_of_the_two_codings_are_those_that_were_drawn():
    codes, passages = load("passage_codes"), load("word_passages")
    assert sorted(codes["id"]) == sorted(passages["id"])
    assert passages["place"].value_counts().to_dict() == {"US": 60, "China": 60}
