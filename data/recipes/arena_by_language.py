"""Does the gap depend on the language of the question? Best models on the Arena by prompt kind."""

import pandas as pd

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


def build(raw, recipe):
    """Return the table from the two files under the folder `raw`."""
    ratings, models = (pd.read_csv(raw / path) for path in recipe.raw)
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
    return table[recipe.columns]
