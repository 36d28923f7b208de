"""Articles on AI safety from three countries: who writes on the danger."""

import pandas as pd

PLACES = {"United States": "US", "China": "China", "United Kingdom": "UK"}

TABLE = {
    "title": "Research articles on AI safety, 2018-2023: US, China and UK (ETO)",
    "description": (
        "Articles on AI safety with authors in the country, their growth and their share of the "
        "world. English titles only. Three rows, copied from the publisher's page by hand. "
        "CC BY-NC: for non-commercial use with credit."
    ),
    "publisher": "CSET / Emerging Technology Observatory, Research Almanac",
    "url": "https://almanac.eto.tech/topics/ai-safety",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2025-01-06",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["society/eto_almanac_ai_safety_by_country.csv"],
    "download": (
        "On the page read the table of countries; write the rows of the United States, China and "
        "the United Kingdom as CSV with the columns country, ai_safety_articles_2018_2023, "
        "growth_2018_2023_pct, global_share_pct, citations_per_article and call it "
        "society/eto_almanac_ai_safety_by_country.csv."
    ),
    "verified": False,
    "raw_columns": {
        "society/eto_almanac_ai_safety_by_country.csv": [
            "country",
            "ai_safety_articles_2018_2023",
            "growth_2018_2023_pct",
            "global_share_pct",
            "citations_per_article",
        ]
    },
    "primary_key": ["place"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US, China or UK",
            "unit": None,
            "constraints": {"required": True, "unique": True, "enum": ["China", "UK", "US"]},
        },
        {
            "name": "articles",
            "type": "integer",
            "description": "Articles on AI safety, sum of 2018-2023",
            "unit": "articles",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "growth_pct",
            "type": "number",
            "description": "Growth of the yearly number from 2018 to 2023",
            "unit": "%",
            "constraints": {"required": True},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Share of the world's articles on AI safety",
            "unit": "% of articles",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
        {
            "name": "citations_per_article",
            "type": "number",
            "description": "Mean citations of an article",
            "unit": "citations per article",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": ["A joint article may count for each country."],
}


def build(raw):
    """Return the table from the rows copied into the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    table = pd.DataFrame(
        {
            "place": source["country"].map(PLACES),
            "articles": source["ai_safety_articles_2018_2023"],
            "growth_pct": source["growth_2018_2023_pct"].astype(float),
            "share_pct": source["global_share_pct"].astype(float),
            "citations_per_article": source["citations_per_article"].astype(float),
        }
    )
    return table.sort_values("place", ignore_index=True)
