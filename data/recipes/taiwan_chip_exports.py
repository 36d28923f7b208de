"""Integrated circuits that leave Taiwan, by destination: China with Hong Kong, US, others."""

import pandas as pd

GROUPS = {"China": "China and Hong Kong", "Hong Kong": "China and Hong Kong", "United States": "US"}


def build(raw, recipe):
    """Return the table from the customs figures under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    source = source[source["year"].between(2018, 2024)]
    source = source.assign(destination=source["partner"].map(GROUPS).fillna("others"))
    table = source.groupby(["year", "destination"], as_index=False)["ic_exports_usd"].sum()
    table["exports_usd_bn"] = (table["ic_exports_usd"] / 1e9).round(2)
    return table[["year", "destination", "exports_usd_bn"]]
