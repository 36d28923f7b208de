"""The recipes of Step 5's tables on small samples in the publishers' shape (values made up)."""


from foursteps.book.data.build import built_rows
from foursteps.book.data.recipes import read_recipe
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "book" / "data" / "samples"


def cells(name, *columns):
    """The values of some columns of a table built from the samples, as tuples of strings."""
    header, *rows = built_rows(read_recipe(ROOT / f"data/recipes/{name}.yml"), SAMPLES)
    return [tuple(row[header.index(column)] for column in columns) for row in rows]


def test_the_two_chinese_series_keep_their_names_and_the_us_one_begins_in_2001():
    assert cells("youth_unemployment", "series", "month", "rate_pct") == [
        ("China, new", "2023-12-01", "24.9"),
        ("China, old", "2023-06-01", "31.3"),
        ("US", "2001-01-01", "18.5"),
    ]


def test_fractions_and_percentages_of_both_editions_become_per_cent():
    table = cells("ai_opinion", "statement", "year", "economy", "place", "share_pct")
    assert ("more benefits", "2022", "United Kingdom", "other", "31.0") in table
    assert ("excited", "2025", "China", "China", "71.2") in table
    assert ("excited", "2024", "China", "China", "70.0") in table
    assert ("my job better", "2025", "The Netherlands", "other", "30.2") in table
    assert ("trusts AI at work", "2025", "US", "US", "58.0") in table
    assert not [row for row in table if row[0] == "more benefits" and row[1] != "2022"]


def test_own_country_of_the_us_stays_beside_the_us():
    table = cells("trust_to_regulate_ai", "economy", "trusted", "share_pct")
    assert ("US", "own country", "34.0") in table
    assert ("US", "US", "34.0") in table


def test_ratings_of_one_occupation_are_averaged_and_marks_are_missing():
    columns = ("soc", "group", "employment", "mean_wage_usd", "human_beta", "model_alpha")
    assert cells("us_job_exposure", *columns) == [
        ("11-1011", "Management", "2000", "", "0.3", "0.2"),
        ("15-1252", "Computer", "1500", "120000.0", "0.6", "0.5"),
    ]


def test_a_pair_of_all_science_stands_from_both_sides():
    table = cells("coauthor_pairs", "field", "place", "partner", "articles")
    assert ("all science 2003", "US", "China", "55") in table
    assert ("all science 2003", "China", "US", "55") in table
    assert ("AI 2003-22", "US", "Israel", "80") in table
    assert not [row for row in table if row[2] in (row[1], "World")]


def test_groups_are_unescaped_and_sorted_into_kinds():
    table = cells("us_views_on_ai", "question", "kind", "group", "answer", "share_pct")
    assert ("rules", "income", "<$30K", "not sure", "39.0") in table
    assert ("rules", "age", "18-29", "does not go far enough", "25.0") in table
    assert ("jobs", "public or expert", "AI experts", "more jobs", "25.0") in table


def test_only_economies_of_the_year_count():
    assert cells("employment_by_sector", "iso3", "agriculture_pct") == [
        ("CHN", "22.3"),
        ("USA", "1.7"),
    ]
