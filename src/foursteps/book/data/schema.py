"""Refuse a table that breaks its schema: file, row, column, value, and what was expected.

Frictionless judges types, constraints, cell counts and the primary key; this module adds what it
does not judge (columns, canonical forms, declared nulls) and says it all in one form of words.
"""

import re
from dataclasses import dataclass

from foursteps.ground.quick_imports import frictionless

TYPES = {
    "string": "text",
    "integer": "an integer such as 1950",
    "number": "a number such as 12.5",
    "boolean": "true or false",
    "date": "a date as YYYY-MM-DD",
}
# Frictionless would also take " 1", "NaN" or "2024-1-5"; we want one spelling per value.
FORMS = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?([eE][+-]?\d+)?",
    "boolean": "true|false",
    "date": r"\d{4}-\d{2}-\d{2}",
}
SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One fault. `row` counts as a spreadsheet does: the header is row 1; None for the header."""

    row: int | None
    column: str | None
    value: str | None
    expected: str
    key: str = ""

    def told(self, file):
        """The fault in one sentence that begins with `file`."""
        row = "header" if self.row is None else f"row {self.row}{self.key}"
        column = f", column {self.column!r}" if self.column is not None else ""
        found = (
            ""
            if self.value is None
            else f"found {self.value!r}, "
            if self.value
            else ("found an empty cell, ")
        )
        return f"{file}, {row}{column}: {found}expected {self.expected}"


class SchemaError(ValueError):
    """A table breaks its schema; `problems` has every fault, the message the first twenty."""

    def __init__(self, file, problems):
        self.file, self.problems = file, problems
        lines = [problem.told(file) for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            lines.append(f"{file}: … and {len(problems) - SHOWN} more.")
        super().__init__("\n".join(lines))


def check(rows, table, file):
    """Check `rows` (lists of strings, header first) against a recipe's `table` dict.

    `file` is the name that messages give. Raises `SchemaError`; returns None.
    """
    problems = _header_problems(rows, table)
    if not problems:
        problems = _frictionless_problems(rows, table)
        told = {(problem.row, problem.column) for problem in problems}
        short = {problem.row for problem in problems if problem.column is None}
        own = [*_form_problems(rows, table), *_null_problems(rows, table)]
        problems += [p for p in own if (p.row, p.column) not in told and p.row not in short]
    if problems:
        keyed = [_with_key(problem, rows, table) for problem in problems]
        raise SchemaError(file, sorted(keyed, key=lambda p: (p.row or 0, p.column or "")))


def _header_problems(rows, table):
    names = [field["name"] for field in table["fields"]]
    header = rows[0] if rows else []
    if header == names:
        if len(rows) > 1:
            return []
        return [Problem(2, None, None, "at least one row below the header")]
    missing = [Problem(None, name, None, "this column") for name in names if name not in header]
    extra = [
        Problem(None, name, name, "no such column (the schema does not have it)")
        for name in header
        if name not in names
    ]
    return missing + extra or [
        Problem(None, None, ",".join(header), "the order " + ",".join(names))
    ]


def _frictionless_problems(rows, table):
    fields = {field["name"]: field for field in table["fields"]}
    schema = {"fields": [_field(f) for f in fields.values()], "primaryKey": table["primary_key"]}
    # The parsed cells are handed over: given the file, frictionless would guess its dialect.
    library = frictionless()
    resource = library.Resource(data=rows, schema=library.Schema.from_descriptor(schema))
    report = resource.validate(limit_errors=1000)
    errors = [e for task in report.tasks for e in task.errors] + report.errors
    problems = [_problem(error, fields, table["primary_key"]) for error in errors]
    # An empty key cell is both a missing value and a key fault, a short row one fault per cell:
    # each place is told once.
    return list({(problem.row, problem.column): problem for problem in reversed(problems)}.values())


def _field(field):
    kept = {k: field[k] for k in ("name", "type", "constraints") if field.get(k)}
    if field["type"] == "boolean":
        kept |= {"trueValues": ["true"], "falseValues": ["false"]}
    return kept


def _problem(error, fields, key):
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", None) or None
    value = getattr(error, "cell", None)
    if error.type == "type-error":
        return Problem(row, column, value, TYPES[fields[column]["type"]])
    if error.type == "constraint-error":
        name = re.search(r'constraint "(\w+)"', error.note).group(1)
        return Problem(row, column, value or "", _constraint(name, fields[column]["constraints"]))
    if error.type in ("extra-cell", "missing-cell"):
        return Problem(row, None, f"{len(error.cells)} cells", f"{len(fields)} cells")
    if error.type == "primary-key":
        cells = dict(zip(fields, error.cells, strict=False))
        found = ", ".join(str(cells.get(name, "")) for name in key)
        same = re.search(r"position (\d+)", error.note)
        expected = "a primary key that no other row has"
        expected += f" (row {same.group(1)} has it)" if same else ""
        return Problem(row, ", ".join(key), found, expected)
    if error.type == "blank-row":
        return Problem(row, None, None, "at least one value in the row")
    return Problem(row, column, value, f"no fault of this kind: {error.message}")


def _constraint(name, constraints):
    wanted = constraints.get(name)
    told = {
        "required": "a value (the column is required)",
        "unique": "a value that no other row has",
        "enum": "one of " + ", ".join(map(str, wanted if name == "enum" else [])),
        "minimum": f"at least {wanted}",
        "maximum": f"at most {wanted}",
        "minLength": f"at least {wanted} characters",
        "maxLength": f"at most {wanted} characters",
        "pattern": f"text of the form {wanted}",
    }
    return told.get(name, f"{name} {wanted}")


def _form_problems(rows, table):
    forms = {
        f["name"]: (f["type"], FORMS[f["type"]]) for f in table["fields"] if f["type"] in FORMS
    }
    for number, row in enumerate(rows[1:], start=2):
        for name, cell in zip(rows[0], row, strict=False):
            if cell and name in forms and not re.fullmatch(forms[name][1], cell):
                yield Problem(number, name, cell, TYPES[forms[name][0]])


def _null_problems(rows, table):
    declared, seen = set(table["known_nulls"]), set()
    for number, row in enumerate(rows[1:], start=2):
        for name, cell in zip(rows[0], row, strict=False):
            if not cell:
                seen.add(name)
                if name not in declared:
                    yield Problem(
                        number, name, "", "a value (known_nulls does not list the column)"
                    )
    for name in sorted(declared - seen):
        yield Problem(None, name, None, "an empty cell, as known_nulls says, but there is none")


def _with_key(problem, rows, table):
    """The fault with its row's primary key added, so that it is found in the publisher's file."""
    if problem.row is None or not 2 <= problem.row <= len(rows):
        return problem
    cells = dict(zip(rows[0], rows[problem.row - 1], strict=False))
    key = ", ".join(f"{name} {cells.get(name, '')!r}" for name in table["primary_key"])
    return Problem(problem.row, problem.column, problem.value, problem.expected, f" ({key})")
