"""Where in the US private money for AI goes: dollars by state in one year."""

import pandas as pd

PER_BN = 1e9


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0]).dropna(subset=["total_funding"])
    table = pd.DataFrame(
        {
            "state": source["state_code"],
            "investment_usd_bn": (source["total_funding"] / PER_BN).round(3),
        }
    )
    return table.sort_values("state", ignore_index=True)
