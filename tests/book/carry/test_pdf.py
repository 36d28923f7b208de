"""The book as PDF, looked at page by page. `make test` prints two parts, `make test-all` all."""

import re

import pikepdf
import pypdfium2
import pytest

from foursteps.book.carry import pdf
from foursteps.book.carry.whole_book import CarryError, read_book
from tests.book.paper_pages import blank_at_foot, inked_rows, text_of
from tests.conftest import THOROUGH, skip_or_fail

pytestmark = pytest.mark.long
LIGHT = ["chapters/0-which-race", "chapters/1-security-dilemma", "chapters/glossary"]
FRONT = 2  # title and imprint, without numbers


@pytest.fixture(scope="module", params=[False, True] if THOROUGH else [False])
def printed(request, root, site, chromium):
    """The book and the path of its PDF, without and with code."""
    if not pdf.draws_chinese():
        skip_or_fail("no face for Chinese: sudo apt-get install fonts-noto-cjk")
    only = None if THOROUGH else LIGHT
    book = read_book(root, site, code=request.param, only=only)
    return book, pdf.make_pdf(book, site)


@pytest.fixture(scope="module")
def paper(printed):
    """The PDF as pages to look at."""
    return pypdfium2.PdfDocument(printed[1])


def test_it_is_tagged_and_says_what_it_is(printed):
    book, path = printed
    with pikepdf.open(path) as file:
        assert file.Root.MarkInfo.Marked and file.Root.StructTreeRoot is not None
        assert str(file.Root.Lang).startswith("en")
        assert str(file.docinfo["/Title"]) == f"{book.title}: {book.subtitle}"
        assert "Not for commercial use" in str(file.docinfo["/Subject"])
        assert "/CreationDate" not in file.docinfo


def test_the_outline_leads_to_every_part(printed, paper):
    titles = {item.get_title(): item.get_dest().get_index() for item in paper.get_toc()}
    for part in printed[0].parts:
        words = text_of([paper[titles[part.title]]])
        assert part.title in words


def test_the_contents_name_the_right_pages(printed, paper):
    book, path = printed
    pages = pdf.pages_of(path)
    contents = text_of([paper[n] for n in range(FRONT, pages[book.parts[0].key] - 1)])
    for part in book.parts:
        assert f"{part.title} {pages[part.key]}" in contents
        words = text_of([paper[pages[part.key] - 1]])
        assert words.endswith(f"{pages[part.key]}") or f" {pages[part.key]} " in words
    for figure in book.figures:
        title = re.escape(figure.title).replace(r"\ ", r"[\s-]*")
        assert re.search(rf"{figure.number} {title}.*? {pages[figure.id]}\b", contents), figure
    assert "000" not in contents


def test_every_figure_is_there_once_and_on_the_page_that_is_named(printed, paper):
    book, path = printed
    pages = pdf.pages_of(path)
    words = [text_of([page]) for page in paper]
    for figure in book.figures:
        said = f"Figure {figure.number}. {figure.caption.split()[0]}"
        on = [number for number, text in enumerate(words, 1) if said in text]
        assert on == [pages[figure.id]], (figure, on)


def test_no_page_is_empty_and_none_is_mostly_blank(printed, paper):
    starts = set(pdf.pages_of(printed[1]).values())
    blanks = [blank_at_foot(page, (0.075, 0.08)) for page in paper]
    assert max(blanks[FRONT:]) < 0.95, "an empty page"
    # The page before a part may end early.
    firsts = {pdf.pages_of(printed[1])[part.key] for part in printed[0].parts}
    inner = [b for n, b in enumerate(blanks, 1) if n > FRONT and n + 1 not in firsts][:-1]
    assert sum(b > 0.5 for b in inner) <= 0.03 * len(inner), blanks
    assert sum(inner) / len(inner) <= 0.16
    assert starts


def test_nothing_stands_outside_the_page_or_shrinks_it(printed, paper):
    """What is too wide makes Chromium shrink every page; the title page's band shows it."""
    assert inked_rows(paper[0])[-3]
    for page in paper:
        words = page.get_textpage()
        right = page.get_width() - 40
        boxes = [words.get_rect(n) for n in range(words.count_rects())]
        assert all(box[0] >= 40 and box[2] <= right for box in boxes[:]), text_of([page])[:200]


def test_chinese_and_formulas_are_words(printed, paper):
    text = text_of(paper)
    assert "安全困境" in text
    assert "Addresses" in text and "Answers to Check yourself" in text
    assert ("charts.enable()" in text) == printed[0].with_code


def test_printed_again_it_is_the_same(printed, site):
    book, path = printed
    before = path.read_bytes()
    with pikepdf.open(path) as file:
        count = len(file.pages)
    pdf.finish(path, book)
    with pikepdf.open(path) as file:
        assert len(file.pages) == count
    assert path.read_bytes() == before


def test_the_charts_inks_are_those_of_the_light_theme():
    assert "--fs-us: #5a35a8;" in pdf.chart_inks() and "--fs-paper: #ffffff;" in pdf.chart_inks()


def test_without_chromium_it_names_the_line(book, site, monkeypatch):
    monkeypatch.setattr(pdf, "find_chromium", lambda: None)
    with pytest.raises(CarryError, match="To install: .*chromium"):
        pdf.make_pdf(book, site)


def test_without_a_chinese_face_it_names_the_line(book, site, monkeypatch):
    monkeypatch.setattr(pdf, "draws_chinese", lambda: False)
    with pytest.raises(CarryError, match="empty boxes.*fonts-noto-cjk"):
        pdf.make_pdf(book, site)
