"""The committed package: valid, described as its recipes say, licences kept, words of its own."""

import re

import pandas as pd
import pytest

from foursteps import load
from foursteps.tables import describe, names

ROWS_OF_CLOSED_SOURCES = 250
NOT_OPEN = ("terms-restricted", "unknown", "facts-only")


def with_reuse(*classes):
    return [name for name in names() if describe(name)["reuse"] in classes]


def test_there_are_all_36_claims_each_in_its_own_words():
    claims = load("claims")
    assert claims["id"].tolist() == [f"C{number:02}" for number in range(1, 37)]
    assert claims["claim"].is_unique
    assert set(claims["from"]) == {"essay 1", "essay 2"}
    for claim in claims["claim"]:
        assert re.fullmatch(r"[A-Z].*[.)]", claim), claim


def test_verdicts_judge_claims_that_exist_on_tables_that_exist():
    verdicts = load("verdicts")
    assert set(verdicts["id"]) <= set(load("claims")["id"])
    for row in verdicts.itertuples():
        tables = row.tables.split("; ") if pd.notna(row.tables) else []
        assert set(tables) <= set(names()), f"{row.id} {row.part}"


def test_empirical_parts_get_a_verdict_and_the_others_are_weighed():
    verdicts = load("verdicts").merge(load("claims")[["id", "kind"]], on="id")
    never = verdicts["kind"].isin(["conceptual", "normative", "conceptual; prediction"])
    allowed = {"weighed", "pending"}
    assert set(verdicts.loc[never, "verdict"]) <= allowed
    judged = ~verdicts["kind"].str.contains("conceptual|normative|prediction")
    assert "weighed" not in set(verdicts.loc[judged, "verdict"])


def test_open_questions_can_still_be_scored():
    questions = load("open_questions")
    assert (questions["resolves_on"] > questions["opened_on"]).all()
    assert questions["source_url"].str.startswith("http").all()
    known = {name for cell in questions["tables"] for name in cell.split("; ")}
    assert known <= set(names())


@pytest.mark.parametrize("name", with_reuse(*NOT_OPEN))
def test_of_sources_that_are_not_open_only_few_values_are_kept(name):
    assert "publisher's terms not open" in describe(name)["licence_note"]
    assert len(load(name)) <= ROWS_OF_CLOSED_SOURCES


@pytest.mark.parametrize("name", with_reuse("attribution-noncommercial"))
def test_non_commercial_tables_say_so_in_every_row(name):
    assert set(load(name)["licence"]) == {"CC BY-NC 4.0"}
    assert describe(name)["licence"].startswith("CC BY-NC")


@pytest.mark.parametrize("name", with_reuse("no-derivatives"))
def test_no_file_under_no_derivatives_keeps_the_publishers_columns(name):
    entry = describe(name)
    assert "re-keyed" in entry["licence_note"]
    columns = {field["name"] for field in entry["schema"]["fields"]}
    assert not columns & {"Year", "Label", "Country"}


@pytest.mark.parametrize("name", names())
def test_every_table_is_described_for_a_reader(name):
    entry = describe(name)
    assert len(entry["description"]) > 60
    for field in entry["schema"]["fields"]:
        assert field["type"] not in ("number", "integer") or "unit" in field
    # Our own compilations say where each row comes from, or are ours altogether.
    fields = {field["name"] for field in entry["schema"]["fields"]}
    ours = name in ("claims", "move_codes", "passage_codes", "verdicts")
    assert entry["access"] != "compiled" or ours or {"source_url", "evidence"} <= fields


@pytest.mark.parametrize("name", names())
def test_the_two_countries_are_spelt_alike_everywhere(name):
    frame = load(name)
    spelt = {"USA", "U.S.", "United States", "United States of America", "PRC", "CN", "CHN"}
    for column in {"place", "actor", "place_1", "place_2"} & set(frame.columns):
        assert not set(frame[column].dropna()) & spelt
