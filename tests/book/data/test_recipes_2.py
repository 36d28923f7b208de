"""The recipes of Step 2's tables on small samples in the publishers' shape (values made up)."""


from foursteps.book.data.build import built_rows
from foursteps.book.data.recipes import read_recipe
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "book" / "data" / "samples"


def cells(name, *columns):
    """The values of some columns of a table built from the samples, as tuples of strings."""
    header, *rows = built_rows(read_recipe(ROOT / f"data/recipes/{name}.yml"), SAMPLES)
    return [tuple(row[header.index(column)] for column in columns) for row in rows]


def test_the_country_follows_the_developer_and_a_second_run_is_kept():
    table = cells("frontier_scores", "benchmark", "model", "run", "place", "score", "score_error")
    assert ("ECI (index of many)", "Cedar-7B", "1", "China", "131.0", "2.0") in table
    assert ("ECI (index of many)", "Elm", "1", "other", "120.0", "") in table
    assert ("SimpleQA Verified", "joint", "1", "China", "30.0", "1.0") in table
    assert ("SWE-bench Verified", "alder-1", "2", "US", "62.0", "2.1") in table
    assert ("METR time horizon", "alder_1", "1", "US", "12.5", "") in table


def test_published_lags_keep_their_open_ends():
    assert cells(
        "frontier_lag_estimates", "comparison", "estimator", "lag_months", "high_months"
    ) == [
        ("China behind the rest", "mean wait of matched records", "6.0", "12.0"),
        ("China behind the rest", "survival estimate", "5.5", ""),
        ("open behind closed", "trend, forward", "9.0", ""),
    ]


def test_a_median_needs_a_hundred_economies():
    table = cells("older_technologies", "technology", "place", "per_100", "economies")
    assert ("mobile", "median economy", "50.5", "102") in table
    assert ("internet", "China", "1.8", "1") in table
    assert not [row for row in table if row[:2] == ("broadband", "median economy")]


def test_a_service_not_offered_stays_empty():
    assert cells("ai_use_by_economy", "economy", "place", "claude_index", "income_ppp_usd") == [
        ("Aland", "other", "1.5", "40000.0"),
        ("China", "China", "", "27000.0"),
        ("US", "US", "3.624", "85000.0"),
    ]


def test_only_firms_that_said_yes():
    assert cells("us_firms_ai_use", "kind", "start", "share_pct", "error_pct") == [
        ("current", "2023-09-11", "3.0", "0.1"),
        ("expected in six months", "2023-09-11", "6.0", "0.15"),
    ]


def test_the_newer_edition_wins():
    assert cells("surveyed_firms_ai_use", "region", "year", "share_pct") == [
        ("Greater China", "2022", "40.0"),
        ("Greater China", "2023", "47.0"),
        ("Greater China", "2025", "88.0"),
        ("North America", "2022", "50.0"),
        ("North America", "2025", "90.0"),
    ]


def test_the_best_of_each_group_by_prompt():
    assert cells("arena_by_language", "prompt", "place", "model", "rank") == [
        ("Chinese", "China", "cedar-chat", "1"),
        ("Chinese", "elsewhere", "alder-2", "2"),
        ("all prompts", "China", "cedar-chat", "2"),
        ("all prompts", "elsewhere", "alder-2", "1"),
    ]


def test_places_of_use_of_money_and_of_filings():
    assert cells("ai_use_us_areas", "level", "area", "share_pct") == [
        ("metropolis", "Birch-Cedar, AS", "39.0"),
        ("state", "Alder State", "40.0"),
    ]
    assert cells("ai_investment_us_states", "state", "investment_usd_bn") == [
        ("AA", "2.5"),
        ("CC", "0.001"),
    ]
    assert cells("ai_filings_by_province", "province", "filings", "residual") == [
        ("Beijing", "10", "false"),
        ("Other provinces", "4", "true"),
        ("Zhejiang", "6", "false"),
    ]


def test_tokens_of_the_last_complete_month_by_developer():
    assert cells("tokens_by_developer", "developer", "place", "tokens_bn") == [
        ("deepseek", "China", "4.0"),
        ("mistralai", "other", "1.0"),
        ("openai", "US", "4.0"),
    ]
