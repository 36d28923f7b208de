"""Downloads of open models from one hub, by country of the laboratory: two totals, two largest."""

import pandas as pd

DAY = "2026-03-28"
PER_MILLION = 1e6


def build(raw, recipe):
    """Return the sums and the largest accounts of one day, from the file under `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    day = source[source["fetched"].eq(DAY)]
    if day.empty:
        raise ValueError(f"{recipe.raw[0]}: no row fetched on {DAY}")
    by_place = day.groupby("country")["downloads_30d"]
    largest = day.loc[by_place.idxmax()]
    table = pd.concat(
        [
            by_place.agg(["sum", "size"])
            .reset_index()
            .set_axis(["place", "downloads", "accounts"], axis=1)
            .assign(group="all accounts", account=None),
            pd.DataFrame(
                {
                    "place": largest["country"],
                    "downloads": largest["downloads_30d"],
                    "accounts": 1,
                    "group": "largest account",
                    "account": largest["hf_author"],
                }
            ),
        ]
    )
    table["downloads_30d_million"] = (table["downloads"] / PER_MILLION).round(3)
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)
