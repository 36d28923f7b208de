"""A class with variants: handed out by seed or secret, marked by it, never by what a cell says."""

import csv
import html
import json

import nbformat
import pytest

from foursteps.cli import main
from foursteps.marker.classroom import grade as grading
from foursteps.marker.classroom import seeds as seeding
from foursteps.marker.classroom.seeds import Seeds
from foursteps.marker.exercise import sets

from . import standin
from .test_variants import written

SECRET = b"a secret of the lecturer"
RIGHT = "mean = (first + 2 + 3 + 4 + last) / 5"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with the small set and its parameters, in which commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    written(tmp_path / "exercises")
    (tmp_path / "handed-in").mkdir()
    return tmp_path


def hand_in(home, student, notebook, answer=RIGHT):
    """A student's notebook with an answer to the first question."""
    made = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in made.cells:
        if cell.source.startswith("mean = ..."):
            cell.source = answer
    path = home / "handed-in" / f"{student}.ipynb"
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return made


def marks(home, told=lambda line: None, **how):
    """{student: (status of the first question, points, the file's message)} of the class."""
    out = home / "marks"
    grading.grade(
        home / "handed-in", sets.read("0-small"), out, standin.run, seeds=Seeds(**how), tell=told
    )
    with open(out / "files.csv", encoding="utf-8") as stream:
        files = {row["student"]: row["message"] for row in csv.DictReader(stream)}
    with open(out / "grades.csv", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["question"] == "mean-of-five"]
    return {r["student"]: (r["status"], float(r["points"]), files[r["student"]]) for r in rows}


def differing(student, others=range(1000)):
    """The id of a student whose variant asks for another mean than this one's."""
    found = sets.read("0-small")
    mine = found.variant(Seeds(secret=SECRET).of(found.name, student)).paper.parameters
    for other in map(str, others):
        theirs = found.variant(Seeds(secret=SECRET).of(found.name, other)).paper.parameters
        if theirs["first"] + theirs["last"] != mine["first"] + mine["last"]:
            return other
    raise AssertionError


def given(student):
    """The notebook that a student was given."""
    found = sets.read("0-small")
    return found.variant(Seeds(secret=SECRET).of(found.name, student)).released()


def test_each_is_marked_by_the_own_variant(home):
    other = differing("7")
    for student in ("7", other):
        hand_in(home, student, given(student))
    found = marks(home, secret=SECRET)
    assert found == {s: ("correct", 2.0, "") for s in ("7", other)}


def test_the_right_answer_of_another_variant_is_not_right(home):
    other = differing("7")
    values = sets.read("0-small").variant(Seeds(secret=SECRET).of("0-small", other))
    first, last = (values.paper.parameters[n] for n in ("first", "last"))
    hand_in(home, "7", given("7"), f"mean = ({first} + 2 + 3 + 4 + {last}) / 5")
    assert marks(home, secret=SECRET)["7"][:2] == ("incorrect", 0.0)


def test_somebody_elses_notebook_is_told_and_never_marked(home):
    told = []
    other = differing("7")
    hand_in(home, "7", given(other))
    status, points, message = marks(home, told.append, secret=SECRET)["7"]
    assert (status, points) == ("wrong-variant", 0.0)
    assert "this student was given the variant" in message
    assert any("7.ipynb" in line and message in line for line in told)
    feedback = next((home / "marks/feedback").glob("7-*.html")).read_text(encoding="utf-8")
    assert "So no answer could be marked" in feedback
    report = (home / "marks/report.html").read_text(encoding="utf-8")
    assert "another student's variant" in html.unescape(report)


def test_the_seed_of_the_cell_counts_where_the_metadata_are_gone(home):
    made = given(differing("7"))
    del made.metadata["foursteps"]["seed"]
    hand_in(home, "7", made)
    assert marks(home, secret=SECRET)["7"][0] == "wrong-variant"


def test_everybodys_notebook_is_no_variant(home):
    hand_in(home, "7", sets.read("0-small").released())
    status, _, message = marks(home, secret=SECRET)["7"]
    assert status == "wrong-variant" and "everybody's values" in message


def test_a_variant_without_the_option_is_told_with_what_to_do(home):
    hand_in(home, "7", given("7"))
    status, _, message = marks(home)["7"]
    assert status == "wrong-variant" and "--seed, --secret" in message


def parameters(made):
    return next(cell for cell in made.cells if cell.id == "parameters")


def other_value(cell):
    cell.source = cell.source.replace("first = ", "first = 100 + ")


def other_number(cell):
    lines = [
        ("last = 77" if line.startswith("last =") else line) for line in cell.source.split("\n")
    ]
    cell.source = "\n".join(lines)


def no_python(cell):
    cell.source = "first == ("


def lost_ids(cell):
    other_number(cell)
    cell.metadata = nbformat.from_dict({})


@pytest.mark.parametrize("change", [other_value, other_number, no_python, lost_ids])
def test_a_changed_cell_is_told_and_counts_for_nothing(home, change):
    made = given("7")
    change(parameters(made))
    hand_in(home, "7", made)
    status, points, message = marks(home, secret=SECRET)["7"]
    assert (status, points) == ("correct", 2.0)
    assert "values in the cell of parameters were changed" in message
    feedback = next((home / "marks/feedback").glob("7-*.html")).read_text(encoding="utf-8")
    assert "it was marked with the ones that were given" in feedback.replace("\n", " ").lower()


def test_a_cell_that_is_gone_is_put_back_and_told(home):
    made = given("7")
    made.cells.remove(parameters(made))
    hand_in(home, "7", made)
    status, _, message = marks(home, secret=SECRET)["7"]
    assert status == "correct" and "the cell of parameters is gone" in message


