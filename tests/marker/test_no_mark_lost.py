"""Honest work that stands where it should not: marked as a person would, or told to everybody.

One class, with every student's points due. Each kind comes several times, since the next one will
look a little different.
"""

import base64
import copy
import json
import unicodedata

import pytest

from foursteps.marker.classroom import csv_files, file_names, report, submissions
from foursteps.marker.exercise import words_in_code

from . import classes, small
from .marking import mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")
ALL, ESSAY = 17, "an-essay"
MISSING = "No module named 'no_such_library'"


def cell(source, kind="code", name=None):
    meta = {"nbgrader": {"grade_id": name, "solution": True}} if name else {}
    made = {"cell_type": kind, "source": source, "metadata": meta}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def scratch(*sources):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*map(cell, sources)]}


def place(made, name):
    """Where the cell with this grade_id stands."""
    ids = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in made["cells"]]
    return ids.index(name)


def with_import(made, text):
    """The first cell begins with other imports, as students put them there."""
    made = copy.deepcopy(made)
    made["cells"][place(made, "imports")]["source"] = text.replace("$", small.IMPORTS)
    return made


def with_cell(made, at, new, after=0):
    made = copy.deepcopy(made)
    made["cells"].insert(at if isinstance(at, int) else place(made, at) + after, new)
    return made


def only(exercise_set, *questions):
    """The notebook with some of the questions answered."""
    answered = {q.id: None for q in exercise_set.scheme.auto if q.id not in questions}
    return classes.notebook(exercise_set, answered, written="")


