"""The models of Step 5, run on the very functions of the notebook's cells tagged `model`."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import examples

NOTEBOOK = "chapters/5-beyond-the-race.ipynb"


# ---- the cascade ------------------------------------------------------------------------------


def test_a_hundred_tip_and_ninety_nine_do_not(model):
    crowd = list(range(100))
    assert model["joined"](crowd) == 100
    assert model["joined"]([0, 2, *range(2, 100)]) == 1


def test_the_twin_has_the_same_mean_and_spread_and_stops(model):
    crowd = list(range(100))
    twin = crowd.copy()
    for person, step in [(1, 1), (23, -1), (30, -1), (50, 1)]:
        twin[person] += step
    assert sum(twin) == sum(crowd)
    assert sum(t * t for t in twin) == sum(t * t for t in crowd)
    assert model["joined"](twin) == 1


@pytest.mark.parametrize("who", [1, 7, 50, 99])
def test_the_cascade_stops_where_the_hesitant_person_stood(model, who):
    crowd = list(range(100))
    crowd[who] += 1
    assert model["joined"](crowd) == who  # what the slider's formula, min(round, who), says


def test_nobody_starts_nobody_joins(model):
    assert model["joined"]([1] * 50) == 0
    assert model["joined"]([]) == 0


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.integers(0, 20), max_size=20))
def test_the_end_is_the_one_that_round_after_round_reaches(model, thresholds):
    acting = 0
    while (now := sum(t <= acting for t in thresholds)) != acting:
        acting = now
    assert model["joined"](thresholds) == acting


# ---- the safety race --------------------------------------------------------------------------

NOTHING, OWN, ALL = "nothing", "own capability", "all capabilities"
DRAWS = 200_000


def capabilities(teams, weight):
    return np.random.default_rng(1).uniform(0, weight, (DRAWS, teams))


CASES = [(2, 1, 1), (5, 0.5, 1), (5, 0.5, 4), (3, 0.3, 0.4), (8, 1, 2.5)]


@pytest.mark.parametrize(("teams", "enmity", "weight"), CASES)
def test_risk_with_own_knowledge_agrees_with_simulation(model, teams, enmity, weight):
    safety = np.minimum(1, capabilities(teams, weight) / (1 + enmity * (teams - 1)))
    skill = capabilities(teams, weight)
    winner = (skill - safety).argmax(axis=1)
    risk = 1 - safety[np.arange(DRAWS), winner].mean()
    assert model["race_risk"](teams, enmity, weight, OWN) == pytest.approx(risk, abs=0.004)


@pytest.mark.parametrize(("teams", "enmity", "weight"), CASES)
def test_risk_with_full_knowledge_agrees_with_simulation(model, teams, enmity, weight):
    ranked = np.sort(capabilities(teams, weight), axis=1)
    safety = np.minimum(1, (ranked[:, -1] - ranked[:, -2]) / enmity)
    risk = 1 - safety.mean()
    assert model["race_risk"](teams, enmity, weight, ALL) == pytest.approx(risk, abs=0.004)


def best_rival(others, skill):
    """In each draw: the best score of another team, and that team's safety."""
    scores = skill[:, 1:] - others
    best = scores.argmax(axis=1)
    draws = np.arange(len(skill))
    return scores[draws, best], np.broadcast_to(others, scores.shape)[draws, best]


def payoff(own, rival, skill, enmity):
    """Mean payoff of team 0 with safety `own` against the best rival, by simulation."""
    score, safety = rival
    return np.where(skill[:, 0] - own >= score, own, (1 - enmity) * safety).mean()


@pytest.mark.parametrize(("teams", "enmity", "weight"), [(2, 1, 1), (5, 0.5, 1), (3, 0.8, 1.5)])
def test_without_knowledge_no_other_safety_pays_more(model, teams, enmity, weight):
    safety = 1 - model["race_risk"](teams, enmity, weight, NOTHING)
    skill = capabilities(teams, weight)
    rival = best_rival(safety, skill)
    held = payoff(safety, rival, skill, enmity)
    for other in np.linspace(0, 1, 21):
        assert payoff(other, rival, skill, enmity) <= held + 0.004


@pytest.mark.parametrize(("teams", "enmity", "weight"), [(2, 1, 1), (5, 0.5, 1), (4, 0.6, 4)])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
def test_with_own_knowledge_no_other_safety_pays_more(teams, enmity, weight, part):
    share = 1 / (1 + enmity * (teams - 1))
    skill = capabilities(teams, weight)
    skill[:, 0] = part * weight
    rival = best_rival(np.minimum(1, share * skill[:, 1:]), skill)
    held = payoff(min(1, share * part * weight), rival, skill, enmity)
    for other in np.linspace(0, 1, 21):
        assert payoff(other, rival, skill, enmity) <= held + 0.004


@settings(max_examples=examples(200), deadline=None)
@given(st.integers(2, 10), st.floats(0.1, 1), st.floats(0.1, 6))
def test_knowing_nothing_is_never_more_dangerous(model, teams, enmity, weight):
    risks = {k: model["race_risk"](teams, enmity, weight, k) for k in (NOTHING, OWN, ALL)}
    assert all(0 <= r <= 1 for r in risks.values())
    assert risks[NOTHING] <= min(risks[OWN], risks[ALL]) + 1e-9


def test_full_knowledge_can_be_better_or_worse_than_a_part(model):
    risk = model["race_risk"]
    assert risk(5, 0.5, 1, ALL) < risk(5, 0.5, 1, OWN)
    assert risk(5, 0.5, 4, ALL) > risk(5, 0.5, 4, OWN)


@pytest.mark.parametrize(("teams", "enmity", "weight"), CASES)
def test_at_the_needed_detection_breaking_the_deal_just_stops_paying(model, teams, enmity, weight):
    needed = model["detection_needed"](teams, enmity, weight)
    skill = capabilities(teams, weight)
    keep = 1 / teams + (1 - 1 / teams) * (1 - enmity)
    rival = best_rival(1.0, skill)
    gains = [
        (1 - needed) * payoff(safety, rival, skill, enmity) + needed * (1 - enmity) - keep
        for safety in np.linspace(0, 0.99, 100)
    ]
    assert max(gains) == pytest.approx(0, abs=0.006)


def test_where_skill_counts_little_inspectors_must_be_better(model):
    needed = model["detection_needed"]
    assert needed(5, 1, 0.2) == pytest.approx(0.752, abs=0.001)
    assert needed(2, 1, 1) < needed(2, 1, 0.2) < needed(5, 1, 0.2)


# ---- the line ---------------------------------------------------------------------------------


def test_the_line_finds_its_slope_and_the_band_its_new_cases(model):
    rng = np.random.default_rng(2)
    inside = []
    for _ in range(400):
        x = pd.Series(rng.normal(size=31))
        y = 3 - 2 * x + rng.normal(size=31)
        fit = model["line"](x[:-1], y[:-1])
        value, half = model["expected"](x[:-1], y[:-1], x.iloc[-1])
        inside.append((fit["low"] < -2 < fit["high"], abs(y.iloc[-1] - value) < half))
    covered, predicted = np.mean(inside, axis=0)
    assert covered == pytest.approx(0.95, abs=0.04)
    assert predicted == pytest.approx(0.95, abs=0.04)
