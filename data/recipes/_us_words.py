"""How words are found and counted in US official texts.

Read by the recipes of the White House and of the legal and policy texts. The rule for each word
stands in words in `_fields.yml`, below the word's name; this file is what the rule does.
"""

import re
from bisect import bisect_right

REACH = 30  # words on either side of a name of AI within which a hit counts as near it

# The names of AI. "Super Intelligence" and "SI" are its names in executive texts from 29 September
# 2026, by the order of that day; before, they are not counted.
AI = re.compile(r"\bA\.?I\b|\b[Aa]rtificial\s+[Ii]ntelligence\b")
AI_RENAMED = re.compile(AI.pattern + r"|\bSuper\s+Intelligence\b|\bSI\b")
RENAMED_ON = "2026-09-29"

RACE = re.compile(r"\brac(?:e|es|ed|ing)\b", re.IGNORECASE)
ARMS_RACE = re.compile(r"\barms?[-\s]+races?\b", re.IGNORECASE)
WORDS = {
    "win": re.compile(r"\b(?:win|wins|winning|winners?|won(?![’']t))\b", re.IGNORECASE),
    "dominance": re.compile(r"\bdomina(?:n(?:ce|t|tly)|t(?:e|es|ed|ing|ion))\b", re.IGNORECASE),
    "leadership": re.compile(r"\bleadership\b", re.IGNORECASE),
    "winner_take_all": re.compile(r"\bwinners?[-\s]+takes?[-\s]+all\b", re.IGNORECASE),
    "zero_sum": re.compile(r"\bzero[-\s]+sum\b", re.IGNORECASE),
    "adversary": re.compile(r"\badversar(?:y|ies)\b", re.IGNORECASE),
    "competition": re.compile(r"\bcompet(?!en)\w*", re.IGNORECASE),
    "cooperation": re.compile(r"\b(?:co-?operat|collaborat)\w*", re.IGNORECASE),
    "safety": re.compile(r"\bsafe(?:r|st|ly|ty)?\b", re.IGNORECASE),
    "national_security": re.compile(r"\bnational\s+security\b", re.IGNORECASE),
    "china": re.compile(
        r"\bPeople[’']s Republic of China\b|\bPRC\b|(?<!South )\bChina\b|\bChinese\b|\bBeijing\b"
    ),
}
# What Markdown adds to a text: addresses of links, and signs.
ADDRESS = re.compile(r"(?<=\])\([^)]*\)|<?https?://[^\s>)]*>?|<[^>]*>")
SIGNS = re.compile(r"[*_\\#\[\]>]")
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


def plain(text):
    """A text without its Markdown signs and addresses, in one line."""
    return " ".join(SIGNS.sub(" ", ADDRESS.sub(" ", text)).split())


class Text:
    """A plain text and where it names AI; `date` (YYYY-MM-DD) decides which names count."""

    def __init__(self, text, date):
        self.text = text
        self.starts = [word.start() for word in WORD.finditer(text)]
        names = AI_RENAMED if date >= RENAMED_ON else AI
        self.ai = [self.place(hit) for hit in names.finditer(text)]

    def place(self, hit):
        """The number of the word in which a hit begins, from 1."""
        return bisect_right(self.starts, hit.start())

    def near(self, hit):
        """Whether a hit begins within `REACH` words of a name of AI."""
        after = bisect_right(self.ai, self.place(hit))
        beside = self.ai[max(0, after - 1) : after + 1]
        return any(abs(self.place(hit) - name) <= REACH for name in beside)

    @property
    def words_near(self):
        """How many words of the text stand within `REACH` of a name of AI."""
        near, covered = 0, 0
        for name in self.ai:
            begin = max(covered + 1, name - REACH)
            covered = min(len(self.starts), name + REACH)
            near += max(0, covered - begin + 1)
        return near

    def hits(self, pattern, near=True):
        """The matches of a pattern in order, only those near AI or all."""
        return [hit for hit in pattern.finditer(self.text) if self.near(hit) or not near]

    def counts(self, near=True):
        """Column → occurrences of each word of `WORDS`."""
        return {word: len(self.hits(pattern, near)) for word, pattern in WORDS.items()}
