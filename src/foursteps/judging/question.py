"""What a question asks and how its answer is compared: plain dataclasses, one a kind.

Each field is declared here once, with what it means and which values it may have. The marking
scheme is validated against these declarations and its JSON schema is made from them
(`foursteps.marker.exercise.scheme`); what compares answers reads them as they are. Nothing in
here needs YAML or pydantic, and every field is plain JSON, so that a question can be stored as
`dataclasses.asdict` gives it.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

ID = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
NAME = "^[A-Za-z_][A-Za-z0-9_]*$"
RTOL = 1e-6  # where a scheme gives no tolerance: the last digits of another route

Returns: TypeAlias = Literal["number", "choice", "set", "series", "dataframe"]
Aspect: TypeAlias = Literal["mark", "types", "data", "scale", "zero", "title", "axis-titles"]
# Plain JSON, or a value in its form. What lies inside lists and objects is not declared, since
# pydantic cannot follow an alias that names itself.
Argument: TypeAlias = None | bool | int | float | str | list[Any] | dict[str, Any]


def _is(description: str, **bounds: float | str) -> dict[str, float | str]:
    """A field's metadata: what it is, and its bounds, called as pydantic's `Field` calls them."""
    return {"description": description, **bounds}


_WORDS = _is("some words", min_length=1)
_CREDIT = _is("a fraction of the points, at least 0 and below 1", ge=0, lt=1)
_CODE = _is("Python that stands in place of the whole solution cell", min_length=1)
_ORDERED = _is("true if the order counts")
_OPTIONS = _is("the options, such as [A, B, C] (quote yes and no)", min_length=2)
_TOLERANCE = _is("how far a number may be off: rtol (a fraction) and atol (in the unit)")
_COLUMNS = _is("tolerances of single columns, by the column's name")
_CASE = _is("true if capitals do not count")
_INDEX = _is("true if the row labels count")


@dataclass(frozen=True)
class _Record:
    """What is common to all: a field that is not declared is a mistake, a text is no number."""

    # Read by pydantic, where the marking scheme is validated.
    __pydantic_config__: ClassVar = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Tolerance(_Record):
    """How far a number may be off: |a - b| <= atol + rtol × max(|a|, |b|)."""

    rtol: float = field(default=0.0, metadata=_is("a fraction of the number", ge=0, lt=1))
    atol: float = field(default=0.0, metadata=_is("an amount in the question's unit", ge=0))

    def times(self, factor: float) -> "Tolerance":
        """The tolerance in another unit: `atol` is an amount and goes with it, `rtol` is not."""
        return Tolerance(self.rtol, self.atol * factor)


LAST_DIGITS = Tolerance(RTOL)


@dataclass(frozen=True, kw_only=True)
class Misconception(_Record):
    """A known way to go wrong: what its code gives earns the credit and is told the hint."""

    name: str = field(metadata=_is("small letters, digits and hyphens", pattern=ID))
    code: str = field(metadata=_CODE)
    hint: str = field(metadata=_WORDS)
    credit: float = field(metadata=_CREDIT)


@dataclass(frozen=True, kw_only=True)
class Alternative(_Record):
    """Another right route: what its code gives must earn full marks."""

    name: str = field(metadata=_WORDS)
    code: str = field(metadata=_CODE)


@dataclass(frozen=True, kw_only=True)
class OtherUnit(_Record):
    """Another unit in which the answer may stand by mistake."""

    unit: str = field(metadata=_WORDS)
    factor: float = field(metadata=_is("more than 0: answer × factor is in that unit", gt=0))
    credit: float = field(metadata=_CREDIT)
    hint: str = field(
        default="", metadata=_is("some words (without them, both units are named)", min_length=1)
    )


@dataclass(frozen=True, kw_only=True)
class Call(_Record):
    """One call of the function."""

    args: tuple[Argument, ...] = field(default=(), metadata=_is("a list of arguments"))
    kwargs: dict[str, Argument] = field(
        default_factory=dict, metadata=_is("a mapping of named arguments")
    )


@dataclass(frozen=True, kw_only=True)
class Level(_Record):
    """A level of a criterion: its points, what earns them, an answer as an example."""

    points: float = field(metadata=_is("0 or more", ge=0))
    what: str = field(metadata=_is("what earns these points", min_length=1))
    anchor: str = field(metadata=_is("an answer that earns these points", min_length=1))


@dataclass(frozen=True, kw_only=True)
class Criterion(_Record):
    """One criterion by which a written answer is marked, with its levels."""

    criterion: str = field(metadata=_WORDS)
    levels: tuple[Level, ...] = field(metadata=_is("the levels, best first", min_length=2))


@dataclass(frozen=True)
class Slip:
    """A wrong answer that is known: its credit and its hint.

    `factor` if it is the right amount in another unit (answer × factor); else None, and the
    misconception of this name says by its code what it is.
    """

    name: str
    hint: str
    credit: float
    factor: float | None = None


@dataclass(frozen=True, kw_only=True)
class Question(_Record):
    """What every question has."""

    id: str = field(metadata=_is("small letters, digits and hyphens", pattern=ID))
    title: str = field(metadata=_WORDS)
    level: Literal[1, 2, 3] = field(metadata=_is("1 compute, 2 apply, 3 analyse"))
    kind: str = field(metadata=_is("what kind of answer is asked for"))
    points: float = field(metadata=_is("more than 0", gt=0))

    @property
    def stars(self) -> str:
        """The level as stars, ★ to ★★★."""
        return "★" * self.level


@dataclass(frozen=True, kw_only=True)
class AutomaticQuestion(Question):
    """A question that is marked automatically: its answer is a variable."""

    answer: str = field(metadata=_is("the name of a variable", pattern=NAME))
    misconceptions: tuple[Misconception, ...] = field(
        default=(), metadata=_is("a list of misconceptions")
    )
    alternatives: tuple[Alternative, ...] = field(
        default=(), metadata=_is("a list of other right routes")
    )

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The wrong answers that are known, in the order in which they are tried."""
        return tuple(Slip(m.name, m.hint, m.credit) for m in self.misconceptions)


