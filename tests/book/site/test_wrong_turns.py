"""A small book with one fault of each kind: the build says what is wrong, and says it again."""

import json

import pytest

from tests.book.site.conftest import build

PYPROJECT = """
[project]
version = "0.9"
authors = [{ name = "Somebody" }]
[project.urls]
Repository = "https://github.com/somebody/book"
Site = "https://somebody.example/book/"
[tool.foursteps]
date-of-knowledge = "2026-01-02"
"""
REFERENCE = (
    "@book{jervis-1978, author = {Jervis, Robert}, title = {T}, year = {1978}, publisher = {P}}\n"
)
CLAIMS = {
    "name": "claims",
    "path": "claims.csv",
    "title": "Claims",
    "access": "compiled",
    "rows": 1,
    "used_by": [],
    "schema": {
        "fields": [{"name": "id", "type": "string"}, {"name": "claim", "type": "string"}],
        "primaryKey": ["id"],
    },
}
GOOD = """# A page

To [a heading](#The-evidence), [Jervis (1978)](bibliography.md#ref-jervis-1978),
[C07](https://somebody.example/book/data/claims.html#C07) and [C07](../data/claims.md#C07).

## The evidence

Where $x > y$ holds.

<figure id="fig-drawn"></figure>

See [the figure](#fig-drawn).
"""
FAULTS = {
    "[a](#Nowhere)": "'myst' cross-reference target not found: 'Nowhere'",
    "[b](#fig-missing)": "'myst' cross-reference target not found: 'fig-missing'",
    "[c](bibliography.md#ref-nobody-1900)": "local id not found in doc 'chapters/bibliography'",
    "[d](../data/claims.md#C99)": "local id not found in doc 'data/claims'",
    "[e](https://somebody.example/book/data/none.html)": "leads to no page of this site",
    "[f](missing.md)": "'myst' cross-reference target not found: 'missing.md'",
    r"$\fraction{1}{2}$": "this formula cannot be read",
    "{glue:text}`nothing`": "[mystnb",
}


@pytest.fixture
def book(root, tmp_path):
    """A book of one page in a folder, with the settings of ours."""
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "data").mkdir()
    (book / "_config.yml").write_bytes((root / "_config.yml").read_bytes())
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/page\nchapters:\n"
        "- file: data/index\n- file: chapters/bibliography\n"
    )
    (book / "pyproject.toml").write_text(PYPROJECT)
    (book / "chapters" / "references.bib").write_text(REFERENCE)
    (book / "chapters" / "page.md").write_text(GOOD)
    (book / "data" / "claims.csv").write_text("id,claim\nC07,Something\n")
    (book / "data" / "datapackage.json").write_text(json.dumps({"resources": [CLAIMS]}))
    return book


def test_every_fault_is_named_and_named_again(book, tmp_path):
    page = book / "chapters" / "page.md"
    page.write_text(GOOD + "\n\n" + "\n\n".join(FAULTS))
    first = build(book, tmp_path / "out")
    missing = {fault: said for fault, said in FAULTS.items() if said not in first.stderr}
    assert not missing, first.stderr
    assert first.returncode
    again = build(book, tmp_path / "out")
    assert again.returncode, "a second build passed over the faults"
    page.write_text(GOOD)
    mended = build(book, tmp_path / "out")
    assert mended.returncode == 0, mended.stderr
    html = (tmp_path / "out" / "_build" / "html" / "chapters" / "page.html").read_text()
    assert 'href="../data/claims.html#C07"' in html
    assert "https://somebody.example/book/data" not in html


def test_a_missing_fact_is_named(book, tmp_path):
    (book / "pyproject.toml").write_text(PYPROJECT.replace("Site =", "Home ="))
    done = build(book, tmp_path / "out")
    assert done.returncode
    assert "pyproject.toml: the key 'Site' is missing" in done.stderr
