"""Firms that use AI as executives say in a consultancy's survey: the other instrument on firms."""

import pandas as pd

OLD, NEW = "diffusion/owid_share_companies_using_ai.csv", "ai_index_2026/fig_4_3_2.csv"
VALUE = "Organizations reporting having adopted AI"
PLACES = {"Greater China": "Greater China", "North America": "North America"}

TABLE = {
    "title": "Organisations that use AI, by executives' answers (McKinsey), two regions",
    "description": (
        "Share of respondents who say that their organisation uses AI in at least one function. "
        "Respondents are executives who chose to answer. Greater China includes Hong Kong, Macao "
        "and Taiwan; North America is not the US. Values of 2021 to 2023 come from one edition of "
        "the AI Index, those of 2024 from another survey report, those of 2025 from the 2026 "
        "edition: changes between years mix use with method."
    ),
    "publisher": "McKinsey, in the AI Index of Stanford HAI (editions 2025 and 2026)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0 (publisher's figures); facts re-keyed",
    "reuse": "no-derivatives",
    "licence_note": "publisher's file under CC BY-ND; facts re-keyed into our own columns",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [OLD, NEW],
    "download": (
        "From the public data of the AI Index 2026 take fig_4.3.2.csv (chapter Economy) and call "
        f"it {NEW}; from Our World in Data take the chart data 'Share of companies using "
        f"artificial intelligence technology' (AI Index 2025) and call it {OLD}."
    ),
    "verified": False,
    "raw_columns": {
        OLD: ["Entity", "Year", VALUE],
        NEW: ["% of Respondents", "Geographic Area", "Label"],
    },
    "primary_key": ["region", "year"],
    "fields": [
        {
            "name": "region",
            "type": "string",
            "description": "Region of the respondents",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(PLACES)},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year of the survey",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Respondents whose organisation uses AI",
            "unit": "% of respondents",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
    ],
    "known_nulls": {},
    "quirks": ["No standard errors are published, and the number of respondents is not given."],
}


def build(raw):
    """Return the table from the two files under the folder `raw`; the newer one wins."""
    old = pd.read_csv(raw / OLD).rename(
        columns={"Entity": "region", "Year": "year", VALUE: "share_pct"}
    )
    new = pd.read_csv(raw / NEW)
    new = pd.DataFrame(
        {
            "region": new["Geographic Area"].str.replace(r"\s*\(.*\)", "", regex=True),
            "year": new["Label"],
            "share_pct": (100 * new["% of Respondents"]).round(1),
        }
    )
    table = pd.concat([old[~old["year"].isin(new["year"])], new])
    table = table[table["region"].isin(PLACES)]
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
