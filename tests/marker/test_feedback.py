"""Feedback: the student's own work and nothing of the key or of others; safe and accessible."""

import re

import pytest

from foursteps.marker.classroom import feedback, grade, pages, report
from foursteps.marker.exercise import sets

from . import classes, small, standin

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """A class of four, marked into tmp_path/out."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(report, "svg", lambda spec, prefix: "")
    exercise_set = sets.read(small.write(tmp_path / "exercises"))
    slip = {
        "mean-of-five": "mean = 3",
        "a-letter": f"letter = {EVIL!r}",
        "some-names": f"names = [{EVIL!r}]",
        "a-table": f"table = pd.DataFrame({{'k': [{EVIL!r}], {EVIL!r}: [1]}})",
        "a-function": f"def double(x):\n    raise ValueError({EVIL!r})",
        "a-series": f"squares = pd.Series({{{EVIL!r}: 1}})",
    }
    put, folder = classes.put, tmp_path / "in"
    put(folder, "anna_1_10_s.ipynb", classes.notebook(exercise_set, slip, written=EVIL))
    put(folder, "bob_LATE_2_11_s.ipynb", classes.notebook(exercise_set, written="Bob's own words"))
    put(folder, f"{EVIL.replace('/', '')}.ipynb", classes.blank(exercise_set))
    put(folder, "dee_4_12_s.ipynb", b"{")
    return grade.grade(folder, exercise_set, tmp_path / "out", standin.run)


def test_every_student_has_one_page_with_a_name_that_cannot_be_guessed(marked, tmp_path):
    found = sorted((tmp_path / "out/feedback").iterdir())
    assert len(found) == len(marked.used) == 4
    assert all(re.fullmatch(r"[\w.-]+-[0-9a-f]{24}\.html", path.name) for path in found)
    other = feedback.file_name("1", b"another secret")
    assert other not in {path.name for path in found}
    assert feedback.file_name("../../etc/x", b"s").startswith("etc-x-")
    assert feedback.file_name("ü" * 300, b"s").startswith("student-")


def test_names_stay_and_pages_of_students_who_left_go(marked, tmp_path):
    before = {path.name for path in (tmp_path / "out/feedback").iterdir()}
    feedback.write(marked, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out/feedback").iterdir()} == before
    (tmp_path / "out/feedback/index.html").write_text("the teacher's own page")
    del marked.used["1"]
    feedback.write(marked, tmp_path / "out")
    assert len(list((tmp_path / "out/feedback").glob("*-*.html"))) == 3
    assert (tmp_path / "out/feedback/index.html").exists()


def test_what_a_student_wrote_is_shown_as_text(marked):
    for student in marked.used:
        html = feedback.page(marked, student)
        assert "<script" not in html
        assert "<img" not in html
    assert "&lt;script&gt;" in feedback.page(marked, "1")


def test_a_page_says_what_is_right_what_is_not_and_why(marked):
    html = feedback.page(marked, "1")
    assert "This is the median" in html  # the hint of the misconception
    assert "Partly right." in html
    assert "3 (metres)" in html  # the student's own answer
    assert "The code raised an error." in html
    assert "not one of “A”, “B” or “C”" in html
    assert "still to be read by a person" in html
    assert "Handed in late" in feedback.page(marked, "2")


def test_a_notebook_that_was_not_read_has_a_page_that_says_what_to_do(marked):
    """And no list of questions, of which there is nothing to say."""
    broken = feedback.page(marked, "4")
    assert "Your file dee_4_12_s.ipynb: not a notebook" in broken  # its name as it is
    assert "Ask your teacher about handing in the right file." in broken
    assert "<strong>0</strong> of 19 points" in broken
    assert "<section" not in broken
    assert "<section" in feedback.page(marked, "2")


def test_no_page_holds_the_key_or_anybody_elses_work(marked):
    """The wrong answers' pages hold no right value; nobody's page holds Bob's words."""
    html = feedback.page(marked, "1")
    for secret in ("20 / 5", "&#39;x&#39;, &#39;y&#39;", "mean = sum", "BEGIN SOLUTION", "anchor",
                   "Yes, because", "by-hand", "Twice, not squared"):  # fmt: skip
        assert secret not in html
    assert "4 (metres)" not in html
    assert "Bob" not in html.replace("bob_LATE", "")
    assert "own words" in feedback.page(marked, "2")


def test_a_page_needs_nothing_from_elsewhere(marked):
    html = feedback.page(marked, "1")
    assert not re.search(r"(?:src|href)=[\"'](?!#)", html)
    assert "url(" not in html
    assert "@import" not in html


def test_backticks_become_code_and_nothing_else_does():
    made = pages.render(
        "report.html", scheme=_Scheme, name="n", auto_points=1, facts=[], todo=[], troubled=[],
        figures=[], questions=[], misconceptions=[
            {"question": "q", "name": "m", "students": 1, "hint": "use `a < b` <b>now</b>"}], most=9,
    )  # fmt: skip
    assert "<code>a &lt; b</code> &lt;b&gt;now&lt;/b&gt;" in made


class _Scheme:
    title, points = "T", 1


@pytest.mark.parametrize(
    ("text", "due"), [("", ""), ("it is", "It is."), ("Why?", "Why?"), ("a.", "A."), (" b ", "B.")]
)
def test_sentences(text, due):
    assert pages.sentence(text) == due
