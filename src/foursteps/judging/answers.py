"""What came back from the sandbox for one question: a value, a function's results, or why none.

Everything here handles data that the student's code may have forged: a forged answer is just
an answer.
"""

from dataclasses import dataclass

from foursteps.judging import decoding, forms
from foursteps.judging.forms import Form, Json, Value

NOTHING: Form = {"type": "missing"}
# The starter code: an answer that is still `...`, a function that raises this.
UNTOUCHED, STUB = "ellipsis", "NotImplementedError"


@dataclass(frozen=True)
class Answer:
    """`state`: value, results, missing, raised or timeout.

    With it what fits: a decoded `value`, the `results` of a function (an Answer a call), an
    `error`.
    """

    state: str
    value: Value = None
    error: str = ""
    results: "tuple[Answer, ...]" = ()


def read(encoded: Json, called: bool = False) -> Answer:
    """The Answer in what the sandbox sent for one name; anything unreadable is unsupported.

    called: whether it is what a function gave back, which is no function's results again.
    """
    form = encoded if isinstance(encoded, dict) else {}
    kind = form.get("type")
    if kind == "missing":
        return Answer("missing")
    if kind == "raised":
        error = form.get("error")
        return Answer("raised", error=error[:300] if isinstance(error, str) else "")
    if kind == "timeout":
        return Answer("timeout", error="it took too long")
    if kind == "function" and not called:
        results = form.get("results")
        if not isinstance(results, list) or len(results) > 1000:
            return Answer("value", forms.Unsupported("a function whose results are unreadable"))
        found = tuple(read(result, called=True) for result in results)
        if found and all(a.state == "raised" and a.error.startswith(STUB) for a in found):
            return Answer("missing")
        return Answer("results", results=found)
    try:
        value = decoding.decode(encoded)
    except forms.BadValue as error:
        return Answer("value", forms.Unsupported(str(error)[:100]))
    if isinstance(value, forms.Unsupported) and value.name == UNTOUCHED:
        return Answer("missing")
    return Answer("value", value)
