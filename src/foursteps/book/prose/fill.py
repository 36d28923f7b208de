"""Marks: numbers in prose that a notebook's code fills in.

A mark is `<!--=name:.1f-->5.5<!--/-->` in a Markdown cell: the name of a published value
(`foursteps.publish`), after the colon a Python format (or `word`: 6 becomes "six"), and between
the comments the text that readers see. In an `.md` page the name is `notebook::name`, and
`notebook::minutes` is how long its Objectives say that it takes.

`fill` writes the text; `problems` refuses marks that would break Markdown, marks that are out
of date, and numbers without a mark. What counts as a number, and what does not, is in
`foursteps.book.prose.what_is_a_number`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from foursteps.book.prose import what_is_a_number
from foursteps.ground import parameters_cell
from foursteps.ground.near_names import near
from foursteps.ground.number_marks import MARK, NAME, FormatError, formatted
from foursteps.publishing import MIME

OPEN, CLOSE = re.compile(r"<!--=([^<>]*?)-->"), "<!--/-->"
BROKEN = re.compile(r"<!--(?!=)\s+=\s*\w+\S*\s*-->|<!--=(?:(?!-->).)*$|<!--(?!/-->)\s*/\s*-->")
FENCE = r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)"
CODE = re.compile(
    FENCE + r"|(?<!`)(?P<tick>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=tick)(?!`)", re.MULTILINE | re.DOTALL
)
MINUTES = re.compile(r"\*Minutes:?\*+:? (\d+)")
# `$5 bn and $6` becomes a formula: what stands between looks like a sum and words.
MONEY = re.compile(
    r"\s*[\d.,]*\d\s*(?:bn|billion|m|million|k|trillion|tn)?\s+[a-z]{2,}", re.IGNORECASE
)
MONEY_MESSAGE = "money is written '5.5 bn USD': two '$' make a formula"
FORMULA_MESSAGE = "a mark in a formula: a formula holds symbols, the prose its numbers"
SUMMARY_MESSAGE = "a mark in <summary>, which holds no Markdown on the site"


class MarkError(ValueError):
    """A mark that cannot be filled: unknown name or bad format."""


class Value(NamedTuple):
    """A published value and where it comes from."""

    value: int | float | str | bool
    tables: tuple[str, ...]
    toy: bool
    cited: str | None
    cell: str
    parameter: bool = False  # of an exercise set: it differs from variant to variant


def place(path, number, cell, line=None):
    """Where something is: file, cell (number and id), line."""
    at = f"{path}, cell {number} ({cell.get('id', 'no id')})"
    return at if line is None else f"{at}, line {line}"


def published(notebook, path):
    """The values in the notebook's stored outputs: (dict of Value by name, problems).

    And those of its parameters cell, which is plain enough to be read as it stands.
    """
    values, found = _parameters(notebook, path)
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            stored = output.get("data", {}).get(MIME)
            if stored is None:
                continue
            for name, value in stored["values"].items():
                if name in values:
                    found.append(
                        f"{place(path, number, cell)}: {name!r} is published twice,"
                        f" first in cell {values[name].cell}; choose another name"
                    )
                    continue
                values[name] = Value(
                    value,
                    tuple(stored["tables"]),
                    stored.get("toy", False),
                    stored.get("cited"),
                    f"{number} ({cell.get('id')})",
                )
    return values, found


def _parameters(notebook, path):
    """The values of the parameters cell, as `published` gives them."""
    values, found = {}, []
    for n in parameters_cell.find(notebook.cells):
        cell = notebook.cells[n]
        try:
            given = parameters_cell.read(cell.source)
        except parameters_cell.ParametersError as error:
            found.append(f"{place(path, n + 1, cell)}: {error}")
            continue
        at = f"{n + 1} ({cell.get('id')})"
        values |= {k: Value(v, (), False, None, at, parameter=True) for k, v in given.items()}
    return values, found


def filled(mark, lookup):
    """The text for what stands in a mark after `=`. Raises MarkError.

    `lookup(page, name)` returns a Value or raises KeyError with the known names.
    """
    parts = NAME.match(mark)
    if not parts:
        raise MarkError(f"{mark!r} is not name or name:format")
    try:
        value = lookup(parts["page"], parts["name"]).value
    except KeyError as error:
        known = error.args[0] if error.args and isinstance(error.args[0], list) else []
        names = near(parts["name"], known, most=3)
        hint = f"; near names: {', '.join(names)}" if names else ""
        raise MarkError(f"no value {mark.split(':.')[0]!r} is published{hint}") from None
    try:
        return formatted(parts["name"], value, parts["spec"] or "")
    except FormatError as error:
        raise MarkError(str(error)) from None


def fill(source, lookup):
    """`source` with every mark filled; a mark that cannot be filled stays as it is."""

    def put(match):
        try:
            return f"<!--={match[1]}-->{filled(match[1], lookup)}{CLOSE}"
        except MarkError:
            return match[0]

    return "".join(
        part if is_code else MARK.sub(put, part) for part, is_code in _code_and_prose(source)
    )


def _code_and_prose(source):
    """The pieces of `source`: (text, whether it is code, where marks are only shown)."""
    at = 0
    for code in CODE.finditer(source):
        yield source[at : code.start()], False
        yield code[0], True
        at = code.end()
    yield source[at:], False


def problems(source, lookup, where, is_objectives=False):
    """What is wrong with the marks and numbers of a Markdown text, as sentences.

    `where(line)` says which file, cell and line (from 1). `is_objectives`: the room that may
    say how many minutes a chapter takes.
    """
    found = []

    def report(line, message):
        found.append((line, message))

    listed = _not_data(source, report)
    for token, text, line in _blocks(source, report):
        number = what_is_a_number.first(text, listed, is_objectives)
        if number:
            report(
                line,
                f"the number {number!r} has no mark: publish it and write"
                " <!--=name--><!--/-->, or list it in <!-- not data: … -->"
                if token != "heading_open"
                else f"the number {number!r} in a heading: a heading holds no data",
            )
    return [
        f"{where(line)}: {message}" for line, message in sorted(_unfilled(source, lookup, found))
    ]


def _unfilled(source, lookup, found):
    """`found` and the marks that are unclosed, malformed, unknown, misformatted or stale."""
    line = 1
    for part, is_code in _code_and_prose(source):
        if not is_code:
            for n, text in enumerate(part.split("\n")):
                found += [(line + n, message) for message in _line_problems(text, lookup)]
        line += part.count("\n")
    return found


def _line_problems(text, lookup):
    """Problems of the marks of one line, by their text alone."""
    for mark in MARK.finditer(text):
        try:
            new = filled(mark[1], lookup)
        except MarkError as error:
            yield str(error)
        else:
            if new != mark[2]:
                yield f"{mark[1]!r} is {new!r} now, the prose says {mark[2]!r}; run `make notebooks`"
    rest = MARK.sub("", text)
    for broken in BROKEN.finditer(rest):
        yield f"{broken[0]!r} is not a mark: write <!--=name:.1f-->5.5<!--/-->"
    rest = BROKEN.sub("", rest)
    for unclosed in OPEN.finditer(rest):
        yield f"the mark {unclosed[1]!r} is not closed on its line by <!--/-->"
    if CLOSE in rest:
        yield "<!--/--> closes no mark on its line"


def _not_data(source, report):
    """The words that the text's `<!-- not data: … -->` comments list."""
    listed = []
    for n, line in enumerate(source.split("\n"), 1):
        for comment in re.finditer(r"<!--\s*not data:(.*?)-->", line):
            words = [w.strip() for w in re.split(r"[,;]\s", comment[1].strip()) if w.strip()]
            rest = re.sub(r"<!--.*?-->", "", source)
            for word in words:
                if word.lower() not in rest.lower():
                    report(n, f"'not data' lists {word!r}, which this text does not hold")
            listed += words
    return listed


