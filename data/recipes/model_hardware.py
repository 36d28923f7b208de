"""Which notable models name the chips that trained them."""

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


TABLE = {
    "title": "Training hardware named by notable models of the US and China (Epoch AI)",
    "description": (
        "Notable models with a US or Chinese organisation since 2018, and the hardware that "
        "their makers named for training, as the publisher records it. Most recent rows are "
        "empty: what is not named is missing, not absent, and missing is not random. Nothing "
        "about the unnamed models follows from the named ones."
    ),
    "publisher": "Epoch AI",
    "url": "https://epoch.ai/data/ai-models",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/epoch_notable_ai_models.csv"],
    "download": "https://epoch.ai/data/notable_ai_models.csv",
    "verified": False,
    "raw_columns": {
        "dilemma/epoch_notable_ai_models.csv": [
            "Model",
            "Publication date",
            "Country (of organization)",
            "Training hardware",
        ]
    },
    "primary_key": ["model", "publication_date"],
    "fields": [
        field("model", "string", "Name of the model", required=True),
        field("publication_date", "date", "Publication", required=True),
        field("us", "boolean", "An organisation in the US took part", required=True),
        field("china", "boolean", "An organisation in China took part", required=True),
        field("hardware", "string", "Training hardware, as named"),
    ],
    "known_nulls": {"hardware": "not named, or not found; missing is not random"},
    "quirks": ["A model may name several chips, joined by commas."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    countries = source["Country (of organization)"].fillna("")
    table = pd.DataFrame(
        {
            "model": source["Model"],
            "publication_date": pd.to_datetime(source["Publication date"]),
            "us": countries.str.contains("United States"),
            "china": countries.str.contains("China"),
            "hardware": source["Training hardware"],
        }
    )
    kept = table[(table["us"] | table["china"]) & (table["publication_date"] >= "2018-01-01")]
    return kept.sort_values(["model", "publication_date"], ignore_index=True)
