"""From a plain form to a value, outside the sandbox (the forms: `foursteps.judging.forms`).

Every form is read as if an enemy had written it: unknown fields are ignored, wrong ones are
`BadValue`, and sizes are capped before anything is built.
"""

import datetime
import math
import re

import numpy as np
import pandas as pd

from foursteps.ground.plain_text import printable
from foursteps.judging.forms import BadValue, Caps, Chart, Json, Unsupported, Value

MAX_COLUMNS = 2_000
A_TABLE = 200  # what a DataFrame, however small, costs beside its values
_DTYPE = re.compile(r"[A-Za-z][\w \[\],<>:./+-]{0,79}")
_MOMENT = re.compile(
    r"-?\d{4,6}-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,9})?)?)?([+-]\d\d:\d\d(:\d\d)?)?)?)?", re.ASCII
)
_DIGITS = re.compile(r"-?[0-9]{1,1000}")


def decode(form: Json, caps: Caps | None = None) -> Value:
    """Return the value of a form: a plain Python, NumPy or pandas object, `Chart`, `Unsupported`.

    A number is int or float, a date datetime.date, datetime.datetime or pandas.Timestamp, a
    duration pandas.Timedelta; none and na are None; a set whose elements are unhashable is a
    list. Missing cells are NaN, NA or NaT by the dtype of their column.
    Raises BadValue, and nothing else, when `form` is not well formed.
    """
    try:
        return _Decoder(caps or Caps()).value(form, 0)
    except BadValue:
        raise
    except Exception as error:  # noqa: BLE001
        # Whatever pandas says of a table that contradicts itself.
        raise BadValue(f"cannot be built: {type(error).__name__}: {error}"[:300]) from None


def from_plain(argument: Json) -> "Value | Json":
    """The argument of a call: the value of a form, or plain JSON as it is."""
    if isinstance(argument, dict) and argument.get("type") in _METHODS:
        return decode(argument)
    return argument


