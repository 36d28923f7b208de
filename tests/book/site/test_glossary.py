"""The glossary: committed as its table says, an anchor per term, each term linked where first used."""

import csv
import json
import re

import pytest

from foursteps.book.prose import run_notebooks, term_links
from foursteps.book.site import glossary
from foursteps.cli import main
from foursteps.ground import atomic_files, notebook_file
from tests.book.notebooks import synthetic

ROW = {
    "id": "spiral", "term": "spiral", "forms": "spiral", "kind": "technical", "chinese": "螺旋",
    "pinyin": "luóxuán", "literal": "screw", "meaning": "Answers to answers, 反制 <b>.",
    "use": "In theory.", "source": "", "source_url": "", "evidence": "general knowledge",
}  # fmt: skip
TOC = "format: jb-book\nroot: chapters/0-a\nchapters:\n  - file: chapters/1-b\n"


def unused(root, elsewhere=()):
    """Ids of terms that the book does not use; policy terms found in `elsewhere` (texts) count."""
    first = term_links.first_uses(root)

    def is_read(row):
        words = term_links.pattern(f"{row['forms']};{row['chinese']}")
        return row["kind"] == "policy" and any(words.search(text) for text in elsewhere)

    terms = term_links.read_terms(root / glossary.TABLE)
    return [row["id"] for row in terms if row["id"] not in first and not is_read(row)]


