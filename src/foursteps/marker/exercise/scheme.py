"""The marking scheme of an exercise set: `exercises/N-stem.yml`, read and validated.

A scheme says what is asked and how answers are compared. It holds no answers: the key is
computed by running the paper (`foursteps.marker.exercise.key`).
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

KINDS = ("number", "choice", "set", "series", "dataframe", "function", "chart", "written")
RETURNS = ("number", "choice", "set", "series", "dataframe")
ASPECTS = ("mark", "types", "data", "scale", "zero", "title", "axis-titles")
LEVELS = {1: "compute", 2: "apply", 3: "analyse"}

_ID = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_NAME = "^[A-Za-z_][A-Za-z0-9_]*$"
_TOLERANCE = {
    "type": "object",
    "description": "how far a number may be off: rtol (a fraction) and atol (in the unit)",
    "properties": {
        "rtol": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
        "atol": {"type": "number", "minimum": 0},
    },
    "additionalProperties": False,
}
_TEXT = {"type": "string", "minLength": 1, "description": "some words"}
_CREDIT = {
    "type": "number",
    "minimum": 0,
    "exclusiveMaximum": 1,
    "description": "a fraction of the points, at least 0 and below 1",
}
_CODE = {
    "type": "string",
    "minLength": 1,
    "description": "Python that stands in place of the whole solution cell",
}


def _mapping(required, properties, told):
    return {
        "type": "object",
        "description": told,
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _items(of, told, least=0):
    return {"type": "array", "items": of, "minItems": least, "description": told}


_MISCONCEPTION = _mapping(
    ["name", "code", "hint", "credit"],
    {
        "name": {"type": "string", "pattern": _ID, "description": "small letters and hyphens"},
        "code": _CODE,
        "hint": _TEXT,
        "credit": _CREDIT,
    },
    "a misconception: name, code, hint, credit",
)
_ALTERNATIVE = _mapping(
    ["name", "code"],
    {"name": _TEXT, "code": _CODE},
    "another right route: name and code",
)
_CALL = _mapping(
    [],
    {"args": {"type": "array"}, "kwargs": {"type": "object"}},
    "one call of the function: args (a list) and kwargs (a mapping)",
)
_LEVEL = _mapping(
    ["points", "what", "anchor"],
    {"points": {"type": "number", "minimum": 0}, "what": _TEXT, "anchor": _TEXT},
    "a level: points, what earns them, an anchor answer",
)
_CRITERION = _mapping(
    ["criterion", "levels"],
    {"criterion": _TEXT, "levels": _items(_LEVEL, "levels, best first", 2)},
    "a criterion with its levels",
)
_UNIT = _mapping(
    ["unit", "factor", "credit"],
    {
        "unit": _TEXT,
        "factor": {"type": "number", "exclusiveMinimum": 0},
        "credit": _CREDIT,
        "hint": _TEXT,
    },
    "another unit in which the answer may stand by mistake: unit, factor (answer × factor), credit",
)

# Fields that every question may have, then those of single kinds.
_COMMON = {
    "id": {"type": "string", "pattern": _ID, "description": "small letters, digits and hyphens"},
    "title": _TEXT,
    "level": {"enum": [1, 2, 3], "description": "1 compute, 2 apply, 3 analyse"},
    "kind": {"enum": list(KINDS), "description": f"one of {', '.join(KINDS)}"},
    "points": {"type": "number", "exclusiveMinimum": 0, "description": "more than 0"},
}
_AUTO = {
    "answer": {"type": "string", "pattern": _NAME, "description": "the name of a variable"},
    "misconceptions": _items(_MISCONCEPTION, "a list of misconceptions"),
    "alternatives": _items(_ALTERNATIVE, "a list of other right routes"),
}
_ORDERED = {"type": "boolean", "description": "true if the order counts"}
_OPTIONS = _items(
    {"type": "string", "minLength": 1}, "the options, such as [A, B, C] (quote yes and no)", 2
)
_COLUMNS = {"type": "object", "additionalProperties": _TOLERANCE, "description": "by column"}
_CASE = {"type": "boolean", "description": "true if capitals do not count"}
_IN_UNITS = {
    "unit": _TEXT,
    "tolerance": _TOLERANCE,
    "other_units": _items(_UNIT, "a list of other units"),
}
_OWN = {
    "number": _IN_UNITS,
    "choice": {"options": _OPTIONS},
    "set": {"tolerance": _TOLERANCE, "ordered": _ORDERED, "ignore_case": _CASE},
    "series": {**_IN_UNITS, "ordered": _ORDERED},
    "dataframe": {
        "tolerance": _TOLERANCE,
        "ordered": _ORDERED,
        "columns": _COLUMNS,
        "index": {"type": "boolean", "description": "true if the row labels count"},
    },
    "function": {
        "calls": _items(_CALL, "the calls to compare, at least one", 1),
        "returns": {"enum": list(RETURNS), "description": f"one of {', '.join(RETURNS)}"},
        "tolerance": _TOLERANCE,
        "ordered": _ORDERED,
        "options": _OPTIONS,
        "columns": _COLUMNS,
        "ignore_case": _CASE,
    },
    "chart": {
        "aspects": _items({"enum": list(ASPECTS)}, f"some of {', '.join(ASPECTS)}", 1),
        "channels": _items({"type": "string"}, "the channels whose data count, such as [x, y]", 1),
        "tolerance": _TOLERANCE,
    },
    "written": {"rubric": _items(_CRITERION, "a list of criteria", 1)},
}
_NEEDED = {"choice": ["options"], "function": ["calls"], "chart": ["aspects"]}


def _question(kind):
    """The JSON schema of a question of one kind."""
    own = dict(_OWN[kind])
    if kind != "written":
        own |= _AUTO
    needed = ["id", "title", "level", "kind", "points"]
    needed += ["rubric"] if kind == "written" else ["answer", *_NEEDED.get(kind, [])]
    return _mapping(needed, _COMMON | own, "a question")


_TOP = _mapping(
    ["title", "minutes", "objectives", "questions"],
    {
        "title": _TEXT,
        "minutes": {"type": "integer", "minimum": 1, "description": "whole minutes"},
        "objectives": _items(_TEXT, "a list of sentences", 1),
        "questions": _items({"type": "object"}, "a list of questions", 1),
    },
    "title, minutes, objectives, questions",
)


class SchemeError(RuntimeError):
    """A scheme that cannot be used; names file, question, field and what to do."""


@dataclass(frozen=True)
class Question:
    """One question of a scheme; `more` holds the fields of its kind."""

    id: str
    title: str
    level: int
    kind: str
    points: float
    answer: str | None = None
    misconceptions: tuple = ()
    alternatives: tuple = ()
    more: dict = field(default_factory=dict)

    @property
    def stars(self):
        """The level as stars, ★ to ★★★."""
        return "★" * self.level

    @property
    def slips(self):
        """Misconceptions and wrong units, each a dict with name, hint and credit."""
        units = [
            {
                "name": "unit-" + "-".join(other["unit"].split()).lower(),
                "hint": other.get("hint")
                or f"This is the right amount in another unit ({other['unit']}); the question"
                f" asks for {self.more.get('unit', 'its own unit').replace('%', 'percent')}.",
                "credit": other["credit"],
                "factor": other["factor"],
            }
            for other in self.more.get("other_units", [])
        ]
        return [*self.misconceptions, *units]


@dataclass(frozen=True)
class Scheme:
    """A validated scheme: `path`, `title`, `minutes`, `objectives`, `questions`."""

    path: Path
    title: str
    minutes: int
    objectives: tuple
    questions: tuple

    @property
    def name(self):
        """The set's name, such as `1-security-dilemma`."""
        return self.path.stem

    @cached_property
    def auto(self):
        """The questions that are marked automatically."""
        return tuple(q for q in self.questions if q.kind != "written")

    @cached_property
    def written(self):
        """The questions that a person marks."""
        return tuple(q for q in self.questions if q.kind == "written")

    @property
    def points(self):
        """All points of the set."""
        return sum(q.points for q in self.questions)


