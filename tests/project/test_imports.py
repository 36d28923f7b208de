"""Whatever the package imports is declared, by the wing that needs it."""

import ast
import re
import sys
import tomllib
from functools import lru_cache
from importlib.metadata import packages_distributions

import pytest

# What each wing may count on beside the dependencies of every reader.
EXTRAS = {"book": ("site", "carry", "dev"), "marker": ("grade", "cluster"), "ground": ("dev",)}
# A reader's code runs in a notebook, or says what to do where it does not.
IN_A_NOTEBOOK = {"IPython"}


def declared(project, wing):
    """Names of the distributions that a wing may import from, as package indexes spell them."""
    lines = list(project["dependencies"])
    for extra in EXTRAS.get(wing, ()):
        lines += project["optional-dependencies"][extra]
    return {spelt(re.match(r"[\w.-]+", line)[0]) for line in lines}


def spelt(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(source):
    """The first names of the modules that a source imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@lru_cache(maxsize=1)
def homes():
    """Which distributions bring a module, by its first name."""
    return packages_distributions()


def undeclared(source, allowed):
    """The modules that a source imports and no distribution in `allowed` brings."""
    for name in sorted(set(imported(source)) - {"foursteps"} - IN_A_NOTEBOOK):
        if name not in sys.stdlib_module_names:
            brought = {spelt(home) for home in homes().get(name, [name])}
            if not brought & allowed:
                yield name


def test_every_import_is_declared(root):
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    source = root / "src" / "foursteps"
    found = [
        f"{path.relative_to(source)}: {name}"
        for path in sorted(source.rglob("*.py"))
        for name in undeclared(
            path.read_text(encoding="utf-8"), declared(project, path.relative_to(source).parts[0])
        )
    ]
    assert not found, "add these to pyproject.toml: " + ", ".join(found)


@pytest.mark.parametrize("line", ["import jinja2", "def f():\n    from jinja2 import Environment"])
def test_an_import_that_is_not_declared_is_named(line):
    assert list(undeclared("import re, pandas\n" + line, {"pandas"})) == ["jinja2"]
