"""Military spending of six states 1950-1987 in current dollars: the Cold War arms-race fit."""

import pandas as pd

# Correlates of War country codes of the two rivals and of the four placebo rivals.
PLACES = {2: "US", 365: "USSR", 200: "UK", 220: "France", 325: "Italy", 900: "Australia"}
FIRST, LAST = 1950, 1987
THOUSANDS_PER_BN = 1e6


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0], usecols=["ccode", "year", "milex"])
    kept = source[source["ccode"].isin(PLACES) & source["year"].between(FIRST, LAST)]
    table = pd.DataFrame(
        {
            "place": kept["ccode"].map(PLACES),
            "year": kept["year"],
            "spending_usd_current_bn": (kept["milex"] / THOUSANDS_PER_BN).round(6),
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
