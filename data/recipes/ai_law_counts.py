"""AI laws by country as two editions of one index count them."""

import pandas as pd

PLACES = {
    "United States": "US",
    "South Korea": "South Korea",
    "France": "France",
    "Japan": "Japan",
    "Italy": "Italy",
    "United Kingdom": "UK",
    "Germany": "Germany",
    "Russia": "Russia",
    "China": "China",
}


def build(raw, recipe):
    """Return the table from the publisher's files under the folder `raw`."""
    new, old = (pd.read_csv(raw / path) for path in recipe.raw)
    old = old.set_axis(["laws", "country"], axis=1)
    new = new.set_axis(["country", "laws"], axis=1)
    parts = [
        old.assign(edition=2025, years="2016-2024"),
        new.assign(edition=2026, years="2016-2025"),
    ]
    table = pd.concat(parts)
    table["place"] = table["country"].map(PLACES)
    table = table.dropna(subset=["place"]).groupby(["place", "edition", "years"])["laws"].sum()
    return table.reset_index().sort_values(["place", "edition"], ignore_index=True)
