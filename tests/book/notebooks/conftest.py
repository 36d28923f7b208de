"""The models of a chapter, as its notebook defines them."""

import ast

import nbformat
import pytest


@pytest.fixture(scope="module")
def model(root, request):
    """The names that cells tagged `model` define in the test module's NOTEBOOK (a dict)."""
    notebook = request.module.NOTEBOOK
    cells = [c for c in nbformat.read(root / notebook, 4).cells if c.cell_type == "code"]
    imports = ast.parse(cells[0].source).body
    # The imports alone: the other lines of that cell set up charts and display.
    keep = [node for node in imports if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {}
    exec(compile(ast.Module(keep, []), notebook, "exec"), names)  # noqa: S102
    for cell in cells:
        if "model" in cell.metadata.get("tags", []):
            exec(compile(cell.source, notebook, "exec"), names)  # noqa: S102
    return names
