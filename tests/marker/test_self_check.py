"""What a student is told before handing in: form yes, key no; and the commands' own words."""

import re

import pytest

from foursteps.cli import main
from foursteps.judging import answers
from foursteps.judging.forms import Unsupported
from foursteps.marker import marking_commands, self_check
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox import doctor
from foursteps.marker.sandbox.limits import Limits

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
    assert "All 8 answers are there and have the right form." in text
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
        "6 of 8 answers are not in order yet.",
    ):
        assert line in text


def test_a_blank_notebook_has_nothing_yet(small_set, tmp_path, capsys):
    path = classes.put(tmp_path, "a.ipynb", classes.blank(small_set))
    faults, text = told(path, capsys)
    assert faults == 8  # the function too, though its name is there, and the essay
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


# ---- what 0.1 called in order


def test_it_says_first_that_it_does_not_know_what_is_right(small_set, tmp_path, capsys):
    for made in (classes.notebook(small_set), classes.blank(small_set)):
        _, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
        assert "It does not know what is right." in text.splitlines()[0]


def with_checks(made, **checks):
    """The notebook with other public checks, by question."""
    for cell in made["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if name.endswith("-check"):
            cell["source"] = checks.get(name.removesuffix("-check").replace("-", "_"), "")
    return made


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize(
    ("question", "check", "said"),
    [
        ("a_chart", "assert chart.mark == 'line', 'Give it lines'", "chart: the check below it says: Give it lines"),
        ("a_series", "assert all(type(n) is str for n in squares.index)", "squares: the check below it says: not as asked"),
        ("a_function", "assert double(1) == 3, 'One gives three'", "double: the check below it says: One gives three"),
        ("mean_of_five", "assert 0 < mean < 1, 'A share'", "mean: the check below it says: A share"),
        ("a_table", "assert 'unit' in table, f'{list(table)} lacks unit'", "table: the check below it says: ['k', 'v'] lacks unit"),
    ],
)  # fmt: skip
def test_a_check_that_raised_counts(small_set, tmp_path, capsys, question, check, said, lost):
    made = with_checks(classes.notebook(small_set), **{question: check})
    if lost:  # as copied into another notebook
        for cell in made["cells"]:
            cell["metadata"] = {}
    faults, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
    assert faults == 1
    assert f"NOT YET  {said}" in text
    assert "answers are there and have the right form" not in text


def test_a_check_that_cannot_be_made_counts(small_set, tmp_path, capsys):
    made = classes.notebook(small_set, {"a-function": "def double(x):\n    x * 2"})
    made = with_checks(made, a_function="assert 0 <= double(1) <= 9")
    faults, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
    assert faults == 1
    assert "NOT YET  double: the check below it cannot be made, so it is not as asked (Type" in text


def test_an_answer_in_words_left_blank_is_told(small_set, tmp_path, capsys):
    for words in ("", "*Write your answer here.*", "  \n"):
        made = classes.notebook(small_set, written=words)
        faults, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
        assert faults == 1
        assert "NOT YET  the answer to “Words” has no words in its cell or below it yet" in text
        assert "1 of 8 answers are not in order yet." in text


def test_words_in_a_cell_for_code_are_found_and_told(small_set, tmp_path, capsys):
    made = classes.notebook(small_set, written="")
    cell = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "source": "# Because both of them grow.",
    }
    made["cells"].append(cell)
    faults, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
    assert faults == 0
    assert "the answer to “Words” was written into a code cell" in text


def test_a_name_given_again_is_told(small_set, tmp_path, capsys):
    made = classes.notebook(small_set)
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "mean = 'exploring'"}
    made["cells"].append(cell)
    faults, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
    assert faults == 0
    assert "note: mean has another value at the end" in text


@pytest.mark.parametrize("status", ["timeout", "memory", "killed"])
def test_a_notebook_that_is_stopped_is_not_in_order(small_set, tmp_path, capsys, status):
    def run(jobs):
        for outcome in standin.run(jobs):
            outcome.status = status
            yield outcome

    path = classes.put(tmp_path, "a.ipynb", classes.notebook(small_set))
    assert self_check.check(path, run) > 0
    text = capsys.readouterr().out
    assert "STOPPED  the notebook" in text and "The notebook does not run to its end" in text
    assert "right form" not in text.split("\n", 1)[1]


def test_a_cell_that_raised_is_named_by_its_heading(small_set, tmp_path, capsys):
    made = classes.notebook(small_set)
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "\n1 / 0"}
    made["cells"].insert(4, cell)
    _, text = told(classes.put(tmp_path, "a.ipynb", made), capsys)
    assert "note: the cell “1 / 0…” under “A mean” raised ZeroDivisionError" in text


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
