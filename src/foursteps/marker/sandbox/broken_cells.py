"""Inside: what of a cell can still be run after one of its statements failed.

A person who marks passes over an import that is not needed, a picture that could not be saved, a
drive that is not there. So do we: after an import, or a statement that only does something and
gives no name a value, the rest of the cell is run. After any other the cell is over, as in Jupyter.
"""

import ast
from types import TracebackType


def rest(source: str, error: BaseException | None) -> str:
    """The source of what comes behind the statement of a cell that raised `error`, "" for nothing.

    source: plain Python, as IPython transforms a cell.
    """
    if not isinstance(error, Exception) or isinstance(error, MemoryError):
        return ""
    try:
        line = _line(error.__traceback__)
        body = ast.parse(source).body
        at = next(n for n, node in enumerate(body) if node.lineno <= line <= _end(node))
        left = [*_singly(body[at]), *body[at + 1 :]] if _is_dispensable(body[at], error) else []
        return ast.unparse(ast.Module(left, []))
    except Exception:  # noqa: BLE001 - the text is the student's; what cannot be read is not run
        return ""


def _line(trace: TracebackType | None) -> int:
    """The line of the cell in which it failed; 0 if no cell's code was on the way."""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(("<ipython-input", "<cell")):
            return trace.tb_lineno
        trace = trace.tb_next
    return 0


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _is_dispensable(node: ast.stmt, error: Exception) -> bool:
    """Whether a statement gives no name a value but by importing."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Expr):
        return True
    # `plt.rcParams["font.size"] = 9` without plt
    is_setting = isinstance(node, ast.Assign) and not any(
        isinstance(target, ast.Name | ast.Tuple | ast.List) for target in node.targets
    )
    return is_setting and isinstance(error, NameError)


def _singly(node: ast.stmt) -> list[ast.stmt]:
    """An import of several names as an import of each, so that one does not cost the others."""
    if isinstance(node, ast.Import) and len(node.names) > 1:
        return [ast.Import([name]) for name in node.names]
    if isinstance(node, ast.ImportFrom) and len(node.names) > 1:
        return [ast.ImportFrom(node.module, [name], node.level) for name in node.names]
    return []
