"""NVIDIA chips in China by type and quarter, and Microsoft's total: model estimates."""

import pandas as pd

RENAME = {
    "Owner": "owner",
    "Chip type": "chip",
    "Number of Units": "units",
    "Number of Units (5th percentile)": "units_p5",
    "Number of Units (95th percentile)": "units_p95",
    "Compute estimate in H100e (median)": "h100e",
    "H100e (5th percentile)": "h100e_p5",
    "H100e (95th percentile)": "h100e_p95",
}


def build(raw, recipe):
    """Return the table from the publisher's three files under the folder `raw`."""
    quarters, by_chip, totals = (pd.read_csv(raw / path) for path in recipe.raw)
    parts = [
        quarters[quarters["Owner"] == "China"].assign(measure="quarter"),
        by_chip[by_chip["Owner"] == "China"].assign(measure="cumulative"),
        totals[totals["Owner"].isin(["China", "Microsoft"])].assign(
            measure="cumulative", **{"Chip type": "all"}
        ),
    ]
    table = pd.concat(parts).rename(columns=RENAME)
    table["quarter_end"] = pd.to_datetime(table["End date"], format="%m/%d/%Y")
    table = table[table["quarter_end"] < "2026-01-01"]
    order = recipe.primary_key
    numbers = [f["name"] for f in recipe.table["fields"] if f["type"] == "number"]
    table[numbers] = table[numbers].astype(float)
    return table[recipe.columns].sort_values(order, ignore_index=True)
