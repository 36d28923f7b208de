"""Figures on supply chains that were checked against the publishers' files by hand."""

import pandas as pd
import pytest

from foursteps import load


@pytest.fixture(scope="module")
def inputs():
    shares = load("chip_chain_shares")
    return shares.groupby("input")["share_pct"]


def test_96_inputs_have_shares_that_add_up(inputs):
    assert inputs.ngroups == 96
    assert inputs.sum().between(99, 102).all()


def test_one_economy_has_half_in_82_of_96(inputs):
    assert (inputs.max() >= 50).sum() == 82


def test_largest_holders(inputs):
    shares = load("chip_chain_shares")
    top = shares.loc[inputs.idxmax(), "place"].value_counts()
    holders = ["US", "Japan", "Singapore", "Netherlands", "China", "South Korea", "Germany"]
    assert top[holders].tolist() == [40, 25, 8, 6, 5, 4, 3]
    assert top.drop(holders).sum() == 5


@pytest.mark.parametrize(
    ("name", "place", "share", "year"),
    [
        ("EUV lithography tools", "Netherlands", 100, 2025),
        ("ArF immersion (DUV) lithography tools", "Netherlands", 99.3, 2025),
        ("Lithography tools", "Netherlands", 81.5, 2025),
        ("Lithography tools", "Japan", 15.0, 2025),
        ("Electronic design automation software", "US", 96, 2019),
        ("Wafer", "Japan", 56, 2019),
    ],
)
def test_shares(name, place, share, year):
    row = load("chip_chain_shares").set_index(["input", "place"]).loc[(name, place)]
    assert (row["share_pct"], row["year"]) == (share, year)


@pytest.mark.parametrize(
    ("chip", "tpp"),
    [
        ("NVIDIA A100", 4992),
        ("NVIDIA A800 SXM", 4988.8),
        ("NVIDIA H100 SXM5 80GB", 15832),
        ("NVIDIA H800 SXM5", 15832),
        ("NVIDIA H200 SXM", 15832),
        ("NVIDIA HGX H20", 2368),
        ("NVIDIA B200", 36000),
        ("Huawei Ascend 910C", 12800),
        ("AMD Instinct MI325X", 20800),
    ],
)
def test_performance_in_the_regulators_unit(chip, tpp):
    assert load("ai_chips").set_index("chip").loc[chip, "tpp"] == tpp


def test_chips_under_the_rule_of_2023_by_published_values():
    chips = load("ai_chips")
    tpp, density = chips["tpp"], chips["performance_density"]
    caught = (tpp >= 4800) | ((tpp >= 1600) & (density >= 5.92))
    notice = tpp.between(2400, 4800, inclusive="left") & density.between(1.6, 5.92, "left")
    notice = (notice | ((tpp >= 1600) & density.between(3.2, 5.92, "left"))) & ~caught
    needs_area = (tpp >= 1600) & density.isna() & ~caught
    counts = [int(x.sum()) for x in (caught, notice, needs_area, tpp.isna())]
    assert counts == [54, 9, 20, 14]
    assert len(chips) - sum(counts) == 79


@pytest.mark.parametrize(
    ("chip", "units", "low", "high"),
    [
        ("A100", 72697, 47100, 112744),
        ("A800", 121421, 92871, 157504),
        ("H800", 115430, 93121, 143648),
        ("H20", 1489899, 1146319, 1938218),
    ],
)
def test_chips_in_china_to_the_end_of_2025(chip, units, low, high):
    table = load("nvidia_chips").query("owner == 'China' and measure == 'cumulative'")
    last = table[table["chip"] == chip].sort_values("quarter_end").iloc[-1]
    assert last["quarter_end"] == pd.Timestamp("2025-12-31")
    assert last[["units", "units_p5", "units_p95"]].tolist() == [units, low, high]


def test_computing_power_in_china_and_at_microsoft():
    last = load("nvidia_chips").query("measure == 'cumulative' and chip == 'all'")
    last = last.sort_values("quarter_end").groupby("owner").last()
    assert last.loc["China", ["h100e", "h100e_p5", "h100e_p95"]].tolist() == [
        401698,
        324871,
        496849,
    ]
    assert last.loc["Microsoft", "h100e"] == pytest.approx(3.15e6, rel=0.001)


def test_the_assumed_share_of_the_h20_and_the_order_that_went_elsewhere():
    mix = load("nvidia_product_mix").set_index("fiscal_quarter")
    assert mix["h20_share"]["FY25Q1":"FY26Q1"].tolist() == [0.12, 0.12, 0.12, 0.12, 0.13]
    assert mix.loc["FY26Q2", "h20_units"] == 57692