@cache
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    # As Jupyter Book and JupyterLab read it: CommonMark, tables, maths between dollars.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)


def _blocks(source, report):
    """(opening token's type, readable text, line) of each line of prose.

    Code, formulas, tags and filled marks are replaced by signs that are no number. Reports
    marks and dollars that stand where they must not.
    """
    before, headers, column = None, [], 0
    for token in _parser().parse(source):
        line = token.map[0] + 1 if token.map else 1
        if token.type == "paragraph_open" and token.map[1] - token.map[0] > 1:
            report(line + 1, "a paragraph is one line of source: join its lines")
        if token.type in ("math_block", "math_block_label") and "<!--" in token.content:
            report(line, FORMULA_MESSAGE)
        if token.type == "html_block":
            for n, raw in enumerate(token.content.split("\n")):
                _html_line(raw, line + n, report)
                text = re.sub(r"<!--.*?-->|<[^<>]*>", "", MARK.sub(what_is_a_number.FILLED, raw))
                yield token.type, text, line + n
        if token.type == "inline":
            text = _inline(token.children, before, line, report)
            if before == "th_open":
                headers.append(text)
            elif before == "td_open" and text.isdigit():
                text = f"{headers[column]} {text}"  # in a column "Step" the 1 is Step 1
            for n, part in enumerate(text.split("\n")):
                yield before, part, line + n
        if token.type == "thead_open":
            headers = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_close":
            column += 1
        before = token.type


