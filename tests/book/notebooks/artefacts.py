"""The rules that a stored notebook of the book keeps, each found broken as a sentence.

`faults(notebook, path, book)` gives all of them for one chapter; `cell_faults` those that also hold
for exercises. What they guard is in the project's contributing guide.
"""

import ast
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from foursteps.book.prose import fill, furniture, run_notebooks
from foursteps.book.site import glossary
from foursteps.ground import notebook_file, number_marks, table_use

CHART = "application/vnd.vegalite.v5+json"
ROOMS = (
    "What you will find out",
    "Objectives",
    "The concept",
    "The model",
    "The evidence",
    "Check yourself",
    "Limits of this evidence",
    "Verdicts",
    furniture.METHODS,
    "Go further",
    "Sources",
)
# A chapter of the second edition: a scene, what it asks, its acts, what is known, the closing rooms.
QUESTIONS_ROOM = "What you will find out"
CLOSING_ROOMS = ("Check yourself", "Verdicts", furniture.METHODS, "Go further", "Sources")
ACTS = (3, 5)
LONGEST_PARAGRAPH = 110  # words, on the main path
EVERYDAY = {
    "AI",
    "US",
    "EU",
    "UK",
    "UN",
    "CC",
    "BY",
    "NC",
    "ND",
    "SA",
    "CSV",
    "JSON",
    "PDF",
    "OECD",
}
FIRM_NAMES = {"ASML", "TSMC", "SMIC", "BYD", "IBM", "AMD", "SK", "ZTE"}
OPTIONAL = {furniture.METHODS}
OPTIONAL_IN_OPENING = {"The model", "Check yourself", "Limits of this evidence", "Verdicts"}
QUESTIONS = (4, 6)
TAGS = {"model", "ledger", "model-answer", "parameters", "read"}
# Cells tagged `read` stand open on the site, all others folded.
MOST_OPEN = 8  # cells a chapter
OPEN_LINES = 12
MYST = (
    (r"\{[a-z][\w:+-]*\}`", "a MyST role"),
    (r"^\s*(?::{3,}|`{3,}\s*\{)", "a MyST directive"),
    (r"^\([\w-]+\)=\s*$", "a MyST target"),
    (r"\{\{.*?\}\}", "a MyST substitution"),
    (r"^\+\+\+", "a MyST block break"),
    (r"^%\s", "a MyST comment"),
    (r"\[\^[\w-]+\]", "a footnote, which JupyterLab shows raw"),
    (r"\[\]\(", "a link without words"),
    (r"^\s*\{[#.][\w-]+\}\s*$", "MyST attributes"),
    (r"^\s*[-*] \[[ x]\]", "a task list"),
)
NETWORK = {"requests", "urllib", "httpx", "aiohttp", "socket", "http", "ftplib", "subprocess", "os"}
CLOCK = {"now", "today", "utcnow", "time_ns", "perf_counter"}
SEEDED = {"default_rng", "Generator", "SeedSequence"}


@dataclass
class Book:
    """What a notebook may point to: the folder, the tables, the references, the addresses."""

    root: Path
    tables: set = field(default_factory=set)
    references: set = field(default_factory=set)
    site: str = "https://OWNER.github.io/four-steps/"
    claims: set = field(default_factory=set)
    terms: set = field(default_factory=set)

    @classmethod
    def of(cls, root):
        """The book whose project's folder is `root`."""
        package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
        entries = (root / "chapters/references.bib").read_text(encoding="utf-8")
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        claims = (root / "data/claims.csv").read_text(encoding="utf-8")
        return cls(
            root,
            {resource["name"] for resource in package["resources"]},
            set(re.findall(r"^@\w+\{([^,\s]+),", entries, re.MULTILINE)),
            project["project"]["urls"]["Site"],
            set(re.findall(r"^(C\d\d),", claims, re.MULTILINE)),
            {row["id"] for row in glossary.read_terms(root / glossary.TABLE)},
        )


def faults(notebook, path, book):
    """Everything that is wrong with a chapter.

    Chapters of the second edition (`second_edition`) have acts between their first room and their
    closing ones. Others: steps (`1-…`) have rooms, the opening (`0-…`) most of them. Back matter,
    whose name has no number, keeps the other rules.
    """
    name = Path(path).name
    opening, numbered = name.startswith("0-"), re.match(r"\d-", name)
    found = [*cell_faults(notebook, path, book), *_headings_faults(notebook, path)]
    found += _chart_cells(notebook, path, book)
    found += _open_code(notebook, path)
    if numbered and second_edition(notebook):
        found += _acts(notebook, path)
        found += _main_path(notebook, path)
    elif numbered:
        found += _rooms(notebook, path, opening)
        found += [] if opening else _shown(notebook, path)
    return found


