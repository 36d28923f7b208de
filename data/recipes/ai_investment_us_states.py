"""Where in the US private money for AI goes: dollars by state in one year."""

import pandas as pd

RAW = "ai_index_2026/fig_4_2_15.csv"
PER_BN = 1e9

TABLE = {
    "title": "Private AI investment by US state, 2025",
    "description": (
        "Private investment in AI firms by the state of the firm's seat, 2025, current dollars. "
        "Published deals only: the spending of large firms on their own data centres is outside. "
        "A few very large deals decide the year. Dollars, not rates of use. Nothing alike was "
        "found for Chinese provinces."
    ),
    "publisher": "Stanford HAI, AI Index 2026 (Quid)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0 (publisher's figures); facts re-keyed",
    "reuse": "no-derivatives",
    "licence_note": "publisher's file under CC BY-ND; facts re-keyed into our own columns",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        f"From the public data of the AI Index 2026, chapter Economy, take fig_4.2.15.csv and "
        f"call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["state_code", "total_funding"]},
    "primary_key": ["state"],
    "fields": [
        {
            "name": "state",
            "type": "string",
            "description": "Postal code of the state, or DC",
            "unit": None,
            "constraints": {"required": True, "pattern": "[A-Z]{2}"},
        },
        {
            "name": "investment_usd_bn",
            "type": "number",
            "description": "Private AI investment in 2025",
            "unit": "bn USD, current",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": ["Four states without a published deal are left out."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW).dropna(subset=["total_funding"])
    table = pd.DataFrame(
        {
            "state": source["state_code"],
            "investment_usd_bn": (source["total_funding"] / PER_BN).round(3),
        }
    )
    return table.sort_values("state", ignore_index=True)
