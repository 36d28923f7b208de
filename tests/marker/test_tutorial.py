"""The instructors' page, done as it says: every command as printed, on a small made class.

What the page asks a person to do between the commands (download, fill in points, open a second
terminal) is done here by functions of the same names.
"""

import csv
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import psutil
import pytest

from foursteps import cli
from foursteps.marker.exercise import paper, sets
from foursteps.marker.sandbox import doctor
from tests.conftest import ROOT
from tests.marker import classes

PAGE = ROOT / "chapters" / "instructors.md"
SET = "0-which-race"
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# The languages of the page's blocks say who runs them.
STEPS, SET_UP, OTHER_TERMINALS = "sh", "shell", "bash"
WRITTEN = "a-headline"


def blocks(text):
    """(heading, language, commands) of every block of a page, in order."""
    found = []
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        heading = part.splitlines()[0].lstrip("# ")
        for language, body in BLOCK.findall(part):
            # A line that ends with a backslash goes on in the next.
            body = re.sub(r"\\\n\s*", "", body.strip())
            found.append((heading, language, body.splitlines()))
    return found


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def the_set():
    return sets.read(SET, ROOT / "exercises")


def handed_in(the_set):
    """Three notebooks of the made class: all right, one misconception, blank."""
    slip = classes.route(the_set, "compute-not-given", "given-for-missing")
    return (
        classes.notebook(the_set),
        classes.notebook(the_set, {"compute-not-given": slip}),
        classes.blank(the_set),
    )


def download_from_canvas(folder, the_set):
    """submissions.zip and gradebook.csv as Canvas names and writes them."""
    right, slip, blank = handed_in(the_set)
    files = {
        "abbottann_4711_98765_0-which-race.ipynb": right,
        "bakerben_4712_98760_0-which-race.ipynb": blank,
        "bakerben_LATE_4712_98799_0-which-race-1.ipynb": slip,
        "colecy_4713_98767_essay.docx": b"PK\x03\x04",
    }
    put_zip(folder, files)
    title = f"{the_set.scheme.title} (55)"
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz (54)", title],
        ["    Points Possible", "", "", "", "", "10", f"{the_set.scheme.points:g}"],
        ["Abbott, Ann", "4711", "u1", "ann", "One", "9", ""],
        ["Baker, Ben", "4712", "u2", "ben", "One", "8", ""],
        ["Cole, Cy", "4713", "u3", "cy", "One", "7", ""],
        ["Dee, Di", "4714", "u4", "di", "One", "6", ""],
    ]
    put_csv(folder / "gradebook.csv", rows)


def download_from_moodle(folder, the_set):
    """submissions.zip and worksheet.csv as Moodle does: in folders, and one without."""
    right, slip, blank = handed_in(the_set)
    files = {
        "Ann Abbott_101_assignsubmission_file_/my answers.ipynb": right,
        "Ben Baker_102_assignsubmission_file/0-which-race.ipynb": slip,
        "Cy Cole_103_assignsubmission_file_0-which-race.ipynb": blank,
    }
    put_zip(folder, files)
    header = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
              "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
              "Feedback comments"]  # fmt: skip
    people = {101: "Ann Abbott", 102: "Ben Baker", 103: "Cy Cole", 104: "Di Dee"}
    rows = [
        [f"Participant {n}", name, f"{n}@school.example", "Submitted for grading", "", "100.00",
         "Yes", "Monday, 2 November 2026, 9:00 AM", "-", ""]
        for n, name in people.items()
    ]  # fmt: skip
    put_csv(folder / "worksheet.csv", [header, *rows])


def put_zip(folder, files):
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for name, content in files.items():
            path = classes.put(folder, "one-file", content)
            archive.write(path, name)
            path.unlink()


