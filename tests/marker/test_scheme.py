"""Schemes: what is refused, with file, question, field and what to do."""

import copy
import dataclasses
import difflib
import json
import re
import subprocess
import sys

import jsonschema
import pytest
import yaml

from foursteps.ground import notebook_file
from foursteps.judging.question import KINDS
from foursteps.marker.exercise import scheme, sets

from . import small

GOOD = yaml.safe_load(small.SCHEME)


def question(data, name):
    return next(q for q in data["questions"] if q["id"] == name)


def put(name, field, value):
    def change(data):
        question(data, name)[field] = value

    return change


def drop(name, field):
    def change(data):
        del question(data, name)[field]

    return change


def slip(field, value):
    def change(data):
        question(data, "mean-of-five")["misconceptions"][1][field] = value

    return change


def twice(data):
    data["questions"].append(copy.deepcopy(question(data, "a-letter")))


def no_title(data):
    del data["title"]


def too_few_points(data):
    question(data, "an-essay")["rubric"][0]["levels"][0]["points"] = 1


def same_name(data):
    question(data, "mean-of-five")["misconceptions"][1]["name"] = "median"


def not_a_list(data):
    data["questions"] = "none"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("a-letter", "kind", "essay"), "question 2 (a-letter), field kind: 'essay' is no kind"),
        (put("a-letter", "points", 0), "(a-letter), field points: 0 is less than"),
        (put("a-letter", "level", 4), "field level: 4 is not one of [1, 2, 3]; write 1 compute"),
        (put("a-letter", "answer", "two words"), "field answer"),
        (put("a-letter", "tolerance", {"rtol": 1}), "field tolerance: not known here; known are"),
        (put("a-letter", "options", "ABC"), "write the options, such as [A, B, C]"),
        (put("mean-of-five", "tolerance", {"rtol": "small"}), "field tolerance.rtol"),
        (put("mean-of-five", "tolerance", {"rtl": 0.1}), "field tolerance.rtl: not known here"),
        (drop("a-letter", "options"), "(a-letter), field options: missing; add it"),
        (drop("a-function", "calls"), "(a-function), field calls: missing; add it"),
        (drop("a-chart", "channels"), "(a-chart), field channels: missing"),
        (drop("a-table", "answer"), "(a-table), field answer: missing; add it"),
        (slip("credit", 1), "field misconceptions[2].credit: 1 is greater than or equal"),
        (slip("code", "mean = = 3"), "field misconceptions[2].code: not Python (line 1"),
        (slip("code", "x = 3"), "misconceptions[2].code: does not define 'mean'"),
        (slip("hint", ""), "field misconceptions[2].hint"),
        (same_name, "field misconceptions: the name 'median' stands twice"),
        (twice, "two questions have the id 'a-letter'"),
        (too_few_points, "field rubric: the best levels give 1 points, the question has 2"),
        (no_title, "field title: missing; add it: some words"),
        (drop("a-letter", "kind"), "(a-letter), field kind: missing: one of number, choice"),
        (put("a-letter", "titel", "A"), "field titel: not known here, perhaps title is meant"),
        (put("a-letter", "points", "1"), "field points: '1' is no number; write more than 0"),
        (put("a-letter", "options", [True, False]), "options[1]: True is no text; write the"),
        (put("a-letter", "options", ["A"]), "field options: ['A'] is too short: 1 of at least 2"),
        (put("a-chart", "aspects", ["size"]), "field aspects[1]: 'size' is not one of ['mark'"),
        (put("a-function", "calls", [{"arg": [1]}]), "field calls[1].arg: not known here, perhaps"),
        (
            slip("hint", {"No": "x"}),
            "misconceptions[2].hint: {'No': 'x'} is no text (a text with a",
        ),
        (put("a-table", "columns", {"v": {"rtl": 1}}), "field columns.v.rtl: not known here"),
        (put("a-letter", "title", "\ud800"), "cannot be read as data"),
        (not_a_list, "field questions"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, said):
    data = copy.deepcopy(GOOD)
    change(data)
    with pytest.raises(scheme.SchemeError) as refused:
        scheme.build(data, tmp_path / "0-small.yml")
    assert said in str(refused.value)
    assert "0-small.yml" in str(refused.value)


