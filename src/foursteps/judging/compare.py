"""Comparators: does an answer agree with the key, by the rules of its question?

Both come from the sandbox as data and are decoded by `decoding.decode`; nothing here runs a
method of a student's object. `compare(question, key, given)` returns a Match; it raises
nothing, whatever the values are.

A tolerance is symmetric: a and b agree if |a - b| <= atol + rtol * max(|a|, |b|). `atol` is in
the unit of the question. Missing values (NaN, None, NaT) agree with each other and with
nothing else.
"""

import datetime
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Number
from typing import Any, TypeAlias, TypeGuard

import numpy as np
import pandas as pd

from foursteps.judging import chart_reading, forms
from foursteps.judging.answers import Answer
from foursteps.judging.forms import Chart, Spec, Value
from foursteps.judging.question import (
    LAST_DIGITS,
    AutomaticQuestion,
    ChartQuestion,
    ChoiceQuestion,
    DataframeQuestion,
    FunctionQuestion,
    NumberQuestion,
    SeriesQuestion,
    SetQuestion,
    Tolerance,
)

# A row of a table or of a chart's data: numbers, texts, bools, None and ISO texts for dates.
Row: TypeAlias = "tuple[Value, ...]"
ROUNDED = "rounded too far: give what you compute as it is, without round()"
MATCHED = 400  # rows that agree in their exact columns are matched one by one up to so many


@dataclass(frozen=True)
class Match:
    """Whether an answer agrees; whether its type fits; what differs, without the key's values."""

    agrees: bool
    fits: bool = True
    reason: str = ""


YES = Match(True)


def compare(question: AutomaticQuestion, key: Value, given: Value, factor: float = 1) -> Match:
    """The Match of a decoded answer with the decoded key (numbers times `factor`).

    For a function, key and answer are what one call returned.
    """
    kind = question.returns if isinstance(question, FunctionQuestion) else question.kind
    try:
        return _COMPARE[kind](question, key, given, factor)
    except (
        ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError
    ) as error:  # fmt: skip
        # A value that no comparator thought of is no right answer and stops nobody's marking.
        return Match(False, False, f"it could not be read as an answer ({type(error).__name__})")


def same(question: AutomaticQuestion, first: Answer, second: Answer) -> bool:
    """Whether two Answers of one question cannot be told apart by its comparator."""
    if first.state != second.state:
        return False
    if first.state == "value":
        return compare(question, first.value, second.value).agrees
    if first.state == "results":
        return len(first.results) == len(second.results) and all(
            same(question, a, b) for a, b in zip(first.results, second.results, strict=True)
        )
    return first.error.split(":")[0] == second.error.split(":")[0]


def close(a: float, b: float, tolerance: Tolerance = LAST_DIGITS) -> bool:
    """Whether two numbers agree within `tolerance`; NaN agrees with NaN."""
    if _nan(a) or _nan(b):
        return _nan(a) and _nan(b)
    if a == b:
        return True
    try:
        if math.isinf(a) or math.isinf(b):
            return False
        return abs(a - b) <= tolerance.atol + tolerance.rtol * max(abs(a), abs(b))
    except OverflowError:  # whole numbers beyond the floats
        return False


def _nan(value):
    return isinstance(value, float) and math.isnan(value)


def _missing(value):
    return value is None or _nan(value)


def is_number(value: Value) -> TypeGuard[float]:
    """Whether a decoded value is a number; True and False are none."""
    return isinstance(value, Number) and not isinstance(value, (bool, complex))


def named(value: Value) -> str:
    """What a decoded value is, in words for feedback: "a number", "a table (DataFrame)"."""
    if isinstance(value, forms.Unsupported):
        return f"an object of type {value.name}, which cannot be read as an answer"
    for types, word in (
        (bool, "True or False"),
        (str, "text"),
        (Number, "a number"),
        (pd.DataFrame, "a table (DataFrame)"),
        (pd.Series, "a Series"),
        (np.ndarray, "an array"),
        (Chart, "a chart"),
        (dict, "a dictionary"),
        (list, "a list"),
        (tuple, "a tuple"),
        ((set, frozenset), "a set"),
        ((datetime.date, datetime.timedelta), "a date or time"),
    ):
        if isinstance(value, types):
            return word
    return "nothing (None)" if value is None else f"a {type(value).__name__}"


