"""The border for values: what goes in comes out, or is named as unsupported; nothing raises."""

import collections
import datetime
import json
import math
from decimal import Decimal
from fractions import Fraction

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from hypothesis.extra import pandas as hpd

from foursteps.judging import answers
from foursteps.judging.decoding import decode
from foursteps.judging.encoding import encode
from foursteps.judging.forms import BadValue, Caps, Chart, Unsupported
from tests.conftest import examples

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXT,
    st.dates(),
    st.datetimes(min_value=datetime.datetime(1, 1, 1), max_value=datetime.datetime(9999, 12, 31)),
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(TEXT, st.integers(), st.booleans()), inner, max_size=4),
        st.frozensets(st.one_of(TEXT, st.integers()), max_size=4),
    ),
    max_leaves=12,
)


def through(value):
    """A value as it comes out, having been JSON text on the way."""
    return decode(json.loads(json.dumps(encode(value), allow_nan=False)))


def same(one, other):
    """Equality in which NaN is itself, True is not 1, and containers are compared deeply."""
    if isinstance(one, frozenset):
        one = set(one)
    if isinstance(one, datetime.datetime):
        return pd.Timestamp(one) == other
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and all(
            same(a, b) and same(x, y)
            for (a, x), (b, y) in zip(one.items(), other.items(), strict=True)
        )
    return one == other


@given(PLAIN)
def test_plain_values_come_out_as_they_went_in(value):
    assert same(value, through(value))


@given(hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(max_dims=2, max_side=4)))
@settings(max_examples=examples(200))
def test_arrays_of_any_dtype_come_out_or_are_named(array):
    found = through(array)
    if isinstance(found, Unsupported):
        assert found.name == "ndarray"
        return
    assert found.shape == array.shape
    if array.dtype.kind in "iub":
        assert (found == array).all()
    if array.dtype.kind == "f" and array.dtype.itemsize <= 8:
        np.testing.assert_allclose(found, np.where(np.isfinite(array), array, found))


@given(st.one_of(hnp.from_dtype(np.dtype(k)) for k in ("i1", "u8", "i8", "f2", "f4", "f8", "?")))
def test_numpy_scalars_are_numbers(value):
    found = through(value)
    assert type(found) in (int, float, bool)
    assert found == value or (math.isnan(found) and np.isnan(value))


COLUMNS = [
    hpd.column("a", dtype=float),
    hpd.column("b", dtype="int64"),
    hpd.column("c", elements=TEXT),
    hpd.column("d", dtype=bool),
    hpd.column("e", dtype="datetime64[ns]"),
]


@pytest.mark.long
@given(hpd.data_frames(COLUMNS, index=hpd.range_indexes(max_size=6)))
@example(pd.DataFrame({"e": pd.to_datetime([None, "1970-01-01 00:00:00.000003"]).as_unit("ns")}))
def test_frames_come_out_as_they_went_in(frame):
    pd.testing.assert_frame_equal(frame, through(frame), check_dtype=False)


@given(hpd.series(dtype=float, index=hpd.indexes(elements=TEXT, max_size=6), name=st.just("n")))
def test_series_come_out_as_they_went_in(series):
    pd.testing.assert_series_equal(series, through(series), check_index_type=False)


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean", "str", "string", "category"])
def test_extension_dtypes_keep_their_missing_cells(dtype):
    cells = {"boolean": [True, None], "str": ["x", None], "string": ["x", None]}.get(
        dtype, [1, None]
    )
    if dtype == "category":
        cells = ["x", None]
    found = through(pd.Series(cells, dtype=dtype, name="n"))
    assert list(found.isna()) == [False, True]
    assert found.iloc[0] == cells[0]


@pytest.mark.parametrize(
    "dtype, items",
    [
        ("str", ["a", "b"]),
        ("string", ["a", None]),
        ("category", ["a", "b"]),
        ("Int64", [1, None]),
        ("Float64", [0.5, 2.0]),
        ("boolean", [True, None]),
    ],
)
def test_what_unique_gives_of_a_column_is_a_list(dtype, items):
    """`table["name"].unique()` is an array of pandas' own: a natural answer, so it crosses."""
    assert through(pd.Series(items, dtype=dtype).unique()) == items
    assert through(pd.Series(items, dtype=dtype).array) == items


def test_moments_that_unique_gives_are_a_list():
    days = pd.Series(pd.to_datetime(["2025-01-01", "2025-02-01"]).as_unit("ns"))
    assert through(days.unique()) == list(days)


def test_a_time_zone_of_any_library_comes_out():
    moments = pd.Series(pd.to_datetime(["2020-01-01"])).dt.tz_localize("dateutil/Asia/Shanghai")
    assert [m.isoformat() for m in through(moments)] == ["2020-01-01T00:00:00+08:00"]


