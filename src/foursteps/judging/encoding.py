"""From a value to its plain form (the forms: `foursteps.judging.forms`).

Runs beside graded code, so it looks at the exact type and then calls only methods of that type
itself, never one that an instance or a subclass could have replaced. It never raises, unless a
time limit does so from outside.
"""

import collections
import datetime
import decimal
import fractions
import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from foursteps.ground.plain_text import printable
from foursteps.judging.forms import Anything, Caps, Form


class _Unfit(Exception):
    """A value has no plain form; the reason is the message."""


def encode(value: Anything, limits: Caps | None = None) -> Form:
    """Return the plain form of `value`, a dict of JSON types.

    limits: `Caps`. Whatever has no form, or is too large, becomes
    `{"type": "unsupported", "name": name of its type, "why": reason}`.
    """
    try:
        return _Encoder(limits or Caps()).form(value, 0)
    except _Unfit as reason:
        return _unsupported(value, str(reason))
    except Exception as error:  # noqa: BLE001 - never raises
        return _unsupported(value, f"could not be read ({_type_name(error)})")


def _unsupported(value, why):
    return {"type": "unsupported", "name": _type_name(value), "why": why}


# The slot itself: a metaclass may answer `__name__` with anything.
_NAME = type.__dict__["__name__"].__get__


def _type_name(value):
    try:
        name = str.__str__(_NAME(type(value)))[:80]
    except Exception:  # noqa: BLE001 - never raises
        return "value"
    return printable(name) or "value"


