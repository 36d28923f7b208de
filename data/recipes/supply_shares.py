"""Shares of a few inputs to chip-making by country: who holds what, and of which year."""

import pandas as pd

# Input of the publisher -> (name here, what it is).
INPUTS = {
    "EUV lithography tools": ("EUV lithography", "tool"),
    "ArF immersion (DUV) lithography tools": ("ArF immersion lithography", "tool"),
    "Lithography tools": ("all lithography", "tool"),
    "Deposition tools": ("deposition", "tool"),
    "Etch and clean tools": ("etching and cleaning", "tool"),
    "Electronic design automation software": ("design software", "software"),
    "Wafer": ("wafers", "material"),
    "Design": ("chip design", "stage"),
    "Fabrication": ("fabrication", "stage"),
    "Assembly, testing, and packaging (ATP)": ("assembly, test and packaging", "stage"),
}
PLACES = {
    "USA": "US",
    "CHN": "China",
    "NLD": "Netherlands",
    "JPN": "Japan",
    "KOR": "South Korea",
    "TWN": "Taiwan",
}

TABLE = {
    "title": "Shares of ten inputs to chip-making by country of the supplier (ETO)",
    "description": (
        "Share of the market held by firms of a country in ten inputs to chip-making, each with "
        "the year it is of: design software and wafers are still of 2019, the tools of 2025, the "
        "stages of 2022. A missing row is a share that is nil, minor or not split out, not a "
        "measured zero, except where the rows of an input add up to a hundred. A static share is "
        "only the short run: it says who would have to be replaced, not how soon they could be. "
        "CC BY-NC: for non-commercial use with credit."
    ),
    "publisher": "CSET / Emerging Technology Observatory, Chip Explorer",
    "url": "https://eto.tech/dataset-docs/chipexplorer/",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2026-08",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["supply/eto_provision.csv"],
    "download": "https://raw.githubusercontent.com/georgetown-cset/eto-chip-explorer/main/data/provision.csv",
    "verified": False,
    "raw_columns": {
        "supply/eto_provision.csv": ["provider_name", "provided_name", "share_provided", "year"]
    },
    "primary_key": ["input", "place"],
    "fields": [
        {
            "name": "input",
            "type": "string",
            "description": "Input to chip-making",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(name for name, _ in INPUTS.values())},
        },
        {
            "name": "kind",
            "type": "string",
            "description": "tool, software, material, or a whole stage of production",
            "unit": None,
            "constraints": {"required": True, "enum": ["tool", "software", "material", "stage"]},
        },
        {
            "name": "place",
            "type": "string",
            "description": "Country of the suppliers",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(PLACES.values())},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Share of the market held by the country's firms",
            "unit": "% of the market",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year the share is of",
            "unit": "year",
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": [
        (
            "The publisher's file mixes firms and countries; countries go by ISO codes there. Shares "
            "of other countries and of 'various countries' are left out, so an input need not add up "
            "to a hundred here."
        ),
        "Shares of tools are partly CSET's analysis of data of TechInsights.",
        "There is no share for high-bandwidth memory, and none for the capacity of plants.",
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    kept = source[
        source["provided_name"].isin(INPUTS) & source["provider_name"].isin(PLACES)
    ].dropna(subset=["share_provided"])
    table = pd.DataFrame(
        {
            "input": kept["provided_name"].map({k: name for k, (name, _) in INPUTS.items()}),
            "kind": kept["provided_name"].map({k: kind for k, (_, kind) in INPUTS.items()}),
            "place": kept["provider_name"].map(PLACES),
            "share_pct": kept["share_provided"],
            "year": kept["year"].astype(int),
        }
    )
    return table.sort_values(["input", "place"], ignore_index=True)
