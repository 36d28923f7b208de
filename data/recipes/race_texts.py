"""The 41 legal and policy texts and what words they use: one row per document."""

import re
from collections import Counter

import _agora_texts as texts
import _race_senses as senses
import pandas as pd

# Counted by program, in English originals only.
WORDS = {
    "leadership": r"\b(?:leader|leaders|leadership|dominance|supremacy|primacy)\b",
    "adversary": r"\badversar(?:y|ies)\b",
    "national_security": r"\bnational security\b",
    "cooperation": r"\b(?:cooperat|co-operat|collaborat)\w*",
    "winner_takes_all": r"\b(?:winner[- ]takes?[- ]all|zero[- ]sum)\b",
}
OTHER_COUNTRY = {
    "US": r"\b(?:China|Chinese|PRC|Beijing|People['’]s Republic)\b",
    "China": r"\b(?:United States|American?s?|USA?|U\.S\.|Washington)(?!\w)",
}
SENSE_OF = {
    "race_rivalry": "race between rivals",
    "competition_states": "rivalry of states",
    "competition_economy": "national competitiveness",
    "competition_market": "market competition",
}
IN_TRANSLATION = ("race_rivalry", "competition_states", "names_other_country")


def build(raw, recipe):
    """Counts for the texts below folder `raw`."""
    columns = [field["name"] for field in recipe.table["fields"] if field["type"] == "integer"]
    return pd.DataFrame([_row(raw, columns, *document) for document in texts.DOCUMENTS])


def _row(raw, columns, number, file, place, kind, date, precision, translator, title):
    text = texts.read(raw, number, file)
    counts = {name: len(re.findall(words, text, re.IGNORECASE)) for name, words in WORDS.items()}
    hits = [(family, ordinal) for family, ordinal, _ in texts.occurrences(text)]
    senses.check(number, Counter(family for family, _ in hits))
    meant = [senses.sense(number, *hit) for hit in hits]
    counts |= {name: meant.count(sense) for name, sense in SENSE_OF.items()}
    if place in OTHER_COUNTRY:
        counts["names_other_country"] = len(re.findall(OTHER_COUNTRY[place], text))
    if translator:
        counts = {f"translated_{name}": counts[name] for name in IN_TRANSLATION}
    return {
        **dict.fromkeys(columns),
        "agora_id": number,
        "title": title,
        "place": place,
        "kind": kind,
        "date": date,
        "date_precision": precision,
        "translated": bool(translator),
        "translator": translator or None,
        "words": len(text.split()),
        **counts,
    }
