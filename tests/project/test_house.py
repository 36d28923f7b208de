"""The house: which wing may import which, no circle, one meaning for each module's name."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = "src/foursteps"
# What a wing may import of ours; within itself each may import what it likes.
ALLOWED = {
    "ground": set(),
    "judging": {"ground"},
    "reader": {"ground", "judging"},
    "book": {"ground", "judging", "reader"},
    "marker": {"ground", "judging", "reader"},
    "cli": {"ground", "judging", "reader", "book", "marker"},
}
# The site shows what the marker hands out: the released papers.
ACROSS = {("foursteps.book.site.set_pages", "foursteps.marker.exercise")}


def modules(folder):
    """Dotted name → syntax tree of every module of the package in `folder`."""
    found = {}
    for path in sorted(Path(folder).rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        found["foursteps" if name == "__init__" else f"foursteps.{name}"] = ast.parse(
            path.read_text(encoding="utf-8")
        )
    return found


def wing(module):
    """The wing a module belongs to."""
    first = module.split(".")[1] if "." in module else ""
    return first if first in ("ground", "judging", "book", "marker", "cli") else "reader"


def imports(tree, known, top_level=False):
    """Our modules that a module imports, also inside functions and by `import_module` by name."""
    found = set()
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("foursteps"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("foursteps")}
        elif not top_level and isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if name in known and name != "foursteps":
                found.add(name)
    return found


def forbidden(found):
    """Sentences that name each import which no wing may make."""
    for module, tree in found.items():
        home = wing(module)
        for target in sorted(imports(tree, found)):
            there = wing(target)
            across = any(module == a and target.startswith(b) for a, b in ACROSS)
            if there != home and there not in ALLOWED[home] and not across:
                yield f"{module} ({home}) imports {target} ({there})"


def circles(found):
    """Groups of modules that import each other while they are being imported."""
    arrows = {m: {t for t in imports(tree, found, True) if t in found} for m, tree in found.items()}
    while arrows:
        free = [m for m, targets in arrows.items() if not targets & set(arrows) - {m}]
        if not free:
            return sorted(arrows)
        for module in free:
            del arrows[module]
    return []


def test_no_wing_imports_what_it_may_not(root):
    assert list(forbidden(modules(root / SOURCE))) == []


def test_no_module_imports_itself_by_a_detour(root):
    assert circles(modules(root / SOURCE)) == []


def test_one_name_means_one_module(root):
    names = [module.rpartition(".")[2] for module in modules(root / SOURCE)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_module_only_passes_on_what_others_define(root):
    idle = []
    for module, tree in modules(root / SOURCE).items():
        body = [n for n in tree.body if not isinstance(n, ast.Expr)]
        only = all(
            isinstance(n, ast.Import | ast.ImportFrom)
            or (isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "__all__")
            for n in body
        )
        if body and only:
            idle.append(module)
    assert idle == []


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"judging/a.py": "from foursteps.marker import b", "marker/b.py": ""},
            "judging.a (judging)",
        ),
        ({"tables.py": "def f():\n    from foursteps.book import c", "book/c.py": ""}, "(reader)"),
        ({"marker/a.py": 'late("foursteps.book.d:run")', "book/d.py": ""}, "marker.a (marker)"),
        ({"book/site/pages.py": "import foursteps.marker.grade", "marker/grade.py": ""}, "(book)"),
    ],
)
def test_a_wrong_arrow_is_named(tmp_path, files, told):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (fault,) = forbidden(modules(tmp_path))
    assert told in fault


def test_a_circle_is_named(tmp_path):
    (tmp_path / "ground").mkdir()
    (tmp_path / "ground/a.py").write_text("from foursteps.ground import b")
    (tmp_path / "ground/b.py").write_text("from foursteps.ground.a import f")
    assert circles(modules(tmp_path)) == ["foursteps.ground.a", "foursteps.ground.b"]


@pytest.mark.long
def test_a_readers_notebook_imports_the_readers_wing_alone():
    script = (
        "import sys; from foursteps import charts, load, publish\n"
        "charts.enable(); load('claims'); publish(toy=True, n=1)\n"
        "print(*sorted(name for name in sys.modules if name.startswith('foursteps')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    found = done.stdout.split()
    assert {wing(name) for name in found} <= {"reader", "ground"}, found
