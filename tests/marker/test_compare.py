"""The comparators: kinds, tolerances, order; properties under Hypothesis."""

import copy
import math
import tracemalloc

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foursteps.judging import answers, chart_reading, in_words
from foursteps.judging import compare as comparing
from foursteps.judging.compare import close, compare
from foursteps.judging.forms import Chart, Unsupported
from foursteps.judging.question import LAST_DIGITS, Tolerance
from tests.conftest import examples

from .small import question

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True)
TOLERANCE = st.builds(Tolerance, st.floats(0, 0.5), st.floats(0, 1e6, allow_nan=False))
SCALAR = st.none() | st.booleans() | st.integers() | ANY_FLOAT | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)
QUICK = settings(max_examples=examples(80), deadline=None)


QUESTIONS = {
    "number": (question("number"), 3.5),
    "choice": (question("choice", options=["A", "B"]), "A"),
    "set": (question("set"), ["a", 1, 2.5]),
    "series": (question("series"), pd.Series({"a": 1.0, "b": 2.0})),
    "dataframe": (question("dataframe"), pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})),
    "chart": (
        question("chart", aspects=["mark", "types", "data", "title"], channels=["x", "y"]),
        Chart(alt.Chart(pd.DataFrame({"x": [1], "y": [2]}), title="T").mark_bar().encode(
            x="x:N", y="y:Q").to_dict()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_key_agrees_with_itself(kind):
    asked, key = QUESTIONS[kind]
    assert compare(asked, key, copy.deepcopy(key)).agrees


@pytest.mark.parametrize("kind", QUESTIONS)
@QUICK
@given(value=ANYTHING)
def test_no_value_raises_out_of_a_comparator(kind, value):
    asked, key = QUESTIONS[kind]
    match = compare(asked, key, value)
    assert isinstance(match.agrees, bool)
    # Whoever knows the key by chance is right; whoever does not gets a reason.
    assert match.agrees or match.reason


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize(
    "value",
    [
        None, True, "", "A" * 10_000, 10**400, -(10**400), math.nan, math.inf, [], {}, set(), (),
        [[1, 2], [3]], {"type": "chart"}, pd.Series(dtype=float), pd.DataFrame(), pd.Timestamp("2025"),
        np.array([[1.0]]), np.array([]), Unsupported("Liar"), Chart({}), Chart({"mark": 3}),
        Chart({"layer": "x", "encoding": [1]}), Chart({"mark": {"type": None}, "encoding": {"x": 5}}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame({("a", "b"): [1]}),
        pd.Series([[1], {2}]), pd.DataFrame({"a": [[1], {2: 3}], "b": [None, "y"]}),
    ],
)  # fmt: skip
def test_odd_values_are_wrong_and_nothing_worse(kind, value):
    asked, key = QUESTIONS[kind]
    match = compare(asked, key, value)
    assert not match.agrees
    assert match.reason


# ---- tolerance


@QUICK
@given(ANY_FLOAT, ANY_FLOAT, TOLERANCE)
def test_tolerance_is_symmetric(a, b, tolerance):
    assert close(a, b, tolerance) == close(b, a, tolerance)


@QUICK
@given(ANY_FLOAT, TOLERANCE)
def test_a_number_agrees_with_itself(a, tolerance):
    assert close(a, a, tolerance)


@QUICK
@given(st.floats(1e-3, 1e6), st.sampled_from([0.01, 100.0, 1000.0, 1e-6]), st.floats(0, 0.01))
def test_tolerance_goes_with_the_unit(value, factor, atol):
    """An answer off by a little in the other unit is found as the slip it is; by much, not."""
    asked = question("number", tolerance={"atol": atol, "rtol": 0})
    off = value + 2 * atol + value * 1e-3
    assert compare(asked, value, value * factor, factor).agrees
    assert not compare(asked, value, off * factor, factor).agrees


@pytest.mark.parametrize(
    ("a", "b", "tolerance", "due"),
    [
        (100, 100.4, Tolerance(atol=0.5), True),
        (100, 100.6, Tolerance(atol=0.5), False),
        (100, 101, Tolerance(rtol=0.0101), True),
        (100, 101, Tolerance(rtol=0.009), False),
        (0.1 + 0.2, 0.3, LAST_DIGITS, True),
        (1, 1.0001, LAST_DIGITS, False),
        (math.nan, math.nan, LAST_DIGITS, True),
        (math.nan, 0, Tolerance(atol=1e9), False),
        (math.inf, math.inf, LAST_DIGITS, True),
        (math.inf, -math.inf, Tolerance(rtol=0.9), False),
        (math.inf, 1e308, Tolerance(rtol=0.9), False),
        (10**400, 10**400, Tolerance(rtol=0.1), True),
        (10**400, 10**400 + 1, Tolerance(rtol=0), False),
    ],
)
def test_close(a, b, tolerance, due):
    assert close(a, b, tolerance) is due


# ---- kinds


@pytest.mark.parametrize(
    ("kind", "more", "key", "answer", "due"),
    [
        ("number", {}, 3, 3.0, True),
        ("number", {}, 1, True, False),
        ("number", {}, 1, "1", False),
        ("number", {}, 3, pd.Series([3]), False),
        ("number", {}, 3, np.array([3.0]), True),
        ("number", {}, 3, np.array(3), True),
        ("number", {}, 3, np.array([3, 3]), False),
        ("number", {}, 3, np.array(["3"]), False),
        ("number", {}, None, None, True),
        ("number", {}, math.nan, None, True),
        ("number", {}, 0, None, False),
        ("choice", {"options": ["A", "B"]}, "A", " a.", True),
        ("choice", {"options": ["A", "B"]}, "A", "(A)", True),
        ("choice", {"options": ["A", "B"]}, "A", "B", False),
        ("choice", {"options": ["A", "B"]}, "A", "A or B", False),
        ("choice", {"options": ["A", "B"]}, "A", ["A"], False),
        ("set", {}, ["a", "b"], ("b", "a", "a"), True),
        ("set", {}, ["a", "b"], pd.Series(["b", "a"]), True),
        ("set", {}, ["a", "b"], np.array(["b", "a"]), True),
        ("set", {}, ["a", "b"], "ab", False),
        ("set", {}, ["a", "b"], {"a": 1, "b": 2}, False),
        ("set", {}, ["a", "b"], ["a", "b", "c"], False),
        ("set", {}, ["a", "b"], ["A", "b"], False),
        ("set", {"ignore_case": True}, ["a", "b"], ["A", "b "], True),
        ("set", {}, [1, 2], [1.0, 2.0], True),
        ("set", {}, [1, 0], [True, False], False),
        ("set", {}, [1], ["1"], False),
        ("set", {"ordered": True}, [1, 2, 3], [1, 2, 3], True),
        ("set", {"ordered": True}, [1, 2, 3], [3, 2, 1], False),
        ("set", {"tolerance": {"atol": 0.1}}, [1.0, 2.0], [2.05, 0.95], True),
        ("series", {}, pd.Series({1: 2.0}), pd.Series({1.0: 2}), True),
        ("series", {}, pd.Series({1: 2.0}), pd.Series({"1": 2.0}), False),
        ("series", {}, pd.Series([1, 2]), pd.Series([1, 2], index=[1, 0]), False),
        ("series", {}, pd.Series([1, 2]), [1, 2], False),
        ("series", {}, pd.Series([1.0, None]), pd.Series([1.0, np.nan]), True),
        ("series", {"ordered": True}, pd.Series({"a": 1, "b": 2}), pd.Series({"b": 2, "a": 1}), False),
        ("series", {}, pd.Series(pd.to_datetime(["2025-01-01"])), pd.Series(["2025-01-01"]), True),
    ],
)  # fmt: skip
def test_kinds(kind, more, key, answer, due):
    match = compare(question(kind, **more), key, answer)
    assert match.agrees is due, match


TABLE = pd.DataFrame({"who": ["a", "a", "b"], "year": [1, 2, 1], "share": [0.5, 0.25, 1.0]})


@pytest.mark.parametrize(
    ("change", "due"),
    [
        (lambda t: t[["share", "who", "year"]].iloc[::-1], True),
        (lambda t: t.set_index("who").reset_index(), True),
        (lambda t: t.set_axis([7, 8, 9]), True),
        (lambda t: t.assign(year=t["year"].astype(float)), True),
        (lambda t: t.assign(share=t["share"] + 1e-9), True),
        (lambda t: t.assign(share=t["share"] + 0.01), False),
        (lambda t: t.assign(share=t["share"].to_numpy()[::-1]), False),
        (lambda t: t.assign(year=t["year"].astype(str)), False),
        (lambda t: t.rename(columns={"share": "Share"}), False),
        (lambda t: t.assign(more=1), False),
        (lambda t: t.drop(columns="year"), False),
        (lambda t: t.iloc[:2], False),
        (lambda t: pd.concat([t, t]), False),
        (lambda t: t.set_index(["who", "year"]), False),
    ],
)
def test_tables(change, due):
    match = compare(question("dataframe"), TABLE, change(TABLE.copy()))
    assert match.agrees is due, match


def test_tables_in_order_and_with_labels():
    asked = question("dataframe", ordered=True)
    assert compare(asked, TABLE, TABLE.copy()).agrees
    assert "order" in compare(asked, TABLE, TABLE.iloc[::-1]).reason
    labelled = question("dataframe", index=True)
    table = TABLE.set_index("who")
    assert compare(labelled, table, table.iloc[::-1]).agrees
    assert not compare(labelled, table, table.set_axis(["a", "b", "b"])).agrees


def test_a_column_may_have_its_own_tolerance():
    asked = question("dataframe", columns={"share": Tolerance(atol=0.1)})
    assert compare(asked, TABLE, TABLE.assign(share=TABLE["share"] + 0.05)).agrees
    assert not compare(asked, TABLE, TABLE.assign(year=TABLE["year"] + 0.05)).agrees


def test_rows_that_tolerance_makes_ambiguous_are_matched_as_a_whole():
    """Greedy pairing fails here: the first row fits both, the second only one."""
    ours = [(1.0, 5.0), (1.05, 9.0)]
    theirs = [(1.04, 9.0), (1.02, 5.0)]
    assert comparing.same_rows(ours, theirs, [Tolerance(atol=0.06)] * 2)
    assert not comparing.same_rows(ours, [(1.04, 9.0), (1.02, 9.0)], [Tolerance(atol=0.06)] * 2)


@QUICK
@given(st.data())
def test_the_order_of_rows_and_columns_is_free(data):
    rows = data.draw(
        st.lists(
            st.tuples(st.integers(0, 3), FINITE, st.sampled_from("xyz")), min_size=1, max_size=12
        )
    )
    table = pd.DataFrame(rows, columns=["a", "b", "c"])
    turned = table.sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    turned = turned[data.draw(st.permutations(list("abc")))]
    assert compare(question("dataframe"), table, turned).agrees
    series = table["b"]
    assert compare(question("series"), series, series.sample(frac=1, random_state=1)).agrees


@QUICK
@given(st.lists(SCALAR.filter(lambda v: v is not None), max_size=10), st.randoms())
def test_the_order_of_a_set_is_free(items, random):
    turned = list(items)
    random.shuffle(turned)
    assert compare(question("set"), items, turned).agrees


# ---- charts

ROWS = pd.DataFrame({"k": ["a", "b", "c"], "v": [1.0, 2.0, 4.0], "g": ["m", "n", "m"]})
ASPECTS = ["mark", "types", "data", "scale", "zero", "title", "axis-titles"]


def chart(
    mark="bar", x="k:N", y="v:Q", data=ROWS, title="T", x_title="Key", y_title="Value (n)", **y_more
):
    made = getattr(alt.Chart(data), f"mark_{mark}")()
    made = made.encode(alt.X(x, title=x_title), alt.Y(y, title=y_title, **y_more))
    return made.properties(title=title) if title else made


def judged(given_, aspects=ASPECTS, key=None):
    asked = question("chart", aspects=aspects, channels=["x", "y"])
    spec = given_.to_dict() if hasattr(given_, "to_dict") else given_
    return compare(asked, Chart((key or chart()).to_dict()), Chart(spec))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (chart(), None),
        (chart(x="k:O"), None),
        (chart(data=ROWS.iloc[::-1]), None),
        (chart(data=pd.concat([ROWS, ROWS]), y="mean(v):Q"), None),
        (chart(data=ROWS.rename(columns={"v": "w"}), y="w:Q"), None),
        (chart(title=["Two", "lines"]), None),
        *[
            (chart(y_title=f"Value {brackets}"), None)
            for brackets in ("（元）", "（number)", "[number]", "［number］", "【万】", "〔%〕")
        ],
        (chart(y_title="（元）"), "no title of its own"),
        (chart(y_title="Value （）"), "no unit in brackets"),
        (alt.layer(chart(title=None), alt.Chart(ROWS).mark_text().encode(x="k:N")).properties(title="T"), None),
        (chart(y="sum(v):Q", data=pd.concat([ROWS, ROWS])), "not the data asked for"),
        (chart(mark="line"), "the mark “line”"),
        (chart(y="v:O"), "the type of y"),
        (chart(scale=alt.Scale(type="log")), "the scale of y (log)"),
        (chart(scale=alt.Scale(zero=False)), "does not begin at zero"),
        (chart(scale=alt.Scale(domain=[1, 5])), "does not begin at zero"),
        (chart(title=None), "no title"),
        (chart(y_title="Value"), "no unit in brackets"),
        (chart(x_title=None), "the x axis has no title"),
        (chart(y_title="value_n_x"), "is a column's name"),
        (chart(data=ROWS.assign(v=[1, 2, 3])), "not the data asked for"),
        (alt.Chart(ROWS).mark_bar(), "draws nothing"),
        (alt.Chart(ROWS, title="T").mark_bar().encode(alt.X("k:N", title="K")), "nothing is drawn on"),
    ],
)  # fmt: skip
def test_charts(made, said):
    match = judged(made)
    assert match.agrees == (said is None), match
    assert said is None or said in match.reason


def test_names_may_be_written_as_numbers_or_as_text():
    """A student who makes years to text, for a channel of names, draws the same."""
    years = ROWS.assign(k=[2024, 2025, 2026])
    key = chart(data=years, x="k:N")
    assert judged(chart(data=years.assign(k=years["k"].astype(str)), x="k:N"), key=key).agrees
    assert judged(chart(data=years.assign(k=years["k"].astype(float)), x="k:O"), key=key).agrees
    later = years.assign(k=["2025", "2026", "2027"])
    assert not judged(chart(data=later, x="k:N"), key=key).agrees
    # On a scale of quantities, text is no number.
    numbers = chart(data=ROWS.assign(k=[1, 2, 3]), x="k:Q")
    texts = chart(data=ROWS.assign(k=["1", "2", "3"]), x="k:Q")
    assert not judged(texts, key=numbers).agrees


def test_different_names_counted_by_the_chart():
    rows = pd.DataFrame({"k": ["a", "a", "a", "b", "b"], "who": ["x", "y", "y", "z", "z"]})
    key = chart(data=pd.DataFrame({"k": ["a", "b"], "v": [2, 1]}))
    assert judged(chart(data=rows, y="distinct(who):Q"), key=key).agrees
    assert not judged(chart(data=rows, y="count(who):Q"), key=key).agrees


@pytest.mark.parametrize(
    "made, said",
    [
        (chart().transform_filter("datum.v > 0"), "transform_"),
        (chart(x="month(k):O"), "a time unit"),
        (chart(bin=True), "bins"),
    ],
)
def test_a_chart_that_reworks_its_data_is_told_so(made, said):
    match = judged(made, aspects=["data"])
    assert not match.agrees and said in match.reason and "pandas" in match.reason


def test_an_encoding_of_the_layers_parent_counts():
    base = alt.Chart(ROWS).encode(alt.X("k:N", title="Key"), alt.Y("v:Q", title="Value (n)"))
    assert judged(alt.layer(base.mark_bar(), base.mark_text()).properties(title="T")).agrees


@pytest.mark.long
@QUICK
@given(ANYTHING)
def test_a_forged_specification_raises_nothing(value):
    for spec in (
        {"mark": value, "encoding": {"x": value, "y": value}, "data": {"values": value}},
        {"layer": value, "title": value},
        {"mark": "bar", "encoding": value, "data": value, "datasets": value},
        {"mark": "bar", "encoding": {"x": {}}, "data": {"name": "d"}, "datasets": value},
        {"spec": {"hconcat": [value]}, "mark": "bar"},
    ):
        assert not judged(spec).agrees
        assert in_words.shown(answers.Answer("value", Chart(spec)))


def test_a_chart_of_very_many_views_and_channels_is_read_in_little_memory():
    """Its size is views times channels, gigabytes for a specification of four megabytes."""
    channels = {f"a{n}": {"field": "v"} for n in range(1000)} | {"x": {}}
    views = [{"mark": "bar"}] * 1000
    tracemalloc.start()
    try:
        for spec in (
            {"layer": views, "encoding": channels},
            {"layer": views, "encoding": {"x": {}}, "data": {"values": [{}] * 1000}},
        ):
            chart_reading.main_unit(spec)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 2e6


@pytest.mark.parametrize(("channels", "due"), [(40, 9), (1000, 0)])
def test_each_row_of_a_chart_is_looked_at_once_for_each_field(channels, due):
    """Rows times channels, both a student's, would be hours."""
    asked = []

    class Row(dict):
        def get(self, name):
            asked.append(name)
            return super().get(name)

    encoding = {f"a{n}": {"field": "v"} for n in range(channels)}
    encoding |= {"x": {"aggregate": "count"}, "y": {"field": "k"}}
    spec = {"mark": "bar", "encoding": encoding, "data": {"values": [Row(), Row(), Row()]}}
    chart_reading.drawn(spec, ["x", "y"])
    assert len(asked) <= due


@pytest.mark.parametrize(
    "kind, key, given_, due",
    [
        ("number", 31.847, 31.8, True),
        ("number", 31.847, 32, True),
        ("number", 31.847, 31.9, False),
        ("number", 0.377, 0, False),
        ("series", pd.Series([1.234, 5.678]), pd.Series([1.2, 5.7]), True),
        ("series", pd.Series([1.234, 5.678]), pd.Series([1.2, 5.6]), False),
        ("dataframe", pd.DataFrame({"a": [1.234, 5.678]}), pd.DataFrame({"a": [5.7, 1.2]}), True),
        ("dataframe", pd.DataFrame({"a": [1.234, 5.678]}), pd.DataFrame({"a": [5.7, 1.3]}), False),
    ],
)
def test_a_number_that_is_rounded_too_far_is_told_so(kind, key, given_, due):
    match = compare(question(kind, tolerance={"atol": 0.001}), key, given_)
    assert not match.agrees
    assert ("rounded too far" in match.reason) is due


def test_a_reason_never_tells_the_keys_values():
    asked, key = question("number"), 123456.789
    for value in (1, math.nan, "x", None, [1]):
        assert "123456" not in compare(asked, key, value).reason
    assert "0.25" not in compare(question("dataframe"), TABLE, TABLE.assign(share=9)).reason


@pytest.mark.parametrize("given", ["B", "b", " (b) ", "B.", "Ｂ", "（b）", "ｂ", "Ｂ．"])
def test_a_letter_is_a_letter_in_any_width(given):
    asked = question("choice", options=("A", "B", "C"))
    assert compare(asked, "B", given).agrees
    assert not compare(asked, "A", given).agrees
