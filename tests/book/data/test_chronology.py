"""One chronology: what the book's lists of acts hold agrees, in both directions, by day and number.

`chronology_coverage` says for each measure and instrument which move holds it, or why none does.
"""

import re

import pandas as pd
import pytest

from foursteps import load
from foursteps.tables import describe

NUMBERS = {"six": 6, "seven": 7, "ten": 10}


@pytest.fixture(scope="module")
def moves():
    """All moves of both tables, by number."""
    return pd.concat([load("chronology"), load("chronology_additions")]).set_index("id")


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


def test_both_tables_of_moves_are_one_list():
    first, more = load("chronology"), load("chronology_additions")
    assert list(first.columns) == list(more.columns)
    assert not set(first["id"]) & set(more["id"])
    assert more["id"].tolist() == [f"B{n:02}" for n in range(7, 7 + len(more))]
    assert more["date"].is_monotonic_increasing
    kinds = {
        name: {
            field["name"]: set(field.get("constraints", {}).get("enum", []))
            for field in describe(name)["schema"]["fields"]
        }
        for name in ("chronology", "chronology_additions")
    }
    for column, values in kinds["chronology"].items():
        if column != "kind_original":
            assert values <= kinds["chronology_additions"][column], column


def test_no_act_stands_in_both_tables_of_moves():
    first, more = load("chronology"), load("chronology_additions")
    twice = more.merge(first, on=["date", "actor", "content"], suffixes=("", "_first"))
    # Two rules and a plan of one day: the Action Plan and two orders of 23 July 2025.
    assert set(twice["id"]) == {"B17"}


def test_every_measure_and_instrument_has_its_move_or_a_reason(coverage, acts):
    listed = coverage[~coverage["list"].str.startswith("chronology")]
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
    first = set(load("chronology")["id"])
    assert all((row.list == "chronology") == (row.id in first) for row in alone.itertuples())


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


def test_citations_of_the_federal_register_agree(pairs):
    compared = 0
    for row, act, move in pairs:
        told = set(re.findall(r"\d+ FR \d+", str(move["note"])))
        cited = set(re.findall(r"\d+ FR \d+", str(act.get("citation"))))
        if told and cited and row.relation == "the same act":
            compared += 1
            assert told & cited, (row.id, told, cited)
    assert compared >= 3


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
