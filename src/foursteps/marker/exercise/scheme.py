"""The marking scheme of an exercise set: `exercises/N-stem.yml`, read and validated.

A scheme says what is asked and how answers are compared. It holds no answers: the key is
computed by running the paper (`foursteps.marker.exercise.key`). The fields of a question, with
what each means, are declared once, in `foursteps.judging.question`; pydantic validates a file
against them, and `docs/scheme.schema.json`, by which editors complete a scheme, is made of them.
"""

import ast
import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeAlias

import pydantic
import yaml
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails

from foursteps.ground.near_names import near
from foursteps.ground.parameters_cell import Value
from foursteps.judging.question import (
    KINDS,
    Alternative,
    AnyQuestion,
    AutomaticQuestion,
    ChartQuestion,
    FunctionQuestion,
    Misconception,
    WrittenQuestion,
)
from foursteps.marker.exercise import variants
from foursteps.marker.exercise.variants import Parameter, Values

COLON = "a text with a colon needs quotation marks"
# What YAML holds, before it is known to be a scheme.
Raw: TypeAlias = object
# As pydantic gives it.
JsonSchema: TypeAlias = dict[str, Any]
# Which kind of question it is, its field `kind` says.
_Question: TypeAlias = Annotated[AnyQuestion, pydantic.Field(discriminator="kind")]


class SchemeError(RuntimeError):
    """A scheme that cannot be used; names file, question, field and what to do."""


@dataclass(frozen=True, kw_only=True)
class _File:
    """What the file of a marking scheme holds."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "strict": True}

    title: str = field(metadata={"description": "some words", "min_length": 1})
    minutes: int = field(metadata={"description": "whole minutes", "ge": 1})
    objectives: tuple[Annotated[str, pydantic.Field(min_length=1)], ...] = field(
        metadata={"description": "a list of sentences", "min_length": 1}
    )
    questions: tuple[_Question, ...] = field(
        metadata={"description": "a list of questions", "min_length": 1}
    )
    parameters: dict[str, Parameter] = field(
        default_factory=dict,
        metadata={
            "description": "by name, what the paper's parameters cell assigns and which values it"
            " may take"
        },
    )
    sensible: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "a list of conditions that a variant meets, such as"
            " first_year + 3 <= last_year"
        },
    )


_FILE = pydantic.TypeAdapter(_File)
_QUESTION = pydantic.TypeAdapter(_Question)


@dataclass(frozen=True, kw_only=True)
class Scheme(_File):
    """A validated scheme, with the path of its file.

    as_written: what the file says, of a scheme whose texts say a variant's values.
    """

    path: Path
    as_written: "Scheme | None" = None

    @property
    def name(self) -> str:
        """The set's name, such as `1-security-dilemma`."""
        return self.path.stem

    @cached_property
    def auto(self) -> tuple[AutomaticQuestion, ...]:
        """The questions that are marked automatically."""
        return tuple(q for q in self.questions if isinstance(q, AutomaticQuestion))

    @cached_property
    def written(self) -> tuple[WrittenQuestion, ...]:
        """The questions that a person marks."""
        return tuple(q for q in self.questions if isinstance(q, WrittenQuestion))

    @cached_property
    def variants(self) -> list[Values]:
        """The combinations of values that make sense; none where the set has no parameters."""
        return variants.sensible(self.parameters, self.sensible) if self.parameters else []

    def at(self, values: Mapping[str, Value]) -> "Scheme":
        """The scheme of a variant: its texts and calls say these values, where they say `{name}`."""
        written = self.as_written or self
        plain = {f.name: _plain(getattr(written, f.name)) for f in dataclasses.fields(_File)}
        found = _FILE.validate_json(json.dumps(variants.put(plain, values)))
        return Scheme(path=self.path, as_written=written, **vars(found))

    @property
    def points(self) -> float:
        """All points of the set."""
        return sum(q.points for q in self.questions)


