"""The White House's pages that name AI, one row each, and what words stand near it."""

import _us_race_senses as senses
import _us_words as us
import _whitehouse as whitehouse
import pandas as pd


def build(raw, recipe):
    """One row for each page that names AI and does not repeat another."""
    pages, repeated = whitehouse.pages(raw, recipe)
    return pd.DataFrame([_row(p) for p in pages if p.names_ai and p.path not in repeated])


def _row(page):
    text = page.text
    codes = senses.letters(senses.PAGES, page.path, len(text.hits(us.RACE)))
    return {
        "url": page.url,
        "date": page.date,
        "half_year": page.half_year,
        "administration": page.administration,
        "kind": page.kind,
        "spoken": page.spoken,
        "title": page.title,
        "words": len(text.starts),
        "ai": len(text.ai),
        "words_near_ai": text.words_near,
        **senses.counts(codes),
        **text.counts(),
    }
