"""Every attack and every odd file, marked together in one class, so that each could harm others."""

import csv

import pytest

from foursteps.marker.classroom import grade
from foursteps.marker.exercise import sets
from tests.marker import attacking
from tests.marker.standin import StandIn

FILES = sorted(
    [f"{name}.ipynb" for name in (*attacking.ATTACKS, *attacking.CLUMSY)]
    + [f"honest-{n}.ipynb" for n in range(attacking.HONEST)]
    + [*attacking.FILES, "another-set.ipynb", "a-link.ipynb"]
    + attacking.NAMES
)


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def marked(runner, tmp_path_factory):
    """The class: what each file is, its outcome in the sandbox, its row of files.csv, its marks."""
    folder = tmp_path_factory.mktemp("attacks")
    exercise_set = sets.read(attacking.write_set(folder / "exercises"))
    told = attacking.hand_in(folder / "in")
    outcomes = {}

    def run(jobs):
        for outcome in runner(jobs):
            outcomes[outcome.key] = outcome
            yield outcome

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        run = StandIn(run, runner.limits)
        found = grade.grade(folder / "in", exercise_set, folder / "out", run)
    keys = {file.submission.file: file.record.key for file in found.files}
    files = {row["file"].removeprefix("'"): row for row in rows(folder / "out/files.csv")}
    marks = {(row["student"], row["question"]): row for row in rows(folder / "out/grades.csv")}
    return {
        file: (what, outcomes.get(keys[file]), files[file], marks) for file, what in told.items()
    }


def test_every_file_is_one_row_and_every_question_one_mark(marked):
    assert sorted(marked) == FILES
    (_, _, _, marks), *_ = marked.values()
    assert len(marks) == 2 * len(FILES)


@pytest.mark.parametrize("file", FILES)
def test_it_gets_what_is_due(marked, file):
    _, outcome, row, marks = marked[file]
    points, status = attacking.due(file)
    mark = marks[row["student"], attacking.ANSWER]
    assert points is None or float(mark["points"]) == points, (mark, outcome)
    if outcome is None:
        assert row["status"] == status and row["message"], row
        return
    assert status in ("any", outcome.status), (row, outcome)
    got = outcome.answers.get("got", {})
    assert got.get("items", []) == [], outcome


def table(marked):
    """The class as a Markdown table: what each file tries, what is due, and what it got."""
    yield "| file | what it is, or tries | due | given | status |"
    yield "|---|---|---|---|---|"
    for file in FILES:
        what, _, row, marks = marked[file]
        points, _ = attacking.due(file)
        given = marks[row["student"], attacking.ANSWER]
        due = "any" if points is None else f"{points} of 2"
        yield f"| {file} | {what} | {due} | {given['points']} | {given['status']} |"


def test_the_results_are_printed(marked):
    lines = list(table(marked))
    print(*lines, sep="\n")
    assert len(lines) == len(FILES) + 2