def test_a_list_with_a_faulty_item_is_not_told_to_be_too_short(tmp_path):
    data = copy.deepcopy(GOOD)
    question(data, "a-letter")["options"] = ["A", 3]
    with pytest.raises(scheme.SchemeError) as refused:
        scheme.build(data, tmp_path / "0-small.yml")
    assert str(refused.value).count("\n") == 0, refused.value


def test_every_question_is_looked_at_though_another_is_broken(tmp_path):
    data = copy.deepcopy(GOOD)
    too_few_points(data)
    no_title(data)
    put("a-letter", "kind", "essay")(data)
    with pytest.raises(scheme.SchemeError) as refused:
        scheme.build(data, tmp_path / "0-small.yml")
    lines = str(refused.value).split("\n")
    assert [line.split("field ")[1].split(":")[0] for line in lines] == ["title", "kind", "rubric"]


def test_a_good_scheme_is_read(tmp_path):
    made = scheme.build(GOOD, tmp_path / "0-small.yml")
    assert made.name == "0-small"
    assert made.points == 19
    assert [q.kind for q in made.questions] == list(KINDS)
    assert [q.id for q in made.written] == ["an-essay"]
    assert made.questions[0].slips[-1].name == "unit-kilometres"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a\ntitle: b\n", "line 2: not valid YAML: the field 'title' stands twice"),
        ("title: [a\n", "not valid YAML"),
        ("title: Set 0: data\n", "line 1: not valid YAML: a text with a colon needs quotation"),
        ("- a\n", "a scheme is a mapping"),
        ("", "a scheme is a mapping"),
        ("!!python/object:os.system {}\n", "not valid YAML"),
    ],
)
def test_broken_files_are_refused(tmp_path, text, said):
    path = tmp_path / "0-small.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(scheme.SchemeError) as refused:
        scheme.read(path)
    assert said in str(refused.value)


def test_a_missing_or_latin_1_file_is_explained(tmp_path):
    with pytest.raises(scheme.SchemeError, match="two files side by side"):
        scheme.read(tmp_path / "0-none.yml")
    path = tmp_path / "0-latin.yml"
    path.write_bytes("title: Überschrift".encode("latin-1"))
    with pytest.raises(scheme.SchemeError, match="save it as UTF-8"):
        scheme.read(path)


def test_a_date_stays_the_text_that_it_is(tmp_path):
    path = tmp_path / "0-small.yml"
    path.write_text(small.SCHEME.replace("args: [2.5]", "args: [2025-01-31]"), encoding="utf-8")
    (function,) = (q for q in scheme.read(path).questions if q.kind == "function")
    assert function.calls[1].args == ("2025-01-31",)


def test_a_question_is_plain_data_and_comes_back_from_it(tmp_path):
    """So that released questions need neither YAML nor what validates them."""
    made = scheme.build(GOOD, tmp_path / "0-small.yml")
    text = json.dumps([dataclasses.asdict(q) for q in made.questions])
    plain = json.loads(text, object_hook=without_defaults)
    assert scheme.build(GOOD | {"questions": plain}, made.path) == made


def test_what_decides_an_answer_needs_neither_yaml_nor_what_validates_schemes():
    code = "import sys\nfor name in ('pydantic', 'yaml'): sys.modules[name] = None\n"
    code += "from foursteps.judging import in_words, judge, question"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def without_defaults(record):
    """A stored record as an author would write it: what is empty is left out."""
    return {name: value for name, value in record.items() if value not in ([], "", {})}


def test_the_schema_for_editors_is_that_of_the_code(root):
    stored = (root / "docs" / "scheme.schema.json").read_text(encoding="utf-8")
    assert stored == scheme.json_schema_text(), "renew it with: foursteps schema"