def _wrong_type(given, wanted):
    return Match(False, False, f"it is {named(given)}; the question asks for {wanted}")


# ---- single values


def only_one(value: Value) -> Value:
    """The number in an array that holds nothing else, as it stands; any other value itself."""
    return value.ravel().tolist()[0] if isinstance(value, np.ndarray) and value.size == 1 else value


def _number(
    question: NumberQuestion | FunctionQuestion, key: Value, given: Value, factor: float
) -> Match:
    key, given = only_one(key), only_one(given)
    if _missing(key) and _missing(given):
        return YES
    if not is_number(given):
        return _wrong_type(given, "a number")
    tolerance = question.tolerance.times(factor)
    if is_number(key) and not _missing(key) and close(key * factor, given, tolerance):
        return YES
    if not math.isfinite(given):
        return Match(False, True, "it is not a finite number: look for a division by zero or a gap")
    if _rounded(key, given, factor):
        return Match(False, True, ROUNDED)
    return Match(False, True, "the number is not right")


def _rounded(key, given, factor=1):
    """Whether a number is the key, rounded further than the question allows."""
    if not (is_number(key) and is_number(given)) or not given or _nan(key):
        return False
    key = key * factor
    return any(
        abs(given - round(key, digits)) <= 1e-9 * abs(given)
        for digits in range(3)
        if math.isfinite(key) and math.isfinite(given)
    )


def _choice(
    question: ChoiceQuestion | FunctionQuestion, key: str, given: Value, factor: float
) -> Match:
    if not isinstance(given, str):
        return _wrong_type(given, "text: " + _or(question.options))
    options = {_letter(option) for option in question.options}
    if _letter(given) not in options:
        return Match(False, True, f"it is not one of {_or(question.options)}")
    return YES if _letter(given) == _letter(key) else Match(False, True, "the choice is not right")


def _letter(text):
    # NFKC: the wide letters that Chinese input writes, such as Ａ.
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(plain.split()).strip(".()").casefold()


def _or(options):
    *most, last = [f"“{option}”" for option in options]
    return f"{', '.join(most)} or {last}" if most else last


# ---- collections


def _set(
    question: SetQuestion | FunctionQuestion, key: Value, given: Value, factor: float
) -> Match:
    ours, theirs = elements(key) or [], elements(given)
    if theirs is None:
        return _wrong_type(given, "a list or a set")
    tolerance, fold = question.tolerance, question.ignore_case
    if question.ordered:
        if len(theirs) != len(ours):
            return Match(False, True, f"it has {len(theirs)} elements, which is not right")
        same = [_equal(a, b, tolerance, fold) for a, b in zip(ours, theirs, strict=True)]
        if all(same):
            return YES
        if _same_bag(ours, theirs, tolerance, fold):
            return Match(False, True, "the elements are right, their order is not")
        return Match(False, True, f"{sum(same)} of {len(same)} elements are right")
    ours, theirs = _distinct(ours, fold), _distinct(theirs, fold)
    if _same_bag(ours, theirs, tolerance, fold):
        return YES
    right = sum(any(_equal(a, b, tolerance, fold) for a in ours) for b in theirs[:MATCHED])
    if not theirs:
        return Match(False, True, "it is empty")
    if not right:
        return Match(False, True, "none of its elements belongs")
    if right < len(theirs):
        return Match(False, True, f"{right} of its {len(theirs)} different elements belong")
    return Match(False, True, "all of its elements belong, but some are missing")


