"""What a set's fingerprint covers: all that decides a mark, and nothing that does not."""

import ast
import json
import shutil
from pathlib import Path

import pytest

import foursteps
from foursteps import tables
from foursteps.ground import table_use
from foursteps.marker.exercise import sets

from . import small

PACKAGE = Path(foursteps.__file__).parent
# Modules that the deciding ones import, and that decide nothing: where files are put, near
# names in messages, which tables are loaded (a change of that shows in the fingerprint itself).
DECIDE_NOTHING = {"ground/atomic_files.py", "ground/near_names.py", "ground/table_use.py"}


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of a part of the data package, in use: glossary, claims and chronology."""
    folder = tmp_path / "data"
    folder.mkdir()
    names = ("glossary", "claims", "chronology")
    package = tables.package()
    package["resources"] = [r for r in package["resources"] if r["name"] in names]
    for resource in package["resources"]:
        shutil.copy(tables.data_folder() / resource["path"], folder)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    monkeypatch.setenv("FOURSTEPS_DATA", str(folder))
    return folder


def fingerprint(folder, imports=small.IMPORTS, alternative="mean = 20 / 5"):
    """The fingerprint of the small set with these imports and this other right route."""
    made = small.notebook()
    made.cells[1].source = imports
    scheme = small.SCHEME.replace("mean = 20 / 5", alternative)
    return sets.read(small.write(folder, scheme, made)).fingerprint


LOADS = "from foursteps import load\nload('claims')"


def touch(path):
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def test_a_comma_in_a_table_that_nobody_loads_changes_nothing(tmp_path, data):
    before = fingerprint(tmp_path, LOADS)
    touch(data / "glossary.csv")
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["title"] += ", anew"
        resource["hash"] = "sha256:0"
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert fingerprint(tmp_path, LOADS) == before


def test_a_table_that_the_paper_or_the_scheme_loads_changes_it(tmp_path, data):
    in_scheme = "mean = len(load('chronology'))"
    before = fingerprint(tmp_path, LOADS, in_scheme)
    touch(data / "claims.csv")
    of_the_paper = fingerprint(tmp_path, LOADS, in_scheme)
    touch(data / "chronology.csv")
    assert len({before, of_the_paper, fingerprint(tmp_path, LOADS, in_scheme)}) == 3


def test_a_type_of_a_loaded_table_changes_it(tmp_path, data):
    before = fingerprint(tmp_path, LOADS)
    text = (data / "datapackage.json").read_text(encoding="utf-8")
    package = json.loads(text)
    claims = next(r for r in package["resources"] if r["name"] == "claims")
    claims["schema"]["fields"][0]["type"] = "number"
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert fingerprint(tmp_path, LOADS) != before


@pytest.mark.parametrize(
    "unnamed",
    ["for name in names:\n    load(name)", "list(map(load, names))", "%time load(name)", "load()"],
)
def test_where_a_name_is_not_written_out_every_table_counts(tmp_path, data, unnamed):
    before = fingerprint(tmp_path, unnamed)
    touch(data / "glossary.csv")
    assert fingerprint(tmp_path, unnamed) != before


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        ("load('claims')", False),
        ("%time load('claims')", False),
        ("from foursteps import load", False),
        ("download(name)", False),
        ("tables.load(name)", True),
        ("read = load", True),
    ],
)
def test_loads_whose_table_is_not_written_out_are_seen(source, unnamed):
    assert table_use.loads_unnamed(source) is unnamed


def test_paper_scheme_and_comparators_change_it_and_the_report_does_not(tmp_path, monkeypatch):
    """On a copy of the package's source, with a line added to one file at a time."""
    copy = tmp_path / "src/foursteps"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "data", "*.ipynb"))
    monkeypatch.setattr(sets, "__file__", str(copy / "marker/exercise/sets.py"))
    before = fingerprint(tmp_path)
    assert before != fingerprint(tmp_path, small.IMPORTS + "\n")
    assert before != fingerprint(tmp_path, alternative="mean = 40 / 10")

    def changes(name):
        text = (copy / name).read_text(encoding="utf-8")
        touch(copy / name)
        is_other = fingerprint(tmp_path) != before
        (copy / name).write_text(text, encoding="utf-8")
        return is_other

    for name in (
        *("judging/compare.py", "judging/chart_visible.py", "marker/exercise/key.py"),
        *("marker/sandbox/child.py", "marker/classroom/submissions.py"),
        *("marker/classroom/running.py", "tables.py", "charts/theme.py"),
    ):
        assert changes(name), name
    for name in (
        *("marker/classroom/report.py", "marker/classroom/feedback.py", "marker/classroom/lms.py"),
        *("marker/classroom/gradebook.py", "marker/classroom/pages/__init__.py"),
        *("marker/marking_commands.py", "cli.py", "book/prose/fill.py", "ground/progress_bar.py"),
    ):
        assert not changes(name), name
    assert fingerprint(tmp_path) == before


def test_nothing_that_deciding_code_imports_is_forgotten():
    deciding = {
        path.relative_to(PACKAGE).as_posix()
        for pattern in sets.DECIDES
        for path in PACKAGE.glob(pattern)
    }
    assert all(any(PACKAGE.glob(pattern)) for pattern in sets.DECIDES)
    imported = {name for path in deciding for name in _imports(PACKAGE / path)}
    beside = {"marker/__init__.py", "marker/classroom/__init__.py", "ground/__init__.py"}
    journal = {"marker/classroom/journal.py"}  # keeps records, makes none
    assert imported - deciding - beside - DECIDE_NOTHING == journal


def _imports(path):
    """The package's own modules that a module imports, as paths in the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("foursteps"):
            for alias in node.names:
                for name in (node.module, f"{node.module}.{alias.name}"):
                    place = name.replace(".", "/").removeprefix("foursteps").removeprefix("/")
                    for file in (f"{place}.py", f"{place}/__init__.py".removeprefix("/")):
                        if (PACKAGE / file).is_file():
                            yield file


def test_the_books_sets_load_tables_by_name(root):
    """Else a comma in any table would stop a half-marked class of that set."""
    for name in sets.names(root / "exercises"):
        exercise_set = sets.read(name, root / "exercises")
        assert set(exercise_set._tables()) < set(tables.names()), name
