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
TOLD = {
    "leadership": "leader, leadership, dominance, supremacy, primacy (of any kind)",
    "adversary": "adversary, adversaries (not adversarial)",
    "national_security": "national security",
    "cooperation": "words on cooperat- and collaborat-, whoever cooperates",
    "winner_takes_all": "winner-take-all, winner takes all, zero-sum",
    "race_rivalry": "race as a contest between rivals (coded by hand, see race_words)",
    "competition_states": "competition words that mean rivalry of states (coded by hand)",
    "competition_economy": "competition words that mean a country's competitiveness (by hand)",
    "competition_market": "competition words that mean firms or procurement (by hand)",
}
SENSE_OF = {
    "race_rivalry": "race between rivals",
    "competition_states": "rivalry of states",
    "competition_economy": "national competitiveness",
    "competition_market": "market competition",
}
IN_TRANSLATION = ("race_rivalry", "competition_states", "names_other_country")


def column(name, kind, description, unit=None, **constraints):
    """One field of the schema."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


def count(name, description):
    """One field that counts occurrences."""
    return column(name, "integer", description, "occurrences", minimum=0)


TABLE = {
    "title": "Words of rivalry and of cooperation in 41 legal and policy texts",
    "description": (
        "One row per document, counted by program in the English text, with the senses of race "
        "and competition coded by hand. Words are counted in English originals only: 15 US texts, "
        "two EU and eight multinational ones. The 16 Chinese documents are translations, so their "
        "counts are empty except for three columns that begin with translated_, which say what a "
        "translator wrote and must not be set beside the others. Texts differ in length and kind "
        "(`words`, `kind`): compare rates with care, and take absence as a fact about these "
        "texts only."
    ),
    "publisher": "AGORA (CSET, Emerging Technology Observatory); counted and coded for this book",
    "url": texts.URL,
    "licence": texts.LICENCE,
    "reuse": "attribution-noncommercial",
    "vintage": "2026-03-23",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": texts.RAW,
    "download": texts.DOWNLOAD,
    "verified": False,
    "primary_key": ["agora_id"],
    "fields": [
        column("agora_id", "integer", "Number of the document in AGORA", required=True),
        column("title", "string", "Short title, ours", required=True),
        column(
            "place",
            "string",
            "Who issued it",
            required=True,
            enum=["US", "China", "EU", "multinational"],
        ),
        column("kind", "string", "Kind of document", required=True),
        column(
            "date",
            "date",
            "Day of signature or release where known, else of publication; of 266, in force",
            required=True,
        ),
        column(
            "date_precision",
            "string",
            "How exact the date is",
            required=True,
            enum=["day", "month", "year"],
        ),
        column(
            "translated",
            "boolean",
            "true: the English text is a translation from Chinese",
            required=True,
        ),
        column("translator", "string", "Who translated, as the list of sources gives it"),
        column("words", "integer", "Length of the English text", "words", required=True),
        *(count(name, f"In originals: {told}") for name, told in TOLD.items()),
        count("names_other_country", "US originals: mentions of China by name"),
        count("translated_race_rivalry", "Translations: race as a contest between rivals"),
        count("translated_competition_states", "Translations: rivalry of states"),
        count("translated_names_other_country", "Translations: mentions of the US by name"),
    ],
    "known_nulls": {
        "translator": "the English text is an original",
        **dict.fromkeys(TOLD, "translation: not counted"),
        "names_other_country": "counted in US originals only",
        **dict.fromkeys(
            [f"translated_{name}" for name in IN_TRANSLATION], "the English text is an original"
        ),
    },
    "quirks": [
        "Executive Order 14110 was revoked on 20 January 2025, Executive Order 14141 on 23 July.",
        "Some texts omit annexes or preambles, where AGORA does.",
    ],
}


def build(raw):
    """Counts for the texts below folder `raw`."""
    return pd.DataFrame([_row(raw, *document) for document in texts.DOCUMENTS])


def _row(raw, number, file, place, kind, date, precision, translator, title):
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
    empty = {field["name"]: None for field in TABLE["fields"] if field["type"] == "integer"}
    return {
        **empty,
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
