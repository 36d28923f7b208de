"""Who works in fields, plants and offices: employment by sector, for the surveyed economies."""

import pandas as pd

# Sector and column of its shares, in the order of the raw files.
COLUMNS = {
    "agriculture": "agriculture_workers_percent_of_employment",
    "industry": "industry_workers_percent_of_employment",
    "services": "service_workers_percent_of_employment",
}
YEAR = 2023


def build(raw, recipe):
    """Return the three shares side by side, from the files under the folder `raw`."""
    table = None
    for path, (sector, column) in zip(recipe.raw, COLUMNS.items(), strict=True):
        source = pd.read_csv(raw / path).query("time == @YEAR and geo.str.len() == 3")
        part = pd.DataFrame(
            {"iso3": source["geo"].str.upper(), f"{sector}_pct": source[column].round(1)}
        )
        table = part if table is None else table.merge(part, on="iso3")
    return table.sort_values("iso3", ignore_index=True)
