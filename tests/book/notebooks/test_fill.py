"""Marks in prose: filled from published values, and refused where they would break Markdown."""

import pytest

from foursteps.book.prose import fill, run_notebooks, what_is_a_number
from foursteps.book.prose.fill import Value
from tests.book.notebooks import synthetic

VALUES = {
    "share": Value(5.54, ("a_table",), False, None, "1"),
    "leads": Value(6, ("a_table",), False, None, "1"),
    "country": Value("China", ("a_table",), False, None, "1"),
    "many": Value(1234567, (), True, None, "1"),
}


def lookup(page, name):
    if page is not None or name not in VALUES:
        raise KeyError(sorted(VALUES))
    return VALUES[name]


def refused(source, **kwargs):
    return fill.problems(source, lookup, lambda line: f"page.md, line {line}", **kwargs)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x <!--=share:.1f-->?<!--/--> %", "x <!--=share:.1f-->5.5<!--/--> %"),
        ("x <!--=share--><!--/-->", "x <!--=share-->5.54<!--/-->"),
        ("x <!--=leads:word-->y<!--/-->", "x <!--=leads:word-->six<!--/-->"),
        ("**<!--=many:,-->1<!--/-->**", "**<!--=many:,-->1,234,567<!--/-->**"),
        ("| a |\n|---|\n| <!--=country-->US<!--/--> |", None),
        ("a <!--=share:.0f-->1<!--/-->–<!--=leads-->1<!--/-->", None),
    ],
)
def test_a_mark_is_filled_and_then_in_order(before, after):
    filled = fill.fill(before, lookup)
    if after is not None:
        assert filled == after
    assert fill.fill(filled, lookup) == filled
    assert refused(filled) == []


@pytest.mark.parametrize(
    "source", ["Write `<!--=share-->5<!--/-->`.", "```\n<!--=share-->5<!--/-->\n```", "    4 = 5"]
)
def test_code_is_left_alone(source):
    assert fill.fill(source, lookup) == source
    assert refused(source) == []


OK = "<!--=share:.1f-->5.5<!--/-->"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (f"{OK} of it", 1, "begins a line"),
        (f"One\n\n* {OK} of it", 3, "begins a line"),
        (f"1. {OK} of it", 1, "begins a line"),
        (f"> {OK} of it", 1, "begins a line"),
        (f"First\n{OK} of it", 2, "begins a line"),
        (f"## A share of {OK}", 1, "in a heading"),
        (f"A share of {OK}\n---", 1, "in a heading"),
        (f"The rate $x = {OK}$ holds", 1, "in a formula"),
        (f"Then\n\n$$\nx = {OK}\n$$", 3, "in a formula"),
        (f"<details><summary>Answer {OK}</summary>\n\nYes.\n\n</details>", 1, "in <summary>"),
        (f"<details>\n<summary>Answer {OK}</summary>\n\nYes.\n\n</details>", 2, "in <summary>"),
        (f"<div>\nSo {OK}\n</div>", 2, "in an HTML block"),
        ("The share is <!--=shares:.1f-->5.5<!--/-->.", 1, "near names: share"),
        ("The share is <!--=other::share-->5.5<!--/-->.", 1, "no value 'other::share'"),
        ("The share is <!--=share:.1x-->5.5<!--/-->.", 1, "format '.1x' does not fit share"),
        ("From <!--=country:.1f-->5.5<!--/-->.", 1, "format '.1f' does not fit country"),
        ("Some <!--=share:word-->five<!--/-->.", 1, "needs a whole number"),
        ("Some <!--=my share-->5<!--/-->.", 1, "is not name or name:format"),
        ("The share is <!--=share:.1f-->5.5.", 1, "is not closed"),
        ("The share is <!--=share:.1f-->5.5\n\n<!--/-->.", 1, "is not closed"),
        ("The share is 'x'<!--/-->.", 1, "closes no mark"),
        ("The share is <!-- =share:.1f -->x<!--/-->.", 1, "is not a mark"),
        ("The share is <!--=share:.1f-->4.5<!--/-->.", 1, "is '5.5' now, the prose says '4.5'"),
        ("The share is 5.5 %.", 1, "the number '5.5 %' has no mark"),
        ("Yes.\n\nThe share grew by two thirds.", 3, "the number 'two' has no mark"),
        ("It grew\nby much.", 2, "a paragraph is one line"),
        ("* It grew\n  by much.", 2, "a paragraph is one line"),
        ("It cost $5 bn.", 1, "bn USD"),
        ("It cost $5 bn and $6 bn.", 1, "bn USD"),
        (f"It cost ${OK} bn.", 1, "bn USD"),
        ("## The 15 measures", 1, "a heading holds no data"),
        ("<details><summary>All 15</summary>\n\nYes.\n\n</details>", 1, "'15' has no mark"),
        ("| a |\n|---|\n| 15 |", 3, "the number '15' has no mark"),
        ("Two moves.\n\n<!-- not data: two moves, 3 runs -->", 3, "'3 runs', which this text"),
    ],
)
def test_a_wrong_mark_is_refused_with_its_line(source, line, message):
    found = refused(source)
    assert any(p.startswith(f"page.md, line {line}: ") and message in p for p in found), found