def cell_faults(notebook, path, book):
    """What is wrong with single cells: code, prose, links, outputs."""
    found = run_notebooks.output_problems(notebook, path)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    for number, cell in enumerate(notebook.cells, 1):
        where = fill.place(path, number, cell)
        for tag in set(cell.metadata.get("tags", [])) - TAGS:
            found.append(f"{where}: tag {tag!r}; no cell is hidden: {', '.join(sorted(TAGS))}")
        if cell.cell_type == "code":
            found += [f"{where}: {fault}" for fault in _code(cell, cell is code[0], book)]
        elif cell.cell_type == "markdown":
            found += [f"{where}, {fault}" for fault in _prose(cell, notebook, path, book)]
        else:
            found.append(f"{where}: a raw cell, which shows nowhere")
    return found


def open_cells(notebook):
    """(number, cell) of the code that stands open on the site."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and "read" in cell.metadata.get("tags", []):
            yield number, cell


def _open_code(notebook, path):
    """Whether the code that every reader meets is little, and short."""
    shown = list(open_cells(notebook))
    if len(shown) > MOST_OPEN:
        yield f"{path}: {len(shown)} cells are tagged `read`; at most {MOST_OPEN} stand open"
    for number, cell in shown:
        lines = len(cell.source.split("\n"))
        if lines > OPEN_LINES:
            where = fill.place(path, number, cell)
            yield f"{where}: tagged `read` with {lines} lines; at most {OPEN_LINES}, or untag it"


def loaded_tables(notebook):
    """Names of the tables that a notebook's code loads."""
    names = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for call in _calls(cell.source, "load"):
                if call.args and isinstance(call.args[0], ast.Constant):
                    names.add(call.args[0].value)
    return names


def shown_tables(root):
    """Names of the tables that the book's generated pages are made from."""
    pages = (root / "chapters").glob("*.md")
    return set().union(
        *(table_use.shown_tables(page.read_text(encoding="utf-8")) for page in pages)
    )


def charts(notebook):
    """(number of the cell, cell, output) of every chart."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if CHART in output.get("data", {}):
                yield number, cell, output


def _calls(source, name):
    """The calls of a function called `name` in a cell's code (none if it does not parse)."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", None))
            if called == name:
                yield node


