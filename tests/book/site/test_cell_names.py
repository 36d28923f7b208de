"""What a folded code cell is called: the name says what it holds."""

import pytest

from foursteps.book.site.reading.cell_names import cell_name, distinct

NAMES = [
    ("# Each site counts once\nx = 1", "Each site counts once"),
    ("import pandas as pd\n\ncharts.enable()", "what the notebook imports"),
    ("def a(x):\n    return x", "the function a"),
    ("def a(x):\n    y = 2\n\n\ndef b(x):\n    return x", "the functions a and b"),
    ('publish(tables=["t"], lead=x)', "numbers for the text, lead"),
    ("publish(toy=True, a=1, b=2, c=3, d=4)", "numbers for the text, a, b, c and 1 more"),
    ('holds("No country leads", a > b)', "checks “No country leads”"),
    ('t = load("chips")\nn = len(t)', "loads chips, makes n and t"),
    ('chips = load("chips").query("a")', "loads chips"),
    ("a = 1\nb, c = 2, 3\nd = 4", "makes d and b"),
    ('t["x"] = t["a"] + 1', "makes t"),
    ('t[["id"]].set_index("id")', "shows t"),
    ("for a in b:\n    print(a)", "for a in b:"),
    ("%matplotlib inline", "%matplotlib inline"),
    ("", ""),
]


@pytest.mark.parametrize(("source", "name"), NAMES)
def test_the_rule(source, name):
    assert cell_name(source) == name


def test_a_figure_names_the_cell_that_draws_it():
    assert cell_name("alt.Chart(t)", "Rivals race") == "the figure “Rivals race”"
    assert cell_name("# Drawn\nalt.Chart(t)", "Rivals race") == "Drawn"


def test_a_long_name_is_cut_at_a_word():
    assert cell_name("# " + "word " * 40).endswith("word …")


def test_no_two_folds_of_a_page_have_one_name():
    assert distinct(["a", "b", "a", "a"]) == ["a", "b", "a (2)", "a (3)"]
