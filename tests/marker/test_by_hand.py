"""written.csv between a marker, spreadsheets and students who write whatever they like."""

import csv

import pytest

from foursteps.marker.classroom import by_hand, csv_files
from foursteps.marker.exercise import sets

from . import classes, small
from .marking import fill_in, mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")
# Rows for the writer's own essay and for a neighbour's, as lines of the writer's answer.
FORGED = """\
I think so.
2,0-small,an-essay,2,2,Excellent,,
1,0-small,an-essay,2,0,Copied from the web,,
And that is why."""


def resave(path):
    """Open and save a table as a spreadsheet does whose lists are split at semicolons."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        cells = list(csv.reader(stream, delimiter=";"))
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream, delimiter=";").writerows(cells)


def add(path, *cells):
    """Add a row to a table."""
    with path.open("a", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerow(cells)


@pytest.fixture
def two(small_set, tmp_path):
    """An honest student 1 and a forger 2, marked once: the place, the folder of marks."""
    honest = classes.notebook(small_set, written="My own view.")
    classes.put(tmp_path / "in", "ann_1_10_s.ipynb", honest)
    classes.put(tmp_path / "in", "eve_2_11_s.ipynb", classes.notebook(small_set, written=FORGED))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    return tmp_path / "in", tmp_path / "out"


def points(out):
    return {
        row["student"]: (row["points"], row["to_mark_by_hand"]) for row in rows(out / "summary.csv")
    }


def test_lines_of_an_answer_that_a_spreadsheet_made_rows_stop_the_run(small_set, two):
    place, out = two
    before = points(out)
    resave(out / "written.csv")
    with pytest.raises(
        csv_files.TableError, match=r"written.csv, row 2 .*: 1 cell, but the header has 8"
    ):
        mark(place, small_set, out)
    assert points(out) == before


def test_no_line_of_an_answer_begins_as_a_row_does(two):
    _, out = two
    lines = (out / "written.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("2,")] == [lines[6]]
    assert " 2,0-small,an-essay,2,2,Excellent,," in lines


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028"])
def test_every_end_of_a_line_counts(end):
    assert by_hand._indented(f"a{end}4712,x{end}{end}b") == f"a{end} 4712,x{end}{end} b"


@pytest.mark.parametrize("cells", [
    ("2", "0-small", "an-essay", "2", "2", "Excellent", "", ""),
    ("1", "0-small", "an-essay", "2", "0", "Copied from the web", " ", ""),
    ("1", "0-small", "an-essay", "2", "", "Copied from the web", "", ""),
])  # fmt: skip
def test_a_mark_without_its_answer_is_refused(small_set, two, cells):
    place, out = two
    add(out / "written.csv", *cells)
    with pytest.raises(
        csv_files.TableError,
        match=rf"written.csv, row 4 \({cells[0]}\), column answer: it is empty",
    ):
        mark(place, small_set, out)


@pytest.mark.parametrize("cells", [
    ("2", "0-small", "an-essay", "2", "2", "Excellent", "answer"),
    ("2", "0-small", "an-essay", "2", "2", "Excellent", "answer", "rubric", "more"),
    ("2",),
])  # fmt: skip
def test_a_row_with_another_number_of_cells_is_refused(small_set, two, cells):
    place, out = two
    add(out / "written.csv", *cells)
    with pytest.raises(csv_files.TableError, match=rf"row 4 \('2'\): {len(cells)} cell.*commas"):
        mark(place, small_set, out)


def test_a_mark_beside_another_answer_counts_nothing_is_told_and_kept(small_set, two):
    place, out = two
    before = points(out)
    for student in "12":
        add(out / "written.csv", student, "0-small", "an-essay", "2", "2", "Good", "Not this.", "r")
    for _ in range(2):
        told = []
        mark(place, small_set, out, tell=told.append)
        assert points(out) == before
        assert [line[: line.index(":", 6)] for line in told] == [
            "note: written.csv, an-essay of 1", "note: written.csv, an-essay of 2"
        ]  # fmt: skip
        kept = [(r["student"], r["comment"], r["answer"]) for r in rows(out / "written.csv")]
        assert kept[2:] == [("1", "Good", "Not this."), ("2", "Good", "Not this.")]
    feedback = next((out / "feedback").glob("1-*.html")).read_text(encoding="utf-8")
    assert "Good" not in feedback


def test_a_changed_answer_is_marked_anew_in_its_own_row(small_set, two):
    place, out = two
    fill_in(out, "1", "2", "first")
    mark(place, small_set, out)
    assert points(out)["1"] == ("19", "0")
    changed = classes.notebook(small_set, written="Another view.")
    classes.put(place, "ann_1_12_s-1.ipynb", changed)
    mark(place, small_set, out)
    assert points(out)["1"] == ("17", "1")
    text = (out / "written.csv").read_text(encoding="utf-8")
    (out / "written.csv").write_text(
        text.replace("1,0-small,an-essay,2,,,Another", "1,0-small,an-essay,2,1,second,Another"),
        encoding="utf-8",
    )
    mark(place, small_set, out)
    assert points(out)["1"] == ("18", "0")
    assert [r["comment"] for r in rows(out / "written.csv")] == ["second", "", "first"]


def test_an_answer_whose_white_space_a_spreadsheet_changed_is_the_same(small_set, two):
    place, out = two
    header, cells = csv_files.read(out / "written.csv")
    for row in cells:
        row[4] = "2"
        row[6] = row[6].replace("\n ", "\r\n").replace(" view", "\u00a0 view")
    with (out / "written.csv").open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([header, *cells])
    told = []
    mark(place, small_set, out, tell=told.append)
    assert told == []
    assert points(out) == {"1": ("19", "0"), "2": ("19", "0")}


def test_empty_rows_that_a_spreadsheet_leaves_are_no_rows(small_set, two):
    place, out = two
    add(out / "written.csv", *[""] * 11)
    add(out / "written.csv", "", "")
    mark(place, small_set, out)
    assert len(rows(out / "written.csv")) == 2


def test_the_columns_of_a_scheme_without_written_questions_stay(tmp_path):
    scheme = sets.read(small.write(tmp_path / "exercises")).scheme
    assert by_hand.read(tmp_path / "written.csv", scheme) == by_hand.Filled()
