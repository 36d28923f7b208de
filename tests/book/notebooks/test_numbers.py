"""The numbers in prose come from the code: filled, up to date, and moved by the tables they list."""

import pytest

from foursteps.book.prose import fill, findings, run_notebooks
from tests.book.notebooks import nudging, synthetic
from tests.conftest import ROOT

BOOK = [str(p.relative_to(ROOT)) for p in run_notebooks.find(ROOT)]
PAGES = [str(p.relative_to(ROOT)) for p in run_notebooks.pages(ROOT)]


@pytest.mark.parametrize("name", BOOK + PAGES)
def test_every_number_in_prose_is_filled_and_up_to_date(root, name):
    path = root / name
    if path.suffix == ".md":
        text, problems = run_notebooks.regenerate_page(path, root)
    else:
        text, problems = run_notebooks.regenerate(path, run=False)
    assert not problems, "\n" + "\n".join(problems)
    assert text == path.read_text(encoding="utf-8"), f"{name}: run `make notebooks`"


@pytest.mark.parametrize("name", BOOK)
def test_nudging_a_table_moves_the_values_that_list_it_and_no_other(root, name):
    result = nudging.run(root / name, root / "data")
    faults = nudging.faults(result, nudging.stored_values(root / name))
    assert not faults, f"\n{name}:\n" + "\n".join(faults)


GOOD = """\
spending = load("spending")
models = load("models")
grown = spending.groupby("place")["spending_usd_2024_bn"].max()"""


# Each cell, and what must be said of it (None: nothing).
CELLS = {
    'publish(tables=["spending"], top=grown["US"], leader=grown.idxmax(), n=len(spending))': None,
    'publish(tables=["models"], last=f"{models.published.max():%d %B %Y}")': None,
    'publish(tables=["models", "spending"], both=grown["US"] / models["open"].sum())': None,
    "publish(toy=True, toy_result=sum(range(5)))": None,
    "publish(cited='key-1978', old=3.5)": None,
    'publish(tables=["spending"], a=46.5)': "a lists table 'spending', but no nudge of that",
    'publish(tables=["models"], b=grown["US"])': "b moves with table 'spending' but does not list",
    'publish(toy=True, c=grown["US"])': "c moves with table 'spending' but is said to be toy",
    'publish(tables=["models", "spending"], d=grown["US"])': "d lists table 'models', but no nudge",
    'publish(tables=["claims"], e=3)': "e lists table 'claims', which the notebook does not load",
    'assert grown["US"] == 46.5\npublish(tables=["spending"], f=grown["US"])': (
        "f lists table 'spending', but no nudge of that table moves it: a literal, or computed"
        " from something else (nudged runs raised: cell 13: AssertionError"
    ),
    "1 / 0": "cell 14: ZeroDivisionError",
    'holds("The US spent more", grown["US"] > grown["China"])': None,
    'holds("Something grew", len(grown) > 0)': "'Something grew' is held by a condition that no",
}


def test_a_value_with_the_wrong_origin_is_caught_and_no_other(tmp_path):
    data = synthetic.package(tmp_path / "data")
    path = synthetic.write(
        synthetic.notebook(synthetic.IMPORTS, GOOD, *CELLS), tmp_path / "chapters" / "n.ipynb"
    )
    result = nudging.run(path, data)
    stored = {**result["values"], "gone": {"value": 1, "tables": []}}
    stored["toy_result"] = {"value": 11, "tables": []}
    faults = nudging.faults(result, stored)
    expected = [message for message in CELLS.values() if message] + [
        "gone: published in the stored outputs or in the run, not in both",
        "toy_result: stored 11, the code gives 10",
        "b lists table 'models', but no nudge",  # b is wrong on both counts
    ]
    for message in expected:
        assert any(fault.startswith(message) for fault in faults), (message, faults)
    rest = [f for f in faults if not f.startswith(tuple(expected))]
    assert not rest, rest


def test_a_cited_value_stands_beside_its_reference():
    made = synthetic.notebook("It was <!--=old-->3.5<!--/--> then.")
    values = {"old": fill.Value(3.5, (), False, "key-1978", "1")}
    assert "link bibliography.md#ref-key-1978" in fill.notebook_problems(made, "n.ipynb", values)[0]
    made.cells[0].source += " See [Key (1978)](bibliography.md#ref-key-1978)."
    assert fill.notebook_problems(made, "n.ipynb", values) == []


def test_a_page_takes_values_of_a_notebook(tmp_path):
    made = synthetic.notebook("publish(toy=True, n=5)")
    made.cells[0].outputs = [
        run_notebooks.nbformat.v4.new_output(
            "display_data", {fill.MIME: {"values": {"n": 5}, "tables": [], "toy": True}}
        )
    ]
    synthetic.write(made, tmp_path / "chapters" / "1-a.ipynb")
    page = tmp_path / "chapters" / "page.md"
    page.write_text("There are <!--=1-a::n--><!--/--> of <!--=1-a::m--><!--/-->.\n")
    text, problems = run_notebooks.regenerate_page(page, tmp_path)
    assert text == "There are <!--=1-a::n-->5<!--/--> of <!--=1-a::m--><!--/-->.\n"
    assert len(problems) == 1 and "no value '1-a::m'" in problems[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It fell by *far*, most of all in `a_b`.", "It fell by far, most of all in a_b."),
        ("In [one](x.md), [two [b]](y.md)  and\n**three**.", "In one, two [b] and three."),
        ("By <!--=k-->3<!--/-->&nbsp;%<!-- not data: 3 -->", "By 3&nbsp;%"),
    ],
)
def test_a_text_is_compared_as_it_is_read(written, read):
    assert findings.plain(written) == read


def test_a_finding_may_stand_in_a_charts_title_or_description():
    made = synthetic.notebook("holds('It grew', True)")
    chart = {"hconcat": [{"title": {"text": ["It", "grew"]}}], "description": "Lines rise."}
    for sentence in ("It grew", "Lines rise"):
        shown = {findings.FINDING_MIME: {"sentence": sentence, "holds": True}}
        made.cells[0].outputs = [
            run_notebooks.nbformat.v4.new_output("display_data", data)
            for data in (shown, {findings.CHART: chart})
        ]
        assert findings.problems(made, "n.ipynb") == []


def test_a_finding_stands_on_the_page_in_the_words_that_are_held():
    made = synthetic.notebook(
        "The [US](x.md) spent *<!--=k-->3<!--/--> times* as much.",
        "holds('The US spent 3 times as much', True)",
    )
    shown = {findings.FINDING_MIME: {"sentence": "The US spent 3 times as much", "holds": True}}
    made.cells[1].outputs = [run_notebooks.nbformat.v4.new_output("display_data", shown)]
    assert findings.problems(made, "n.ipynb") == []
    made.cells[0].source = "The US spent more."
    assert "no text or chart of this page says" in findings.problems(made, "n.ipynb")[0]