def the_class(folder, exercise_set):
    """{student: (points due, what must be told or "")} of the files that this puts into `folder`."""
    full, blank = classes.notebook(exercise_set), classes.blank(exercise_set)
    due = {}

    def put(name, made, student, points=ALL, told=""):
        classes.put(folder, name, made)
        due[student] = points, told

    # ---- several notebooks in one submission
    put("fay_101_900_s.ipynb", full, "101")
    put("fay_101_901_Untitled.ipynb", scratch("x = 1"), "101")
    put("gus_102_902_s-done.ipynb", full, "102")
    put("gus_102_903_s.ipynb", blank, "102")
    put("Hal Six_103_assignsubmission_file/s.ipynb", full, "103")
    put("Hal Six_103_assignsubmission_file/z.ipynb", scratch("import math"), "103")
    put("ida_104_904_s.ipynb", full, "104")
    told = "of two notebooks with answers ida_104_904_s.ipynb counts, not ida_104_905_try.ipynb"
    put("ida_104_905_try.ipynb", scratch("mean = 5"), "104", ALL, told)
    put("jo_105_906_s.ipynb", full, "105")
    told = "the last attempt, jo_105_907_s-1.ipynb, has no answers"
    put("jo_105_907_s-1.ipynb", blank, "105", ALL, told)
    # ---- an answer in two files
    first, second = (
        ("mean-of-five", "a-letter", "some-names"),
        ("a-series", "a-table", "a-function", "a-chart"),
    )
    put("kit_111_910_part1.ipynb", only(exercise_set, *first), "111")
    told = (
        "the answers to mean-of-five, a-letter, some-names were taken from kit_111_910_part1.ipynb"
    )
    told = told.replace("mean-of-five, a-letter, some-names", "a-letter, mean-of-five, some-names")
    put("kit_111_911_part2.ipynb", only(exercise_set, *second), "111", ALL, told)
    put("Lu_112_assignsubmission_file/a.ipynb", only(exercise_set, *second), "112")
    put(
        "Lu_112_assignsubmission_file/b.ipynb",
        only(exercise_set, *first),
        "112",
        ALL,
        "were taken from b.ipynb",
    )
    # ---- names given again
    told = "has another value at the end"
    end = len(full["cells"])
    put(
        "again-chart.ipynb",
        with_cell(full, end, cell("chart = alt.Chart(table).mark_bar()")),
        "again-chart",
        ALL,
        told,
    )
    put(
        "again-loop.ipynb",
        with_cell(full, end, cell("for mean in [1, 2]: pass")),
        "again-loop",
        ALL,
        told,
    )
    put("again-del.ipynb", with_cell(full, end, cell("del letter")), "again-del", ALL, told)
    put(
        "again-inside.ipynb",
        with_cell(full, end, cell("squares.loc[2] = 0.0")),
        "again-inside",
        ALL,
        told,
    )
    put(
        "again-function.ipynb",
        with_cell(full, end, cell("def double(x): return x")),
        "again-function",
        ALL,
        told,
    )
    put("again-same.ipynb", with_cell(full, end, cell("mean = 4.0; letter")), "again-same")
    late = classes.notebook(exercise_set, {"a-letter": "letter = ..."})
    put("late.ipynb", with_cell(late, end, cell("letter = 'B'")), "late")
    below = classes.notebook(exercise_set, {"mean-of-five": "mean = 0.004"})
    put("below.ipynb", with_cell(below, "mean-of-five", cell("mean = mean * 1000"), 1), "below")
    # ---- a library that is not there
    for n, text in enumerate([
        "import no_such_library\n$",
        "import no_such_library, json\n$",
        "from no_such_library import drive\ndrive.mount('/x')\n$",
        "import no_such_library as nsl\nnsl.set_theme()\nnsl.rc['a'] = 1\nnsl.options.x = 2\n$",
        "$\nimport no_such_library",
        "from math import sqrt, no_such_name\nassert sqrt\n$",
    ]):  # fmt: skip
        put(f"library{n}.ipynb", with_import(full, text), f"library{n}")
    uses = classes.notebook(exercise_set, {"mean-of-five": "mean = nsl.mean([4])"})
    told = f"code cell 1 raised ModuleNotFoundError: {MISSING}, and 1 answer could not be made"
    put("uses.ipynb", with_import(uses, "import no_such_library as nsl\n$"), "uses", ALL - 2, told)
    saves = classes.notebook(
        exercise_set, {"a-letter": "alt.Chart(4).save('/no/such/x.png')\nletter = 'B'"}
    )
    put("saves.ipynb", saves, "saves")
    # ---- the wrong ending
    data = json.dumps(full).encode()
    put("end1.IPYNB", data, "end1")
    for name in (
        "end2.ipynb.txt",
        "end3.ipynb.json",
        "end4.json",
        "end5.ipynb.download",
        "end6.txt",
    ):
        put(name, data, name.split(".")[0], ALL, "does not end in .ipynb")
    put("end7.ipynb.ipynb", data, "end7")
    put("mo_121_920_s.ipynb.json", data, "121", ALL, "does not end in .ipynb")
    # ---- one broken cell, and other odd files
    for n, broken in enumerate(
        [{"cell_type": "code", "metadata": {}}, None, "text", {"source": "x = 1"}]
    ):
        made = with_cell(full, 1, broken)
        put(
            f"broken{n}.ipynb", made, f"broken{n}", ALL, "cell 2 is broken in the file and left out"
        )
    nothing = copy.deepcopy(full)
    nothing["cells"][0]["metadata"] = None
    nothing["metadata"] = None
    put("nothing.ipynb", nothing, "nothing")
    # ---- decomposed letters
    put(unicodedata.normalize("NFD", "zoë") + ".ipynb", full, "zoë")
    return due


@pytest.fixture
def marked(small_set, tmp_path):
    """The class, marked: (what is due, the MarkedClass, its folder, what was told)."""
    told = []
    due = the_class(tmp_path / "in", small_set)
    found = mark(tmp_path / "in", small_set, tmp_path / "out", tell=told.append)
    return due, found, tmp_path / "out", told


def test_everybody_has_the_points_due(marked):
    due, _, out, _ = marked
    points = {csv_files.plain(r["student"]): float(r["points"]) for r in rows(out / "summary.csv")}
    assert points == {student: points for student, (points, _) in due.items()}


