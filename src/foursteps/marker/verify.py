"""`foursteps verify`: the proof that a set is marked as its scheme says.

For every question: the reference gets full marks, every other right route gets full marks,
blank gets none, and every misconception gets its own credit and its own hint. Values that
coincide on today's data make the proof fail.
"""

import ast
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from foursteps.judging import answers, compare
from foursteps.judging.judge import judge
from foursteps.judging.question import AutomaticQuestion
from foursteps.marker.exercise import key, sets
from foursteps.marker.exercise import paper as papers
from foursteps.marker.exercise.key import Key
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Run


@dataclass(frozen=True)
class Line:
    """One line of the proof: what was tried, what was due, what was given, why it failed."""

    question: str
    route: str
    due: float
    given: float
    fault: str = ""


def lines(exercise_set: ExerciseSet, reference: Key) -> Iterator[Line]:
    """Every Line of a set's proof, in the order of its questions."""
    for question in exercise_set.scheme.auto:
        yield from _question_lines(question, reference)


def _question_lines(question, reference):
    yield _line(question, reference, key.REFERENCE, 1.0)
    yield _line(question, reference, key.BLANK, 0.0, "missing")
    for route in question.alternatives:
        yield _line(question, reference, f"alternative:{route.name}", 1.0)
    seen: dict[str, answers.Answer] = {}
    for slip in question.slips:
        if slip.factor is not None:
            ours = reference.answer(question)
            there = answers.Answer("value", _times(ours.value, slip.factor))
            route = f"misconception:{slip.name}"
            mark = judge(question, reference, there)
        else:
            route = f"misconception:{slip.name}"
            there = reference.answer(question, route)
            mark = judge(question, reference, there)
        fault = ""
        if there.state not in ("value", "results"):
            fault = f"its code gives no answer ({there.error or there.state})"
        elif mark.status == "correct":
            fault = "its value is right on today's data: change the question or the misconception"
        elif mark.misconception != slip.name:
            fault = f"it is taken for {mark.misconception or 'no misconception'}"
        elif mark.hint != slip.hint:
            fault = "another hint is given"
        for name, other in seen.items():
            given = there.state in ("value", "results")
            if given and not fault and compare.same(question, other, there):
                fault = f"its value is that of {name} on today's data"
        seen[slip.name] = there
        if not fault and abs(mark.credit - slip.credit) > 1e-12:
            fault = "another credit is given"
        yield Line(question.id, route, slip.credit, mark.credit, fault)


def _times(value, factor):
    """A number, or a Series of numbers, in another unit."""
    return value * factor


def _line(question, reference, route, due, status=None):
    """The Line of a route that is due all or nothing."""
    answer = reference.answer(question, route)
    mark = judge(question, reference, answer)
    fault = ""
    if abs(mark.credit - due) > 1e-12:
        fault = mark.reason or mark.status
    elif status and mark.status != status:
        fault = f"its status is {mark.status}, {status} was expected"
    elif route == key.REFERENCE and answer.state == "value" and _empty(answer.value):
        fault = "the key itself is missing (NaN, None or nothing in it): look at the data"
    return Line(question.id, route, due, mark.credit, fault)


def _empty(value):
    """Whether a value is no answer to anything: NaN, None, or a collection without elements."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def table(exercise_set: ExerciseSet, proof: list[Line], out: TextIO) -> None:
    """Print the proof as a table of plain text."""
    points = {q.id: q.points for q in exercise_set.scheme.questions}
    print(f"\n{exercise_set.name}: {exercise_set.scheme.title}", file=out)
    width = max((len(line.route) for line in proof), default=0)
    last = None
    for line in proof:
        if line.question != last:
            print(f"  {line.question} ({points[line.question]:g} points)", file=out)
            last = line.question
        good = "ok  " if not line.fault else "FAIL"
        worth = points[line.question]
        sums = f"due {line.due * worth:5.2f}  given {line.given * worth:5.2f}"
        print(f"    {good}  {line.route:{width}}  {sums}  {line.fault}".rstrip(), file=out)


def _variants(
    exercise_set: ExerciseSet, reference: Key, run: Run, seeds: int, out: TextIO
) -> list[Line]:
    """Prove variants of a set, printing what fails in which; returns all lines."""
    every, keys = [], [reference]
    for number in range(1, seeds + 1):
        one = exercise_set.variant(str(number))
        keys.append(key.compute(one, run))
        proof = list(lines(one, keys[-1]))
        for line in proof:
            if line.fault:
                values = ", ".join(f"{k} = {v!r}" for k, v in one.paper.parameters.items())
                told = f"{line.question}  {line.route}  {line.fault}  ({values})"
                print(f"  FAIL  seed {number}: {told}", file=out)
        every += proof
    bad = sum(bool(line.fault) for line in every)
    found = [own_values_written_out(exercise_set, q) for q in exercise_set.scheme.auto]
    for line in (line for lines_ in found for line in lines_):
        every.append(line)
        print(f"  FAIL  {line.question}  {line.route}  {line.fault}", file=out)
    alike = [q.id for q in exercise_set.scheme.auto if _alike(q, keys)]
    print(f"  {seeds} variants: {len(every) - bad} of {len(every)} lines hold", file=out)
    if alike:
        print(f"  one answer in all of them: {', '.join(alike)}", file=out)
    return every


def _alike(question, keys):
    """Whether a question has one answer in all variants."""
    first, *others = (one.answer(question) for one in keys)
    return all(compare.same(question, first, other) for other in others)


def own_values_written_out(
    exercise_set: ExerciseSet, question: AutomaticQuestion
) -> Iterator[Line]:
    """A Line for each other route in which the paper's own value stands instead of its name.

    In another variant no student could meet such a misconception.
    """
    at = exercise_set.paper
    solution = next(c.source for c in at.notebook.cells if papers.grade_id(c) == question.id)
    values = {n: v for n, v in at.parameters.items() if n in _names(solution)}
    for kind, routes in (
        ("misconception", question.misconceptions),
        ("alternative", question.alternatives),
    ):
        for route in routes:
            names, texts = _names(route.code), _constants(route.code)
            for name, value in values.items():
                # Small numbers mean many things.
                tells = len(str(value)) >= 4
                if tells and name not in names and any(str(value) in text for text in texts):
                    fault = f"it holds {value!r} where the solution reads {name}: read it too"
                    yield Line(question.id, f"{kind}:{route.name}", 0, 0, fault)


def _names(code):
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _constants(code):
    found = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return [str(value) for value in found]


def verify(
    names: list[str],
    run: Run,
    out: TextIO | None = None,
    folder: Path | str = sets.FOLDER,
    seeds: int = 0,
) -> int:
    """Prove the sets called `names` (all, if none); returns the number of lines that failed.

    seeds: of each set with parameters, so many variants are proved as well.
    """
    out = out or sys.stdout
    failed = total = 0
    names = list(names) or sets.names(folder)
    if not names:
        raise sets.SetError(f"There are no exercise sets in {folder}/ here.")
    for name in names:
        exercise_set = sets.read(name, folder)
        # Never from the cache: this is the proof that the key is what the paper gives.
        reference = key.compute(exercise_set, run)
        proof = list(lines(exercise_set, reference))
        table(exercise_set, proof, out)
        total += len(proof)
        failed += sum(bool(line.fault) for line in proof)
        if seeds and exercise_set.scheme.parameters:
            more = _variants(exercise_set, reference, run, seeds, out)
            total += len(more)
            failed += sum(bool(line.fault) for line in more)
    verdict = f"{failed} of {total} lines FAILED" if failed else f"all {total} lines hold"
    print(f"\n{verdict}.", file=out)
    return failed
