"""Each computing site counts once: no sum or count takes a phase that a later one supersedes."""

import pandas as pd
import pytest

from foursteps import load
from foursteps.book.prose import run_notebooks
from foursteps.ground import notebook_file
from tests.book.notebooks import artefacts
from tests.conftest import ROOT

TABLE = "gpu_clusters"
USERS = [
    path
    for path in run_notebooks.find(ROOT)
    if TABLE in artefacts.loaded_tables(notebook_file.read(path))
]


def made_from(path, table, monkeypatch):
    """The frames and series that a notebook makes of the table, by name: its own rows left out.

    Cells that need another table end in an error, and are passed over.
    """
    monkeypatch.setattr("foursteps.load", lambda name: table.copy() if name == TABLE else None)
    space = {}
    for cell in notebook_file.read(path).cells:
        if cell.cell_type == "code":
            try:
                exec(cell.source, space)  # noqa: S102
            except Exception:  # noqa: BLE001, S112
                continue
    return {
        name: value
        for name, value in space.items()
        if isinstance(value, pd.DataFrame | pd.Series) and "superseded_by" not in value
    }


@pytest.mark.long
@pytest.mark.parametrize("path", USERS, ids=lambda path: path.stem)
def test_a_superseded_phase_changes_nothing_that_is_made_of_the_clusters(path, monkeypatch):
    table = load(TABLE)
    old = table["superseded_by"].notna()
    again = table[old].assign(h100_equivalents=1e6, sector="Public", place="US")
    plain = made_from(path, table, monkeypatch)
    more = made_from(path, pd.concat([table, again], ignore_index=True), monkeypatch)
    assert plain
    assert plain.keys() == more.keys()
    for name, value in plain.items():
        assert value.equals(more[name]), f"{path.name}: {name} counts superseded phases"


def test_a_sum_over_all_phases_is_seen(tmp_path, monkeypatch):
    source = 'sizes = load("gpu_clusters").groupby("place")["h100_equivalents"].sum()'
    made = run_notebooks.nbformat.v4.new_notebook(
        cells=[run_notebooks.nbformat.v4.new_code_cell(f"from foursteps import load\n{source}")]
    )
    run_notebooks.nbformat.write(made, tmp_path / "n.ipynb")
    table = load(TABLE)
    again = table[table["superseded_by"].notna()]
    plain = made_from(tmp_path / "n.ipynb", table, monkeypatch)
    more = made_from(tmp_path / "n.ipynb", pd.concat([table, again]), monkeypatch)
    assert not plain["sizes"].equals(more["sizes"])
