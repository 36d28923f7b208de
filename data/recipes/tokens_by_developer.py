"""How concentrated is the use of each country's models on one router? Tokens by developer."""

import pandas as pd
from token_share_by_origin import PLACES, RESIDUAL, TOKENS_PER_BN

RAW = "diffusion/openrouter_daily_tokens_by_model.csv"

TABLE = {
    "title": "Tokens on OpenRouter by developer, July 2026",
    "description": (
        "Tokens that customers of one router had processed in the last complete month of the "
        "vintage, July 2026, by developer of the model, among the fifty largest models of each day. Its customers are developers; coding "
        "tools dominate. Developers without a known country are left out. Source: OpenRouter "
        "(openrouter.ai/rankings), as of 2026-08-22."
    ),
    "publisher": "OpenRouter",
    "url": "https://openrouter.ai/rankings",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": f"As for the table token_share_by_origin: the file {RAW}.",
    "verified": False,
    "raw_columns": {RAW: ["date", "model_permaslug", "total_tokens"]},
    "primary_key": ["developer"],
    "fields": [
        {
            "name": "developer",
            "type": "string",
            "description": "Developer, the part of the model's name before the slash",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "Country of the developer: US, China or other",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "other"]},
        },
        {
            "name": "tokens_bn",
            "type": "number",
            "description": "Tokens of the month",
            "unit": "bn tokens",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": ["Free variants are counted. A fine-tune counts for whoever published it."],
}


def build(raw):
    """Return the table from the daily tokens per model under the folder `raw`."""
    source = pd.read_csv(raw / RAW, parse_dates=["date"])
    months = source["date"].dt.to_period("M")
    complete = (source["date"].max() + pd.Timedelta(days=1)).to_period("M") - 1
    rows = source[months.eq(complete) & source["model_permaslug"].ne(RESIDUAL)]
    developer = rows["model_permaslug"].str.split("/").str[0]
    tokens = rows.groupby(developer)["total_tokens"].sum().rename_axis("developer").reset_index()
    tokens["place"] = tokens["developer"].map(PLACES)
    tokens["tokens_bn"] = (tokens["total_tokens"] / TOKENS_PER_BN).round(3)
    table = tokens.dropna(subset=["place"])[[f["name"] for f in TABLE["fields"]]]
    return table.sort_values("developer", ignore_index=True)