def read(path):
    """The Scheme in the file at `path`. Raises SchemeError with every fault, a line each."""
    import yaml

    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SchemeError(
            f"{path}: no such file. A set is two files side by side, {path.stem}.ipynb (the paper)"
            f" and {path.stem}.yml (the marking scheme)."
        ) from None
    except UnicodeDecodeError:
        raise SchemeError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    try:
        data = yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        told = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise SchemeError(f"{path}{line}: not valid YAML: {told}") from None
    return build(data, path)


def build(data, path):
    """The Scheme of already parsed `data`. Raises SchemeError."""
    path = Path(path)
    faults = list(_faults(data, path))
    if faults:
        raise SchemeError("\n".join(faults))
    return Scheme(
        path,
        data["title"],
        data["minutes"],
        tuple(data["objectives"]),
        tuple(_made(question) for question in data["questions"]),
    )


def _made(question):
    """A Question of its validated mapping."""
    known = {"id", "title", "level", "kind", "points", "answer", "misconceptions", "alternatives"}
    plain = {k: v for k, v in question.items() if k in known}
    for name in ("misconceptions", "alternatives"):
        plain[name] = tuple(plain.get(name) or ())
    return Question(**plain, more={k: v for k, v in question.items() if k not in known})


def _faults(data, path):
    """Everything that is wrong, as sentences."""
    if not isinstance(data, dict):
        yield f"{path}: a scheme is a mapping with {_TOP['description']}"
        return
    yield from (f"{path}, {fault}" for fault in _errors(data, _TOP))
    questions = data.get("questions")
    if not isinstance(questions, list):
        return
    for number, question in enumerate(questions, 1):
        where = f"{path}, question {number}"
        if not isinstance(question, dict):
            yield f"{where}: a question is a mapping"
            continue
        if question.get("id"):
            where += f" ({question['id']})"
        kind = question.get("kind")
        if kind not in KINDS:
            yield f"{where}, field kind: {kind!r} is no kind: write one of {', '.join(KINDS)}"
            continue
        found = [f"{where}, {fault}" for fault in _errors(question, _question(kind))]
        yield from found or (f"{where}, {fault}" for fault in _sense(question))
    for name in ("id", "answer"):
        given = [q.get(name) for q in questions if isinstance(q, dict) and q.get(name)]
        for twice in sorted({str(v) for v in given if given.count(v) > 1}):
            yield f"{path}: two questions have the {name} {twice!r}: give each its own"


