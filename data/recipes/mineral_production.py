"""Who mines or makes five minerals that chips and magnets need: China, the US and the world."""

import pandas as pd

# Chapter of the publisher's file -> (name here, kind of production the world table counts).
MINERALS = {
    "GALLIUM": ("gallium", "Primary production"),
    "GRAPHITE (NATURAL)": ("natural graphite", "Mine production"),
    "TUNGSTEN": ("tungsten", "Mine production"),
    "RARE EARTHS": ("rare earths", "Mine production"),
    "ANTIMONY": ("antimony", "Mine production"),
}
PLACES = {"United States": "US", "China": "China", "World total": "world"}

TABLE = {
    "title": "World production of five minerals, China, US and world, 2024-2025 (USGS)",
    "description": (
        "Mine production (gallium: primary production, low purity) with each country's share of "
        "the rounded world total. 2025 is an estimate. Gallium's 100 % in 2025 comes of rounding "
        "(China 900,000 kg, world 900,000 kg). China's antimony of 2024 was revised "
        "from 60,000 t in the edition of 2025 to 40,000 t here. Antimony's world total leaves out US production. There is no world table for germanium. A share of "
        "production is not a share of refining or of reserves, and says nothing on what happens "
        "when supply stops."
    ),
    "publisher": "US Geological Survey",
    "url": "https://pubs.usgs.gov/periodicals/mcs2026/",
    "licence": "US government work, public domain",
    "reuse": "open",
    "vintage": "2026-02",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/usgs_mcs2026_commodities.csv"],
    "download": (
        "On the page of the Mineral Commodity Summaries 2026 take the data release with all "
        "commodities in one CSV, save it as UTF-8 (it is in Windows-1252) and call it "
        "supply/usgs_mcs2026_commodities.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/usgs_mcs2026_commodities.csv": [
            "MCS chapter",
            "Section",
            "Country",
            "Statistics_detail",
            "Unit",
            "Year",
            "Value",
            "Notes",
        ]
    },
    "primary_key": ["mineral", "year", "place"],
    "fields": [
        {
            "name": "mineral",
            "type": "string",
            "description": "Mineral",
            "unit": None,
            "constraints": {
                "required": True,
                "enum": sorted(name for name, _ in MINERALS.values()),
            },
        },
        {
            "name": "statistic",
            "type": "string",
            "description": "What is counted: mine production or primary production",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Calendar year",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China or world",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "US", "world"]},
        },
        {
            "name": "production",
            "type": "number",
            "description": "Production, in the unit of the row",
            "unit": "see the column unit",
            "constraints": {"minimum": 0},
        },
        {
            "name": "unit",
            "type": "string",
            "description": "kilograms or metric tons",
            "unit": None,
            "constraints": {"required": True, "enum": ["kilograms", "metric tons"]},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Share of the rounded world total",
            "unit": "% of world production",
            "constraints": {"minimum": 0, "maximum": 100},
        },
        {
            "name": "estimated",
            "type": "boolean",
            "description": "The value or its year is an estimate",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "withheld",
            "type": "boolean",
            "description": "The publisher withholds the value to protect a firm's data",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {
        "production": "US antimony 2025: withheld (W)",
        "share_pct": "US antimony 2025: production withheld",
    },
    "quirks": [
        (
            "The publisher's values are text: thousands with commas, an em dash for zero, W for "
            "withheld."
        ),
        "Chinese rare earths are the production quota; undocumented production is not in it.",
    ],
}


def build(raw):
    """Return the table; raise ValueError for a value that is neither number, dash nor W."""
    source = pd.read_csv(raw / TABLE["raw"][0], dtype=str)
    world = source[
        source["Section"].str.startswith("World")
        & source["MCS chapter"].isin(MINERALS)
        & source["Country"].isin(PLACES)
    ].copy()
    kind = world["MCS chapter"].map({chapter: kind for chapter, (_, kind) in MINERALS.items()})
    detail = world["Statistics_detail"].str.removesuffix(": rounded")
    world = world[detail.eq(kind)]
    table = pd.DataFrame(
        {
            "mineral": world["MCS chapter"].map({c: name for c, (name, _) in MINERALS.items()}),
            "statistic": kind[world.index],
            "year": world["Year"].astype(int),
            "place": world["Country"].map(PLACES),
            "production": world["Value"].map(_number),
            "unit": world["Unit"],
            "estimated": world["Notes"].fillna("").str.contains("Estimated"),
            "withheld": world["Value"].eq("W"),
        }
    )
    totals = table[table["place"].eq("world")].set_index(["mineral", "year"])["production"]
    total = pd.MultiIndex.from_frame(table[["mineral", "year"]]).map(totals)
    table["share_pct"] = (100 * table["production"] / total).round(1)
    order = TABLE["primary_key"]
    return table[[f["name"] for f in TABLE["fields"]]].sort_values(order, ignore_index=True)


def _number(text):
    if text == "W":
        return None
    if text == "—":
        return 0.0
    return float(text.replace(",", ""))
