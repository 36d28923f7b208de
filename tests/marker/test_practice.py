"""Practice says what the class would say, says more at each try, and never says the value."""

import contextlib
import dataclasses
import io
import json
import re
import socket
import time

import nbformat
import pytest

from foursteps import practice
from foursteps.cli import main
from foursteps.ground import notebook_file
from foursteps.judging import edition, judge
from foursteps.judging.answers import Answer
from foursteps.judging.edition import Variant
from foursteps.marker import marking_commands
from foursteps.marker.exercise import key, paper, practice_edition, sets

from . import small, standin
from .test_variants import written

NAMES = sets.names()


@pytest.fixture(scope="module")
def editions():
    """A set in a variant and its key, and the same after packing: kept between tests."""
    made = {}

    def of(name, seed=""):
        if (name, seed) not in made:
            one = sets.read(name).variant(seed)
            computed = key.compute(one, standin.run)
            variant = Variant(
                seed, one.paper.parameters, {}, one.scheme.auto, dict(computed.routes)
            )
            (read,) = edition.unpack(edition.pack(name, [variant]), name)
            made[name, seed] = one, computed, read
        return made[name, seed]

    return of


def routes(question):
    """Every route of a question that has code."""
    yield from ("reference", "blank")
    yield from (f"misconception:{one.name}" for one in question.misconceptions)
    yield from (f"alternative:{one.name}" for one in question.alternatives)


def in_other_unit(question, computed):
    """The right amount in each other unit that a question knows."""
    value = computed.answer(question).value
    return [Answer("value", value * s.factor) for s in question.slips if s.factor is not None]


SEEDS = [(name, "") for name in NAMES] + [
    (name, seed) for name in NAMES if sets.read(name).scheme.parameters for seed in ("1", "2", "3")
]


@pytest.mark.long
@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_practice_and_class_say_the_same(editions, name, seed):
    one, computed, read = editions(name, seed)
    stored = {question.id: question for question in read.questions}
    assert list(stored) == [q.id for q in one.scheme.auto]
    for question in one.scheme.auto:
        given = [computed.answer(question, route) for route in routes(question)]
        for answer in given + in_other_unit(question, computed):
            due = judge.judge(question, computed, answer)
            told, mark = practice.reply(read, stored[question.id], answer)
            assert mark == due
            assert told.startswith("Right." if due.status == "correct" else ("Not", "There is no"))


@pytest.mark.parametrize("name", NAMES)
def test_each_try_says_more_and_none_says_the_value(editions, name):
    _, computed, read = editions(name)
    for question in read.questions:
        right = computed.answer(question).value
        for slip in question.misconceptions:
            answer = computed.answer(question, f"misconception:{slip.name}")
            said = [practice.reply(read, question, answer, tries)[0] for tries in range(5)]
            assert slip.hint in said[0]
            assert said[0] < said[1] < said[2] and said[1].startswith(said[0])
            assert said[2].startswith(said[1]) and said[3:] == said[2:3] * 2
            for written_out in in_figures(right):
                assert not re.search(rf"(?<![\w.]){re.escape(written_out)}(?![\w.])", said[2])


def in_figures(value):
    """How a number may be written, where the key is one that could give itself away."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) < 10:
        return []
    return sorted({f"{value:.{digits}f}" for digits in range(5)} | {f"{value:.6g}"})


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_holds_no_solution_and_no_other_code(editions, name):
    one, _, read = editions(name)
    text = json.dumps([dataclasses.asdict(question) for question in read.questions])
    for question in one.scheme.auto:
        for route in (*question.misconceptions, *question.alternatives):
            assert json.dumps(route.code)[1:-1] not in text
    assert not any(route.startswith("alternative") for _, route in kept(one))


def kept(exercise_set):
    """The routes that the compiled edition keeps."""
    made = practice_edition._variant(exercise_set, standin.run)
    return made.routes


class Student:
    """Somebody who runs cells of a practice notebook in its folder."""

    def __init__(self, path):
        self.cells = {cell.id: cell for cell in nbformat.read(path, 4).cells}
        self.space = {}

    def run(self, *ids):
        """What the cells print."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            for one in ids:
                exec(self.cells[one].source, self.space)  # noqa: S102
        return out.getvalue()

    def begin(self):
        """Run everything up to the first question."""
        for one, cell in self.cells.items():
            if one.endswith("-prompt"):
                break
            if cell.cell_type == "code":
                self.run(one)

    def answers(self, text, question):
        """What practice says when this text stands in the answer's cell."""
        exec(text, self.space)  # noqa: S102
        return self.run(f"{question}-practice")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with the small set, in which commands run papers without the sandbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    written(tmp_path / "exercises")
    own = contextlib.nullcontext(standin.run)
    monkeypatch.setattr(marking_commands, "_own_papers", lambda: own)
    return tmp_path


