"""Models with a value on the Epoch Capabilities Index: who held the record, and when."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
}

TABLE = {
    "title": "Models scored on the Epoch Capabilities Index (ECI)",
    "description": (
        "One row per model version with a value on the Epoch Capabilities Index, an index fitted "
        "to many benchmarks at once, with its interval. The publisher's file has one row per "
        "effort setting of a version, all with the same index value: they are one row here. The "
        "index is refitted continuously, so values drift between vintages and vintages must not "
        "be mixed (Gemini 3 Pro stood at 154.0 in a file of early 2026 and at 153.1 here). The "
        "third quarter of 2026 is partial. A score belongs to its version: date it by `version_date`; "
        "`publication_date` is the day on which the family was announced."
    ),
    "publisher": "Epoch AI",
    "url": "https://epoch.ai/benchmarks",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/epoch_benchmarked_models.csv"],
    "download": "https://epoch.ai/data/benchmarked_models.csv",
    "verified": False,
    "raw_columns": {
        "dilemma/epoch_benchmarked_models.csv": [
            "Model",
            "model_group",
            "Organization",
            "Country (of organization)",
            "Publication date",
            "Version release date",
            "Model accessibility",
            "eci",
            "eci_ci_low",
            "eci_ci_high",
        ]
    },
    "primary_key": ["model"],
    "fields": [
        {
            "name": "model",
            "type": "string",
            "description": "Model version (the publisher's model group), unique",
            "unit": None,
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "family",
            "type": "string",
            "description": "Name of the model without its version; several versions may share it",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "organization",
            "type": "string",
            "description": "Developer",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "country",
            "type": "string",
            "description": "Country of the developer",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China or other",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "other"]},
        },
        {
            "name": "publication_date",
            "type": "date",
            "description": "Day the model was published or announced (one for all its versions)",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "version_date",
            "type": "date",
            "description": "First release day of this version",
            "unit": None,
        },
        {
            "name": "accessibility",
            "type": "string",
            "description": "How the model may be had",
            "unit": None,
        },
        {
            "name": "open_weights",
            "type": "boolean",
            "description": "The weights can be downloaded, under whatever terms",
            "unit": None,
        },
        {
            "name": "eci",
            "type": "number",
            "description": "Epoch Capabilities Index",
            "unit": "index points",
            "constraints": {"required": True},
        },
        {
            "name": "eci_low",
            "type": "number",
            "description": "Lower end of the publisher's interval",
            "unit": "index points",
        },
        {
            "name": "eci_high",
            "type": "number",
            "description": "Upper end of the publisher's interval",
            "unit": "index points",
        },
    ],
    "known_nulls": {
        "eci_low": "2 of 212: GPT-5 (150) and Claude 3.5 Sonnet (130), which look like the two "
        "fixed points of the scale",
        "eci_high": "2 of 212: as eci_low",
        "accessibility": "6 of 212: not coded",
        "open_weights": "6 of 212: accessibility not coded",
    },
    "quirks": [
        "Rows of the publisher's file without an index value (286 of 839) are left out.",
        (
            "By publication date a later version counts from its first announcement: Gemini 1.5 Pro "
            "of September 2024 and OpenAI's o3 of April 2025 stand at February and December 2024."
        ),
        "Benchmark results before 2024 are thin; models of before 2023 are few.",
        "Google DeepMind is coded US.",
    ],
}

COLUMNS = {
    "model_group": "model",
    "Model": "family",
    "Organization": "organization",
    "Country (of organization)": "country",
    "Publication date": "publication_date",
    "Version release date": "version_date",
    "Model accessibility": "accessibility",
    "eci": "eci",
    "eci_ci_low": "eci_low",
    "eci_ci_high": "eci_high",
}


def build(raw):
    """Return the table; raise ValueError if settings of one version differ in their index."""
    source = pd.read_csv(raw / TABLE["raw"][0]).dropna(subset=["eci"])
    rows = source.rename(columns=COLUMNS)[list(COLUMNS.values())]
    one_value = ["family", "organization", "country", "publication_date", "eci"]
    spread = rows.groupby("model")[one_value].nunique().max(axis=1)
    if (spread > 1).any():
        raise ValueError(
            f"{TABLE['raw'][0]}: settings of one model version differ in index, maker or date: "
            f"{', '.join(spread[spread > 1].index)}"
        )
    # The earliest release day among the settings of a version dates the version.
    table = rows.sort_values("version_date").groupby("model", as_index=False).first()
    for column in ("publication_date", "version_date"):
        table[column] = pd.to_datetime(table[column], format="%Y-%m-%d")
    table["country"] = table["country"].replace(NAMES)
    table["place"] = table["country"].where(table["country"].isin(["US", "China"]), "other")
    open_weights = table["accessibility"].str.startswith("Open weights").astype("boolean")
    table["open_weights"] = open_weights.where(table["accessibility"].notna())
    return table[[f["name"] for f in TABLE["fields"]]].sort_values("model", ignore_index=True)
