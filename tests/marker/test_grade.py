"""A class marked from end to end: tables, attempts, interruption, marks by hand, changes."""

import csv
import io
import json
import os

import pytest

from foursteps.judging import judge
from foursteps.marker.classroom import (
    by_hand,
    csv_files,
    given_again,
    gradebook,
    journal,
    running,
    submissions,
)
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox.jobs import Job, Outcome
from foursteps.marker.sandbox.limits import Limits

from . import classes, small, standin
from .marking import fill_in, mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")
CSVS = ("grades.csv", "files.csv", "summary.csv", "written.csv")


def a_class(folder, exercise_set):
    """Fourteen files of eleven students, with every kind of trouble that needs no sandbox."""
    put = classes.put
    put(folder, "annaa_1_10_s.ipynb", classes.blank(exercise_set))
    put(folder, "annaa_1_12_s-1.ipynb", classes.notebook(exercise_set))
    put(folder, "bob_LATE_2_11_s.ipynb", classes.blank(exercise_set))
    slip = {"mean-of-five": "mean = 3", "a-table": "table = 5", "a-letter": "letter = 'Q'"}
    put(folder, "cy_3_13_s.ipynb", classes.notebook(exercise_set, slip))
    put(folder, "cy_3_14_notes.pdf", b"%PDF")
    put(folder, "dee_4_15_s.ipynb", b"{broken")
    wrong = {"mean-of-five": "mean = undefined", "a-letter": "letter = = 1", "a-function": None}
    put(folder, "eve_5_16_s.ipynb", classes.notebook(exercise_set, wrong, written=""))
    other = classes.blank(exercise_set)
    other["metadata"]["foursteps"]["set"] = "5-other"
    for cell in other["cells"]:
        cell["metadata"] = {}
    put(folder, "fay_6_17_s.ipynb", other)
    put(folder, "=cmd().ipynb", classes.notebook(exercise_set, {"mean-of-five": "mean = 0.004"}))
    put(folder, "gus.ipynb", classes.without(classes.notebook(exercise_set), "a-chart"))
    turned = classes.notebook(exercise_set)
    turned["cells"] = turned["cells"][:2] + turned["cells"][2:][::-1]
    put(folder, "hal.ipynb", turned)
    # One cell for everything, no metadata: answers are found by name.
    code = "\n\n".join("".join(c["source"]) for c in classes.notebook(exercise_set)["cells"]
                       if c["cell_type"] == "code" and "assert" not in "".join(c["source"]))  # fmt: skip
    cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": []}
    plain = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    put(folder, "ida.ipynb", plain)
    put(folder, "jan.ipynb", {**plain, "cells": [{**cell, "cell_type": "markdown"}]})
    return folder