def _plain(value: Any) -> Any:
    """Dataclasses as the plain data that a file would hold, without what was not given."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {f.name: _plain(v) for f, v in given if v != f.default and v not in ((), {})}
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def read(path: str | Path) -> Scheme:
    """The Scheme in the file at `path`. Raises SchemeError with every fault, a line each."""
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
        if told == "mapping values are not allowed here":
            told = COLON
        raise SchemeError(f"{path}{line}: not valid YAML: {told}") from None
    return build(data, path)


def build(data: Raw, path: str | Path) -> Scheme:
    """The Scheme of already parsed `data`. Raises SchemeError."""
    path = Path(path)
    if not isinstance(data, dict):
        raise SchemeError(
            f"{path}: a scheme is a mapping with title, minutes, objectives, questions"
        )
    try:
        # As JSON: there a number is no text, and a list is as good as a tuple.
        text = json.dumps(data, default=str, ensure_ascii=False).encode()
    except ValueError as error:  # half a character, or a part that holds itself
        raise SchemeError(f"{path}: cannot be read as data: {error}") from None
    faults, found = [], None
    try:
        found = _FILE.validate_json(text)
    except pydantic.ValidationError as error:
        wrong = error.errors(include_url=False)
        faults = [_in_words(one, data, path) for one in wrong if not _follows(one)]
    questions = data.get("questions")
    questions = questions if isinstance(questions, list) else []
    for number, question in enumerate(map(_sound, questions), 1):
        if question is not None:
            where = f"{path}, question {number} ({question.id})"
            faults += [f"{where}, {fault}" for fault in _sense(question)]
    faults += _twice(questions, path)
    if found is not None:
        faults += [f"{path}, {fault}" for fault in _parameter_faults(found)]
    if faults or found is None:
        raise SchemeError("\n".join(faults))
    return Scheme(path=path, **vars(found))


def _parameter_faults(file: _File) -> Iterator[str]:
    """What is wrong with the parameters, and with texts that name none."""
    if not file.parameters:
        if file.sensible:
            yield "field sensible: there are no parameters to which the conditions could apply"
        return
    for name in file.parameters:
        if not name.isidentifier() or name.startswith("_"):
            yield f"field parameters.{name}: no name that Python code could read; rename it"
    yield from (wrong := list(variants.faults(file.parameters, file.sensible)))
    if not wrong and len(variants.sensible(file.parameters, file.sensible)) < 2:
        yield "field sensible: fewer than two combinations are left: loosen the conditions"
    for question in file.questions:
        for text in _texts(_plain(question)):
            for found in variants.FIELD.finditer(text):
                if found[1] not in file.parameters:
                    known = ", ".join(file.parameters)
                    yield (
                        f"question {question.id}: {found[0]} names no parameter; known are {known}"
                    )


def _texts(plain: Any) -> Iterator[str]:
    """The texts in plain data, without code."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            if name != "code":
                yield from _texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _texts(value)
    elif isinstance(plain, str):
        yield plain


def _sound(question: Raw) -> AnyQuestion | None:
    """A question by itself, so that it is looked at though others have faults; None if it has."""
    try:
        return _QUESTION.validate_json(json.dumps(question, default=str))
    except pydantic.ValidationError:
        return None


def _twice(questions: Sequence[Raw], path: Path) -> Iterator[str]:
    """Ids and answers that two questions share."""
    for name in ("id", "answer"):
        given = [str(q[name]) for q in questions if isinstance(q, dict) and q.get(name)]
        for twice in sorted({value for value in given if given.count(value) > 1}):
            yield f"{path}: two questions have the {name} {twice!r}: give each its own"


# ---- what is wrong, in words

_TYPES = {
    "string_type": "no text",
    "float_type": "no number",
    "int_type": "no whole number",
    "bool_type": "neither true nor false",
    "tuple_type": "no list",
    "dict_type": "no mapping",
    "dataclass_type": "no mapping",
}
_BOUNDS = {
    "greater_than": "less than or equal to {gt:g}",
    "greater_than_equal": "less than {ge:g}",
    "less_than": "greater than or equal to {lt:g}",
    "too_short": "too short: {actual_length} of at least {min_length}",
    "string_too_short": "empty",
    "string_pattern_mismatch": "not of the right form",
}


