"""Model answers do what their own question asks, and their numbers are the key's.

A prompt's demands are read in its own words: "at most 180 words", "two of your answers", "the
year and the source of each", "one rival explanation from Step 1". The model answer in the paper
quotes its numbers by marks, which are filled from the paper's own answers: a mark's name is the
name of an answer, alone or with an ending (`lead`, `lead_2025`). An anchor in the scheme quotes
only numbers that the model answer has. So none can go stale unseen.
"""

import re

import pytest

from foursteps import tables
from foursteps.book.prose import what_is_a_number
from foursteps.ground import notebook_file, number_marks
from foursteps.marker.exercise import sets

ROOT = tables.data_folder().parent
NAMES = sets.names(ROOT / "exercises")
LOADED = re.compile(r'load\("(\w+)"\)')
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SENTENCES = re.compile(r"(?<=[.;!?])\s+")


class Question:
    """The written question of a set: its prompt, model answer and full-mark anchors."""

    def __init__(self, name):
        exercise_set = sets.read(name, ROOT / "exercises")
        scheme, paper = exercise_set.scheme, exercise_set.paper
        (asked,) = [q for q in scheme.questions if q.kind == "written"]
        by_id = {
            cell["metadata"].get("nbgrader", {}).get("grade_id"): cell.source
            for cell in paper.notebook.cells
        }
        self.step = name.split("-")[0]
        self.prompt = paper.prompt(asked.id)
        self.answers = [q.answer for q in scheme.auto]
        self.source = re.sub(r"\n*<!-- not data:.*?-->", "", by_id[asked.id])
        self.model = number_marks.MARK.sub(lambda m: m[2], self.source)
        self.quoted = {m[2]: m[1].split(":")[0] for m in number_marks.MARK.finditer(self.source)}
        self.rubric = asked.rubric
        self.best = [max(c.levels, key=lambda level: level.points) for c in self.rubric]
        self.tables = LOADED.findall("\n".join(paper.code()))

    def answer_behind(self, number):
        """The name of the answer that a number of the model answer comes from."""
        name = self.quoted[number]
        return max((a for a in self.answers if name == a or name.startswith(f"{a}_")), key=len)

    def numbers_of_the_model_in(self, text):
        """The numbers in `text` that the model answer has filled in from the key."""
        return [n for n in self.quoted if re.search(rf"(?<![\w.]){re.escape(n)}(?!\w|\.\d)", text)]


@pytest.fixture(scope="module", params=NAMES)
def question(request):
    return Question(request.param)


def sources(question):
    """What the publishers of the paper's tables are called, without a year."""
    names = ";".join(tables.describe(table)["publisher"] for table in question.tables)
    return {re.sub(r"\s\d{4}\Z", "", part.strip()) for part in re.split(r"[;,(]", names)}


def rivals(step):
    """The rival explanations that the chapter of a step lists in its table, in small letters."""
    (chapter,) = (ROOT / "chapters").glob(f"{step}-*.ipynb")

    rows = [
        row.strip("| ").split("|")[0]
        for cell in notebook_file.read(chapter).cells
        if cell.cell_type == "markdown"
        and re.search(r"^\| *explanation *\|", cell.source, re.MULTILINE | re.IGNORECASE)
        for row in cell.source.split("\n")
        if row.startswith("|")
    ]
    names = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", row) for row in rows[2:]]
    return {re.split(r"[:(]", name)[0].strip("* ").lower() for name in names}


def test_its_limit_of_words_is_kept(question):
    limit = int(re.search(r"at most (\d+) words", question.prompt)[1])
    assert len(question.model.split()) <= limit
    assert [a for a in question.best if len(a.anchor.split()) > limit] == []


def test_the_model_answer_uses_two_answers_by_their_numbers(question):
    assert re.search(r"two of (?:your answers|them)|your own numbers", question.prompt)
    assert len({question.answer_behind(number) for number in question.quoted}) >= 2


def test_the_anchor_for_two_answers_uses_two(question):
    asks = [
        level
        for level in question.best
        if re.search(r"\btwo (?:answers|measures)", level.what, re.IGNORECASE)
    ]
    assert len(asks) == 1
    anchor = asks[0].anchor
    numbers = question.numbers_of_the_model_in(anchor)
    # Two measures may come from one answer, such as a function called twice.
    used = {question.answer_behind(n) if "answers" in asks[0].what else n for n in numbers}
    assert len(used) >= 2, anchor


def test_no_anchor_has_a_number_of_its_own(question):
    strays = {
        level.anchor: what_is_a_number.first(level.anchor, list(question.quoted))
        for criterion in question.rubric
        for level in criterion.levels
    }
    assert {anchor: number for anchor, number in strays.items() if number} == {}


def test_year_and_source_stand_with_every_number_where_they_are_asked_for(question):
    if "the year and the source of each" not in question.prompt:
        return
    (anchor,) = [b.anchor for b in question.best if "measures with value" in b.what]
    for text in (question.model, anchor):
        for part in SENTENCES.split(text):
            if question.numbers_of_the_model_in(part):
                assert YEAR.search(part), part
                assert any(source in part for source in sources(question)), part


def test_the_rival_explanation_is_one_of_the_step(question):
    asked = re.search(r"one rival explanation from Step (\d)", question.prompt)
    if not asked:
        return
    assert asked[1] == question.step
    known = rivals(question.step)
    assert len(known) >= 5
    named = re.search(r"rival explanation[^.:]* is ([^:.]+):", question.model)[1]
    assert named.lower() in known
    for criterion, level in zip(question.rubric, question.best, strict=True):
        if "rival" in criterion.criterion:
            assert any(name in level.anchor.lower() for name in known), level.anchor


def test_every_set_with_a_written_question_is_here():
    assert len(NAMES) == 6
    assert sum("rival explanation from Step" in Question(n).prompt for n in NAMES) == 4
    assert any("the year and the source of each" in Question(n).prompt for n in NAMES)
