"""What counts as a number in prose, and what does not: the one place that says so.

Numbers in digits, in words and as fractions need a mark (`foursteps.marks`). Not data are:
years, dates, the numbers of claims, rules, steps, figures and pages, names with a figure in
them, conventions of statistics, and the ordinary phrases below. Whatever else is no data is
listed in the cell itself, in a comment: `<!-- not data: two players, two moves -->`.
"""

import re

FILLED, OTHER = "■", "□"  # stand for a filled mark, and for code, a formula or a picture

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MORE = r"(?:\s?(?:,|–|-|and|or|to)\s?\d+)*"  # Steps 1–3, Articles 5, 7 and 9
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_CARDINAL = _SMALL + (
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty"
    " sixty seventy eighty ninety dozen dozens hundred hundreds thousand thousands"
).split()
_PART = r"(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth)"

# Two of these are the subject of the book, not a count.
ACTORS = (
    "countries sides governments capitals states powers superpowers essays accounts players"
    " systems rivals parties actors conventions stories administrations economies"
).split()
# Parts of the book's own argument, which the reader counts on the page.
PARTS = (
    "questions reasons ways kinds charts panels lines columns tables lanes sliders games steps"
    " rooms readings things parts specifications strategies explanations words sentences tests"
    " cautions errors types outcomes assumptions"
).split()

# A capital matters in names; the ordinary phrases are read in any case.
NAMES = [
    # dates and years
    r"\b\d{4}-\d\d(?:-\d\d)?\b",
    rf"\b\d{{1,2}}(?:\s?(?:–|-|and|to)\s?\d{{1,2}})?\s{_MONTH}(?:\s{_YEAR})?",
    rf"\b{_MONTH}\s\d{{1,2}}(?:\s?(?:–|-)\s?\d{{1,2}})?(?:,?\s{_YEAR})?(?![\d.])",
    rf"(?<![\d.,]){_YEAR}(?:\s?[–/-]\s?(?:{_YEAR}|\d\d))?(?:Q[1-4]|s)?"
    r"(?![\d]|[.,]\d|\s?%|\s(?:bn|million|billion|USD)\b)",
    r"\b(?:first|second|third|fourth)\s(?:half|quarter)\b",
    r"\b\d+(?:st|nd|rd|th)\b",
    # names of rules
    r"\b(?:EOs?|E\.O\.|Executive Orders?|ECCNs?|SB|AB|H\.R\.|S\.|Pub\. L\.|Public Law"
    rf"|Directive|Regulation|Resolution)\s\d[\d/–-]*{_MORE}",
    rf"\b(?:Articles?|Arts?\.|Nos?\.|Orders?|Decree|Clause|Annex|Rule)\s(?:No\.\s)?\d+{_MORE}",
    rf"§+\s?\d[\d.]*{_MORE}",
    r"\b\d+\sCFR\s\d[\d.]*",
    # numbers of things in this book and in others
    r"\b(?i:Steps?|Sections?|Figures?|Figs?\.|Tables?|Chapters?|Ch\.|Rooms?|Parts?|Questions?"
    r"|Answers?|Hints?|Essays?|Cells?|Footnotes?|Notes?|Levels?|Box|Panels?|Equations?|Pages?"
    rf"|pp?\.|vol\.|Volumes?|Issues?|Sets?|Claims?|versions?)\s(?:\d[\d.]*{_MORE}"
    rf"|(?:one|{'|'.join(_SMALL)})\b)",
    r"\[\^?\d+\]",
    r"^\W*\d{1,2}[.)]\s",
    # names with a figure in them
    r"\b[A-Za-z]\w*\d\w*(?:[.-]\d+\w*)*",
    r"\b\w*[A-Z]\w*-\w*\d[\w.]*\b",
    r"\b\d+[A-Z]\w*",
    r"\b(?:GPT|Claude|Gemini|Llama|Qwen|DeepSeek|Kimi|Grok|Ascend|Mistral|Phi|Opus|Sonnet|ERNIE"
    r"|GLM|Gemma|PaLM|Hunyuan|Doubao|Kunpeng|Python|pandas|Altair|Vega-Lite|JupyterLab|BY"
    r"|BY-NC|BY-SA|Web|Industry)\s\d[\w.]*\b",
    r"\b2\s?[×x]\s?2\b|\btwo[- ]by[- ]two\b",
    r"\b(?:Five Eyes|Two Sessions|Group of Seven|Big Three|Seven Sisters)\b",
    # conventions of statistics
    r"\b(?:1|5|10|90|95|99)\s?%[- ](?:(?:confidence|prediction|bootstrap|significance)[- ])?"
    r"(?:intervals?|bands?|level|confidence|significance)\b",
]
PHRASES = [
    rf"\btwo\s(?:(?:great|rival|opposing|other|largest)\s)?(?:{'|'.join(ACTORS)})\b",
    rf"\b(?:{'|'.join(_SMALL[:5])})\s(?:{'|'.join(PARTS)})\b",
    rf"\b(?:{'|'.join(_SMALL[:3])})-(?:level|sided|way|player|lane|axis|person|step|track"
    r"|dimensional|part|sector)\b",
    r"\b(?:the|these|those|between|of)\stwo(?=\s*[,.;:)—–]|\s*\Z|\s(?:are|were|do|have|had|can|may"
    r"|differ|together|of|and|in|on|at|as|would|could|never|always)\b)",
    r"\bhalf-\w+|\b(?:other|better|latter|earlier|later) half\b|\bhalfway\b",
]
# Allowed in the room that says how long the chapter takes.
MINUTES = r"\b\d+(?:\s?(?:–|-|to)\s?\d+)?\s(?:minutes|hours?)\b|\b[Mm]inutes:?\**:?\s\d+"

NUMBER = re.compile(
    r"[-−+]?\d[\d.,]*(?:\s?%|\s?(?:bn|million|billion|trillion)\b|\w+)?"
    rf"|(?<![\w{FILLED}])(?:{'|'.join(_CARDINAL)})\b"
    r"|\b(?:twice|thrice|half|halves|halved|doubled|trebled|tripled|quadrupled|twofold"
    r"|threefold|fourfold|fivefold|tenfold|hundredfold|millions|billions|trillions)\b"
    r"|\b(?:a|several|many)\s(?:million|billion|trillion)\b"
    rf"|\b(?:two|three|four|five|six|seven|nine)[ -]{_PART}s\b|\b{_PART}s\b"
    rf"|\b(?:a|one)[ -]{_PART}\b(?=\sof\b|\s*[.,;:)]|\s*\Z"
    r"|\s(?:more|less|higher|lower|larger|smaller|fewer|as)\b)",
    re.I,
)
_NOT_DATA = [re.compile(p) for p in NAMES] + [re.compile(p, re.I) for p in PHRASES]


def first(text, listed=(), minutes_allowed=False):
    """The first number in `text` that needs a mark, or None.

    `listed` are the words that the cell declares to be no data; filled marks, code and
    formulas were replaced by FILLED and OTHER before.
    """
    for words in listed:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", OTHER, text, flags=re.I)
    if minutes_allowed:
        text = re.sub(MINUTES, OTHER, text)
    for pattern in _NOT_DATA:
        text = pattern.sub(OTHER, text)
    # "■ thousand" is the mark's unit
    text = re.sub(rf"{FILLED}\s(?:hundred|thousand|million|billion|trillion)\b", FILLED, text)
    found = NUMBER.search(text)
    return found[0] if found else None
