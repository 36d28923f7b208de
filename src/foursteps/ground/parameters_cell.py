"""The cell of a notebook that is tagged `parameters`: plain assignments, one a line.

It is the form that papermill knows. What an exercise set asks about (a year, a threshold) stands
there by name, so that the same paper can be asked with other values.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from foursteps.ground.notebook_file import Notebook

Value: TypeAlias = bool | int | float | str

TAG = "parameters"
# What begins the first line of a variant's cell; after it comes the seed.
SEED = "# Variant "
_SEED_LINE = re.compile(rf"{SEED}([\w.-]+):[^\n]*\n?")


class ParametersError(ValueError):
    """A parameters cell that holds something else than plain assignments."""


def find(cells: Iterable[Notebook]) -> list[int]:
    """The places of the code cells that bear the tag."""
    return [
        n
        for n, cell in enumerate(cells)
        if cell["cell_type"] == "code" and TAG in cell.get("metadata", {}).get("tags", [])
    ]


def read(source: str) -> dict[str, Value]:
    """The values that a cell assigns, by name. Raises ParametersError for anything else in it."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ParametersError("it is no Python") from None
    found: dict[str, Value] = {}
    for node in statements:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=given):
                value = _plain(given)
                if value is None:
                    raise ParametersError(f"{name} is no plain number or text")
                found[name] = value
            case _:
                raise ParametersError("it holds more than lines such as `first_year = 2014`")
    return found


def assigned(source: str) -> dict[str, Value]:
    """The plain values that a cell assigns at its top level, whatever else it holds."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Value] = {}
    for node in statements:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.UnaryOp()):
                value = _plain(node.value)
                if value is not None:
                    found[name] = value
    return found


def _plain(node: ast.expr) -> Value | None:
    """The plain value that an expression writes out, else None."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, (bool, int, float, str)) else None


def with_values(source: str, values: Mapping[str, Value], seed: str) -> str:
    """The cell with other values, each on its own line, and the variant's seed in the first."""
    lines = _SEED_LINE.sub("", source, count=1).split("\n")
    for n, line in enumerate(lines):
        name = line.partition("=")[0].strip()
        if name in values:
            comment = re.search(r"  #[^'\"]*\Z", line)
            lines[n] = f"{name} = {written(values[name])}" + (comment[0] if comment else "")
    return "\n".join([f"{SEED}{seed}: the marks go by these values, changed or not.", *lines])


def written(value: Value) -> str:
    """A value as Python writes it, a text in double quotation marks as in the rest of the book."""
    if isinstance(value, str) and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return repr(value)


def seed(source: str) -> str:
    """The seed that a cell's first line names, "" if it names none."""
    found = _SEED_LINE.match(source)
    return found[1] if found else ""
