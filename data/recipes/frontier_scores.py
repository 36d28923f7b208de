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


def build(raw, recipe):
    """Return the table from the flattened file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
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
    return table.sort_values(recipe.primary_key, ignore_index=True)


def _place(organizations):
    parts = [part.strip() for part in organizations.split(",")]
    if any(part in CHINA for part in parts):
        return "China"
    return "other" if parts[0] in OTHER else "US"
