"""A second estimate of private investment in AI, in constant dollars: does the gap depend on it?"""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}

TABLE = {
    "title": "Private investment in AI firms, US and China, 2014-2023 (CSET estimate)",
    "description": (
        "Estimated investment in privately held AI firms in constant US dollars of 2021 (Our "
        "World in Data deflates with US consumer prices). Includes CSET's estimates for deals of "
        "undisclosed size, venture capital, private equity and mergers into private firms; the "
        "capital spending of large listed firms is outside. Ten points per country: too few for "
        "an arms-race fit. CC BY-NC: for non-commercial use with credit."
    ),
    "publisher": "CSET / ETO Country Activity Tracker via Our World in Data",
    "url": "https://ourworldindata.org/grapher/private-investment-in-artificial-intelligence-cset",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2025-04-18",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/owid_cset_ai_private_investment.csv"],
    "download": "https://ourworldindata.org/grapher/private-investment-in-artificial-intelligence-cset.csv",
    "verified": False,
    "raw_columns": {"dilemma/owid_cset_ai_private_investment.csv": ["Entity", "Year"]},
    "primary_key": ["place", "year"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US or China",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "US"]},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year of the deals",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "investment_usd_2021_bn",
            "type": "number",
            "description": "Estimated investment in privately held AI firms",
            "unit": "bn USD of 2021",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "Since 2021 is the base year its values are the source's own, unrounded by deflation.",
        (
            "A newer edition upstream begins in 2016; the column's name has changed, so the recipe "
            "takes the column that ends in 'Field: All'."
        ),
    ],
}


def build(raw):
    """Return the table; raise ValueError unless one column ends in 'Field: All'."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    values = [c for c in source.columns if c.endswith("Field: All")]
    if len(values) != 1:
        raise ValueError(f"{TABLE['raw'][0]}: expected one column '… Field: All', found {values}")
    kept = source[source["Entity"].isin(PLACES)]
    table = pd.DataFrame(
        {
            "place": kept["Entity"].map(PLACES),
            "year": kept["Year"],
            "investment_usd_2021_bn": (kept[values[0]] / 1e9).round(6),
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
