"""A practice edition: what practice needs of a set, in one file, without pydantic or YAML.

It holds the set's variants: the notebook of each, its questions, and what the right route and
every misconception lead to. It is packed so that nobody reads an answer by accident. That is no
secrecy: the solutions of the book are public, and a key that lies with a student can be read.
"""

import base64
import json
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from foursteps.judging import answers
from foursteps.judging.answers import Answer
from foursteps.judging.forms import Form
from foursteps.judging.question import (
    KINDS,
    AutomaticQuestion,
    Call,
    Misconception,
    OtherUnit,
    Tolerance,
)

# Plain JSON.
Plain: TypeAlias = dict[str, Any]

FORMAT = 1
SUFFIX = ".practice"
HEAD = "Key of a practice set, packed so that nobody reads it by accident.\n"


class EditionError(ValueError):
    """A file that is no practice edition of this version."""


@dataclass(frozen=True)
class Variant:
    """One variant of a set: its seed and values, the notebook as JSON, questions and key.

    routes: (question id, route) → what came of it; a route is "reference" or "misconception:NAME".
    """

    seed: str
    values: dict[str, Any]
    notebook: Plain
    questions: tuple[AutomaticQuestion, ...]
    routes: dict[tuple[str, str], Form]
    _read: dict[tuple[str, str], Answer] = field(default_factory=dict, compare=False, repr=False)

    def answer(self, question: AutomaticQuestion, route: str = "reference") -> Answer:
        """The Answer that a route gives to a question (read once)."""
        at = (question.id, route)
        if at not in self._read:
            self._read[at] = answers.read(self.routes.get(at, answers.NOTHING))
        return self._read[at]


def pack(set_name: str, variants: Sequence[Variant]) -> str:
    """The text of the file of a set's practice edition."""
    plain = {
        "format": FORMAT,
        "set": set_name,
        "variants": [
            {
                "seed": one.seed,
                "values": one.values,
                "notebook": one.notebook,
                "questions": [_stored(question) for question in one.questions],
                "routes": [[q, route, form] for (q, route), form in sorted(one.routes.items())],
            }
            for one in variants
        ],
    }
    packed = zlib.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8"), 9)
    return HEAD + "\n".join(textwrap.wrap(base64.b64encode(packed).decode(), 120)) + "\n"


def unpack(text: str, set_name: str) -> list[Variant]:
    """The variants in the text of a practice edition. Raises EditionError."""
    try:
        if not text.startswith(HEAD):
            raise ValueError("no head")
        plain = json.loads(zlib.decompress(base64.b64decode(text[len(HEAD) :])))
        if plain["format"] != FORMAT or plain["set"] != set_name:
            raise ValueError("another format or set")
        return [_variant(one) for one in plain["variants"]]
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError) as error:
        raise EditionError(str(error)[:200]) from None


def _variant(plain: Plain) -> Variant:
    return Variant(
        plain["seed"],
        plain["values"],
        plain["notebook"],
        tuple(map(_question, plain["questions"])),
        {(q, route): form for q, route, form in plain["routes"]},
    )


def _stored(question: AutomaticQuestion) -> Plain:
    """A question as plain data, without any code of a solution or of another route."""
    plain = asdict(question)
    plain["alternatives"] = []
    plain["misconceptions"] = [one | {"code": ""} for one in plain["misconceptions"]]
    return plain


def _question(plain: Mapping[str, Any]) -> AutomaticQuestion:
    """The question that `_stored` made plain."""
    made: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    for name, kind in (
        ("misconceptions", Misconception), ("other_units", OtherUnit), ("calls", Call)
    ):  # fmt: skip
        if name in made:
            made[name] = tuple(kind(**one) for one in made[name])
    if "tolerance" in made:
        made["tolerance"] = Tolerance(**made["tolerance"])
    if "columns" in made:
        made["columns"] = {name: Tolerance(**one) for name, one in made["columns"].items()}
    question = KINDS[made["kind"]](**made)
    if not isinstance(question, AutomaticQuestion):
        raise TypeError(f"{question.id} is not marked automatically")
    return question
