"""The proof itself is proved: it holds for the book's sets, and a mutation makes it fail."""

import copy

import pytest
import yaml

from foursteps.judging import compare, judge
from foursteps.marker import verify
from foursteps.marker.exercise import key, sets

from . import small, standin

GOOD = yaml.safe_load(small.SCHEME)


def proof(path):
    exercise_set = sets.read(path)
    reference = key.compute(exercise_set, standin.run)
    return list(verify.lines(exercise_set, reference))


def failed(path):
    return [(line.question, line.route, line.fault) for line in proof(path) if line.fault]


def changed(tmp_path, change):
    data = copy.deepcopy(GOOD)
    change({question["id"]: question for question in data["questions"]})
    return small.write(tmp_path, yaml.safe_dump(data, sort_keys=False))


def test_the_small_set_holds(tmp_path):
    found = proof(small.write(tmp_path))
    assert [line for line in found if line.fault] == []
    # Per question a reference, a blank, every alternative and every misconception.
    assert len(found) == 7 * 2 + 7 + 9


def test_the_books_sets_hold_in_the_sandbox(root, runner):
    """The proof of every set, as `foursteps verify` gives it."""
    names = sets.names(root / "exercises")
    assert {"0-which-race", "1-security-dilemma"} <= set(names)
    for name in names:
        exercise_set = sets.read(name, root / "exercises")
        reference = key.compute(exercise_set, runner)
        found = list(verify.lines(exercise_set, reference))
        assert [line for line in found if line.fault] == []
        assert len(found) >= 8 * 5


def misconception_right(q):
    q["mean-of-five"]["misconceptions"][0]["code"] = "mean = 4.0"


def misconceptions_alike(q):
    q["mean-of-five"]["misconceptions"][0]["code"] = "mean = 20"


def misconception_is_a_unit_slip(q):
    q["mean-of-five"]["misconceptions"][0]["code"] = "mean = 0.004"


def misconception_broken(q):
    q["a-letter"]["misconceptions"][0]["code"] = "letter = 1 / 0"


def alternative_wrong(q):
    q["a-table"]["alternatives"][0]["code"] = "table = pd.DataFrame({'k': ['a'], 'v': [1.0]})"


def tolerance_too_wide(q):
    q["mean-of-five"]["tolerance"] = {"atol": 1.5}


def tolerance_too_narrow(q):
    q["mean-of-five"]["tolerance"] = {"atol": 0}
    q["mean-of-five"]["alternatives"][0]["code"] = "mean = 4.0001"


def series_in_other_unit(q):
    q["a-series"]["other_units"] = [{"unit": "tenths", "factor": 10, "credit": 0.5}]


def unit_slip_taken_twice(q):
    series_in_other_unit(q)
    q["a-series"]["misconceptions"][0]["code"] = "squares = pd.Series({1: 10, 2: 40, 3: 90})"


def test_a_series_may_be_given_in_another_unit(tmp_path):
    assert failed(changed(tmp_path, series_in_other_unit)) == []


@pytest.mark.parametrize(
    ("change", "question", "said"),
    [
        (misconception_right, "mean-of-five", "right on today's data"),
        (misconceptions_alike, "mean-of-five", "it is taken for median"),
        (misconception_is_a_unit_slip, "mean-of-five", "it is taken for median"),
        (unit_slip_taken_twice, "a-series", "it is taken for doubled"),
        (misconception_broken, "a-letter", "gives no answer (ZeroDivisionError"),
        (alternative_wrong, "a-table", "it has 1 rows"),
        (tolerance_too_wide, "mean-of-five", "right on today's data"),
        (tolerance_too_narrow, "mean-of-five", "the number is not right"),
    ],
)
def test_a_changed_scheme_fails(tmp_path, change, question, said):
    found = failed(changed(tmp_path, change))
    assert any(q == question and said in fault for q, _, fault in found), found


@pytest.mark.parametrize("kind", ["number", "choice", "set", "series", "dataframe", "chart"])
def test_a_comparator_that_is_too_kind_fails(tmp_path, monkeypatch, kind):
    monkeypatch.setitem(compare._COMPARE, kind, lambda *_: compare.YES)
    assert failed(small.write(tmp_path))


@pytest.mark.parametrize("kind", ["number", "choice", "set", "series", "dataframe", "chart"])
def test_a_comparator_that_is_too_strict_fails(tmp_path, monkeypatch, kind):
    monkeypatch.setitem(compare._COMPARE, kind, lambda *_: compare.Match(False, True, "no"))
    assert failed(small.write(tmp_path))


def test_a_judge_that_forgets_misconceptions_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(judge, "Mark", lambda credit, status, *rest, **more: _plain(credit, status))
    assert failed(small.write(tmp_path))


def _plain(credit, status):
    from types import SimpleNamespace

    return SimpleNamespace(
        credit=credit, status=status, reason="", misconception="", hint="", shown=""
    )


def test_a_key_that_is_missing_fails(tmp_path):
    made = small.notebook()
    for cell in made.cells:
        cell.source = cell.source.replace("mean = sum([1, 2, 3, 4, 10]) / 5", "mean = float('nan')")
    found = failed(small.write(tmp_path, made=made))
    assert any("the key itself is missing" in fault for _, _, fault in found), found


def test_a_solution_that_raises_is_named_with_its_question(tmp_path):
    made = small.notebook()
    for cell in made.cells:
        cell.source = cell.source.replace("letter = 'B'", "letter = undefined")
    path = small.write(tmp_path, made=made)
    with pytest.raises(key.KeyRunError, match=r"0-small.ipynb, question a-letter: .*NameError"):
        key.compute(sets.read(path), standin.run)


def test_the_table_says_what_is_due_and_given(tmp_path, capsys):
    small.write(tmp_path)
    assert verify.verify([], standin.run, folder=tmp_path) == 0
    text = capsys.readouterr().out
    assert "mean-of-five (2 points)" in text
    assert "misconception:median" in text
    assert "due  0.50  given  0.50" in text
    assert "all 30 lines hold." in text


def test_the_key_follows_the_paper_not_a_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = small.write(tmp_path / "exercises")
    runs = []

    def run(jobs):
        runs.append(1)
        return standin.run(jobs)

    exercise_set = sets.read(path)
    first = key.cached(exercise_set, run)
    assert key.cached(sets.read(path), run).routes == first.routes
    assert len(runs) == 1
    text = path.with_suffix(".yml").read_text(encoding="utf-8")
    path.with_suffix(".yml").write_text(text.replace("5, credit: 0.25", "5, credit: 0.2") + "\n")
    key.cached(sets.read(path), run)
    assert len(runs) == 2
    # A cache that was cut off or damaged is computed anew.
    for stored in (tmp_path / "cache").rglob("*.json"):
        stored.write_text("[", encoding="utf-8")
    assert key.cached(sets.read(path), run).routes == first.routes
    assert len(runs) == 3
