"""What people in some thirty economies say of AI, their jobs and who should regulate it."""

import pandas as pd

NOW, BEFORE = "ai_index_2026", "society/ai_index_2025"
PER_CENT = 100
# File -> column of its values.
VALUES = {
    f"{NOW}/fig_9_1_2.csv": '% of respondents that "Agree"',
    f"{NOW}/fig_9_1_3.csv": "Response",
    f"{NOW}/fig_9_1_5.csv": "Response",
    f"{NOW}/fig_9_1_9.csv": "Response",
    f"{NOW}/fig_9_1_10.csv": "trust_ai_at_work",
    f"{NOW}/fig_9_3_1.csv": "% of respondents",
    f"{BEFORE}/fig_8_1_4.csv": '% of respondents that "Agree"',
    f"{BEFORE}/fig_8_1_10.csv": "% of respondents",
}
# Beginning or end of the publisher's statement -> ours.
STATEMENTS = {
    "I have a good understanding of what artificial intelligence is": "understands AI",
    "Products and services using artificial intelligence make me excited": "excited",
    "Products and services using artificial intelligence make me nervous": "nervous",
    "The job market": "job market better",
    "My job": "my job better",
}
NAMES = {
    "United States": "US",
    "USA": "US",
    "Great Britain": "United Kingdom",
    "Netherlands": "The Netherlands",
    "Czech Republic": "Czechia",
    "Slovak Republic": "Slovakia",
}


def build(raw, recipe):
    """Return all shares stacked, from the publisher's files under the folder `raw`."""
    parts = [
        _tall(raw, f"{NOW}/fig_9_1_2.csv", "Country", None, "more benefits"),
        _tall(raw, f"{NOW}/fig_9_1_3.csv", "Country", 2025, "Category", keep=["understands AI"]),
        _tall(raw, f"{NOW}/fig_9_1_5.csv", "Country", 2025, "Category"),
        _tall(raw, f"{NOW}/fig_9_1_9.csv", "Country", 2025, "Category"),
        _tall(raw, f"{NOW}/fig_9_3_1.csv", "Country", None, "trusts government"),
        _tall(raw, f"{BEFORE}/fig_8_1_4.csv", "Country", 2024, "Statement"),
        _tall(raw, f"{BEFORE}/fig_8_1_10.csv", "Country", 2024, "Category"),
    ]
    table = pd.concat(parts).assign(survey="Ipsos")
    kpmg = _tall(raw, f"{NOW}/fig_9_1_10.csv", "country", 2025, "trusts AI at work", per_cent=True)
    table = pd.concat([table, kpmg.assign(survey="KPMG-Melbourne")])
    table["place"] = table["economy"].where(table["economy"].isin(["US", "China"]), "other")
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)


def _tall(raw, path, country, year, statement, keep=None, per_cent=False):
    """One file as rows of statement, year, economy, share in per cent."""
    source = pd.read_csv(raw / path)
    if year is None:  # the column also holds "Point change 2022 vs. 2025"
        source = source[source["Year"].astype(str).str.fullmatch(r"20\d\d")]
        year = source["Year"].astype(int)
    share = source[VALUES[path]].astype(str)
    percent = per_cent | share.str.endswith("%")
    share = share.str.rstrip("%").astype(float)
    economy = source[country].str.strip()
    table = pd.DataFrame(
        {
            "year": year,
            "economy": economy.replace(NAMES),
            "share_pct": share.where(percent, share * PER_CENT).round(1),
        }
    )
    if statement in source:
        words = source[statement].str.split().str.join(" ")
        table["statement"] = words.map(STATEMENTS)
        table = table.dropna(subset=["statement"])
    else:
        table["statement"] = statement
    return table if keep is None else table[table["statement"].isin(keep)]