@pytest.mark.parametrize(
    ("mineral", "share"),
    [
        ("gallium", 96.6),
        ("germanium", 94.8),
        ("natural graphite", 69.6),
        ("tungsten", 80.2),
        ("rare earths", 67.6),
        ("antimony", 34.8),
    ],
)
def test_shares_by_the_british_survey(mineral, share):
    assert load("mineral_shares_bgs").set_index("mineral").loc[mineral, "share_pct"] == share


def test_antimony_was_revised():
    old = load("mineral_production_2023").set_index(["mineral", "year"])
    new = load("mineral_production").set_index(["mineral", "year", "place"])
    assert old.loc[("antimony", 2024), "china"] == 60000
    assert new.loc[("antimony", 2024, "China"), "production"] == 40000


@pytest.mark.parametrize(
    ("mineral", "prices"),
    [
        ("germanium", [1187, 1294, 1392, 1991, 4100]),
        ("gallium", [277, 432, 365, 439, 580]),
        ("antimony", [5.31, 6.18, 5.49, 10.24, 25]),
    ],
)
def test_prices(mineral, prices):
    table = load("mineral_prices")
    assert table[table["mineral"] == mineral]["price"].tolist() == prices


def test_chinese_lists():
    table = load("china_listings")
    assert len(table) == 240
    counts = table["list"].value_counts()
    assert counts["export-control list"] == 139
    assert counts["unreliable-entity list"] == 61
    assert counts["attention list"] == 40
    late = table[table["date"] >= "2026-01-01"]
    assert late.groupby("date").size().tolist() == [40, 7, 10, 40]
    assert late.groupby("date")["target"].first().tolist() == ["Japan", "Europe", "US", "Japan"]


def test_us_listing_rules_in_the_span_covered_best():
    rules = load("us_listing_rules")
    assert len(rules) == 44
    span = rules[rules["publication_date"].between("2022-01-01", "2024-04-30")]
    assert [len(span), span["entities_added"].sum(), span["china_entries"].sum()] == [28, 997, 160]


def test_asml_by_region():
    table = load("asml_sales")
    net = table[table["basis"] == "net sales"].set_index(["year", "region"])
    assert net.loc[(2022, "China"), "share_pct"] == 13.8
    assert net.loc[(2023, "China"), "share_pct"] == 26.3
    totals = net.groupby("year")["sales_eur_m"].sum().round(1)
    assert totals.tolist() == [21173.4, 27558.5]


def test_chips_from_taiwan():
    table = load("taiwan_chip_exports").pivot(
        index="year", columns="destination", values="exports_usd_bn"
    )
    assert table.loc[[2022, 2023, 2024], "China and Hong Kong"].round(1).tolist() in (
        [106.7, 90.4, 85.3],
        [106.8, 90.4, 85.3],
    )
    assert table.loc[[2022, 2023, 2024], "US"].round(1).tolist() == [3.2, 3.5, 7.4]
    assert table.loc[2023].sum() == pytest.approx(166.6, abs=0.05)


def test_hardware_named_by_chinese_models_since_2024():
    table = load("model_hardware")
    late = table[table["china"] & (table["publication_date"] >= "2024-01-01")]
    assert [len(late), late["hardware"].count()] == [88, 15]


def test_contract_chip_making():
    table = load("foundry_shares").set_index(["quarter", "firm"])["share_pct"]
    assert table["2025Q4", "TSMC"] == 70.4
    assert table["2025Q4", "Samsung"] == 7.1


def test_chinese_chips_passed_the_later_threshold_in_2019_and_us_ones_in_2020():
    chips = load("ai_chips")
    first = chips[chips["tpp"] >= 4800].groupby("place")["release_date"].min().dt.year
    assert [first["China"], first["US"]] == [2019, 2020]


def test_on_data_sheets_chinese_chips_held_the_record_until_the_end_of_2023():
    chips = load("ai_chips").dropna(subset=["tpp", "release_date"])

    def best(place, day):
        rows = chips[(chips["place"] == place) & (chips["release_date"] <= day)]
        return rows["tpp"].max()

    for day in ("2019-12-31", "2022-04-30", "2022-08-31", "2023-12-05"):
        assert best("China", day) > best("US", day)
    for day in ("2022-06-30", "2023-12-06", "2026-08-22"):
        assert best("US", day) > best("China", day)
