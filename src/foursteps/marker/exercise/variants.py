"""The variants of a set: which values its parameters may take, and which are drawn for whom.

A seed (any word) stands for one variant: its values are drawn from the set's name and the seed,
so that whoever knows the seed knows the values, and nothing else has to be kept. A student's own
seed is made of a secret and the student's id, so that nobody can make another's.
"""

import ast
import hashlib
import hmac
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, TypeAlias

import pydantic

from foursteps.ground.parameters_cell import Value
from foursteps.ground.vega_lite import Json

Values: TypeAlias = dict[str, Value]

FIELD = re.compile(r"\{([A-Za-z_]\w*)\}")  # where a text of a scheme says a parameter's value
SEED = re.compile(r"[\w.-]{1,40}\Z", re.ASCII)
MOST = 100_000  # combinations that are looked through
# What a condition may be made of: names, plain values, comparisons and sums.
_PARTS = (
    *(ast.Expression, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.Not, ast.UnaryOp, ast.USub),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Name, ast.Load, ast.Constant),
    *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    *(ast.Tuple, ast.List),
)


class SeedError(RuntimeError):
    """A word that cannot be a seed."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What one name of the parameters cell may be."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "strict": True}

    what: Annotated[str, pydantic.Field(min_length=1)] = field(
        metadata={"description": "what the value is, in some words"}
    )
    values: tuple[bool | int | float | str, ...] = field(
        metadata={"description": "a list of the values it may take", "min_length": 2}
    )


def faults(parameters: Mapping[str, Parameter], conditions: Sequence[str]) -> Iterator[str]:
    """What is wrong with conditions on these parameters, as "field …: what; what to do"."""
    for n, condition in enumerate(conditions, 1):
        where = f"field sensible[{n}]"
        try:
            tree = ast.parse(condition, mode="eval")
        except (SyntaxError, ValueError):
            yield f"{where}: not Python: {condition!r}; write such as first_year < last_year"
            continue
        odd = [node for node in ast.walk(tree) if not isinstance(node, _PARTS)]
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        unknown = sorted(names - set(parameters))
        if odd:
            yield f"{where}: only names, values, comparisons and sums; {ast.unparse(odd[0])!r} is none"
        elif unknown:
            yield f"{where}: {unknown[0]!r} is no parameter; known are {', '.join(parameters)}"
    count = 1
    for parameter in parameters.values():
        count *= len(parameter.values)
    if count > MOST:
        yield f"field parameters: {count} combinations, more than {MOST}: give fewer values"


def sensible(parameters: Mapping[str, Parameter], conditions: Sequence[str]) -> list[Values]:
    """Every combination of values that meets all conditions, in an order that stays."""
    tests = [compile(condition, "sensible", "eval") for condition in conditions]
    found = []
    for values in itertools.product(*(p.values for p in parameters.values())):
        named = dict(zip(parameters, values, strict=True))
        # Looked through above: nothing in a condition can call or reach anything.
        if all(eval(test, {"__builtins__": {}}, named) for test in tests):
            found.append(named)
    return found


def drawn(set_name: str, variants: Sequence[Values], seed: str) -> Values:
    """The variant that a seed stands for. Raises SeedError for what cannot be one."""
    if not SEED.match(seed):
        raise SeedError(
            f"{seed!r} cannot be a seed: up to 40 letters, digits, dots, hyphens and underscores"
        )
    digest = hashlib.sha256(f"{set_name}\0{seed}".encode()).digest()
    return variants[int.from_bytes(digest[:8]) % len(variants)]


def seed_of(secret: bytes, set_name: str, student: str) -> str:
    """The seed of a student: nobody without the secret can make it, or another's."""
    text = f"{set_name}\0{student}".encode("utf-8", "backslashreplace")
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:12]


def put(plain: Json, values: Mapping[str, Value]) -> Json:
    """Plain data with `{name}` replaced by a parameter's value in all texts but code.

    A text that is `{name}` alone becomes the value itself, as an argument of a call may be.
    """
    if isinstance(plain, dict):
        return {k: v if k == "code" else put(v, values) for k, v in plain.items()}
    if isinstance(plain, (list, tuple)):
        return [put(item, values) for item in plain]
    if not isinstance(plain, str):
        return plain
    alone = FIELD.fullmatch(plain)
    if alone and alone[1] in values:
        return values[alone[1]]
    return FIELD.sub(lambda m: str(values[m[1]]) if m[1] in values else m[0], plain)
