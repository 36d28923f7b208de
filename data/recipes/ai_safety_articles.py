"""Articles on AI safety from three countries: who writes on the danger."""

import pandas as pd

PLACES = {"United States": "US", "China": "China", "United Kingdom": "UK"}


def build(raw, recipe):
    """Return the table from the rows copied into the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = pd.DataFrame(
        {
            "place": source["country"].map(PLACES),
            "articles": source["ai_safety_articles_2018_2023"],
            "growth_pct": source["growth_2018_2023_pct"].astype(float),
            "share_pct": source["global_share_pct"].astype(float),
            "citations_per_article": source["citations_per_article"].astype(float),
        }
    )
    return table.sort_values("place", ignore_index=True)
