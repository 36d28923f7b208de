"""Use of generative AI as telemetry sees it: one of two instruments that disagree on China."""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}
PERIODS = {"h1_2025_pct": "2025-H1", "h2_2025_pct": "2025-H2", "q1_2026_pct": "2026-Q1"}

TABLE = {
    "title": "Working-age people who use generative AI, by telemetry (Microsoft)",
    "description": (
        "Share of people of working age who use generative AI, estimated by Microsoft from its "
        "own telemetry and scaled by its share of devices: China may well be undercounted (our "
        "inference). A survey of the same months (table ai_use_surveys) gives China a share more "
        "than twice as high, on another base. The three periods differ in length."
    ),
    "publisher": "Microsoft AI Economy Institute",
    "url": "https://github.com/microsoft/ai-diffusion-report",
    "licence": "MIT",
    "reuse": "open",
    "vintage": "2026-05-27",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["diffusion/microsoft_ai_diffusion_by_economy.csv"],
    "download": (
        "From the repository take data/AI_Diffusion_Q12026_Update.csv. Save it as UTF-8 (it is "
        "in Mac Roman) without percent signs, with the columns economy, h1_2025_pct, "
        "h2_2025_pct, q1_2026_pct, and call it diffusion/microsoft_ai_diffusion_by_economy.csv."
    ),
    "verified": False,
    "raw_columns": {"diffusion/microsoft_ai_diffusion_by_economy.csv": ["economy", *PERIODS]},
    "primary_key": ["place", "period"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US or China",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "US"]},
        },
        {
            "name": "period",
            "type": "string",
            "description": "First or second half of 2025, first quarter of 2026",
            "unit": None,
            "constraints": {"required": True, "enum": list(PERIODS.values())},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "People of working age who use generative AI",
            "unit": "% of people of working age",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
        {
            "name": "rank",
            "type": "integer",
            "description": "Rank among the economies of the file, 1 = highest share",
            "unit": "rank",
            "constraints": {"required": True, "minimum": 1},
        },
        {
            "name": "economies",
            "type": "integer",
            "description": "Economies ranked",
            "unit": "economies",
            "constraints": {"required": True, "minimum": 1},
        },
    ],
    "known_nulls": {},
    "quirks": [
        (
            "Ranks are computed by us; equal shares share the better rank (China, "
            "Guatemala and Peru share 67 to 69 in 2026-Q1)."
        ),
    ],
}


def build(raw):
    """Return the table from the re-encoded file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    tall = source.melt(id_vars="economy", var_name="column", value_name="share_pct")
    by_period = tall.groupby("column")["share_pct"]
    tall["rank"] = by_period.rank(ascending=False, method="min").astype("Int64")
    tall["economies"] = by_period.transform("count")
    kept = tall[tall["economy"].isin(PLACES)]
    table = kept.assign(place=kept["economy"].map(PLACES), period=kept["column"].map(PERIODS))
    table = table[[f["name"] for f in TABLE["fields"]]]
    return table.sort_values(["place", "period"], ignore_index=True)
