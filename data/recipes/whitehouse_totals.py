"""All pages of the White House by half-year and kind: what the pages that name AI are a part of."""

import _us_words as us
import _whitehouse as whitehouse
import pandas as pd

KEYS = ["half_year", "administration", "kind", "spoken"]
PHRASES = {
    "winner_take_all": us.WORDS["winner_take_all"],
    "zero_sum": us.WORDS["zero_sum"],
    "arms_race": us.ARMS_RACE,
}


def build(raw, recipe):
    """One row for each half-year, administration, kind, and speech or text."""
    pages, repeated = whitehouse.pages(raw, recipe)
    rows = pd.DataFrame([_row(page, page.path in repeated) for page in pages])
    return rows.groupby(KEYS, as_index=False).sum()


def _row(page, repeats):
    plain = f"{page.title}. {us.plain(page.body)}"
    return {
        **{key: getattr(page, key) for key in KEYS},
        "documents": 1,
        "repeats": int(repeats),
        "naming_ai": int(page.names_ai and not repeats),
        "words": sum(1 for _ in us.WORD.finditer(plain)),
        **{name: sum(1 for _ in phrase.finditer(plain)) for name, phrase in PHRASES.items()},
    }
