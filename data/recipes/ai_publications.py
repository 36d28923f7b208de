"""AI publications with an author in the US or China, by year."""

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
            "publications": kept[values[0]],
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