class _Encoder:
    """Encodes one answer, counting what it holds."""

    def __init__(self, caps):
        self.caps, self.count, self.big = caps, 0, 0

    def form(self, value, depth):
        """The form of any value; raises _Unfit."""
        if depth > self.caps.depth:
            raise _Unfit("nested too deeply")
        self.spend(1)
        # By identity: looking a class up in a dict would call its metaclass.
        method = _FORMS.get(id(type(value)))
        if method is not None:
            return method(self, value, depth)
        if id(type(value)) in _chart_types():
            return self.chart(value)
        raise _Unfit("not a type that can be an answer")

    def spend(self, number):
        """Count items; raises _Unfit when there are too many."""
        self.count += number
        if self.count > self.caps.items:
            raise _Unfit(f"too large: more than {self.caps.items:,} values")

    def inner(self, value, depth):
        """The form of an element, which may be unsupported without spoiling the whole."""
        try:
            return self.form(value, depth + 1)
        except _Unfit as reason:
            # Too large is too large for the whole answer; one odd element is only itself.
            if self.count > self.caps.items:
                raise
            return _unsupported(value, str(reason))
        except (OverflowError, ValueError) as error:
            return _unsupported(value, f"could not be read ({_type_name(error)})")

    def cell(self, value, depth):
        """The short form of an element of a table."""
        kind = type(value)
        if value is None or value is pd.NA or value is pd.NaT:
            return None
        if kind is bool:
            return value
        if kind is int and -(2**53) < value < 2**53:
            return value
        if kind is float and math.isfinite(value):
            return value
        if kind is str and len(value) <= self.caps.text:
            return _clean(value)
        form = self.inner(value, depth)
        if form["type"] in ("bool", "text"):
            return form["value"]
        if form["type"] == "number" and type(form.get("value")) in (int, float):
            return form["value"]
        if form["type"] in ("none", "na") or form.get("special") == "nan":
            return None
        return form

    def cells(self, values, depth):
        """Cells of a list of Python objects."""
        self.spend(len(values))
        return [self.cell(value, depth) for value in values]

    # One method for each family of types.

    def boolean(self, value, depth):
        """True or False."""
        return {"type": "bool", "value": bool(value)}

    def whole(self, value, depth):
        """A whole number of any size."""
        value = int(value)
        if -(2**53) < value < 2**53:
            return {"type": "number", "value": value}
        if value.bit_length() > self.caps.digits * 3.32:
            raise _Unfit(f"a number of more than {self.caps.digits:,} digits")
        self.big += 1
        if self.big > self.caps.big:
            self.count = self.caps.items + 1
            raise _Unfit(f"more than {self.caps.big:,} numbers from 2**53")
        return {"type": "number", "value": str(value)}

    def real(self, value, depth):
        """A floating-point number of any width."""
        value = float(value)
        if math.isfinite(value):
            return {"type": "number", "value": value}
        special = "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        return {"type": "number", "special": special}

    def ratio(self, value, depth):
        """A fraction of whole numbers, as a floating-point number."""
        parts = value._numerator, value._denominator
        if any(type(part) is not int for part in parts):
            raise _Unfit("a fraction of something else than whole numbers")
        return self.real(parts[0] / parts[1], depth)

    def text(self, value, depth):
        """A string."""
        if len(value) > self.caps.text:
            raise _Unfit(f"a text of more than {self.caps.text:,} characters")
        return {"type": "text", "value": _clean(str.__str__(value))}

    def label(self, value, depth):
        """A period or an interval, by the text that pandas shows."""
        return {"type": "text", "value": str(value)}

    def nothing(self, value, depth):
        """None."""
        return {"type": "none"}

    def missing(self, value, depth):
        """pd.NA or NaT."""
        return {"type": "na"}

    def ellipsis(self, value, depth):
        """What starter code holds before the student has written anything."""
        raise _Unfit("not answered yet")

    def date(self, value, depth):
        """A date or a moment."""
        return {"type": "date", "value": value.isoformat()}

    def numpy_date(self, value, depth):
        """A NumPy moment."""
        if np.isnat(value):
            return {"type": "na"}
        # NumPy counts years far beyond the calendar that ISO 8601 and Python know.
        if not np.datetime64("0001-01-01") <= value <= np.datetime64("9999-12-31"):
            raise _Unfit("a moment outside of the years 1 to 9999")
        return self.date(pd.Timestamp(value), depth)

    def duration(self, value, depth):
        """A length of time, in seconds."""
        return self.seconds(value.total_seconds())

    def numpy_duration(self, value, depth):
        """A NumPy length of time."""
        if np.isnat(value):
            return {"type": "na"}
        return self.seconds(value / np.timedelta64(1, "s"))

    def seconds(self, value):
        """A number of seconds that pandas can hold, which is up to 292 years."""
        if not abs(value) < 9e9:
            raise _Unfit("a length of time of more than 285 years")
        return {"type": "duration", "value": float(value)}

    def sequence(self, value, depth):
        """A list or a tuple."""
        kind = "tuple" if type(value) is tuple else "list"
        if len(value) > self.caps.items:
            raise _Unfit(f"too large: {len(value):,} values")
        return {"type": kind, "items": [self.inner(item, depth) for item in list(value)]}

    def unordered(self, value, depth):
        """A set, in an order that is the same every time."""
        if len(value) > self.caps.keys:
            raise _Unfit(f"too large: {len(value):,} values")
        items = [self.inner(item, depth) for item in list(value)]
        return {"type": "set", "items": sorted(items, key=repr)}

    def mapping(self, value, depth):
        """A dict, in its own order."""
        if dict.__len__(value) > self.caps.keys:
            raise _Unfit(f"too large: {dict.__len__(value):,} values")
        pairs = list(dict.items(value))
        return {
            "type": "dict",
            "items": [[self.inner(key, depth), self.inner(item, depth)] for key, item in pairs],
        }

    def array(self, value, depth):
        """A NumPy array."""
        if value.size > self.caps.items:
            raise _Unfit(f"too large: {value.size:,} values")
        if value.dtype.names is not None or value.ndim > 8:
            raise _Unfit(f"an array of dtype {value.dtype}"[:100])
        values = self.cells(_as_objects(value.reshape(-1)), depth)
        shape = [int(n) for n in value.shape]
        return {"type": "array", "dtype": _dtype(value), "shape": shape, "values": values}

    def as_list(self, value, depth):
        """An Index or an array of pandas by itself, as `.unique()` gives it: its list."""
        if len(value) > self.caps.items:
            raise _Unfit(f"too large: {len(value):,} values")
        return {"type": "list", "items": [self.inner(item, depth) for item in list(value)]}

    def series(self, value, depth):
        """A Series."""
        if len(value) > self.caps.items:
            raise _Unfit(f"too large: {len(value):,} rows")
        return {
            "type": "series",
            "name": self.cell(value.name, depth),
            "dtype": _dtype(value),
            "index": self.index(value.index, depth),
            "values": self.column(value, depth),
        }

    def frame(self, value, depth):
        """A DataFrame."""
        rows, columns = value.shape
        if rows * max(columns, 1) > self.caps.items or columns > self.caps.items:
            raise _Unfit(f"too large: {rows:,} rows and {columns:,} columns")
        return {
            "type": "dataframe",
            "columns": [
                {
                    "name": self.cell(name, depth),
                    "dtype": _dtype(column),
                    "values": self.column(column, depth),
                }
                # By position: names may occur twice.
                for name, column in ((value.columns[i], value.iloc[:, i]) for i in range(columns))
            ],
            "index": self.index(value.index, depth),
        }

    def column(self, series, depth):
        """Cells of a Series of any dtype."""
        return self.cells(_as_objects(series.array), depth)

    def index(self, index, depth):
        """The labels of the rows."""
        if type(index) is pd.RangeIndex and index.name is None:
            return {"range": [int(index.start), int(index.stop), int(index.step)]}
        return {
            "names": [self.cell(name, depth) for name in index.names],
            "values": self.cells(list(index), depth),
        }

    def chart(self, value):
        """An Altair chart, as Vega-Lite; of large data only the first rows."""
        import altair as alt

        with alt.data_transformers.enable("default", max_rows=None):
            spec = value.to_dict()
        for name, rows in spec.get("datasets", {}).items():
            spec["datasets"][name] = rows[: self.caps.chart_rows]
        return {"type": "chart", "spec": self.plain(spec, 0)}

    def plain(self, value, depth):
        """A specification with nothing but JSON types in it."""
        if depth > 40:
            raise _Unfit("nested too deeply")
        self.spend(1)
        kind = type(value)
        if value is None or kind is bool or kind is int:
            return value
        if kind is float:
            return value if math.isfinite(value) else None
        if kind is str:
            return _clean(value[: self.caps.text])
        if kind is list or kind is tuple:
            return [self.plain(item, depth + 1) for item in value]
        if kind is dict:
            return {_clean(str(k)): self.plain(v, depth + 1) for k, v in value.items()}
        return None


