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


def build(raw, recipe):
    """Return the table from the daily tokens per model under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0], parse_dates=["date"], date_format="%Y-%m-%d")
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
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)


def _monthly(rows):
    tokens = rows.groupby(["month", "place"], as_index=False)["total_tokens"].sum()
    ranked = tokens["total_tokens"].where(tokens["place"].ne("outside the top 50"))
    total = ranked.groupby(tokens["month"]).transform("sum")
    return tokens.assign(
        tokens_bn=(tokens["total_tokens"] / TOKENS_PER_BN).round(3),
        share_pct=(100 * ranked / total).round(3),
    )
