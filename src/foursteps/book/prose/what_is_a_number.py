"""What counts as a number in prose, and what does not: the one place that says so.

Numbers in digits, in words and as fractions need a mark (`foursteps.book.prose.fill`). No data are years,
dates, the numbers of claims, rules, steps, figures and pages, names with a figure in them,
conventions of statistics, and the ordinary phrases below. Whatever else is no data is listed in
the cell itself, in a comment of one line: `<!-- not data: two players, two moves -->`.
"""

import re

FILLED, OTHER = "■", "□"  # stand for a filled mark, and for code, a formula or a picture


def _any(words):
    """A pattern for any of the words of a string."""
    return f"(?:{'|'.join(words.split())})"


MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
MORE = r"(?:\s?(?:,|–|-|and|or|to)\s?\d+)*"  # Steps 1–3, Articles 5, 7 and 9
UNDER_SEVEN = "two three four five six"
SMALL = _any(f"one {UNDER_SEVEN} seven eight nine ten eleven twelve")
CARDINAL = _any(
    f"{UNDER_SEVEN} seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " dozens? hundreds? thousands?"
)
PART = _any("third quarter fifth sixth seventh eighth ninth tenth hundredth thousandth")

# Two of these are the subject of the book, not a count.
ACTORS = _any(
    "countries sides governments capitals states powers superpowers essays accounts players"
    " systems rivals parties actors conventions stories administrations economies presidents"
)
# The book's own parts and arguments, which the reader counts on the page.
PARTS = _any(
    "questions reasons ways kinds charts panels lines columns tables lanes sliders games steps"
    " rooms readings things parts specifications strategies explanations words sentences tests"
    " cautions errors types outcomes assumptions"
)
# What is numbered: Step 1, Figures 2 and 3, pp. 167–214, Answer two.
LABELS = (
    r"(?:[Ss]teps?|[Ss]ections?|[Ff]igures?|[Ff]igs?\.|[Tt]ables?|[Cc]hapters?|[Cc]h\.|[Rr]ooms?"
    r"|[Pp]arts?|[Qq]uestions?|Answers?|Hints?|[Ee]ssays?|[Cc]ells?|[Ff]ootnotes?|[Nn]otes?"
    r"|Levels?|[Bb]ox|[Pp]anels?|[Ee]quations?|[Pp]ages?|pp?\.|[Vv]ol\.|[Vv]olumes?|[Ii]ssues?"
    r"|[Ss]ets?|[Cc]laims?|[Vv]ersions?)"
)
RULES = (
    r"(?:EOs?|E\.O\.|Executive Orders?|ECCNs?|SB|AB|H\.R\.|S\.|Pub\. L\.|Public Law|Directive"
    r"|Regulation|Resolution)"
)
ARTICLES = r"(?:Articles?|Arts?\.|Nos?\.|no\.|Orders?|Decree|Clause|Annex|Rule)"
PRODUCTS = _any(
    "GPT Claude Gemini Llama Qwen DeepSeek Kimi Grok Ascend Mistral Phi Opus Sonnet ERNIE GLM"
    " Gemma PaLM Hunyuan Doubao Kunpeng Python pandas Altair Vega-Lite JupyterLab Notebook BY"
    " BY-NC BY-SA Web Industry"
)
STATISTICS = _any("intervals? bands? level confidence significance")

