"""Rosters: Canvas's gradebook and Moodle's grading worksheet, filled in and safe to open."""

import csv
import re
import time
from types import SimpleNamespace

import pytest

from foursteps.ground import atomic_files
from foursteps.marker.classroom import csv_files, lms

SET = SimpleNamespace(name="0-small", scheme=SimpleNamespace(title="A small set", points=20))
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Essay (77),A small set (4711),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,20,(read only)
"Arm, Anna",1001,S1,anna,Sec 1,5,3,50
"=HYPERLINK(""x"")",1002,S2,bob,"+1",5,,50
"Left, Lea",1003,S3,lea,Sec 1,5,7,50
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 1001,Anna Arm,a@x.org,Submitted,,20.00,Yes,"Monday, 2 March 2026",-,
Participant 1002,@Bob,b@x.org,Submitted,3.00,20.00,Yes,-,-,"=1+1"
Participant 1003,Lea Left,l@x.org,No submission,,20.00,Yes,-,-,
"""


@pytest.fixture
def roster(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_canvas(roster, tmp_path):
    filled = lms.fill(roster(CANVAS), {"1001": 12.5, "1002": 0, "9": 1}, SET)
    assert (filled.file, filled.found, filled.strangers) == ("canvas.csv", 2, ["9"])
    path = lms.write(filled, tmp_path / "out")
    header = "Student,ID,SIS User ID,SIS Login ID,Section,A small set (4711)"
    assert path.read_text(encoding="utf-8").splitlines() == [
        header,
        "    Points Possible,,,,,20",
        '"Arm, Anna",1001,S1,anna,Sec 1,12.5',
        '"\'=HYPERLINK(""x"")",1002,S2,bob,\'+1,0',
        '"Left, Lea",1003,S3,lea,Sec 1,7',
    ]


@pytest.mark.parametrize("student", ["S1", "anna"])
def test_canvas_knows_students_by_their_other_ids(roster, student):
    filled = lms.fill(roster(CANVAS), {student: 4}, SET)
    assert filled.rows[1][-1] == 4
    assert filled.strangers == []


def test_a_mark_goes_to_one_student_only(roster):
    """An id that is another student's in another column, and the empty id of `.ipynb`."""
    text = CANVAS.replace("1003,S3,lea", "1003,1001,1002")
    filled = lms.fill(roster(text), {"1001": 12.5, "1002": 4, "": 20}, SET)
    assert [row[-1] for row in filled.rows] == ["20", 12.5, 4, "7"]
    assert (filled.found, filled.strangers) == (2, [""])
    text = text.replace("1003,1001,1002", "1003,,")
    filled = lms.fill(roster(text), {"": 20}, SET)
    assert [row[-1] for row in filled.rows] == ["20", "3", "", "7"]


def test_columns_of_ids_are_not_mixed(roster):
    """In the roster of one section, the login of one student is another's number."""
    filled = lms.fill(roster(CANVAS.replace("anna", "5005")), {"1002": 4, "5005": 9}, SET)
    assert [row[-1] for row in filled.rows] == ["20", "3", 4, "7"]
    assert (filled.found, filled.strangers) == (1, ["5005"])


def test_a_student_with_two_rows_is_one_student(roster):
    text = CANVAS + '"Arm, Anna",1001,S1,anna,Sec 2,5,3,50\n'
    filled = lms.fill(roster(text), {"1001": 2, "9": 1}, SET)
    assert (filled.found, filled.strangers) == (1, ["9"])
    text = MOODLE + "Participant 1001,Anna Arm,,,,,,,,\n"
    assert lms.fill(roster(text), {"1001": 2, "9": 1}, SET).found == 1


def test_two_assignments_that_fit_are_told(roster):
    text = CANVAS.replace("Essay (77)", "a small set (77)")
    with pytest.raises(lms.RosterError, match=r"a small set \(77\), A small set \(4711\) all fit"):
        lms.fill(roster(text), {}, SET)
    with pytest.raises(lms.RosterError, match="say --column"):
        lms.fill(roster(text), {}, SET, "A small set")
    for column in ("a small set (77)", "A small set (4711)"):
        assert lms.fill(roster(text), {}, SET, column).header[-1] == column


def test_other_points_possible_are_told(roster):
    assert lms.fill(roster(CANVAS), {}, SET).note == ""
    filled = lms.fill(roster(CANVAS), {}, SET, "Essay")
    assert filled.note == "Canvas counts 10 possible points, the set 20"


def test_a_table_separated_by_tabs_is_read(roster):
    text = (
        CANVAS.replace('"Arm, Anna"', "Arm Anna").replace('"Left, Lea"', "Left").replace(",", "\t")
    )
    for encoding in ("utf-8", "utf-16"):
        for end in ("\n", "\r\n", "\r"):
            path = roster(text.replace("\n", end), encoding)
            assert lms.fill(path, {"1001": 2}, SET).rows[1][-1] == 2


