"""US State bills on AI by topic, year and outcome."""

import pandas as pd

TOPICS = [
    "Appropriations",
    "Child Pornography",
    "Criminal Use",
    "Education Use",
    "Government Use",
    "Private Sector Use",
    "Studies",
]


def build(raw, recipe):
    """Return the table from the counted file under the folder `raw`."""
    table = pd.read_csv(raw / recipe.raw[0])[["year", "topic", "outcome", "bills"]]
    shown = table["outcome"].isin(["enacted", "vetoed"]) & table["topic"].isin(TOPICS)
    table = table[shown]
    return table.sort_values(["year", "topic", "outcome"], ignore_index=True)
