"""US firms that use AI, with standard errors: the survey of the Census Bureau."""

import pandas as pd

KINDS = {"current_use": "current", "expected_use_6m": "expected in six months"}


def build(raw, recipe):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    yes = source[source["Answer"] == "Yes"]
    table = pd.DataFrame(
        {
            "kind": yes["item"].map(KINDS),
            "start": pd.to_datetime(yes["Col Start"], format="%m/%d/%Y"),
            "end": pd.to_datetime(yes["Col End"], format="%m/%d/%Y"),
            "share_pct": yes["estimate_pct"],
            "error_pct": yes["se_pct"],
        }
    )
    return table.sort_values(recipe.primary_key, ignore_index=True)