def _errors(data, schema):
    """The schema's faults as "field a[1].b: what is wrong; what to do"."""
    import jsonschema

    found = jsonschema.Draft202012Validator(schema).iter_errors(data)
    for error in sorted(found, key=lambda e: list(map(str, e.absolute_path))):
        field_ = ""
        for part in error.absolute_path:
            field_ += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
        told = error.schema.get("description")
        if error.validator == "additionalProperties":
            known = ", ".join(error.schema["properties"])
            extra = ", ".join(sorted(set(error.instance) - set(error.schema["properties"])))
            yield f"field {(field_ + '.' + extra).lstrip('.')}: not known here; known are {known}"
        elif error.validator == "required":
            lacking = [n for n in error.validator_value if n not in error.instance]
            for name in lacking:
                if f"'{name}'" in error.message:
                    yield f"field {(field_ + '.' + name).lstrip('.')}: missing; add it"
        else:
            text = f"field {field_.lstrip('.')}: {error.message[:200]}"
            yield text + (f"; write {told}" if told else "")


def _sense(question):
    """Faults of a well-formed question that a schema does not see."""
    import ast

    answer = question.get("answer")
    slips = question.get("misconceptions") or []
    for kind, items in (("misconceptions", slips), ("alternatives", question.get("alternatives"))):
        names = [item["name"] for item in items or []]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            yield f"field {kind}: the name {twice!r} stands twice: give each its own"
        for n, item in enumerate(items or [], 1):
            where = f"field {kind}[{n}].code"
            try:
                tree = ast.parse(item["code"])
            except SyntaxError as error:
                yield f"{where}: not Python (line {error.lineno}: {error.msg})"
                continue
            names = {getattr(node, "id", getattr(node, "name", "")) for node in ast.walk(tree)}
            if answer not in names:
                yield f"{where}: does not define {answer!r}; it replaces the whole solution cell"
    if question["kind"] == "written":
        best = sum(max(l["points"] for l in c["levels"]) for c in question["rubric"])
        if abs(best - question["points"]) > 1e-9:
            yield (
                f"field rubric: the best levels give {best:g} points, the question has"
                f" {question['points']:g}: make them agree"
            )
    returns_choice = question["kind"] == "function" and question.get("returns") == "choice"
    if returns_choice and not question.get("options"):
        yield "field options: missing; a function that returns a choice needs the options"
    draws_data = question["kind"] == "chart" and "data" in question["aspects"]
    if draws_data and not question.get("channels"):
        yield "field channels: missing; say which channels' data count, such as [x, y]"


def _loader():
    """A safe YAML loader that refuses a key given twice, which YAML would silently drop."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def mapping(loader, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = loader.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field {name!r} stands twice", key.start_mark
                )
            seen.add(name)
        return yaml.SafeLoader.construct_mapping(loader, node, deep)

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    return Loader
