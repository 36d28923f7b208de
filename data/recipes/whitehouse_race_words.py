"""Each place where a page of the White House has the word race near AI, with its sense."""

import _us_race_senses as senses
import _us_words as us
import _whitehouse as whitehouse
import pandas as pd

AROUND = 60  # characters of the text on either side, cut at a word


def build(raw, recipe):
    """One row for each occurrence, in the pages that do not repeat another."""
    pages, repeated = whitehouse.pages(raw, recipe)
    return pd.DataFrame(
        row for p in pages if p.names_ai and p.path not in repeated for row in _rows(p)
    )


def _rows(page):
    text = page.text
    hits = text.hits(us.RACE)
    codes = senses.letters(senses.PAGES, page.path, len(hits))
    for number, (hit, code) in enumerate(zip(hits, codes, strict=True), start=1):
        sense, voice = senses.SENSES[code]
        yield {
            "url": page.url,
            "number": number,
            "date": page.date,
            "administration": page.administration,
            "kind": page.kind,
            "spoken": page.spoken,
            "sense": sense,
            "voice": voice,
            "context": _around(text.text, hit),
        }


def _around(text, hit):
    before = text[max(0, hit.start() - AROUND) : hit.start()]
    after = text[hit.end() : hit.end() + AROUND]
    if hit.start() > AROUND:
        before = "… " + before.partition(" ")[2]
    if hit.end() + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before + hit.group(0) + after
