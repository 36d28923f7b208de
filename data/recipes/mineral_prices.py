"""Yearly US prices of minerals, those under a Chinese licence and some that are not."""

import pandas as pd

# Price series of the publisher, by its ending -> (name here, year the licence began or None).
SERIES = {
    ("GALLIUM", "dollars per kilogram"): ("gallium", 2023),
    ("GERMANIUM", "Germanium metal"): ("germanium", 2023),
    ("GRAPHITE (NATURAL)", "Flake"): ("graphite, flake", 2023),
    ("ANTIMONY", "dollars per pound"): ("antimony", 2024),
    ("TUNGSTEN", "tungsten trioxide"): ("tungsten", 2025),
    ("RARE EARTHS (Heavy)", "Dysprosium oxide, 99.5% minimum"): ("dysprosium", 2025),
    ("RARE EARTHS (Heavy)", "Terbium oxide, 99.99% minimum"): ("terbium", 2025),
    ("RARE EARTHS", "Neodymium oxide, 99.5% minimum"): ("neodymium", None),
    ("RARE EARTHS", "Lanthanum oxide, 99.5% minimum"): ("lanthanum", None),
    ("RARE EARTHS", "Cerium oxide, 99.5% minimum"): ("cerium", None),
}


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


TABLE = {
    "title": "Yearly US prices of ten minerals, 2021-2025 (USGS)",
    "description": (
        "Average yearly prices in the US, each in its own unit; gallium and graphite are average "
        "values of imports. Yearly averages cannot show what an announcement did: prices moved "
        "before, and other things changed too. The year in which a Chinese licence began is "
        "given; three rare-earth oxides without one serve for comparison."
    ),
    "publisher": "US Geological Survey",
    "url": "https://pubs.usgs.gov/periodicals/mcs2026/",
    "licence": "US government work, public domain",
    "reuse": "open",
    "vintage": "2026-02",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/usgs_mcs2026_us_prices.csv"],
    "download": (
        "On the page of the Mineral Commodity Summaries 2026 take the salient statistics of the "
        "minerals, keep the price rows with a numeric column value_number, and call the file "
        "supply/usgs_mcs2026_us_prices.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/usgs_mcs2026_us_prices.csv": [
            "mineral",
            "price_series",
            "unit",
            "year",
            "value_number",
        ]
    },
    "primary_key": ["mineral", "year"],
    "fields": [
        field("mineral", "string", "Mineral, short", required=True),
        field("year", "integer", "Calendar year; 2025 is an estimate", "year", required=True),
        field("price", "number", "Price", "see the column unit", required=True, minimum=0),
        field("unit", "string", "Unit of the price", required=True),
        field(
            "licence_from",
            "integer",
            "Year in which China's licence duty began, if one did",
            "year",
        ),
    ],
    "known_nulls": {"licence_from": "no Chinese licence duty in the table of measures"},
    "quirks": ["Gallium is the value of imports, not a market price."],
}


def build(raw):
    """Return the ten series from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    parts = []
    for (mineral, ending), (name, since) in SERIES.items():
        kept = source[source["mineral"].eq(mineral) & source["price_series"].str.endswith(ending)]
        parts.append(
            pd.DataFrame(
                {
                    "mineral": name,
                    "year": kept["year"].astype(int),
                    "price": kept["value_number"].astype(float),
                    "unit": kept["unit"],
                    "licence_from": since,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    table["licence_from"] = table["licence_from"].astype("Int64")
    return table.sort_values(["mineral", "year"], ignore_index=True)