def _code(cell, is_first, book):
    """What is wrong with a code cell."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield f"line {error.lineno}: not plain Python (no magics, no shell): {error.msg}"
        return
    imports = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    if is_first and not imports:
        yield "the first code cell imports what the notebook needs"
    for node in imports:
        # What only the model answer needs, students do not import.
        if not is_first and "model-answer" not in cell.metadata.get("tags", []):
            yield f"line {node.lineno}: imports stand in the first code cell"
        module = getattr(node, "module", None) or node.names[0].name
        if module.split(".")[0] in NETWORK | {"random"}:
            yield f"line {node.lineno}: {module}: a notebook neither goes online nor draws unseeded"
    for node in ast.walk(tree):
        yield from _node(node)
    for call in _calls(cell.source, "load"):
        named = call.args and isinstance(call.args[0], ast.Constant)
        if not named:
            yield f"line {call.lineno}: load takes the table's name itself, so that users are found"
        elif call.args[0].value not in book.tables:
            yield f"line {call.lineno}: table {call.args[0].value!r} is not in the package"
    for call in _calls(cell.source, "publish"):
        if any(keyword.arg == "cited" for keyword in call.keywords):
            continue
        for keyword in call.keywords:
            if keyword.arg not in ("tables", "toy") and _literal(keyword.value):
                yield f"line {call.lineno}: {keyword.arg} is a literal; publish what is computed"


def _literal(node):
    """Whether an expression is made of constants alone."""
    allowed = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop)
    return all(isinstance(part, allowed) for part in ast.walk(node))


def _node(node):
    """What is wrong with one node of the syntax tree."""
    if isinstance(node, ast.Attribute):
        line = f"line {node.lineno}: "
        if node.attr in ("style", "summary", "summary2"):
            yield line + f".{node.attr} prints what differs by run; make a DataFrame, rounded"
        if node.attr in CLOCK:
            yield line + f".{node.attr} depends on the clock"
        owner = ast.unparse(node.value)
        if owner in ("np.random", "numpy.random") and node.attr not in SEEDED:
            yield line + f"np.random.{node.attr} has no seed: np.random.default_rng(SEED)"
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        line, names = f"line {node.lineno}: ", {keyword.arg for keyword in node.keywords}
        if called == "default_rng" and not node.args and "seed" not in names:
            yield line + "default_rng() needs a seed"
        if called == "sample" and "random_state" not in names:
            yield line + ".sample() needs random_state"
        if called == "rvs" and "random_state" not in names:
            yield line + ".rvs() needs random_state"
        if called.startswith("read_") and node.args:
            yield line + f"{called}: tables come from load(…)"
    text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and re.search(r"\b(?:pip|conda) install\b", text):
        yield f"line {node.lineno}: a notebook installs nothing"


def _prose(cell, notebook, path, book):
    """What is wrong with a Markdown cell: "line 3: …"."""
    # Code may show anything; its lines stay, so that the numbers of the others hold.
    source = fill.CODE.sub(_shell, cell.source)
    for n, line in enumerate(source.split("\n"), 1):
        plain = number_marks.MARK.sub("", line)
        for pattern, what in MYST:
            if re.search(pattern, plain):
                yield f"line {n}: {what}; plain Markdown reads right everywhere"
    lines = cell.source.split("\n")
    for n, line in enumerate(lines, 1):
        after = lines[n] if n < len(lines) else ""
        before = lines[n - 2] if n > 1 else ""
        if "</summary>" in line and after.strip():
            yield f"line {n}: leave a blank line after </summary>, or Markdown stays raw"
        if line.strip() == "</details>" and before.strip():
            yield f"line {n}: leave a blank line before </details>, or Markdown stays raw"
    yield from furniture.faults(cell.source)
    for line, target in _links(cell.source):
        fault = _link_fault(target, notebook, path, book)
        if fault:
            yield f"line {line}: link {target}: {fault}"


def _shell(code):
    """What stays of code in prose: how it begins (it may be a directive) and its lines."""
    first = code[0].split("\n")[0] if code["fence"] else "`"
    return first + "\n" * code[0].count("\n")


def _links(source):
    """(line, target) of every link and picture."""
    for token in fill._parser().parse(source):
        for child in token.children or []:
            target = child.attrGet("href") or child.attrGet("src")
            if target is not None:
                yield token.map[0] + 1, target


def _link_fault(target, notebook, path, book):
    """Why a link leads nowhere, or None."""
    if target.startswith(book.site):
        page = re.fullmatch(r"data/([a-z0-9-]+)\.html(?:#(.+))?", target[len(book.site) :])
        if not page:
            return None  # the test of the built site resolves it
        if page[1] != "index" and page[1].replace("-", "_") not in book.tables:
            return f"no table {page[1].replace('-', '_')!r}"
        if page[1] == "claims" and page[2] and page[2] not in book.claims:
            return f"no claim {page[2]!r}"
        return None
    if target.startswith("https://"):
        return None if re.fullmatch(r"https://[\w.-]+\.\w+(?:[/?#]\S*)?", target) else "malformed"
    if re.match(r"[a-z]+:|/", target):
        return "relative, or https"
    name, _, anchor = target.partition("#")
    if name.startswith(".."):
        return "a page outside the chapters has the site's address"
    file = Path(path).parent / name if name else Path(path)
    if not (book.root / file).is_file() and name:
        return "no such page; a step that is not written is plain text"
    if name == "bibliography.md":
        key = anchor.removeprefix("ref-")
        return None if not anchor or key in book.references else f"no reference {key!r}"
    if name == "glossary.md":
        term = anchor.removeprefix("term-")
        return None if not anchor or term in book.terms else f"no term {term!r} in the glossary"
    if anchor and (not name or name.endswith(".ipynb")):
        other = notebook_file.read(book.root / file) if name else notebook
        if anchor not in _anchors(other):
            return "no such heading (JupyterLab's form: #The-evidence) and no such figure"
    return None


def _anchors(notebook):
    """What a link may name in a notebook: headings, as JupyterLab does, and figures."""
    prose = (c.source for c in notebook.cells if c.cell_type == "markdown")
    titles = re.findall(r"^#+ +(.+?) *$", "\n".join(prose), re.MULTILINE)
    figures = {o.data[CHART].get("usermeta", {}).get("id") for _, _, o in charts(notebook)}
    return {title.replace(" ", "-") for title in titles} | figures


def _headings(notebook):
    """(cell number, level, title) of every heading."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            text = fill.CODE.sub("", cell.source)
            for mark, title in re.findall(r"^(#+) +(.+?) *$", text, re.MULTILINE):
                yield number, len(mark), title


