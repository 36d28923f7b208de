"""Young workers in the jobs most exposed to AI against the least exposed, by US payrolls."""

import pandas as pd


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = pd.DataFrame(
        {
            "month": pd.to_datetime(source["date"], format="%m/%d/%y"),
            "difference_pct": source["q5_estimate"].round(2),
        }
    )
    return table.sort_values("month", ignore_index=True)
