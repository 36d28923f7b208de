"""The glossary page, made from `data/glossary.csv` and committed.

`foursteps pages` writes it; a build writes it too when the table changed, and
a test finds no difference. Each entry has the id `term-<id>`. Where
the chapters link to them: `foursteps.book.prose.term_links`.
"""

import csv
import html
import re
import unicodedata
from pathlib import Path

from foursteps.ground import atomic_files

TABLE = "data/glossary.csv"
PAGE = "chapters/glossary.md"
COLUMNS = (
    "id", "term", "forms", "kind", "chinese", "pinyin", "literal", "meaning", "use",
    "source", "source_url", "evidence",
)  # fmt: skip
KINDS = ("technical", "policy")
INTRODUCTION = """# Glossary

English terms with the Chinese beside them: characters, pronunciation in pinyin, the literal \
sense, the meaning in plain words, and who uses the term how. Where a term comes from an official \
text, that text is named. The chapters link each term where the book first uses it. The \
characters are those used on the mainland; the renderings of technical terms are those of Chinese \
textbooks as the authors know them, and other renderings exist. The whole list is the table \
[glossary](../data/glossary.md)."""


class GlossaryError(ValueError):
    """The table cannot be shown; names file, row and column."""


def read_terms(source):
    """The rows of the table at `source` as dicts, sorted by term. Raises GlossaryError."""
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = set()
    for number, row in enumerate(rows, 2):
        where = f"{TABLE}, row {number} ({row.get('term')})"
        if tuple(row) != COLUMNS:
            raise GlossaryError(f"{where}: the columns must be {', '.join(COLUMNS)}")
        for column in set(COLUMNS) - {"source", "source_url"}:
            if not row[column]:
                raise GlossaryError(f"{where}, column {column}: empty")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]) or row["id"] in seen:
            raise GlossaryError(
                f"{where}, column id: {row['id']!r} must be unique, in small letters, figures and "
                "hyphens, such as security-dilemma"
            )
        if row["kind"] not in KINDS:
            raise GlossaryError(f"{where}, column kind: {row['kind']!r}; one of {KINDS}")
        if bool(row["source"]) != bool(row["source_url"]):
            raise GlossaryError(f"{where}, columns source, source_url: both or neither")
        seen.add(row["id"])
    return sorted(rows, key=lambda row: _plain(row["term"]))


def chinese(text):
    """Chinese characters as HTML that says so, for screen readers and fonts."""
    return f'<span lang="zh-Hans">{html.escape(text)}</span>'


def markdown(text):
    """Plain text as Markdown that shows it unchanged; runs of Chinese characters are marked."""
    text = re.sub(r"([\\`*_\[\]<>#|$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"[一-鿿]+(?:[+、，“”]*[一-鿿]+)*\+?", lambda m: chinese(m[0]), text)


def entry(row):
    """One term as an entry of a definition list (Markdown)."""
    head = (
        f'<span id="term-{row["id"]}"></span>**{markdown(row["term"])}** '
        f"{chinese(row['chinese'])} *{row['pinyin']}*"
    )
    lines = [
        f"{markdown(row['meaning'])}",
        f"*Literally*: {markdown(row['literal'])}. *Use*: {markdown(row['use'])}",
    ]
    if row["source"]:
        lines.append(f"*Source*: [{markdown(row['source'])}](<{row['source_url']}>).")
    return head + "".join(f"\n: {line}\n" for line in lines)


def glossary_page(source):
    """Markdown of the page from the table at `source` (a path)."""
    groups = {}
    for row in (rows := read_terms(source)):
        groups.setdefault(_plain(row["term"])[0].upper(), []).append(row)
    letters = " · ".join(f"[{letter}](#{letter})" for letter in groups)
    parts = [f"<!-- made from table glossary -->\n\n{INTRODUCTION}", letters]
    for letter, members in groups.items():
        parts += [f"## {letter}", "\n".join(entry(row) for row in members).rstrip()]
    by_sound = sorted(rows, key=lambda row: (_plain(row["pinyin"]), row["id"]))
    parts += ["## Chinese terms by sound", "Chinese terms in the order of their pinyin."]
    parts.append(
        "\n".join(
            f"* {chinese(row['chinese'])} *{row['pinyin']}*: "
            f"[{markdown(row['term'])}](#term-{row['id']})"
            for row in by_sound
        )
    )
    return "\n\n".join(parts) + "\n"


def _plain(text):
    """Letters and figures without tone marks and accents, for sorting."""
    bare = unicodedata.normalize("NFD", text.lower())
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\u0300-\u036f]", "", bare)).strip()


def write_glossary(root):
    """Write the page under `root` if its text changed; returns whether it did.

    A book without the table has no such page.
    """
    if not (Path(root) / TABLE).is_file():
        return False
    page, text = Path(root) / PAGE, glossary_page(Path(root) / TABLE)
    return atomic_files.write_if_changed(page, text)


def setup(app):
    """Bring the page up to date before Sphinx looks for pages."""
    app.connect("builder-inited", lambda app: write_glossary(app.srcdir), priority=100)