def put_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def read_csv(path):
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def mark_the_written_answers(marks):
    """Fill in `points` of every row and save as some spreadsheets do: with a mark, CRLF and `;`."""
    rows = read_csv(marks / "written.csv")
    assert rows
    for row in rows:
        row["points"], row["comment"] = "4,5", "Name the year."
    with (marks / "written.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


class Terminals:
    """Commands that keep their terminal: started in the order of the page, ended at last."""

    def __init__(self, home, environment):
        self.home, self.environment, self.running = home, environment, []

    def open(self, commands):
        for command in commands:
            self.running.append(
                subprocess.Popen(
                    shlex.split(command), cwd=self.home, env=self.environment,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
            time.sleep(1)

    def close(self):
        for process in self.running:
            if process.poll() is None:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def done(page, the_set, sandbox, tmp_path_factory):
    """The folder in which the page was followed to its end; `.said` holds what was printed."""
    outside = tmp_path_factory.mktemp("teaching")
    book = outside / "four-steps"
    book.mkdir()
    (book / "exercises").symlink_to(ROOT / "exercises")
    download_from_canvas(outside / "canvas", the_set)
    download_from_moodle(outside / "moodle", the_set)
    environment = {
        **os.environ,
        # As after `source .venv/bin/activate`.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_CACHE_HOME": str(outside / "cache"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    terminals, said = Terminals(book, environment), {}
    try:
        for heading, language, commands in blocks(page):
            # The one difference: another run of the tests may have taken Dask's usual port.
            commands = [command.replace("8786", port) for command in commands]
            if language == OTHER_TERMINALS:
                terminals.open(commands)
            if language != STEPS:
                continue
            if heading == "Mark the written answers":
                mark_the_written_answers(outside / "canvas" / "marks")
                mark_the_written_answers(outside / "moodle" / "marks")
            for command in commands:
                ended = subprocess.run(
                    ["sh", "-ec", command], cwd=book, env=environment, timeout=300,
                    capture_output=True, text=True,
                )  # fmt: skip
                told = f"$ {command}\n{ended.stdout}{ended.stderr}"
                assert ended.returncode == 0, told
                said[heading] = said.get(heading, "") + told
    finally:
        terminals.close()
    outside.joinpath("said").mkdir()
    for heading, text in said.items():
        outside.joinpath("said", heading).write_text(text)
    return outside


def said(done, heading):
    return done.joinpath("said", heading).read_text()


def test_every_block_of_commands_is_run(page):
    """All but the set-up, which the tests of `make` do; nothing hides in another language."""
    languages = [language for _, language, _ in blocks(page)]
    assert set(languages) == {STEPS, SET_UP, OTHER_TERMINALS, "text"}
    assert languages.count(SET_UP) == 1 and languages.count(STEPS) >= 8
    told = "\n".join(line for _, kind, lines in blocks(page) if kind == STEPS for line in lines)
    for name in ("release", "grade", "verify", "doctor", "--roster", "--again", "--scheduler"):
        assert name in told
    # No command stands in a form that BLOCK does not see.
    fences = len(re.findall(r"^\s*```\w", page, re.MULTILINE))
    assert fences == len(languages)
    (set_up,) = [lines for _, language, lines in blocks(page) if language == SET_UP]
    targets = (ROOT / "Makefile").read_text()
    assert "make book" in set_up and "\nbook:" in targets


def test_the_sandbox_and_the_set_are_proved(done):
    told = said(done, "What you need, once")
    assert "The sandbox holds." in told and "FAILED" not in told


def test_the_handout_holds_no_solution(done, the_set):
    made = nbformat.read(done / "handouts" / f"{SET}.ipynb", as_version=4)
    assert paper.BEGIN not in str(made) and not any(c.get("outputs") for c in made.cells)
    assert f"{the_set.scheme.points:g} points" in said(done, "Hand out")


def test_the_marks_go_back_to_canvas(done, the_set):
    rows = {row["ID"]: row for row in read_csv(done / "canvas/marks/canvas.csv")}
    points = {n: row[f"{the_set.scheme.title} (55)"] for n, row in rows.items()}
    auto = sum(q.points for q in the_set.scheme.auto)
    # Ann: all right, 4.5 for words. Ben: his late second file counts. Cy sent no notebook.
    assert points == {
        "": f"{the_set.scheme.points:g}",
        "4711": f"{auto + 4.5:g}",
        "4712": f"{auto - 1.5 + 4.5:g}",
        "4713": "0",
        "4714": "",
    }
    assert rows["4711"]["Student"] == "Abbott, Ann" and "Quiz (54)" not in rows["4711"]
    summary = {row["student"]: row for row in read_csv(done / "canvas/marks/summary.csv")}
    assert summary["4712"]["late"] == "true" and summary["4712"]["file"].startswith("bakerben_LATE")
    assert {row["to_mark_by_hand"] for row in summary.values()} == {"0"}


def test_the_marks_go_back_to_moodle(done, the_set):
    rows = {row["Identifier"]: row for row in read_csv(done / "moodle/marks/moodle.csv")}
    full = the_set.scheme.points
    due = {101: full - 1.5, 102: full - 3.0, 103: 0}
    for number, points in due.items():
        assert float(rows[f"Participant {number}"]["Grade"]) == pytest.approx(
            points / full * 100, abs=1e-3
        )
    assert rows["Participant 104"]["Grade"] == ""
    assert "scaled" in said(done, "Mark")


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_what_the_page_says_is_written_is_written(done, page, platform):
    rows = re.findall(r"^\| (`.*?) \| ", page, re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert {"grades.csv", "feedback/", "report.html", "canvas.csv", "moodle.csv"} <= names
    other = {"canvas": "moodle.csv", "moodle": "canvas.csv"}[platform]
    for name in names - {other}:
        assert (done / platform / "marks" / name).exists(), name
    assert not (done / platform / "marks" / other).exists()
    students = {row["student"] for row in read_csv(done / platform / "marks/summary.csv")}
    pages = [path.name for path in (done / platform / "marks/feedback").iterdir()]
    assert {name.split("-")[0] for name in pages} == students


def test_a_file_that_is_no_notebook_is_told(done):
    files = {row["file"]: row for row in read_csv(done / "canvas/marks/files.csv")}
    assert files["colecy_4713_98767_essay.docx"]["status"] == "unreadable"
    assert "colecy_4713_98767_essay.docx" in said(done, "Mark")


def test_marking_again_changes_nothing_and_keeps_the_points_by_hand(done):
    assert read_csv(done / "canvas/marks/changes.csv") == []
    kept = [row for row in read_csv(done / "canvas/marks/grades.csv") if row["question"] == WRITTEN]
    assert {row["points"] for row in kept if row["student"] in ("4711", "4712")} == {"4.5"}


def test_each_student_has_a_notebook_of_the_own(done):
    given = {row["student"]: row["seed"] for row in read_csv(done / f"variants/{SET}/variants.csv")}
    assert set(given) == {"4711", "4712", "4713", "4714"} and len(set(given.values())) == 4
    for student, seed in given.items():
        made = nbformat.read(done / f"variants/{SET}/{student}.ipynb", as_version=4)
        assert made.metadata["foursteps"]["seed"] == seed
    assert "3 variants" in said(done, "A variant for each student")


def test_a_cluster_gives_the_same_marks(done):
    def marks(folder):
        rows = read_csv(done / "canvas" / folder / "grades.csv")
        return [row for row in rows if row["question"] != WRITTEN]

    assert marks("marks-by-cluster") == marks("marks")


def test_nothing_of_students_came_into_the_books_folder(done):
    assert [path.name for path in (done / "four-steps").iterdir()] == ["exercises"]


def test_the_profile_is_the_one_that_doctor_shows(page):
    (profile,) = [lines for _, language, lines in blocks(page) if language == "text"]
    assert [line.strip() for line in profile] == [
        line.strip() for line in doctor.APPARMOR_PROFILE.strip().splitlines()
    ]


def test_every_option_that_the_page_names_exists(page):
    help_ = {}
    for name in ("release", "grade", "verify", "check", "doctor"):
        top = cli.parser()
        commands = top._subparsers._group_actions[0].choices
        help_[name] = commands[name].format_help()
    for option in set(
        re.findall(r"(?<![\w-])--[a-z][\w-]+", re.sub(r"^.*dask.*$", "", page, flags=re.MULTILINE))
    ):
        assert any(option in text for text in help_.values()), option
    for name in set(re.findall(r"foursteps ([a-z]+)", page)):
        assert name in help_, name
