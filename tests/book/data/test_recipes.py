"""Every recipe on a small sample in its publisher's shape; names and values are made up.

The samples hold what the recipes have to cope with: line breaks inside fields, repeats in lists,
blanks, aggregates among the countries, padded numbers, text for zero and for withheld values.
"""

import csv
import re
import shutil

import pytest

from foursteps.book.data.build import RawFileError, built_rows
from foursteps.book.data.layout import Project
from foursteps.book.data.recipes import SHARED, read_recipe, recipe_files
from foursteps.book.data.schema import SchemaError
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "book" / "data" / "samples"
# The texts that these recipes read are not tables; they have tests of their own (test_words).
TEXTS = {
    "china_words",
    "race_texts",
    "race_words",
    "us_policy_words",
    "whitehouse_ai_documents",
    "whitehouse_race_words",
    "whitehouse_totals",
    "word_passages",
}
RECIPES = {
    recipe.name: recipe
    for recipe in map(read_recipe, recipe_files(Project(ROOT).recipes))
    if recipe.build and recipe.name not in TEXTS
}


def sample(name, folder):
    """A copy in `folder` of the files that a recipe says it reads, and of no other."""
    for path in RECIPES[name].raw:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / path, folder / path)
    return folder


def rows_of(name, raw=SAMPLES):
    """The built rows as dicts of strings."""
    header, *rows = built_rows(RECIPES[name], raw)
    return [dict(zip(header, row, strict=True)) for row in rows]


def cells(name, *columns):
    return [tuple(row[column] for column in columns) for row in rows_of(name)]


@pytest.mark.parametrize("name", RECIPES)
def test_a_sample_of_the_publishers_shape_builds(name, tmp_path):
    assert not RECIPES[name].missing(SAMPLES), "a recipe needs a sample in tests/book/data/samples"
    assert rows_of(name, sample(name, tmp_path))


