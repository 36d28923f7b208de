"""Figures on people, trust and joint work that were checked against the files by hand."""

import pandas as pd
import pytest

from foursteps import load


@pytest.fixture(scope="module")
def youth():
    return load("youth_unemployment").set_index(["series", "month"])["rate_pct"]


@pytest.mark.parametrize(
    ("series", "month", "rate"),
    [
        ("China, old", "2023-06-01", 21.3),
        ("China, new", "2023-12-01", 14.9),
        ("China, new", "2025-08-01", 18.9),
        ("China, new", "2025-12-01", 16.5),
        ("China, new", "2026-05-01", 15.6),
    ],
)
def test_youth_unemployment(youth, series, month, rate):
    assert youth[series, pd.Timestamp(month)] == rate


def test_the_chinese_series_have_66_and_27_months_and_do_not_overlap(youth):
    assert len(youth["China, old"]) == 66
    assert len(youth["China, new"]) == 27
    assert youth["China, old"].index.max() < youth["China, new"].index.min()


def test_quits():
    quits = load("us_quits_rate").set_index("month")["quits_pct"]
    assert quits.max() == quits[pd.Timestamp("2021-11-01")] == quits[pd.Timestamp("2022-04-01")]
    assert quits.max() == 3.0
    assert quits.iloc[-2:].tolist() == [2.0, 1.9]


def test_sectors():
    sectors = load("employment_by_sector").set_index("iso3")
    assert sectors.loc["CHN", ["agriculture_pct", "services_pct"]].tolist() == [22.3, 45.8]
    assert sectors.loc["USA", ["agriculture_pct", "services_pct"]].tolist() == [1.6, 79.1]


@pytest.fixture(scope="module")
def opinion():
    table = load("ai_opinion")
    return table.set_index(["statement", "year", "economy"])["share_pct"].round(0).sort_index()


@pytest.mark.parametrize(
    ("statement", "year", "china", "us"),
    [
        ("more benefits", 2022, 78, 35),
        ("more benefits", 2024, 83, 39),
        ("more benefits", 2025, 87, 42),
        ("excited", 2025, 84, 38),
        ("nervous", 2024, 34, 64),
        ("nervous", 2025, 40, 64),
        ("job market better", 2024, 44, 21),
        ("job market better", 2025, 52, 20),
        ("my job better", 2024, 62, 31),
        ("my job better", 2025, 65, 33),
        ("trusts AI at work", 2025, 73, 48),
    ],
)
def test_opinion(opinion, statement, year, china, us):
    assert opinion[statement, year, "China"] == china
    assert opinion[statement, year, "US"] == us


def test_what_was_not_asked_in_china(opinion):
    assert ("more benefits", 2023, "China") not in opinion
    assert "China" not in opinion["trusts government", 2025]


def test_trust_in_government_is_lowest_in_the_us(opinion):
    trust = opinion["trusts government", 2025].drop("Global", errors="ignore")
    assert trust.idxmin() == "US"
    assert trust.min() == 31


def test_whom_americans_and_germans_trust():
    trust = load("trust_to_regulate_ai").set_index(["economy", "trusted"])["share_pct"]
    assert trust["US"][["own country", "EU", "China"]].tolist() == [44, 43, 13]
    assert trust["Germany"][["US", "China", "own country", "EU"]].tolist() == [33, 23, 70, 71]


def test_sixteen_of_24_publics_trust_neither():
    trust = load("trust_to_regulate_ai").pivot(
        index="economy", columns="trusted", values="share_pct"
    )
    trust = trust.drop(["Global", "US"])
    us, china = trust["US"] >= 50, trust["China"] >= 50
    assert len(trust) == 24
    assert (~us & ~china).sum() == 16
    assert set(trust.index[us & china]) == {"Nigeria", "Kenya", "South Africa", "Indonesia"}
    assert set(trust.index[us & ~china]) == {"India", "Israel", "South Korea", "Hungary"}


def test_adults_and_experts_on_jobs():
    views = load("us_views_on_ai").set_index(["group", "answer"])["share_pct"]
    assert views["U.S. adults", "fewer jobs"] == 64
    assert views["AI experts", "fewer jobs"] == 39


def test_headcount_of_young_workers():
    headcount = load("early_career_headcount").set_index("month")["difference_pct"]
    assert headcount[pd.Timestamp("2025-12-01")] == pytest.approx(-15.7, abs=0.05)


def test_joint_articles():
    pairs = load("coauthor_pairs").set_index(["field", "place", "partner"])
    ai = pairs.loc["AI 2003-22"]
    assert ai["articles"]["US", "China"] == ai["articles"]["China", "US"] == 13631
    assert ai["articles"]["US", "United Kingdom"] == 4004
    assert ai["index"]["US"][["China", "Israel", "United Kingdom"]].tolist() == [1.08, 1.91, 0.55]
    assert pairs["articles"]["all science 2003", "US", "China"] == 5588
    assert pairs["articles"]["all science 2022", "US", "China"] == 58546
    assert pairs["index"]["all science 2022", "US", "China"] == 1.0


@pytest.mark.parametrize(
    ("place", "values"), [("US", [602, 1549, 3566, 4964]), ("China", [247, 1098, 3901, 6833])]
)
def test_articles_with_partners_abroad(place, values):
    articles = load("ai_articles_by_partners").set_index(["place", "year"])["international"]
    assert [articles[place, year] for year in (2003, 2012, 2018, 2022)] == values


def test_exposure_joins_most_of_us_employment():
    jobs = load("us_job_exposure")
    assert len(jobs) > 700
    assert 0.9 < jobs["employment"].sum() / 140_886_310 < 1  # all occupations, May 2021
