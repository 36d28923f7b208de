"""Whom people trust to regulate AI: their own country, the EU, the US or China."""

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


RAW = "ai_index_2026/fig_9_3_2.csv"
NAMES = {"United States": "US"}
TRUSTED = {
    "Own country": "own country",
    "European Union": "EU",
    "United States": "US",
    "China": "China",
}

TABLE = {
    "title": "Trust in the US, China, the EU and one's own country to regulate AI, 2025 (Pew)",
    "description": (
        "Facts re-keyed from the public data of the AI Index 2026. Share of adults who trust each "
        "to regulate the use of AI effectively. Pew did not ask in China, so nothing shows whom "
        "people there trust. No errors are published with the shares."
    ),
    "publisher": "Stanford HAI, AI Index 2026 (Pew Research Center)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0",
    "reuse": "no-derivatives",
    "licence_note": "facts re-keyed; the publisher's file is not shipped",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the public data of the AI Index 2026, chapter Public Opinion, take fig_9.3.2.csv "
        f"and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["country", "trust_in", "response_perc"]},
    "primary_key": ["economy", "trusted"],
    "fields": [
        field("economy", "string", "Where people were asked", required=True),
        field(
            "trusted",
            "string",
            "Who is trusted",
            required=True,
            enum=["own country", "EU", "US", "China"],
        ),
        field(
            "share_pct",
            "number",
            "Adults who trust it to regulate AI",
            "% of adults",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ],
    "known_nulls": {},
    "quirks": ["For the US, own country and the US are the same answer."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    table = pd.DataFrame(
        {
            "economy": source["country"].str.strip().replace(NAMES),
            "trusted": source["trust_in"].str.strip().map(TRUSTED),
            "share_pct": (100 * source["response_perc"]).round(1),
        }
    )
    table = table.dropna().drop_duplicates(["economy", "trusted"])
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
