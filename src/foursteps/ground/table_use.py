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
_MADE_FROM = re.compile(r"^<!-- made from table (\w+) -->$", re.MULTILINE)


class Project(Protocol):
    """Where the notebooks are: the project's folder, its notebooks, and a path as it is shown."""

    root: Path

    def notebooks(self) -> Iterable[Path]:
        """The project's notebooks."""

    def shown(self, path: Path) -> str | Path:
        """A path from the project's folder on."""


def loaded_tables(source: str) -> set[str]:
    """The names of the tables that the code `source` loads, as a set."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set(_CALL.findall(source))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", None)) == "load"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


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
