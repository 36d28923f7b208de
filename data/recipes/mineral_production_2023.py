"""China's production of five minerals in the USGS edition of 2025: an older vintage."""

import pandas as pd

NAMES = {
    "Antimony": "antimony",
    "Gallium": "gallium",
    "Graphite": "natural graphite",
    "Rare earths": "rare earths",
    "Tungsten": "tungsten",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
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
    names = recipe.columns
    return table[names].sort_values(["mineral", "year"], ignore_index=True)
