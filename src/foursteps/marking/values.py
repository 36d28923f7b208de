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

from foursteps.marking.decoding import BadValue, Chart, Unsupported, decode, from_plain
from foursteps.marking.encoding import Caps, encode

__all__ = ["BadValue", "Caps", "Chart", "Unsupported", "decode", "encode", "from_plain"]
