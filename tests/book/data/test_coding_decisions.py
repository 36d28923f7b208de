"""The codebook's table: it speaks of columns that exist, and each switch belongs to a decision."""

import json

import pytest

from foursteps import load


@pytest.fixture(scope="module")
def coding():
    return load("chronology_coding")


def test_every_column_it_names_is_a_column_of_the_chronology(coding):
    columns = {name.strip() for cell in coding["columns"] for name in cell.split(";")}
    assert columns <= set(load("chronology").columns)


def test_every_switch_of_the_codebook_has_its_decision(coding, root):
    notebook = json.loads((root / "chapters/codebook.ipynb").read_text(encoding="utf-8"))
    code = "".join("".join(cell["source"]) for cell in notebook["cells"])
    for switch, control in {
        "since": "Count from", "relevance": "Relevance ", "preparations": "Preparations count",
        "pauses": "Suspensions count", "batches": "Batches count once", "announced": "Announced day",
    }.items():  # fmt: skip
        assert control in code, control
        assert (coding["switch"] == switch).any(), switch


def test_decisions_have_an_alternative_and_gaps_are_said(coding):
    decisions = coding[coding["part"] != "gap"]
    assert decisions["alternative"].notna().all()
    assert (coding["part"] == "gap").sum() >= 6
    assert set(coding["part"]) == {"inclusion", "coding", "source", "gap"}


def test_what_the_table_says_of_the_list_is_so(coding):
    moves = load("chronology")
    assert not moves["address_verified"].any()  # D13
    added = set(moves.loc[moves["added"], "id"])
    assert {f"B{n:02}" for n in range(1, 7)} <= added  # D04: six laws
    assert added == {f"B{n:02}" for n in range(1, 7 + 35)}  # D15: then 35 moves
    assert (moves["content"] == "relaxation").sum() == 12  # D07
    assert moves["date"].min().year == 2014  # D11
    assert str(moves["date"].max().date()) == "2026-09-29"  # G07
    linked = moves.loc[moves["response_basis"] != "none", "actor"]
    assert linked.value_counts().to_dict() == {"China": 13, "US": 3}  # G06
    unnamed = moves.set_index("id").loc[["B19", "B22", "B25", "B26"], "evidence"]  # G03
    assert unnamed.str.contains("unnamed sources").all()


def test_every_move_was_coded_twice_in_the_same_words():
    moves, second = load("chronology"), load("move_codes")
    assert second["id"].tolist() == moves["id"].tolist()
    for column in ("content", "direction_strict", "ai_relevance"):
        assert set(second[column]) <= set(moves[column]), column