def table(folder, *rows):
    """Write a glossary of rows (changes of ROW) into a project's folder."""
    (folder / "data").mkdir(exist_ok=True)
    with (folder / glossary.TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, glossary.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return folder / glossary.TABLE


@pytest.fixture
def book(tmp_path):
    """A book of a first and a second chapter, and three terms of which one holds another."""
    (tmp_path / "_toc.yml").write_text(TOC)
    table(
        tmp_path,
        {},
        {"id": "list", "term": "entity list", "forms": "Entity List;entity list"},
        {"id": "bad-list", "term": "unreliable entity list", "forms": "unreliable entity list"},
    )
    chapters = (
        [
            "# A\n\n## A spiral",
            "In `spiral`, $spiral$, <!--=spiral-->spiral<!--/-->, [a spiral](x).",
        ],
        ["# B", "The unreliable entity list.\n\nTwo *spirals*, an Entity\nList, one spiral."],
    )
    for name, cells in zip(("0-a", "1-b"), chapters, strict=True):
        synthetic.write(synthetic.notebook(*cells), tmp_path / "chapters" / f"{name}.ipynb")
        path = tmp_path / "chapters" / f"{name}.ipynb"
        atomic_files.write(
            path, notebook_file.dumps(run_notebooks.normalise(notebook_file.read(path)))
        )
    return tmp_path


def prose(book, name):
    cells = notebook_file.read(book / "chapters" / f"{name}.ipynb").cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_the_committed_page_is_what_the_table_makes(root):
    made = glossary.glossary_page(root / glossary.TABLE)
    assert (root / glossary.PAGE).read_text(encoding="utf-8") == made


def test_sixty_terms_or_more_with_policy_terms_of_both_sides(root):
    terms = {row["id"]: row for row in glossary.read_terms(root / glossary.TABLE)}
    assert len(terms) >= 60
    policy = {name for name, row in terms.items() if row["kind"] == "policy"}
    assert {"countermeasure", "ai-plus", "whole-nation-system", "dual-circulation"} <= policy
    assert {"executive-order", "entity-list", "foreign-direct-product-rule"} <= policy
    marks = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
    assert not [name for name, row in terms.items() if not marks.search(row["pinyin"])]


def test_every_term_is_an_anchor_with_its_chinese_marked(pages, root):
    page = pages["chapters/glossary.html"]
    for row in glossary.read_terms(root / glossary.TABLE):
        head = page.soup.find(id=f"term-{row['id']}").find_parent("dt")
        assert head.find(attrs={"lang": "zh-Hans"}).get_text() == row["chinese"]
        # The site sets its own apostrophes.
        body = head.find_next_sibling("dd").get_text().replace("’", "'").split()
        assert body[:3] == row["meaning"].split()[:3], row["id"]


@pytest.mark.long
def test_each_term_is_linked_where_the_book_first_uses_it(root):
    assert term_links.unlinked(root) == []


@pytest.mark.long
def test_every_term_is_used(root):
    """In the chapters; policy terms at least in the documents reader or in a claim."""
    elsewhere = [root / "data/official_passages.csv", root / "data/claims.csv"]
    texts = [path.read_text(encoding="utf-8") for path in elsewhere]
    assert unused(root, texts) == []


def test_a_first_use_is_no_heading_code_mark_or_link(book):
    first = term_links.first_uses(book)
    assert {name: use[:2] for name, use in first.items()} == {
        "bad-list": ("chapters/1-b.ipynb", 2),
        "spiral": ("chapters/1-b.ipynb", 2),
        "list": ("chapters/1-b.ipynb", 2),
    }
    assert len(term_links.unlinked(book)) == 3
    assert "the first use of 'bad-list' is no link" in term_links.unlinked(book)[0]


def test_links_are_put_in_once_and_touch_nothing_else(book, monkeypatch):
    monkeypatch.chdir(book)
    code = notebook_file.read(book / "chapters/1-b.ipynb")
    assert main(["terms", "--link"]) == 0
    assert prose(book, "1-b") == (
        "# B\n\nThe [unreliable entity list](glossary.md#term-bad-list).\n\n"
        "Two *[spirals](glossary.md#term-spiral)*, an [Entity\nList](glossary.md#term-list), "
        "one spiral."
    )
    assert "glossary.md" not in prose(book, "0-a")
    after = notebook_file.read(book / "chapters/1-b.ipynb")
    assert [c.id for c in after.cells] == [c.id for c in code.cells]
    before = (book / "chapters/1-b.ipynb").read_bytes()
    assert main(["terms", "--link"]) == 0
    assert (book / "chapters/1-b.ipynb").read_bytes() == before


def test_a_chapter_that_comes_earlier_takes_the_first_use(book, monkeypatch):
    monkeypatch.chdir(book)
    main(["terms", "--link"])
    toc = json.loads((book / "chapters/0-a.ipynb").read_text())
    toc["cells"][1]["source"] = "An earlier spiral."
    (book / "chapters/0-a.ipynb").write_text(json.dumps(toc))
    (left,) = term_links.unlinked(book)
    assert left.startswith("chapters/0-a.ipynb, cell 2: the first use of 'spiral' is no link; run")
    assert main(["terms"]) == 1


def test_a_term_that_nobody_uses_is_named_unless_it_is_a_policy_term_read_elsewhere(book):
    table(book, {"id": "a"}, {"id": "b", "forms": "bailan", "kind": "policy", "chinese": "摆烂"})
    assert unused(book) == ["b"]
    assert unused(book, ["They say 摆烂."]) == []
    table(book, {"forms": "bailan", "chinese": "摆烂"})
    assert unused(book, ["They say 摆烂."]) == ["spiral"]


def test_an_entry_is_safe_sorted_and_under_its_letter(tmp_path):
    page = glossary.glossary_page(table(tmp_path, {}, {"id": "x", "term": "éclat"}))
    assert page.index("## E") < page.index("## S")
    assert '<span id="term-spiral"></span>**spiral** <span lang="zh-Hans">螺旋</span>' in page
    assert 'Answers to answers, <span lang="zh-Hans">反制</span> \\<b\\>.' in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Spiral"}, "row 2 (spiral), column id"),
        ({"kind": "other"}, "column kind: 'other'"),
        ({"meaning": ""}, "column meaning: empty"),
        ({"source": "A law"}, "columns source, source_url: both or neither"),
    ],
)
def test_a_bad_row_is_named(tmp_path, change, message):
    with pytest.raises(glossary.GlossaryError) as error:
        glossary.read_terms(table(tmp_path, change))
    assert message in str(error.value)


def test_an_id_twice_is_refused(tmp_path):
    with pytest.raises(glossary.GlossaryError, match="must be unique"):
        glossary.read_terms(table(tmp_path, {}, {}))
