"""The documents reader: committed as its table says, paired, alternating, retold and not copied."""

import csv
import re

import pytest

from foursteps.book.site import documents, glossary

ROW = {
    "id": "P01-China", "pair": "1", "theme": "Strategy", "place": "China", "document": "Plan [1]",
    "original_title": "规划", "date": "2017-07-08", "reference": "Part II", "status": "in force",
    "passage": "Sets <dates>.", "asserts": "That it can.", "terms": "反制 fǎnzhì (countermeasure)",
    "claims": "C03 C29", "bears": "It fits.", "source_url": "https://example.org/a_b",
    "evidence": "read",
}  # fmt: skip
OURS = {**ROW, "id": "P01-US", "place": "US", "original_title": "", "document": "Order"}


def table(folder, *rows):
    with (folder / "passages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, documents.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder / "passages.csv"


def test_the_committed_page_is_what_the_tables_make(root):
    made = documents.documents_page(root / documents.TABLE, root / glossary.TABLE)
    assert (root / documents.PAGE).read_text(encoding="utf-8") == made


def test_about_thirty_passages_as_many_of_each_side_in_turn(root):
    pairs = documents.read_passages(root / documents.TABLE)
    assert 15 <= len(pairs) <= 20
    firsts = [first["place"] for first, _ in pairs]
    assert firsts == [("China", "US")[n % 2] for n in range(len(pairs))]


def test_every_claim_is_a_claim_of_the_book(root):
    with (root / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        claims = {row["id"] for row in csv.DictReader(file)}
    for pair in documents.read_passages(root / documents.TABLE):
        for row in pair:
            assert set(row["claims"].split()) <= claims, row["id"]


def test_chinese_passages_have_chinese_terms_with_tone_marks(root):
    for pair in documents.read_passages(root / documents.TABLE):
        for row in pair:
            if row["place"] == "China":
                for term in row["terms"].split(";"):
                    assert re.match(r"\s*[一-鿿、+]+ \S*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", term), term


def test_nothing_is_quoted(root):
    """Retold: no passage holds a quotation, and none repeats eight words of another."""
    seen = {}
    for pair in documents.read_passages(root / documents.TABLE):
        for row in pair:
            text = " ".join((row["passage"], row["asserts"], row["bears"]))
            assert not re.search(r'["“”«»]', text), row["id"]
            words = re.findall(r"\w+", text.lower())
            for run in {tuple(words[n : n + 8]) for n in range(len(words) - 7)}:
                assert seen.setdefault(run, row["id"]) == row["id"], (row["id"], " ".join(run))


def test_the_page_links_texts_claims_and_terms(pages, root):
    page = pages["chapters/documents.html"]
    hrefs = {a["href"] for a in page.article.find_all("a", href=True)}
    for pair in documents.read_passages(root / documents.TABLE):
        for row in pair:
            assert row["source_url"] in hrefs, row["id"]
    assert "../data/claims.html#C07" in hrefs
    assert "glossary.html#term-countermeasure" in hrefs
    headings = [h.get_text() for h in page.article.find_all("h3")]
    assert len(headings) == sum(len(p) for p in documents.read_passages(root / documents.TABLE))


def test_a_passage_is_shown_with_its_parts(tmp_path):
    terms = tmp_path / "glossary.csv"
    row = dict.fromkeys(glossary.COLUMNS, "x") | {"kind": "policy", "chinese": "反制", "id": "cm"}
    terms.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    page = documents.documents_page(table(tmp_path, OURS, ROW), terms)
    assert "2 passages from official texts, in 1 pairs" in page
    assert page.index("### China: Plan \\[1\\]") < page.index("### US: Order")
    assert '[<span lang="zh-Hans">反制</span>](glossary.md#term-cm) fǎnzhì' in page
    assert "[C03](../data/claims.md#C03) [C29](../data/claims.md#C29). It fits." in page
    assert "Sets \\<dates\\>." in page
    assert "(<https://example.org/a_b>)" in page and "8 July 2017" in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": "Us"}, "row 2 (P01-China), column place: 'Us'"),
        ({"claims": "C3"}, "column claims: 'C3'"),
        ({"passage": ""}, "column passage: empty"),
        ({"original_title": ""}, "column original_title: empty for a Chinese text"),
        ({"theme": "Other"}, "pair 1, column theme: the two themes differ"),
        ({"pair": "2"}, "pair 1: one passage of each"),
    ],
)
def test_a_bad_row_is_named(tmp_path, change, message):
    with pytest.raises(documents.PassageError) as error:
        documents.read_passages(table(tmp_path, {**ROW, **change}, OURS))
    assert message in str(error.value)
