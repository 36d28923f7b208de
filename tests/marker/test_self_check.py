"""What a student is told before handing in: form yes, key no; and the commands' own words."""

import re

import pytest

from foursteps.cli import main
from foursteps.judging import answers
from foursteps.judging.forms import Unsupported
from foursteps.marker import marking_commands, self_check
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox import Limits, doctor

from . import classes, small, standin


@pytest.fixture
def small_set(tmp_path):
    return sets.read(small.write(tmp_path / "exercises"))


def told(path, capsys):
    faults = self_check.check(path, standin.run)
    return faults, capsys.readouterr().out


def test_a_finished_notebook_is_in_order(small_set, tmp_path, capsys):
    wrong = {"mean-of-five": "mean = 999"}  # wrong, but of the right form
    path = classes.put(tmp_path, "a.ipynb", classes.notebook(small_set, wrong))
    faults, text = told(path, capsys)
    assert faults == 0
    assert "All 7 answers are there and have the right form." in text
    assert "Whether they are right is for the marker to say." in text
    assert "999" not in text


def test_what_is_missing_or_of_another_form_is_named(small_set, tmp_path, capsys):
    odd = {
        "mean-of-five": "mean = '4'",
        "some-names": "names = 'xyz'",
        "a-series": "squares = [1, 4, 9]",
        "a-table": "table = undefined",
        "a-function": "double = 2",
        "a-chart": None,
    }
    path = classes.put(tmp_path, "a.ipynb", classes.notebook(small_set, odd))
    faults, text = told(path, capsys)
    assert faults == 6
    for line in (
        "NOT YET  mean: it is text, not a number",
        "NOT YET  names: it is text, not a list or a set",
        "NOT YET  squares: it is a list, not a Series",
        "NOT YET  table: there is no answer yet",
        "NOT YET  double: it is a number, not a function",
        "NOT YET  chart: there is no answer yet",
        "NameError",
        "6 of 7 answers are not in order yet.",
    ):
        assert line in text


def test_a_blank_notebook_has_nothing_yet(small_set, tmp_path, capsys):
    path = classes.put(tmp_path, "a.ipynb", classes.blank(small_set))
    faults, text = told(path, capsys)
    assert faults == 7  # the function too, though its name is there
    assert text.count("there is no answer yet") == 7
    names = re.findall(r"^NOT YET  (\w+):", text, re.MULTILINE)
    assert names == [q.answer for q in small_set.scheme.auto]  # in the order of the questions


def test_what_cannot_cross_the_border_is_named():
    fault = self_check.fault("number", answers.Answer("value", Unsupported("Liar")))
    assert "an object of type Liar" in fault


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made["metadata"].pop("foursteps"), "does not say which answers"),
        (lambda made: made["metadata"].update(foursteps=[]), "does not say which answers"),
        (
            lambda made: made["metadata"].update(foursteps={"answers": {"a b": "number"}}),
            "does not say which answers",
        ),
    ],
)
def test_a_notebook_that_names_no_answers_is_explained(small_set, tmp_path, change, said):
    made = classes.blank(small_set)
    change(made)
    path = classes.put(tmp_path, "a.ipynb", made)
    with pytest.raises(self_check.CheckError, match=said):
        self_check.check(path, standin.run)


@pytest.mark.usefixtures("sandbox")
def test_no_notebook_is_explained(tmp_path, capsys):
    path = classes.put(tmp_path, "a.ipynb", b"{")
    assert main(["check", str(path)]) == 1
    assert "not a notebook" in capsys.readouterr().err


# ---- the commands


def test_from_release_to_marks_by_the_commands(tmp_path, monkeypatch, capsys, sandbox):
    """release → check → grade → grade again, in the sandbox, as a person types it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    assert main(["release", "0-small", "--out", "practice"]) == 0
    exercise_set = sets.read(path)
    classes.put(tmp_path / "in", "anna_1_10_s.ipynb", classes.notebook(exercise_set))
    classes.put(
        tmp_path / "in",
        "bob_2_11_s.ipynb",
        classes.notebook(exercise_set, {"mean-of-five": "mean = 3"}),
    )
    assert main(["check", "in/bob_2_11_s.ipynb"]) == 0
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID,Section\nAnna,1,A\nBob,2,A\n", encoding="utf-8")
    command = ["grade", "in", "--set", "0-small", "--out", "marks", "--roster", "roster.csv"]
    assert main([*command, "--jobs", "2"]) == 0
    assert "2 files of 2 students marked." in capsys.readouterr().out
    text = (tmp_path / "marks/canvas.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1:] == ["Anna,1,A,17", "Bob,2,A,15.5"]
    assert main([*command, "--again"]) == 0
    assert "0 marks changed" in capsys.readouterr().out
    # An older changes.csv says nothing of a run without --again.
    assert main(command) == 0
    assert "marks changed" not in capsys.readouterr().out
    assert main(["verify", "0-small"]) == 0
    assert "all 30 lines hold." in capsys.readouterr().out


def test_without_a_sandbox_grade_stops_with_its_cause(tmp_path, monkeypatch, capsys):
    small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "problem", lambda: "bubblewrap is not installed: install it")
    classes.put(tmp_path / "in", "a.ipynb", b"{")
    assert main(["grade", "in", "--set", "0-small", "--out", "marks"]) == 1
    assert "bubblewrap is not installed" in capsys.readouterr().err
    assert not (tmp_path / "marks").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["grade", "in", "--set", "x", "--out", "o", "--jobs", "0"], "no whole number above 0"),
        (["grade", "in", "--set", "x", "--out", "o", "--timeout", "ten"], "no whole number"),
        (["grade", "in", "--out", "o"], "--set"),
        (["verfy"], "Did you mean 'verify'?"),
    ],
)
def test_wrong_options_are_explained(capsys, args, said):
    with pytest.raises(SystemExit) as left:
        main(args)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["release", "grade", "verify", "check", "doctor"])
def test_help_explains(capsys, command):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


def test_help_says_what_holds_without_an_option(capsys):
    with pytest.raises(SystemExit):
        main(["grade", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert f"seconds that a notebook may take ({Limits.seconds:g})" in text
    assert f"memory that a notebook may use ({Limits.memory_mb})" in text


def test_a_missing_folder_and_set_are_named(tmp_path, monkeypatch, capsys, sandbox):
    small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "nowhere", "--set", "0-small", "--out", "o"]) == 1
    assert "nowhere: no such folder or file" in capsys.readouterr().err
    assert main(["verify", "9-none"]) == 1
    error = capsys.readouterr().err
    assert "No exercise set '9-none'" in error and "0-small" in error


@pytest.mark.usefixtures("sandbox")
def test_an_error_holds_nothing_that_a_terminal_would_obey(capsys):
    assert main(["check", "no\x1b[2Jwhere.ipynb"]) == 1
    assert "no\ufffd[2Jwhere.ipynb: cannot be read" in capsys.readouterr().err


def test_the_unsafe_way_says_what_it_gives_up():
    assert "your rights" in marking_commands.UNSAFE