def test_a_class(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    told = []
    mark(place, small_set, out, tell=told.append)
    grades, files = rows(out / "grades.csv"), rows(out / "files.csv")
    assert tuple(grades[0]) == gradebook.GRADES
    assert tuple(files[0]) == gradebook.FILES
    # Every file once, every student and question once.
    assert len(files) == len(list(place.iterdir())) == 13
    students = {row["student"] for row in files}
    assert len(grades) == len(students) * 8
    assert len({(row["student"], row["question"]) for row in grades}) == len(grades)
    assert [(r["student"], r["question"]) for r in grades] == sorted(
        (r["student"], r["question"]) for r in grades
    )
    assert {row["status"] for row in grades + files} <= set(judge.STATUSES)
    due = {
        "1": ("correct", 17), "2": ("missing", 0), "3": ("partial", 7.5), "4": ("unreadable", 0),
        "5": ("partial", 11), "6": ("wrong-set", 0), "'=cmd()": ("partial", 16),
        "gus": ("partial", 13), "hal": ("partial", None), "ida": ("correct", 17),
        "jan": ("missing", 0),
    }  # fmt: skip
    summary = {row["student"]: row for row in rows(out / "summary.csv")}
    assert set(summary) == set(due)
    for student, (status, points) in due.items():
        assert summary[student]["status"] == status, student
        assert points is None or float(summary[student]["points"]) == points, student
    assert any("dee_4_15_s.ipynb: not a notebook" in line for line in told)


def test_statuses_of_single_answers(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    found = {(r["student"], r["question"]): r for r in rows(out / "grades.csv")}

    def state(student, question):
        row = found[student, question]
        return row["status"], row["points"], row["misconception"]

    assert state("3", "mean-of-five") == ("partial", "0.5", "median")
    assert state("3", "a-table") == ("wrong-type", "0", "")
    assert state("3", "a-letter") == ("incorrect", "0", "")
    assert state("'=cmd()", "mean-of-five") == ("partial", "1", "unit-kilometres")
    assert state("5", "mean-of-five") == ("raised", "0", "")
    assert state("5", "a-letter") == ("raised", "0", "")
    assert state("5", "a-function") == ("missing", "0", "")
    assert state("gus", "a-chart") == ("missing", "0", "")
    # Written answers: no points yet, or none given because nothing was written.
    assert state("1", "an-essay") == ("waiting", "", "")
    assert state("2", "an-essay") == ("missing", "0", "")
    assert state("4", "an-essay") == ("unreadable", "0", "")


def test_a_functions_wrong_call_is_named_and_one_student_is_not_many(small_set, tmp_path):
    """So that a student can try it; what it should return is not told."""
    for name, code in {
        "off.ipynb": "def double(x):\n    return x + 1",
        "stops.ipynb": "def double(x):\n    return 2 * x if x > 0 else 1 / 0",
        "prints.ipynb": "def double(x):\n    print(2 * x)",
    }.items():
        made = classes.notebook(small_set, {"a-function": code, "a-letter": None})
        classes.put(tmp_path / "in", name, made)
    marked = mark(tmp_path / "in", small_set, tmp_path / "out")
    reasons = {s: file.record.marks["a-function"].reason for s, file in marked.used.items()}
    assert (
        reasons["off"]
        == "1 of 3 calls are right. Try double(2.5), for one: the number is not right"
    )
    assert reasons["stops"].startswith("2 of 3 calls are right; double(x=-3) raised ZeroDivision")
    assert "double(1), for one, returns nothing (None)" in reasons["prints"]
    nothing = marked.used["off"].record.marks["a-letter"].reason
    assert nothing == "no cell that ran gives a value to letter"


def test_marks_do_not_go_among_the_submissions(small_set, tmp_path):
    place = a_class(tmp_path / "in", small_set)
    for out in (place, place / "marks", tmp_path / "x" / ".." / "in"):
        with pytest.raises(submissions.SubmissionsError, match="inside of the submissions"):
            mark(place, small_set, out)
    assert not (place / "marks").exists()


def test_the_last_readable_attempt_counts_and_the_others_are_shown(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    files = {row["file"]: row for row in rows(out / "files.csv")}
    first, last = files["annaa_1_10_s.ipynb"], files["annaa_1_12_s-1.ipynb"]
    assert (first["attempt"], first["used"], first["status"]) == ("1", "false", "missing")
    assert (last["attempt"], last["used"], last["status"]) == ("2", "true", "correct")
    # A paper handed in beside the notebook does not take its place.
    assert files["cy_3_13_s.ipynb"]["used"] == "true"
    assert files["cy_3_14_notes.pdf"]["status"] == "unreadable"
    assert files["bob_LATE_2_11_s.ipynb"]["late"] == "true"


def test_the_same_bytes_under_a_wrong_name_are_read_too(small_set, tmp_path):
    place, good = tmp_path / "in", classes.notebook(small_set)
    classes.put(place, "doe_77_100_set.ipynb.txt", good)
    classes.put(place, "doe_77_101_set.ipynb", good)
    mark(place, small_set, tmp_path / "out")
    files = rows(tmp_path / "out" / "files.csv")
    assert [(row["status"], row["used"]) for row in files] == [
        ("correct", "false"), ("correct", "true")
    ]  # fmt: skip
    for name in ("set.ipynb.txt", "set.ipynb"):
        classes.put(tmp_path / "in2" / "A B_5_assignsubmission_file", name, good)
        mark(tmp_path / "in2", small_set, tmp_path / "out2")
        assert [row["status"] for row in rows(tmp_path / "out2" / "summary.csv")] == ["correct"]


def test_two_students_with_the_same_bytes_are_two(small_set, tmp_path):
    made = classes.notebook(small_set)
    for name in ("a.ipynb", "b.ipynb", "c_1_1_s.ipynb", "c_1_2_s.ipynb"):
        classes.put(tmp_path / "in", name, made)
    marked = mark(tmp_path / "in", small_set, tmp_path / "out")
    assert sorted(marked.used) == ["1", "a", "b"]
    assert len(rows(tmp_path / "out/files.csv")) == 4


def test_a_rerun_runs_nothing_and_writes_the_same(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    before = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def never(jobs):
        assert list(jobs) == []
        return iter(())

    mark(place, small_set, out, run=never)
    after = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert after == before


class StopError(Exception):
    """Ends a run in the middle."""


@pytest.mark.parametrize("at", [0, 1, 6])
def test_interrupted_between_two_files_and_rerun_gives_the_same_bytes(small_set, tmp_path, at):
    place = a_class(tmp_path / "in", small_set)
    mark(place, small_set, tmp_path / "whole")

    def stops(jobs):
        for n, outcome in enumerate(standin.run(jobs)):
            if n == at:
                raise StopError
            yield outcome

    with pytest.raises(StopError):
        mark(place, small_set, tmp_path / "parts", run=stops)
    done = len(journal.read(tmp_path / "parts").records)
    again = []

    def counts(jobs):
        for job in jobs:
            again.append(job.key)
            yield from standin.run([job])

    mark(place, small_set, tmp_path / "parts", run=counts)
    assert done >= at
    assert len(again) <= 10 - at
    for name in CSVS:
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_line_of_the_journal_that_was_cut_is_marked_again(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    whole = {name: (out / name).read_bytes() for name in CSVS}
    text = (out / journal.NAME).read_bytes()
    (out / journal.NAME).write_bytes(text[:-200])
    mark(place, small_set, out)
    assert {name: (out / name).read_bytes() for name in CSVS} == whole


def test_the_order_in_which_notebooks_finish_does_not_matter(small_set, tmp_path):
    place = a_class(tmp_path / "in", small_set)
    mark(place, small_set, tmp_path / "one")
    mark(place, small_set, tmp_path / "two", run=lambda jobs: standin.run(list(jobs)[::-1]))
    for name in CSVS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("status", ["timeout", "killed"])
def test_what_happens_to_a_whole_notebook(small_set, tmp_path, status):
    classes.put(tmp_path / "in", "a.ipynb", classes.notebook(small_set))

    def run(jobs):
        for outcome in standin.run(jobs):
            if "/" in outcome.key:  # a route of the key
                yield outcome
            else:
                kept = {"mean": outcome.answers["mean"]} if status in ("timeout", "memory") else {}
                yield Outcome(outcome.key, status, kept, outcome.cells[:3])

    mark(tmp_path / "in", small_set, tmp_path / "out", run=run)
    found = {row["question"]: row for row in rows(tmp_path / "out/grades.csv")}
    assert found["a-letter"]["status"] == status
    assert found["a-letter"]["points"] == "0"
    # What was there before it was stopped counts.
    assert (found["mean-of-five"]["status"] == "correct") == (status in ("timeout", "memory"))
    assert rows(tmp_path / "out/files.csv")[0]["status"] == status
    # With other limits it is tried again, with the same it is not.
    calls = []

    def counts(jobs):
        for job in jobs:
            calls.append(job.key)
            yield from standin.run([job])

    mark(tmp_path / "in", small_set, tmp_path / "out", run=counts)
    assert calls == []
    mark(tmp_path / "in", small_set, tmp_path / "out", run=counts, limits=Limits(seconds=99))
    assert len(calls) == 1
    assert rows(tmp_path / "out/files.csv")[0]["status"] == "correct"


def test_a_runner_that_loses_a_job_loses_no_student(small_set, tmp_path):
    for name in ("a.ipynb", "b.ipynb"):
        classes.put(tmp_path / "in", name, classes.notebook(small_set))

    def loses(jobs):
        jobs = list(jobs)
        return standin.run(jobs if isinstance(jobs[0], Job) and "/" in jobs[0].key else jobs[1:])

    mark(tmp_path / "in", small_set, tmp_path / "out", run=loses)
    assert sorted(row["status"] for row in rows(tmp_path / "out/files.csv")) == [
        "correct",
        "killed",
    ]


@pytest.mark.parametrize(
    "forged",
    [
        {}, {"mean": None}, {"mean": []}, {"mean": {"type": "number"}}, {"mean": {"type": "evil"}},
        {"mean": {"type": "number", "value": "9" * 5000}}, {"mean": {"type": "raised"}},
        {"double": {"type": "function", "results": {}}}, {"double": {"type": "function"}},
        {"double": {"type": "function", "results": [{"type": "function", "results": []}] * 3}},
        {"double": {"type": "function", "results": [None, 1, "x"]}},
        {"chart": {"type": "chart", "spec": []}}, {"table": {"type": "dataframe", "columns": 1}},
    ],
)  # fmt: skip
def test_forged_answers_earn_nothing_and_break_nothing(small_set, tmp_path, forged):
    classes.put(tmp_path / "in", "a.ipynb", classes.blank(small_set))

    def run(jobs):
        for outcome in standin.run(jobs):
            if "/" not in outcome.key:
                outcome.answers = forged
            yield outcome

    mark(tmp_path / "in", small_set, tmp_path / "out", run=run)
    assert {row["points"] for row in rows(tmp_path / "out/grades.csv")} <= {"0", ""}


def test_text_that_is_no_unicode_and_names_that_are_markup(small_set, tmp_path):
    """Half a surrogate pair in an answer, an error and a written text; a name like rich's markup."""
    half = chr(0xD83D)
    odd = {
        "a-letter": f"letter = 'x{half}'",
        "mean-of-five": f"raise ValueError('{half}')\nmean = 1",
        "some-names": f"names = ['{half}']",
    }
    made = classes.notebook(small_set, odd, written=f"my {half} view" + "x" * 50_000)
    classes.put(tmp_path / "in", "[red]a[!].ipynb", made)
    classes.put(tmp_path / "in", "\x1b[2Jb.ipynb", b"{")
    mark(tmp_path / "in", small_set, tmp_path / "out")
    found = rows(tmp_path / "out/written.csv")
    assert len(found[0]["answer"]) <= running.MAX_WRITTEN + 10
    assert len(rows(tmp_path / "out/files.csv")) == 2


# ---- marks by hand, and again


def test_marks_by_hand_count_and_stay(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    fill_in(out, "1", "1,5", "=Good, but short")
    for _ in range(2):
        mark(place, small_set, out)
        found = {(r["student"], r["question"]): r for r in rows(out / "grades.csv")}
        assert found["1", "an-essay"]["points"] == "1.5"
        assert found["1", "an-essay"]["status"] == "partial"
        summary = {row["student"]: row for row in rows(out / "summary.csv")}
        assert (summary["1"]["points"], summary["1"]["to_mark_by_hand"]) == ("18.5", "0")
        written = {row["student"]: row for row in rows(out / "written.csv")}
        assert written["1"]["comment"] == "'=Good, but short"
    mark(place, small_set, out, again=True)
    assert {r["student"]: r for r in rows(out / "summary.csv")}["1"]["points"] == "18.5"


def test_nothing_typed_by_hand_is_lost_or_goes_to_another_answer(small_set, tmp_path):
    """An id whose zeros a spreadsheet took off; a student who hands in again, or is gone."""
    place, out, told = tmp_path / "in", tmp_path / "out", []
    for name in ("007", "ann", "bob"):
        classes.put(place, f"{name}.ipynb", classes.notebook(small_set))
    mark(place, small_set, out)
    for name in ("007", "ann", "bob"):
        fill_in(out, name, "2", f"about {name}")
    text = (out / "written.csv").read_text().replace("\n007,", "\n7,")
    (out / "written.csv").write_text(text, encoding="utf-8-sig")
    (place / "bob.ipynb").unlink()
    classes.put(place, "ann.ipynb", classes.notebook(small_set, written="Other words."))
    mark(place, small_set, out, tell=told.append)
    found = [(r["student"], r["answer"], r["comment"]) for r in rows(out / "written.csv")]
    first = "A thoughtful answer."
    assert found == [
        ("007", first, ""), ("ann", "Other words.", ""),
        ("7", first, "about 007"), ("ann", first, "about ann"), ("bob", first, "about bob"),
    ]  # fmt: skip
    for start in (
        "written.csv, an-essay of 7: not in this class",
        "written.csv, an-essay of bob: not in this class",
        "written.csv, an-essay of ann: the answer in this row is not the one that was handed in",
    ):
        assert sum(start in line for line in told) == 1
    waiting = {row["student"]: row["to_mark_by_hand"] for row in rows(out / "summary.csv")}
    assert waiting == {"007": "1", "ann": "1"}
    classes.put(place, "bob.ipynb", classes.notebook(small_set))
    told.clear()
    mark(place, small_set, out, again=True, tell=told.append)
    assert {r["student"]: r for r in rows(out / "summary.csv")}["bob"]["to_mark_by_hand"] == "0"
    assert [line.split(":")[1] for line in told if "written.csv, " in line] == [
        " written.csv, an-essay of 7", " written.csv, an-essay of ann"
    ]  # fmt: skip


def edit(path, *changes, **more):
    """Change a text file as a person would; each change is (old, new)."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, **{"encoding": "utf-8", **more})


def test_what_is_written_by_hand_while_others_are_marked_is_kept(small_set, tmp_path):
    place, out = tmp_path / "in", tmp_path / "out"
    classes.put(place, "ann.ipynb", classes.notebook(small_set))
    mark(place, small_set, out)
    classes.put(place, "bob.ipynb", classes.notebook(small_set))

    def slow(jobs):
        fill_in(out, "ann", "2", "while bob was marked")
        yield from standin.run(jobs)

    mark(place, small_set, out, run=slow)
    assert [r["comment"] for r in rows(out / "written.csv")] == ["while bob was marked", ""]
    assert [r["points"] for r in rows(out / "summary.csv")] == ["19", "17"]


def test_columns_of_ones_own_stay_in_written(small_set, tmp_path):
    """Saved by a spreadsheet: semicolons, its line ends, another order, more columns."""
    place, out = tmp_path / "in", tmp_path / "out"
    for name in ("007", "ann", "bob"):
        classes.put(place, f"{name}.ipynb", classes.notebook(small_set))
    mark(place, small_set, out)
    header, cells = csv_files.read(out / "written.csv")
    header, cells = ["points", "", *header[:4], "by whom", *header[5:], ""], [
        ["1,5", "seen", *cells[0][:4], "Eve", *cells[0][5:]],  # its last cell, empty, left out
        ["", "", "7", *cells[1][1:4], "=Mallory", *cells[1][5:], ""],
        ["", "", *cells[2][:4], "", *cells[2][5:], "without a header"],
    ]  # fmt: skip
    cells[0][6:8] = "Eve", "'t is; 'fine'"
    with (out / "written.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([header, *cells])
    for _ in range(2):
        mark(place, small_set, out, again=True)
        text = (out / "written.csv").read_text(encoding="utf-8")
        header, *cells = csv.reader(io.StringIO(text, newline=""))
        assert header == [*by_hand.HEADER, "", "by whom", ""]
        kept = {row[0]: (row[4], row[5], *row[8:]) for row in cells}
        assert kept == {
            "007": ("1.5", "''t is; 'fine'", "seen", "Eve", ""),
            "ann": ("", ""),
            "bob": ("", "", "", "", "without a header"),
            "7": ("", "", "", "'=Mallory", ""),
        }
    assert next(iter(rows(out / "summary.csv")))["points"] == "18.5"


def test_two_marks_of_one_answer_are_told(small_set, tmp_path):
    place, out = tmp_path / "in", tmp_path / "out"
    for name in ("007", "7"):
        classes.put(place, f"{name}.ipynb", classes.notebook(small_set))
    mark(place, small_set, out)
    fill_in(out, "007", "2", "good")
    fill_in(out, "7", "1", "poor")
    edit(out / "written.csv", ("\n007,", "\n7,"))
    before = (out / "written.csv").read_bytes()
    with pytest.raises(
        csv_files.TableError, match=r"written.csv, rows 2 and 3 \(7\), columns points"
    ):
        mark(place, small_set, out)
    assert (out / "written.csv").read_bytes() == before


def test_an_answer_typed_into_the_prompt_waits_for_a_person(small_set, tmp_path):
    made = classes.blank(small_set)
    for cell in made["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "an-essay-prompt":
            cell["source"] = [*cell["source"], "\n\nBecause I say so."]
    classes.put(tmp_path / "in", "ann.ipynb", made)
    classes.put(tmp_path / "in", "bob.ipynb", classes.blank(small_set))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    assert (row["student"], row["answer"]) == ("ann", "Because I say so.")


def test_an_answer_that_is_too_long_says_that_it_was_cut(small_set, tmp_path):
    text = "word " * 5_000
    classes.put(tmp_path / "in", "ann.ipynb", classes.notebook(small_set, written=text))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    assert row["answer"].endswith("\n [cut here: the answer has 24999 characters]")


def test_answers_of_any_characters_are_no_changed_answers(small_set, tmp_path):
    place, out, told = tmp_path / "in", tmp_path / "out", []
    text = "'Because\rmore\0 \ud800;=x\n- one\n+ two"
    classes.put(place, "ann.ipynb", classes.notebook(small_set, written=text))
    mark(place, small_set, out)
    fill_in(out, "ann", "2", "fine")
    mark(place, small_set, out, tell=told.append)
    assert told == []
    assert [row["comment"] for row in rows(out / "written.csv")] == ["fine"]


def test_marks_by_hand_find_a_student_whose_name_is_no_text(small_set, tmp_path):
    """Zip files of older Windows leave such names."""
    place, out = tmp_path / "in", tmp_path / "out"
    for name in (os.fsdecode(b"jos\xe9.ipynb"), "cr\rhere.ipynb"):
        try:
            classes.put(place, name, classes.notebook(small_set))
        except OSError:
            pytest.skip("this file system takes only UTF-8 names")
    mark(place, small_set, out)
    for student in ("jos\\udce9", "cr\rhere"):
        fill_in(out, student, "2")
    mark(place, small_set, out, again=True)
    summary = rows(out / "summary.csv")
    assert [row["to_mark_by_hand"] for row in summary] == ["0", "0"]
    assert rows(out / "changes.csv") and {row["why"] for row in rows(out / "changes.csv")} == {
        "marked in written.csv"
    }


def test_the_rubric_beside_a_written_answer_holds_an_example_for_each_level(small_set, tmp_path):
    classes.put(tmp_path / "in", "a.ipynb", classes.notebook(small_set))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    (row,) = rows(tmp_path / "out/written.csv")
    for criterion in small_set.scheme.written[0].rubric:
        for level in criterion.levels:
            assert level.what in row["rubric"] and level.anchor in row["rubric"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("answer = 1 / 0", True),
        ("x = 3\n  answer: float = x", True),
        ("other, answer = 1", True),
        ("(answer := 1 / 0)", True),
        ("answer += 1", True),
        ("def answer(x):", True),
        ("if answer == 3:", False),
        ("# answer = 3", False),
        ("my_answer = 3", False),
        ("print(answer)", False),
    ],
)
def test_the_cell_that_should_have_made_an_answer_is_found(source, found):
    assert given_again.defines(source, "answer") is found


@pytest.mark.parametrize("points", ["3", "-1", "many"])
def test_impossible_marks_by_hand_are_named_and_nothing_is_lost(small_set, tmp_path, points):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    fill_in(out, "1", points)
    before = (out / "written.csv").read_bytes()
    with pytest.raises(csv_files.TableError, match=r"written.csv, row \d+ \(1\), column points: "):
        mark(place, small_set, out)
    assert (out / "written.csv").read_bytes() == before


def test_again_says_what_changed_and_why(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    mark(place, small_set, out, again=True)
    assert rows(out / "changes.csv") == []
    classes.put(place, "gus.ipynb", classes.notebook(small_set))
    (place / "ida.ipynb").unlink()
    mark(place, small_set, out, again=True)
    found = {(r["student"], r["question"]): r for r in rows(out / "changes.csv")}
    assert found["gus", "a-chart"]["why"] == "another file was handed in"
    assert (found["gus", "a-chart"]["points_before"], found["gus", "a-chart"]["points_after"]) == (
        "0", "4"
    )  # fmt: skip
    assert found["ida", "a-chart"]["why"] == "the student has no file any more"
    assert {student for student, _ in found} == {"gus", "ida"}


def test_a_changed_set_is_not_mixed_with_old_marks(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    scheme = small_set.scheme.path
    scheme.write_text(scheme.read_text().replace("credit: 0.25", "credit: 0.75"), encoding="utf-8")
    changed = sets.read(scheme.with_suffix(""))
    before = (out / "grades.csv").read_bytes()
    with pytest.raises(journal.JournalError, match="--again"):
        mark(place, changed, out)
    assert (out / "grades.csv").read_bytes() == before
    mark(place, changed, out, again=True)
    (row,) = rows(out / "changes.csv")
    assert (row["student"], row["question"], row["points_after"]) == ("3", "mean-of-five", "1.5")
    assert row["why"] == "the paper, its scheme, the data or the marker changed"


def test_another_sets_folder_is_refused(small_set, tmp_path):
    classes.put(tmp_path / "in", "a.ipynb", classes.blank(small_set))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    other = sets.read(small.write(tmp_path / "more", name="1-other"))
    for again in (False, True):
        with pytest.raises(journal.JournalError, match="choose another --out"):
            mark(tmp_path / "in", other, tmp_path / "out", again=again)


def test_a_journal_that_was_edited_breaks_nothing(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    whole = {name: (out / name).read_bytes() for name in CSVS}
    lines = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    lines[2:6] = ["5", "null", "[1]", '{"key": "x"}', "[" * 100_000, lines[3][:-9], '"text"']
    (out / "journal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    mark(place, small_set, out)
    assert {name: (out / name).read_bytes() for name in CSVS} == whole


def test_a_table_of_marks_without_its_columns_is_told(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    mark(place, small_set, out)
    edit(out / "grades.csv", ("points,max_points", "marks,max_points"))
    with pytest.raises(csv_files.TableError, match=r"grades.csv: the columns points are missing"):
        mark(place, small_set, out, again=True)


@pytest.mark.parametrize("name", journal.OURS)
def test_tables_of_somebody_else_are_not_overwritten_unasked(small_set, tmp_path, name):
    out = tmp_path / "out"
    classes.put(tmp_path / "in", "a.ipynb", classes.notebook(small_set))
    out.mkdir()
    (out / name).write_text("mine\n")
    with pytest.raises(journal.JournalError, match=f"{name} but no journal.* choose another --out"):
        mark(tmp_path / "in", small_set, out)
    assert [path.name for path in out.iterdir()] == [name]
    assert (out / name).read_text() == "mine\n"


def test_a_roster_is_filled_and_a_wrong_one_is_told_before_the_work(small_set, tmp_path):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID,Section\nAnna,1,A\nBob,2,A\nZoe,99,A\n", encoding="utf-8")
    told = []
    mark(place, small_set, out, roster=roster, tell=told.append)
    found = rows(out / "canvas.csv")
    assert [row["A small set"] for row in found] == ["17", "0", ""]
    assert any("not in the roster: " in line and "gus" in line for line in told)
    assert any("written answers wait" in line for line in told)
    roster.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(Exception, match="neither a Canvas"):
        mark(place, small_set, tmp_path / "new", roster=roster)
    assert not (tmp_path / "new").exists()


def test_nothing_of_a_student_leaves_the_output_folder(small_set, tmp_path, monkeypatch):
    place, out = a_class(tmp_path / "in", small_set), tmp_path / "out"
    before = {path: path.read_bytes() for path in place.iterdir()}
    mark(place, small_set, out)
    assert {path: path.read_bytes() for path in place.iterdir()} == before
    for path in (tmp_path / "cache").rglob("*.json"):
        assert "annaa" not in path.read_text(encoding="utf-8")
    for path in out.rglob("*"):
        assert path.is_dir() or os.stat(path).st_mode & 0o077 == 0


def test_memory_of_a_journal_is_marks_not_values(small_set, tmp_path):
    big = {"mean-of-five": "mean = list(range(100_000))"}
    classes.put(tmp_path / "in", "a.ipynb", classes.notebook(small_set, big))
    mark(tmp_path / "in", small_set, tmp_path / "out")
    head, *records = (tmp_path / "out" / journal.NAME).read_text().splitlines()
    assert json.loads(head)["set"] == "0-small"
    assert all(len(line) < 10_000 for line in records)
