"""China's share of six minerals, by another geological survey: a source that disagrees."""

import pandas as pd

NAMES = {
    "gallium, primary": "gallium",
    "germanium metal": "germanium",
    "rare earth oxides": "rare earths",
    "antimony, mine": "antimony",
    "graphite": "natural graphite",
    "tungsten, mine": "tungsten",
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
    "title": "China's share of the production of six minerals, 2023 (from BGS)",
    "description": (
        "Shares computed for this book from the yearly tables of the British Geological Survey. "
        "The denominator is the sum of the economies that report, not the world: with three "
        "reporters, germanium's share is too high. Compare with mineral_production_2023 and "
        "mineral_production, which count the same things differently."
    ),
    "publisher": "British Geological Survey, World Mineral Statistics; shares computed",
    "url": "https://www.bgs.ac.uk/mineralsuk/statistics/world-mineral-statistics/",
    "licence": "(c) UKRI/NERC; computed shares with credit",
    "reuse": "facts-only",
    "licence_note": "publisher's terms not open",
    "vintage": "2025",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/bgs_china_share_of_production.csv"],
    "download": (
        "From the survey's World Mineral Statistics take production of the six minerals, divide "
        "China's quantity by the sum of the economies with a value, and save the shares as "
        "supply/bgs_china_share_of_production.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/bgs_china_share_of_production.csv": [
            "mineral",
            "year",
            "countries_with_a_value",
            "china_share_pct",
        ]
    },
    "primary_key": ["mineral"],
    "fields": [
        field("mineral", "string", "Mineral", required=True, enum=sorted(NAMES.values())),
        field("year", "integer", "Calendar year", "year", required=True),
        field(
            "share_pct",
            "number",
            "China's share of the sum of reporting economies",
            "% of reported production",
            required=True,
            minimum=0,
            maximum=100,
        ),
        field("reporters", "integer", "Economies with a value", "number", required=True),
    ],
    "known_nulls": {},
    "quirks": ["Only the year that the book plots is here."],
}


def build(raw):
    """Return the rows of 2023 from the computed shares under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    source = source[(source["year"] == 2023) & source["mineral"].isin(NAMES)]
    return pd.DataFrame(
        {
            "mineral": source["mineral"].map(NAMES),
            "year": source["year"].astype(int),
            "share_pct": source["china_share_pct"].astype(float),
            "reporters": source["countries_with_a_value"].astype(int),
        }
    ).sort_values("mineral", ignore_index=True)
