"""The models of Step 2, run on the very functions of the notebook's cells tagged `model`."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foursteps import load
from tests.book.notebooks.drawing import drawn
from tests.conftest import examples

NOTEBOOK = "chapters/2-diffusion-vs-frontier.ipynb"
MONTH = 30.44


# ---- curves --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "true", [(0.01, 0.3, 80), (0.002, 0.45, 110), (0.03, 0.2, 35), (0.005, 0.15, 90)]
)
def test_the_bass_fit_recovers_its_parameters(model, true):
    t = np.arange(1, 41.0)
    y = model["bass"](t, *true)
    best, errors = model["fit_bass"](t, y)
    assert best == pytest.approx(true, rel=0.01)
    assert (np.sqrt(np.diag(errors)) < 0.05 * np.array(true)).all()


def test_the_bass_fit_with_noise_stays_within_its_errors(model):
    rng, true, t = np.random.default_rng(1), np.array([0.01, 0.3, 80]), np.arange(1, 41.0)
    z = []
    for _ in range(40):
        best, errors = model["fit_bass"](t, model["bass"](t, *true) + rng.normal(0, 1, 40))
        z.append((best - true) / np.sqrt(np.diag(errors)))
    inside = (np.abs(z) < 1.96).mean(axis=0)
    assert (inside > 0.8).all()
    assert np.abs(np.mean(z, axis=0)).max() < 0.8


def test_bass_starts_at_zero_rises_and_ends_at_its_ceiling(model):
    y = model["bass"](np.arange(0, 200.0), 0.01, 0.3, 80)
    assert y[0] == 0
    assert (np.diff(y) >= 0).all()
    assert y[-1] == pytest.approx(80)
    adopted = np.diff(model["bass"](np.arange(0, 60, 0.01), 0.01, 0.3, 80))
    assert adopted.argmax() * 0.01 == pytest.approx(np.log(0.3 / 0.01) / 0.31, abs=0.05)


def test_without_imitation_there_is_no_s(model):
    y = model["bass"](np.arange(0, 30.0), 0.1, 0.0, 50)
    assert y == pytest.approx(50 * (1 - np.exp(-0.1 * np.arange(30))))


def test_the_logistic_is_half_way_at_its_middle(model):
    assert model["logistic"](7.0, 0.4, 7.0, 60) == pytest.approx(30)


def test_the_band_holds_the_fitted_line_and_the_truth(model):
    years = np.arange(1990, 2025)
    rng = np.random.default_rng(4)
    y = model["bass"](years - 1989.0, 0.01, 0.3, 80) + rng.normal(0, 1, len(years))
    g = model["banded"](pd.DataFrame({"year": years, "per_100": np.maximum(y, 0.2)}))
    assert (g.years == 35).all()
    assert ((g.low <= g.fitted) & (g.fitted <= g.high)).all()
    assert g.ceiling.iloc[0] == pytest.approx(80, rel=0.05)


def test_every_band_of_the_chapter_holds_its_line(model):
    """Also where a rate is smaller than its error: broadband in the median economy."""
    older = load("older_technologies").query("per_100 >= 0.1")
    for key, rows in older.groupby(["technology", "place"]):
        g = model["banded"](rows)
        assert ((g.low <= g.fitted) & (g.fitted <= g.high)).all(), key
        assert (g.low > 0).all(), key


@pytest.mark.long
def test_nine_in_ten_of_the_bands_hold_the_truth(model):
    """A 90 % band, where the errors are independent as the fit supposes."""
    years, rng = np.arange(1990, 2025), np.random.default_rng(5)
    true, inside = model["bass"](years - 1989.0, 0.01, 0.3, 80), []
    for _ in range(200):
        y = np.maximum(true + rng.normal(0, 1, len(years)), 0.2)
        g = model["banded"](pd.DataFrame({"year": years, "per_100": y}))
        inside.append((g.low <= true) & (true <= g.high))
    assert 0.85 < np.mean(inside) < 0.94


@example(k=0.8515625, mid=-0.1640625, ceiling=40)
@settings(max_examples=examples(40), deadline=None)
@given(k=st.floats(0.2, 1.5), mid=st.floats(-1.0, 3.0), ceiling=st.sampled_from(range(35, 101, 5)))
def test_the_family_holds_the_curve_that_made_the_points(model, k, mid, ceiling):
    t = np.array([0.25, 0.75, 1.125])
    y = model["logistic"](t, k, mid, ceiling)
    table = model["family"](t, y, np.array([0.5, 5.0]))
    own = table[table.ceiling == ceiling]
    assert own.miss.max() < 1e-6
    assert own.share.to_numpy() == pytest.approx(
        model["logistic"](np.array([0.5, 5.0]), k, mid, ceiling), rel=1e-6
    )
    assert (table.ceiling > y.max()).all()
    # A curve never crosses its ceiling; a steep one is rounded to it (the example above).
    assert (table.share <= table.ceiling).all()


def test_three_points_leave_a_wide_family(model):
    table = model["family"](np.array([0.25, 0.75, 1.125]), np.array([26.3, 28.3, 31.3]), [5.0])
    assert table.miss.max() < 1
    assert table.share.max() - table.share.min() > 15


# ---- lags ----------------------------------------------------------------------------------


def test_records_are_the_new_bests_in_order_of_day(model):
    day, score = np.array([30, 10, 20, 20, 40.0]), np.array([5, 1, 3, 2, 4.0])
    assert model["record_positions"](day, score).tolist() == [1, 2, 0]


def test_lags_of_a_follower_that_copies_after_six_months(model):
    day = np.arange(0, 60, 3) * MONTH
    score = np.arange(20.0)
    both = np.r_[day, day + 6 * MONTH], np.r_[score, score]
    behind = np.r_[np.zeros(20, bool), np.ones(20, bool)]
    found = model["lags"](*both, behind)
    assert list(found.values()) == pytest.approx([6, 6, 6, 6])
    ahead = model["lags"](*both, ~behind)
    assert ahead["looking back, mean"] == pytest.approx(-6)


def test_unmatched_records_lengthen_the_median_and_not_the_mean(model):
    lead = np.array([0, 10, 20, 30.0]) * MONTH, np.array([1, 2, 3, 4.0])
    follow = np.array([4.0, 40]) * MONTH, np.array([1, 1.5])
    age, wait, began = model["months_between"](lead, follow)
    assert age == pytest.approx([4, 30])
    assert wait[0] == pytest.approx(4)
    assert np.isnan(wait[1:]).all()
    still = (40 * MONTH - began) / MONTH
    assert np.isnan(model["median_wait"](wait, still))
    assert model["median_wait"](np.array([4.0, 6, np.nan]), np.array([9, 9, 9.0])) == 6


def slow_median(wait, still):
    """Kaplan and Meier by the book, one event after another."""
    times = [(s if np.isnan(w) else w, not np.isnan(w)) for w, s in zip(wait, still, strict=True)]
    alive, left = 1.0, len(times)
    for time, event in sorted(times):
        alive *= 1 - event / left
        left -= 1
        if alive <= 0.5 + 1e-12:
            return time
    return np.nan


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 50).map(lambda x: round(x, 3)), st.booleans()),
        min_size=1,
        max_size=15,
        unique_by=lambda pair: pair[0],
    )
)
def test_the_median_wait_against_the_slow_way(model, pairs):
    wait = np.array([t if event else np.nan for t, event in pairs])
    still = np.array([t for t, _ in pairs])
    fast, slow = model["median_wait"](wait, still), slow_median(wait, still)
    assert fast == pytest.approx(slow, nan_ok=True) or abs(fast - slow) < 1e-9


@pytest.mark.parametrize("n", range(2, 60, 2))
def test_half_is_half_whatever_the_last_bits(model, n):
    """Products of fractions miss a half by a bit, and not by the same on every processor."""
    wait = np.arange(1.0, n + 1)
    assert model["median_wait"](wait, wait) == n / 2


def test_at_a_tie_those_who_arrived_lead(model):
    wait, still = np.array([np.nan, 3.0, 9, np.nan]), np.array([3.0, 3, 9, 9])
    for order in ([0, 1, 2, 3], [1, 0, 3, 2]):
        assert model["median_wait"](wait[order], still[order]) == 9


def test_a_random_half_is_not_late(model):
    rng = np.random.default_rng(0)
    day = np.sort(rng.uniform(0, 1000, 200))
    rows = pd.DataFrame({"day": day, "score": 0.05 * day + rng.normal(0, 3, 200)})
    rows["score_error"] = np.nan
    found = [
        model["resampled"](rows, pd.Series(rng.random(200) < 0.5), draws=0).lag[0]
        for _ in range(40)
    ]
    assert abs(np.mean(found)) < 0.6


def test_a_band_only_where_scores_have_errors(model):
    rows = pd.DataFrame({"day": np.arange(40.0), "score": np.arange(40.0), "score_error": 2.0})
    late = pd.Series(np.arange(40) % 2 == 1)
    band = model["resampled"](rows, late)
    assert (band.low <= band.high).all()
    assert "low" not in model["resampled"](rows.assign(score_error=np.nan), late)
    # One lag of one day either way, redrawn: the band has the 5th and 95th of these draws.
    rng, day = np.random.default_rng(3), rows.day.to_numpy()
    draws = [
        model["lags"](day, rng.normal(rows.score, rows.score_error), late.to_numpy())
        for _ in range(60)
    ]
    ends = pd.DataFrame(draws).quantile([0.05, 0.95]).to_numpy()
    np.testing.assert_allclose(band[["low", "high"]].to_numpy().T, ends)
    again = model["resampled"](rows, late)
    pd.testing.assert_frame_equal(band, again)


def test_the_worked_example_of_three_records(model):
    """Matched after 4 and 8 months, one unmatched after 5."""
    day = np.array([0, 6, 12, 4, 14, 17]) * MONTH
    score = np.array([100, 110, 120, 100, 110, 90.0])
    found = model["lags"](day, score, np.arange(6) > 2)
    assert list(found.values()) == pytest.approx([6, 8, 6, 8])


# ---- concentration -------------------------------------------------------------------------


def test_the_herfindahl_index(model):
    assert model["hhi_of_counts"]([7]) == 10_000
    assert model["hhi_of_counts"]([1, 1, 1, 1]) == pytest.approx(2_500)
    assert model["hhi_of_counts"]([50, 30, 20]) == pytest.approx(3_800)


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), min_size=2, max_size=5).filter(lambda c: sum(c) > 3))
def test_the_corrected_index_is_the_share_of_pairs(model, counts):
    names = [i for i, n in enumerate(counts) for _ in range(n)]

    def share(names):
        pairs = [(a, b) for i, a in enumerate(names) for j, b in enumerate(names) if i != j]
        return 1e4 * np.mean([a == b for a, b in pairs])

    value, error = model["fair_hhi"](counts)
    assert value == pytest.approx(share(names))
    without = np.array([share(names[:i] + names[i + 1 :]) for i in range(len(names))])
    n = len(names)
    jackknife = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    assert error == pytest.approx(jackknife, abs=1e-6)


def test_the_corrected_index_does_not_rise_in_small_lists(model):
    rng, shares = np.random.default_rng(2), [0.4, 0.3, 0.2, 0.1]
    small = [np.unique(rng.choice(4, 12, p=shares), return_counts=True)[1] for _ in range(400)]
    fair = np.mean([model["fair_hhi"](c)[0] for c in small])
    plain = np.mean([model["hhi_of_counts"](c) for c in small])
    assert fair == pytest.approx(3_000, abs=150)
    assert plain > fair + 300


# ---- the instruments of use ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("working", "inside", "active"), [(69, 90, 100), (60, 70, 40), (100, 100, 100), (75, 80, 55)]
)
def test_the_sliders_put_the_surveys_on_one_base(root, working, inside, active):
    """Of the survey's users those inside the age, over the people inside it, as far as active."""
    survey = load("ai_use_surveys").groupby("place")["share_pct"].last()
    wired = load("ai_use_telemetry").query("period == '2025-H2'").set_index("place")["share_pct"]
    sliders = {"working": working, "inside": inside, "active": active}
    tables = drawn(root / NOTEBOOK, "fig-instruments", **sliders)
    (rows,) = [rows for columns, rows in tables.items() if "row" in columns]
    share = {row["row"]: row["share_end"] for row in rows}
    assert share["US, survey, one base"] == pytest.approx(survey["US"] * active / 100)
    chinese = survey["China"] * (inside / 100) / (working / 100) * active / 100
    assert share["China, survey, one base"] == pytest.approx(
        chinese, rel=1e-5
    )  # drawn to six digits
    for place in ("US", "China"):  # what was published does not move
        assert share[f"{place}, telemetry"] == pytest.approx(wired[place])
        assert share[f"{place}, survey"] == pytest.approx(survey[place])
