"""The documents reader, made from `data/official_passages.csv` and committed.

`foursteps pages` writes it; a build writes it too when the table changed, and
a test finds no difference. Each theme holds one passage of each country; the table's order says
which comes first, and it alternates.
"""

import csv
import re
from datetime import date
from pathlib import Path

from foursteps.book.site import glossary
from foursteps.ground import atomic_files

TABLE = "data/official_passages.csv"
PAGE = "chapters/documents.md"
PLACES = ("China", "US")
COLUMNS = (
    "id", "pair", "theme", "place", "document", "original_title", "date", "reference", "status",
    "passage", "asserts", "terms", "claims", "bears", "source_url", "evidence",
)  # fmt: skip
INTRODUCTION = """# Documents reader

What do the two governments say themselves? Here are {count} passages from official texts, in \
{pairs} pairs on one theme each. All of them are retold in the words of this book; nothing is \
copied but terms of art. Each entry gives the exact place in the text, what the passage lays down, \
what it claims about the world, its terms of art, and the [claims](../data/claims.md) of this book \
on which it bears. Which side comes first changes from theme to theme.

The passages were chosen, not sampled, from texts that the authors could read or confirm. *What \
was read* says how: many Chinese texts were read in translation, and some official addresses were taken \
from other documents and not opened. A pair is not an equation: a law, a plan and a speech bind in \
different ways, and *standing* says what became of each. The whole list is the table \
[official_passages](../data/official-passages.md); the Chinese terms stand in the \
[glossary](glossary.md)."""


class PassageError(ValueError):
    """The table cannot be shown; names file, row and column."""


def read_passages(source):
    """The rows of the table at `source`, in the order of the page: [[first, second], …] by pair.

    The first of an odd pair is China's, of an even pair the US's. Raises PassageError.
    """
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = {}
    for number, row in enumerate(rows, 2):
        where = f"{TABLE}, row {number} ({row.get('id')})"
        if tuple(row) != COLUMNS:
            raise PassageError(f"{where}: the columns must be {', '.join(COLUMNS)}")
        for column in set(COLUMNS) - {"original_title"}:
            if not row[column]:
                raise PassageError(f"{where}, column {column}: empty")
        if row["place"] not in PLACES:
            raise PassageError(f"{where}, column place: {row['place']!r}; one of {PLACES}")
        if row["place"] == "China" and not row["original_title"]:
            raise PassageError(f"{where}, column original_title: empty for a Chinese text")
        if not re.fullmatch(r"C\d\d( C\d\d)*", row["claims"]):
            raise PassageError(
                f"{where}, column claims: {row['claims']!r}, expected C03 or C03 C29"
            )
        pairs.setdefault(int(row["pair"]), []).append(row)
    for pair, members in sorted(pairs.items()):
        if {row["place"] for row in members} != set(PLACES) or len(members) != 2:
            raise PassageError(f"{TABLE}, pair {pair}: one passage of each of {PLACES} is expected")
        if len({row["theme"] for row in members}) != 1:
            raise PassageError(f"{TABLE}, pair {pair}, column theme: the two themes differ")
        members.sort(key=lambda row: row["place"], reverse=pair % 2 == 0)
    return [pairs[pair] for pair in sorted(pairs)]


def terms_of(row, known):
    """The terms of art as Markdown; Chinese ones that are in `known` link to the glossary."""
    said = []
    for term in (part.strip() for part in row["terms"].split(";")):
        head = term.split(" ")[0]
        text = glossary.markdown(term)
        if head in known:
            text = text.replace(
                glossary.chinese(head),
                f"[{glossary.chinese(head)}](glossary.md#term-{known[head]})",
                1,
            )
        said.append(text)
    return "; ".join(said)


def _sentence(text):
    return glossary.markdown(text[:1].upper() + text[1:])


def passage(row, known):
    """One passage as Markdown: a heading and a list of terms."""
    day = date.fromisoformat(row["date"])
    title = f"[{glossary.markdown(row['document'])}](<{row['source_url']}>)"
    if row["original_title"]:
        title += f", {glossary.chinese(row['original_title'])}"
    claims = " ".join(f"[{claim}](../data/claims.md#{claim})" for claim in row["claims"].split())
    lines = [
        ("Text", f"{title}, {day.day} {day:%B %Y}. {glossary.markdown(row['reference'])}."),
        ("Standing", f"{_sentence(row['status'])}."),
        ("What it says", glossary.markdown(row["passage"])),
        ("What it claims", glossary.markdown(row["asserts"])),
        ("Terms of art", f"{terms_of(row, known)}."),
        ("Bears on", f"{claims}. {glossary.markdown(row['bears'])}"),
        ("What was read", f"{_sentence(row['evidence'])}."),
    ]
    body = "\n\n".join(f"{name}\n: {said}" for name, said in lines)
    return f"### {row['place']}: {glossary.markdown(row['document'])}\n\n{body}"


def documents_page(source, terms):
    """Markdown of the page from the tables of passages and of the glossary (paths)."""
    pairs = read_passages(source)
    known = {row["chinese"]: row["id"] for row in glossary.read_terms(terms)}
    count = sum(len(members) for members in pairs)
    parts = [
        "<!-- made from table official_passages -->",
        INTRODUCTION.format(count=count, pairs=len(pairs)),
    ]
    for members in pairs:
        parts += [f"## {members[0]['theme']}", *(passage(row, known) for row in members)]
    return "\n\n".join(parts) + "\n"


def write_documents(root):
    """Write the page under `root` if its text changed; returns whether it did.

    A book without the table has no such page.
    """
    root = Path(root)
    if not (root / TABLE).is_file():
        return False
    page, text = root / PAGE, documents_page(root / TABLE, root / glossary.TABLE)
    return atomic_files.write_if_changed(page, text)


def setup(app):
    """Bring the page up to date before Sphinx looks for pages."""
    app.connect("builder-inited", lambda app: write_documents(app.srcdir), priority=100)
