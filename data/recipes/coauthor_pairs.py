"""With whom the US and China write articles: sums over pairs, in AI and in all science."""

import pandas as pd


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


AI_ARTICLES = "society/nsf_sei_spbs92_ai_coauthor_pairs_2003_2022.csv"
AI_INDEX = "society/nsf_sei_spbs94_ai_collaboration_index.csv"
SCIENCE = "society/nsf_sei_spbs35_38_all_science_pairs_2003_2022.csv"
PLACES = {"United States": "US", "China": "China"}
COLUMNS = {"united_states": "US", "china": "China"}
AI = "AI 2003-22"

TABLE = {
    "title": "Articles written together: the US and China with their partners",
    "description": (
        "Internationally co-authored articles by pair of economies: in AI as a sum over 2003-2022, "
        "in all science for 2003 and 2022. The index of collaboration divides a pair's articles by "
        "what the sizes of both would lead one to expect: 1 is the average. Whole counting; Scopus "
        "class artificial intelligence. The tables end in 2022."
    ),
    "publisher": "NSF NCSES, Science and Engineering Indicators (Science-Metrix, Scopus)",
    "url": "https://ncses.nsf.gov/indicators",
    "licence": "US government work (built on Scopus)",
    "reuse": "open",
    "vintage": "2023-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [AI_ARTICLES, AI_INDEX, SCIENCE],
    "download": (
        "From Science and Engineering Indicators, publications output, take tables SPBS-92, "
        "SPBS-94, and SPBS-35 with SPBS-38 joined as year, economy_a, economy_b, "
        f"coauthored_articles, index_of_collaboration; call them {AI_ARTICLES}, {AI_INDEX} and "
        f"{SCIENCE}."
    ),
    "verified": False,
    "raw_columns": {
        AI_ARTICLES: ["region_country_or_economy", "china", "united_states"],
        AI_INDEX: ["region_country_or_economy", "china", "united_states"],
        SCIENCE: [
            "year",
            "economy_a",
            "economy_b",
            "coauthored_articles",
            "index_of_collaboration",
        ],
    },
    "primary_key": ["field", "place", "partner"],
    "fields": [
        field(
            "field",
            "string",
            "What is counted",
            required=True,
            enum=[AI, "all science 2003", "all science 2022"],
        ),
        field("place", "string", "US or China", required=True, enum=["US", "China"]),
        field("partner", "string", "The other economy", required=True),
        field("articles", "integer", "Articles with authors in both", "articles", minimum=0),
        field(
            "index",
            "number",
            "Index of collaboration",
            "ratio (1 = as expected by size)",
            minimum=0,
        ),
    ],
    "known_nulls": {},
    "quirks": ["The pair US-China stands twice, once from each side."],
}


def build(raw):
    """Return the pairs from the publisher's files under the folder `raw`."""
    counts, index = (_wide(raw / path) for path in (AI_ARTICLES, AI_INDEX))
    table = counts.merge(index, on=["place", "partner"]).assign(field=AI)
    table.columns = ["partner", "place", "articles", "index", "field"]
    science = pd.read_csv(raw / SCIENCE)
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
    names = [f["name"] for f in TABLE["fields"]]
    return table[names].sort_values(TABLE["primary_key"], ignore_index=True)


def _wide(path):
    """A matrix's columns of the US and China as rows of partner, place, value."""
    source = pd.read_csv(path).rename(columns=COLUMNS)
    source["partner"] = source["region_country_or_economy"].replace({"United States": "US"})
    return source.melt("partner", ["US", "China"], var_name="place", value_name="value")
