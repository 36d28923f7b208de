"""The pages read into one book: ids, links, figures, answers, code."""

import re
from xml.etree import ElementTree

import pytest

from foursteps.book.carry import xhtml
from foursteps.book.carry.whole_book import (
    CarryError,
    move_answers,
    read_book,
    take_code,
    terms_of,
    unfold,
)


@pytest.fixture(scope="module")
def written(book):
    """Each part as XHTML text."""
    return {part.key: xhtml.to_xhtml(part.article) for part in book.parts}


def test_every_id_is_one_and_every_link_leads_somewhere(book, written):
    trees = [ElementTree.fromstring(text) for text in written.values()]
    ids = [node.get("id") for tree in trees for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    targets = {*ids, *written}
    hrefs = [node.get("href") for tree in trees for node in tree.iter() if node.get("href")]
    assert [h for h in hrefs if h.startswith("#") and h[1:] not in targets] == []
    assert [h for h in hrefs if not re.match(r"#|https?://|mailto:", h)] == []
    assert any(h.startswith("#glossary-term-") for h in hrefs)
    assert f"{book.facts.site}/data/chronology.html" in hrefs


def test_every_figure_of_the_site_is_there_once_with_its_number(book, site):
    pages = [(site / f"{part.name}.html").read_text("utf-8") for part in book.parts]
    drawn = sum(len(re.findall(r'<figure[^>]* id="fig-', page)) for page in pages)
    assert len(book.figures) == drawn > 70
    assert len({figure.number for figure in book.figures}) == drawn
    assert sum(len(part.numbers) for part in book.parts) == drawn
    assert all(figure.title and figure.caption for figure in book.figures)


def test_code_is_left_out_unless_asked_for(root, site, written):
    step = "chapters/1-security-dilemma"
    assert "cell_input" not in written["step-1"] and "Show code" not in written["step-1"]
    (part,) = read_book(root, site, code=True, only=[step]).parts
    whole = xhtml.plain(part.article)
    assert "charts.enable()" in whole and "usermeta=" in whole
    assert "Show code" not in whole and "Hide code" not in whole


def test_nothing_of_the_screen_is_left(written):
    for key, text in written.items():
        assert not re.search(r"<(script|details|button|select|noscript|form)\b", text), key
        assert "folded" not in text.lower() or key != "ledger"


def test_the_terms_name_the_figures_that_are_not_for_commerce(book):
    closed = {f.number for f in book.figures if f.non_commercial}
    named = set(re.findall(r"\b[\dA-Z]\.\d+\b", terms_of(book)))
    assert closed and closed <= named


def article(body):
    """The article of a piece of a page."""
    page = f'<article class="bd-article"><section><h1>T</h1>{body}</section></article>'
    return xhtml.first(xhtml.parse(page).root, "article")


def words(node):
    """The words of a node, those of its blocks apart."""
    return " ".join(node.to_text().split())


@pytest.mark.parametrize(
    ("body", "question", "answer"),
    [
        ("<p><strong>1.</strong> Why?</p><details><summary>Answer</summary><p>So.</p></details>",
         "1. Why?", "So."),
        ("<p><strong>Why?</strong></p><details><summary>Answer</summary><p>So.</p></details>",
         "1. Why?", "So."),
        ("<details><summary>Why?</summary><p>So.</p></details>", "1. Why?", "So."),
        ("<p><strong>Why?</strong></p>" + 2 * "<details><summary>Cold</summary>No.</details>",
         "1. Why? ○ Cold ○ Cold", "Cold: No. Cold: No."),
    ],
)  # fmt: skip
def test_answers_stand_at_the_end(body, question, answer):
    part = article(
        f"<section><h2>Check yourself</h2>{body}</section><section><h2>End</h2></section>"
    )
    move_answers(part)
    assert words(part) == (f"T Check yourself {question} End Answers to Check yourself {answer}")


def test_a_fold_in_a_caption_stands_under_the_picture():
    part = article(
        "<figure><figcaption>Said. <details><summary>2 sources</summary><ul><li>a</li></ul>"
        "</details></figcaption></figure>"
    )
    unfold(part)
    text = xhtml.to_xhtml(part)
    assert '<div class="said">Said. </div><div class="sources"><p class="fold-title">2' in text


def test_a_fold_around_a_whole_cell_opens_without_its_name():
    cell = (
        '<div class="cell"><details class="hide"><summary>Show code</summary>'
        '<div class="cell_input">x = 1</div></details><div class="cell_output">1</div></div>'
    )
    kept, left = article(cell), article(cell)
    take_code(kept, keep=True)
    take_code(left, keep=False)
    assert (words(kept), words(left)) == ("T x = 1 1", "T 1")


def test_formulas_and_drawings_keep_their_letters():
    text = xhtml.to_xhtml(
        article('<svg viewBox="0 0 1 1"><clipPath/></svg><math><mi>x</mi></math>')
    )
    assert 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><clipPath/>' in text
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>' in text


def test_without_a_site_it_says_what_to_do(root, tmp_path):
    with pytest.raises(CarryError, match="make book"):
        read_book(root, tmp_path)
