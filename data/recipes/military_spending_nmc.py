"""Military spending of six states 1950-1987 in current dollars: the Cold War arms-race fit."""

import pandas as pd

# Correlates of War country codes of the two rivals and of the four placebo rivals.
PLACES = {2: "US", 365: "USSR", 200: "UK", 220: "France", 325: "Italy", 900: "Australia"}
FIRST, LAST = 1950, 1987
THOUSANDS_PER_BN = 1e6

TABLE = {
    "title": "Military spending of six states, 1950-1987 (National Material Capabilities)",
    "description": (
        "Military expenditure of the US, the USSR and four placebo rivals in current US dollars, "
        "only the values that chapter 1 fits. Current dollars: the series share a price level, "
        "and two inflated series seem to react to each other; deflate them (table "
        "us_defence_deflator) before reading a reaction. The Soviet series is an outsider's "
        "estimate. The series stops at 1987 because the source changes afterwards (USSR 317.9 bn "
        "in 1988, 119.4 bn in 1989)."
    ),
    "publisher": "Correlates of War project",
    "url": "https://correlatesofwar.org/data-sets/national-material-capabilities/",
    "licence": "No named licence; cite Singer, Bremer and Stuckey (1972) and version 7.0",
    "reuse": "unknown",
    "licence_note": "publisher's terms not open",
    "vintage": "v7.0, February 2026",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["dilemma/cow_nmc_v7.csv"],
    "download": (
        "On the page take the version 7.0 archive; from it the abridged table NMC-70-abridged.csv "
        "(columns ccode, year, milex among others) and call it dilemma/cow_nmc_v7.csv."
    ),
    "verified": False,
    "raw_columns": {"dilemma/cow_nmc_v7.csv": ["ccode", "year", "milex"]},
    "primary_key": ["place", "year"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "State; the USSR is country code 365",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(PLACES.values())},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Calendar year",
            "unit": "year",
            "constraints": {"required": True, "minimum": FIRST, "maximum": LAST},
        },
        {
            "name": "spending_usd_current_bn",
            "type": "number",
            "description": "Military expenditure in US dollars of the year",
            "unit": "bn USD, current",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "The publisher's unit is thousands of current US dollars (pounds before 1914).",
        (
            "Changes of source make later years unfit: USSR 1988-89, China 1983-85, China and Russia "
            "2004-05. China is left out because no chapter fits it."
        ),
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0], usecols=["ccode", "year", "milex"])
    kept = source[source["ccode"].isin(PLACES) & source["year"].between(FIRST, LAST)]
    table = pd.DataFrame(
        {
            "place": kept["ccode"].map(PLACES),
            "year": kept["year"],
            "spending_usd_current_bn": (kept["milex"] / THOUSANDS_PER_BN).round(6),
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
