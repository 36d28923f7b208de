"""Every notebook gives, when run, exactly the outputs that it stores (nbval, strict, in full)."""

import copy
import os
import re
import subprocess
import sys

import pytest

from foursteps.book.prose import run_notebooks
from foursteps.ground import notebook_file
from tests.book.notebooks import synthetic
from tests.conftest import ROOT

BOOK = [str(p.relative_to(ROOT)) for p in run_notebooks.find(ROOT)]
NO_PICTURES = {"FOURSTEPS_NO_PNG": "1"}  # nbval does not compare them


def nbval(folder, *files, **env):
    """Run nbval on notebooks of `folder` in a pytest of its own; the finished process.

    Strict: every output but pictures is compared (the chart's specification stands beside its
    picture). A cell may take as long as when the notebooks are made.
    """
    command = [
        *(sys.executable, "-m", "pytest", "--nbval", "--nbval-kernel-name=python3", "-rA", "-q"),
        f"--nbval-cell-timeout={run_notebooks.TIMEOUT}",
        *("-p", "no:cacheprovider", "-p", "no:xdist", "--color=no", "--tb=short"),
        *("-c", os.devnull, f"--rootdir={folder}"),
        *map(str, files),
    ]
    environment = run_notebooks.environment() | env
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900
    )


@pytest.mark.parametrize("name", BOOK)
def test_a_notebook_gives_the_outputs_it_stores(root, name, tmp_path):
    notebook = notebook_file.read(root / name)
    problems = run_notebooks.output_problems(notebook, name)
    assert not problems, "\n".join(problems)
    done = nbval(root, root / name, IPYTHONDIR=str(tmp_path))
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(rf"\b{cells} passed", done.stdout), done.stdout[-2000:]


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A small notebook with a chart, a value and a text, executed; and its data's folder."""
    folder = tmp_path_factory.mktemp("nbval")
    data = synthetic.package(folder / "data")
    chart, other = synthetic.CHART, synthetic.CHART.replace("fig-spending", "fig-again")
    value = 'publish(tables=["spending"], {}=spending["spending_usd_2024_bn"].max())'
    text = 'print("There are", len(spending), "rows")'
    made = synthetic.notebook(
        *(synthetic.IMPORTS, 'spending = load("spending")'),
        *(chart, value.format("top"), text),
        *(other, value.format("again"), text),
    )
    path = synthetic.write(made, folder / "good.ipynb")
    notebook = run_notebooks.normalise(notebook_file.read(path))
    run_notebooks.execute(notebook, path, env={"FOURSTEPS_DATA": str(data), **NO_PICTURES})
    path.write_text(notebook_file.dumps(run_notebooks.normalise(notebook)), encoding="utf-8")
    return path, data


def alter_datum(cells):
    """Another value for one datum of the stored chart."""
    spec = cells[2].outputs[0].data["application/vnd.vegalite.v5+json"]
    rows = next(iter(spec["datasets"].values())) if "datasets" in spec else spec["data"]["values"]
    assert rows[3]["spending_usd_2024_bn"] > 0
    rows[3]["spending_usd_2024_bn"] += 0.1


def alter_value(cells):
    """Another published value."""
    cells[3].outputs[0].data["application/vnd.foursteps.values+json"]["values"]["top"] += 0.1


def alter_text(cells):
    """Another word in a printed line."""
    assert "rows" in cells[4].outputs[0].text
    cells[4].outputs[0].text = cells[4].outputs[0].text.replace("rows", "lines")


def test_nbval_is_red_at_what_was_altered_and_green_elsewhere(executed, tmp_path):
    path, data = executed
    bad = copy.deepcopy(notebook_file.read(path))
    for alter in (alter_datum, alter_value, alter_text):
        alter(bad.cells)
    path = synthetic.write(bad, path.parent / "altered.ipynb")
    env = {"FOURSTEPS_DATA": str(data), "IPYTHONDIR": str(tmp_path), **NO_PICTURES}
    done = nbval(path.parent, path, **env)
    cells = re.findall(r"^(PASSED|FAILED) altered\.ipynb::Cell (\d)", done.stdout, re.MULTILINE)
    states = {int(cell): state for state, cell in cells}
    # Cells 5 to 7 are the same chart, value and text, not altered.
    assert [n for n in range(8) if states[n] == "FAILED"] == [2, 3, 4], done.stdout


def test_a_notebook_without_stored_outputs_is_refused(executed):
    notebook = notebook_file.read(executed[0])
    assert run_notebooks.output_problems(notebook, "n.ipynb") == []
    for cell in notebook.cells:
        cell.outputs = []
    assert "no stored outputs" in run_notebooks.output_problems(notebook, "n.ipynb")[0]
    for cell in notebook.cells:
        cell.execution_count = None
    assert "not executed from top to bottom" in run_notebooks.output_problems(notebook, "n.ipynb")[0]