@pytest.mark.parametrize("name", RECIPES)
def test_a_missing_column_is_named_with_its_file(name, tmp_path):
    recipe = RECIPES[name]
    raw = sample(name, tmp_path)
    path, columns = next(iter(recipe.table["raw_columns"].items()))
    with (raw / path).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    lines[0][lines[0].index(columns[0])] = "renamed"
    with (raw / path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    with pytest.raises(RawFileError) as caught:
        built_rows(recipe, raw)
    assert path in str(caught.value)
    assert repr(columns[0]) in str(caught.value)


def test_every_raw_file_of_a_recipe_has_its_columns_written_down():
    for recipe in RECIPES.values():
        assert set(recipe.table["raw_columns"]) == set(recipe.raw), recipe.name


def test_models_are_split_into_sets_of_places():
    table = cells("notable_models", "model", "organization", "countries", "place", "us", "china")
    assert table == [
        ("Alder-1", "Alder Lab; Birch University", "UK; US", "US", "true", "false"),
        ("Cedar-7B", "Cedar AI", "China", "China", "false", "true"),
        ("Dogwood", "Cedar AI; Alder Lab", "China; US", "both", "true", "true"),
        ("Elm", "Elm Institute", "South Korea", "other", "false", "false"),
        ("Fir", "", "", "", "", ""),
    ]
    compute = cells("notable_models", "training_compute_flop", "open_weights", "domain")
    assert compute[0] == ("2.1e+25", "false", "Language; Vision")
    assert compute[1] == ("", "true", "Language")
    assert compute[3] == ("3e+18", "", "Speech")


def test_settings_of_one_version_are_one_row():
    table = cells("benchmarked_models", "model", "place", "version_date", "accessibility", "eci")
    assert table == [
        ("Alder 2 (Feb 2025)", "US", "2025-02-01", "API access", "141.5"),
        ("Alder 2 (May 2025)", "US", "2025-05-05", "API access", "144.0"),
        ("Cedar-72B", "China", "2024-06-07", "Open weights (unrestricted)", "130.0"),
        ("Elm Large", "other", "2024-07-24", "", "127.3"),
    ]


def test_settings_that_differ_in_their_index_are_refused(tmp_path):
    raw = sample("benchmarked_models", tmp_path)
    path = raw / "dilemma/epoch_benchmarked_models.csv"
    path.write_text(path.read_text().replace("alder-2,141.5", "alder-2,142.5", 1))
    with pytest.raises(ValueError, match=r"Alder 2 \(Feb 2025\)"):
        rows_of("benchmarked_models", raw)


def test_clusters_keep_rumours_and_anonymised_rows_apart():
    columns = ("cluster_id", "place", "anonymised", "standard_analysis", "h100_equivalents")
    assert cells("gpu_clusters", *columns) == [
        ("1", "US", "false", "false", "20000000.0"),
        ("2", "US", "false", "true", "1234.6"),
        ("3", "US", "false", "true", "3000.0"),
        ("4", "China", "true", "true", "2000.0"),
        ("5", "China", "true", "false", "90.0"),
        ("6", "other", "true", "true", "40.0"),
        ("7", "", "false", "false", ""),
    ]


def test_clusters_name_the_phases_of_one_site():
    phases = cells("gpu_clusters", "name", "builds_upon", "superseded_by")
    assert [row for row in phases if row[1] or row[2]] == [
        ("Hill One", "", "Hill Two"),
        ("Hill Two", "Hill One", ""),
    ]


def test_only_the_fitted_states_and_years_are_taken():
    table = cells("military_spending_nmc", "place", "year", "spending_usd_current_bn")
    assert len(table) == 12
    assert {place for place, *_ in table} == {"US", "USSR", "UK", "France", "Italy", "Australia"}
    assert {year for _, year, _ in table} == {"1950", "1987"}
    assert ("US", "1950", "1.00395") in table


def test_sipri_values_estimates_and_the_deflator():
    table = rows_of("military_spending_sipri")
    assert {row["place"] for row in table} == {"US", "China", "India", "Japan", "South Korea"}
    assert {row["year"] for row in table} == {"1989", "2024"}
    china = next(row for row in table if (row["place"], row["year"]) == ("China", "2024"))
    assert (china["spending_usd_2024_bn"], china["estimate"]) == ("100.0", "true")
    assert cells("us_defence_deflator", "year", "deflator") == [("1950", "0.1"), ("1987", "0.5")]


def test_counts_of_warheads_leave_the_world_out():
    table = cells("nuclear_warheads", "place", "year", "warheads")
    assert ("Russia", "1990", "130") in table
    assert len(table) == 4


def test_codings_name_states_and_keep_the_three_powers():
    assert cells("arms_races", "race_id", "place_1", "place_2") == [
        ("1", "UK", "Russia/USSR"),
        ("3", "US", "Russia/USSR"),
        ("4", "Russia/USSR", "China"),
    ]
    columns = ("rivalry_id", "us", "china", "end_of_data", "positional", "spatial")
    assert cells("rivalries", *columns) == [
        ("2", "true", "true", "true", "true", "false"),
        ("3", "false", "false", "false", "false", "true"),
    ]


def test_a_country_code_without_a_name_is_refused(tmp_path):
    raw = sample("arms_races", tmp_path)
    with (raw / "dilemma/grh_arms_races.csv").open("a") as file:
        file.write("5,2,41,1980,1981\n")
    with pytest.raises(ValueError, match=r"no name for country codes \[41\]"):
        rows_of("arms_races", raw)


def test_the_ai_index_is_re_keyed():
    table = {
        (row["measure"], row["period"], row["place"]): row["value"]
        for row in rows_of("ai_index_measures")
    }
    assert table["private_investment", "2025", "US"] == "20.0"  # a trailing blank in the name
    assert table["robots_installed", "2024", "world"] == "80.0"  # a padded number
    assert table["compute_by_designer", "2025Q4", "China"] == "0.25"
    assert {place for _, _, place in table} == {"US", "China", "world"}


def test_non_commercial_rows_carry_their_licence():
    columns = ("place", "year", "publications", "licence")
    assert cells("ai_publications", *columns) == [
        ("China", "2013", "10", "CC BY-NC 4.0"),
        ("China", "2014", "20", "CC BY-NC 4.0"),
        ("US", "2013", "15", "CC BY-NC 4.0"),
    ]
    assert cells("ai_investment_cset", "place", "investment_usd_2021_bn") == [
        ("China", "1.5"),
        ("US", "12.0"),
    ]


def test_a_second_value_column_is_refused(tmp_path):
    raw = sample("ai_publications", tmp_path)
    path = raw / "dilemma/owid_cset_ai_publications.csv"
    lines = path.read_text().splitlines()
    text = "\n".join([lines[0] + ",Citations - Field: All", *(line + ",1" for line in lines[1:])])
    path.write_text(text + "\n")
    with pytest.raises(ValueError, match="expected one column"):
        rows_of("ai_publications", raw)


def test_telemetry_is_ranked_and_ties_share_the_better_rank():
    assert cells("ai_use_telemetry", "place", "period", "share_pct", "rank", "economies") == [
        ("China", "2025-H1", "10.0", "3", "4"),
        ("China", "2025-H2", "11.0", "3", "4"),
        ("China", "2026-Q1", "12.0", "3", "4"),
        ("US", "2025-H1", "30.0", "2", "4"),
        ("US", "2025-H2", "31.0", "2", "4"),
        ("US", "2026-Q1", "32.0", "2", "4"),
    ]


def test_tokens_by_origin_leave_the_residual_out_of_the_shares():
    table = {
        (row["month"], row["variants"], row["place"]): (row["share_pct"], row["partial"])
        for row in rows_of("token_share_by_origin")
    }
    assert table["2025-01-01", "all", "China"] == ("40.0", "false")
    assert table["2025-01-01", "all", "unknown"] == ("10.0", "false")
    assert table["2025-01-01", "all", "outside the top 50"] == ("", "false")
    assert table["2025-01-01", "without free", "China"] == ("14.286", "false")
    assert table["2025-02-01", "all", "China"] == ("100.0", "true")


def test_downloads_are_added_up_by_country():
    columns = ("place", "group", "account", "accounts", "downloads_30d_million")
    assert cells("open_model_downloads", *columns) == [
        ("China", "all accounts", "", "2", "2.0"),
        ("China", "largest account", "cedar", "1", "2.0"),
        ("US", "all accounts", "", "2", "4.5"),
        ("US", "largest account", "alder", "1", "3.0"),
    ]


def test_minerals_read_dashes_as_zero_and_withheld_as_missing():
    columns = ("mineral", "place", "production", "share_pct", "estimated", "withheld")
    table = cells("mineral_production", *columns)
    assert len(table) == 15
    assert ("gallium", "China", "3000.0", "75.0", "true", "false") in table
    assert ("gallium", "US", "0.0", "0.0", "false", "false") in table
    assert ("antimony", "US", "", "", "false", "true") in table


def test_supply_shares_keep_countries_and_drop_blanks():
    table = cells("supply_shares", "input", "place", "share_pct", "year")
    assert len(table) == 20
    assert ("EUV lithography", "Netherlands", "60.5", "2025") in table
    assert ("wafers", "Japan", "30.0", "2019") in table


def test_safety_articles():
    assert cells("ai_safety_articles", "place", "articles", "growth_pct") == [
        ("China", "200", "20.0"),
        ("UK", "100", "30.0"),
        ("US", "300", "10.0"),
    ]


def test_a_value_out_of_range_is_refused_by_row_and_column(tmp_path):
    raw = sample("ai_safety_articles", tmp_path)
    path = raw / "society/eto_almanac_ai_safety_by_country.csv"
    path.write_text(path.read_text().replace("China,200,20,20", "China,200,20,120"))
    with pytest.raises(SchemaError) as caught:
        rows_of("ai_safety_articles", raw)
    assert "row 2 (place 'China'), column 'share_pct': found '120.0'" in str(caught.value)


def test_a_shared_definition_has_more_than_one_user(root):
    folder = Project(root).recipes
    said = "\n".join(path.read_text(encoding="utf-8") for path in recipe_files(folder))
    shared = (folder / SHARED).read_text(encoding="utf-8")
    for name in re.findall(r"^(\w+):", shared, re.MULTILINE):
        users = len(re.findall(rf"like: {name}\b", said))
        assert users > 1, f"{SHARED}: {name} has {users} users"


ISO = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b(?!T|-)")


@pytest.mark.parametrize("name", RECIPES)
def test_dates_with_the_day_first_are_refused_not_turned(name, tmp_path):
    """01.02.2001, as a spreadsheet of another country saves it, is no second of January."""
    raw = sample(name, tmp_path)
    turned = 0
    for path in RECIPES[name].raw:
        if path.endswith(".csv"):
            text = (raw / path).read_text(encoding="utf-8")
            text, n = ISO.subn(r"\3.\2.\1", text)
            (raw / path).write_text(text, encoding="utf-8")
            turned += n
    if not turned:
        return
    try:
        rows = built_rows(RECIPES[name], raw)
    except Exception:  # noqa: BLE001 - whatever says that it is no date
        return
    dates = {date for row in rows_of(name) for date in ISO.findall(" ".join(row.values()))}
    found = {date for row in rows[1:] for date in ISO.findall(" ".join(row))}
    assert found <= dates
