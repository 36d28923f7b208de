"""US State bills on AI by state, year and outcome."""

import pandas as pd

OUTCOMES = ["adopted", "enacted", "vetoed"]
YEAR = 2025


def build(raw, recipe):
    """Return the table from the counted file under the folder `raw`."""
    table = pd.read_csv(raw / recipe.raw[0])[["year", "state", "outcome", "bills"]]
    table = table[(table["year"] == YEAR) & table["outcome"].isin(OUTCOMES)]
    return table.sort_values(["year", "state", "outcome"], ignore_index=True)
