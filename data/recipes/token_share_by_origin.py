"""Whose models one router's customers use: monthly tokens by country of the developer."""

import pandas as pd

# Country of the developer by the part of the model's name before the slash, checked against the
# ATOM project's regions of organisations where the names agree.
US = (
    "amazon anthropic arcee-ai google liquid meta meta-llama microsoft nousresearch nvidia "
    "openai perplexity poolside x-ai"
)
CHINA = (
    "alibaba baai bytedance-seed deepseek inclusionai kwaipilot minimax moonshotai nex-agi qwen "
    "stepfun tencent xiaomi z-ai"
)
OTHER = "cohere mistralai sentence-transformers tngtech upstage"
PLACES = {
    **dict.fromkeys(US.split(), "US"),
    **dict.fromkeys(CHINA.split(), "China"),
    **dict.fromkeys(OTHER.split(), "other"),
}
RESIDUAL = "other"
TOKENS_PER_BN = 1e9

TABLE = {
    "title": "Tokens on OpenRouter by origin of the model, monthly",
    "description": (
        "Tokens that customers of one router, OpenRouter, had processed per month, by country of "
        "the model's developer, with and without free variants. Shares are of the fifty largest "
        "models of each day; the residual has no origin. Its developers are not an economy: coding "
        "tools dominate and tokens differ between tokenisers. In July 2025 more than half of the "
        "Chinese tokens were of free variants, in July 2026 a seventh. Source: OpenRouter "
        "(openrouter.ai/rankings), as of 2026-08-22."
    ),
    "publisher": "OpenRouter",
    "url": "https://openrouter.ai/rankings",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["diffusion/openrouter_daily_tokens_by_model.csv"],
    "download": (
        "From the rankings page take the daily tokens per model (the same data as "
        "data/rankings-2025.json and data/rankings-2026.json of the GitHub repository "
        "IAPS-AI/OpenRouter-OS-Rankings), write them as CSV with the columns date, "
        "model_permaslug, total_tokens and call it "
        "diffusion/openrouter_daily_tokens_by_model.csv."
    ),
    "verified": False,
    "raw_columns": {
        "diffusion/openrouter_daily_tokens_by_model.csv": [
            "date",
            "model_permaslug",
            "total_tokens",
        ]
    },
    "primary_key": ["month", "variants", "place"],
    "fields": [
        {
            "name": "month",
            "type": "date",
            "description": "First day of the month",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "variants",
            "type": "string",
            "description": "'all', or 'without free' (names ending in ':free' left out)",
            "unit": None,
            "constraints": {"required": True, "enum": ["all", "without free"]},
        },
        {
            "name": "place",
            "type": "string",
            "description": (
                "Country of the developer: US, China, other, unknown (cloaked test models and "
                "community accounts), or 'outside the top 50'"
            ),
            "unit": None,
            "constraints": {
                "required": True,
                "enum": ["US", "China", "other", "unknown", "outside the top 50"],
            },
        },
        {
            "name": "tokens_bn",
            "type": "number",
            "description": "Tokens of the month",
            "unit": "bn tokens",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Share of the tokens of the top 50 models, unknown origin included",
            "unit": "% of top-50 tokens",
            "constraints": {"minimum": 0, "maximum": 100},
        },
        {
            "name": "partial",
            "type": "boolean",
            "description": "The month is not complete in this vintage",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {
        "share_pct": "rows 'outside the top 50' only: they have no origin and no share",
    },
    "quirks": [
        "Days 15 June and 15 July 2025 are missing; August 2026 ends on the 21st.",
        (
            "A fine-tune counts for whoever published it, a cloaked test model as unknown. A "
            "classification by IAPS assigns both to the base model's country and finds slightly "
            "higher Chinese shares in some months (26.5 % against 24.8 % in January 2026); it has no "
            "licence and is not used."
        ),
        "The residual cannot be split into free and paid variants: it stands under 'all' only.",
    ],
}


def build(raw):
    """Return the table from the daily tokens per model under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0], parse_dates=["date"])
    developer = source["model_permaslug"].str.split("/").str[0]
    place = developer.map(PLACES).fillna("unknown")
    source["place"] = place.mask(source["model_permaslug"].eq(RESIDUAL), "outside the top 50")
    source["month"] = source["date"].dt.to_period("M").dt.start_time
    free = source["model_permaslug"].str.endswith(":free")
    paid = source[~free & source["place"].ne("outside the top 50")]
    table = pd.concat(
        [_monthly(source).assign(variants="all"), _monthly(paid).assign(variants="without free")]
    )
    last = source["date"].max()
    table["partial"] = table["month"].eq(last.replace(day=1)) & (not last.is_month_end)
    order = TABLE["primary_key"]
    return table[[f["name"] for f in TABLE["fields"]]].sort_values(order, ignore_index=True)


def _monthly(rows):
    tokens = rows.groupby(["month", "place"], as_index=False)["total_tokens"].sum()
    ranked = tokens["total_tokens"].where(tokens["place"].ne("outside the top 50"))
    total = ranked.groupby(tokens["month"]).transform("sum")
    return tokens.assign(
        tokens_bn=(tokens["total_tokens"] / TOKENS_PER_BN).round(3),
        share_pct=(100 * ranked / total).round(3),
    )
