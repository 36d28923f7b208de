"""Every "race" and "compet…" in 41 legal and policy texts, with its sense coded by hand."""

import _agora_texts as texts
import _race_senses as senses
import pandas as pd


def build(raw, recipe):
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