def test_what_a_person_should_know_is_told_to_everybody_it_concerns(marked):
    due, found, out, told = marked
    files = rows(out / "files.csv")
    page = report.page(found).replace("&#39;", "'")
    names = {path.name.rsplit("-", 1)[0]: path for path in (out / "feedback").iterdir()}
    for student, (_, line) in due.items():
        mine = [r for r in files if csv_files.plain(r["student"]) == student]
        on_the_terminal = [t for t in told if student in t or any(r["file"] in t for r in mine)]
        text = " ".join(r["message"] for r in mine) + " ".join(found.choices[student].notes)
        feedback = names.get(student, names.get("zo"))
        feedback = feedback.read_text(encoding="utf-8").replace("&#39;", "'")
        if line:
            assert line in text, student
            assert any(line in t for t in on_the_terminal), student
            told_as = line[0].upper() + line[1:]
            assert line in feedback or told_as in feedback, student
            assert line in page or told_as in page, student
        else:
            assert not on_the_terminal, student
            assert "How your files were read" not in feedback, student


def test_nothing_of_a_finished_class_changes_in_the_next_run(marked, small_set, tmp_path):
    _, _, out, _ = marked
    before = {p.name: p.read_bytes() for p in out.rglob("*.csv")}
    mark(tmp_path / "in", small_set, out)
    assert {p.name: p.read_bytes() for p in out.rglob("*.csv")} == before


# ---- names


@pytest.mark.parametrize(
    "files",
    [
        ("set_0_2026_anna", "set_0_2026_ben", "set_0_2026_cleo"),
        ("hw_3_12_anna", "hw_3_12_ben"),
        ("anna_2026_11_final", "ben_2026_11_final"),
        ("Set_1_2026_anna", "Set_2_2026_anna"),
        ("week_01_02_anna", "week_01_03_ben"),
        ("My set_4_5_anna", "My set_4_6_anna"),
        ("anna_2026_11_28", "ben_2026_11_29"),
    ],
)
def test_plain_names_are_not_taken_for_canvas(tmp_path, files):
    for name in files:
        classes.put(tmp_path, name + ".ipynb", scratch())
    found = submissions.find(tmp_path)
    assert sorted(one.student for one in found) == sorted(files)


def test_one_name_of_canvas_and_a_file_of_a_group_stay_canvas(tmp_path):
    for name in (
        "ann_1_900_s.ipynb",
        "bob_2_900_s.ipynb",
        "cy_3_901_s.ipynb",
        "x/cy_3_901_s.ipynb",
    ):
        classes.put(tmp_path, name, scratch())
    assert [one.student for one in submissions.find(tmp_path)] == ["1", "2", "3", "3"]


def test_notebooks_that_may_be_of_several_students_are_told(small_set, tmp_path):
    """`hw_1_23_anna` and `hw_1_24_ben` can be two files of Canvas's student 1."""
    told = []
    classes.put(tmp_path / "in", "hw_1_23_anna.ipynb", classes.notebook(small_set))
    slip = classes.notebook(small_set, {"mean-of-five": "mean = 3"})
    classes.put(tmp_path / "in", "hw_1_24_ben.ipynb", slip)
    mark(tmp_path / "in", small_set, tmp_path / "out", tell=told.append)
    assert any("or is somebody else's, take one away or rename it" in line for line in told)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("anna.ipynb", "Anna.ipynb"), "'Anna' and 'anna' count as two students"),
        (("anna.ipynb", "anna (1).ipynb"), "'anna' and 'anna (1)' count as two students"),
        (("anna.ipynb", "Copy of anna.ipynb"), "count as two students"),
        (("zo\u00eb.ipynb", "zoe\u0308.ipynb"), "count as attempts of one student, 'zo\u00eb'"),
        (("anna.ipynb", "anna.ipynb.txt"), "count as attempts of one student"),
        (("a/anna.ipynb", "b/anna.ipynb"), "stands in 2 folders"),
    ],
)
def test_names_that_merge_or_part_are_told(tmp_path, names, said):
    for name in names:
        classes.put(tmp_path, name, scratch())
    (told,) = submissions.doubts(submissions.find(tmp_path))
    assert said in told


def test_a_numbered_class_is_no_doubt(tmp_path):
    for name in ("group-1", "group-2", "group-3", "7", "007"):
        classes.put(tmp_path, f"{name}.ipynb", scratch())
    assert submissions.doubts(submissions.find(tmp_path)) == []


