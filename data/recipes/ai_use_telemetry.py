"""Use of generative AI as telemetry sees it: one of two instruments that disagree on China."""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}
PERIODS = {"h1_2025_pct": "2025-H1", "h2_2025_pct": "2025-H2", "q1_2026_pct": "2026-Q1"}


def build(raw, recipe):
    """Return the table from the re-encoded file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    tall = source.melt(id_vars="economy", var_name="column", value_name="share_pct")
    by_period = tall.groupby("column")["share_pct"]
    tall["rank"] = by_period.rank(ascending=False, method="min").astype("Int64")
    tall["economies"] = by_period.transform("count")
    kept = tall[tall["economy"].isin(PLACES)]
    table = kept.assign(place=kept["economy"].map(PLACES), period=kept["column"].map(PERIODS))
    return table[recipe.columns].sort_values(["place", "period"], ignore_index=True)
