"""The parts of a chapter with a form of their own, written in plain Markdown.

    > **How far to trust this.** One paragraph.

    > **What is known.**
    >
    > **Stands**
    >
    > * A finding.
    >
    > **Contested** … **Unknown** …

    **Guess.** What happened next?

    * (a) One thing.
    * (b) Another.

    <details><summary>Answer</summary>

    (b). What happened.

    </details>

A guess of a number has the line `*From 0 to 24 months.*` in place of the choices, and its answer
begins with the number. A question to check oneself begins with its number, `**1.**`; it may have
choices, and then each has its reply in the fold, which begins with `Right.` or `No.`.

They read well in JupyterLab and on GitHub; the site dresses them. Here stands what they are called
and what is wrong with one; `docs/furniture.md` shows each to authors.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

TRUST = "How far to trust this."
KNOWN = "What is known."
GROUPS = ("Stands", "Contested", "Unknown")
GUESS = "Guess."
CHECK = "Check yourself"
METHODS = "Methods and limits"
TRUST_WORDS = 80
RIGHT, WRONG = "Right.", "No."

CHOICE = re.compile(r"\(([a-h])\)\s+")
RANGE = re.compile(r"From (-?\d[\d,.]*) to (-?\d[\d,.]*) (.+?)\.")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
ANSWER = re.compile(r"\(([a-h])\)[.,]?\s")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_QUESTION = re.compile(r"^\*\*(?:Guess\.?|\d+\.)\*\*", re.MULTILINE)
_FOLD = re.compile(
    r"^<details><summary>[^<]+</summary>\n\n(.*?)\n\n</details>$", re.MULTILINE | re.DOTALL
)
_ITEM = re.compile(r"^\* (.*)$", re.MULTILINE)
_QUOTE = re.compile(r"^(?:>.*\n?)+", re.MULTILINE)


def number(text: str) -> float:
    """A number as it is written in prose: `1,979` → 1979.0."""
    return float(text.replace(",", "").rstrip("."))


def faults(source: str) -> Iterator[str]:
    """What is wrong with the furniture in a Markdown cell: `line 3: …, and the remedy`."""
    for start, text in _parts(source, _QUESTION):
        line = source.count("\n", 0, start) + 1
        kind = "guess" if text.startswith("**Guess") else "question"
        for fault in _guess(text) if kind == "guess" else _question(text):
            yield f"line {line}: the {kind} {fault}"
    for quote in _QUOTE.finditer(source):
        line = source.count("\n", 0, quote.start()) + 1
        text = re.sub(r"^> ?", "", quote[0], flags=re.MULTILINE)
        yield from (f"line {line}: {fault}" for fault in _box(text))


def _parts(source, begins):
    """(start, text) of each part, from where one begins to where the next does."""
    starts = [found.start() for found in begins.finditer(source)]
    for start, end in pairwise([*starts, len(source)]):
        yield start, source[start:end]


def _choices(text):
    """{letter: text} of the items with a letter; the last of two with one letter counts."""
    items = [item[1] for item in _ITEM.finditer(_COMMENT.sub("", text))]
    return {found[1]: item[found.end() :] for item in items if (found := CHOICE.match(item))}


def _split(text):
    """Question and answer: what stands before the fold, and in it (None without a fold)."""
    answer = _FOLD.search(text)
    return text[: answer.start()] if answer else text, answer and answer[1]


def _letters(choices):
    if len(choices) < 2 or "".join(choices) != "abcdefgh"[: len(choices)]:
        yield "has choices out of order: write `* (a) …`, `* (b) …`, one a line"


def _guess(text):
    if not text.startswith(f"**{GUESS}**"):
        yield f"begins with another sign: write `**{GUESS}** The question?`"
        return
    asked, answer = _split(text)
    choices, span = _choices(asked), RANGE.search(asked)
    if not choices and not span:
        yield "has nothing to choose: add `* (a) …` or a line `*From 0 to 24 months.*`"
        return
    if answer is None:
        yield "has no answer: add `<details><summary>Answer</summary>` below it, in the same cell"
        return
    said = _COMMENT.sub("", answer).strip()
    if choices:
        yield from _letters(choices)
        right = ANSWER.match(said)
        if not right or right[1] not in choices:
            yield "has an answer that names no choice: begin it with the letter, `(c). …`"
    elif not NUMBER.search(said.split("\n")[0]):
        yield "has an answer without a number: say it in the first paragraph"
    elif not number(span[1]) <= number(NUMBER.search(said)[0]) <= number(span[2]):
        yield "has an answer outside its range: widen the line `*From … to …*`"


def _question(text):
    asked, answer = _split(text)
    if answer is None:
        yield "has no answer: add `<details><summary>Answer</summary>` below it, in the same cell"
        return
    choices = _choices(asked)
    if not choices:
        return
    yield from _letters(choices)
    replies = _choices(answer)
    for letter in [letter for letter in choices if letter not in replies]:
        yield f"has no reply to ({letter}): add `* ({letter}) {WRONG} Why.` to its answer"
    for letter, reply in replies.items():
        verdict = next((word for word in (RIGHT, WRONG) if reply.startswith(word)), None)
        if verdict is None:
            yield f"has a reply ({letter}) that does not judge: begin it with {RIGHT} or {WRONG}"
        elif len(reply.split()) < 4:
            yield f"has a reply ({letter}) without a reason: say why after {verdict}"
    if sum(reply.startswith(RIGHT) for reply in replies.values()) != 1:
        yield f"needs exactly one reply that begins with {RIGHT}"


def _box(text):
    named = re.match(r"\*\*(.+?)\*\*\s*", text)
    if not named:
        return
    for name in (TRUST, KNOWN):
        if named[1].strip(" .:").lower() == name.rstrip(".").lower() and named[1] != name:
            yield f"the box {named[1]!r} is not known: write `> **{name}**`"
    body = _COMMENT.sub("", text[named.end() :]).strip()
    if named[1] == TRUST:
        if len(body.split()) > TRUST_WORDS:
            words = len(body.split())
            yield f"the box {TRUST!r} has {words} words: at most {TRUST_WORDS}; move the rest"
        if not body:
            yield f"the box {TRUST!r} is empty: write its text in the same paragraph"
    elif named[1] == KNOWN:
        groups = re.findall(r"^\*\*(\w+)\*\*\n\n?\* ", body, re.MULTILINE)
        if tuple(groups) != GROUPS:
            wanted = ", ".join(f"`> **{group}**`" for group in GROUPS)
            yield f"the box {KNOWN!r} needs {wanted} in this order, each with a list below it"
