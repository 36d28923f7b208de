"""Firms that use AI as executives say in a consultancy's survey: the other instrument on firms."""

import pandas as pd

VALUE = "Organizations reporting having adopted AI"
PLACES = {"Greater China": "Greater China", "North America": "North America"}


def build(raw, recipe):
    """Return the table from the two files under the folder `raw`; the newer one wins."""
    old, new = (pd.read_csv(raw / path) for path in recipe.raw)
    old = old.rename(columns={"Entity": "region", "Year": "year", VALUE: "share_pct"})
    new = pd.DataFrame(
        {
            "region": new["Geographic Area"].str.replace(r"\s*\(.*\)", "", regex=True),
            "year": new["Label"],
            "share_pct": (100 * new["% of Respondents"]).round(1),
        }
    )
    table = pd.concat([old[~old["year"].isin(new["year"])], new])
    table = table[table["region"].isin(PLACES)]
    return table.sort_values(recipe.primary_key, ignore_index=True)
