"""The price level implied by SIPRI's two US series: what turns nominal spending into real."""

import pandas as pd

FIRST, LAST = 1950, 1987


def build(raw, recipe):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    us = source[
        source["country"].eq("United States of America") & source["year"].between(FIRST, LAST)
    ].pivot(index="year", columns="measure", values="value")
    deflator = (us["Current US$"] / us["Constant (2024) US$"]).round(6)
    return deflator.rename("deflator").reset_index()
