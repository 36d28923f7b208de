"""overrides.csv: a person has the last word, and nothing that a person typed is ever lost."""

import csv
import shutil
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foursteps.charts import svg
from foursteps.marker.classroom import csv_files, feedback, grade, overrides
from foursteps.marker.exercise import sets

from . import classes, small, standin
from .marking import fill_in, mark, rows

pytestmark = pytest.mark.usefixtures("no_pictures")


@pytest.fixture
def out(small_set, tmp_path):
    """A class of three, marked once: the folder of marks."""
    classes.put(tmp_path / "in", "ann_1_10_s.ipynb", classes.notebook(small_set))
    slip = {"mean-of-five": "mean = 3", "a-letter": "letter = 'A'"}
    classes.put(tmp_path / "in", "bob_2_11_s.ipynb", classes.notebook(small_set, slip))
    classes.put(tmp_path / "in", "cy_3_12_s.ipynb", b"{broken")
    mark(tmp_path / "in", small_set, tmp_path / "out")
    return tmp_path / "out"


def again(small_set, out, **more):
    told = []
    mark(out.parent / "in", small_set, out, tell=told.append, **more)
    return told


def write(out, *lines, header="student,question,points,comment", encoding="utf-8"):
    (out / overrides.FILE).write_text("\n".join([header, *lines]) + "\n", encoding=encoding)


def grades(out):
    return {(r["student"], r["question"]): r for r in rows(out / "grades.csv")}


def page(out, student):
    (path,) = (out / feedback.FOLDER).glob(f"{student}-*.html")
    return path.read_text(encoding="utf-8").replace("&#39;", "'")


def test_the_file_waits_with_its_header(out):
    assert (out / overrides.FILE).read_text(encoding="utf-8") == "student,question,points,comment\n"


def test_who_decided_stands_beside_every_mark(small_set, out):
    fill_in(out, "1", "2")
    write(out, "2,mean-of-five,2,")
    again(small_set, out)
    found = {at: row["decided_by"] for at, row in grades(out).items()}
    assert set(found.values()) == {"marker", "person", "override"}
    assert (found["1", "an-essay"], found["2", "an-essay"]) == ("person", "person")
    assert [at for at, who in found.items() if who == "override"] == [("2", "mean-of-five")]


def test_a_written_answer_that_nobody_read_waits(small_set, out):
    assert grades(out)["1", "an-essay"]["status"] == "waiting"
    classes.put(out.parent / "in", "dee_4_13_s.ipynb", classes.notebook(small_set, written=""))
    again(small_set, out)
    assert grades(out)["4", "an-essay"]["status"] == "missing"
    assert "To be read by a person" in page(out, "1") and "No answer" in page(out, "4")


def test_a_person_overrules_any_mark(small_set, out):
    """Also one that a person gave, one of a file that could not be read, and a right one."""
    fill_in(out, "1", "2", "fine")
    write(out, "2,mean-of-five,1.5,Read as the median", "1,an-essay,1,second thoughts",
          "3,a-letter,1,told me so", "1,a-letter,0,", "2,a-letter,,nearly")  # fmt: skip
    for more in ({}, {"again": True}, {}):
        again(small_set, out, **more)
        found = {at: (r["points"], r["status"], r["decided_by"]) for at, r in grades(out).items()}
        assert found["2", "mean-of-five"] == ("1.5", "partial", "override")
        assert found["1", "an-essay"] == ("1", "partial", "override")
        assert found["3", "a-letter"] == ("1", "correct", "override")
        assert found["1", "a-letter"] == ("0", "incorrect", "override")
        assert found["2", "a-letter"] == ("0", "incorrect", "marker")
        total = {r["student"]: r["points"] for r in rows(out / "summary.csv")}
        assert total == {"1": "17", "2": "15.5", "3": "1"}
    assert "Read as the median" in page(out, "2") and "nearly" in page(out, "2")
    assert "Not the first." in page(out, "2")  # a comment alone takes no hint away
    assert "This is the median" not in page(out, "2")
    assert "fine" in page(out, "1") and "second thoughts" in page(out, "1")
    assert "told me so" in page(out, "3") and "Your teacher set these points." in page(out, "3")


def test_what_a_person_changed_stands_in_changes(small_set, out):
    def changes():
        return [
            (r["student"], r["question"], r["points_before"], r["points_after"], r["why"])
            for r in rows(out / "changes.csv")
        ]

    write(out, "2,mean-of-five,2,")
    again(small_set, out)
    assert changes() == [("2", "mean-of-five", "0.5", "2", "set in overrides.csv")]
    again(small_set, out)  # nothing new: the file stays
    assert len(changes()) == 1
    write(out, "2,mean-of-five,1,")
    again(small_set, out, again=True)
    assert changes() == [("2", "mean-of-five", "2", "1", "set in overrides.csv")]
    write(out)
    again(small_set, out)
    assert changes() == [("2", "mean-of-five", "1", "0.5", "no longer set in overrides.csv")]


