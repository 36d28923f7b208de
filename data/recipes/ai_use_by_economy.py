"""Use of AI by economy beside income and internet use: where does each country stand?"""

import pandas as pd

RAW = "diffusion/anthropic_economic_index_by_country.csv"
NAMES = {"United States": "US"}
COLUMNS = {
    "country_name": "economy",
    "ms_ai_diffusion_q1_2026_pct": "telemetry_share_pct",
    "anthropic_claude_usage_per_capita_index_2025_aug": "claude_index",
    "wdi_gdp_per_capita_ppp_current_intl_latest": "income_ppp_usd",
    "wdi_individuals_using_internet_pct_latest": "internet_share_pct",
}

TABLE = {
    "title": "AI use by economy, with income and internet use",
    "description": (
        "Share of working-age people who use generative AI by Microsoft's telemetry (first "
        "quarter of 2026), the index of Claude use per working-age person (August 2025; 1 means "
        "use in proportion to population), income per head at purchasing power, and internet "
        "users. Claude is not offered in China: its cell is empty because nothing was measured, "
        "and it is never imputed."
    ),
    "publisher": "Microsoft AI Economy Institute; Anthropic; World Bank",
    "url": "https://huggingface.co/datasets/Anthropic/EconomicIndex",
    "licence": "CC BY 4.0 (Anthropic, World Bank), MIT (Microsoft)",
    "reuse": "open",
    "vintage": "2026-05-27",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "Join, by economy, Microsoft's data/AI_Diffusion_Q12026_Update.csv (GitHub "
        "microsoft/ai-diffusion-report), the country file of the Anthropic Economic Index of "
        "September 2025, and the latest World Development Indicators NY.GDP.PCAP.PP.CD and "
        f"IT.NET.USER.ZS, and call the result {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["iso3", *COLUMNS]},
    "primary_key": ["iso3"],
    "fields": [
        {
            "name": "iso3",
            "type": "string",
            "description": "Three-letter code of the economy",
            "unit": None,
            "constraints": {"required": True, "pattern": "[A-Z]{3}"},
        },
        {
            "name": "economy",
            "type": "string",
            "description": "Economy",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China or other",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "other"]},
        },
        {
            "name": "telemetry_share_pct",
            "type": "number",
            "description": "Users of generative AI by telemetry, first quarter of 2026",
            "unit": "% of people of working age",
            "constraints": {"minimum": 0, "maximum": 100},
        },
        {
            "name": "claude_index",
            "type": "number",
            "description": "Share of Claude use over share of working-age people, August 2025",
            "unit": "ratio",
            "constraints": {"minimum": 0},
        },
        {
            "name": "income_ppp_usd",
            "type": "number",
            "description": "GDP per head at purchasing power parity, latest year (mostly 2024)",
            "unit": "current international USD",
            "constraints": {"minimum": 0},
        },
        {
            "name": "internet_share_pct",
            "type": "number",
            "description": "Individuals who use the internet, latest year",
            "unit": "% of the population",
            "constraints": {"minimum": 0, "maximum": 100},
        },
    ],
    "known_nulls": {
        "claude_index": "14 of 138: Claude was not offered there (China, Russia, Iran …) or hardly"
        " used; not measured, and not zero"
    },
    "quirks": [
        (
            "Microsoft's telemetry is scaled with data on devices and internet use: a correlation of "
            "it with internet use is partly built in."
        ),
        "The file that joined the sources is anonymous; only the sources' own columns are kept.",
    ],
}


def build(raw):
    """Return the table from the joined file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    table = source.rename(columns=COLUMNS)[["iso3", *COLUMNS.values()]]
    table["economy"] = table["economy"].replace(NAMES)
    table["place"] = table["economy"].where(table["economy"].isin(["US", "China"]), "other")
    table["claude_index"] = table["claude_index"].round(3)
    table["income_ppp_usd"] = table["income_ppp_usd"].round(0)
    table["internet_share_pct"] = table["internet_share_pct"].round(1)
    table = table[[f["name"] for f in TABLE["fields"]]]
    return table.sort_values("iso3", ignore_index=True)
