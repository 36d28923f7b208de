"""AI articles of the US and China by year, and how many were written with other countries."""

import pandas as pd

YEARS = range(2003, 2023)
PLACES = {"United States": "US", "China": "China"}
ROWS = {
    "Total articles": "articles",
    "Total articles -> With international institutions": "international",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0]).set_index("region_country_or_economy_full_path")
    parts = []
    for name, place in PLACES.items():
        rows = source.loc[
            [f"World -> {name} -> {row}" for row in ROWS], [f"field_{y}" for y in YEARS]
        ].T
        rows.columns = list(ROWS.values())
        parts.append(rows.astype(int).assign(place=place, year=list(YEARS)))
    return pd.concat(parts)[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)
