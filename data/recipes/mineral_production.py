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


def build(raw, recipe):
    """Return the table; raise ValueError for a value that is neither number, dash nor W."""
    source = pd.read_csv(raw / recipe.raw[0], dtype=str)
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
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)


def _number(text):
    if text == "W":
        return None
    if text == "—":
        return 0.0
    return float(text.replace(",", ""))