def elements(value: Value) -> list[Value] | None:
    """The elements of a collection as a list, None if the value is no collection."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    if isinstance(value, pd.Series):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.ravel().tolist()] if value.ndim == 1 else None
    return None


def _plain(value):
    """A cell of a table as number, text, bool, None (missing) or ISO text (dates)."""
    if value is None or value is pd.NA or value is pd.NaT or _nan(value):
        return None
    if isinstance(value, (pd.Timestamp, datetime.datetime, datetime.date)):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        return _plain(value.item())
    return value


def _equal(a: Value, b: Value, tolerance: Tolerance, fold: bool = False) -> bool:
    """Whether two plain values agree: numbers within tolerance, text exactly, same kinds."""
    a, b = _plain(a), _plain(b)
    if is_number(a) and is_number(b):
        return close(a, b, tolerance)
    if isinstance(a, str) and isinstance(b, str):
        return _text(a, fold) == _text(b, fold)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(
            _equal(x, y, tolerance, fold) for x, y in zip(a, b, strict=True)
        )
    return type(a) is type(b) and a == b


def _text(text, fold):
    text = text.strip()
    return text.casefold() if fold else text


def _label(value, fold=False):
    """A hashable stand-in of a plain value: equal for 2025 and 2025.0, never for 1 and True."""
    value = _plain(value)
    if isinstance(value, str):
        return ("text", _text(value, fold))
    if isinstance(value, bool):
        return ("bool", value)
    if is_number(value):
        return ("number", value)
    if isinstance(value, (list, tuple)):
        return ("list", tuple(_label(item, fold) for item in value))
    return ("none",) if value is None else ("other", type(value).__name__, str(value)[:200])


def _distinct(items, fold):
    """The items without exact repeats, in order."""
    return list({_label(item, fold): item for item in items}.values())


def _same_bag(ours, theirs, tolerance, fold):
    """Whether two lists hold the same elements as often, in any order.

    Numbers are compared in order of size: if any pairing is within tolerance, this one is.
    """
    if len(ours) != len(theirs):
        return False
    numbers = [sorted(p for p in map(_plain, items) if is_number(p)) for items in (ours, theirs)]
    rest = [
        Counter(_label(item, fold) for item in items if not is_number(_plain(item)))
        for items in (ours, theirs)
    ]
    return (
        rest[0] == rest[1]
        and len(numbers[0]) == len(numbers[1])
        and all(close(a, b, tolerance) for a, b in zip(*numbers, strict=True))
    )


# ---- tables (pandas comes without types: `given` is looked at here as it is)


def _series(
    question: SeriesQuestion | FunctionQuestion, key: pd.Series, given: Any, factor: float
) -> Match:
    if not isinstance(given, pd.Series):
        return _wrong_type(given, "a Series")
    tolerance = question.tolerance.times(factor)
    ours, theirs = (
        [(_label(label), _plain(value)) for label, value in zip(s.index, s.tolist(), strict=True)]
        for s in (key, given)
    )
    if factor != 1:
        ours = [(n, v * factor if is_number(v) else v) for n, v in ours]
    if len(ours) != len(theirs):
        return Match(False, True, f"it has {len(theirs)} rows, which is not the right number")
    if not question.ordered:
        ours, theirs = (sorted(s, key=lambda row: _rank(row)) for s in (ours, theirs))
    wrong = sum(a[0] != b[0] for a, b in zip(ours, theirs, strict=True))
    if wrong:
        right = Counter(n for n, _ in ours) == Counter(n for n, _ in theirs)
        return Match(
            False,
            True,
            "the labels of its index are right, their order is not"
            if right
            else "the labels of its index are not right",
        )
    same = [_equal(a[1], b[1], tolerance) for a, b in zip(ours, theirs, strict=True)]
    if all(same):
        return YES
    if all(ok or _rounded(a[1], b[1]) for ok, a, b in zip(same, ours, theirs, strict=True)):
        return Match(False, True, ROUNDED)
    return Match(False, True, f"{sum(same)} of its {len(same)} values are right")


def _rank(row):
    """A key that sorts rows of labels and values of any kind: by label, then by value."""
    return tuple((str(part[0]), part[1] if part[0] == "number" else 0, str(part)) for part in (
        row[0], _label(row[1])
    ))  # fmt: skip


def _dataframe(
    question: DataframeQuestion | FunctionQuestion, key: pd.DataFrame, given: Any, factor: float
) -> Match:
    if not isinstance(given, pd.DataFrame):
        return _wrong_type(given, "a table (DataFrame)")
    if question.index:
        key, given = (_with_index(table) for table in (key, given))
    ours, theirs = ([str(name) for name in table.columns] for table in (key, given))
    if len(set(theirs)) != len(theirs):
        return Match(False, True, "two of its columns have the same name")
    lacking, extra = sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
    if lacking:
        reset = (
            " (is it in the index? then .reset_index())" if key.shape[1] > given.shape[1] else ""
        )
        few = "one of the columns asked for is"
        few = few if len(lacking) == 1 else f"{len(lacking)} of the columns asked for are"
        return Match(False, True, f"{few} missing{reset}")
    if extra:
        return Match(False, True, f"it has a column that was not asked for: {extra[0][:60]!r}")
    if len(given) != len(key):
        return Match(False, True, f"it has {len(given)} rows, which is not the right number")
    given = given.set_axis(theirs, axis=1)[ours]
    key = key.set_axis(ours, axis=1)
    tolerances = [question.columns.get(name, question.tolerance) for name in ours]
    rows, other = ([tuple(map(_plain, row)) for row in zip(
        *(table.iloc[:, n].tolist() for n in range(len(ours))), strict=True)]
        for table in (key, given))  # fmt: skip
    kinds = _kinds_differ(rows, other)
    if kinds:
        return Match(False, True, "a column holds values of the wrong type: " + ours[kinds[0]])
    if question.ordered:
        good = [_row_equal(a, b, tolerances) for a, b in zip(rows, other, strict=True)]
        if all(good):
            return YES
        if same_rows(rows, other, tolerances):
            return Match(False, True, "the rows are right, their order is not")
        return Match(False, True, f"{sum(good)} of its {len(good)} rows are right")
    if same_rows(rows, other, tolerances):
        return YES
    return Match(False, True, _columns_wrong(ours, rows, other, tolerances))


def _with_index(table):
    names = [f"index {n}" for n in range(1, table.index.nlevels + 1)]
    return table.reset_index(names=names)


def _kinds_differ(rows, other):
    """Positions of columns whose values are of another kind (text for numbers)."""
    found = []
    for n in range(len(rows[0]) if rows else 0):
        ours, theirs = (
            {_label(row[n])[0] for row in table if row[n] is not None} for table in (rows, other)
        )
        if ours and theirs and not ours & theirs:
            found.append(n)
    return found


def _row_equal(a, b, tolerances):
    return all(_equal(x, y, tolerance) for x, y, tolerance in zip(a, b, tolerances, strict=True))


def same_rows(rows: Sequence[Row], other: Sequence[Row], tolerances: Sequence[Tolerance]) -> bool:
    """Whether two lists of rows (tuples of plain values) agree in any order.

    Rows are grouped by their columns that are no fractions, which must agree exactly; within
    a group a perfect matching within the tolerances (one a column) is sought.
    """
    if len(rows) != len(other):
        return False
    loose = {
        n
        for table in (rows, other)
        for row in table
        for n, value in enumerate(row)
        if isinstance(value, float) and not value.is_integer() or tolerances[n].atol
    }
    groups: list[dict[Row, list[Row]]] = [{}, {}]
    for group, table in zip(groups, (rows, other), strict=True):
        for row in table:
            exact = tuple(_label(v) if n not in loose else None for n, v in enumerate(row))
            group.setdefault(exact, []).append(row)
    if {k: len(v) for k, v in groups[0].items()} != {k: len(v) for k, v in groups[1].items()}:
        return False
    return all(_matched(groups[0][exact], groups[1][exact], tolerances) for exact in groups[0])


def _matched(ours, theirs, tolerances):
    """Whether the rows of one group can be paired so that every pair agrees."""
    ours, theirs = (sorted(t, key=lambda row: tuple(map(str, map(_label, row)))) for t in (
        ours, theirs))  # fmt: skip
    if all(_row_equal(a, b, tolerances) for a, b in zip(ours, theirs, strict=True)):
        return True
    if len(ours) == 1 or len(ours) > MATCHED:
        return False
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    fits = np.array([[_row_equal(a, b, tolerances) for b in theirs] for a in ours])
    return bool((maximum_bipartite_matching(csr_array(fits)) >= 0).all())


def _columns_wrong(names, rows, other, tolerances):
    """Which columns of a table differ, each taken by itself."""
    wrong = [
        name
        for n, name in enumerate(names)
        if not _same_bag([row[n] for row in rows], [row[n] for row in other], tolerances[n], False)
    ]
    if not wrong:
        return "each column holds the right values, but they are not in the right rows"
    if all(
        _rounded_column([row[n] for row in rows], [row[n] for row in other], tolerances[n])
        for n in map(names.index, wrong)
    ):
        return f"column{'s' * (len(wrong) > 1)} {', '.join(wrong)}: {ROUNDED}"
    return f"look again at the column{'s' * (len(wrong) > 1)} {', '.join(wrong)}"


def _rounded_column(ours, theirs, tolerance):
    """Whether every number of a column is the key's, some of them rounded too far."""
    ours, theirs = ([v for v in column if is_number(v)] for column in (ours, theirs))
    return len(ours) == len(theirs) > 0 and all(
        close(a, b, tolerance) or _rounded(a, b)
        for a, b in zip(sorted(ours), sorted(theirs), strict=True)
    )


