"""Nuclear warheads of the US, the USSR or Russia, and China: what a counted race looks like."""

import pandas as pd

PLACES = {"United States": "US", "Russia": "Russia", "China": "China"}


def build(raw, recipe):
    """Return the table; raise ValueError unless the file has exactly one value column."""
    source = pd.read_csv(raw / recipe.raw[0])
    values = [c for c in source.columns if c not in ("Entity", "Code", "Year")]
    if len(values) != 1:
        raise ValueError(f"{recipe.raw[0]}: expected one value column, found {values}")
    kept = source[source["Entity"].isin(PLACES)]
    table = pd.DataFrame(
        {
            "place": kept["Entity"].map(PLACES),
            "year": kept["Year"],
            "warheads": kept[values[0]],
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