# Read with capitals as written.
NAMES = (
    r"\bhttps?://\S+",
    # dates and years
    r"\b\d{4}-\d\d(?:-\d\d)?\b",
    rf"\b\d{{1,2}}(?:\s?(?:–|-|and|to)\s?\d{{1,2}})?\s{MONTH}(?:\s{YEAR})?",
    rf"\b{MONTH}\s\d{{1,2}}(?:\s?(?:–|-)\s?\d{{1,2}})?(?:,?\s{YEAR})?(?!\d|[.,]\d)",
    rf"(?<![\d.,]){YEAR}(?:\s?[–/-]\s?(?:{YEAR}|\d\d))?(?:Q[1-4]|s)?"
    + r"(?!\d|[.,]\d|\s?%|\s(?:bn|million|billion|USD)\b)",
    r"\b(?:first|second|third|fourth)\s(?:half|quarter)\b",
    r"\b\d+(?:st|nd|rd|th)\b",
    # rules
    rf"\b{RULES}\s\d[\d/–-]*{MORE}",
    rf"\b{ARTICLES}\s(?:No\.\s)?\d+{MORE}",
    rf"§+\s?\d[\d.]*{MORE}",
    r"\b\d+\sCFR\s\d[\d.]*",
    # numbered things, here and elsewhere
    rf"\b{LABELS}\s(?:\d+(?:\.\d+)*{MORE}|{SMALL}\b)",
    r"\[\^?\d+\]",
    r"^\W*\d{1,2}[.)]\s",
    # names with a figure in them: C07, H100, GPT-4o, 3A090, Llama 3.1
    r"\b[A-Za-z]\w*\d\w*(?:[.-]\d+\w*)*",
    r"\b\w*[A-Z]\w*-\w*\d\w*(?:\.\d+)*\b",
    r"\b\d+[A-Z]\w*",
    rf"\b{PRODUCTS}\s\d+(?:\.\d+)*\w*",
    r"\b2\s?[×x]\s?2\b",
    r"\bv?\d+\.\d+\.\d+\b",
    r"\b(?:Five Eyes|Two Sessions|Group of Seven|Four Steps)\b",
    # conventions of statistics
    rf"\b(?:1|5|10|90|95|99)\s?%[- ](?:(?:confidence|prediction|bootstrap)[- ])?{STATISTICS}\b",
)
# Read in any case.
PHRASES = (
    rf"\btwo\s(?:(?:great|rival|opposing|other|largest|short|whole|large)\s)?{ACTORS}\b",
    rf"\b{_any(UNDER_SEVEN)}\s{PARTS}\b",
    r"\b(?:two|three|four)-(?:level|sided|way|player|lane|axis|person|step|track|part|sector)\b",
    r"\btwo[- ]by[- ]two\b",
    # "the two differ", "between the two."
    r"\b(?:the|these|those|of)\stwo(?=\s*[,.;:)—–]|\s*\Z"
    + r"|\s(?:are|were|do|have|had|can|may|differ|together|and|in|on|at|as|would|could)\b)",
    r"\bhalf-\w+|\b(?:other|better|latter|earlier|later)\shalf\b",
)
# Allowed in the room that says how long the chapter takes.
MINUTES = r"\b\d+(?:\s?(?:–|-|to)\s?\d+)?\s(?:minutes|hours?)\b|\b[Mm]inutes:?\**:?\s\d+"

NUMBER = (
    r"[-−+]?\d[\d.,]*(?<![.,])(?:\s?%|\s?(?:bn|million|billion|trillion)\b|\w+)?"
    rf"|\b{CARDINAL}\b"
    r"|\b(?:twice|thrice|half|halves|halved|doubled|trebled|tripled|quadrupled)\b"
    r"|\b(?:two|three|four|five|ten|hundred)fold\b|\b(?:millions|billions|trillions)\b"
    r"|\b(?:a|several|many)\s(?:million|billion|trillion)\b"
    rf"|\b{PART}s\b"
    # "a third of", not "a third party"
    rf"|\b(?:a|one)[- ]{PART}\b(?=\s*[.,;:)]|\s*\Z|\s(?:of|more|less|as|\w+er)\b)"
)
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_NOT_DATA = [re.compile(p) for p in NAMES] + [re.compile(p, re.IGNORECASE) for p in PHRASES]


def first(text, listed=(), minutes_allowed=False):
    """The first number in a line of prose that needs a mark, or None.

    `listed` are the words that the cell declares to be no data. Filled marks stand in `text` as
    FILLED, code, formulas and pictures as OTHER.
    """
    for words in listed:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", OTHER, text, flags=re.IGNORECASE)
    if minutes_allowed:
        text = re.sub(MINUTES, OTHER, text)
    for pattern in _NOT_DATA:
        text = pattern.sub(OTHER, text)
    # In "■ thousand" the word is the unit of what is filled.
    text = re.sub(rf"{FILLED}\s(?:hundred|thousand|million|billion|trillion)\b", FILLED, text)
    found = _NUMBER.search(text)
    return found[0].strip() if found else None
