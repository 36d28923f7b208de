"""Files as spreadsheets, editors and git leave them: named with the cure before anything is read."""

import logging
import shutil
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from foursteps.book.site import sound_files
from foursteps.cli import main
from foursteps.ground import notebook_file, sound_text
from tests.conftest import ROOT

PAPER = ROOT / "exercises" / "0-which-race.ipynb"
TABLE = "id,term\na,One\nb,Two; three\n"
MARKED = TABLE.replace("b,Two", "<<<<<<< HEAD\nb,Two\n=======\nb,2\n>>>>>>> other\nc,3")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"\xef\xbb\xbf" + TABLE.encode(), "with a byte order mark"),
        ("a.ipynb", b"\xef\xbb\xbf{}", "with a byte order mark"),
        ("a.csv", TABLE.encode("utf-16"), "as UTF-16"),
        ("a.csv", TABLE.replace(",", ";").encode(), "split at semicolons"),
        ("a.csv", TABLE.replace(",", "\t").encode(), "split at tabs"),
        ("a.csv", MARKED.encode(), "a.csv, line 3: conflict marks of git"),
        ("a.ipynb", b'{\n"cells": [\n<<<<<<< HEAD\n', "a.ipynb, line 3: conflict marks"),
        ("a.ipynb", b'{\r\n<<<<<<< ours\r\n1\r\n=======\r\n', "a.ipynb, line 2: conflict marks"),
        ("a.csv", TABLE.encode(), ""),
        ("a.csv", b'id,"a; b"\n1,2\n', ""),
        ("a.csv", b"only\n1\n", ""),
        ("a.ipynb", b'{"text": "Heading\\n=======\\n"}', ""),
        ("a.csv", "id,term\nä,ö\n".encode(), ""),
    ],
)  # fmt: skip
def test_faults(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    told = sound_text.fault(tmp_path / name)
    assert said in told and bool(said) == bool(told)
    assert not told or told.startswith(str(tmp_path / name))


def test_every_file_of_the_book_is_sound():
    for pattern in ("data/*.csv", "chapters/*.ipynb", "exercises/*.ipynb"):
        assert sound_text.faults(ROOT.glob(pattern)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "with a byte order mark"),
        (lambda data: data.replace(b"[\n", b"[\n<<<<<<< HEAD\n", 1), "line 3: conflict marks"),
        (lambda data: data[: len(data) // 2], "line "),
        (lambda data: data.replace(b" {\n", b" {,\n", 1), ", line 3: "),
    ],
)
def test_a_notebook_that_is_none_says_where_and_why(tmp_path, monkeypatch, capsys, change, said):
    path = tmp_path / "exercises" / PAPER.name
    path.parent.mkdir()
    path.write_bytes(change(PAPER.read_bytes()))
    with pytest.raises(notebook_file.NotebookError, match=said):
        notebook_file.read(path)


def test_the_site_names_every_file_before_it_reads_one(tmp_path):
    for folder in ("data", "chapters", "exercises"):
        (tmp_path / folder).mkdir()
    (tmp_path / "data/glossary.csv").write_text("\ufeff" + TABLE, encoding="utf-8")
    (tmp_path / "chapters/1-x.ipynb").write_text("\ufeff{}", encoding="utf-8")
    with pytest.raises(ExtensionError) as caught:
        sound_files.setup(SimpleNamespace(srcdir=tmp_path))
    assert "data/glossary.csv: saved with a byte" in str(caught.value)
    assert "chapters/1-x.ipynb: saved with a byte" in str(caught.value)


@pytest.mark.parametrize("command", ["check", "build"])
def test_the_data_commands_say_only_what_is_wrong(tmp_path, capsys, command):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    table = tmp_path / "data/chronology.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    before = {path: path.read_bytes() for path in (tmp_path / "data").glob("*.csv")}
    assert main(["data", command, "--project", str(tmp_path)]) == 1
    text = "".join(capsys.readouterr())
    assert "chronology.csv: saved with a byte order mark" in text
    assert "expected this column" not in text
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("location", "due"),
    [
        ("/x/chapters/2-a.ipynb:60014", "/x/chapters/2-a.ipynb, cell 6, line 14"),
        ("chapters/2-a.ipynb:10001", "chapters/2-a.ipynb, cell 1, line 1"),
        ("chapters/2-a.ipynb:1230456", "chapters/2-a.ipynb, cell 123, line 456"),
        ("chapters/index.md:60014", "chapters/index.md:60014"),
        ("chapters/2-a.ipynb:14", "chapters/2-a.ipynb:14"),
        ("chapters/2-a.ipynb", "chapters/2-a.ipynb"),
    ],
)
def test_warnings_name_cell_and_line(location, due):
    record = logging.LogRecord("sphinx", logging.WARNING, "", 0, "m", (), None)
    record.location = location
    assert sound_files.CellAndLine().filter(record)
    assert record.location == due


def test_the_filter_stands_where_sphinx_has_made_a_text_of_the_location(tmp_path):
    handler = logging.StreamHandler()
    logging.getLogger("sphinx").addHandler(handler)
    try:
        sound_files.setup(SimpleNamespace(srcdir=tmp_path))
        assert isinstance(handler.filters[-1], sound_files.CellAndLine)
    finally:
        logging.getLogger("sphinx").removeHandler(handler)
