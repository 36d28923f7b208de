"""How many US employees leave a job of their own accord, month by month."""

import pandas as pd


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = pd.DataFrame(
        {
            "month": pd.to_datetime(source["observation_date"], format="%Y-%m-%d"),
            "quits_pct": source["JTSQUR"],
        }
    )
    table = table[table["month"] >= "2001-01-01"].dropna()
    return table.sort_values("month", ignore_index=True)