@pytest.mark.parametrize(
    "text",
    """5.5 %|twice as much|two thirds|eight of eight|half of them|a third of it|by a third
    about 3.2 million|20–30 models|10x|a dozen|hundreds of|a million|30 of 41|one in four|doubled
    2,000 firms|2000 bn|rose 1990 %|six changes|four developers|-3|tenfold|two large firms
    p = 0.03|ages 18–64|GPT-4 costs 3 times|three quarters|Two of them rose""".replace(
        "\n", "|"
    ).split("|"),
)
def test_a_number_needs_a_mark(text):
    assert what_is_a_number.first(text.strip())


@pytest.mark.parametrize(
    "text",
    """in 2023|2023–26|1950–1987|in 1990.|the 1950s|20 January 2025|January 20, 2025|20–21 May
    2025-01-20|2025Q4|FY2024|C07 and C24|EO 14110 of 2023|3A090|H100-class|GPT-4o
    DeepSeek-R1 and Llama 3.1|Step 1|Steps 1–3|Figure 3.|pp. 167–214|vol. 30, no. 2
    the two countries|one of|two short essays|Four Steps|four steps|a third party|a third palette
    the third|second half of 2024|95 % interval|at the 5 % level|two-level games|2×2 games
    15 CFR 744|Article 5|1. First|zero-sum|the two differ|between the two.|■ %|■ thousand|□|both
    on 5 October|November 2025|(1978)|Answer 1|step two|Public Law 117-167|CC BY 4.0|Python 3.11
    1984 and 1987,|19th century|Two sides of it|[Jervis (1978)](a.md#b-1978)""".replace(
        "\n", "|"
    ).split("|"),
)
def test_what_is_no_data_needs_none(text):
    assert what_is_a_number.first(text.strip()) is None


def test_numbers_elsewhere_than_in_prose_need_no_mark():
    assert (
        refused(
            "A rate of $0.5$ and `x = 3`, see [here](https://example.org/12/a-34), <a id='n5'></a>"
            " and <https://example.org/77>.\n\n```\n5 + 5\n```\n\n$$\nx = 3\n$$"
        )
        == []
    )


def test_a_column_of_steps_needs_no_mark():
    assert refused("| Step | Title |\n|---|---|\n| 1 | Dilemma |\n| 2 | Other |") == []
    assert refused("| Title | Models |\n|---|---|\n| Dilemma | 1 |")


def test_the_cell_may_list_what_is_no_data():
    assert refused("Two players have 3 moves.\n\n<!-- not data: two players, 3 moves -->") == []
    # Only the words listed: another number of the same cell still needs a mark.
    assert refused("Two players, 3 moves.\n\n<!-- not data: two players -->")


def test_minutes_stand_in_the_room_of_objectives_only():
    assert refused("Minutes: 90", is_objectives=True) == []
    assert refused("It takes 90 minutes.", is_objectives=True) == []
    assert refused("It takes 90 minutes.")


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("**Minutes:** 30. **Data", 30), ("*Minutes*: 120 for reading", 120), ("90 minutes", None)],
)
def test_a_page_can_say_how_long_a_chapter_takes(tmp_path, said, minutes):
    synthetic.write(synthetic.notebook(f"## Objectives\n\n{said}"), tmp_path / "chapters/a.ipynb")
    page = "It takes <!--=a::minutes-->?<!--/--> minutes."
    lookup = fill.page_lookup(tmp_path)
    if minutes is None:
        assert "no value 'a::minutes'" in fill.page_problems(page, "page.md", lookup)[0]
        return
    filled = fill.fill(page, lookup)
    assert f"-->{minutes}<!--" in filled
    assert fill.page_problems(filled, "page.md", lookup) == []


def test_the_front_door_is_filled_with_the_pages(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name in ("index.md", "chapters/a.md", "README.md"):
        (tmp_path / name).write_text("x")
    names = [path.relative_to(tmp_path).as_posix() for path in run_notebooks.pages(tmp_path)]
    assert names == ["index.md", "chapters/a.md"]
