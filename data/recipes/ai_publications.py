"""AI publications with an author in the US or China, by year."""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}

TABLE = {
    "title": "AI publications with an author in the US or in China, 2013-2023",
    "description": (
        "Scholarly publications on AI with at least one author in the country, so that a joint "
        "paper counts in both. English- and Chinese-language publications only. A count, with no "
        "weight for quality. CC BY-NC: for non-commercial use with credit."
    ),
    "publisher": "CSET / ETO Country Activity Tracker via Our World in Data",
    "url": "https://ourworldindata.org/grapher/annual-scholarly-publications-on-artificial-intelligence",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2024-07-16",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/owid_cset_ai_publications.csv"],
    "download": "https://ourworldindata.org/grapher/annual-scholarly-publications-on-artificial-intelligence.csv",
    "verified": False,
    "raw_columns": {"dilemma/owid_cset_ai_publications.csv": ["Entity", "Year"]},
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
            "description": "Year of publication",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "publications",
            "type": "integer",
            "description": "Publications with at least one author in the country",
            "unit": "publications",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "The publisher's file mixes regions and groups with countries.",
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
            "publications": kept[values[0]],
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
