"""Use of AI by economy beside income and internet use: where does each country stand?"""

import pandas as pd

NAMES = {"United States": "US"}
COLUMNS = {
    "country_name": "economy",
    "ms_ai_diffusion_q1_2026_pct": "telemetry_share_pct",
    "anthropic_claude_usage_per_capita_index_2025_aug": "claude_index",
    "wdi_gdp_per_capita_ppp_current_intl_latest": "income_ppp_usd",
    "wdi_individuals_using_internet_pct_latest": "internet_share_pct",
}


def build(raw, recipe):
    """Return the table from the joined file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = source.rename(columns=COLUMNS)[["iso3", *COLUMNS.values()]]
    table["economy"] = table["economy"].replace(NAMES)
    table["place"] = table["economy"].where(table["economy"].isin(["US", "China"]), "other")
    table["claude_index"] = table["claude_index"].round(3)
    table["income_ppp_usd"] = table["income_ppp_usd"].round(0)
    table["internet_share_pct"] = table["internet_share_pct"].round(1)
    return table[recipe.columns].sort_values("iso3", ignore_index=True)
