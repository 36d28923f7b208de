"""US State bills on AI by state, year and outcome."""

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


RAW = "regulation/ncsl_state_ai_bill_counts_2023_2025.csv"
OUTCOMES = ["adopted", "enacted", "vetoed"]
YEAR = 2025

TABLE = {
    "title": "US State bills on AI by State and outcome, 2025",
    "description": (
        "Numbers of bills counted from a list of the National Conference of State Legislatures. "
        "Only the year and the outcomes that a chapter shows. Wider than the AI Index (resolutions "
        "and every topic), so the two must not be joined. A bill is not a burden: many "
        "fund studies or punish crimes."
    ),
    "publisher": "National Conference of State Legislatures (counts)",
    "url": "https://www.ncsl.org",
    "licence": "no licence given; facts only",
    "reuse": "facts-only",
    "licence_note": "publisher's terms not open; counts only",
    "vintage": "2025",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "Count the bills of the publisher's yearly lists on AI legislation by state and outcome "
        f"and store them as {RAW} with the columns year, state, outcome, bills."
    ),
    "verified": False,
    "raw_columns": {RAW: ["year", "state", "outcome", "bills"]},
    "primary_key": ["year", "state", "outcome"],
    "fields": [
        field("year", "integer", "Year of the session", "year", required=True),
        field("state", "string", "State or territory", required=True),
        field("outcome", "string", "Outcome", required=True, enum=OUTCOMES),
        field("bills", "integer", "Bills", "bills", required=True, minimum=1),
    ],
    "known_nulls": {},
    "quirks": ["Only outcomes that occur have a row."],
}


def build(raw):
    """Return the table from the counted file under the folder `raw`."""
    table = pd.read_csv(raw / RAW)[["year", "state", "outcome", "bills"]]
    table = table[(table["year"] == YEAR) & table["outcome"].isin(OUTCOMES)]
    return table.sort_values(["year", "state", "outcome"], ignore_index=True)
