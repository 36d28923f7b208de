"""A student's own answer as short plain text, for their feedback."""

import pandas as pd

from foursteps.judging import chart_reading, forms
from foursteps.judging.answers import Answer

SHOWN = 700  # characters of an answer that feedback shows


def shown(answer: Answer, unit: str = "") -> str:
    """The student's own answer as short plain text; a number with its `unit`, if it has one."""
    if answer.state == "results":
        return f"a function, called {len(answer.results)} times"
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
    if isinstance(value, forms.Chart):
        unit = chart_reading.main_unit(value.spec)
        return f"a chart with the mark “{unit.mark[:40]}”" if unit else "a chart"
    if isinstance(value, forms.Unsupported):
        return f"an object of type {value.name}"
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, (list, tuple)):
        more = f", … ({len(value)} in all)" if len(value) > 20 else ""
        return "[" + ", ".join(_text(item) for item in value[:20]) + more + "]"
    return str(value)
