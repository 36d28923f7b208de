"""One chronology: what the book's lists of acts hold agrees, in both directions, by day and number.

`chronology_coverage` says for each measure and instrument which move holds it, or why none does.
"""

import re

import pandas as pd
import pytest

from foursteps import load
from foursteps.tables import describe

NUMBERS = {"six": 6, "seven": 7, "ten": 10}
# Numbers that an act goes by, in the words of either table.
NAMES_OF_AN_ACT = {
    "page of the Federal Register": r"\d+ FR \d+",
    "document of the Federal Register": r"\b20\d\d-\d{5}\b",
    "executive order": r"^(?:EO|Executive Order) (\d{5})",
    "announcement": r"Announcement (?:No\. )?(\d+ of 20\d\d)",
}


@pytest.fixture(scope="module")
def moves():
    """All moves, by number."""
    return load("chronology").set_index("id")


@pytest.fixture(scope="module")
def coverage():
    return load("chronology_coverage")


@pytest.fixture(scope="module")
def acts():
    """The measures of the US and China and all instruments: list and number → the row."""
    measures = load("control_measures").rename(columns={"measure": "title"})
    measures = measures[measures["actor"].isin(["US", "China"])]
    instruments = load("regulatory_instruments").rename(
        columns={"issued": "date", "place": "actor", "name": "title"}
    )
    return (
        pd.concat({"control_measures": measures, "regulatory_instruments": instruments})
        .set_index("id", append=True)
        .droplevel(1)
    )


@pytest.fixture(scope="module")
def pairs(coverage, acts, moves):
    """Each act that a move holds, with the act and the move."""
    held = coverage[coverage["relation"].isin(["the same act", "part of the move"])]
    return [(row, acts.loc[(row.list, row.id)], moves.loc[row.move]) for row in held.itertuples()]


def test_moves_stand_in_order_of_time_and_none_stands_twice(moves):
    assert moves["date"].is_monotonic_increasing
    twice = moves[moves.duplicated(["date", "actor", "content"], keep=False)]
    laws = {"B01", "B02", "B04", "B05"}  # two parts of a US act, two Chinese laws of one day
    plans = {"E48", "E49", "B17"}  # the Action Plan and two orders of 23 July 2025
    assert set(twice.index) == laws | plans


def test_what_both_did_is_no_act_of_one_against_the_other(moves):
    both = moves[moves["actor"] == "both"]
    assert set(both["content"]) == {"agreement", "relaxation"}
    assert set(both["direction_strict"]) == {"de-escalate"}
    assert (moves["content"] == "agreement").sum() == len(both) - 1


def test_what_the_recipe_says_of_the_rows_is_so(moves):
    said = " ".join(describe("chronology")["quirks"])
    basis = moves["response_basis"].value_counts()
    assert "one official notice names the other side, nine links" in said
    assert "six on timing only" in said
    assert basis[["official notice", "press or secondary", "timing only"]].tolist() == [1, 9, 6]
    assert "seven moves) has the actor both" in said
    assert (moves["actor"] == "both").sum() == 7
    tightens = moves[moves["direction_strict"] == "escalate"]
    answered = tightens[tightens["response_to_date"].notna() & (tightens["actor"] == "US")]
    assert "One US restriction has a reported Chinese trigger (B13)" in said
    assert answered.index.tolist() == ["B13"]
    assert f"The newest move is of {moves['date'].max():%-d %B %Y}" in said


def test_every_measure_and_instrument_has_its_move_or_a_reason(coverage, acts):
    listed = coverage[coverage["list"] != "chronology"]
    assert set(zip(listed["list"], listed["id"], strict=True)) == set(acts.index)
    outside = listed["relation"] == "out of scope"
    assert (listed["move"].isna() == outside).all()
    assert (listed["reason"].notna() == outside).all()


def test_every_move_holds_an_act_of_the_lists_or_has_a_reason(coverage, moves):
    alone = coverage[coverage["relation"] == "only in the chronology"]
    held = set(coverage["move"].dropna()) - set(alone["id"])
    assert set(alone["id"]) | held == set(moves.index)
    assert (alone["id"] == alone["move"]).all()
    assert alone["reason"].notna().all()
    assert (alone["list"] == "chronology").all()


