"""US State bills on AI by topic, year and outcome."""

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


RAW = "regulation/ncsl_state_ai_bill_topics_2023_2025.csv"
TOPICS = [
    "Appropriations",
    "Child Pornography",
    "Criminal Use",
    "Education Use",
    "Government Use",
    "Private Sector Use",
    "Studies",
]

TABLE = {
    "title": "US State bills on AI by topic, enacted and vetoed, 2023-2025",
    "description": (
        "Numbers of bills by topic as the National Conference of State Legislatures tags them; "
        "enacted and vetoed ones, and the topics that a chapter shows. A bill can carry several topics: never add topics up. A "
        "topic says what a bill is about, not whether it adds or lifts a duty."
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
        "Count the bills of the publisher's yearly lists on AI legislation by topic and outcome "
        f"and store them as {RAW} with the columns year, topic, outcome, bills."
    ),
    "verified": False,
    "raw_columns": {RAW: ["year", "topic", "outcome", "bills"]},
    "primary_key": ["year", "topic", "outcome"],
    "fields": [
        field("year", "integer", "Year of the session", "year", required=True),
        field("topic", "string", "Topic", required=True, enum=TOPICS),
        field("outcome", "string", "Outcome", required=True, enum=["enacted", "vetoed"]),
        field("bills", "integer", "Bills", "bills", required=True, minimum=1),
    ],
    "known_nulls": {},
    "quirks": ["Only pairs that occur have a row."],
}


def build(raw):
    """Return the table from the counted file under the folder `raw`."""
    table = pd.read_csv(raw / RAW)[["year", "topic", "outcome", "bills"]]
    shown = table["outcome"].isin(["enacted", "vetoed"]) & table["topic"].isin(TOPICS)
    table = table[shown]
    return table.sort_values(["year", "topic", "outcome"], ignore_index=True)
