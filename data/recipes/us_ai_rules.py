"""US federal AI rules and State AI laws by year."""

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


RULES = "ai_index_2026/fig_8_4_10.csv"
AGENCIES = "ai_index_2026/fig_8_4_11.csv"
LAWS = "ai_index_2026/fig_8_4_4.csv"
PRESIDENT = "Executive Office of the President"
RULE, AGENCY, LAW = (
    "Number of AI-related regulations",
    "Agency Name",
    "Number of AI-related bills passed",
)

TABLE = {
    "title": "US federal rules and State laws that concern AI, by year, 2016-2025",
    "description": (
        "Federal regulations related to AI as the index counts them (executive orders are among "
        "them), those that carry the name of the Executive Office of the President, and AI laws "
        "of all States. A count says nothing about direction: an order that removes a rule is "
        "a regulation, too. A rule of several agencies stands under each, so that agencies add up "
        "to more than the rules."
    ),
    "publisher": "Stanford HAI, AI Index 2026",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0 (publisher's figures); facts re-keyed",
    "reuse": "no-derivatives",
    "licence_note": "publisher's files under CC BY-ND; facts re-keyed into our own columns",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RULES, AGENCIES, LAWS],
    "download": (
        "From the public data of the AI Index 2026, chapter Policy, take fig_8.4.4.csv, "
        f"fig_8.4.10.csv and fig_8.4.11.csv and call them {LAWS}, {RULES} and {AGENCIES}."
    ),
    "verified": False,
    "raw_columns": {RULES: ["Year", RULE], AGENCIES: ["Year", AGENCY, RULE], LAWS: ["Year", LAW]},
    "primary_key": ["year"],
    "fields": [
        field("year", "integer", "Year", "year", required=True),
        field("federal_rules", "integer", "Federal AI rules", "rules", minimum=0),
        field(
            "of_the_president",
            "integer",
            "Entries under the Executive Office of the President",
            "rules",
            required=True,
            minimum=0,
        ),
        field("state_laws", "integer", "AI laws of all States", "laws", required=True, minimum=0),
    ],
    "known_nulls": {"federal_rules": "2017 is not in the publisher's file"},
    "quirks": ["Entries by agency sum to 76 in 2025, where the index counts 58 rules."],
}


def build(raw):
    """Return the table from the publisher's files under the folder `raw`."""
    rules = pd.read_csv(raw / RULES).set_index("Year")[RULE]
    agencies = pd.read_csv(raw / AGENCIES)
    president = agencies[agencies[AGENCY] == PRESIDENT].groupby("Year")[RULE].sum()
    laws = pd.read_csv(raw / LAWS).set_index("Year")[LAW]
    table = pd.DataFrame(
        {"federal_rules": rules, "of_the_president": president, "state_laws": laws}
    ).rename_axis("year")
    table["of_the_president"] = table["of_the_president"].fillna(0)
    return table.astype("Int64").reset_index()
