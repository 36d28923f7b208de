"""What a public function takes and gives stands in its signature, and a checker holds it."""

import ast
import subprocess
import sys
import tomllib

import pytest

# The wings that are done; a new module in them is held from its first day.
DONE = ("charts", "ground", "judging", "marker")
VAGUE = {"Any", "object"}
UNSAID = {"dict", "list", "set", "tuple", "frozenset"}  # of what?


def modules(root):
    for place in DONE:
        path = root / "src" / "foursteps" / place
        yield from [path] if path.suffix else sorted(path.rglob("*.py"))


def public(body, inside=""):
    """(name, node) of the public functions of a module's or a class's body, methods too."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{node.name}.")
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if function and (not node.name.startswith("_") or node.name == "__init__"):
            yield inside + node.name, node


def faults(source):
    """What the public signatures of a module leave unsaid: "name: what"."""
    for name, node in public(ast.parse(source).body):
        given = node.args
        asked = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        asked = [one for one in asked if one and one.arg not in ("self", "cls")]
        for place, said in [(a.arg, a.annotation) for a in asked] + [("return", node.returns)]:
            if said is None:
                yield f"{name}: {place} has no type"
            else:
                yield from (f"{name}: {place} is {word}" for word in vague(said))


def vague(said):
    """The words of an annotation that say nothing: Any, object, a bare dict or list."""
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        said = ast.parse(said.value, mode="eval").body
    told = {id(node.value) for node in ast.walk(said) if isinstance(node, ast.Subscript)}
    for node in ast.walk(said):
        name = getattr(node, "id", getattr(node, "attr", None))
        if name in VAGUE or (name in UNSAID and id(node) not in told):
            yield name


def test_every_public_function_says_what_it_takes_and_gives(root):
    found = [
        f"{path.relative_to(root)}, {fault}"
        for path in modules(root)
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "due"),
    [
        ("def f(a: int) -> str: ...", []),
        ("def f(a) -> str: ...", ["f: a has no type"]),
        ("def f(*a: int, **b): ...", ["f: b has no type", "f: return has no type"]),
        ("def f(a: dict) -> 'list[int]': ...", ["f: a is dict"]),
        ("def f(a: dict[str, typing.Any]) -> 'object': ...", ["f: a is Any", "f: return is object"]),
        ("def _f(a): ...", []),
        ("class A:\n def __init__(self, a): ...\n def f(self): ...",
         ["A.__init__: a has no type", "A.__init__: return has no type", "A.f: return has no type"]),
        ("class _A:\n def f(self): ...", []),
    ],
)  # fmt: skip
def test_what_is_left_unsaid_is_seen(source, due):
    assert list(faults(source)) == due


def test_an_ignored_fault_says_why(root):
    for path in modules(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            _, ignored, after = line.partition("# type: ignore")
            assert not ignored or "  # " in after, f"{path}:{number}: say why it is ignored"


def test_the_types_are_true(root):
    """The checker's own verdict, on every file that pyproject.toml names."""
    named = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    for place in DONE:
        assert any(f"src/foursteps/{place}".startswith(path) for path in named), place
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary"],
        cwd=root, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