def test_the_roster_has_the_points_that_a_person_set(small_set, out, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID,Section\nAnn,1,A\nBob,2,A\n", encoding="utf-8")
    write(out, "2,mean-of-five,2,")
    again(small_set, out, roster=roster)
    assert [r["A small set"] for r in rows(out / "canvas.csv")] == ["17", "16"]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("student;question;points;comment", "2;mean-of-five;1,5;good"),
        ("\ufeffstudent,question,points,comment", '2,mean-of-five,"1,5",good'),
        ("question,points,student,comment", "mean-of-five,1.5,2,good"),
        ("student,question,points,comment,by whom", "2,mean-of-five,1.5,good,Eve"),
        ("student\tquestion\tpoints\tcomment", "2\tmean-of-five\t1.5\tgood"),
        (" student , question , points , comment ", " 2 , mean-of-five , 1.5 , good "),
        ("student,question,points,comment", '2,mean-of-five,1.5,"good"\n,,,\n'),
        ("sep=;\nstudent;question;points;comment", "2;mean-of-five;1.5;good"),
    ],
)
def test_it_is_read_as_spreadsheets_write_it(small_set, out, header, line):
    write(out, line, header=header)
    before = (out / overrides.FILE).read_bytes()
    assert again(small_set, out) == []
    row = grades(out)["2", "mean-of-five"]
    assert (row["points"], row["decided_by"]) == ("1.5", "override")
    assert "good" in page(out, "2")
    assert (out / overrides.FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["2,mean-of-five,3,"], r"row 2 \(2\), column points: '3' is no number from 0 to 2"),
        (["2,mean-of-five,-1,"], "'-1' is no number from 0 to 2"),
        (["2,mean-of-five,two,"], "'two' is no number"),
        (["2,mean-of-five,nan,"], "'nan' is no number"),
        (["2,nothing,inf,"], "'inf' is no number"),
        ([",mean-of-five,1,"], "row 2, column student: it is empty"),
        (["2,,1,"], "row 2, column question: it is empty"),
        (["2,mean-of-five,1,", "2,mean-of-five,2,"], r"rows 2 and 3 \(2\): both set mean-of-five"),
        (["2,mean-of-five,1,well, well"], "row 2: 5 cells, but the header has 4. A comment with a"),
        (['2,mean-of-five,1,"open'], "quotation mark left open"),
    ],
)
def test_a_slip_is_told_before_the_work_and_nothing_changes(small_set, out, lines, said):
    write(out, *lines)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    with pytest.raises(csv_files.TableError, match=rf"overrides.csv.*{said}"):
        again(small_set, out)
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()} == before


def test_a_table_without_its_columns_is_told(small_set, out):
    write(out, "2,1", header="name,points")
    with pytest.raises(csv_files.TableError, match="the columns student, question are missing"):
        again(small_set, out)


def test_rows_that_cannot_count_are_told_and_stay(small_set, out):
    write(out, "0002,mean-of-five,2,", "2,mean-of-six,2,", "9,a-letter,1,")
    before = (out / overrides.FILE).read_bytes()
    for _ in range(2):
        told = again(small_set, out)
        assert [line.split(":")[1].strip() for line in told] == [
            "overrides.csv, mean-of-five of 0002",
            "overrides.csv, mean-of-six of 2",
            "overrides.csv, a-letter of 9",
        ]
        assert (out / overrides.FILE).read_bytes() == before
    assert "override" not in {row["decided_by"] for row in grades(out).values()}


def test_a_comment_is_text_on_the_page_and_no_formula_in_a_table(small_set, out):
    evil = "<script>alert(1)</script>"
    write(out, f"2,mean-of-five,2,{evil}", "=cmd(),a-letter,1,=cmd()")
    again(small_set, out)
    assert "<script" not in page(out, "2")


def test_what_is_typed_while_others_are_marked_counts(small_set, out):
    classes.put(out.parent / "in", "dee_4_13_s.ipynb", classes.notebook(small_set))

    def slow(jobs):
        write(out, "2,mean-of-five,2,while it ran")
        yield from standin.run(jobs)

    again(small_set, out, run=slow)
    assert grades(out)["2", "mean-of-five"]["points"] == "2"


# ---- in any order of runs, interruptions and edits

