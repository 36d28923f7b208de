"""What came back from the sandbox for one question: a value, a function's results, or why none.

Everything here handles data that the student's code may have forged: a forged answer is just
an answer.
"""

from dataclasses import dataclass

from foursteps.judging import decoding, forms

NOTHING = {"type": "missing"}
# The starter code: an answer that is still `...`, a function that raises this.
UNTOUCHED, STUB = "ellipsis", "NotImplementedError"


@dataclass(frozen=True)
class Answer:
    """`state`: value, results, missing, raised or timeout; with `value` or `error` as it fits.

    `value` is a decoded value, for `results` a tuple of Answers, one a call.
    """

    state: str
    value: object = None
    error: str = ""


def read(encoded, called=False):
    """The Answer in what the sandbox sent for one name; anything unreadable is unsupported.

    called: whether it is what a function gave back, which is no function's results again.
    """
    kind = encoded.get("type") if isinstance(encoded, dict) else None
    if kind == "missing":
        return Answer("missing")
    if kind == "raised":
        error = encoded.get("error")
        return Answer("raised", error=error[:300] if isinstance(error, str) else "")
    if kind == "timeout":
        return Answer("timeout", error="it took too long")
    if kind == "function" and not called:
        results = encoded.get("results")
        if not isinstance(results, list) or len(results) > 1000:
            return Answer("value", forms.Unsupported("a function whose results are unreadable"))
        found = tuple(read(result, called=True) for result in results)
        if found and all(a.state == "raised" and a.error.startswith(STUB) for a in found):
            return Answer("missing")
        return Answer("results", found)
    try:
        value = decoding.decode(encoded)
    except forms.BadValue as error:
        return Answer("value", forms.Unsupported(str(error)[:100]))
    if isinstance(value, forms.Unsupported) and value.name == UNTOUCHED:
        return Answer("missing")
    return Answer("value", value)
