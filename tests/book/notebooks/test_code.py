"""How the code of the notebooks is written (`code_rules`); each rule is seen red on an offender."""

import json
import subprocess
import sys

import pytest

from foursteps.book.prose import run_notebooks
from foursteps.ground import notebook_file
from tests.book.notebooks import code_rules, synthetic
from tests.conftest import ROOT

FOLDERS = ["chapters"]
BOOK = [str(path.relative_to(ROOT)) for path in run_notebooks.find(ROOT) if path.parent.name in FOLDERS]
PACKAGE = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
COLUMNS = {field["name"] for table in PACKAGE["resources"] for field in table["schema"]["fields"]}


def ruff(*arguments):
    """What ruff says; the finished process."""
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_cells_that_break_a_rule_are_those_on_the_list():
    books = {name: notebook_file.read(ROOT / name) for name in BOOK}
    found = set(code_rules.two_bodies(books))
    for name, notebook in books.items():
        found |= set(code_rules.offences(notebook, name, COLUMNS))
    listed = code_rules.listed()
    new, mended = sorted(found - listed), sorted(listed - found)
    assert not new, "these cells break a rule: mend them\n" + "\n".join(map(" ".join, new))
    assert not mended, "no longer needed in the list\n" + "\n".join(map(" ".join, mended))


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("question", [("check",), ("format", "--check")], ids=" ".join)
def test_the_formatter_and_the_linter_have_nothing_to_say(folder, question):
    done = ruff(*question, "--no-cache", folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", FOLDERS)
def test_ruff_reads_notebooks_and_sees_a_long_line_and_a_crowded_one(folder, tmp_path):
    config = f"--config={ROOT / folder / 'ruff.toml'}"
    made = synthetic.notebook("# T", "x = 1  # " + "y" * 80)
    path = synthetic.write(made, tmp_path / "long.ipynb")
    assert "E501" in ruff("check", "--no-cache", config, str(path)).stdout
    path = synthetic.write(synthetic.notebook("# T", "x=f( 1 )"), tmp_path / "crowded.ipynb")
    done = ruff("format", "--check", "--no-cache", config, str(path))
    assert done.returncode == 1, done.stdout + done.stderr


CLEAN = """\
def doubled(table):
    \"\"\"Return twice the share of each row.\"\"\"
    return 2 * table["share_pct"]


rows = load("spending").assign(twice=doubled)
late = rows[rows["date"].dt.year > 2020]
wide = [row.share_pct for row in late.itertuples()]
sizes = late.groupby("place").size()"""
DRAWING = """\
width = 300
base = alt.Chart(late).encode(x="date:T")
(base.mark_line() + base.mark_point()).properties(width=width)"""
OFFENDERS = {
    "x = 1  # " + "y" * 80: "long-line",
    "late.share_pct.mean()": "table.column",
    'late.groupby("place").share_pct.mean()': "table.column",
    "rows.assign(twice=lambda table: 2 * table.share_pct)": "table.column",
    'rows["made_here"] = 1\nrows.made_here': "table.column",
    "doubled = lambda x: 2 * x": "lambda-with-a-name",
    "one, doubled = 1, lambda x: 2 * x": "lambda-with-a-name",
    "print(n := 1)": "walrus",
    "np.r_[1, 2]": "array-puzzle",
    "np.lexsort((day, score))": "array-puzzle",
    "[[x for x in y] for y in z]": "comprehension-in-comprehension",
    "{x: sum(y for y in x) for x in z}": "comprehension-in-comprehension",
}
DRAWN = {
    'alt.Chart(load("spending")).mark_line()': "loads-and-draws",
    DRAWING + '\npublish(tables=["spending"], n=len(late))': "publishes-and-draws",
    'late = rows[rows["place"] == "US"]\n' + DRAWING: "computes-and-draws",
}


def offences(source, draws=False):
    """The rules that a cell breaks, which stores a chart or does not."""
    made = synthetic.notebook(source)
    data = {code_rules.CHART: {}} if draws else {"text/plain": "1"}
    made.cells[0].outputs = [run_notebooks.nbformat.v4.new_output("display_data", data)]
    columns = {"share_pct", "place", "date"}
    return [rule for _, _, rule in code_rules.offences(made, "n.ipynb", columns)]


def test_code_that_keeps_the_rules_has_no_fault():
    assert offences(CLEAN) == []
    assert offences(DRAWING, draws=True) == []
    for source in DRAWN:
        assert offences(source) == [], "a rule of charts holds where nothing is drawn"


@pytest.mark.parametrize(("source", "rule"), OFFENDERS.items())
def test_an_offence_is_seen(source, rule):
    assert offences(source) == [rule]


@pytest.mark.parametrize(("source", "rule"), DRAWN.items())
def test_an_offence_where_a_chart_is_drawn_is_seen(source, rule):
    assert rule in offences(source, draws=True)


def test_two_functions_of_one_name_are_seen_unless_they_do_the_same():
    def book(*bodies):
        sources = {f"{n}.ipynb": f"def share(x):\n{body}" for n, body in enumerate(bodies)}
        return {name: synthetic.notebook(source) for name, source in sources.items()}

    same = '    """Return the half."""\n    return x / 2', '    """Halve."""\n    return x/2'
    assert list(code_rules.two_bodies(book(*same))) == []
    found = list(code_rules.two_bodies(book("    return x / 2", "    return x / 3")))
    assert [(path, rule) for path, _, rule in found] == [
        ("0.ipynb", "one-name-two-bodies"),
        ("1.ipynb", "one-name-two-bodies"),
    ]
