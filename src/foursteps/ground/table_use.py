"""Which notebooks load which tables, read from their code cells, never typed by hand.

A page that is generated from tables says so itself, in comments that its generator writes:
`<!-- made from table glossary -->`. It counts as a user, since a test regenerates it.
"""

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

# A cell with a magic is no Python; the plain form of the call is still found.
_CALL = re.compile(r"""\bload\(\s*["']([\w-]+)["']""")
_ANY_CALL = re.compile(r"\bload\(")
_MADE_FROM = re.compile(r"^<!-- made from table (\w+) -->$", re.MULTILINE)


class Project(Protocol):
    """Where the notebooks are: the project's folder, its notebooks, and a path as it is shown."""

    root: Path

    def notebooks(self) -> Iterable[Path]:
        """The project's notebooks."""

    def shown(self, path: Path) -> str | Path:
        """A path from the project's folder on."""


def loaded_tables(source: str) -> set[str]:
    """The names of the tables that the code `source` loads, where they are written out."""
    try:
        return {name for name in _loads(source) if name is not None}
    except SyntaxError:
        return set(_CALL.findall(source))


def loads_unnamed(source: str) -> bool:
    """Whether the code `source` loads a table whose name only running it would tell."""
    try:
        return None in _loads(source)
    except SyntaxError:
        return len(_CALL.findall(source)) < len(_ANY_CALL.findall(source))


def _loads(source: str) -> list[str | None]:
    """The table of each call of `load`, None where its name is not written out.

    `load` handed on as a value (`map(load, names)`) is such a call too. Raises SyntaxError.
    """
    called: set[ast.expr] = set()
    tables: list[str | None] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_load(node.func):
            called.add(node.func)
            first = node.args[0] if node.args else None
            name = first.value if isinstance(first, ast.Constant) else None
            tables.append(name if isinstance(name, str) else None)
        elif isinstance(node, ast.Name) and node.id == "load" and node not in called:
            tables.append(None)
    return tables


def _is_load(function):
    return getattr(function, "id", getattr(function, "attr", None)) == "load"


def shown_tables(page: str) -> set[str]:
    """The names of the tables from which the Markdown `page` (its text) says it is made."""
    return set(_MADE_FROM.findall(page))


def used_by(project: Project) -> dict[str, list[str]]:
    """Table name → sorted list of the notebooks and generated pages (paths) that use it."""
    users: dict[str, set[str]] = {}
    for path in project.notebooks():
        for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", []):
            if cell["cell_type"] != "code":
                continue
            for name in loaded_tables("".join(cell["source"])):
                users.setdefault(name, set()).add(str(project.shown(path)))
    for path in sorted((project.root / "chapters").glob("*.md")):
        for name in shown_tables(path.read_text(encoding="utf-8")):
            users.setdefault(name, set()).add(str(project.shown(path)))
    return {name: sorted(paths) for name, paths in sorted(users.items())}
