"""Entities on China's three lists: export control, unreliable entities, attention."""

import pandas as pd

LISTS = {
    "cn-export-control-watchlist": "export-control list",
    "cn-unreliable-entity-list": "unreliable-entity list",
    "cn-attention-list": "attention list",
}
# Coded for this book from names and notices; every other date names US entities.
TARGETS = {
    "2025-07-09": "Taiwan",
    "2025-10-09": "US and others",
    "2026-02-24": "Japan",
    "2026-04-24": "Europe",
    "2026-06-29": "Japan",
}


def build(raw, recipe):
    """Return the table from the registry's entries under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    return pd.DataFrame(
        {
            "id": source["id"],
            "entity": source["entity_name"].str.replace(r"\s+", " ", regex=True).str.strip(),
            "list": source["list_id"].map(LISTS),
            "date": pd.to_datetime(source["date_added"], format="%Y-%m-%d"),
            "target": source["date_added"].map(TARGETS).fillna("US"),
            "source_url": source["source_url"],
        }
    ).sort_values(["date", "list", "entity"], ignore_index=True)
