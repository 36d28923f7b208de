"""How one codebook of strategic rivalries sees the US, Russia or the USSR, and China."""

import pandas as pd

POWERS = {2, 365, 710}
KINDS = ["positional", "spatial", "ideological", "interventionary"]
LAST_YEAR = 2020


def build(raw, recipe):
    """Return the table from the converted R data under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    pairs = source[["ccode1", "ccode2"]]
    kept = source[pairs.isin(POWERS).any(axis=1)]
    pairs = kept[["ccode1", "ccode2"]]
    table = pd.DataFrame(
        {
            "rivalry_id": kept["tssr_id"],
            "rivalry": kept["rivalry"],
            "us": pairs.eq(2).any(axis=1),
            "russia": pairs.eq(365).any(axis=1),
            "china": pairs.eq(710).any(axis=1),
            "start_year": kept["start"].astype("Int64"),
            "end_year": kept["end"].astype("Int64"),
            "end_of_data": kept["end"].ge(LAST_YEAR),
            **{kind: kept[kind].eq(1) for kind in KINDS},
        }
    )
    return table.sort_values("rivalry_id", ignore_index=True)
