"""How the code of the notebooks is written: each fault by its cell and rule.

`offences` gives the faults of one notebook, `two_bodies` those between notebooks. Cells that only
a writer can mend stand in `cells_to_rewrite.txt`, which may only shrink. What the formatter and
the linter see is asked of ruff (`chapters/ruff.toml`).
"""

import ast
from pathlib import Path

import pandas as pd
from pandas.core.groupby import DataFrameGroupBy, SeriesGroupBy

WIDTH = 88
LIST = Path(__file__).with_name("cells_to_rewrite.txt")
CHART = "application/vnd.vegalite.v5+json"
PUZZLES = {"r_", "c_", "lexsort"}
DRAWING = {"alt", "charts"}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
PANDAS = (pd.DataFrame, pd.Series, DataFrameGroupBy, SeriesGroupBy)


def listed():
    """The cells that a writer has to mend: a set of (notebook, cell, rule)."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {tuple(line.split()) for line in lines if line and not line.startswith("#")}


def offences(notebook, path, columns):
    """(notebook, cell, rule) of every fault; columns: names of columns in the book's tables."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    columns = columns | {name for cell in code for name in _made(ast.parse(cell.source))}
    for cell in code:
        tree = ast.parse(cell.source)
        draws = any(CHART in output.get("data", {}) for output in cell.get("outputs", []))
        rules = {
            "long-line": any(len(line) > WIDTH for line in cell.source.split("\n")),
            "table.column": any(_dotted(tree, columns)),
            "lambda-with-a-name": any(_named_lambdas(tree)),
            "walrus": any(isinstance(node, ast.NamedExpr) for node in ast.walk(tree)),
            "array-puzzle": any(getattr(node, "attr", "") in PUZZLES for node in ast.walk(tree)),
            "comprehension-in-comprehension": any(_nested(tree)),
            "loads-and-draws": draws and "load" in _called(tree),
            "publishes-and-draws": draws and "publish" in _called(tree),
            "computes-and-draws": draws and any(_computing(tree)),
        }
        for rule, broken in rules.items():
            if broken:
                yield path, cell.id, rule


def two_bodies(books):
    """(notebook, cell, rule) of each function that bears a name of another one's, elsewhere.

    books: notebook by path. Docstrings may differ.
    """
    found = {}
    for path, notebook in books.items():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                for node in ast.walk(ast.parse(cell.source)):
                    if isinstance(node, ast.FunctionDef):
                        found.setdefault(node.name, []).append((path, cell.id, _body(node)))
    for places in found.values():
        if len({body for _, _, body in places}) > 1:
            yield from ((path, cell, "one-name-two-bodies") for path, cell, _ in places)


def _body(function):
    """A function without its docstring, as text that does not depend on its layout."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return ast.dump(function.args) + "".join(ast.dump(node) for node in body)


def _called(tree):
    """Names of the functions that are called by their bare name."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {getattr(call.func, "id", None) for call in calls}


def _made(tree):
    """Names of the columns that code makes: by `table["name"] = …` or by `assign(name=…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield getattr(node.slice, "value", None)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "assign":
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def _dotted(tree, columns):
    """Attributes that look like columns: not pandas's own, nor those of a row of `itertuples`."""
    rows = {"datum", "dt", "np", "stats"} | {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.For | ast.comprehension)
        and "itertuples" in {getattr(part, "attr", None) for part in ast.walk(node.iter)}
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }
    methods = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in methods:
            owner = getattr(node.value, "attr", getattr(node.value, "id", None))
            known = any(hasattr(kind, node.attr) for kind in PANDAS)
            if node.attr in columns and owner not in rows and not known:
                yield node


def _named_lambdas(tree):
    """Assignments of a lambda to a name, alone or in a tuple."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            values = getattr(node.value, "elts", [node.value])
            yield from (value for value in values if isinstance(value, ast.Lambda))


def _nested(tree):
    """Comprehensions inside a comprehension."""
    for outer in ast.walk(tree):
        if isinstance(outer, COMPREHENSIONS):
            inner = (node for node in ast.walk(outer) if node is not outer)
            yield from (node for node in inner if isinstance(node, COMPREHENSIONS))


def _computing(tree):
    """Statements of a cell that draws which have no part in drawing; constants may stand there."""
    drawing = set(DRAWING)
    body = tree.body[:-1] if isinstance(tree.body[-1], ast.Expr) else tree.body  # the chart itself
    for statement in body:
        names = {node.id: node.ctx for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if names.keys() & drawing:
            drawing |= {name for name, ctx in names.items() if isinstance(ctx, ast.Store)}
            drawing.add(getattr(statement, "name", None))
        elif any(isinstance(node, ast.Call | ast.Subscript) for node in ast.walk(statement)):
            yield statement