def _room(notebook, name):
    """The prose of one room, as one text."""
    prose = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    rooms = re.split(r"^## +(.+?) *$", prose, flags=re.MULTILINE)
    return dict(zip(rooms[1::2], rooms[2::2], strict=True)).get(name, "")


def _headings_faults(notebook, path):
    """Whether there is one title and no level of heading is skipped."""
    headings = list(_headings(notebook))
    titles = [number for number, level, _ in headings if level == 1]
    if titles != [1]:
        yield f"{path}: one heading of level 1, in the first cell (found in cells {titles})"
    levels = [level for _, level, _ in headings]
    for (number, level, title), last in zip(headings[1:], levels, strict=False):
        if level > last + 1:
            yield f"{path}, cell {number}: {title!r} skips a level of heading"


def _rooms(notebook, path, opening):
    """Whether the rooms are there, in order, and hold what they must."""
    headings = list(_headings(notebook))
    rooms = [title for _, level, title in headings if level == 2]
    spared = OPTIONAL | (OPTIONAL_IN_OPENING if opening else set())
    required = [room for room in ROOMS if room not in spared]
    for room in rooms:
        if room not in ROOMS:
            yield f"{path}: {room!r} is no room: ### inside a room, ## for {', '.join(ROOMS)}"
    for room in required:
        if room not in rooms:
            yield f"{path}: the room {room!r} is missing"
    known = [room for room in rooms if room in ROOMS]
    if known != sorted(set(known), key=ROOMS.index):
        yield f"{path}: the rooms stand in the order {', '.join(ROOMS)}"
    objectives = _room(notebook, "Objectives")
    for word in ("needs", "minutes", "data used"):
        if objectives and word not in objectives.lower():
            yield f"{path}: the room Objectives names {word!r}"
    for table in sorted(loaded_tables(notebook)):
        if objectives and table not in objectives:
            yield f"{path}: the room Objectives does not name the table {table!r}"
    answers = _room(notebook, "Check yourself").count("<details>")
    low, high = QUESTIONS
    if not opening and not low <= answers <= high:
        yield f"{path}: Check yourself has {answers} folded answers; {low} to {high}"
    if not opening and "(#fig-" not in _room(notebook, "Verdicts"):
        yield f"{path}: a verdict links to its figure (#fig-…)"


def second_edition(notebook):
    """Whether a chapter is told in acts: it then says in a box what is known."""
    box = f"> **{furniture.KNOWN}**"
    return any(c.cell_type == "markdown" and box in c.source for c in notebook.cells)


def _acts(notebook, path):
    """Whether scene, questions, acts, what is known and closing rooms are there, in order."""
    headings = [title for _, level, title in _headings(notebook) if level == 2]
    acts = [title for title in headings if title not in {QUESTIONS_ROOM, *CLOSING_ROOMS}]
    if headings != [QUESTIONS_ROOM, *acts, *CLOSING_ROOMS]:
        rooms = f"{QUESTIONS_ROOM}, the acts, {', '.join(CLOSING_ROOMS)}"
        yield f"{path}: each ## once, in the order {rooms}; found {', '.join(headings)}"
    low, high = ACTS
    if not low <= len(acts) <= high:
        yield f"{path}: {len(acts)} acts (## between the first room and the last); {low} to {high}"
    for act in acts:
        if not act.endswith("?"):
            yield f"{path}: the act {act!r} is a question that a reader would ask"
        if "> **How far to trust this.**" not in _room(notebook, act):
            yield f"{path}: the act {act!r} has no box `> **How far to trust this.**`"
    yield from _scene(notebook, path)
    yield from _asked(notebook, path)
    answers = _room(notebook, "Check yourself").count("<details>")
    low, high = QUESTIONS
    if not low <= answers <= high:
        yield f"{path}: Check yourself has {answers} folded answers; {low} to {high}"
    if "(#fig-" not in _room(notebook, "Verdicts"):
        yield f"{path}: a verdict links to its figure (#fig-…)"


def _scene(notebook, path):
    """Whether there is a guess and then a picture before the first room."""
    cells = notebook.cells
    first = next((n for n, c in enumerate(cells) if c.source.startswith("## ")), len(cells))
    pictures = [number - 1 for number, _, _ in charts(notebook) if number - 1 < first]
    guesses = [n for n, c in enumerate(cells[:first]) if "**Guess.**" in c.source]
    if not guesses or not pictures or min(guesses) > min(pictures):
        yield f"{path}: the scene has a `**Guess.**` and, after it, its picture, before the first ##"