class _Decoder:
    def __init__(self, caps):
        self.caps, self.count, self.big = caps, 0, 0

    def value(self, form, depth):
        if type(form) is not dict or type(form.get("type")) is not str:
            raise BadValue("not a form: an object with a type is expected")
        method = _METHODS.get(form["type"])
        if method is None:
            raise BadValue(f"unknown type {form['type'][:40]!r}")
        if depth > self.caps.depth + 1:
            raise BadValue("nested too deeply")
        self.spend(1)
        return method(self, form, depth)

    def spend(self, number):
        self.count += number
        if self.count > 2 * self.caps.items + 2 * MAX_COLUMNS:
            raise BadValue(f"more than {self.caps.items:,} values")

    def field(self, form, name, *kinds):
        value = form.get(name)
        if type(value) not in kinds:
            raise BadValue(f"{form['type']}: field {name!r} is missing or of a wrong type")
        return value

    def number(self, form, depth):
        special = form.get("special")
        if special is not None:
            if special not in ("nan", "inf", "-inf"):
                raise BadValue("number: unknown special value")
            return float(special)
        value = self.field(form, "value", int, float, str)
        if type(value) is str:
            if not _DIGITS.fullmatch(value):
                raise BadValue("number: not a whole number")
            self.big += 1
            if self.big > self.caps.big:
                raise BadValue(f"more than {self.caps.big:,} large numbers")
            return int(value)
        if type(value) is float and not math.isfinite(value):
            raise BadValue("number: not finite")
        if type(value) is int and abs(value) >= 2**53:
            raise BadValue("number: too large for this form")
        return value

    def boolean(self, form, depth):
        return self.field(form, "value", bool)

    def text(self, form, depth):
        return self.string(self.field(form, "value", str))

    def string(self, text):
        if len(text) > self.caps.text:
            raise BadValue("text: too long")
        return text.encode("utf-8", "replace").decode("utf-8")

    def none(self, form, depth):
        return None

    def date(self, form, depth):
        text = self.field(form, "value", str)
        if len(text) > 40 or not _MOMENT.fullmatch(text):
            raise BadValue("date: not ISO 8601")
        try:
            if len(text) == 10:
                return datetime.date.fromisoformat(text)
            return pd.Timestamp(text)
        except ValueError:
            raise BadValue("date: not ISO 8601") from None

    def duration(self, form, depth):
        return pd.Timedelta(seconds=self.finite(self.field(form, "value", int, float)))

    def finite(self, value):
        if not math.isfinite(value):
            raise BadValue("not finite")
        return value

    def items(self, form, depth):
        return [self.value(item, depth + 1) for item in self.field(form, "items", list)]

    def few(self, form):
        if len(self.field(form, "items", list)) > self.caps.keys:
            raise BadValue(f"{form['type']}: more than {self.caps.keys:,} items")

    def tuple(self, form, depth):
        return tuple(self.items(form, depth))

    def set(self, form, depth):
        self.few(form)
        items = self.items(form, depth)
        try:
            return set(items)
        except TypeError:
            return items

    def dict(self, form, depth):
        self.few(form)
        pairs = {}
        for pair in self.field(form, "items", list):
            if type(pair) is not list or len(pair) != 2:
                raise BadValue("dict: pairs are expected")
            key = self.value(pair[0], depth + 1)
            try:
                pairs[key] = self.value(pair[1], depth + 1)
            except TypeError:
                raise BadValue("dict: a key that cannot be one") from None
        return pairs

    def cell(self, cell, depth):
        self.spend(1)
        kind = type(cell)
        if cell is None or kind is bool:
            return cell
        if kind is int:
            if abs(cell) >= 2**53:
                raise BadValue("number: too large for a cell")
            return cell
        if kind is float:
            return self.finite(cell)
        if kind is str:
            return self.string(cell)
        return self.value(cell, depth + 1)

    def cells(self, cells, depth):
        if type(cells) is not list or len(cells) > self.caps.items:
            raise BadValue("cells: a list of bounded length is expected")
        return [self.cell(cell, depth) for cell in cells]

    def dtype(self, form):
        dtype = self.field(form, "dtype", str)
        if not _DTYPE.fullmatch(dtype):
            raise BadValue("dtype: not the name of one")
        return dtype

    def array(self, form, depth):
        dtype = self.dtype(form)
        shape = self.field(form, "shape", list)
        if len(shape) > 8 or any(type(n) is not int or not 0 <= n <= 10**6 for n in shape):
            raise BadValue("array: not a shape")
        cells = self.cells(form.get("values"), depth)
        if math.prod(shape) != len(cells):
            raise BadValue("array: its shape contradicts the number of its values")
        return _typed_array(cells, dtype).reshape(shape)

    def column(self, cells, dtype, depth):
        return _typed_array(self.cells(cells, depth), dtype, table=True)

    def index(self, form, rows, depth):
        if type(form) is not dict:
            raise BadValue("index: an object is expected")
        bounds = form.get("range")
        if bounds is not None:
            good = type(bounds) is list and len(bounds) == 3
            if not good or any(type(n) is not int or abs(n) >= 2**53 for n in bounds):
                raise BadValue("index: not a range")
            index = pd.RangeIndex(*bounds) if bounds[2] else None
            if index is None or len(index) != rows:
                raise BadValue("index: of another length than the table")
            return index
        names = self.cells(form.get("names"), depth)
        labels = self.cells(form.get("values"), depth)
        if len(labels) != rows or not 1 <= len(names) <= 20:
            raise BadValue("index: of another length than the table")
        names = [_label(name) for name in names]
        if len(names) == 1:
            return pd.Index([_label(label) for label in labels], name=names[0], tupleize_cols=False)
        if any(type(label) is not tuple or len(label) != len(names) for label in labels):
            raise BadValue("index: labels that do not fit its names")
        return pd.MultiIndex.from_tuples([_label(label) for label in labels], names=names)

    def series(self, form, depth):
        cells = self.field(form, "values", list)
        values = self.column(cells, self.dtype(form), depth)
        index = self.index(form.get("index"), len(cells), depth)
        name = _label(self.cell(form.get("name"), depth))
        return pd.Series(values, index=index, name=name)

    def dataframe(self, form, depth):
        self.spend(A_TABLE)
        columns = self.field(form, "columns", list)
        if len(columns) > MAX_COLUMNS or any(type(column) is not dict for column in columns):
            raise BadValue("dataframe: too many columns, or none that are any")
        lengths = {len(self.field({"type": "column", **c}, "values", list)) for c in columns}
        if len(lengths) > 1:
            raise BadValue("dataframe: columns of different lengths")
        index_form = form.get("index")
        if lengths:
            rows = lengths.pop()
        else:
            rows = _rows_of(index_form, self.caps.items)
        index = self.index(index_form, rows, depth)
        values = [
            pd.Series(
                self.column(c["values"], self.dtype({"type": "column", **c}), depth), index=index
            )
            for c in columns
        ]
        labels = [_label(self.cell(c.get("name"), depth)) for c in columns]
        frame = pd.DataFrame(dict(enumerate(values)), index=index)
        frame.columns = pd.Index(labels) if labels else pd.Index([], dtype=object)
        return frame

    def chart(self, form, depth):
        return Chart(self.json(self.field(form, "spec", dict), 0))

    def json(self, value, depth):
        self.spend(1)
        kind = type(value)
        if depth > 50:
            raise BadValue("chart: nested too deeply")
        if kind is dict:
            return {self.string(k): self.json(v, depth + 1) for k, v in value.items()}
        if kind is list:
            return [self.json(v, depth + 1) for v in value]
        if kind is float:
            return self.finite(value)
        return self.string(value) if kind is str else value

    def unsupported(self, form, depth):
        name = self.string(self.field(form, "name", str))
        why = self.string(form["why"]) if type(form.get("why")) is str else ""
        return Unsupported(printable(name)[:80], printable(why)[:200])


