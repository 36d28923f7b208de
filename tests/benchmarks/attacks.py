"""The class of attackers, marked by `foursteps grade`, nbgrader and Otter: who gets what."""

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
from tests.marker import attacking, classes

# They would take more of the machine than a container without control groups can refuse.
UNSAFE_FOR_PEERS = {
    "cross_talk_accomplice", "descriptors_in_flight", "disk_bomb", "fork_bomb",
    "memory_beside_the_limits", "memory_by_growing_the_stack", "memory_by_protecting",
    "memory_by_unmapping", "memory_of_access_lists", "memory_of_page_tables",
    "memory_of_rules", "stalls_the_disks", "thread_bomb",
}  # fmt: skip
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

        def run(jobs, **_):
            return runner.run(jobs)

        marked = grade.grade(folder / "in", exercise_set, folder / "out", run, limits, 2)
    question = exercise_set.scheme.auto[0]
    found = {}
    for one, record in marked.files:
        mark = record["marks"][question.id]
        status = mark["status"] if record["state"] == "ok" else record["state"]
        found[one.file] = (mark["credit"] * question.points, status)
    return found


def peers_paper(exercise_set):
    """The paper as a peer needs it: the answer's cells alone, with the check that decides."""
    made = copy.deepcopy(exercise_set.paper.notebook)
    made.cells = [cell for cell in made.cells if _id(cell).startswith(attacking.ANSWER)]
    made.cells[-1].source = CHECK[attacking.ANSWER]
    return made


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def handed_to_peers(exercise_set):
    """{name: (what it tries, points due, notebook)} of attacks and clumsy students."""
    found = {}
    for name in attacking.ATTACKS:
        attack = attacking.read(name)
        found[name] = (attack.tries, attack.cells)
    for name, (what, cells, _) in attacking.CLUMSY.items():
        if name != "a-cell-retyped":
            found[name] = (what, cells)
    return {
        name: (what, attacking.due(f"{name}.ipynb")[0], _in_the_paper(exercise_set, cells))
        for name, (what, cells) in found.items()
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
    yield "| submission | what it is, or tries | due | foursteps | nbgrader | Otter |"
    yield "|---|---|---|---|---|---|"
    for name, (what, due, notebook) in handed_to_peers(exercise_set).items():
        theirs = ("not run", "not run")
        if name not in UNSAFE_FOR_PEERS:
            with tempfile.TemporaryDirectory(dir=scratch / "attacks") as folder:
                first = by_nbgrader(course, Path(folder) / "course", notebook)
            theirs = (first, by_otter(otter, notebook))
        points, status = given[f"{name}.ipynb"]
        yield (
            f"| {name.replace('_', ' ').replace('-', ' ')} | {what} | "
            f"{'any' if due is None else f'{due:g}'} | {points:g} ({status}) | "
            f"{theirs[0]} | {theirs[1]} |"
        )