def test_the_schema_for_editors_knows_the_books_sets_and_explains_every_field(root):
    schema = scheme.json_schema()
    fields = [
        field for record in schema["$defs"].values() for field in record["properties"].items()
    ]
    assert len(fields) > 70
    assert not [name for name, field in fields if not field.get("description")]
    for path in sorted((root / "exercises").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=../docs/scheme.schema.json\n"), path
        jsonschema.validate(yaml.safe_load(text), schema)


# What a student who is no programmer takes for a question, by its stars: an estimate, since no
# class has sat the sets. CONTRIBUTING says so, and each paper.
MINUTES, IN_WORDS = {1: 8, 2: 12, 3: 15}, 20


def test_the_books_sets_hold_what_every_set_must(root):
    kinds = set()
    for name in sets.names(root / "exercises"):
        found = sets.read(name, root / "exercises").scheme
        kinds |= {q.kind for q in found.questions}
        assert len(found.auto) >= 8, name
        assert len(found.written) >= 1, name
        assert {q.level for q in found.auto} == {1, 2, 3}, name
        levels = [q.level for q in found.questions]
        assert levels == sorted(levels), f"{name}: stars rise from question to question"
        if found.parameters:
            estimate = sum(
                IN_WORDS if q.kind == "written" else MINUTES[q.level] for q in found.questions
            )
            assert found.minutes == 5 * round(estimate / 5), name
        else:
            assert 45 <= found.minutes <= 75, name
        for question_ in found.auto:
            assert len(question_.misconceptions) >= 2, f"{name} {question_.id}"
            assert len(question_.alternatives) >= 1, f"{name} {question_.id}"
        for question_ in found.written:
            for criterion in question_.rubric:
                assert all(level.anchor for level in criterion.levels)
    assert kinds == set(KINDS)


def test_a_guessed_choice_earns_nothing(root):
    for name in sets.names(root / "exercises"):
        for question_ in sets.read(name, root / "exercises").scheme.auto:
            if question_.kind == "choice":
                assert all(s.credit == 0 for s in question_.misconceptions), question_.id


def test_a_hint_to_a_letter_claims_no_more_than_a_letter_tells(root):
    """One letter can be reached by many ways, or guessed: a hint may say what it seems."""
    for name in sets.names(root / "exercises"):
        for question_ in sets.read(name, root / "exercises").scheme.auto:
            for slip in question_.misconceptions if question_.kind == "choice" else ():
                sure = re.match(r"(You (?!seem)|This is)", slip.hint)
                assert not sure, (name, question_.id, slip.name)


@pytest.mark.long
def test_no_solution_or_misconception_is_a_chapters_cell(root):

    chapters = [
        tokens(cell.source)
        for path in sorted((root / "chapters").glob("*.ipynb"))
        for cell in notebook_file.read(path).cells
        if cell.cell_type == "code"
    ]
    for name in sets.names(root / "exercises"):
        exercise_set = sets.read(name, root / "exercises")
        for cell in exercise_set.paper.notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution") and cell.cell_type == "code":
                lines = [line for line in cell.source.split("\n") if "SOLUTION" not in line]
                nearest = max(alike(tokens("\n".join(lines)), cell) for cell in chapters)
                assert nearest < 0.7, f"{name} {meta['grade_id']}: {nearest:.2f} like a chapter's"


def tokens(source):
    """The words and signs of code, without comments, line ends and indents."""
    return re.findall(r"\w+|[^\w\s]", re.sub(r"(?m)#.*$", "", source))


def alike(one, other):
    """How alike two lists of tokens are, from 0 to 1 (equal); 0 where it is well below 0.7."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < 0.7:
        return 0
    return matcher.ratio()


def test_a_near_copy_is_seen():
    cell = tokens('wide = table.pivot(index="year", columns="place", values="share")')
    near = tokens('w = table.pivot(index="year", columns="place", values="share")  # mine')
    assert alike(cell, near) > 0.9
    assert alike(cell, tokens("share = models['china'].mean() * 100")) == 0
