"""Every attack on the sandbox, run together in one class, so that each could harm the others.

An attack is a file of `attacks/`: its cells stand between `# %%` lines, and its head says what
is due: `right` (its answer is 42 and counts), `wrong`, `missing` or `any`, and with which status.
What it got through, it notes in the list `got`, which is to be empty.
"""

import random
import re
import time
from pathlib import Path

import pytest

from foursteps.marking.sandbox import Job, Wanted
from foursteps.marking.values import BadValue, decode

FOLDER = Path(__file__).parent / "attacks"
ATTACKS = sorted(path.stem for path in FOLDER.glob("*.cells"))
HONEST = 6


def read(name):
    """What is due and with which status, and the cells of an attack."""
    head, *cells = re.split(r"(?m)^# %%\n", (FOLDER / f"{name}.cells").read_text())
    due, status = re.search(r"# due: (\w+)(?:, (\w+))?", head).groups()
    return due, status or "any", cells


def job(key, cells):
    return Job(key, cells, [Wanted("answer", "number"), Wanted("got", "list")])


@pytest.fixture(scope="module")
def outcomes(runner):
    """The outcomes of one class of all attacks and some honest submissions, in random order."""
    jobs = [job(name, read(name)[2]) for name in ATTACKS]
    jobs += [job(f"honest-{n}", read("honest")[2]) for n in range(HONEST)]
    random.Random(42).shuffle(jobs)
    found = list(runner.run(jobs))
    assert sorted(o.key for o in found) == sorted(j.key for j in jobs)
    return {outcome.key: outcome for outcome in found}


def judged(outcome):
    """What the answer is worth: right, wrong or missing."""
    form = outcome.answers.get("answer", {"type": "missing"})
    if form["type"] in ("missing", "timeout"):
        return "missing"
    began = time.process_time()
    try:
        value = decode(form)
    except BadValue:
        value = None
    assert time.process_time() - began < 5, "decoding an answer takes too long"
    return "right" if isinstance(value, int | float) and value == 42 else "wrong"


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(outcomes, name):
    due, status, _ = read(name)
    outcome = outcomes[name]
    assert status in ("any", outcome.status), outcome
    assert due in ("any", judged(outcome)), outcome
    got = outcome.answers.get("got", {})
    assert got.get("items", []) == [], outcome


@pytest.mark.parametrize("number", range(HONEST))
def test_honest_neighbours_keep_their_marks(outcomes, number):
    outcome = outcomes[f"honest-{number}"]
    assert outcome.status == "ok"
    assert judged(outcome) == "right"


def table(found):
    """The attacks as a Markdown table: what each tries, what is due, and what it got."""
    yield "| attack | what it tries | due | mark | status |"
    yield "|---|---|---|---|---|"
    for name in ATTACKS:
        due, _, _ = read(name)
        first = (FOLDER / f"{name}.cells").read_text().splitlines()[0].removeprefix("# ")
        told = "" if first.startswith("due:") else first
        outcome = found[name]
        words = name.replace("_", " ")
        yield f"| {words} | {told} | {due} | {judged(outcome)} | {outcome.status} |"


def test_the_table_has_a_line_for_every_attack(outcomes):
    lines = list(table(outcomes))
    print(*lines, sep="\n")
    assert len(lines) == len(ATTACKS) + 2