def _html_line(raw, line, report):
    """Report marks in a line of an HTML block."""
    if not OPEN.search(raw):
        return
    if re.match(r"[\s>*+-]*(?:\d+[.)]\s+)?<!--=", raw):
        report(line, "a mark begins a line, which Markdown then takes for HTML: put a word first")
    elif re.search(r"<summary.*<!--=", raw):
        report(line, SUMMARY_MESSAGE)
    else:
        report(line, "a mark in an HTML block: leave a blank line before the text")


def _inline(children, before, line, report):
    """Readable text of a block's inline tokens; lines stay lines."""
    text, inside, summary = [], False, False
    for i, token in enumerate(children):
        if token.type == "html_inline":
            if token.content.startswith("<!--="):
                inside = True
                text.append(what_is_a_number.FILLED)
                if before == "heading_open":
                    report(line, "a mark in a heading, where links and ids would change with it")
                begins = i == 0 or children[i - 1].type in ("softbreak", "hardbreak")
                if begins and before not in ("td_open", "th_open"):
                    report(line, "a mark begins a line: put a word first")
                if summary:
                    report(line, SUMMARY_MESSAGE)
                if "".join(text[:-1]).endswith("$"):
                    report(line, MONEY_MESSAGE)
            elif token.content == CLOSE:
                inside = False
            summary = summary or token.content.startswith("<summary")
            summary = summary and token.content != "</summary>"
        elif token.type in ("softbreak", "hardbreak"):
            text.append("\n")
            line, inside = line + 1, False
        elif token.type in ("math_inline", "math_inline_double"):
            if "<!--" in token.content:
                report(line, FORMULA_MESSAGE)
            elif MONEY.match(token.content):
                report(line, MONEY_MESSAGE)
            text.append(what_is_a_number.OTHER)
        elif token.type == "code_inline" or token.type == "image":
            text.append(what_is_a_number.OTHER)
        elif not inside:
            if re.search(r"\$\s?\d", token.content):
                report(line, MONEY_MESSAGE)
            text.append(token.content)
    return "".join(text)


def fill_notebook(notebook, values):
    """Fill the marks of the notebook's Markdown cells (changed in place)."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = fill(cell.source, _own(values))


def notebook_problems(notebook, path, values):
    """Problems of the marks and numbers in the notebook's Markdown cells."""
    found, room = [], ""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "markdown":
            continue
        heading = re.match(r"##? +(.+)", cell.source)
        room = heading[1] if heading else room

        def where(line, number=number, cell=cell):
            return place(path, number, cell, line)

        found += problems(cell.source, _own(values), where, room.startswith("Objectives"))
        for mark in MARK.finditer(cell.source):
            parts = NAME.match(mark[1])
            value = values.get(parts["name"]) if parts else None
            if value and value.cited and f"#ref-{value.cited}" not in cell.source:
                found.append(
                    f"{place(path, number, cell)}: {mark[1]!r} is cited from {value.cited}:"
                    f" link bibliography.md#ref-{value.cited} beside it"
                )
    return found


def _own(values):
    """A lookup among one notebook's values."""

    def lookup(page, name):
        if page is not None or name not in values:
            raise KeyError(sorted(values))
        return values[name]

    return lookup


def minutes(notebook):
    """Minutes that a chapter says it takes to read (`**Minutes:** 30`), else None."""
    for cell in notebook.cells:
        found = cell.cell_type == "markdown" and MINUTES.search("".join(cell.source))
        if found:
            return int(found[1])
    return None


def page_lookup(root):
    """A lookup for `.md` pages: `notebook::name`, read from stored notebooks under `root`."""

    @cache
    def of(page):
        for folder in ("chapters", "exercises"):
            path = Path(root, folder, f"{page}.ipynb")
            if path.is_file():
                import nbformat

                stored = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
                long = minutes(stored)
                said = {} if long is None else {"minutes": Value(long, (), False, None, "")}
                return said | published(stored, path)[0]
        return {}

    def lookup(page, name):
        values = of(page) if page else {}
        if name not in values:
            raise KeyError(sorted(values))
        return values[name]

    return lookup


def page_problems(source, path, lookup):
    """Problems of the marks and numbers of an `.md` page."""
    return problems(source, lookup, lambda line: f"{path}, line {line}")
