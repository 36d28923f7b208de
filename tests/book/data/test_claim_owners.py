"""Who holds a claim: dated, attributable, opened, on both sides."""

import datetime
import re

import pandas as pd
import pytest

from foursteps import load
from foursteps.tables import describe

WORDS_OF_A_STATEMENT = 40
# Quotation marks, but for an apostrophe within or after a word.
QUOTED = re.compile("[“”„«»\"]|(?<!\\w)['‘]")


@pytest.fixture(scope="module")
def owners():
    return load("claim_owners")


@pytest.fixture(scope="module")
def named(owners):
    return owners[owners["side"] != "none"]


def test_every_claim_has_a_voice_on_each_side_or_says_what_was_sought(owners):
    sides = owners.groupby("id")["side"].agg(set)
    claims = load("claims")["id"]
    assert set(sides.index) == set(claims)
    lacking = [c for c in claims if not {"for", "against"} <= sides[c] and "none" not in sides[c]]
    assert lacking == []


def test_nobody_found_is_nobody_and_says_what_was_searched(owners):
    nobody = owners[owners["side"] == "none"]
    assert set(nobody["who"]) == {"nobody found"}
    assert nobody[["date", "reference", "text", "read", "source_url"]].isna().all(axis=None)
    assert nobody["evidence"].notna().all()


def test_who_speaks_is_named_dated_and_read(named):
    for column in ("who", "role", "country", "date", "reference", "text", "read", "evidence"):
        assert named[column].notna().all(), column
    assert "nobody found" not in set(named["who"])


def test_no_statement_is_of_a_day_to_come(named):
    newest = datetime.date.fromisoformat(describe("claim_owners")["vintage"])
    for date in named["date"]:
        assert date <= newest.isoformat()
        if len(date) == 10:
            datetime.date.fromisoformat(date)


def test_statements_are_retold_and_short(named):
    for statement in named["statement"]:
        assert len(statement.split()) <= WORDS_OF_A_STATEMENT, statement
        assert not QUOTED.search(statement), statement


@pytest.mark.parametrize(
    ("statement", "is_quotation"),
    [("China's aim", False), ("states' rules", False), ('"the race"', True), ("‘race’", True)],
)
def test_what_is_a_quotation(statement, is_quotation):
    assert bool(QUOTED.search(statement)) is is_quotation


def test_an_address_is_left_out_only_for_a_text_read_on_a_mirror(named):
    without = named[named["source_url"].isna()]
    assert without["evidence"].str.contains("mirror|reprint").all()


def test_the_claims_without_a_voice_of_one_country_are_those_that_the_table_names(named):
    told = next(q for q in describe("claim_owners")["quirks"] if "No Chinese voice" in q)
    chinese, american = told.split("no American one")
    countries = named.groupby("id")["country"].agg(set)
    for text, country in ((chinese, "China"), (american, "US")):
        lacking = [claim for claim in countries.index if country not in countries[claim]]
        assert re.findall(r"C\d\d", text) == lacking, country


def test_what_was_only_seen_as_an_abstract_is_no_report(named):
    assert not (named["read"].eq("catalogue") & named["text"].eq("report")).any()


def test_a_statement_known_by_a_report_or_a_quotation_is_no_text_of_its_own(named):
    by_report = named["evidence"].str.contains(
        r"(?:half|opening|excerpts?|passage) (?:of|as) [^;]*(?:report\b|quoted)"
    )
    assert by_report.sum() > 10
    assert set(named.loc[by_report, "text"]) == {"report"}


def test_a_summary_is_no_passage(named):
    only_summary = named["evidence"].str.contains("summary") & ~named["evidence"].str.contains(
        "opening|passage|excerpt|whole"
    )
    assert only_summary.any()
    assert set(named.loc[only_summary, "read"]) == {"catalogue"}


def test_a_claim_that_nobody_holds_as_worded_has_the_form_that_people_do_hold(owners):
    claims = load("claims").set_index("id")["as_said"]
    nobody = set(owners.loc[owners["side"] == "none", "id"])
    # Of C12 only a part is nobody's, of C30 the Chinese voice; for C26 no nearer form was found.
    assert nobody - set(claims.dropna().index) == {"C12", "C26", "C30"}
    held = set(owners.loc[owners["side"] == "for", "id"])
    for claim, said in claims.dropna().items():
        assert claim in held, claim
        assert len(said.split()) <= WORDS_OF_A_STATEMENT, claim
        assert not QUOTED.search(said), claim


def test_a_text_of_which_a_copy_is_held_was_read_whole(named):
    """The White House's texts stand in the archive that the words were counted in."""
    pages = set(load("whitehouse_ai_documents")["url"]) | set(load("us_policy_words")["url"])
    held = named[named["source_url"].isin(pages)]
    assert len(held) > 10
    assert set(held["read"]) == {"whole"}


def test_dates_of_texts_of_the_white_house_agree_with_the_table_of_words(named):
    dates = pd.concat(
        load(name)[["url", "date"]] for name in ("us_policy_words", "whitehouse_ai_documents")
    )
    dates = dates.drop_duplicates("url").set_index("url")["date"].dt.strftime("%Y-%m-%d")
    held = named[named["source_url"].isin(dates.index)]
    assert (held["date"] == held["source_url"].map(dates)).all()
