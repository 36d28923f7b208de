"""Young workers in the jobs most exposed to AI against the least exposed, by US payrolls."""

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


RAW = "ai_index_2026/fig_4_4_30.csv"

TABLE = {
    "title": "US headcount of workers aged 22 to 25, most against least exposed jobs, 2021-2025",
    "description": (
        "Facts re-keyed from the public data of the AI Index 2026. Difference in headcount between "
        "the fifth of occupations most exposed to AI and the least exposed fifth, among workers aged 22 to "
        "25, from payrolls of one provider (ADP), relative to late 2022. The file gives no errors. Interest "
        "rates, hiring cycles and remote work fall in the same years."
    ),
    "publisher": "Stanford HAI, AI Index 2026 (Brynjolfsson, Chandar and Chen 2025, ADP)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0",
    "reuse": "no-derivatives",
    "licence_note": "facts re-keyed; the publisher's file is not shipped",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the public data of the AI Index 2026, chapter Economy, take fig_4.4.30.csv and call "
        f"it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["date", "q5_estimate"]},
    "primary_key": ["month"],
    "fields": [
        field("month", "date", "First day of the month", required=True, unique=True),
        field(
            "difference_pct",
            "number",
            "Most exposed fifth against the least exposed",
            "%",
            required=True,
        ),
    ],
    "known_nulls": {},
    "quirks": ["One provider's payrolls; firms that use it are not a sample of all firms."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    table = pd.DataFrame(
        {
            "month": pd.to_datetime(source["date"], format="%m/%d/%y"),
            "difference_pct": source["q5_estimate"].round(2),
        }
    )
    return table.sort_values("month", ignore_index=True)
