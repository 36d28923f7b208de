"""Figures on rules and forums that were checked against the publishers' files by hand."""

import pandas as pd
import pytest

from foursteps import load


@pytest.fixture(scope="module")
def instruments():
    return load("regulatory_instruments").set_index("id")


@pytest.mark.parametrize(
    ("year", "federal", "state"), [(2023, 25, 49), (2024, 59, 132), (2025, 58, 150)]
)
def test_federal_rules_and_state_laws(year, federal, state):
    row = load("us_ai_rules").set_index("year").loc[year]
    assert (row["federal_rules"], row["state_laws"]) == (federal, state)


def test_rules_under_the_presidents_office():
    assert load("us_ai_rules").set_index("year").loc[2025, "of_the_president"] == 28


@pytest.mark.parametrize(
    ("place", "laws"),
    [("US", 25), ("South Korea", 17), ("France", 10), ("Japan", 10), ("China", 1)],
)
def test_laws_in_the_edition_of_2026(place, laws):
    table = load("ai_law_counts").set_index(["place", "edition"])
    assert table.loc[(place, 2026), "laws"] == laws


def test_laws_in_the_edition_of_2025():
    table = load("ai_law_counts").set_index(["place", "edition"])
    assert table.loc[[("US", 2025), ("China", 2025)], "laws"].tolist() == [27, 4]


def test_state_bills_of_2025():
    table = load("us_state_ai_bills").groupby("outcome")["bills"].sum()
    assert (table["enacted"], table["adopted"], table["vetoed"]) == (192, 35, 20)


@pytest.mark.parametrize(("year", "bills"), [(2023, 2), (2024, 11), (2025, 54)])
def test_state_laws_on_private_use(year, bills):
    table = load("us_state_ai_topics").set_index(["year", "topic", "outcome"])["bills"]
    assert table[year, "Private Sector Use", "enacted"] == bills


def test_agora_by_jurisdiction():
    places = load("governance_documents")["place"].value_counts(dropna=False)
    counts = places[["US", "China", "multinational", "other countries"]].tolist()
    assert counts == [943, 26, 20, 18]
    assert places.sum() - sum(counts) == 28


def test_bills_that_died_with_the_118th_congress():
    table = load("governance_documents").query("activity == 'Defunct'")
    assert (table["activity_date"] == "2025-01-03").sum() == 372
    assert (table["activity_date"].dt.year == 2025).sum() == 383


@pytest.mark.parametrize(
    ("place", "forums"),
    [("US", 7), ("China", 3), ("France", 8), ("Japan", 8), ("UK", 7)],
)
def test_participation(place, forums):
    table = load("forum_matrix").query("place == @place")
    assert len(table) == 8
    assert table["took_part"].sum() == forums


def test_who_was_out_at_paris():
    table = load("forum_matrix").query("forum == 'Paris AI Action Summit 2025' and not took_part")
    assert set(table["place"]) == {"UK", "US"}


def test_forums_agree_with_the_matrix():
    forums = load("forums").dropna(subset=["matrix_column"]).set_index("matrix_column")
    matrix = load("forum_matrix").pivot(index="forum", columns="place", values="took_part")
    for place, column in [("US", "us_joined"), ("China", "china_joined")]:
        assert ((forums[column] == "yes") == matrix.loc[forums.index, place]).all()


def test_votes_and_summits():
    forums = load("forums").set_index("id")
    joined = forums[["us_joined", "china_joined"]].apply(tuple, axis=1)
    assert joined["F14"] == ("no", "yes")  # Paris
    assert joined["F18"] == ("no", "yes")  # the vote of February 2026
    assert joined["F19"] == ("yes", "yes")  # New Delhi
    assert forums.loc["F18", "date"] == pd.Timestamp("2026-02-12")


@pytest.mark.parametrize(
    ("number", "day"),
    [("U03", "2025-01-20"), ("U04", "2025-07-23"), ("U05", "2025-05-13")],
)
def test_ends_of_us_instruments(instruments, number, day):
    assert instruments.loc[number, "ended"] == pd.Timestamp(day)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("C02", "2022-03-01"),
        ("C03", "2023-01-10"),
        ("C04", "2023-08-15"),
        ("C05", "2023-12-01"),
        ("C08", "2025-09-01"),
        ("C09", "2025-06-01"),
        ("C11", "2026-07-15"),
    ],
)
def test_chinese_rules_in_force(instruments, number, day):
    assert instruments.loc[number, "effective"] == pd.Timestamp(day)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("C01", "2017-07-08"),  # the day in the notice; it was published on the 20th
        ("C02", "2021-12-31"),  # the day in the order of four departments
    ],
)
def test_chinese_instruments_issued(instruments, number, day):
    assert instruments.loc[number, "issued"] == pd.Timestamp(day)


def test_the_plan_of_2017_has_one_day_in_the_list_and_in_the_chronology(instruments):
    moves = load("chronology")
    plan = moves[(moves["actor"] == "China") & moves["title"].str.contains("AI Development Plan")]
    assert plan["date"].tolist() == [instruments.loc["C01", "issued"]]


def test_the_first_list_has_14_us_and_11_chinese_instruments(instruments):
    first = instruments[~instruments["added"]]["place"].value_counts()
    assert (first["US"], first["China"]) == (14, 11)


def test_joint_models_before_and_after():
    table = load("notable_models").dropna(subset=["countries"])
    table = table[table["china"]]
    years = table["publication_date"].dt.year
    for first, last, joint, every in [(2016, 2022, 22, 64), (2023, 2026, 6, 111)]:
        rows = table[years.between(first, last)]
        assert (rows["us"].sum(), len(rows)) == (joint, every)


def test_every_joint_model_has_a_university():
    table = load("notable_models").query("place == 'both'")
    assert table["organization_category"].str.contains("Academia").all()
