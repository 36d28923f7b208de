"""`foursteps notebooks`: the same bytes each time, and a failure that says where."""

import io
import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from foursteps.book.prose import run_notebooks
from tests.book.notebooks import synthetic

CELLS = (
    "# Title",
    "from foursteps import publish\n\nn = 6",
    "publish(toy=True, n=n * 7)\nprint('a')\nprint('b')",
    "## The result\n\nIt is <!--=n-->?<!--/--> in all.",
    "## The result\n\nAgain.",
)


def renew(*files, **options):
    """Exit code and words of `foursteps notebooks` on files."""
    out = io.StringIO()
    return run_notebooks.renew(files, out=out, **options), out.getvalue()


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A notebook that was made once: its file and what the command said."""
    made = synthetic.notebook(*CELLS)
    made.cells[1].metadata = {"collapsed": True, "tags": ["model"]}
    made.cells[1].id = "a1b2c3d4"
    made.cells[2].id = "my-own-id"
    made.metadata = {"kernelspec": {"name": "mine", "display_name": "My", "language": "python"}}
    path = synthetic.write(made, tmp_path_factory.mktemp("made") / "n.ipynb")
    return path, renew(path)


def test_a_notebook_is_executed_filled_and_normalised(done):
    path, (code, said) = done
    assert (code, said) == (0, f"{path}: written\n")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert "It is <!--=n-->42<!--/--> in all." in notebook.cells[3].source
    ids = [cell.id for cell in notebook.cells]
    assert ids == ["title", "code-imports", "my-own-id", "the-result", "the-result-2"]
    assert [c.get("execution_count") for c in notebook.cells] == [None, 1, 2, None, None]
    assert notebook.cells[1].metadata == {"tags": ["model"]}
    assert notebook.metadata.kernelspec == run_notebooks.KERNELSPEC
    assert "version" not in notebook.metadata.language_info
    assert [o.output_type for o in notebook.cells[2].outputs] == ["display_data", "stream"]


def test_a_second_run_gives_the_same_bytes(done):
    path, _ = done
    before = path.read_bytes()
    _, said = renew(path)
    assert said == f"{path}: in order\n"
    assert path.read_bytes() == before


def test_check_writes_nothing_and_fill_runs_nothing(done, tmp_path):
    text = done[0].read_text(encoding="utf-8")
    path = tmp_path / "n.ipynb"
    path.write_text(text.replace(">42<", ">41<"), encoding="utf-8")
    before = path.read_bytes()
    code, said = renew(path, check=True, run=False)
    assert code == 1 and "not what its code gives; run `make notebooks`" in said
    assert path.read_bytes() == before
    assert renew(path, run=False)[0] == 0
    assert path.read_text(encoding="utf-8") == text


def test_prose_that_breaks_a_rule_is_named_with_cell_and_line(done, tmp_path):
    notebook = nbformat.read(done[0], as_version=4)
    notebook.cells[4].source = "## The result\n\nThere were 17."
    path = synthetic.write(notebook, tmp_path / "n.ipynb")
    code, said = renew(path, run=False)
    assert code == 1
    assert f"{path}, cell 5 (the-result-2), line 3: the number '17' has no mark" in said


def test_a_value_published_twice_is_named(done, tmp_path):
    notebook = nbformat.read(done[0], as_version=4)
    notebook.cells[2].outputs.append(notebook.cells[2].outputs[0])
    path = synthetic.write(notebook, tmp_path / "n.ipynb")
    code, said = renew(path, run=False)
    assert code == 1
    assert "cell 3 (my-own-id): 'n' is published twice, first in cell 3 (my-own-id)" in said


def test_a_chart_that_breaks_a_rule_is_named_with_cell_and_fault(tmp_path):
    columns = "place=['US', 'China'], year=[2000, 2001], spending_usd_2024_bn=[10.5, 2]"
    bare = synthetic.CHART.replace("caption", "note").replace(" (bn USD of 2024)", "")
    made = synthetic.notebook(
        *("# Title", synthetic.IMPORTS, f"spending = pd.DataFrame(dict({columns}))"),
        *("Look:", synthetic.CHART, "And:", bare + ".interactive()"),
    )
    path = synthetic.write(made, tmp_path / "n.ipynb")
    code, said = renew(path)
    assert code == 1
    where = f"{path}, cell 7 (chart-spending-2): the chart 'fig-spending': "
    for fault in ("no caption", "axis title 'Spending' (y) has no unit", "is named automatically"):
        assert sum(line.startswith(where) and fault in line for line in said.splitlines()) == 1
    assert "cell 5" not in said
    assert f"{path}: written, 3 problem(s)" in said


def fails(tmp_path, source):
    """What the command says of a notebook whose second cell is `source`; the file must stay."""
    path = synthetic.write(synthetic.notebook("x = 1", source), tmp_path / "bad.ipynb")
    before = path.read_bytes()
    code, said = renew(path)
    assert code == 1
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["bad.ipynb"]
    assert f"{path}: left as it was, 1 problem(s)" in said
    return said


def test_an_error_is_named_with_cell_and_line_and_the_file_stays(tmp_path):
    said = fails(tmp_path, "y = 2\nx / 0")
    assert "bad.ipynb, cell 2 (code-y), line 2: ZeroDivisionError: division by zero" in said


def test_a_cell_without_end_is_named_and_the_file_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(run_notebooks, "TIMEOUT", 2)
    said = fails(tmp_path, "import time\ntime.sleep(60)")
    assert "bad.ipynb, cell 2 (code-imports): no end after 2 s" in said


def test_a_dead_kernel_is_named_and_the_file_stays(tmp_path):
    said = fails(tmp_path, "import os\nos._exit(1)")
    assert "bad.ipynb, cell 2 (code-imports): the kernel died" in said


def test_ctrl_c_leaves_the_file_as_it_was(tmp_path):
    sign = tmp_path / "running"
    source = f"import pathlib, time\npathlib.Path({str(sign)!r}).touch()\ntime.sleep(60)"
    path = synthetic.write(synthetic.notebook("x = 1", source), tmp_path / "bad.ipynb")
    before = path.read_bytes()
    command = [sys.executable, "-m", "foursteps.cli", "notebooks", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not sign.exists():
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "Interrupted." in said and "Traceback" not in said
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "not a notebook"), ('{"a": 1}', "not a notebook"), (None, "no such notebook")],
)
def test_a_file_that_is_no_notebook_is_named(tmp_path, text, message):
    path = tmp_path / "n.ipynb"
    if text is not None:
        path.write_text(text)
    code, said = renew(path)
    assert code == 1 and message in said and str(path) in said
