"""The mix of products that the estimates of NVIDIA chips assume, by fiscal quarter."""

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
    "title": "NVIDIA's data-centre products: revenue and assumed mix by fiscal quarter (Epoch AI)",
    "description": (
        "Inputs of the model behind nvidia_chips: revenue from computing products and the share "
        "of each generation in it. The shares are set by hand, several by guess: the H20's share "
        "is 0.12 for four quarters running, then 0.13 and 0.02. Country counts built on them are "
        "partly an assumption."
    ),
    "publisher": "Epoch AI",
    "url": "https://github.com/epoch-research/ai-chip-counts",
    "licence": "MIT",
    "reuse": "open",
    "vintage": "2026-04-15",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": [
        "supply/epoch_nvidia_quarterly_revenue_inputs.csv",
        "supply/epoch_nvidia_fiscal_quarter_chips.csv",
    ],
    "download": {
        "supply/epoch_nvidia_quarterly_revenue_inputs.csv": "https://github.com/epoch-research/ai-chip-counts/raw/main/nvidia_quarterly_revenue_inputs.csv",
        "supply/epoch_nvidia_fiscal_quarter_chips.csv": "https://github.com/epoch-research/ai-chip-counts/raw/main/fiscal_quarter_chips.csv",
    },
    "verified": False,
    "raw_columns": {
        "supply/epoch_nvidia_quarterly_revenue_inputs.csv": [
            "Quarter",
            "End Date",
            "compute_revenue",
            "H20",
        ],
        "supply/epoch_nvidia_fiscal_quarter_chips.csv": [
            "Name",
            "Number of Units",
            "Compute estimate in H100e (median)",
        ],
    },
    "primary_key": ["fiscal_quarter"],
    "fields": [
        field("fiscal_quarter", "string", "NVIDIA's fiscal quarter", required=True),
        field("quarter_end", "date", "Its last day", required=True),
        field(
            "compute_revenue_usd_bn",
            "number",
            "Revenue from computing products of the data-centre business",
            "bn USD",
            required=True,
        ),
        field(
            "h20_share",
            "number",
            "Share of the H20 in that revenue, as assumed",
            "fraction",
            required=True,
            minimum=0,
            maximum=1,
        ),
        field("h20_units", "number", "H20s sold to anyone, as modelled", "number", minimum=0),
        field(
            "h20_h100e",
            "number",
            "Their computing power, as modelled",
            "H100 equivalents",
            minimum=0,
        ),
    ],
    "known_nulls": {
        "h20_units": "no H20 in the quarter's rows",
        "h20_h100e": "no H20 in the quarter's rows",
    },
    "quirks": ["Fiscal years run ahead: fiscal 2026 ends in January 2026."],
}


def build(raw):
    """Return the table from the publisher's two files under the folder `raw`."""
    source, chips = (pd.read_csv(raw / path) for path in TABLE["raw"])
    h20 = chips[chips["Name"].str.endswith(" - H20")]
    h20 = h20.set_index(h20["Name"].str.removesuffix(" - H20"))
    units = h20["Number of Units"].astype(float)
    power = h20["Compute estimate in H100e (median)"].astype(float)
    return pd.DataFrame(
        {
            "fiscal_quarter": source["Quarter"],
            "quarter_end": pd.to_datetime(source["End Date"]),
            "compute_revenue_usd_bn": source["compute_revenue"].astype(float),
            "h20_share": source["H20"].astype(float),
            "h20_units": source["Quarter"].map(units),
            "h20_h100e": source["Quarter"].map(power),
        }
    ).sort_values("fiscal_quarter", ignore_index=True)
