"""Guesses, questions and boxes as authors write them: what is wrong is named with its remedy."""

import pytest

from foursteps.book.prose import furniture
from tests.conftest import ROOT

GUESS = """**Guess.** What happened next?

* (a) One gave way.
* (b) They traded.

<details><summary>Answer</summary>

(b). In London they agreed.

</details>"""
NUMBER = """**Guess.** By how many months?

*From 0 to 24 months.*

<details><summary>Answer</summary>

It is <!--=lead:.1f-->5.5<!--/--> months.

</details>"""
QUESTION = """**1.** Against which error does a hotline help?

* (a) Of action.
* (b) Of perception.

<details><summary>Answer</summary>

* (a) Right. Whoever slipped can say so.
* (b) No. Nobody knows of a slip.

</details>"""
OPEN = "**2.** Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>"
TRUST = "> **How far to trust this.** The volumes are what customs published."
KNOWN = """> **What is known.**
>
> **Stands**
>
> * One finding.
>
> **Contested**
>
> * Another.
>
> **Unknown**
>
> * A third."""


@pytest.mark.parametrize("source", [GUESS, NUMBER, QUESTION, OPEN, TRUST, KNOWN, "> A quotation."])
def test_what_keeps_the_form_has_no_fault(source):
    assert list(furniture.faults(f"## Room\n\nText.\n\n{source}\n\nMore.")) == []


WRONG = [
    (GUESS, "**Guess.**", "**Guess**", "begins with another sign: write `**Guess.**"),
    (GUESS, "* (a) One gave way.\n* (b) They traded.\n", "", "has nothing to choose: add `* (a)"),
    (GUESS, "* (b)", "* (c)", "has choices out of order: write"),
    (GUESS, "(b). In", "In", "names no choice: begin it with the letter"),
    (GUESS, "(b). In", "(d). In", "names no choice: begin it with the letter"),
    (GUESS, "<details>", "<section>", "has no answer: add `<details>"),
    (NUMBER, "*From 0 to 24 months.*", "*0–24 months*", "has nothing to choose"),
    (NUMBER, "<!--=lead:.1f-->5.5<!--/-->", "some", "answer without a number: say it"),
    (NUMBER, "5.5", "25.5", "outside its range: widen the line"),
    (QUESTION, "* (b) No. Nobody knows of a slip.\n", "", "has no reply to (b): add"),
    (QUESTION, "(b) No. Nobody", "(b) Nobody", "that does not judge: begin it with Right. or No."),
    (QUESTION, " Nobody knows of a slip.", "", "without a reason: say why"),
    (QUESTION, "No. Nobody", "Right. Nobody", "exactly one reply that begins with Right."),
    (QUESTION, "<details><summary>Answer</summary>", "", "has no answer: add"),
    (TRUST, "this.**", "this**", "is not known: write `> **How far to trust this.**`"),
    (TRUST, "customs", "customs " * 80, "has 85 words: at most 80; move the rest"),
    (TRUST, "The volumes are what customs published.", "", "is empty: write its text"),
    (KNOWN, "known.**", "known:**", "is not known: write `> **What is known.**`"),
    (KNOWN, "**Contested**", "**Disputed**", "needs `> **Stands**`, `> **Contested**`"),
    (KNOWN, "> * A third.", "> A third.", "each with a list below it"),
]


@pytest.mark.parametrize(("good", "old", "new", "message"), WRONG)
def test_what_does_not_is_named_with_line_and_remedy(good, old, new, message):
    assert old in good
    faults = list(furniture.faults("Text.\n\n" + good.replace(old, new, 1)))
    assert len(faults) >= 1 and all(fault.startswith("line 3: the ") for fault in faults), faults
    assert any(message in fault for fault in faults), faults


def test_the_examples_for_authors_keep_the_form():
    """What the guide shows is what is understood, and it shows each part."""
    guide = (ROOT / "docs" / "furniture.md").read_text(encoding="utf-8")
    examples = [part for part in guide.split("```")[1::2] if part.startswith("markdown\n")]
    shown = "\n\n".join(part.removeprefix("markdown\n") for part in examples)
    assert list(furniture.faults(shown)) == []
    for part in (furniture.TRUST, furniture.KNOWN, furniture.GUESS, furniture.METHODS, "*From "):
        assert part in shown, part
