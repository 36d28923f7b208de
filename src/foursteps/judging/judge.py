"""From an answer to a mark: full credit, a misconception's credit and hint, or none.

`judge` compares with the key first, then with what every named misconception leads to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from foursteps.judging import in_words
from foursteps.judging.answers import Answer
from foursteps.judging.compare import Match, compare, same
from foursteps.judging.question import (
    AutomaticQuestion,
    Call,
    FunctionQuestion,
    MeasuredQuestion,
)

STATUSES = (
    *("correct", "partial", "incorrect", "missing", "waiting", "wrong-type", "raised"),
    *("timeout", "memory", "killed", "unreadable", "wrong-set"),
    "wrong-variant",
)
WHOLE = {  # what happened to a whole notebook, in words for its answers that are lost
    "timeout": "the notebook took too long and was stopped",
    "memory": "the notebook used too much memory and was stopped",
    "killed": "the notebook ended by itself in a way that left no answers",
    "unreadable": "the notebook, or what it sent back, could not be read",
    "wrong-set": "this is not a notebook of this exercise set",
    "wrong-variant": "this is not the variant of the set that this student was given",
}


@dataclass(frozen=True)
class Mark:
    """The mark of one question: credit 0..1, a status, why, a misconception's name, the answer."""

    credit: float
    status: str
    reason: str = ""
    misconception: str = ""
    hint: str = ""
    shown: str = ""


class Reference(Protocol):
    """The key of a set: what its own routes give."""

    def answer(self, question: AutomaticQuestion, route: str = ...) -> Answer:
        """What the solution gives, or another route, such as `misconception:NAME`."""


NO_ANSWER = Mark(0.0, "missing", "there is no answer")


def judge(
    question: AutomaticQuestion, reference: Reference, answer: Answer, lost: Mark = NO_ANSWER
) -> Mark:
    """The Mark of an Answer to a question by the set's key; `lost` if there is no answer.

    `reference` must have the question's own solution. Nothing that an answer holds raises.
    """
    if answer.state == "missing":
        return lost
    if answer.state == "raised":
        return Mark(0.0, "raised", f"your code raised {answer.error}")
    if answer.state == "timeout":
        return Mark(0.0, "timeout", "your code took too long")
    unit = question.unit if isinstance(question, MeasuredQuestion) else ""
    text = in_words.shown(answer, unit)
    match = against(question, reference.answer(question), answer)
    if match.agrees:
        return Mark(1.0, "correct", shown=text)
    for slip in question.slips:
        if slip.factor is not None:
            found = _in_other_unit(question, reference, answer, slip.factor)
        else:
            there = reference.answer(question, f"misconception:{slip.name}")
            found = there.state in ("value", "results") and against(question, there, answer).agrees
        if found:
            status = "partial" if slip.credit > 0 else "incorrect"
            return Mark(slip.credit, status, match.reason, slip.name, slip.hint, text)
    status = _status(answer, match)
    return Mark(0.0, status, match.reason, shown=text)


def _status(answer, match):
    if answer.state == "results":
        states = {a.state for a in answer.results}
        if "timeout" in states:
            return "timeout"
        if states == {"raised"}:
            return "raised"
    return "incorrect" if match.fits else "wrong-type"


def against(question: AutomaticQuestion, ours: Answer, theirs: Answer) -> Match:
    """The Match of an Answer with one of the key's."""
    if ours.state == "results":
        if theirs.state != "results":
            return Match(False, False, "it is not a function that can be called")
        if len(ours.results) != len(theirs.results):
            return Match(False, False, "its results are incomplete")
        pairs = list(zip(ours.results, theirs.results, strict=True))
        good = sum(same(question, a, b) for a, b in pairs)
        if good == len(pairs):
            return Match(True)
        return Match(False, _fits(question, pairs), _called(question, pairs, good))
    if theirs.state == "results":
        return Match(False, False, "it is a function; call it and keep what it returns")
    return compare(question, ours.value, theirs.value)


def _fits(question, pairs):
    """Whether at least one result has the right type."""
    return any(
        a.state == b.state == "value" and compare(question, a.value, b.value).fits for a, b in pairs
    )


def _called(question: AutomaticQuestion, pairs: Sequence[tuple[Answer, Answer]], good: int) -> str:
    """What went wrong in a function's calls, in words."""
    told = f"{good} of {len(pairs)} calls are right"
    asked = question.calls if isinstance(question, FunctionQuestion) else ()
    calls = [_call(question.answer, call) for call in asked]
    for call, (ours, theirs) in zip(calls, pairs, strict=False):
        if theirs.state == "raised" and ours.state != "raised":
            return f"{told}; {call} raised {theirs.error}"
        if theirs.state == "timeout":
            return f"{told}; {call} took too long"
    for call, (ours, theirs) in zip(calls, pairs, strict=False):
        if ours.state == theirs.state == "value":
            match = compare(question, ours.value, theirs.value)
            if not match.agrees and theirs.value is None:
                return (
                    f"{told}; {call}, for one, returns nothing (None)."
                    " A function gives its result back by return, not by print"
                )
            if not match.agrees:
                return f"{told}. Try {call}, for one: {match.reason}"
    return told


def _call(function: str, call: Call) -> str:
    """A call as a student would write it."""
    given = [repr(value) for value in call.args]
    given += [f"{name}={value!r}" for name, value in call.kwargs.items()]
    text = ", ".join(given)
    return f"{function}({text if len(text) <= 80 else text[:80] + ' …'})"


def _in_other_unit(question, reference, answer, factor):
    ours = reference.answer(question)
    return (
        ours.state == answer.state == "value"
        and compare(question, ours.value, answer.value, factor).agrees
    )
