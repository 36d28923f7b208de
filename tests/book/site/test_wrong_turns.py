"""A small book with one fault of each kind: the build says what is wrong, and says it again."""

import pytest

from tests.book.site import small_book
from tests.book.site.conftest import build
from tests.book.site.small_book import GOOD, PYPROJECT

FAULTS = {
    "[a](#Nowhere)": "'myst' cross-reference target not found: 'Nowhere'",
    "[b](#fig-missing)": "'myst' cross-reference target not found: 'fig-missing'",
    "[c](bibliography.md#ref-nobody-1900)": "local id not found in doc 'chapters/bibliography'",
    "[d](../data/claims.md#C99)": "local id not found in doc 'data/claims'",
    "[e](https://somebody.example/book/data/none.html)": "leads to no page of this site",
    "[f](missing.md)": "'myst' cross-reference target not found: 'missing.md'",
    r"$\fraction{1}{2}$": "this formula cannot be read",
    "{glue:text}`nothing`": "[mystnb",
    "[g](drawn.ipynb#fig-gone)": "drawn.ipynb stores no figure fig-gone",
}


@pytest.fixture
def book(root, tmp_path):
    """The small book in a folder."""
    small_book.write(tmp_path / "book", root / "_config.yml")
    return tmp_path / "book"


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
    assert 'href="https://somebody.example/book/data' not in html
    assert '<figure class="fs-figure" id="fig-line"' in html


def test_an_old_address_that_leads_nowhere_is_named(book, tmp_path):
    edition = book / "docs/editions/0.1"
    edition.mkdir(parents=True)
    kept = "page,anchor,successor\nchapters/page,Proof,the-evidence\nchapters/page,Gone,\n"
    (edition / "addresses.csv").write_text(kept + "chapters/old,Words,\n")
    done = build(book, tmp_path / "out")
    assert done.returncode
    assert "chapters/page.html#Gone leads nowhere" in done.stderr
    assert "chapters/old.html is gone, and docs/editions/0.1/addresses.csv names it" in done.stderr
    page = (tmp_path / "out" / "_build" / "html" / "chapters" / "page.html").read_text()
    assert 'id="Proof"' in page


def test_a_missing_fact_is_named(book, tmp_path):
    (book / "pyproject.toml").write_text(PYPROJECT.replace("Site =", "Home ="))
    done = build(book, tmp_path / "out")
    assert done.returncode
    assert "pyproject.toml: the key 'Site' is missing" in done.stderr
