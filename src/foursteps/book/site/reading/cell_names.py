"""What a code cell is called where it lies folded: the name says what it holds.

The rule, the first that fits: the cell's comment on its first line; the figure it draws; that it
imports; the functions it defines; the numbers it publishes; the findings it holds; the tables it loads; what it makes;
what it shows; its first line.
"""

import ast

MOST = 3  # names that are listed
MADE = 2  # of what a cell makes: the last, which the others are for
LONGEST = 90  # letters of a comment or of a line of code


def cell_name(source, drawn=""):
    """The name of a cell from its code; `drawn` is the title of the figure it draws, if any."""
    first = source.strip().split("\n")[0]
    if first.startswith("#"):
        return _cut(first.lstrip("# "))
    if drawn:
        return f"the figure “{drawn}”"
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic of IPython
        return _cut(first)
    if body and isinstance(body[0], ast.Import | ast.ImportFrom):
        return "what the notebook imports"
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    if functions:
        return f"the function{'s' if len(functions) > 1 else ''} {listed(functions)}"
    return _what_it_does(body) or _cut(first)


def _what_it_does(body):
    """The name of a cell from what its statements do; empty if nothing can be said of them."""
    made = _made(body)
    published = [key.arg for call in _calls(body, "publish") for key in call.keywords]
    published = [name for name in published if name not in ("tables", "toy", "cited", None)]
    if published and not made:
        return f"numbers for the text, {listed(published)}"
    held = [call.args[0].value for call in _calls(body, "holds") if _said(call)]
    if held and not made:
        return _cut(f"checks “{held[0]}”")
    loaded = [call.args[0].value for call in _calls(body, "load") if _said(call)]
    loaded = list(dict.fromkeys(loaded))
    made = [name for name in made if name not in loaded][:MADE]
    told = [f"loads {listed(loaded)}"] if loaded else []
    told += [f"makes {listed(made)}"] if made else []
    if not told and body and isinstance(body[-1], ast.Expr) and _root(body[-1].value):
        told = [f"shows {_root(body[-1].value)}"]
    return ", ".join(told)


def distinct(names):
    """The names with a number after those that came before on the page."""
    seen, found = {}, []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def listed(names):
    """At most `MOST` names in words: `a, b, c and 2 more`."""
    shown, left = list(names[:MOST]), len(names) - MOST
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _cut(text):
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _calls(body, name):
    """The calls of a plain function called `name`, in reading order."""
    found = [
        node
        for top in body
        for node in ast.walk(top)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _said(call):
    """Whether the call names its table itself."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def _made(body):
    """Names that the cell gives something to, the last first: it is what the others are for."""
    names = []
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for t in targets for part in getattr(t, "elts", [t])]
            names.append([name for name in map(_root, parts) if name])
    return list(dict.fromkeys(name for group in reversed(names) for name in group))


def _root(node):
    """The name with which an expression begins: `t` of `t["a"].mean()`; empty if none."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", None) or getattr(node, "func", None)
        if not isinstance(node, ast.expr):
            return ""
    return node.id
