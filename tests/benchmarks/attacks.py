"""The class of attackers, marked by `foursteps grade`, nbgrader and Otter: who gets what.

`python -m tests.benchmarks.attacks` measures nothing: it renews, in docs/benchmarks.md, what the
table says of each submission, as its own file says it.
"""

import copy
import shutil
import tempfile
from pathlib import Path

import pytest

from foursteps.marker.classroom import grade
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox import Limits, Runner
from foursteps.tables import data_folder
from tests.benchmarks.peers import Nbgrader, Otter, PeerError, Peers, contained
from tests.conftest import ROOT
from tests.marker import attacking, classes

# They would take more of the machine than a container without control groups can refuse.
UNSAFE_FOR_PEERS = {
    "cross_talk_accomplice", "descriptors_in_flight", "disk_bomb", "fork_bomb",
    "memory_beside_the_limits", "memory_by_growing_the_stack", "memory_by_protecting",
    "memory_by_unmapping", "memory_of_page_tables", "memory_of_rules", "stalls_the_disks",
    "thread_bomb",
}  # fmt: skip
PAGE = ROOT / "docs/benchmarks.md"
HEAD = """\
| submission | what it is, or tries | due | foursteps | nbgrader | Otter |
|---|---|---|---|---|---|"""
CHECK = {attacking.ANSWER: "assert answer == 42, 'not 42'"}


def ours(folder):
    """{file: (points of 2 for the answer, status)} of the whole class, marked together."""
    exercise_set = sets.read(attacking.write_set(folder / "exercises"))
    attacking.hand_in(folder / "in")
    limits = Limits(seconds=12, cell_seconds=3, call_seconds=1, memory_mb=256)
    with (
        pytest.MonkeyPatch.context() as patch,
        Runner(limits=limits, processes=2, data=data_folder()) as runner,
    ):
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        marked = grade.grade(folder / "in", exercise_set, folder / "out", runner)
    question = exercise_set.scheme.auto[0]
    given = {}
    for file in marked.files:
        mark, state = file.record.marks[question.id], file.record.state
        status = mark.status if state == "ok" else state
        given[file.submission.file] = (mark.credit * question.points, status)
    return given


def peers_paper(exercise_set):
    """The paper as a peer needs it: the answer's cells alone, with the check that decides."""
    made = copy.deepcopy(exercise_set.paper.notebook)
    made.cells = [cell for cell in made.cells if _id(cell).startswith(attacking.ANSWER)]
    made.cells[-1].source = CHECK[attacking.ANSWER]
    return made


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def submissions():
    """{name: (what it tries, its cells)} of the attacks and clumsy students in the table."""
    found = {}
    for name in attacking.ATTACKS:
        attack = attacking.read(name)
        found[name] = (attack.tries, attack.cells)
    for name, (what, cells, _) in attacking.CLUMSY.items():
        if name != "a-cell-retyped":
            found[name] = (what, cells)
    return found


def begin_row(name, what):
    """The first three columns of a submission's row: what is known without measuring."""
    due = attacking.due(f"{name}.ipynb")[0]
    words = name.replace("_", " ").replace("-", " ")
    return f"| {words} | {what} | {'any' if due is None else f'{due:g}'} |"


def renewed(text):
    """`text` of docs/benchmarks.md with its table's first columns as the submissions' files say.

    What was measured stays; a submission that is not in the table yet was not measured.
    """
    before, _, after = text.partition(f"{HEAD}\n")
    rows, _, after = after.partition("\n\n")
    measured = {line.split("|")[1]: line.split("|", 4)[4] for line in rows.rstrip().splitlines()}
    lines = []
    for name, (what, _) in submissions().items():
        begun = begin_row(name, what)
        lines.append(begun + measured.get(begun.split("|")[1], " not yet | not yet | not yet |"))
    return before + "\n".join([HEAD, *lines]) + "\n" + (f"\n{after}" if after else "")


def handed_to_peers(exercise_set):
    """{name: (what it tries, notebook)} of attacks and clumsy students."""
    return {
        name: (what, _in_the_paper(exercise_set, cells))
        for name, (what, cells) in submissions().items()
    }


def _in_the_paper(exercise_set, cells):
    """The released notebook with the first of these cells as its answer, the rest behind it."""
    made = classes.notebook(exercise_set, {attacking.ANSWER: cells[0]})
    kept = [cell for cell in made["cells"] if _id(cell).startswith(attacking.ANSWER)]
    more = attacking.notebook(*cells[1:])["cells"]
    for number, cell in enumerate(more):
        cell["id"] = f"more-{number}"
    at = 1 + [_id(cell) for cell in kept].index(attacking.ANSWER)
    made["cells"] = [*kept[:at], *more, *kept[at:]]
    return made


def by_nbgrader(course, folder, notebook):
    """Points of 2, or why there are none, in a container and a copy of a course."""
    shutil.copytree(course.folder, folder)
    alone = copy.copy(course)
    alone.folder, alone.wrapped = folder, contained(folder)
    alone.hand_in("one", notebook)
    try:
        alone.autograde()
        alone.wrapped = ()
        return f"{alone.scores().get('one', 0):g}"
    except PeerError as error:
        return _why(error)


def by_otter(otter, notebook):
    """Points of 2, or why there are none, in a container of its own."""
    try:
        return f"{otter.run(notebook, wrapped=True)[1]:g}"
    except PeerError as error:
        return _why(error)
    except (OSError, ValueError):  # no results, or none that can be read
        return "no result"


def _why(error):
    # 124: `timeout` ended it; 137: it had to be killed.
    return "no end" if error.code in (124, 137) else "no result"


def table(scratch):
    """Yield the table of results in Markdown, a line an attack."""
    given = ours(scratch / "attacks")
    exercise_set = sets.read(scratch / "attacks/exercises" / attacking.NAME)
    peers = Peers(scratch / "peers")
    course = Nbgrader(peers, scratch / "attacks/nbgrader", peers_paper(exercise_set))
    otter = Otter(peers, scratch / "attacks/otter", CHECK, {attacking.ANSWER: 2})
    yield HEAD
    for name, (what, notebook) in handed_to_peers(exercise_set).items():
        theirs = ("not run", "not run")
        if name not in UNSAFE_FOR_PEERS:
            with tempfile.TemporaryDirectory(dir=scratch / "attacks") as folder:
                first = by_nbgrader(course, Path(folder) / "course", notebook)
            theirs = (first, by_otter(otter, notebook))
        points, status = given[f"{name}.ipynb"]
        yield f"{begin_row(name, what)} {points:g} ({status}) | {theirs[0]} | {theirs[1]} |"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