def test_blackboards_attempts_are_one_students(tmp_path):
    for time in ("2026-11-02-09-30-00", "2026-11-03-08-00-00"):
        classes.put(tmp_path, f"Set 0_jdoe_attempt_{time}_set0.ipynb", scratch())
        classes.put(tmp_path, f"Set 0_jdoe_attempt_{time}.txt", b"Name: J Doe")
    found = submissions.find(tmp_path)
    assert {one.student for one in found} == {"jdoe"}
    assert [one.attempt for one in found if one.file.endswith("ipynb")] in ([1, 3], [2, 4])


@pytest.mark.parametrize(
    "name",
    ["desktop.ini", "Desktop.ini", "~$essay.docx", ".~lock.a.ods#", "Icon\r", ".directory",
     "ehthumbs.db", "@eaDir/x", ".Trashes/501/a.ipynb", "$RECYCLE.BIN/a", ".git/config",
     ".a.ipynb.swp", "__pycache__/a.pyc", ".nfs0000000000a1", "a/.AppleDouble/a.ipynb"],
)  # fmt: skip
def test_what_other_systems_leave_is_nobodys(name):
    assert file_names.is_litter(name) and file_names.is_litter(f"handed-in/{name}")
    assert not file_names.is_litter(f"x{name.replace('/', '-')}.ipynb")


@pytest.mark.parametrize(
    ("file", "student", "late", "said"),
    [
        ("rivera_1006_link.html", "1006", False, "as a link (https://colab.example/x)"),
        ("rivera_LATE_1006_link.html", "1006", True, "as a link"),
        ("stone_1007_text.html", "1007", False, "typed into the platform's text box"),
        ("anon_x7Fq2_text.html", "anon_x7Fq2", False, "text box"),
        ("Bo_7_assignsubmission_onlinetext/onlinetext.html", "7", False, "text box"),
        ("Bo_8_assignsubmission_onlinetext_onlinetext.html", "8", False, "text box"),
    ],
)
def test_links_and_texts_are_their_students(tmp_path, file, student, late, said):
    classes.put(tmp_path, file, b'<a href="https://colab.example/x">x</a>')
    (one,) = submissions.find(tmp_path)
    assert (one.student, one.late) == (student, late)
    assert said in submissions.read(one).fault


# ---- what else was handed in


@pytest.mark.parametrize(
    ("extra", "answered", "looked_at"),
    [
        ("cy_3_11_data.csv", True, False),
        ("cy_3_11_essay.docx", True, False),
        ("cy_3_text.html", True, False),
        ("cy_3_11_data.csv", False, False),
        ("cy_3_11_essay.docx", False, True),
        ("cy_3_text.html", False, True),
        ("cy_3_11_other.ipynb", True, True),
    ],
)
def test_only_what_may_hold_answers_needs_a_person(small_set, tmp_path, extra, answered, looked_at):
    made = classes.notebook(small_set) if answered else classes.blank(small_set)
    classes.put(tmp_path / "in", "cy_3_10_s.ipynb", made)
    classes.put(tmp_path / "in", extra, b"PK\x03\x04 nothing")
    found = mark(tmp_path / "in", small_set, tmp_path / "out")
    assert [file.submission.file for file in found.troubled()] == [extra] * looked_at
    assert (extra in report.page(found)) == looked_at
    (row,) = [r for r in rows(tmp_path / "out/files.csv") if r["file"] == extra]
    assert row["status"] == "unreadable" and row["message"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.zip", b"PK\x03\x04", "an archive: unpack it"),
        ("a.ipynb.zip", b"PK\x03\x04", "an archive: unpack it"),
        ("a.rar", b"Rar!", "an archive: unpack it"),
        ("a.ipynb", b'{"cells": [\n<<<<<<< HEAD\n1', "conflict marks of git (the first in line 2)"),
    ],
)
def test_what_is_no_notebook_says_what_it_is(tmp_path, name, data, said):
    classes.put(tmp_path, name, data)
    (one,) = submissions.find(tmp_path)
    assert said in submissions.read(one).fault


