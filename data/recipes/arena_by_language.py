"""Does the gap depend on the language of the question? Best models on the Arena by prompt kind."""

import pandas as pd

RATINGS = "diffusion/arena_text_2025_12_by_category.csv"
MODELS = "diffusion/lmarena_catalog_models_prices.csv"
CHINA = [
    "Alibaba",
    "DeepSeek",
    "Z.ai",
    "Tencent",
    "Moonshot",
    "01 AI",
    "StepFun",
    "Meituan",
    "Baidu",
]
# Chinese model families by the beginning of their names, for models that the catalogue lacks.
FAMILIES = [
    "qwen",
    "qwq",
    "deepseek",
    "glm",
    "chatglm",
    "kimi",
    "hunyuan",
    "longcat",
    "ernie",
    "step",
    "minimax",
    "yi-",
    "doubao",
    "seed",
    "baichuan",
    "ring-",
    "ling-",
    "mimo",
]
NAMES = {
    "full": "all prompts",
    "chinese": "Chinese",
    "english": "English",
    "french": "French",
    "german": "German",
    "japanese": "Japanese",
    "korean": "Korean",
    "coding": "coding",
    "math": "mathematics",
}

TABLE = {
    "title": "Best Chinese and best other model on the Arena, by kind of prompt, December 2025",
    "description": (
        "On the Arena people compare answers of two unnamed models; ratings are fitted to their "
        "votes. For each language or kind of prompt the table keeps the best Chinese and the best "
        "other model with the 95 % interval of its rating: only the values drawn. One day in "
        "December 2025; whoever asks in a language is not a sample of its speakers."
    ),
    "publisher": "LMArena",
    "url": "https://github.com/lmarena/arena-catalog",
    "licence": "no licence file",
    "reuse": "unknown",
    "licence_note": "publisher's terms not open: only the values drawn are kept",
    "vintage": "2025-12-17",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RATINGS, MODELS],
    "download": (
        "From the repository take the leaderboard by category of December 2025, as CSV with the "
        f"columns category, model, rating, rating_q025, rating_q975 ({RATINGS}), and "
        f"data/scatterplot-data.json, as CSV with the columns name, model_api_name, organization "
        f"({MODELS})."
    ),
    "verified": False,
    "raw_columns": {
        RATINGS: ["category", "model", "rating", "rating_q025", "rating_q975"],
        MODELS: ["name", "model_api_name", "organization"],
    },
    "primary_key": ["prompt", "place"],
    "fields": [
        {
            "name": "prompt",
            "type": "string",
            "description": "Language or kind of prompt",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(NAMES.values())},
        },
        {
            "name": "place",
            "type": "string",
            "description": "China, or the best model from anywhere else",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "elsewhere"]},
        },
        {
            "name": "model",
            "type": "string",
            "description": "Best model of the group",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "rating",
            "type": "number",
            "description": "Arena rating",
            "unit": "Arena points",
            "constraints": {"required": True},
        },
        {
            "name": "low",
            "type": "number",
            "description": "Lower end of the publisher's 95 % interval",
            "unit": "Arena points",
            "constraints": {"required": True},
        },
        {
            "name": "high",
            "type": "number",
            "description": "Upper end of the publisher's 95 % interval",
            "unit": "Arena points",
            "constraints": {"required": True},
        },
        {
            "name": "rank",
            "type": "integer",
            "description": "Rank among all models on these prompts",
            "unit": "rank",
            "constraints": {"required": True, "minimum": 1},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "Countries come from the catalogue's developers, else from the beginning of the name.",
        "The best of a group has been picked for being best: its rating is biased upwards.",
    ],
}


def build(raw):
    """Return the table from the two files under the folder `raw`."""
    ratings, models = pd.read_csv(raw / RATINGS), pd.read_csv(raw / MODELS)
    maker = dict(zip(models["name"], models["organization"], strict=True))
    maker |= dict(zip(models["model_api_name"], models["organization"], strict=True))
    known = ratings["model"].map(maker)
    by_name = ratings["model"].str.lower().str.startswith(tuple(FAMILIES))
    chinese = known.isin(CHINA) | (known.isna() & by_name)
    table = ratings.assign(
        prompt=ratings["category"].map(NAMES),
        place=chinese.map({True: "China", False: "elsewhere"}),
        rank=ratings.groupby("category")["rating"].rank(ascending=False, method="min"),
        low=ratings["rating_q025"],
        high=ratings["rating_q975"],
    )
    table = table.sort_values("rank").groupby(["prompt", "place"], as_index=False).first()
    table["rank"] = table["rank"].astype("Int64")
    return table[[f["name"] for f in TABLE["fields"]]]