def test_many_shapes_of_tables():
    frame = pd.DataFrame({"k": ["a", "a", "b"], "l": [1, 2, 2], "v": [1.5, math.nan, math.inf]})
    pd.testing.assert_frame_equal(frame, through(frame), check_dtype=False)
    by_two = frame.set_index(["k", "l"])
    pd.testing.assert_frame_equal(by_two, through(by_two))
    twice = pd.concat([frame, frame], axis=1)
    assert list(through(twice).columns) == list(twice.columns)
    wide = frame.pivot_table(index="k", columns="l", values=["v"])
    assert through(wide).columns.tolist() == wide.columns.tolist()
    grouped = frame.groupby("k")["v"].mean()
    pd.testing.assert_series_equal(grouped, through(grouped), check_index_type=False)
    counted = frame["k"].value_counts()
    assert through(counted).to_dict() == counted.to_dict()
    cut = pd.cut(pd.Series([1, 5]), [0, 3, 6]).value_counts()
    assert through(cut).index.tolist() == ["(0, 3]", "(3, 6]"]
    monthly = pd.Series([1], index=pd.PeriodIndex(["2024-01"], freq="M"))
    assert through(monthly).index.tolist() == ["2024-01"]
    for empty in (frame.iloc[:0], frame[[]], pd.DataFrame()):
        assert through(empty).shape == empty.shape
    dates = pd.Series(pd.to_datetime(["2024-05-06", None]))
    assert through(dates).iloc[0] == dates.iloc[0]
    assert pd.isna(through(dates).iloc[1])


def test_charts_are_their_specification():
    data = pd.DataFrame({"x": range(9), "y": range(9)})
    chart = alt.Chart(data).mark_bar().encode(x="x:Q", y="mean(y):Q").properties(title="T")
    found = through(chart)
    assert isinstance(found, Chart)
    assert found.spec["mark"]["type"] == "bar"
    assert found.spec["encoding"]["y"]["aggregate"] == "mean"
    assert through(chart + chart).spec["layer"][1]["mark"]["type"] == "bar"


class Liar:
    """Answers every question with the marker's favourite."""

    __class__ = int

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash(42)

    def __float__(self):
        return 42.0

    def __int__(self):
        return 42

    def __array__(self, *args, **kwargs):
        return np.array([42.0])

    def __len__(self):
        return 0

    def __getattr__(self, name):
        return 42


class LyingMeta(type):
    """A class that pretends to be int, also as a key."""

    __name__ = "int"

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)


class MetaLiar(metaclass=LyingMeta):
    pass


class LyingDict(dict):
    def items(self):
        return [("answer", 42)]


class LyingFrame(pd.DataFrame):
    @property
    def shape(self):
        return (1, 1)


class LyingFloat(float):
    def __repr__(self):
        return "42.0"


class Bomb:
    def __getattribute__(self, name):
        raise SystemExit(name)

    def __repr__(self):
        raise KeyboardInterrupt


class LyingDecimal(Decimal):
    def __float__(self):
        return 42.0


Pair = collections.namedtuple("Pair", "a b")
# Made in the test: pytest must not look at some of them.
UNSUPPORTED = {
    "Liar": Liar,
    "MetaLiar": MetaLiar,
    "LyingDict": LyingDict,
    "LyingFrame": lambda: LyingFrame({"a": [1]}),
    "LyingFloat": lambda: LyingFloat(1),
    "Bomb": Bomb,
    "MaskedArray": lambda: np.ma.masked_array([1]),
    "matrix": lambda: np.matrix([1]),
    "complex": lambda: 1 + 2j,
    "complex64": lambda: np.complex64(1),
    "LyingDecimal": lambda: LyingDecimal(1),
    "ellipsis": lambda: ...,
    "function": lambda: through,
    "module": lambda: json,
    "type": lambda: int,
    "bytes": lambda: b"bytes",
    "DataFrameGroupBy": lambda: pd.DataFrame({"a": [1]}).groupby("a"),
    "Pair": lambda: Pair(1, 2),
}


def test_decimals_and_fractions_are_numbers():
    """A right share computed with fractions.Fraction or decimal.Decimal is a right share."""
    assert through(Decimal("48.5")) == 48.5
    assert through(Fraction(97, 2)) == 48.5
    assert through(pd.Series([Decimal("0.5"), Fraction(1, 4)])).tolist() == [0.5, 0.25]
    assert math.isnan(through(Decimal("nan"))) and through(Decimal("inf")) == math.inf
    for odd in (Decimal("snan"), Fraction(10**400, 3)):
        assert isinstance(through(odd), Unsupported)
    forged = Fraction(1, 2)
    forged._numerator = Liar()
    assert isinstance(through(forged), Unsupported)


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("name", UNSUPPORTED)
def test_whatever_is_no_plain_value_is_named(name):
    found = [
        through(UNSUPPORTED[name]()),
        through([1, UNSUPPORTED[name]()])[1],
        through({"k": UNSUPPORTED[name]()})["k"],
    ]
    assert [one.name for one in found] == [name] * 3
    held = np.empty(2, dtype=object)
    held[0], held[1] = 1, UNSUPPORTED[name]()
    assert through(pd.Series(held)).iloc[1].name == name


