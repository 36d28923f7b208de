"""US firms that use AI, with standard errors: the survey of the Census Bureau."""

import pandas as pd

RAW = "diffusion/census_btos_national_ai_use.csv"
KINDS = {"current_use": "current", "expected_use_6m": "expected in six months"}

TABLE = {
    "title": "US firms that use AI (Business Trends and Outlook Survey), with standard errors",
    "description": (
        "Share of US employer businesses that said in a biweekly survey that they had used AI in "
        "producing goods or services in the last two weeks, and that they expected to within six "
        "months. A share of firms, not of workers: large firms use AI more. From 17 November 2025 "
        "the question speaks of any business function, and the Bureau reports 17 to 20 % for the "
        "months after: another question, never to be joined to this series, which ends before."
    ),
    "publisher": "US Census Bureau",
    "url": "https://www.census.gov/hfp/btos",
    "licence": "US government work, public domain",
    "reuse": "open",
    "vintage": "2025-09-21",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the page take the national results, write the AI questions (estimates and standard "
        "errors) as CSV with the columns Question ID, Question, Answer, smpdt, estimate_pct, "
        f"se_pct, Col Start, Col End, Ref Start, Ref End, item and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["Answer", "estimate_pct", "se_pct", "Col Start", "Col End", "item"]},
    "primary_key": ["kind", "start"],
    "fields": [
        {
            "name": "kind",
            "type": "string",
            "description": "Current use, or use expected in six months",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(KINDS.values())},
        },
        {
            "name": "start",
            "type": "date",
            "description": "First day of collection",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "end",
            "type": "date",
            "description": "Last day of collection",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Businesses that answered yes",
            "unit": "% of businesses",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
        {
            "name": "error_pct",
            "type": "number",
            "description": "Standard error of the share",
            "unit": "percentage points",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": ["The survey asked nothing alike in China; no Chinese series stands beside it."],
}


def build(raw):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
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
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
