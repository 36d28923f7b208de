"""Scores of models on nine benchmarks, to measure how far one group of developers is behind."""

import pandas as pd

CHINA = [
    "Alibaba",
    "DeepSeek",
    "Moonshot",
    "Z.ai (Zhipu AI)",
    "01.AI",
    "Baichuan",
    "MiniMax",
    "Tsinghua University",
    "Peking University",
    "Shanghai AI Lab",
]
OTHER = ["Mistral AI", "Technology Innovation Institute", "Stability AI"]
NAMES = {
    "chess_puzzles": "Chess puzzles",
    "eci": "ECI (index of many)",
    "frontiermath_public": "FrontierMath",
    "gpqa_diamond": "GPQA Diamond",
    "math_level_5": "MATH level 5",
    "metr_time_horizon": "METR time horizon",
    "otis_mock_aime": "OTIS Mock AIME",
    "simpleqa_verified": "SimpleQA Verified",
    "swe_bench_verified": "SWE-bench Verified",
}
RAW = "diffusion/epoch_iaps_benchmark_models_2026_08.csv"

TABLE = {
    "title": "Scores of models on nine benchmarks, with country and openness",
    "description": (
        "One row per model (and effort setting) and benchmark, from Epoch AI's benchmark data as "
        "assembled by IAPS. The publisher's flag for China misses MiniMax (six rows): here the "
        "country follows the developer. Not Chinese is not the same as US: Mistral, TII and "
        "Stability AI are 'other'. Scores before 2024 are very thin, and effort settings are "
        "uneven. Scales differ by benchmark and never compare across benchmarks."
    ),
    "publisher": "Epoch AI, assembled by IAPS",
    "url": "https://github.com/IAPS-AI/Open-Source-Gap",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the repository take data.json (version of 22 August 2026), write its lists "
        "trend_models as one CSV with the columns benchmark, model, display_name, date, "
        f"organization, is_open, is_china, score, score_std and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {
        RAW: ["benchmark", "model", "date", "organization", "is_open", "score", "score_std"]
    },
    "primary_key": ["benchmark", "model", "run"],
    "fields": [
        {
            "name": "benchmark",
            "type": "string",
            "description": "Benchmark, or the Epoch Capabilities Index fitted to many of them",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(NAMES.values())},
        },
        {
            "name": "model",
            "type": "string",
            "description": "Model as the publisher names it, with its effort setting",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "run",
            "type": "integer",
            "description": "1, or the number of the run where a model was scored again",
            "unit": "run",
            "constraints": {"required": True, "minimum": 1},
        },
        {
            "name": "organization",
            "type": "string",
            "description": "Developer",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "Country of the developer: US, China or other (Google DeepMind: US)",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "other"]},
        },
        {
            "name": "date",
            "type": "date",
            "description": "Release date of the model",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "open_weights",
            "type": "boolean",
            "description": "The weights can be downloaded",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "score",
            "type": "number",
            "description": "Score: index points (ECI), minutes (METR), else % of tasks solved",
            "unit": "points, minutes or %, by benchmark",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "score_error",
            "type": "number",
            "description": "Standard error of the score as published",
            "unit": "as score",
            "constraints": {"minimum": 0},
        },
    ],
    "known_nulls": {
        "score_error": "42 of 1,217: all of METR, and the two fixed points of the ECI scale"
    },
    "quirks": [
        "Joint work of Chinese and US institutions (one row) counts as Chinese.",
        "A country is that of the developer's seat, not of its staff, chips or users.",
    ],
}


def build(raw):
    """Return the table from the flattened file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    place = source["organization"].map(_place)
    table = pd.DataFrame(
        {
            "benchmark": source["benchmark"].map(NAMES),
            "model": source["model"],
            "run": source.groupby(["benchmark", "model"]).cumcount() + 1,
            "organization": source["organization"],
            "place": place,
            "date": pd.to_datetime(source["date"], format="%Y-%m-%d"),
            "open_weights": source["is_open"].astype(bool),
            "score": source["score"].round(4),
            "score_error": source["score_std"].round(4),
        }
    )
    return table.sort_values(TABLE["primary_key"], ignore_index=True)


def _place(organizations):
    parts = [part.strip() for part in organizations.split(",")]
    if any(part in CHINA for part in parts):
        return "China"
    return "other" if parts[0] in OTHER else "US"
