"""Youth unemployment month by month: two Chinese series never joined, and a US one."""

import pandas as pd


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


CHINA = "society/china_youth_unemployment_monthly.csv"
US = "society/fred_lns14024887_us_youth_unemployment_to_2023_11.csv"

TABLE = {
    "title": "Youth unemployment by month: China (two definitions) and the US",
    "description": (
        "Rate among people aged 16 to 24. China counts surveyed towns and cities only; until June "
        "2023 with students, since December 2023 without them: two series, never to be joined. "
        "Nothing was published for July to November 2023. The US series covers the whole country, "
        "is adjusted for season and ends in November 2023 here. The three cannot be compared in "
        "level."
    ),
    "publisher": "National Bureau of Statistics of China (transcribed); US Bureau of Labor Statistics",
    "url": "https://data.stats.gov.cn",
    "licence": "Facts; official statistics, table compiled for this book",
    "reuse": "open",
    "vintage": "2026-06",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [CHINA, US],
    "download": (
        "From FRED take the series LNS14024887 as CSV (columns Date and LNS14024887) and call it "
        f"{US}. For China write the columns month, rate_pct, definition (beginning with old or "
        f"new), check_url and verification from the Bureau's monthly releases and call it {CHINA}."
    ),
    "verified": False,
    "raw_columns": {
        CHINA: ["month", "rate_pct", "definition", "verification"],
        US: ["Date", "LNS14024887"],
    },
    "primary_key": ["series", "month"],
    "fields": [
        field(
            "series",
            "string",
            "Which series",
            required=True,
            enum=["China, old", "China, new", "US"],
        ),
        field("place", "string", "US or China", required=True, enum=["US", "China"]),
        field("month", "date", "First day of the month", required=True),
        field(
            "rate_pct",
            "number",
            "Unemployed people aged 16 to 24",
            "% of the labour force",
            required=True,
            minimum=0,
            maximum=100,
        ),
        field(
            "verification",
            "string",
            "How far the value was checked against a release",
            required=True,
        ),
    ],
    "known_nulls": {},
    "quirks": [
        "The old Chinese series comes from one transcription; three months were cross-checked.",
        "March and April 2025 are unverified; January to March 2026 are missing.",
    ],
}


def build(raw):
    """Return the three series stacked, from the files under the folder `raw`."""
    china = pd.read_csv(raw / CHINA)
    china = china.assign(
        series="China, " + china["definition"].str.split(":").str[0],
        place="China",
        month=pd.to_datetime(china["month"]),
    )
    us = pd.read_csv(raw / US).rename(columns={"Date": "month", "LNS14024887": "rate_pct"})
    us = us.assign(
        series="US",
        place="US",
        month=pd.to_datetime(us["month"]),
        verification="official series, as copied",
    )
    table = pd.concat([china, us[us["month"] >= "2001-01-01"]])
    names = [f["name"] for f in TABLE["fields"]]
    return table[names].sort_values(TABLE["primary_key"], ignore_index=True)
