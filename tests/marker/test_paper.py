"""Papers: nbgrader's form, agreement with the scheme, and a release that shows no solution."""

import json

import nbformat
import pytest

from foursteps.cli import main
from foursteps.marker.exercise import paper, scheme, sets

from . import small


@pytest.fixture
def small_set(tmp_path):
    return sets.read(small.write(tmp_path))


def test_the_starter_keeps_what_stands_outside_the_solution():
    source = "given = 1\n### BEGIN SOLUTION\nanswer = 2\n### END SOLUTION\nlast = 3"
    assert paper.starter(source, "answer") == "given = 1\nanswer = ...  # your code here\nlast = 3"


def test_inside_a_function_the_starter_raises():
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    assert (
        paper.starter(source, "f") == 'def f(x):\n    raise NotImplementedError("your code here")'
    )


def test_a_release_holds_no_solution_no_output_no_key(root):
    for name in sets.names(root / "exercises"):
        exercise_set = sets.read(name, root / "exercises")
        made = paper.release(exercise_set.paper, exercise_set.scheme)
        text = nbformat.writes(made)
        assert "SOLUTION" not in text
        # Every paper publishes the numbers of its model answer, in cells that students do not get.
        tagged = [c for c in exercise_set.paper.notebook.cells if c.metadata.get("tags")]
        tags = {tag for c in tagged for tag in c.metadata["tags"]}
        assert tags - {"parameters"} == {"model-answer"}
        own = [c for c in tagged if "model-answer" in c.metadata["tags"]]
        assert not {c.source for c in own} & {cell.source for cell in made.cells}
        assert "publish(" not in text
        assert not any(cell.get("outputs") for cell in made.cells)
        assert made.metadata["foursteps"]["set"] == name
        for question in exercise_set.scheme.questions:
            solved = next(
                c for c in exercise_set.paper.notebook.cells if paper.grade_id(c) == question.id
            )
            inner = solved.source.replace(paper.BEGIN, "").replace(paper.END, "").strip()
            assert inner not in "\n".join(cell.source for cell in made.cells)
        for question in exercise_set.scheme.auto:
            for slip in question.misconceptions:
                assert slip.hint not in text
        # What nbgrader needs to take it up again is still there.
        ids = {paper.grade_id(cell) for cell in made.cells} - {None}
        assert ids == {question.id for question in exercise_set.scheme.questions}


def test_a_paper_and_its_scheme_name_the_same_objectives(root):
    """The paper's stand on the set's page, the scheme's on the page of all sets."""
    for name in sets.names(root / "exercises"):
        found = sets.read(name, root / "exercises")
        cells = found.paper.notebook.cells
        text = next(c.source for c in cells if c.source.startswith("## Objectives"))
        listed = [line[2:] for line in text.splitlines() if line.startswith("* ")]
        assert [f"{one[0].upper()}{one[1:]}." for one in listed] == list(found.scheme.objectives)


def test_the_stored_papers_are_in_nbgraders_format(root):
    for name in sets.names(root / "exercises"):
        notebook = json.loads((root / f"exercises/{name}.ipynb").read_text(encoding="utf-8"))
        found = [
            c["metadata"]["nbgrader"] for c in notebook["cells"] if "nbgrader" in c["metadata"]
        ]
        assert found
        for meta in found:
            assert meta["schema_version"] == 3
            assert set(meta) <= {*paper.FIELDS, "cell_type"}
            assert ("points" in meta) == meta["grade"]
            assert meta["locked"] != meta["solution"]


def lose_cell(notebook):
    notebook.cells = [c for c in notebook.cells if paper.grade_id(c) != "a-letter"]


def other_points(notebook):
    for cell in notebook.cells:
        if cell.metadata["nbgrader"]["grade_id"] == "a-letter-check":
            cell.metadata["nbgrader"]["points"] = 5


def no_region(notebook):
    cell = next(c for c in notebook.cells if paper.grade_id(c) == "a-letter")
    cell.source = "letter = 'B'"


def half_region(notebook):
    cell = next(c for c in notebook.cells if paper.grade_id(c) == "a-letter")
    cell.source = "### BEGIN SOLUTION\nletter = 'B'"


def twice(notebook):
    cell = next(c for c in notebook.cells if paper.grade_id(c) == "a-letter")
    copy = json.loads(json.dumps(cell))
    notebook.cells.append(nbformat.from_dict({**copy, "id": "again"}))


def stranger(notebook):
    cell = next(c for c in notebook.cells if paper.grade_id(c) == "a-letter")
    copy = json.loads(json.dumps(cell))
    copy["metadata"]["nbgrader"]["grade_id"] = "stranger"
    notebook.cells.append(nbformat.from_dict({**copy, "id": "again"}))


def old_schema(notebook):
    notebook.cells[0].metadata["nbgrader"]["schema_version"] = 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lose_cell, "question a-letter: "),
        (other_points, "field points: 1 here, 5 in the paper's cell 'a-letter-check'"),
        (no_region, "mark what students shall not see"),
        (half_region, "each region has both"),
        (twice, "a second cell has the grade_id 'a-letter'"),
        (stranger, "the solution cell 'stranger' belongs to no question"),
        (old_schema, "not of schema version 3"),
    ],
)
def test_a_paper_that_does_not_fit_is_refused_with_its_place(tmp_path, change, said):
    made = small.notebook()
    change(made)
    path = small.write(tmp_path, made=made)
    with pytest.raises(paper.PaperError, match="0-small") as refused:
        sets.read(path)
    assert said in str(refused.value)


def essay(small_set):
    """A student's notebook, the place of its written answer's cell, a function that reads it."""
    made = paper.release(small_set.paper, small_set.scheme)
    question = small_set.scheme.written[0]
    at = [paper.grade_id(cell) for cell in made.cells].index(question.id)
    prompt = small_set.paper.prompt(question.id)
    assert prompt
    return made, at, lambda: paper.written_answer(made, question, prompt).text