def _asked(notebook, path):
    """Whether the first room says in one fold what is needed, how long it takes, and from what."""
    fold = _room(notebook, QUESTIONS_ROOM).partition("<details>")[2]
    for word in ("needs", "minutes", "data used"):
        if word not in fold.lower():
            yield f"{path}: the fold of {QUESTIONS_ROOM!r} names {word!r}"
    for table in sorted(loaded_tables(notebook)):
        if table not in fold:
            yield f"{path}: the fold of {QUESTIONS_ROOM!r} does not name the table {table!r}"


def _main_path(notebook, path):
    """Whether paragraphs are short, and abbreviations are spelt out where they come first."""
    met = set(EVERYDAY | FIRM_NAMES)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "markdown":
            continue
        if cell.source.startswith(f"## {furniture.METHODS}"):
            return
        where = fill.place(path, number, cell)
        for paragraph in re.split(r"\n\s*\n", fill.CODE.sub("", cell.source)):
            words = len(_words(paragraph).split())
            if not paragraph.startswith(("|", "*", "-", "#", ">", "<")) and (
                words > LONGEST_PARAGRAPH
            ):
                begin = " ".join(_words(paragraph).split()[:6])
                yield f"{where}: {words} words in the paragraph {begin!r}; {LONGEST_PARAGRAPH}"
            for short in _unexplained(paragraph, met):
                yield f"{where}: {short} comes first here: spell it out, as in `the words ({short})`"


def _words(paragraph):
    """A paragraph as it is read: without marks and addresses."""
    return re.sub(r"<!--.*?-->|\]\([^)]*\)|<[^>]+>|\[", "", paragraph, flags=re.DOTALL)


def _unexplained(paragraph, met):
    """Abbreviations that stand here first and are neither spelt out nor a glossary's term."""
    explained = set(re.findall(r"\(\*{0,2}\[?([A-Z]{2,6})\b", paragraph))
    explained |= set(re.findall(r"\b([A-Z]{2,6})s?\]?\)?(?:\([^)]*\))? \(", paragraph))
    for linked in re.findall(r"\[([^\]]*)\]\(glossary\.md#", paragraph):
        explained |= set(re.findall(r"\b[A-Z]{2,6}\b", linked))
    for short in dict.fromkeys(re.findall(r"(?<![-\w])[A-Z]{2,6}(?![-\w])", _words(paragraph))):
        if short not in met | explained:
            yield short
        met.add(short)


def _chart_cells(notebook, path, book):
    """What stands around a chart, and its tables; what it must carry is in `output_problems`."""
    cells = notebook.cells
    loaded = loaded_tables(notebook)
    for number, cell, output in charts(notebook):
        where = fill.place(path, number, cell)
        meta = output.data[CHART].get("usermeta", {})
        for table in sorted(set(meta.get("tables", [])) - (loaded & book.tables)):
            yield f"{where}: the chart's table {table!r} is not loaded, or not in the package"
        if "image/png" not in output.data or not output.metadata.get("image/png", {}).get("alt"):
            yield f"{where}: the chart is stored without its picture; run `make notebooks`"
        before = number - 2
        while before >= 0 and cells[before].cell_type == "code" and not _has_chart(cells[before]):
            before -= 1
        if before < 0 or cells[before].cell_type == "code":
            yield f"{where}: no prose before the chart says what to look for"
        if _after(number, cells) is None:
            yield f"{where}: no prose after the chart says what it shows and what it cannot"


def _after(number, cells):
    """The prose after a chart in cell `number`, or None; cells that publish may stand between."""
    after = number
    while after < len(cells) and cells[after].source.startswith(("publish(", "holds(")):
        after += 1
    found = after < len(cells) and cells[after].cell_type == "markdown"
    return cells[after].source if found else None


def _shown(notebook, path):
    """In a step's chapter both are said in words, right after each chart."""
    for number, cell, _ in charts(notebook):
        prose = (_after(number, notebook.cells) or "").lower()
        for phrase in ("what it shows", "what it cannot show"):
            if phrase not in prose:
                yield f"{fill.place(path, number, cell)}: after the chart, “{phrase}” is not said"


def _has_chart(cell):
    return any(CHART in output.get("data", {}) for output in cell.outputs)