# ---- charts


def _chart(question: ChartQuestion, key: Chart, given: Value, factor: float) -> Match:
    if not isinstance(given, Chart):
        return _wrong_type(given, "an Altair chart")
    wanted, made = chart_reading.Reading(key.spec), chart_reading.Reading(given.spec)
    # A misconception may leave a channel out; then its hint does not hang on that channel.
    channels = [
        channel
        for channel in question.channels or ("x", "y")
        if chart_reading.encodes(wanted, channel)
    ]
    for aspect in question.aspects:
        if aspect == "data":
            fault = _data_fault(wanted, made, channels, question.tolerance)
        else:
            fault = chart_reading.differs(aspect, wanted, made, channels)
        if fault:
            return Match(False, True, fault)
    return YES


def _data_fault(
    key: Spec, given: Spec, channels: Sequence[str], tolerance: Tolerance
) -> str | None:
    """In words, how what a chart draws differs from what the key's draws; None if it does not."""
    like = chart_reading.mark_of(key)
    ours, theirs = (chart_reading.drawn(spec, channels, like) for spec in (key, given))
    reworked = chart_reading.reworks(given) if theirs is None else None
    if reworked:
        return (
            f"the chart reworks its data itself ({reworked}), and what it draws cannot be read:"
            " prepare the table in pandas and draw that"
        )
    both = (chart_reading.names(spec, channels) for spec in (key, given))
    named = [a and b for a, b in zip(*both, strict=True)]
    rows, other = ([_drawn_row(row, named) for row in drawn or ()] for drawn in (ours, theirs))
    if not other or not same_rows(rows, other, [tolerance] * len(channels)):
        return "what it draws is not the data asked for"
    fault = chart_reading.hidden(given, channels, like)
    return f"what it draws cannot be seen: {fault}" if fault else None


def _drawn_row(row, named):
    """Plain values of a drawn row; where a channel shows names, 2025 and "2025" are the same."""
    plain = map(_plain, row)
    return tuple(_name(v) if name else v for v, name in zip(plain, named, strict=True))


def _name(value):
    if not is_number(value):
        return value
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


# By what an answer is; a function by what it returns. Each takes the question of its own kind.
_COMPARE: dict[str, Callable[..., Match]] = {
    "number": _number,
    "choice": _choice,
    "set": _set,
    "series": _series,
    "dataframe": _dataframe,
    "chart": _chart,
}
