"""China's production of five minerals in the USGS edition of 2025: an older vintage."""

import pandas as pd

NAMES = {
    "Antimony": "antimony",
    "Gallium": "gallium",
    "Graphite": "natural graphite",
    "Rare earths": "rare earths",
    "Tungsten": "tungsten",
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
    "title": "China and world production of five minerals, 2023-2024, USGS edition of 2025",
    "description": (
        "The edition before the one in mineral_production. It gives 2023, the year that another "
        "survey also covers, and an estimate of 2024 that the next edition revised (China's "
        "antimony from 60,000 t to 40,000 t)."
    ),
    "publisher": "US Geological Survey",
    "url": "https://doi.org/10.5066/P13XCP3R",
    "licence": "US government work, public domain",
    "reuse": "open",
    "vintage": "2025-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/usgs_mcs2025_world.csv"],
    "download": (
        "On the page of the data release take the file with world production of all commodities "
        "and call it supply/usgs_mcs2025_world.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/usgs_mcs2025_world.csv": ["COMMODITY", "COUNTRY", "PROD_2023", "PROD_EST_ 2024"]
    },
    "primary_key": ["mineral", "year"],
    "fields": [
        field("mineral", "string", "Mineral", required=True, enum=sorted(NAMES.values())),
        field("year", "integer", "2023, or 2024 as estimated then", "year", required=True),
        field("china", "number", "China's production", "kg for gallium, else t", required=True),
        field("world", "number", "World total, rounded", "kg for gallium, else t", required=True),
        field(
            "share_pct",
            "number",
            "China's share",
            "% of world production",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ],
    "known_nulls": {},
    "quirks": ["Chinese rare earths are the production quota."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    source["COMMODITY"] = source["COMMODITY"].str.strip()
    source = source[source["COMMODITY"].isin(NAMES)]
    place = source["COUNTRY"].str.strip()
    china = source[place.eq("China")].set_index("COMMODITY")
    world = source[place.str.startswith("World total")].set_index("COMMODITY")
    parts = []
    for column, year in {"PROD_2023": 2023, "PROD_EST_ 2024": 2024}.items():
        part = pd.DataFrame({"china": china[column], "world": world[column]}).astype(float)
        parts.append(part.assign(year=year))
    table = pd.concat(parts).rename_axis("COMMODITY").reset_index()
    table["mineral"] = table["COMMODITY"].map(NAMES)
    table["share_pct"] = (100 * table["china"] / table["world"]).round(1)
    names = [f["name"] for f in TABLE["fields"]]
    return table[names].sort_values(["mineral", "year"], ignore_index=True)
