"""What people in some thirty economies say of AI, their jobs and who should regulate it."""

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


NOW, BEFORE = "ai_index_2026", "society/ai_index_2025"
PER_CENT = 100
# (file, survey, year or None if the file has it, column of the statement or the one statement)
FILES = {
    f"{NOW}/fig_9_1_2.csv": ["Country", "Year", '% of respondents that "Agree"'],
    f"{NOW}/fig_9_1_3.csv": ["Category", "Country", "Response"],
    f"{NOW}/fig_9_1_5.csv": ["Category", "Country", "Response"],
    f"{NOW}/fig_9_1_9.csv": ["Category", "Country", "Response"],
    f"{NOW}/fig_9_1_10.csv": ["country", "trust_ai_at_work"],
    f"{NOW}/fig_9_3_1.csv": ["% of respondents", "Country", "Year"],
    f"{BEFORE}/fig_8_1_4.csv": ["Statement", "Country", '% of respondents that "Agree"'],
    f"{BEFORE}/fig_8_1_10.csv": ["Category", "Country", "% of respondents"],
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

TABLE = {
    "title": "Opinions on AI by economy, 2022-2025",
    "description": (
        "Facts re-keyed from the public data of the AI Index 2025 and 2026. Ipsos asks online "
        "panels, which in China are urban and educated: they do not stand for workers. No Chinese "
        "value for 2023. The University of Melbourne and KPMG asked about AI at work in 47 "
        "economies. Ipsos asked about trust in one's government outside China only. "
        "No sample sizes or errors are published with the shares."
    ),
    "publisher": "Stanford HAI, AI Index 2025 and 2026 (Ipsos; University of Melbourne and KPMG)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0",
    "reuse": "no-derivatives",
    "licence_note": "facts re-keyed; the publisher's files are not shipped",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": list(FILES),
    "download": (
        "From the public data of the AI Index 2026, chapter Public Opinion, take fig_9.1.2, 9.1.3, "
        "9.1.5, 9.1.9, 9.1.10 and 9.3.1 (.csv); from that of 2025, chapter Public Opinion, take "
        "fig_8.1.4 and 8.1.10; name them with underscores in ai_index_2026/ and "
        "society/ai_index_2025/."
    ),
    "verified": False,
    "raw_columns": FILES,
    "primary_key": ["survey", "statement", "year", "economy"],
    "fields": [
        field("survey", "string", "Who asked", required=True, enum=["Ipsos", "KPMG-Melbourne"]),
        field(
            "statement",
            "string",
            "What respondents agreed to (see the quirks)",
            required=True,
            enum=[
                "more benefits",
                "understands AI",
                "excited",
                "nervous",
                "job market better",
                "my job better",
                "trusts government",
                "trusts AI at work",
            ],
        ),
        field("year", "integer", "Year of the survey", "year", required=True),
        field("economy", "string", "Economy, or Global (mean over economies)", required=True),
        field(
            "place", "string", "US, China or other", required=True, enum=["US", "China", "other"]
        ),
        field(
            "share_pct",
            "number",
            "Respondents who agree",
            "% of respondents",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ],
    "known_nulls": {},
    "quirks": [
        (
            "more benefits: products and services using AI have more benefits than drawbacks; "
            "excited, nervous: such products make me so; job market better, my job better: AI will "
            "make it better in the next three to five years; understands AI: I have a good "
            "understanding of what it is; trusts government: to regulate AI."
        ),
        "Shares of 2024 come from the edition of 2025, rounded to whole per cent.",
    ],
}


def build(raw):
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
    names = [f["name"] for f in TABLE["fields"]]
    return table[names].sort_values(TABLE["primary_key"], ignore_index=True)


def _tall(raw, path, country, year, statement, keep=None, per_cent=False):
    """One file as rows of statement, year, economy, share in per cent."""
    source = pd.read_csv(raw / path)
    value = FILES[path][-1] if FILES[path][-1] != "Year" else FILES[path][0]
    if year is None:  # the column also holds "Point change 2022 vs. 2025"
        source = source[source["Year"].astype(str).str.fullmatch(r"20\d\d")]
        year = source["Year"].astype(int)
    share = source[value].astype(str)
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