def test_a_full_disk_says_which_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    csv_files.write(tmp_path / "t.csv", ("a",), [(1,)])
    monkeypatch.setattr(atomic_files.os, "replace", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*t\.csv'"):
        csv_files.write(tmp_path / "t.csv", ("a",), [(2,)])
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "a\n1\n"


def test_a_broken_table_is_told(roster):
    with pytest.raises(csv_files.TableError, match=r"roster.csv, up to line \d+: .*field larger"):
        lms.fill(roster(CANVAS + '"' + "x" * 200_000 + '"'), {}, SET)


def test_a_quotation_mark_left_open_swallows_no_rows(roster):
    lines = CANVAS.replace('"Left, Lea"', '"Left, Lea').count("\n")
    with pytest.raises(
        csv_files.TableError, match=rf"roster.csv, up to line {lines}: .*mark left open"
    ):
        csv_files.read(roster(CANVAS.replace('"Left, Lea"', '"Left, Lea')))


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "\r", "a\r\r", 'a"\rb', "a,\rb"])
def test_no_end_of_line_in_a_cell_begins_a_row(tmp_path, text):
    csv_files.write(tmp_path / "t.csv", ("a", "b"), [(text, 1), (2, text)])
    header, cells = csv_files.read(tmp_path / "t.csv")
    assert [header, *(list(map(csv_files.plain, row)) for row in cells)] == [
        ["a", "b"], [text, "1"], ["2", text]
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["x" + "\n" * 20_000 + "x", "x\n" + "'" * 20_000 + "x"])
def test_a_page_of_empty_lines_takes_no_time(text):
    start = time.perf_counter()
    assert csv_files.plain(csv_files.safe(text)) == text
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("text", ["'tis good", "'90s", "'s Gravenhage; 't Hooft"])
def test_an_apostrophe_that_a_person_typed_stays(text):
    assert csv_files.plain(text) == text
    assert csv_files.plain(csv_files.safe(text)) == text


@pytest.mark.parametrize(
    "text",
    ["a;=cmd()", "a\n=cmd()", "a\t@SUM(1)", "a;'=b", "a; +1", "a\n-2+3", "a;''=b", "a;'b", ";;=x"],
)
def test_nothing_runs_behind_a_separator_of_another_country(text):
    """A spreadsheet that splits at semicolons sees a cell begin in the middle of ours."""
    safe = csv_files.safe(text)
    assert csv_files.plain(safe) == text
    assert not any(cell.strip().startswith(csv_files.FORMULA) for cell in re.split("[;\t\n]", safe))


@pytest.mark.long
def test_a_long_text_is_made_safe_in_one_pass():
    """Where every blank begins a search to the end of them all, this takes hours."""
    for text in ("a" + "\n" * 10**6 + "b", "a" + "; " * 10**6 + "=b", "a;" + "'" * 10**6 + "b"):
        assert csv_files.plain(csv_files.safe(text)) == text


def test_lists_of_lines_stay_readable():
    assert csv_files.safe("Because\n- one\n- two; three") == "Because\n- one\n- two; three"


def test_canvas_columns(roster):
    path = roster(CANVAS)
    assert lms.fill(path, {}, SET, "Essay").header[-1] == "Essay (77)"
    with pytest.raises(
        lms.RosterError, match=r"no column 'Quiz'; the assignments are Essay \(77\)"
    ):
        lms.fill(path, {}, SET, "Quiz")
    new = lms.fill(roster(CANVAS.replace("A small set (4711)", "Other (1)")), {"1001": 2}, SET)
    assert new.header[-1] == "A small set"
    assert "a new assignment 'A small set'" in new.note
    assert new.rows[0][-1] == "20"


def test_canvas_with_a_byte_order_mark_and_semicolons(roster):
    path = roster("\ufeff" + CANVAS.replace('"Arm, Anna"', "Anna").replace(",", ";"))
    assert lms.fill(path, {"1001": 2}, SET).found == 1


def test_moodle(roster, tmp_path):
    filled = lms.fill(roster(MOODLE), {"1001": 12.5, "1002": 20}, SET)
    path = lms.write(filled, tmp_path / "out")
    found = rows(path)
    # An import would write comments anew, with the apostrophes that keep formulas from running.
    assert list(found[0]) == MOODLE.splitlines()[0].split(",")[:-1]
    assert [row["Grade"] for row in found] == ["12.5", "20", ""]
    assert [row["Identifier"] for row in found] == [f"Participant {n}" for n in (1001, 1002, 1003)]
    assert found[1]["Full name"] == "'@Bob"
    assert "1+1" not in path.read_text(encoding="utf-8")
    assert filled.note == ""


def test_moodles_other_maximum_is_scaled_to_and_told(roster):
    filled = lms.fill(roster(MOODLE.replace("20.00", "100.00")), {"1001": 12.5}, SET)
    assert filled.rows[0][4] == 62.5
    assert "scaled from 20 points to Moodle's maximum of 100" in filled.note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "neither a Canvas gradebook"),
        ("", "an empty file"),
        ("Student,ID\nx,1\n", "the column 'Section' is missing"),
        ("Identifier,Grade\nParticipant 1,\n", "'Last modified .grade.' is missing or empty"),
    ],
)
def test_a_wrong_roster_is_explained(roster, text, said):
    with pytest.raises((lms.RosterError, csv_files.TableError), match=said):
        lms.fill(roster(text), {}, SET)


def test_a_roster_that_is_no_utf_8_is_explained(roster):
    with pytest.raises(csv_files.TableError, match="not UTF-8"):
        lms.fill(roster("Student,ID\nMüller,1\n", "latin-1"), {}, SET)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "\n=1",
        "|calc",
        "%0",
        "＝1",
        "'=1",
        "'",
    ],
)
def test_what_begins_a_formula_is_escaped_and_comes_back(text):
    safe = csv_files.safe(text)
    assert safe.startswith("'")
    assert csv_files.plain(safe) == text


@pytest.mark.parametrize("text", ["a", "", "-", "1,5", "a=b", "Sec 1", "    Points Possible", "ü"])
def test_other_text_is_left_alone(text):
    assert csv_files.safe(text) == text
    assert csv_files.plain(text) == text


@pytest.mark.parametrize(
    ("value", "due"),
    [(1, "1"), (1.0, "1"), (0.5, "0.5"), (1 / 3, "0.3333"), (-0.00001, "0"), (None, ""), (True, "true")],
)  # fmt: skip
def test_numbers(value, due):
    assert csv_files.safe(value) == due
