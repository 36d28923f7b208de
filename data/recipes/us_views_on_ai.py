"""US views on rules for AI by party and other groups, and on jobs by the public and experts."""

import html

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


RULES = "ai_index_2026/fig_9_3_6.csv"
JOBS = "ai_index_2026/fig_9_2_4.csv"
KINDS = {
    "all": ["Total"],
    "sex": ["Male", "Female"],
    "race": ["White", "Black", "Hispanic", "Asian"],
    "age": ["18-29", "30-49", "50-64", "65+"],
    "income": ["<$30K", "$30K-$69,999", "$70K-$99,999", "$100K+"],
    "education": ["HS or less", "Some college", "College+"],
    "place of living": ["Urban", "Suburban", "Rural"],
    "party": ["Republican", "Independent/Other", "Democrat"],
    "public or expert": ["U.S. adults", "AI experts"],
}
ANSWERS = {
    "Go too far regulating its use": "goes too far",
    "Not go far enough regulating its use": "does not go far enough",
    "Not sure": "not sure",
}

TABLE = {
    "title": "US views on federal rules for AI and on jobs, by group, 2025",
    "description": (
        "Facts re-keyed from the public data of the AI Index 2026. Question 'rules' (CHIP50): would "
        "the federal government go too far, or not far enough, in regulating AI; by group. "
        "Question 'jobs' (Pew): will AI lead to fewer or more jobs; US adults and AI experts. "
        "Sizes of groups are not published with the shares, so errors can only be guessed. US only; no "
        "survey by group was found for China."
    ),
    "publisher": "Stanford HAI, AI Index 2026 (CHIP50; Pew Research Center)",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0",
    "reuse": "no-derivatives",
    "licence_note": "facts re-keyed; the publisher's files are not shipped",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RULES, JOBS],
    "download": (
        "From the public data of the AI Index 2026, chapter Public Opinion, take fig_9.2.4.csv and "
        f"fig_9.3.6.csv and call them {JOBS} and {RULES}."
    ),
    "verified": False,
    "raw_columns": {
        RULES: ["Percent of respondents", "Demographic Group", "Label"],
        JOBS: ["Group", "Response", "Percentage"],
    },
    "primary_key": ["question", "group", "answer"],
    "fields": [
        field("question", "string", "rules or jobs", required=True, enum=["rules", "jobs"]),
        field("kind", "string", "What the group is divided by", required=True, enum=list(KINDS)),
        field("group", "string", "The group", required=True),
        field("answer", "string", "The answer", required=True),
        field(
            "share_pct",
            "number",
            "Share of the group",
            "% of respondents",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ],
    "known_nulls": {},
    "quirks": ["Whole per cent upstream: a difference of a point may be rounding."],
}


def build(raw):
    """Return both questions from the publisher's files under the folder `raw`."""
    rules = pd.read_csv(raw / RULES)
    rules = pd.DataFrame(
        {
            "question": "rules",
            "group": rules["Demographic Group"].map(html.unescape).str.replace("\u2013", "-"),
            "answer": rules["Label"].str.strip().map(ANSWERS),
            "share_pct": rules["Percent of respondents"].str.rstrip("%").astype(float),
        }
    )
    jobs = pd.read_csv(raw / JOBS)
    jobs = pd.DataFrame(
        {
            "question": "jobs",
            "group": jobs["Group"].str.strip(),
            "answer": jobs["Response"].str.strip().str.lower(),
            "share_pct": jobs["Percentage"].astype(float),
        }
    )
    kinds = {group: kind for kind, groups in KINDS.items() for group in groups}
    table = pd.concat([rules, jobs], ignore_index=True)
    table["kind"] = table["group"].map(kinds)
    names = [f["name"] for f in TABLE["fields"]]
    return table[names].sort_values(TABLE["primary_key"], ignore_index=True)