@pytest.fixture
def student(home, monkeypatch):
    """A student with the practice edition of the small set, on a machine without a network."""
    assert main(["release", "--practice", "0-small", "--out", "mine"]) == 0
    monkeypatch.chdir(home / "mine")

    def no_network(*args, **more):
        raise AssertionError("practice asked for the network")

    monkeypatch.setattr(socket, "socket", no_network)
    one = Student("0-small.ipynb")
    one.begin()
    return one


def test_a_student_is_told_at_once_and_more_each_time(student, tmp_path):
    assert "There is no answer yet" in student.run("mean-of-five", "mean-of-five-practice")
    first = student.answers("mean = 3", "mean-of-five")
    assert first == "Not yet. The median of 1 to 10\n"
    second = student.answers("mean = 3", "mean-of-five")
    assert second.startswith(first) and "Its sign and its order are right." in second
    assert "one number, in metres" in second
    third = student.answers("mean = 3", "mean-of-five")
    assert third.startswith(second[:-1]) and "median, total, unit kilometres" in third
    assert student.answers("mean = 4", "mean-of-five") == "Right.\n"
    # Solved, it begins anew.
    assert student.answers("mean = 3", "mean-of-five") == first
    lines = (tmp_path / "mine/0-small.attempts.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    assert [one["status"] for one in kept] == ["partial"] * 3 + ["correct", "partial"]
    assert kept[0] == {
        "set": "0-small",
        "seed": "",
        "question": "mean-of-five",
        "status": "partial",
        "misconception": "median",
        "answer": "3 (metres)",
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mean = '4'", "Not right yet"),
        ("mean = -4", "Its sign is not the right one."),
        ("mean = 400", "percent and fractions differ by that"),
        ("mean = 4000000", "It is of another order."),
        ("mean = 0.004", "another unit (kilometres)"),
        ("mean = 0", "Look whether it can be 0."),
    ],
)
def test_what_can_be_said_of_a_number_without_the_value(student, given, said):
    student.answers(given, "mean-of-five")
    assert said in student.answers(given, "mean-of-five")


def test_every_kind_of_answer_is_told_right_and_missing(student):
    found = sets.read("../exercises/0-small")
    for question in found.scheme.auto:
        assert "There is no answer yet" in student.run(question.id, f"{question.id}-practice")
        solved = next(c for c in found.paper.notebook.cells if paper.grade_id(c) == question.id)
        assert student.answers(solved.source, question.id) == "Right.\n", question.id


def test_a_function_that_raises_is_told_by_its_error(student):
    said = student.answers("def double(x):\n    return x / 0", "a-function")
    assert "ZeroDivisionError" in said


def test_another_asks_with_other_numbers_and_overwrites_nothing(student, tmp_path):
    assert "0-small-variant-2.ipynb" in student.run("another")
    path = tmp_path / "mine/0-small-variant-2.ipynb"
    other = Student(path)
    other.begin()
    values = {name: other.space[name] for name in ("first", "last")}
    assert "seed=" in other.cells["practice"].source
    assert f"From {values['first']} to" in other.cells["mean-of-five-prompt"].source
    right = f"mean = ({values['first']} + 2 + 3 + 4 + {values['last']}) / 5"
    assert other.answers(right, "mean-of-five") == "Right.\n"
    path.write_text("mine", encoding="utf-8")
    for _ in range(10):
        last = other.run("another")
    assert "lie here already" in last
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_changed_value_is_told_and_counts_for_nothing(student):
    student.space["first"] = 3
    said = student.answers("mean = 4", "mean-of-five")
    assert said.startswith("Right.") and "You changed first. This notebook asks with" in said


def test_a_file_of_attempts_that_holds_anything_stops_nobody(student, tmp_path):
    path = tmp_path / "mine/0-small.attempts.jsonl"
    path.write_bytes(b'\n[]\n{"seed": 1}\nnull\n\xff')
    assert student.answers("mean = 3", "mean-of-five").startswith("Not yet.")
    path.unlink()
    path.mkdir()
    assert "order" not in student.answers("mean = 3", "mean-of-five")
    assert "order" in student.answers("mean = 3", "mean-of-five")