def _clean(text):
    """Text without lone surrogates, which no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _dtype(values):
    """The name of a dtype, without its byte order and what a time zone says in brackets."""
    dtype = values.dtype
    return (dtype.name if isinstance(dtype, np.dtype) else str(dtype).partition("(")[0])[:80]


def _as_objects(values):
    """Elements of an array of NumPy or pandas as a list of scalars."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "mM":
        # As objects, moments in nanoseconds would be mere numbers.
        return list(values)
    return list(values.astype(object)) if hasattr(values, "astype") else list(values)


def _chart_types():
    import altair as alt

    names = ("Chart", "LayerChart", "HConcatChart", "VConcatChart", "ConcatChart", "FacetChart")
    return {id(getattr(alt, name)) for name in (*names, "RepeatChart")}


# Dtypes whose arrays are classes of pandas' own; which class holds text depends on its version.
_ARRAYS = ["str", "string", "category", "Int64", "Float64", "boolean"]
_ARRAYS += ["datetime64[ns]", "timedelta64[ns]", "period[D]"]

_TYPES: dict[Callable[..., Form], list[type]] = {
    _Encoder.boolean: [bool, np.bool_],
    _Encoder.whole: [int, np.int8, np.int16, np.int32, np.int64, np.longlong]
    + [np.uint8, np.uint16, np.uint32, np.uint64, np.ulonglong],
    _Encoder.real: [float, np.float16, np.float32, np.float64, np.longdouble] + [decimal.Decimal],
    _Encoder.ratio: [fractions.Fraction],
    _Encoder.text: [str, np.str_],
    _Encoder.label: [pd.Period, pd.Interval],
    _Encoder.nothing: [type(None)],
    _Encoder.missing: [type(pd.NA), type(pd.NaT)],
    _Encoder.ellipsis: [type(...)],
    _Encoder.date: [datetime.date, datetime.datetime, pd.Timestamp],
    _Encoder.numpy_date: [np.datetime64],
    _Encoder.duration: [datetime.timedelta, pd.Timedelta],
    _Encoder.numpy_duration: [np.timedelta64],
    _Encoder.sequence: [list, tuple, range, type({}.keys()), type({}.values())],
    _Encoder.unordered: [set, frozenset],
    _Encoder.mapping: [
        dict,
        collections.OrderedDict,
        collections.defaultdict,
        collections.Counter,
    ],
    _Encoder.array: [np.ndarray],
    _Encoder.as_list: [pd.Index, pd.RangeIndex, pd.MultiIndex, pd.DatetimeIndex]
    + [pd.CategoricalIndex, pd.PeriodIndex, pd.IntervalIndex, pd.TimedeltaIndex]
    + [type(pd.array([], dtype=dtype)) for dtype in _ARRAYS],
    _Encoder.series: [pd.Series],
    _Encoder.frame: [pd.DataFrame],
}
_FORMS = {id(kind): method for method, kinds in _TYPES.items() for kind in kinds}
