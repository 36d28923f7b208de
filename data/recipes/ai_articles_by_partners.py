"""AI articles of the US and China by year, and how many were written with other countries."""

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


RAW = "society/nsf_sei_spbs99_ai_articles_yearly.csv"
YEARS = range(2003, 2023)
PLACES = {"United States": "US", "China": "China"}
ROWS = {
    "Total articles": "articles",
    "Total articles -> With international institutions": "international",
}

TABLE = {
    "title": "AI articles with and without partners abroad, US and China, 2003-2022",
    "description": (
        "Articles of the class artificial intelligence in Scopus, each counted once per country "
        "that takes part, and those among them with institutions abroad. One database, mostly "
        "journals and conferences that it covers; the years end in 2022, so nothing here shows "
        "what happened since."
    ),
    "publisher": "NSF NCSES, Science and Engineering Indicators (Science-Metrix, Scopus)",
    "url": "https://ncses.nsf.gov/indicators",
    "licence": "US government work (built on Scopus)",
    "reuse": "open",
    "vintage": "2023-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From Science and Engineering Indicators, publications output, take table SPBS-99, give "
        "its rows their path (World -> China -> Total articles ...) and its years the names "
        f"field_2003 to field_2022, and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {
        RAW: ["region_country_or_economy_full_path", *(f"field_{year}" for year in YEARS)]
    },
    "primary_key": ["place", "year"],
    "fields": [
        field("place", "string", "US or China", required=True, enum=["US", "China"]),
        field("year", "integer", "Year of publication", "year", required=True),
        field(
            "articles",
            "integer",
            "Articles with an author in the country",
            "articles",
            required=True,
            minimum=0,
        ),
        field(
            "international",
            "integer",
            "Those with institutions abroad too",
            "articles",
            required=True,
            minimum=0,
        ),
    ],
    "known_nulls": {},
    "quirks": ["No yearly series of US-Chinese articles was found; pairs exist as a sum only."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW).set_index("region_country_or_economy_full_path")
    parts = []
    for name, place in PLACES.items():
        rows = source.loc[
            [f"World -> {name} -> {row}" for row in ROWS], [f"field_{y}" for y in YEARS]
        ].T
        rows.columns = list(ROWS.values())
        parts.append(rows.astype(int).assign(place=place, year=list(YEARS)))
    table = pd.concat(parts)[[f["name"] for f in TABLE["fields"]]]
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
