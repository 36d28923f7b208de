"""Youth unemployment month by month: two Chinese series never joined, and a US one."""

import pandas as pd


def build(raw, recipe):
    """Return the three series stacked, from the files under the folder `raw`."""
    china, us = (pd.read_csv(raw / path) for path in recipe.raw)
    china = china.assign(
        series="China, " + china["definition"].str.split(":").str[0],
        place="China",
        month=pd.to_datetime(china["month"], format="%Y-%m"),
    )
    us = us.rename(columns={"Date": "month", "LNS14024887": "rate_pct"})
    us = us.assign(
        series="US",
        place="US",
        month=pd.to_datetime(us["month"], format="%Y-%m-%d"),
        verification="official series, as copied",
    )
    table = pd.concat([china, us[us["month"] >= "2001-01-01"]])
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)
