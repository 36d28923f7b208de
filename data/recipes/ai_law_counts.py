"""AI laws by country as two editions of one index count them."""

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


NEW = "ai_index_2026/fig_8_4_2.csv"
OLD = "regulation/ai_index_2025/fig_6_2_4.csv"
PLACES = {
    "United States": "US",
    "South Korea": "South Korea",
    "France": "France",
    "Japan": "Japan",
    "Italy": "Italy",
    "United Kingdom": "UK",
    "Germany": "Germany",
    "Russia": "Russia",
    "China": "China",
}
OLD_COLUMNS = [
    "Number of AI-related bills passed into law, 2016–24 (sum)",
    "Select geographic area",
]
NEW_COLUMNS = ["Country", "Number of AI-related bills passed into law"]

TABLE = {
    "title": "AI-related laws by country, in two editions of the AI Index",
    "description": (
        "Acts of national legislatures that mention AI, summed from 2016, for nine countries in "
        "both editions. The editions must not be joined: the source and the scope changed (116 "
        "places in 2025; the G20, with Digital Policy Alert, in 2026). Departmental rules, orders, "
        "standards and laws of States or provinces do not count."
    ),
    "publisher": "Stanford HAI, AI Index 2025 and 2026",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0 (publisher's figures); facts re-keyed",
    "reuse": "no-derivatives",
    "licence_note": "publisher's files under CC BY-ND; facts re-keyed into our own columns",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [NEW, OLD],
    "download": (
        f"From the public data of the AI Index 2026 take fig_8.4.2.csv and call it {NEW}; from "
        f"that of 2025 take fig_6.2.4.csv and call it {OLD}."
    ),
    "verified": False,
    "raw_columns": {NEW: NEW_COLUMNS, OLD: OLD_COLUMNS},
    "primary_key": ["place", "edition"],
    "fields": [
        field("place", "string", "Country", required=True, enum=list(PLACES.values())),
        field("edition", "integer", "Edition of the index", "year", required=True),
        field("years", "string", "Years summed", required=True),
        field("laws", "integer", "Laws that mention AI", "laws", required=True, minimum=0),
    ],
    "known_nulls": {},
    "quirks": [
        "The edition of 2026 lists France and South Korea in two rows each; they are added.",
        "Another table of the edition of 2025 gives the US 24 instead of 27.",
    ],
}


def build(raw):
    """Return the table from the publisher's files under the folder `raw`."""
    old = pd.read_csv(raw / OLD).set_axis(["laws", "country"], axis=1)
    new = pd.read_csv(raw / NEW).set_axis(["country", "laws"], axis=1)
    parts = [
        old.assign(edition=2025, years="2016-2024"),
        new.assign(edition=2026, years="2016-2025"),
    ]
    table = pd.concat(parts)
    table["place"] = table["country"].map(PLACES)
    table = table.dropna(subset=["place"]).groupby(["place", "edition", "years"])["laws"].sum()
    return table.reset_index().sort_values(["place", "edition"], ignore_index=True)