def test_an_act_and_its_move_are_of_one_actor(pairs):
    for row, act, move in pairs:
        assert move["actor"] == act["actor"], row.id


def test_an_act_and_its_move_have_one_day_or_it_is_said_why(pairs):
    wrong = []
    for row, act, move in pairs:
        days = [move["date"], move["date_announced"], move["date_in_force"]]
        month = "month" in (act.get("date_precision"), move["date_precision"])
        form = "%Y-%m" if month else "%Y-%m-%d"
        same = any(
            day.strftime(form) == act["date"].strftime(form) for day in days if pd.notna(day)
        )
        if same == pd.notna(row.days_differ):
            wrong.append(f"{row.id} {act['date']:%Y-%m-%d}, {row.move} {move['date']:%Y-%m-%d}")
    assert not wrong


def test_days_that_differ_are_near(pairs):
    for row, act, move in pairs:
        assert abs((move["date"] - act["date"]).days) <= 43, row.id


@pytest.mark.parametrize(
    ("name", "fewest"),
    [
        ("page of the Federal Register", 6),
        ("document of the Federal Register", 8),
        ("executive order", 6),
        ("announcement", 5),
    ],
)
def test_an_act_goes_by_one_number_in_both_tables(name, fewest, pairs):
    compared = 0
    for row, act, move in pairs:
        listed = [act["title"], act.get("citation"), act["source_url"]]
        moved = [move["title"], move["note"], move["source_url"]]
        theirs, ours = (
            set(re.findall(NAMES_OF_AN_ACT[name], " ".join(map(str, words))))
            for words in (listed, moved)
        )
        if theirs and ours and row.relation == "the same act":
            compared += 1
            assert theirs & ours, (row.id, theirs, row.move, ours)
    assert compared >= fewest


def test_the_number_of_entities_listed_agrees(pairs):
    compared = 0
    for row, act, move in pairs:
        if not (listed := re.match(r"(\d+) (?:\w+ )?(?:entities|US firms)", act["title"])):
            continue
        told = [int(n) for n in re.findall(r"\b\d+\b", f"{move['title']} {move['note']}")]
        told += [n for word, n in NUMBERS.items() if word in move["title"].lower()]
        if row.relation == "the same act":
            compared += 1
            assert int(listed[1]) in told, (row.id, listed[1], move["title"])
    assert compared >= 3


def test_instruments_and_measures_that_are_one_act_have_one_day(coverage, acts):
    held = coverage.dropna(subset=["move"])
    both = held[held["list"] == "regulatory_instruments"].merge(
        held[held["list"] == "control_measures"], on="move", suffixes=("", "_measure")
    )
    assert set(both["id"]) == {"U05", "U15"}  # the AI Diffusion rule and its rescission
    for row in both.itertuples():
        days = {acts.loc[("regulatory_instruments", row.id), "date"],
                acts.loc[("control_measures", row.id_measure), "date"]}  # fmt: skip
        assert len(days) == 1 or pd.notna(row.days_differ_measure)


@pytest.fixture(scope="module")
def search():
    return load("chronology_search")


def test_every_month_says_how_well_it_was_searched(search):
    months = pd.date_range("2014-01-01", "2026-11-01", freq="MS")
    for _, rows in search.groupby("place"):
        assert rows["month"].tolist() == months.tolist()


def test_no_move_stands_in_a_month_of_which_nothing_was_found(search, moves):
    nothing = set(search.loc[search["search"] == "nothing", "month"])
    assert nothing
    assert not nothing & set(moves["date"].dt.to_period("M").dt.to_timestamp())


def test_the_gaps_that_the_codebook_names_are_graded_as_gaps(search):
    us = search[search["place"] == "US"].set_index("month")["search"]
    for year in ("2020", "2021", "2024"):  # G04
        assert (us[f"{year}-06" : f"{year}-12"] == "register, with gaps").all()
    assert set(search.query("place == 'China'")["search"]) == {
        "reports", "register, with gaps", "nothing"
    }  # fmt: skip
