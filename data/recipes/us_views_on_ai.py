"""US views on rules for AI by party and other groups, and on jobs by the public and experts."""

import html

import pandas as pd

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


def build(raw, recipe):
    """Return both questions from the publisher's files under the folder `raw`."""
    rules, jobs = (pd.read_csv(raw / path) for path in recipe.raw)
    rules = pd.DataFrame(
        {
            "question": "rules",
            "group": rules["Demographic Group"].map(html.unescape).str.replace("\u2013", "-"),
            "answer": rules["Label"].str.strip().map(ANSWERS),
            "share_pct": rules["Percent of respondents"].str.rstrip("%").astype(float),
        }
    )
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
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)