def _rows_of(form, most):
    """Rows of a frame without columns, by its index."""
    if type(form) is dict and type(form.get("values")) is list:
        return len(form["values"])
    bounds = form.get("range") if type(form) is dict else None
    if type(bounds) is list and len(bounds) == 3 and all(type(n) is int for n in bounds):
        rows = len(range(*bounds)) if bounds[2] else 0
        if rows <= most:
            return rows
    raise BadValue("dataframe: neither columns nor rows")


def _label(value):
    """A label must be hashable; a forged one that is not is named instead."""
    try:
        hash(value)
    except TypeError:
        raise BadValue("a label that cannot be one") from None
    return value


# How the cells of a column become an array, by the dtype that they had inside.
_FLOATS = {"float16": "float32", "float32": "float32", "float64": "float64", "float128": "float64"}
_INTEGERS = {f"{u}int{n}" for u in ("", "u") for n in (8, 16, 32, 64)}
_NULLABLE = {f"{u}Int{n}" for u in ("", "U") for n in (8, 16, 32, 64)}


def _typed_array(cells, dtype, table=False):
    """An array of the dtype, or of objects where the cells do not fit it (a forged one)."""
    try:
        if dtype in _FLOATS:
            return np.array([math.nan if c is None else float(c) for c in cells], _FLOATS[dtype])
        if dtype in _INTEGERS and all(type(c) is int for c in cells):
            return np.array(cells, dtype)
        if dtype == "bool" and all(type(c) is bool for c in cells):
            return np.array(cells, "bool")
        if dtype.startswith("datetime64"):
            return _moments(cells, dtype, table)
        if table and dtype in _NULLABLE | {"Float32", "Float64", "boolean", "str", "string"}:
            if dtype in ("str", "string") and not all(c is None or type(c) is str for c in cells):
                return _objects(cells)
            return pd.array(cells, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        pass
    return _objects(cells)


def _moments(cells, dtype, table):
    if any(c is not None and not isinstance(c, datetime.date) for c in cells):
        raise TypeError("a moment is expected")
    moments = [pd.NaT if c is None else pd.Timestamp(c) for c in cells]
    index = pd.DatetimeIndex(moments)
    unit = dtype.removeprefix("datetime64[").rstrip("]").split(",")[0]
    if unit in ("s", "ms", "us", "ns"):
        index = index.as_unit(unit)
    return index.array if table else index.to_numpy()


def _objects(cells):
    array = np.empty(len(cells), dtype=object)
    array[:] = [None] * len(cells)
    for position, cell in enumerate(cells):
        array[position] = cell
    return array


_METHODS = {
    "number": _Decoder.number,
    "bool": _Decoder.boolean,
    "text": _Decoder.text,
    "none": _Decoder.none,
    "na": _Decoder.none,
    "date": _Decoder.date,
    "duration": _Decoder.duration,
    "list": _Decoder.items,
    "tuple": _Decoder.tuple,
    "set": _Decoder.set,
    "dict": _Decoder.dict,
    "series": _Decoder.series,
    "dataframe": _Decoder.dataframe,
    "array": _Decoder.array,
    "chart": _Decoder.chart,
    "unsupported": _Decoder.unsupported,
}
