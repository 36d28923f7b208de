"""Answers as data: the plain forms in which values cross the border.

`encode` (inside, beside graded code) turns a value into a dict that JSON can hold; `decode`
(outside) checks such a dict as if an enemy had written it, and builds plain Python, NumPy and
pandas objects from it. No code crosses, no pickle, and no method of a graded class is called:
only exact types are encoded, and everything else is `{"type": "unsupported", "name": …}`.

| form | fields |
|---|---|
| number | `value`: a JSON number, or digits in a string (from 2**53), or `special`: nan, inf, -inf |
| bool, text | `value` |
| none, na | – (`na`: pd.NA and NaT) |
| date | `value`: ISO 8601 |
| duration | `value`: seconds |
| list, tuple, set | `items`: forms |
| dict | `items`: pairs of forms |
| series | `name`, `dtype`, `index`, `values`: cells |
| dataframe | `columns`: [{`name`, `dtype`, `values`}], `index` |
| array | `dtype`, `shape`, `values`: cells, flat, by rows |
| chart | `spec`: Vega-Lite as a dict |
| unsupported | `name` of the type, `why` |

A cell is null (missing), true, false, a number, a string, or else a form. An index is
`{"range": [start, stop, step]}` or `{"names": […], "values": [cells]}`, where the labels of a
MultiIndex are tuples.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from foursteps.ground.vega_lite import Json, Spec

if TYPE_CHECKING:
    import datetime

    import numpy as np
    import pandas as pd

# Whatever graded code may leave under a name, of which nothing is known.
Anything: TypeAlias = object
# A value as data: the table above.
Form: TypeAlias = "dict[str, Json]"
# What a form is decoded to.
Value: TypeAlias = (
    "None | bool | int | float | str | datetime.date | datetime.timedelta"
    " | list[Value] | tuple[Value, ...] | set[Value] | dict[Value, Value]"
    " | np.ndarray | pd.Series | pd.DataFrame | Chart | Unsupported"
)


@dataclass(frozen=True)
class Caps:
    """The largest values that cross: characters of a text, cells and items in all, nesting
    depth, digits of a whole number, data rows of a chart.

    keys and big: items of a set or dict, and whole numbers from 2**53 in all. Their hashes can be
    chosen to collide, and the marker, outside, must not spend minutes on building a set.
    """

    text: int = 20_000
    keys: int = 5_000
    big: int = 1_000
    items: int = 100_000
    depth: int = 8
    digits: int = 1_000
    chart_rows: int = 5_000


class BadValue(ValueError):
    """What came back is no form of a value; the message says where it goes wrong."""


@dataclass(frozen=True)
class Unsupported:
    """A value of a type that cannot be an answer: the name of the type, and why."""

    name: str
    why: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart, by its Vega-Lite specification (a dict of plain JSON)."""

    spec: Spec
