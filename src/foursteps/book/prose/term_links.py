"""Where the book first uses a term of the glossary, and the link that belongs there.

The first use is looked for in the prose of the notebooks in the order of `_toc.yml`. Headings,
code, formulas, marks of numbers, tags, other links and heads of tables hold no link, so a use
there does not count. `forms` of the table are the spellings to look for, split by `;`: one in
small letters is found in any case, one with capitals as written; an English plural is found too.
"""

import re
from pathlib import Path
from typing import NamedTuple

from foursteps.book.site.glossary import PAGE, TABLE, read_terms
from foursteps.ground import atomic_files, notebook_file

TARGET = "glossary.md#term-"
LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
NO_LINK = (
    re.compile(r"^(?P<f>`{3,}|~{3,}).*?^(?P=f)", re.MULTILINE | re.DOTALL),  # code
    re.compile(r"<!--=.*?<!--/-->|<!--.*?-->", re.DOTALL),  # marks, comments
    re.compile(r"\$\$.*?\$\$|(?<![\\$])\$[^$\n]+\$", re.DOTALL),  # formulas
    re.compile(r"`[^`\n]+`"),
    re.compile(r"<summary>.*?</summary>", re.DOTALL),
    re.compile(r"<[a-zA-Z/][^>]*>|https?://\S+"),
    re.compile(r"^#+ .*$", re.MULTILINE),
    re.compile(r"^\|.*\|\s*\n(?=\|[\s:|-]+\|\s*$)", re.MULTILINE),  # heads of tables
)
BLANK = "\0"


class Use(NamedTuple):
    """One use of a term: file, number of the cell (from 1), place in its source, linked or not."""

    file: str
    cell: int
    start: int
    end: int
    linked: bool


def chapters(root):
    """Paths of the book's notebooks, relative to `root`, in the order of the contents."""
    toc = (Path(root) / "_toc.yml").read_text(encoding="utf-8")
    names = re.findall(r"^\s*(?:root|- file|-? ?file):\s*(\S+)\s*$", toc, re.MULTILINE)
    return [f"{name}.ipynb" for name in names if (Path(root) / f"{name}.ipynb").is_file()]


def pattern(forms):
    """A compiled pattern for the spellings in `forms` (a string, split by `;`)."""
    parts = []
    for form in (part.strip() for part in forms.split(";")):
        if re.search(r"[一-鿿]", form):
            parts.append(re.escape(form))
            continue
        words = r"[\s\u00a0]+".join(re.escape(word) for word in form.split())
        words = words.replace("'", "['’]")
        case = "(?i:" if form == form.lower() else "(?:"
        parts.append(rf"(?<![\w-]){case}{words})(?:s|es)?(?![\w-])")
    return re.compile("|".join(parts))


def masked(source):
    """`source` with what can hold no link blanked out, at the same length, and our own links.

    Returns (text, [(id, start, end)]).
    """
    ours = []

    def blank(match):
        return re.sub(r"[^\n]", BLANK, match[0])

    for rule in NO_LINK:
        source = rule.sub(blank, source)

    def link(match):
        if match["target"].startswith(TARGET):
            ours.append((match["target"].removeprefix(TARGET), *match.span()))
        return blank(match)

    return LINK.sub(link, source), ours


def uses(source, terms):
    """The uses of `terms` in one Markdown text: [(id, start, end, linked)] in order.

    A term inside a longer one ("entity list" in "unreliable entity list") is no use of it.
    """
    text, ours = masked(source)
    found = [
        (row["id"], *match.span(), False)
        for row in terms
        for match in pattern(row["forms"]).finditer(text)
    ]
    found = [
        one
        for one in found
        if not any(
            other[1] <= one[1] and one[2] <= other[2] and other[2] - other[1] > one[2] - one[1]
            for other in found
        )
    ]
    return sorted(found + [(*place, True) for place in ours], key=lambda one: one[1:])


def first_uses(root, terms=None):
    """Term id → its first `Use` in the book under `root`; terms that are not used are left out."""
    terms = terms or read_terms(Path(root) / TABLE)
    first = {}
    for file in chapters(root):
        for number, cell in enumerate(notebook_file.read(Path(root) / file).cells, 1):
            if cell.cell_type == "markdown":
                for term, *place in uses(cell.source, terms):
                    first.setdefault(term, Use(file, number, *place))
    return first


def unlinked(root):
    """Sentences that name each term whose first use is no link, in the order of the table."""
    return [
        f"{use.file}, cell {use.cell}: the first use of {term!r} is no link; run "
        "`foursteps terms --link`"
        for term, use in first_uses(root).items()
        if not use.linked
    ]


def link_first(source, term, terms):
    """`source` with the first unlinked use of `term` (an id) made a link to the glossary."""
    for found, start, end, linked in uses(source, terms):
        if found == term and not linked:
            return f"{source[:start]}[{source[start:end]}]({TARGET}{term}){source[end:]}"
    return source


def link(root):
    """Link every first use that is no link; only prose is touched. Yields what was done."""
    terms = read_terms(Path(root) / TABLE)
    todo = {t: use for t, use in first_uses(root, terms).items() if not use.linked}
    for file in dict.fromkeys(use.file for use in todo.values()):
        path = Path(root) / file
        notebook = notebook_file.read(path)
        here = {term: use for term, use in todo.items() if use.file == file}
        for term, use in here.items():
            cell = notebook.cells[use.cell - 1]
            cell.source = link_first(cell.source, term, terms)
        atomic_files.write(path, notebook_file.dumps(notebook))
        yield f"{file}: linked {', '.join(here)} to {PAGE}"


def command(args):
    """`foursteps terms`: list the first uses that are no link; with --link put the links in."""
    if args.link:
        for line in link("."):
            print(line)
    left = unlinked(".")
    for line in left:
        print(line)
    return 1 if left else 0
