"""Which notable models name the chips that trained them."""

import pandas as pd


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    countries = source["Country (of organization)"].fillna("")
    table = pd.DataFrame(
        {
            "model": source["Model"],
            "publication_date": pd.to_datetime(source["Publication date"], format="%Y-%m-%d"),
            "us": countries.str.contains("United States"),
            "china": countries.str.contains("China"),
            "hardware": source["Training hardware"],
        }
    )
    kept = table[(table["us"] | table["china"]) & (table["publication_date"] >= "2018-01-01")]
    return kept.sort_values(["model", "publication_date"], ignore_index=True)
