"""The journal of other versions: read, or refused with the cure."""

import json
import shutil
from pathlib import Path

import pytest

from foursteps.judging.judge import Mark
from foursteps.marker.classroom import journal, records
from foursteps.marker.classroom.records import Record
from foursteps.marker.sandbox import Limits

from . import classes
from .marking import fill_in, mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")
# Marks of the small set, as version 0.1 left them, with a mark by hand for the essay of student 1.
OF_0_1 = Path(__file__).with_name("marks_of_0.1")


@pytest.fixture
def of_0_1(tmp_path, small_set):
    """The class that 0.1 marked, and its folder of marks."""
    place = tmp_path / "in"
    essay = "One line.\nThe next."
    classes.put(place, "anna_1_12_s.ipynb", classes.notebook(small_set, written=essay))
    slip = {"mean-of-five": "mean = 3"}
    classes.put(place, "cy_3_13_s.ipynb", classes.notebook(small_set, slip))
    classes.put(place, "dee_4_15_s.ipynb", b"{broken")
    return place, shutil.copytree(OF_0_1, tmp_path / "out")


def test_a_folder_of_0_1_is_refused_with_the_cure_which_keeps_all(small_set, of_0_1):
    place, out = of_0_1
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(journal.JournalError, match="another version.* --again"):
        mark(place, small_set, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    mark(place, small_set, out, again=True)
    assert rows(out / "changes.csv") == []
    assert [r["comment"] for r in rows(out / "written.csv")] == ["Good, but short", ""]


def test_the_records_of_0_1_are_read():
    stored = journal.read(OF_0_1)
    assert stored.head.format == 1 and stored.head.set == "0-small"
    assert sorted(r.status for r in stored.records.values()) == ["correct", "partial", "unreadable"]


def test_a_journal_of_an_unknown_format_is_refused_with_the_cure(small_set, of_0_1):
    place, out = of_0_1
    head, *lines = (out / journal.NAME).read_text(encoding="utf-8").splitlines()
    head = json.dumps({**json.loads(head), "format": 99})
    (out / journal.NAME).write_text("\n".join([head, *lines]), encoding="utf-8")
    with pytest.raises(journal.JournalError, match=r"format 99.* --again, which keeps"):
        mark(place, small_set, out)
    fill_in(out, "1", "2")
    mark(place, small_set, out, again=True)
    (row,) = rows(out / "changes.csv")
    assert row["why"].startswith("unknown: the journal of the run before")


def test_a_record_comes_back_from_its_line():
    mark = Mark(0.5, "partial", "why", "name", "hint", "\u2028 \ud800")
    record = Record("k", "s", "ok", "", {"q": mark}, {"w": "a\nb"}, Limits(seconds=7))
    line = records.to_json(record)
    assert "\n" not in line
    assert records.from_json(line) == record
    # Equal marks of many students are one in memory.
    again = records.from_json(line)
    assert again.marks["q"] is records.from_json(line).marks["q"]


@pytest.mark.parametrize("line", [
    "", "5", "null", "[1]", '{"key": "x"}', "[" * 100_000, '"text"',
    '{"key": "k", "sha256": "", "state": "ok", "message": "", "marks": {"q": {}}, "written": {}}',
    '{"key": "k", "sha256": "", "state": "ok", "message": "", "marks": 1, "written": {}}',
])  # fmt: skip
def test_a_line_that_holds_no_record_is_none(line):
    assert records.from_json(line) is None
