"""Who takes part in eight forums on AI governance, for the places that a chapter shows."""

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


RAW = "ai_index_2026/fig_3_5_2.csv"
PLACES = {
    "United States": "US",
    "China": "China",
    "Japan": "Japan",
    "France": "France",
    "United Kindom": "UK",
    "Republic of Korea": "South Korea",
    "India": "India",
    "Brazil": "Brazil",
    "Kenya": "Kenya",
    "Netherlands": "Netherlands",
}
FORUMS = {
    "oecd_ai_principles_2019": "OECD AI principles 2019",
    "g20_ai_principles_2019": "G20 AI principles 2019",
    "coe_drafters_2022": "Council of Europe drafters 2022",
    "gpai_ministerial_declaration_2022": "GPAI declaration 2022",
    "bletchley_declaration_2023": "Bletchley Declaration 2023",
    "g7_hiroshima_ai_process_2023": "G7 Hiroshima process 2023",
    "seoul_ministerial_statement_2024": "Seoul Ministerial Statement 2024",
    "ai_action_summit_inclusive_2025": "Paris AI Action Summit 2025",
}

TABLE = {
    "title": "Participation in eight forums on AI governance, ten countries",
    "description": (
        "Whether a country took part, one row per country and forum, re-keyed for the countries "
        "shown. Some forums are clubs: one is the G7 itself. A zero may mean not invited, so "
        "the rows of a country must not be added up; the table forums says who could join."
    ),
    "publisher": "Stanford HAI, AI Index 2026",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0 (publisher's figures); facts re-keyed",
    "reuse": "no-derivatives",
    "licence_note": "publisher's files under CC BY-ND; facts re-keyed into our own columns",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the public data of the AI Index 2026, chapter Responsible AI, take fig_3.5.2.csv "
        f"and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["country", *FORUMS]},
    "primary_key": ["place", "forum"],
    "fields": [
        field("place", "string", "Country", required=True, enum=list(PLACES.values())),
        field("forum", "string", "Forum", required=True, enum=list(FORUMS.values())),
        field("took_part", "boolean", "The matrix says that it took part", required=True),
    ],
    "known_nulls": {},
    "quirks": ["The publisher's file has 58 countries and the EU and spells 'United Kindom' so."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    source = source[source["country"].isin(PLACES)].rename(columns=FORUMS)
    source["place"] = source["country"].map(PLACES)
    table = source.melt("place", list(FORUMS.values()), "forum", "took_part")
    table["took_part"] = table["took_part"].astype(bool)
    return table.sort_values(["place", "forum"], ignore_index=True)
