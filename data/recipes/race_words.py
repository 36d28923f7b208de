"""Every "race" and "compet…" in 41 legal and policy texts, with its sense coded by hand."""

import _agora_texts as texts
import _race_senses as senses
import pandas as pd


def column(name, kind, description, **constraints):
    """One field of the schema."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


TABLE = {
    "title": "Where 41 legal and policy texts speak of a race or of competition, and in what sense",
    "description": (
        "One row per occurrence of the word race (race, races, raced, racing) and of the words on "
        "compet- (competition, competitor, competitive, compete …; not competent or competence) "
        "in the English text of 41 US, Chinese, EU and multinational documents, found by program "
        "and coded by hand in context. Race in the sense of a contest occurs three times, in two "
        "US executive orders; everywhere else it means ethnicity. In Chinese documents the words "
        "are the translator's: `translated` flags them, `original_word` gives the Chinese word "
        "where the original was read, and such rows are never counted beside US originals. The "
        "41 texts are a choice for comparing rules; speeches and strategies are mostly missing, "
        "among them the US plan of July 2025 that has the race in its title."
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
    "primary_key": ["id"],
    "fields": [
        column(
            "id",
            "string",
            "AGORA number, family and ordinal in the text",
            required=True,
            unique=True,
        ),
        column("agora_id", "integer", "Number of the document in AGORA", required=True),
        column("title", "string", "Short title of the document, ours", required=True),
        column(
            "place",
            "string",
            "Who issued it",
            required=True,
            enum=["US", "China", "EU", "multinational"],
        ),
        column("date", "date", "Issue, see race_texts", required=True),
        column(
            "family",
            "string",
            "Which word: race, or a word on compet-",
            required=True,
            enum=["race", "competition"],
        ),
        column("word", "string", "The word as it stands in the English text", required=True),
        column(
            "sense",
            "string",
            "race between rivals; ethnicity; rivalry of states; national competitiveness (of a "
            "country or its economy); market competition (between firms, procurement included); "
            "contest (prizes, school challenges); other",
            required=True,
            enum=list(senses.SENSES.values()),
        ),
        column(
            "translated",
            "boolean",
            "true: an English translation of a Chinese text, so the word is the translator's",
            required=True,
        ),
        column(
            "original_word",
            "string",
            "For translations: the Chinese word, or that it is unknown because the original's "
            "passage was not read",
        ),
        column(
            "context",
            "string",
            "For races and rivalries: who contends and what the text draws from it, in our words",
        ),
    ],
    "known_nulls": {
        "original_word": "the English text is an original",
        "context": "given for races and rivalries of states only",
    },
    "quirks": [
        (
            "The list of texts was drawn up for comparing rules, not words: absence of a word here "
            "is no evidence that officials do not use it elsewhere."
        ),
    ],
}


def build(raw):
    """All occurrences in the texts below folder `raw`, with the senses coded for them."""
    rows = []
    for number, file, place, _, date, _, translator, title in texts.DOCUMENTS:
        found = {}
        for family, ordinal, word in texts.occurrences(texts.read(raw, number, file)):
            key = (number, family, ordinal)
            unknown = "unknown: passage not read" if translator else None
            found[family] = ordinal
            rows.append(
                {
                    "id": f"{number}-{family}-{ordinal}",
                    "agora_id": number,
                    "title": title,
                    "place": place,
                    "date": date,
                    "family": family,
                    "word": word,
                    "sense": senses.sense(*key),
                    "translated": bool(translator),
                    "original_word": senses.ORIGINAL.get(key, unknown),
                    "context": senses.CONTEXT.get(key),
                }
            )
        senses.check(number, found)
    return pd.DataFrame(rows)