def test_what_else_a_merged_cell_holds_is_kept(home):
    made = given("7")
    cell = parameters(made)
    cell.source += "\nhalf = first / 2"
    hand_in(home, "7", made, "mean = (2 * half + 2 + 3 + 4 + last) / 5")
    assert marks(home, secret=SECRET)["7"] == ("correct", 2.0, "")


def test_cells_copied_into_a_notebook_of_ones_own_count(home):
    made = given("7")
    made.metadata.pop("foursteps")
    for cell in made.cells:
        cell.metadata = nbformat.from_dict({})
    made.cells = [cell for cell in made.cells if cell.id != "parameters"]
    hand_in(home, "7", made)
    assert marks(home, secret=SECRET)["7"][0] == "correct"


def test_another_secret_is_another_way_to_mark(home):
    hand_in(home, "7", given("7"))
    marks(home, secret=SECRET)
    with pytest.raises(Exception, match="--again"):
        marks(home, secret=b"another secret of the lecturer")


ROSTER = "Student,ID,SIS User ID,SIS Login ID,Section\nDoe,7,a,b,1\nRoe,8,c,d,1\n"


def test_release_writes_one_each_from_roster_and_secret(home, capsys):
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    command = ["release", "0-small", "--out", "given", "--roster", "roster.csv", "--secret", "key"]
    assert main(command) == 0
    assert "2 notebooks, 6 variants" in capsys.readouterr().out
    secret = seeding.read_secret(home / "key")
    seeds = {}
    for student in ("7", "8"):
        made = nbformat.read(home / f"given/0-small/{student}.ipynb", 4)
        seeds[student] = made.metadata["foursteps"]["seed"]
        assert seeds[student] == Seeds(secret=secret).of("0-small", student)
        assert seeds[student] in parameters(made).source.split("\n")[0]
    with open(home / "given/0-small/variants.csv", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(r["student"], r["name"], r["seed"]) for r in rows] == [
        ("7", "Doe", seeds["7"]),
        ("8", "Roe", seeds["8"]),
    ]
    # Again it is the same, and the secret stays.
    assert main(command) == 0
    assert seeding.read_secret(home / "key") == secret


def test_moodles_participants_are_known_by_their_number(home):
    (home / "roster.csv").write_text(
        "Identifier,Full name,Grade,Last modified (grade)\nParticipant 4711,Doe,,\n",
        encoding="utf-8",
    )
    options = ["--out", "given", "--roster", "roster.csv", "--secret", "key"]
    assert main(["release", "0-small", *options]) == 0
    assert (home / "given/0-small/4711.ipynb").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--roster", "roster.csv"], "name a file for it"),
        (["--roster", "roster.csv", "--secret", "short"], "can be guessed"),
        (["--roster", "twice.csv", "--secret", "key"], "stands in it twice"),
        (["--roster", "paths.csv", "--secret", "key"], "cannot be the name of a file"),
        (["--roster", "other.csv", "--secret", "key"], "no column ID"),
        (["--secret", "key"], "name them by --roster"),
        (["--seed", "a b"], "cannot be a seed"),
    ],
)
def test_release_says_what_is_missing(home, capsys, options, said):
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (home / "twice.csv").write_text("student,name\n7,a\n7,b\n", encoding="utf-8")
    (home / "paths.csv").write_text("student,name\n../7,a\n", encoding="utf-8")
    (home / "other.csv").write_text("who,name\n7,a\n", encoding="utf-8")
    (home / "short").write_text("abc", encoding="utf-8")
    assert main(["release", "0-small", "--out", "given", *options]) != 0
    assert said in capsys.readouterr().err
    assert not (home / "given").exists()


def test_one_seed_for_a_class(home, capsys):
    assert main(["release", "0-small", "--out", "given", "--seed", "autumn"]) == 0
    made = nbformat.read(home / "given/0-small.ipynb", 4)
    hand_in(home, "7", made)
    hand_in(home, "8", sets.read("0-small").variant("spring").released())
    found = marks(home, seed="autumn")
    assert found["7"][0] == "correct"
    assert found["8"][0] == "wrong-variant"


def test_verify_proves_variants_and_names_a_value_that_is_written_out(home, capsys):
    from foursteps.marker import verify

    assert verify.verify(["0-small"], standin.run, seeds=3) == 0
    said = capsys.readouterr().out
    assert "3 variants: 90 of 90 lines hold" in said
    assert "one answer in all of them: a-letter" in said
    path = home / "exercises/0-small.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("values: [9, 10]", "values: [1009, 1010]"), encoding="utf-8")
    paper = path.with_suffix(".ipynb")
    made = paper.read_text(encoding="utf-8").replace("last = 10 ", "last = 1010 ")
    paper.write_text(made.replace("<!--=last:word-->ten", "<!--=last-->1010"), encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace("3 + 4 + last) / 5", "3 + 4 + 1010) / 5")
    path.write_text(text, encoding="utf-8")
    assert verify.verify(["0-small"], standin.run, seeds=3) >= 1
    said = capsys.readouterr().out
    assert "alternative:by-hand  it holds 1010 where the solution reads last" in said


@pytest.mark.parametrize("is_changed", [False, True])
def test_cells_are_numbered_as_the_student_sees_them(home, is_changed):
    made = given("7")
    if is_changed:
        other_number(parameters(made))
    at = [cell.id for cell in made.cells].index("mean-of-five")
    made.cells.insert(at, nbformat.v4.new_code_cell("half = no_such_name"))
    number = sum(cell.cell_type == "code" for cell in made.cells[: at + 1])
    hand_in(home, "7", made, "mean = half + 4")
    assert f"code cell {number} raised" in marks(home, secret=SECRET)["7"][2]
