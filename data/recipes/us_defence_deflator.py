"""The price level implied by SIPRI's two US series: what turns nominal spending into real."""

import pandas as pd

FIRST, LAST = 1950, 1987

TABLE = {
    "title": "US price level implied by SIPRI's military spending series, 1950-1987",
    "description": (
        "US military spending in current dollars divided by the same in constant (2024) dollars: "
        "the price index with which SIPRI deflates (2024 = 1), derived by us for the years of the "
        "Cold War fit. Dividing any series in current dollars by it gives dollars of 2024. It is "
        "a US consumer price level, not a price of arms; used on the Soviet series it only takes "
        "out the dollar's own inflation."
    ),
    "publisher": "Computed from SIPRI military expenditure",
    "url": "https://www.sipri.org/databases/milex",
    "licence": "SIPRI terms and conditions; derived values",
    "reuse": "terms-restricted",
    "licence_note": "publisher's terms not open",
    "vintage": "v1.2, April 2026",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["dilemma/sipri_milex_8_countries_1949_2025.csv"],
    "download": (
        "The same file as for military_spending_sipri, with the United States of America from "
        "1950: CSV with the columns country, year, measure, value, print_colour, status, called "
        "dilemma/sipri_milex_8_countries_1949_2025.csv."
    ),
    "verified": False,
    "raw_columns": {
        "dilemma/sipri_milex_8_countries_1949_2025.csv": ["country", "year", "measure", "value"]
    },
    "primary_key": ["year"],
    "fields": [
        {
            "name": "year",
            "type": "integer",
            "description": "Calendar year",
            "unit": "year",
            "constraints": {"required": True, "unique": True, "minimum": FIRST, "maximum": LAST},
        },
        {
            "name": "deflator",
            "type": "number",
            "description": "Price level of the year",
            "unit": "2024 = 1",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "Derived values only: the two series it comes from are not shipped for these years."
    ],
}


def build(raw):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    us = source[
        source["country"].eq("United States of America") & source["year"].between(FIRST, LAST)
    ].pivot(index="year", columns="measure", values="value")
    deflator = (us["Current US$"] / us["Constant (2024) US$"]).round(6)
    return deflator.rename("deflator").reset_index()
