"""Sixty passages of each side, drawn by rule, for coding by hand: what do the words mean here?

The draw is by chance and always the same: candidates are ordered by the checksum of where they
stand; a text gives one passage for each word as far as texts suffice, and no sentence is drawn twice.
"""

import hashlib
import re

import _us_words as us
import _whitehouse as whitehouse
import china_words as china
import pandas as pd

EACH_WORD = 10
US_WORDS = ("race", "win", "dominance", "leadership", "cooperation", "safety")
# Word → the terms that stand for it in Chinese, and how many passages are drawn.
CHINA_WORDS = {
    "AI": (("人工智能",), 8),  # the rarest first
    "competition": (("竞争",), 12),
    "leading": (("引领", "领先"), 10),
    "cooperation": (("合作",), 10),
    "security and safety": (("安全",), 10),
    "self-reliance": (("自立自强", "关键核心技术", "卡脖子"), 10),
}
LONGEST = 60  # words of a US passage; of a Chinese one, characters
SENTENCE = re.compile(r"(?<=[.!?])(?<!U\.S\.)[”’\"]?\s+(?=[“\"A-Z])")


def build(raw, recipe):
    """One row for each passage drawn."""
    rows = [*_us(raw, recipe), *_china(raw, recipe)]
    return pd.DataFrame(rows)[recipe.columns]


def _us(raw, recipe):
    pages, repeated = whitehouse.pages(raw, recipe)
    found = {word: [] for word in US_WORDS}
    for page in pages:
        if not page.names_ai or page.path in repeated:
            continue
        text = page.text
        for word in US_WORDS:
            if hits := text.hits(us.RACE if word == "race" else us.WORDS[word]):
                found[word].append((page, text, min(hits, key=lambda hit: _chance(page.path, hit))))
    for word, candidates in found.items():
        by_time = {True: [], False: []}
        for candidate in sorted(candidates, key=lambda c: _chance(c[0].path, word)):
            by_time[candidate[0].administration == "Biden"].append(candidate)
        # Half of each administration, or of the first as many as there are.
        biden = by_time[True][: EACH_WORD // 2]
        drawn = biden + by_time[False][: EACH_WORD - len(biden)]
        for number, (page, text, hit) in enumerate(drawn, start=1):
            yield {
                "id": f"US-{word}-{number:02}",
                "place": "US",
                "word": word,
                "date": page.date,
                "kind": page.kind,
                "spoken": page.spoken,
                "passage": _english(text.text, hit),
                "text": page.url,
            }


def _china(raw, recipe):
    texts = [path for path in recipe.raw if path.endswith(".txt")]
    taken = set()
    for word, (terms, wanted) in CHINA_WORDS.items():
        candidates = []
        for path in texts:
            content = re.sub(r"\s", "", (raw / path).read_text(encoding="utf-8-sig"))
            sentences = [
                s for s in re.split(r"(?<=[。；！？])", content) if any(t in s for t in terms)
            ]
            ordered = sorted(sentences, key=lambda sentence: _chance(path, sentence))
            candidates += [(turn, path, s) for turn, s in enumerate(ordered)]
        # One of each text first, then a second one.
        candidates.sort(key=lambda c: (c[0], _chance(c[1], c[2])))
        free = [candidate for candidate in candidates if candidate[2] not in taken][:wanted]
        taken |= {sentence for *_, sentence in free}
        for number, (_, path, sentence) in enumerate(free, start=1):
            name = path.rsplit("/", 1)[1].removesuffix(".txt")
            report = "government-work-report" in name
            yield {
                "id": f"China-{word.replace(' ', '-')}-{number:02}",
                "place": "China",
                "word": word,
                "date": name[:10],
                "kind": "work report" if report else china.OTHERS[name[11:]][0],
                "spoken": report,
                "passage": _chinese(sentence, terms),
                "text": f"work-report-{name[:4]}" if report else name[11:],
            }


def _chance(*where):
    told = "|".join(str(part.start() if hasattr(part, "start") else part) for part in where)
    return hashlib.sha256(told.encode()).hexdigest()


def _english(text, hit):
    begin = max((m.end() for m in SENTENCE.finditer(text, 0, hit.start())), default=0)
    after = SENTENCE.search(text, hit.end())
    end = after.start() if after else len(text)
    before, behind = text[begin : hit.start()].split(), text[hit.start() : end].split()
    if len(before) + len(behind) > LONGEST:
        half = LONGEST // 2
        cut = before[-half:], behind[:half]
        before = (["…"] if len(before) > half else []) + cut[0]
        behind = cut[1] + (["…"] if len(behind) > half else [])
    return " ".join(before + behind)


def _chinese(sentence, terms):
    if len(sentence) <= 2 * LONGEST:
        return sentence
    place = min(sentence.find(term) for term in terms if term in sentence)
    begin = max(0, place - LONGEST)
    cut = sentence[begin : place + LONGEST]
    return ("…" if begin else "") + cut + ("…" if place + LONGEST < len(sentence) else "")