def test_written_answers_are_found_by_id_whatever_the_cell_has_become(small_set):
    made, at, answer = essay(small_set)
    assert answer() == ""
    made.cells[at].source, made.cells[at].cell_type = "  My view. ", "raw"
    made.cells = made.cells[::-1]
    assert answer() == "My view."


def test_written_answers_may_be_split_copied_or_stand_in_a_new_cell(small_set):
    made, at, answer = essay(small_set)
    made.cells.insert(at, nbformat.v4.new_markdown_cell("Above."))
    made.cells.insert(at + 2, nbformat.v4.new_markdown_cell("Below."))
    made.cells.insert(at + 3, nbformat.v4.new_code_cell("1 + 1"))
    assert answer() == "Above.\n\nBelow."
    copy = json.loads(json.dumps(made.cells[at + 1]))
    made.cells[at + 1].source = "First half."
    made.cells.insert(at + 2, nbformat.from_dict({**copy, "source": "Second half."}))
    made.cells.insert(at + 3, nbformat.from_dict({**copy, "source": "Second half."}))
    assert answer() == "Above.\n\nFirst half.\n\nSecond half.\n\nBelow."
    del made.cells[at + 1 : at + 4]
    assert answer() == "Above.\n\nBelow."


def test_written_answers_in_a_notebook_without_ids_are_found_by_their_heading(small_set):
    made, at, answer = essay(small_set)
    made.cells[at].source = "My view."
    made.cells += [nbformat.v4.new_markdown_cell(t) for t in ("## Hand in", "Save it.")]
    for cell in made.cells:
        cell.metadata = nbformat.from_dict({})
    assert answer() == "My view."
    made.cells[at].source = paper.WRITE_HERE
    assert answer() == ""


def test_a_written_answer_at_the_end_of_the_notebook_is_found(small_set):
    made, at, answer = essay(small_set)
    made.cells.insert(2, nbformat.v4.new_markdown_cell("A note on the first question."))
    made.cells.append(
        nbformat.v4.new_markdown_cell(
            "The end.", metadata={"nbgrader": {"grade_id": "end", "solution": False}}
        )
    )
    assert answer() == ""
    made.cells.append(nbformat.v4.new_markdown_cell("At the end."))
    made.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    assert answer() == "At the end."
    made.cells[at + 1].source = "Mine."
    assert answer() == "Mine."


@pytest.mark.parametrize("lost", [False, True])
def test_written_answers_below_the_prompt_in_its_own_cell_are_found(small_set, lost):
    """Typed there, or merged into it with the menu's "Merge cells"."""
    made, at, answer = essay(small_set)
    if lost:
        for cell in made.cells:
            cell.metadata = nbformat.from_dict({})
    assert answer() == ""
    made.cells[at - 1].source += f"\n\n{paper.WRITE_HERE}"
    assert answer() == ""
    made.cells[at - 1].source = small_set.paper.prompt("an-essay") + "\n\nMerged.\n\nTwice."
    assert answer() == "Merged.\n\nTwice."
    made.cells[at].source = "Mine."
    assert answer() == "Merged.\n\nTwice.\n\nMine."


@pytest.mark.parametrize("name", sets.names())
def test_no_prompt_is_taken_for_an_answer(name):
    found = sets.read(name)
    made = paper.release(found.paper, found.scheme)
    for lost in (False, True):
        for cell in made.cells:
            if lost:
                cell.metadata = nbformat.from_dict({})
        for question in found.scheme.written:
            assert found.paper.prompt(question.id)
            assert paper.written_answer(made, question, found.paper.prompt(question.id)).text == ""


def test_a_notebook_of_another_set_is_told_apart(small_set, tmp_path):
    made = paper.release(small_set.paper, small_set.scheme)
    assert paper.set_of(made, small_set.scheme) is None
    other = scheme.build(
        {"title": "O", "minutes": 1, "objectives": ["x"], "questions": [
            {"id": "q", "title": "Q", "level": 1, "kind": "number", "points": 1, "answer": "z"}]},
        tmp_path / "other.yml",
    )  # fmt: skip
    assert "0-small" in paper.set_of(made, other)
    del made.metadata["foursteps"]
    assert "belongs to the set 'other'" in paper.set_of(made, other)
    # Cells copied into a notebook of one's own say nothing, and count.
    for cell in made.cells:
        cell.metadata = nbformat.from_dict({})
    assert paper.set_of(made, other) is None


def test_release_writes_the_students_notebook(tmp_path, monkeypatch, capsys):
    small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    assert main(["release", "0-small", "--out", "practice"]) == 0
    assert "8 questions, 19 points" in capsys.readouterr().out
    made = nbformat.read(tmp_path / "practice/0-small.ipynb", 4)
    nbformat.validate(made)
    assert "SOLUTION" not in nbformat.writes(made)
    assert sorted(p.name for p in (tmp_path / "practice").iterdir()) == ["0-small.ipynb"]


def test_release_never_overwrites_the_paper(tmp_path, monkeypatch, capsys):
    small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "exercises/0-small.ipynb").read_bytes()
    assert main(["release", "--out", "exercises"]) == 1
    assert "name another" in capsys.readouterr().err
    assert (tmp_path / "exercises/0-small.ipynb").read_bytes() == before


def test_a_wrong_set_name_suggests_the_near_one(tmp_path, monkeypatch, capsys):
    small.write(tmp_path / "exercises")
    monkeypatch.chdir(tmp_path)
    assert main(["release", "0-smal", "--out", "x"]) == 1
    assert "Near names: 0-small" in capsys.readouterr().err
