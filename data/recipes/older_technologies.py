"""How older technologies spread: curves whose ends are known, as priors for AI."""

import pandas as pd

# Technology and column of its values, in the order of the raw files.
COLUMNS = {
    "internet": "internet_users",
    "mobile": "cell_phones_per_100_people",
    "broadband": "broadband_subscribers_per_100_people",
}
PLACES = {"usa": "US", "chn": "China"}
MEDIAN = "median economy"
FEWEST = 100  # economies with a value, for a year to have a median


def build(raw, recipe):
    """Return the table from the three files under the folder `raw`."""
    parts = []
    for path, (technology, column) in zip(recipe.raw, COLUMNS.items(), strict=True):
        source = pd.read_csv(raw / path).rename(columns={"time": "year", column: "per_100"})
        own = source[source["geo"].isin(PLACES)]
        own = own.assign(place=own["geo"].map(PLACES), economies=1)
        middle = source.groupby("year")["per_100"].agg(["median", "count"]).reset_index()
        middle = middle[middle["count"] >= FEWEST].assign(place=MEDIAN)
        middle = middle.rename(columns={"median": "per_100", "count": "economies"})
        parts.append(pd.concat([own, middle]).assign(technology=technology))
    table = pd.concat(parts)
    table["per_100"] = table["per_100"].round(4)
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)
