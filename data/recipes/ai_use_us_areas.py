"""Is AI use in the US spread out or gathered in a few places? Rates by state and metropolis."""

import pandas as pd

STATES = "diffusion/microsoft_us_state_2026q1.csv"
METROS = "diffusion/microsoft_us_msa_2026q1.csv"

TABLE = {
    "title": "AI users by US state and metropolitan area, first quarter of 2026",
    "description": (
        "Share of people of working age who use generative AI, estimated by Microsoft for the "
        "states, the District of Columbia and the 35 largest metropolitan areas. Model-based "
        "small-area estimates, not counts, which pulls areas towards what the model expects. A "
        "rate of use: it does not compare with counts of filings or of dollars."
    ),
    "publisher": "Microsoft AI Economy Institute",
    "url": "https://github.com/microsoft/ai-diffusion-report",
    "licence": "MIT",
    "reuse": "open",
    "vintage": "2026-05-27",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [STATES, METROS],
    "download": (
        f"From the repository, folder data/US, take the files by state and by metropolitan area "
        f"for the first quarter of 2026 and call them {STATES} and {METROS}."
    ),
    "verified": False,
    "raw_columns": {
        STATES: ["State Name", "AI User Share"],
        METROS: ["MSA Title", "AI User Share"],
    },
    "primary_key": ["level", "area"],
    "fields": [
        {
            "name": "level",
            "type": "string",
            "description": "state or metropolis",
            "unit": None,
            "constraints": {"required": True, "enum": ["state", "metropolis"]},
        },
        {
            "name": "area",
            "type": "string",
            "description": "Name of the area",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Users of generative AI",
            "unit": "% of people of working age",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
    ],
    "known_nulls": {},
    "quirks": ["No like table was found for Chinese provinces."],
}


def build(raw):
    """Return the table from the two files under the folder `raw`."""
    parts = []
    for level, path, name in (("state", STATES, "State Name"), ("metropolis", METROS, "MSA Title")):
        source = pd.read_csv(raw / path, encoding="utf-8-sig")
        parts.append(
            pd.DataFrame(
                {"level": level, "area": source[name], "share_pct": source["AI User Share"]}
            )
        )
    return pd.concat(parts).sort_values(["level", "area"], ignore_index=True)