def _follows(error: ErrorDetails) -> bool:
    """Whether a list is too short only because some of its items have faults of their own."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _in_words(error: ErrorDetails, data: dict[str, Any], path: Path) -> str:
    """A fault that pydantic found as "file, question N (id), field a[1].b: what; what to do"."""
    where, at = str(path), error["loc"]
    if len(at) > 1 and at[0] == "questions":
        number = int(at[1])
        question = data["questions"][number]
        where += f", question {number + 1}"
        if not isinstance(question, dict):
            return f"{where}: a question is a mapping"
        if question.get("id"):
            where += f" ({question['id']})"
        if len(at) == 2:
            given = f"{question['kind']!r} is no kind: write" if "kind" in question else "missing:"
            return f"{where}, field kind: {given} one of {', '.join(KINDS)}"
    field_ = ""
    for part in at[3 if at[0] == "questions" and len(at) > 3 else 0 :]:
        field_ += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return f"{where}, field {field_.lstrip('.')}: {_what(error)}"


def _what(error: ErrorDetails) -> str:
    """What is wrong with a field, and what to write there."""
    kind, given, bounds = error["type"], error["input"], error.get("ctx", {})
    told, known = _declared(error["loc"])
    if kind == "missing":
        return f"missing; add it: {told}"
    if kind == "unexpected_keyword_argument":
        found = near(str(error["loc"][-1]), known, most=1)
        meant = f", perhaps {found[0]} is meant" if found else ""
        return f"not known here{meant}; known are {', '.join(known)}"
    if kind == "literal_error":
        wrong = f"not one of [{bounds['expected'].replace(' or ', ', ')}]"
    elif kind in _BOUNDS:
        wrong = _BOUNDS[kind].format(**bounds)
    elif kind in _TYPES:
        wrong = _TYPES[kind]
    else:
        return f"{error['msg'][:200]}; write {told}"
    if kind == "string_type" and isinstance(given, dict):
        wrong += f" ({COLON})"
    return f"{repr(given)[:80]} is {wrong}; write {told}"


def _declared(at: tuple[int | str, ...]) -> tuple[str, list[str]]:
    """What the place of a fault is declared to be, and the fields that are known beside it."""
    whole = json_schema()
    told, node, known = "", whole, list(whole["properties"])
    for part in at:
        if "discriminator" in node:
            node = {"$ref": node["discriminator"]["mapping"][part]}
        elif isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part, node.get("additionalProperties") or {})
        own = node.get("description")
        if "$ref" in node:
            node = whole["$defs"][node["$ref"].rpartition("/")[2]]
            known = list(node["properties"])
            own = own or f"a mapping with {', '.join(known)}"
        told = own or told
    return told, known


def _sense(question: AnyQuestion) -> Iterator[str]:
    """Faults of a well-formed question that a schema does not see."""
    if isinstance(question, AutomaticQuestion):
        yield from _routes(question.answer, "misconceptions", question.misconceptions)
        yield from _routes(question.answer, "alternatives", question.alternatives)
    if isinstance(question, WrittenQuestion):
        best = sum(max(level.points for level in c.levels) for c in question.rubric)
        if abs(best - question.points) > 1e-9:
            yield (
                f"field rubric: the best levels give {best:g} points, the question has"
                f" {question.points:g}: make them agree"
            )
    match question:
        case FunctionQuestion(returns="choice", options=()):
            yield "field options: missing; a function that returns a choice needs the options"
        case ChartQuestion(aspects=aspects, channels=()) if "data" in aspects:
            yield "field channels: missing; say which channels' data count, such as [x, y]"


def _routes(answer: str, kind: str, routes: Sequence[Misconception | Alternative]) -> Iterator[str]:
    """What is wrong with the code and the names of other routes to an answer."""
    names = [route.name for route in routes]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield f"field {kind}: the name {twice!r} stands twice: give each its own"
    for n, route in enumerate(routes, 1):
        where = f"field {kind}[{n}].code"
        try:
            tree = ast.parse(route.code)
        except SyntaxError as error:
            yield f"{where}: not Python (line {error.lineno}: {error.msg})"
            continue
        defined = {getattr(node, "id", getattr(node, "name", "")) for node in ast.walk(tree)}
        if answer not in defined:
            yield f"{where}: does not define {answer!r}; it replaces the whole solution cell"


# ---- the schema for editors


class _WithoutTitles(GenerateJsonSchema):
    """The names of fields are titles enough."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


@cache
def json_schema() -> JsonSchema:
    """The JSON schema of a scheme's file, with what every field means."""
    made = _FILE.json_schema(schema_generator=_WithoutTitles)
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The marking scheme of an exercise set",
    }
    return about | {name: value for name, value in made.items() if name != "title"}


def json_schema_text() -> str:
    """The JSON schema as its file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _loader() -> type[yaml.SafeLoader]:
    """A safe YAML loader that refuses a key given twice, which YAML would silently drop.

    A date stays the text that it is in the file.
    """

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: ClassVar = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    def mapping(loader: Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
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
