"""With whom the US and China write articles: sums over pairs, in AI and in all science."""

import pandas as pd

PLACES = {"United States": "US", "China": "China"}
COLUMNS = {"united_states": "US", "china": "China"}
AI = "AI 2003-22"


def build(raw, recipe):
    """Return the pairs from the publisher's files under the folder `raw`."""
    ai_articles, ai_index, all_science = (raw / path for path in recipe.raw)
    counts, index = _wide(ai_articles), _wide(ai_index)
    table = counts.merge(index, on=["place", "partner"]).assign(field=AI)
    table.columns = ["partner", "place", "articles", "index", "field"]
    science = pd.read_csv(all_science)
    turned = science.rename(columns={"economy_a": "economy_b", "economy_b": "economy_a"})
    science = pd.concat([science, turned])  # the file holds each pair once
    science = science[science["economy_a"].isin(PLACES)]
    science = science.assign(
        place=science["economy_a"].map(PLACES),
        partner=science["economy_b"].replace({"United States": "US"}),
        field="all science " + science["year"].astype(str),
        articles=science["coauthored_articles"],
        index=science["index_of_collaboration"],
    )
    table = pd.concat([table, science], ignore_index=True)
    table = table[(table["partner"] != table["place"]) & (table["partner"] != "World")]
    table = table.dropna(subset=["articles", "index"])
    table = table.drop_duplicates(["field", "place", "partner"])
    table["articles"] = table["articles"].astype(int)
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)


def _wide(path):
    """A matrix's columns of the US and China as rows of partner, place, value."""
    source = pd.read_csv(path).rename(columns=COLUMNS)
    source["partner"] = source["region_country_or_economy"].replace({"United States": "US"})
    return source.melt("partner", ["US", "China"], var_name="place", value_name="value")
