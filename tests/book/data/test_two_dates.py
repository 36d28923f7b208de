"""The two days that every page says are those of the tables.

`tables-to` is the newest day in a table; single values of later days stand in newer_values, and
nothing at all is later than `events-to`.
"""

import pandas as pd
import pytest

from foursteps import load
from foursteps.book.site.book_facts import read_book_facts
from foursteps.tables import describe, names

# Days that are no knowledge: by when a question is answered, when it was written down, and months
# of which a table says that nothing was found.
OF_NO_EVENT = {
    ("open_questions", "resolves_on"),
    ("open_questions", "opened_on"),
    ("chronology_search", "month"),
}


@pytest.fixture(scope="module")
def days(root):
    return read_book_facts(root)


def test_tables_reach_the_day_that_every_page_says(days):
    newest = {
        f"{name}.{column}": frame[column].max().date().isoformat()
        for name in names()
        for frame in [load(name)]
        for column in frame.select_dtypes("datetime")
        if (name, column) not in OF_NO_EVENT
    }
    last = max(newest, key=newest.get)
    assert newest[last] == days.tables_to, f"{last} reaches {newest[last]}: see pyproject.toml"


@pytest.mark.parametrize(
    ("name", "column"),
    [("newer_values", "period"), ("newer_values", "seen"), ("claim_owners", "date")],
)
def test_no_single_value_or_statement_is_later_than_events_were_read(name, column, days):
    assert load(name)[column].dropna().max() <= days.events_to


def test_no_publishers_file_is_newer_than_the_book_knows(days):
    for name in names():
        facts = describe(name)
        if facts["access"] != "compiled":
            vintage = pd.Series(facts["vintage"]).str.extract(r"^(20\d\d-\d\d-\d\d)$")[0].dropna()
            assert (vintage <= days.tables_to).all(), name


def test_no_open_question_could_be_answered_by_what_was_read(days):
    questions = load("open_questions").set_index("id")
    assert (questions["resolves_on"] > days.events_to).all()
    # The truce: what both announced for it is said, and the day it is to end is asked for.
    assert questions.loc[["Q01", "Q02", "Q08"], "evidence"].str.contains("10 January 2027").all()
    assert questions.loc["Q08", "resolves_on"] > pd.Timestamp("2027-01-10")


def test_the_changelog_says_both_days(days, root):
    said = (root / "chapters/changelog.md").read_text(encoding="utf-8")
    tables, events = (f"{pd.Timestamp(day):%-d %B %Y}" for day in (days.tables_to, days.events_to))
    assert f"Tables to {tables}, events read to {events}." in said
