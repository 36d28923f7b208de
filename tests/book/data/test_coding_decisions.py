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
    assert moves["added"].sum() == 6  # D04
    assert (moves["content"] == "relaxation").sum() == 5  # D07
    assert moves["date"].min().year == 2014  # D11
    assert str(moves["date"].max().date()) == "2026-08-05"  # G07
    linked = moves[moves["response_basis"] != "none"]
    assert (linked["actor"] == "US").sum() == 1  # G06
