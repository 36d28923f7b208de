"""NVIDIA chips in China by type and quarter, and Microsoft's total: model estimates."""

import pandas as pd


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


TABLE = {
    "title": "NVIDIA chips by owner, type and quarter, China and Microsoft (Epoch AI)",
    "description": (
        "Units and computing power, median with 5th and 95th percentile, estimated by a model "
        "from NVIDIA's revenue and a mix of products set by hand (table nvidia_product_mix). "
        "Chips bought in breach of the rules are not in it. The publisher's own note on the "
        "second quarter of fiscal 2026 says that no H20 went to China and that an order of 650 "
        "million USD went elsewhere; the model nevertheless counts 57,692 such H20s in China. "
        "The book shows the total with and without them. Microsoft has its total only."
    ),
    "publisher": "Epoch AI",
    "url": "https://github.com/epoch-research/ai-chip-counts",
    "licence": "MIT",
    "reuse": "open",
    "vintage": "2026-04-15",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": [
        "supply/epoch_nvidia_owners_quarters_by_chip.csv",
        "supply/epoch_nvidia_owners_cumulative_by_chip.csv",
        "supply/epoch_nvidia_owners_cumulative_totals.csv",
    ],
    "download": {
        "supply/epoch_nvidia_owners_quarters_by_chip.csv": "https://github.com/epoch-research/ai-chip-counts/raw/main/owners_quarters_by_chip.csv",
        "supply/epoch_nvidia_owners_cumulative_by_chip.csv": "https://github.com/epoch-research/ai-chip-counts/raw/main/owners_cumulative_by_chip.csv",
        "supply/epoch_nvidia_owners_cumulative_totals.csv": "https://github.com/epoch-research/ai-chip-counts/raw/main/owners_cumulative_totals.csv",
    },
    "verified": False,
    "raw_columns": {
        path: [
            "Owner",
            "End date",
            "Compute estimate in H100e (median)",
            "H100e (5th percentile)",
            "H100e (95th percentile)",
            "Number of Units",
            "Number of Units (5th percentile)",
            "Number of Units (95th percentile)",
        ]
        for path in (
            "supply/epoch_nvidia_owners_quarters_by_chip.csv",
            "supply/epoch_nvidia_owners_cumulative_by_chip.csv",
            "supply/epoch_nvidia_owners_cumulative_totals.csv",
        )
    },
    "primary_key": ["owner", "measure", "chip", "quarter_end"],
    "fields": [
        field("owner", "string", "China or Microsoft", required=True, enum=["China", "Microsoft"]),
        field(
            "measure",
            "string",
            "quarter: added in the quarter; cumulative: since 2022",
            required=True,
            enum=["cumulative", "quarter"],
        ),
        field("chip", "string", "Type of chip, or all", required=True),
        field("quarter_end", "date", "Last day of the quarter", required=True),
        field("units", "number", "Chips, median", "number", required=True, minimum=0),
        field("units_p5", "number", "Chips, 5th percentile", "number", required=True, minimum=0),
        field("units_p95", "number", "Chips, 95th percentile", "number", required=True, minimum=0),
        field("h100e", "number", "Computing power, median", "H100 equivalents", minimum=0),
        field("h100e_p5", "number", "The same, 5th percentile", "H100 equivalents", minimum=0),
        field("h100e_p95", "number", "The same, 95th percentile", "H100 equivalents", minimum=0),
    ],
    "known_nulls": {},
    "quirks": [
        "Percentiles do not add up over chips or quarters; use the cumulative rows for totals.",
        "The first quarter of 2026 is incomplete and left out.",
    ],
}
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


def build(raw):
    """Return the table from the publisher's three files under the folder `raw`."""
    quarters, by_chip, totals = (pd.read_csv(raw / path) for path in TABLE["raw"])
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
    order = TABLE["primary_key"]
    numbers = [f["name"] for f in TABLE["fields"] if f["type"] == "number"]
    table[numbers] = table[numbers].astype(float)
    return table[[f["name"] for f in TABLE["fields"]]].sort_values(order, ignore_index=True)
