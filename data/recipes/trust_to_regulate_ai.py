"""Whom people trust to regulate AI: their own country, the EU, the US or China."""

import pandas as pd

NAMES = {"United States": "US"}
TRUSTED = {
    "Own country": "own country",
    "European Union": "EU",
    "United States": "US",
    "China": "China",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = pd.DataFrame(
        {
            "economy": source["country"].str.strip().replace(NAMES),
            "trusted": source["trust_in"].str.strip().map(TRUSTED),
            "share_pct": (100 * source["response_perc"]).round(1),
        }
    )
    table = table.dropna().drop_duplicates(["economy", "trusted"])
    return table.sort_values(recipe.primary_key, ignore_index=True)