def test_nothing_is_won_by_two_notebooks_with_different_answers(small_set, tmp_path):
    """A right guess in a second file does not take the place of a wrong one."""
    wrong = {"a-letter": "letter = 'C'", "mean-of-five": "mean = 1"}
    classes.put(tmp_path / "in", "eve_5_10_a.ipynb", classes.notebook(small_set, wrong))
    for n, letter in enumerate("AB"):
        guess = scratch(small.IMPORTS, f"letter = {letter!r}\nmean = 4")
        classes.put(tmp_path / "in", f"eve_5_{11 + n}_guess{n}.ipynb", guess)
    mark(tmp_path / "in", small_set, tmp_path / "out")
    found = {r["question"]: r["points"] for r in rows(tmp_path / "out/grades.csv")}
    assert (found["a-letter"], found["mean-of-five"]) == ("0", "0")


# ---- words in the wrong cell

WORDS = "My answer: investment and patents differ."


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (cell(f"# {WORDS}"), "written into a code cell"),
        (cell(WORDS), "written into a code cell"),
        (cell(f'"""{WORDS}\nThey do."""'), "written into a code cell"),
        (cell(f'answer = "{WORDS} They do, and more so than before."'), "written into a code cell"),
        (cell(f'print("{WORDS} They do, and more so than before.")'), "written into a code cell"),
        (cell("投资支持这个标题，但是专利不支持。"), "written into a code cell"),
        (cell(WORDS, "raw"), ""),
        (cell(WORDS, "markdown"), ""),
    ],
)
def test_words_below_the_question_wait_for_a_person(small_set, tmp_path, new, said):
    made = classes.notebook(small_set, written="")
    classes.put(tmp_path / "in", "a.ipynb", with_cell(made, ESSAY, new, 1))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    assert csv_files.plain(row["answer"]).split() == new["source"].split()
    (file,) = rows(tmp_path / "out/files.csv")
    assert said in file["message"] and bool(said) == bool(file["message"])


@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
@pytest.mark.parametrize("lost", [False, True])
def test_words_above_the_question_wait_for_a_person(small_set, tmp_path, kind, lost):
    made = classes.notebook(small_set, written="")
    made = with_cell(made, f"{ESSAY}-prompt", cell(WORDS, kind))
    if lost:
        for one in made["cells"]:
            one["metadata"] = {}
    classes.put(tmp_path / "in", "a.ipynb", made)
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    assert row["answer"] == WORDS
    assert "was found above its question" in rows(tmp_path / "out/files.csv")[0]["message"]


def test_words_far_from_the_question_are_told(small_set, tmp_path):
    made = classes.notebook(small_set, written="")
    made = with_cell(made, 2, cell(WORDS + " They do so in every year.", "markdown"))
    classes.put(tmp_path / "in", "a.ipynb", made)
    mark(tmp_path / "in", small_set, tmp_path / "out")
    assert rows(tmp_path / "out/written.csv") == []
    (file,) = rows(tmp_path / "out/files.csv")
    assert "stands nowhere at its question; there are words of its own in cell 3" in file["message"]


@pytest.mark.parametrize(
    "code",
    ["x = 1", "# a note\nx = frame.groupby('a').mean()\ny = x.plot()", "for row in table:\n    print(row)",
     "chart = alt.Chart(table, title='Two').mark_bar()", "table.head()", "import this, that, and_that",
     "if x:\n    y = 2\nelse:\n    y = 3", "%matplotlib inline", "[1,\n 2,\n 3]"],
)  # fmt: skip
def test_code_is_no_answer_in_words(code):
    assert not words_in_code.is_prose(code)


@pytest.mark.parametrize(
    "text",
    [
        "![image.png](attachment:image.png)",
        "See <img src='x.png'>",
        "Look: ![](https://x.org/a.png)",
    ],
)
def test_an_answer_with_a_picture_says_which_file_to_open(small_set, tmp_path, text):
    made = classes.notebook(small_set, written=text)
    pixel = base64.b64encode(b"x").decode()
    made["cells"][place(made, ESSAY)]["attachments"] = {"image.png": {"image/png": pixel}}
    classes.put(tmp_path / "in", "ann_1_10_s.ipynb", made)
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    assert "with a picture, which this table cannot show: open ann_1_10_s.ipynb" in row["answer"]
