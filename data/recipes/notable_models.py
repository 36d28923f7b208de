"""Notable AI models with the country of their makers and, where known, their training compute."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
    "Korea (Republic of)": "South Korea",
}
COLUMNS = {
    "Model": "model",
    "Publication date": "publication_date",
    "Training compute (FLOP)": "training_compute_flop",
    "Confidence": "compute_confidence",
    "Model accessibility": "accessibility",
}

TABLE = {
    "title": "Notable AI models",
    "description": (
        "Models that Epoch AI judged notable, 1950 to 14 August 2026: who made them, in which "
        "country, when, with how much training compute, and how they may be had. What is notable "
        "is an editorial judgement, so a count of rows is not a measure of capability. Training "
        "compute is known for 535 of 1,050 rows and missing is not random: US laboratories mostly "
        "stopped disclosing it, so a fall of the largest known US value after 2025 is missing "
        "disclosure, not smaller training runs. Most of the largest values are marked Likely or "
        "Speculative."
    ),
    "publisher": "Epoch AI",
    "url": "https://epoch.ai/data/notable-ai-models",
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
            "Organization",
            "Publication date",
            "Domain",
            "Training compute (FLOP)",
            "Confidence",
            "Organization categorization",
            "Country (of organization)",
            "Model accessibility",
        ]
    },
    "primary_key": ["model"],
    "fields": [
        {
            "name": "model",
            "type": "string",
            "description": "Name of the model, unique in this vintage",
            "unit": None,
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "organization",
            "type": "string",
            "description": "Organisations behind it, each once, in Epoch's order, joined by '; '",
            "unit": None,
        },
        {
            "name": "organization_category",
            "type": "string",
            "description": "Kinds of organisation (Industry, Academia, …), each once, joined by '; '",
            "unit": None,
        },
        {
            "name": "countries",
            "type": "string",
            "description": "Countries of the organisations, each once and sorted, joined by '; '",
            "unit": None,
        },
        {
            "name": "place",
            "type": "string",
            "description": (
                "'US' or 'China' if one of the two takes part (third countries may too), "
                "'both' if both do, 'other' if neither"
            ),
            "unit": None,
            "constraints": {"enum": ["US", "China", "both", "other"]},
        },
        {
            "name": "us",
            "type": "boolean",
            "description": "At least one organisation is in the US",
            "unit": None,
        },
        {
            "name": "china",
            "type": "boolean",
            "description": "At least one organisation is in China (Hong Kong not counted)",
            "unit": None,
        },
        {
            "name": "publication_date",
            "type": "date",
            "description": "Day of publication or announcement",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "training_compute_flop",
            "type": "number",
            "description": "Computing used in training, Epoch's estimate",
            "unit": "FLOP",
            "constraints": {"minimum": 0},
        },
        {
            "name": "compute_confidence",
            "type": "string",
            "description": "Epoch's confidence in its figures for the model",
            "unit": None,
            "constraints": {"enum": ["Confident", "Likely", "Speculative", "Unknown"]},
        },
        {
            "name": "accessibility",
            "type": "string",
            "description": "How the model may be had: open weights (three kinds), API, hosted, not",
            "unit": None,
        },
        {
            "name": "open_weights",
            "type": "boolean",
            "description": "The weights can be downloaded, under whatever terms",
            "unit": None,
        },
        {
            "name": "domain",
            "type": "string",
            "description": "Fields of use, in Epoch's order, joined by '; '",
            "unit": None,
        },
    ],
    "known_nulls": {
        "organization": "18 of 1,050: not given",
        "organization_category": "19 of 1,050: not coded",
        "countries": "18 of 1,050: not coded",
        "place": "18 of 1,050: no country given",
        "us": "18 of 1,050: no country given",
        "china": "18 of 1,050: no country given",
        "training_compute_flop": (
            "515 of 1,050: not disclosed or not estimated; missing is not random (since 2025 "
            "known for 22 % of US and 51 % of Chinese models)"
        ),
        "compute_confidence": "75 of 1,050: not coded",
        "accessibility": "251 of 1,050: not coded",
        "open_weights": "251 of 1,050: accessibility not coded",
        "domain": "3 of 1,050: not coded",
    },
    "quirks": [
        (
            "Countries and organisations are comma lists with repeats ('China,China') in the "
            "publisher's file; here they are sets."
        ),
        (
            "Google DeepMind is coded US, the older DeepMind UK: a model by both is US and UK. 'US' in "
            "`place` therefore does not exclude other countries."
        ),
        "'Multinational' is a country value of Epoch's and counts as 'other' here.",
        "An organisation's name that itself holds a comma would be cut in two; none was seen.",
        "2026 ends on 14 August.",
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    table = source.rename(columns=COLUMNS)[list(COLUMNS.values())].copy()
    table["organization"] = source["Organization"].map(_joined)
    table["organization_category"] = source["Organization categorization"].map(_joined)
    countries = source["Country (of organization)"].map(_countries)
    table["countries"] = countries.map(lambda c: "; ".join(sorted(c)) if c else None)
    table["us"] = countries.map(lambda c: "US" in c if c else None).astype("boolean")
    table["china"] = countries.map(lambda c: "China" in c if c else None).astype("boolean")
    table["place"] = countries.map(_place)
    table["publication_date"] = pd.to_datetime(table["publication_date"], format="%Y-%m-%d")
    open_weights = table["accessibility"].str.startswith("Open weights").astype("boolean")
    table["open_weights"] = open_weights.where(table["accessibility"].notna())
    table["domain"] = source["Domain"].map(_joined)
    table["model"] = table["model"].str.strip()
    return table[[f["name"] for f in TABLE["fields"]]].sort_values("model", ignore_index=True)


def _items(text):
    # Each item once, in the order given.
    if pd.isna(text):
        return []
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _joined(text):
    return "; ".join(_items(text)) or None


def _countries(text):
    return [NAMES.get(name, name) for name in _items(text)]


def _place(countries):
    if not countries:
        return None
    us, china = "US" in countries, "China" in countries
    return "both" if us and china else "US" if us else "China" if china else "other"
