"""How concentrated is the use of each country's models on one router? Tokens by developer."""

import pandas as pd
from token_share_by_origin import PLACES, RESIDUAL, TOKENS_PER_BN


def build(raw, recipe):
    """Return the table from the daily tokens per model under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0], parse_dates=["date"], date_format="%Y-%m-%d")
    months = source["date"].dt.to_period("M")
    complete = (source["date"].max() + pd.Timedelta(days=1)).to_period("M") - 1
    rows = source[months.eq(complete) & source["model_permaslug"].ne(RESIDUAL)]
    developer = rows["model_permaslug"].str.split("/").str[0]
    tokens = rows.groupby(developer)["total_tokens"].sum().rename_axis("developer").reset_index()
    tokens["place"] = tokens["developer"].map(PLACES)
    tokens["tokens_bn"] = (tokens["total_tokens"] / TOKENS_PER_BN).round(3)
    return tokens.dropna(subset=["place"])[recipe.columns].sort_values(
        "developer", ignore_index=True
    )
