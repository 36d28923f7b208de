"""The key of a set: what its own solutions, misconceptions and other routes give today.

The paper is run in the sandbox once as it is, and for every misconception and every alternative
up to its question, with that code in place of the solution. Nothing is typed in by hand, so when
the data are updated, the key follows.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from foursteps.ground import atomic_files
from foursteps.judging import answers
from foursteps.judging.answers import Answer
from foursteps.judging.forms import Form
from foursteps.judging.question import AutomaticQuestion, FunctionQuestion
from foursteps.marker.exercise import paper
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox import Job, Outcome, Run, Wanted

REFERENCE, BLANK = "reference", "blank"


class KeyRunError(RuntimeError):
    """The paper's own solution gave no answer; names file, question and what happened."""


@dataclass(frozen=True)
class Key:
    """Answers of the set's own routes, as the sandbox encoded them.

    `routes` maps (question id, route) to what came back for the question's answer; a route is
    "reference", "blank", "misconception:NAME" or "alternative:NAME".
    """

    routes: dict[tuple[str, str], Form]
    _read: dict[tuple[str, str], Answer] = field(default_factory=dict, compare=False, repr=False)

    def answer(self, question: AutomaticQuestion, route: str = REFERENCE) -> Answer:
        """The Answer that a route gives to a question (read once)."""
        at = (question.id, route)
        if at not in self._read:
            self._read[at] = answers.read(self.routes.get(at, answers.NOTHING))
        return self._read[at]


def cells(exercise_set: ExerciseSet) -> Iterator[tuple[str | None, str, list[str]]]:
    """(question id or None, route, code cells) of every run that the key needs."""
    at, scheme = exercise_set.paper, exercise_set.scheme
    yield None, REFERENCE, at.code()
    yield None, BLANK, paper.blank(at, scheme)
    for question in scheme.auto:
        for kind, routes in (
            ("misconception", question.misconceptions),
            ("alternative", question.alternatives),
        ):
            for route in routes:
                yield question.id, f"{kind}:{route.name}", at.code_of(question.id, route.code)


def wanted(questions: Iterable[AutomaticQuestion]) -> list[Wanted]:
    """What the sandbox shall hand out for these questions."""
    return [Wanted(q.answer, q.kind, _calls(q)) for q in questions]


def _calls(question):
    """The calls of a function as plain data, None for any other question."""
    if not isinstance(question, FunctionQuestion):
        return None
    return [asdict(call) for call in question.calls]


def compute(exercise_set: ExerciseSet, run: Run) -> Key:
    """The Key of a set, computed by `run`.

    Raises KeyRunError when a solution of the paper itself gives no answer.
    """
    scheme = exercise_set.scheme
    by_id = {question.id: question for question in scheme.auto}
    jobs, asked = [], {}
    for question_id, route, code in cells(exercise_set):
        questions = [by_id[question_id]] if question_id else list(scheme.auto)
        name = f"{question_id or 'all'}/{route}"
        jobs.append(Job(name, code, wanted(questions)))
        asked[name] = (questions, route)
    routes: dict[tuple[str, str], Form] = {}
    for outcome in run(jobs):
        questions, route = asked[outcome.key]
        for question in questions:
            given = outcome.answers.get(question.answer, answers.NOTHING)
            routes[question.id, route] = (
                given if given != answers.NOTHING else _lost(outcome, route)
            )
        if route == REFERENCE:
            _complete(exercise_set, questions, routes, outcome)
    return Key(routes)


def _lost(outcome: Outcome, route: str) -> Form:
    """What stands for an answer that a route did not give: why, where that is known."""
    errors = [cell.get("error") for cell in outcome.cells if not cell.get("ok", True)]
    if outcome.status != "ok":
        return {"type": "raised", "error": outcome.status}
    # A blank paper raises on purpose.
    return {"type": "raised", "error": errors[0]} if errors and route != BLANK else answers.NOTHING


def _complete(exercise_set, questions, routes, outcome):
    """Raise KeyRunError for solutions of the paper that gave nothing."""
    faults = []
    for question in questions:
        found = answers.read(routes[question.id, REFERENCE])
        if found.state not in ("value", "results"):
            errors = [c.get("error") for c in outcome.cells if not c.get("ok", True)]
            why = found.error or (errors[0] if errors else outcome.status)
            faults.append(
                f"{exercise_set.paper.path}, question {question.id}: its own solution gives no"
                f" {question.answer!r} ({why}); run the paper and mend it"
            )
    if faults:
        raise KeyRunError("\n".join(faults))


def cached(exercise_set: ExerciseSet, run: Run) -> Key:
    """As `compute`, kept in the user's cache folder as long as nothing it depends on changes."""
    path = cache_folder() / f"{_hash(exercise_set)}.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Key({(q, r): encoded for q, r, encoded in stored})
    except (OSError, ValueError, TypeError):
        pass
    key = compute(exercise_set, run)
    text = json.dumps([[q, r, encoded] for (q, r), encoded in sorted(key.routes.items())])
    try:
        atomic_files.write(path, text, atomic_files.PRIVATE)
    except OSError:
        pass  # without a cache it is computed again next time
    return key


def _hash(exercise_set):
    return hashlib.sha256(f"{exercise_set.name} {exercise_set.fingerprint}".encode()).hexdigest()


def cache_folder() -> Path:
    """Where keys are kept: `foursteps/keys` in XDG_CACHE_HOME, else in ~/.cache."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "foursteps" / "keys"
