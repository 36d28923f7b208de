"""A second estimate of private investment in AI, in constant dollars: does the gap depend on it?"""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}


def build(raw, recipe):
    """Return the table; raise ValueError unless one column ends in 'Field: All'."""
    source = pd.read_csv(raw / recipe.raw[0])
    values = [c for c in source.columns if c.endswith("Field: All")]
    if len(values) != 1:
        raise ValueError(f"{recipe.raw[0]}: expected one column '… Field: All', found {values}")
    kept = source[source["Entity"].isin(PLACES)]
    table = pd.DataFrame(
        {
            "place": kept["Entity"].map(PLACES),
            "year": kept["Year"],
            "investment_usd_2021_bn": (kept[values[0]] / 1e9).round(6),
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