@pytest.mark.long
def test_too_large_is_named_and_quick():
    for value in (
        pd.DataFrame({"a": np.zeros(10_000_000)}),
        pd.Series(np.zeros(10_000_000)),
        np.zeros((4000, 4000)),
        "x" * 10**9,
        list(range(10**6)),
        set(range(10**6)),
        range(10**12),
        10**100_000,
        [[list(range(1000))] * 1000],
    ):
        found = through(value)
        assert isinstance(found, Unsupported)
        assert found.name == type(value).__name__


def test_a_list_that_contains_itself_ends():
    endless = []
    endless.append(endless)
    found = through(endless)
    while isinstance(found, list):
        (found,) = found
    assert found == Unsupported("list", "nested too deeply")


def test_a_lone_surrogate_is_replaced():
    assert through("a\ud800b") == "a?b"
    assert through({"\udfff": 1}) == {"?": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=10,
)
WORDS = ["type", "value", "items", "values", "index", "range", "names", "columns", "name", "dtype"]
TYPES = ["number", "bool", "text", "none", "na", "date", "duration", "list", "tuple", "set", "dict"]
TYPES += ["series", "dataframe", "array", "chart", "unsupported", "function", "raised"]
DTYPES = ["float64", "int64", "Int64", "str", "object", "bool", "datetime64[ns]", "category"]
NEARLY = st.recursive(
    st.one_of(
        JSON, st.sampled_from(DTYPES), st.sampled_from(["nan", "inf", "2024-01-01", "9" * 60])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*WORDS, "special", "spec", "shape", "why"]), inner),
        st.builds(
            lambda kind, rest: {**rest, "type": kind},
            st.sampled_from(TYPES),
            st.dictionaries(st.sampled_from([*WORDS[1:], "special", "spec", "shape"]), inner),
        ),
    ),
    max_leaves=20,
)


@pytest.mark.long
@given(st.one_of(JSON, NEARLY))
@settings(max_examples=examples(500))
def test_forged_forms_are_values_or_bad_values(form):
    try:
        decode(form)
    except BadValue:
        pass


@given(st.data())
def test_damaged_forms_are_values_or_bad_values(data):
    """A true form with one part of it replaced."""
    frame = pd.DataFrame({"a": [1.5, 2], "b": ["x", None]}, index=pd.Index(["p", "q"], name="i"))
    form = json.loads(json.dumps(encode(data.draw(st.sampled_from([frame, frame["a"], [1, "x"]])))))
    place = form
    while True:
        key = data.draw(
            st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))
        )
        below = place[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        place = below
    place[key] = data.draw(NEARLY)
    try:
        decode(form)
    except BadValue:
        pass


@pytest.mark.parametrize(
    "form",
    [
        {"type": "number", "value": "1e999999999"},
        {"type": "number", "value": "9" * 100_000},
        {"type": "number", "value": True},
        {"type": "number", "special": "NaN"},
        {"type": "text", "value": "x" * 10**6},
        {"type": "array", "dtype": "float64", "shape": [10**6, 10**6], "values": []},
        {"type": "dataframe", "columns": [], "index": {"range": [0, 10**12, 1]}},
        {"type": "series", "dtype": "float64", "values": [1], "index": {"range": [0, 2, 1]}},
        {
            "type": "series",
            "dtype": "object;import os",
            "values": [],
            "index": {"range": [0, 0, 1]},
        },
        {"type": "list", "items": [{"type": "__reduce__"}]},
        {
            "type": "list",
            "items": [{"type": "dataframe", "columns": [], "index": {"range": [0, 1, 1]}}] * 1500,
        },
        {"type": "date", "value": "not a date"},
        {"value": 1},
        [],
        None,
        42,
    ],
)
def test_forged_forms_that_are_refused(form):
    with pytest.raises(BadValue):
        decode(form)


def test_a_deeply_nested_form_is_refused():
    form = {"type": "none"}
    for _ in range(100_000):
        form = {"type": "list", "items": [form]}
    with pytest.raises(BadValue):
        decode(form)
    # Freed step by step, or the interpreter's own destructor would recurse.
    while form.get("items"):
        form = form["items"].pop()


def test_results_in_results_and_an_error_that_is_no_text_are_no_answers():
    """However deep they are nested: how deep JSON may be is up to the version of Python."""
    results, error = {"type": "none"}, []
    for _ in range(5000):
        results, error = {"type": "function", "results": [results]}, [error]
    try:
        (inner,) = answers.read(results).results
        assert isinstance(inner.value, Unsupported)
        assert answers.read({"type": "raised", "error": error}) == answers.Answer("raised")
    finally:
        while results.get("results"):
            results = results["results"].pop()
        while error:
            error = error.pop()


def test_caps_are_settings():
    assert isinstance(decode(encode([1, 2, 3], limits=Caps(items=3))), Unsupported)
    assert decode(encode([1, 2], limits=Caps(items=3))) == [1, 2]