STUDENTS = ("007", "ann", "zoë", "'=x")
QUESTIONS = ("mean-of-five", "a-letter", "an-essay")
TEXT = st.text(st.sampled_from("ab'=;,\"\n 你-+@"), max_size=12)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("override"),
            st.sampled_from(STUDENTS),
            st.sampled_from(QUESTIONS),
            st.sampled_from([None, 0.0, 0.5, 1.0]),
            TEXT,
        ),
        st.tuples(st.just("withdraw"), st.sampled_from(STUDENTS), st.sampled_from(QUESTIONS)),
        st.tuples(st.just("written"), st.sampled_from(STUDENTS), TEXT),
        st.tuples(st.just("hand in"), st.sampled_from(STUDENTS), st.sampled_from(["One.", "Two."])),
        st.tuples(st.just("leave"), st.sampled_from(STUDENTS)),
        st.tuples(st.just("run"), st.booleans(), st.sampled_from([None, None, 0, 1])),
    ),
    min_size=3,
    max_size=8,
)


class StopError(Exception):
    """Ends a run in the middle."""


class World:
    """A class, its folder of marks, and what a person typed so far."""

    def __init__(self, folder):
        self.place, self.out = folder / "in", folder / "out"
        self.set = sets.read(small.write(folder / "exercises"))
        self.typed, self.in_written, self.essays = {}, set(), {}
        self.hand_in("ann", "One.")

    def hand_in(self, student, essay):
        slip = {"a-letter": "letter = 'A'"}
        made = classes.notebook(self.set, slip, written=essay)
        classes.put(self.place, f"{student}.ipynb", made)
        self.essays[student] = essay

    def leave(self, student):
        if len(self.essays) > 1 and student in self.essays:
            (self.place / f"{student}.ipynb").unlink()
            del self.essays[student]

    def override(self, student, question, points, comment):
        self.typed[student, question] = (points, comment)
        self.save()

    def withdraw(self, student, question):
        self.typed.pop((student, question), None)
        self.save()

    def save(self):
        """The table as a spreadsheet writes it, where a text is what it is."""
        self.out.mkdir(exist_ok=True)
        with (self.out / overrides.FILE).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(overrides.HEADER)
            for (student, question), (points, comment) in self.typed.items():
                name = csv_files.safe(student)
                writer.writerow([name, question, "" if points is None else points, comment])

    def written(self, student, comment):
        path = self.out / "written.csv"
        if not path.exists():
            return
        header, cells = csv_files.read(path)
        for row in cells:
            # A person does not write over what stands there already.
            if csv_files.plain(row[0]) == student and not row[4] and not row[5]:
                row[4], row[5] = "1", comment
                answer = csv_files.plain(row[6])
                self.in_written.add((student, csv_files.plain(comment), answer))
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *cells])

    def run(self, anew, stop):
        def runs(jobs):
            for n, outcome in enumerate(standin.run(jobs)):
                if n == stop and "/" not in outcome.key:
                    raise StopError
                yield outcome

        try:
            grade.grade(self.place, self.set, self.out, standin.StandIn(runs), again=anew)
        except StopError:
            return
        self.check_marks()

    def check_marks(self):
        found = {
            (csv_files.plain(r["student"]), r["question"]): r for r in rows(self.out / "grades.csv")
        }
        assert {student for student, _ in found} == set(self.essays)
        for at, row in found.items():
            points = self.typed.get(at, (None, ""))[0]
            assert (row["decided_by"] == "override") == (points is not None)
            if points is not None:
                assert float(row["points"]) == points

    def check_typed(self):
        """Every row of a person's is where it was, or at the end of its file."""
        path = self.out / overrides.FILE
        if path.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                _, *lines = csv.reader(stream)
            points = {(csv_files.plain(a), b): (c, d) for a, b, c, d in lines}
            assert points == {
                at: ("" if p is None else str(p), text) for at, (p, text) in self.typed.items()
            }
        if (self.out / "written.csv").exists():
            kept = {
                (
                    csv_files.plain(r["student"]),
                    csv_files.plain(r["comment"]),
                    csv_files.plain(r["answer"]),
                )
                for r in rows(self.out / "written.csv")
            }
            assert self.in_written <= kept


@example(  # of both files, and of a student who hands in other words, or leaves
    steps=[
        ("override", "ann", "a-letter", 1.0, "=so"),
        ("written", "ann", "good"),
        ("hand in", "ann", "Two."),
        ("run", False, None),
        ("hand in", "zoë", "One."),
        ("leave", "ann"),
        ("run", True, None),
    ]
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_nothing_typed_by_a_person_is_ever_lost(steps):
    folder = Path(tempfile.mkdtemp())
    try:
        with (
            mock.patch.dict("os.environ", XDG_CACHE_HOME=str(folder / "cache")),
            mock.patch.object(svg, "static_svg", lambda spec, prefix: ("", 0.0)),
        ):
            world = World(folder)
            world.run(False, None)
            for name, *what in [*steps, ("run", False, None)]:
                getattr(world, name.replace(" ", "_"))(*what)
                world.check_typed()
    finally:
        shutil.rmtree(folder)