def test_what_is_missing_is_said_in_words(student, tmp_path):
    key_file = tmp_path / "mine/0-small.practice"
    text = key_file.read_text(encoding="utf-8")
    assert "mean" not in text
    student.run("practice")
    key_file.write_text(text[: len(text) // 2], encoding="utf-8")
    assert "cannot be read" in student.run("mean-of-five-practice")
    student.run("practice")
    key_file.unlink()
    assert "0-small.practice is not here" in student.run("mean-of-five-practice")
    practice._open.clear()
    assert "Run the cell with open_set" in student.run("mean-of-five-practice")


def test_a_name_that_nobody_asked_for_suggests_the_near_one(student):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec('check("meen")', student.space)  # noqa: S102
    assert "No question asks for 'meen'" in out.getvalue() and "mean" in out.getvalue()


def test_papers_and_class_notebooks_hold_no_check(tmp_path):
    found = sets.read(written(tmp_path))
    for made in (found.paper.notebook, found.released(), found.variant("x").released()):
        assert "practice" not in nbformat.writes(made)


def test_a_set_without_parameters_is_practised_too(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = sets.read(small.write(tmp_path))
    made, packed = practice_edition.make(found, standin.run)
    assert "another()" not in nbformat.writes(made)
    assert len(edition.unpack(packed, "0-small")) == 1


def test_practice_takes_the_edition_that_came_with_the_package(home, monkeypatch, capsys):
    assert main(["release", "--practice", "0-small", "--out", "packaged"]) == 0
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home / "elsewhere")
    monkeypatch.setattr(practice, "PACKAGED", home / "packaged")
    assert main(["practice", "0-small"]) == 0
    # The key is in the package: the notebook alone is enough.
    assert [p.name for p in (home / "elsewhere").iterdir()] == ["0-small.ipynb"]
    one = Student("0-small.ipynb")
    one.begin()
    assert one.answers("mean = 4", "mean-of-five") == "Right.\n"
    assert main(["practice", "0-small"]) != 0
    assert "is there already" in capsys.readouterr().err
    assert main(["practice", "0-smal"]) != 0
    assert "Near names: 0-small" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_the_packaged_edition_is_of_todays_paper_and_scheme(name):
    """Notebooks and questions; that the values are today's is tried by a longer test."""
    told = f"{name}: run `make practice`"
    path = practice.PACKAGED / f"{name}{edition.SUFFIX}"
    stored = edition.unpack(path.read_text(encoding="utf-8"), name)
    due = list(practice_edition._variants(sets.read(name)))
    assert [one.seed for one in stored] == [one.seed for one in due], told
    for one, other in zip(stored, due, strict=True):
        assert one.values == other.paper.parameters, told
        notebook = json.loads(notebook_file.dumps(practice_edition.notebook_of(other)))
        assert one.notebook == notebook, told
        (read,) = edition.unpack(
            edition.pack(name, [dataclasses.replace(one, questions=other.scheme.auto)]), name
        )
        assert one.questions == read.questions, told


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_the_packaged_key_is_todays(editions, name):
    """What the class would call right or a misconception today, the packaged key calls so."""
    _, computed, _ = editions(name)
    path = practice.PACKAGED / f"{name}{edition.SUFFIX}"
    stored = edition.unpack(path.read_text(encoding="utf-8"), name)[0]
    for question in stored.questions:
        for route in routes(question):
            answer = computed.answer(question, route)
            due = judge.judge(question, computed, answer)
            assert practice.reply(stored, question, answer)[1] == due, (
                f"{name}, {question.id}, {route}: run `make practice`"
            )


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_set_of_the_book_is_practised_from_top_to_end(name, tmp_path, monkeypatch):
    """Every solution is right, as the notebook runs it, and every reply but the first is quick."""
    monkeypatch.setattr(practice_edition, "VARIANTS", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = sets.read(name)
    made, packed = practice_edition.make(found, standin.run)
    (tmp_path / f"{name}.ipynb").write_text(nbformat.writes(made), encoding="utf-8")
    (tmp_path / f"{name}.practice").write_text(packed, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    student = Student(f"{name}.ipynb")
    student.begin()
    solutions = {paper.grade_id(c): c.source for c in found.paper.notebook.cells}
    given = {c.id for c in made.cells if c.id.endswith("-given")}
    student.run(f"{found.scheme.auto[0].id}-practice")
    for question in found.scheme.auto:
        for one in given & {f"{question.id}-given"}:
            student.run(one)
        exec(solutions[question.id], student.space)  # noqa: S102
        started = time.process_time()
        said = student.run(f"{question.id}-practice")
        assert time.process_time() - started < 0.3
        assert said == "Right.\n", question.id
