"""What came back from the sandbox for one question: a value, a function's results, or why none.

Everything here handles data that the student's code may have forged: a forged answer is just
an answer.
"""

from dataclasses import dataclass

from foursteps.marking import values

NOTHING = {"type": "missing"}
SHOWN = 700  # characters of an answer that feedback shows
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
            return Answer("value", values.Unsupported("a function whose results are unreadable"))
        found = tuple(read(result, called=True) for result in results)
        if found and all(a.state == "raised" and a.error.startswith(STUB) for a in found):
            return Answer("missing")
        return Answer("results", found)
    try:
        value = values.decode(encoded)
    except values.BadValue as error:
        return Answer("value", values.Unsupported(str(error)[:100]))
    if isinstance(value, values.Unsupported) and value.name == UNTOUCHED:
        return Answer("missing")
    return Answer("value", value)


def shown(answer, unit=None):
    """The student's own answer as short plain text, for their feedback."""
    if answer.state == "results":
        return f"a function, called {len(answer.value)} times"
    if answer.state != "value":
        return ""
    try:
        text = _text(answer.value)
    except (
        ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError
    ):  # fmt: skip
        return "(cannot be shown)"
    if unit and isinstance(answer.value, (int, float)) and not isinstance(answer.value, bool):
        text += f" ({unit})"
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"


def _text(value):
    import pandas as pd

    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else f"a whole number of {value.bit_length()} bits"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, pd.DataFrame):
        more = f"\n… {len(value)} rows in all" if len(value) > 8 else ""
        return value.iloc[:8, :10].to_string(max_colwidth=40) + more
    if isinstance(value, pd.Series):
        more = f"\n… {len(value)} values in all" if len(value) > 8 else ""
        return value.iloc[:8].to_string() + more
    if isinstance(value, values.Chart):
        from foursteps.marking import charts

        unit = charts.main_unit(value.spec)
        return f"a chart with the mark “{unit['mark'][:40]}”" if unit else "a chart"
    if isinstance(value, values.Unsupported):
        return f"an object of type {value.name}"
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, (list, tuple)):
        more = f", … ({len(value)} in all)" if len(value) > 20 else ""
        return "[" + ", ".join(_text(item) for item in value[:20]) + more + "]"
    return str(value)
