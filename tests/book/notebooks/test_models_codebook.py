"""The switches of the codebook, run on the very functions of the notebook's cells tagged `model`."""

import itertools

import nbformat
import pandas as pd
import pytest

from foursteps import load
from foursteps.book.prose import fill

NOTEBOOK = "chapters/codebook.ipynb"
STEP_1 = "chapters/1-security-dilemma.ipynb"


@pytest.fixture
def moves():
    """Seven moves: a plan, three listings, a rule told early, a relaxation, a context listing."""
    lines = [
        ("2014-06-24", None, "China", "plan", "escalate", "neutral", "direct"),
        ("2020-02-01", None, "US", "listing", "escalate", "escalate", "direct"),
        ("2020-06-30", None, "US", "listing", "escalate", "escalate", "direct"),
        ("2020-07-01", None, "US", "listing", "escalate", "escalate", "adjacent"),
        ("2023-12-01", "2019-10-20", "China", "export rule", "escalate", "escalate", "adjacent"),
        ("2025-11-12", None, "US", "relaxation", "de-escalate", "de-escalate", "direct"),
        ("2026-06-22", None, "China", "listing", "escalate", "escalate", "context"),
    ]
    columns = ["date", "date_announced", "actor", "content", "direction", "direction_strict"]
    frame = pd.DataFrame(lines, columns=[*columns, "ai_relevance"])
    return frame.assign(
        date=pd.to_datetime(frame.date), date_announced=pd.to_datetime(frame.date_announced)
    )


def tally(model, rows, **switches):
    return model["counted"](rows, **switches).actor.value_counts().to_dict()


@pytest.mark.parametrize(
    ("switches", "us", "china"),
    [
        ({}, 3, 2),
        ({"prepares": True}, 3, 3),
        ({"pauses": True}, 4, 2),
        ({"batches": True}, 2, 2),
        ({"far": 1}, 3, 1),
        ({"far": 0}, 2, 0),
        ({"since": 2020.3}, 2, 2),
        ({"since": 2020.3, "told": True}, 2, 1),
        ({"batches": True, "prepares": True, "pauses": True, "told": True, "since": 2019}, 3, 2),
    ],
)
def test_each_switch_counts_what_it_says(model, moves, switches, us, china):
    got = tally(model, model["features"](moves), **switches)
    assert (got.get("US", 0), got.get("China", 0)) == (us, china)


def test_the_first_mover_turns_with_preparations_and_with_the_day(model, moves):
    rows = model["features"](moves)
    setting = {"since": 2014, "far": 2}
    assert model["outcome"](rows, setting)["first"] == "US"
    assert model["outcome"](rows, {**setting, "prepares": True})["first"] == "China"
    assert model["outcome"](rows, {**setting, "told": True})["first"] == "China"
    assert model["outcome"](rows, setting)["share"] == 60.0


def test_the_counts_agree_with_step_1(model, root):
    """Step 1 publishes the same list under rules of its own."""
    values, _ = fill.published(nbformat.read(root / STEP_1, 4), STEP_1)
    rows = model["features"](load("chronology"))
    rules = {
        "restrictions": {},
        "laws": {"prepares": True},
        "chips": {"far": 0},
        "them": {"far": 1},
    }
    for rule, switches in rules.items():
        for year, since in (("2014", 2014), ("2022", 2022.747)):  # 1 October
            got = tally(model, rows, since=since, **switches)
            for place in ("US", "China"):
                assert got.get(place, 0) == values[f"{place}_{rule}_{year}"].value, (rule, year)


def test_only_wide_relevance_and_a_late_start_turn_the_order(model):
    """What the prose says of the panel, and of the squares in it."""
    rows = model["features"](load("chronology"))
    grid = itertools.product([2014, 2018, 2020, 2022.75], range(3), *[[False, True]] * 4)
    names = ["since", "far", "prepares", "pauses", "batches", "told"]
    settings = [dict(zip(names, values, strict=True)) for values in grid]
    panel = pd.DataFrame([model["outcome"](rows, setting) for setting in settings])
    chinese = panel[panel.share < 50]
    assert len(chinese) and set(chinese.far) == {2} and set(chinese.since) == {2022.75}
    first = panel[panel["first"] == "China"]
    assert len(first) and set(first.since) == {2014} and set(first.prepares) == {True}