@dataclass(frozen=True, kw_only=True)
class MeasuredQuestion(AutomaticQuestion):
    """A question whose answer is an amount, or amounts, in a unit."""

    unit: str = field(default="", metadata=_is("the unit of the answer", min_length=1))
    tolerance: Tolerance = field(default=LAST_DIGITS, metadata=_TOLERANCE)
    other_units: tuple[OtherUnit, ...] = field(default=(), metadata=_is("a list of other units"))

    @property
    def slips(self) -> tuple[Slip, ...]:
        """Misconceptions, then the right amount in another unit."""
        own = (self.unit or "its own unit").replace("%", "percent")
        units = (
            Slip(
                "unit-" + "-".join(other.unit.split()).lower(),
                other.hint
                or f"This is the right amount in another unit ({other.unit}); the question"
                f" asks for {own}.",
                other.credit,
                other.factor,
            )
            for other in self.other_units
        )
        return (*super().slips, *units)


@dataclass(frozen=True, kw_only=True)
class NumberQuestion(MeasuredQuestion):
    """The answer is one number."""

    kind: Literal["number"] = field(metadata=_is("one number"))


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(AutomaticQuestion):
    """The answer is one of several options, as text."""

    kind: Literal["choice"] = field(metadata=_is("one of several options"))
    options: tuple[str, ...] = field(metadata=_OPTIONS)


@dataclass(frozen=True, kw_only=True)
class SetQuestion(AutomaticQuestion):
    """The answer is a list or a set."""

    kind: Literal["set"] = field(metadata=_is("a list or a set"))
    tolerance: Tolerance = field(default=LAST_DIGITS, metadata=_TOLERANCE)
    ordered: bool = field(default=False, metadata=_ORDERED)
    ignore_case: bool = field(default=False, metadata=_CASE)


@dataclass(frozen=True, kw_only=True)
class SeriesQuestion(MeasuredQuestion):
    """The answer is a pandas Series."""

    kind: Literal["series"] = field(metadata=_is("a pandas Series"))
    ordered: bool = field(default=False, metadata=_ORDERED)


@dataclass(frozen=True, kw_only=True)
class DataframeQuestion(AutomaticQuestion):
    """The answer is a pandas DataFrame."""

    kind: Literal["dataframe"] = field(metadata=_is("a pandas DataFrame"))
    tolerance: Tolerance = field(default=LAST_DIGITS, metadata=_TOLERANCE)
    columns: dict[str, Tolerance] = field(default_factory=dict, metadata=_COLUMNS)
    ordered: bool = field(default=False, metadata=_ORDERED)
    index: bool = field(default=False, metadata=_INDEX)


@dataclass(frozen=True, kw_only=True)
class FunctionQuestion(AutomaticQuestion):
    """The answer is a function; what it returns is compared, call by call."""

    kind: Literal["function"] = field(metadata=_is("a function, by what its calls return"))
    calls: tuple[Call, ...] = field(
        metadata=_is("the calls to compare, at least one", min_length=1)
    )
    returns: Returns = field(
        default="number",
        metadata=_is("what it returns: number, choice, set, series or dataframe"),
    )
    tolerance: Tolerance = field(default=LAST_DIGITS, metadata=_TOLERANCE)
    columns: dict[str, Tolerance] = field(default_factory=dict, metadata=_COLUMNS)
    options: tuple[str, ...] = field(default=(), metadata=_OPTIONS)
    ordered: bool = field(default=False, metadata=_ORDERED)
    ignore_case: bool = field(default=False, metadata=_CASE)
    index: bool = field(default=False, metadata=_INDEX)


@dataclass(frozen=True, kw_only=True)
class ChartQuestion(AutomaticQuestion):
    """The answer is an Altair chart."""

    kind: Literal["chart"] = field(metadata=_is("an Altair chart"))
    aspects: tuple[Aspect, ...] = field(
        metadata=_is(
            "what counts: some of mark, types, data, scale, zero, title, axis-titles", min_length=1
        )
    )
    channels: tuple[str, ...] = field(
        default=(), metadata=_is("the channels whose data count, such as [x, y]", min_length=1)
    )
    tolerance: Tolerance = field(default=LAST_DIGITS, metadata=_TOLERANCE)


@dataclass(frozen=True, kw_only=True)
class WrittenQuestion(Question):
    """The answer is words, marked by a person with a rubric."""

    kind: Literal["written"] = field(metadata=_is("words, marked by a person"))
    rubric: tuple[Criterion, ...] = field(metadata=_is("a list of criteria", min_length=1))


AnyQuestion: TypeAlias = (
    NumberQuestion
    | ChoiceQuestion
    | SetQuestion
    | SeriesQuestion
    | DataframeQuestion
    | FunctionQuestion
    | ChartQuestion
    | WrittenQuestion
)
# By the name of the kind, in the order in which a scheme's author meets them.
KINDS: dict[str, type[Question]] = {
    "number": NumberQuestion,
    "choice": ChoiceQuestion,
    "set": SetQuestion,
    "series": SeriesQuestion,
    "dataframe": DataframeQuestion,
    "function": FunctionQuestion,
    "chart": ChartQuestion,
    "written": WrittenQuestion,
}
