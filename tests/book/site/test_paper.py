"""A page on paper: what is printed of it, in which colours, and what stands at its end."""

import io

import pypdfium2
import pytest
from playwright.sync_api import sync_playwright

from tests.book.paper_pages import blank_at_foot, text_of

PAGE = "chapters/1-security-dilemma"
WIDE = "data/chronology"
WITH_CODE = '{"folds": true, "addresses": true, "code": true}'
BARE = '{"folds": false, "addresses": false, "code": false}'
# Of each ink, as it is printed, the contrast with white paper that it must have at least.
CONTRASTS = {
    ".bd-article section section > p:not([class])": 7,
    ".bd-article h2": 7,
    ".bd-article td:not(.fs-data td)": 7,
    ".fs-static text": 4.5,
}
INKS = """(places) => {
  window.dispatchEvent(new Event("beforeprint"));
  const inks = places.map((where) => {
    const element = document.querySelector(where);
    const style = getComputedStyle(element);
    return (element instanceof SVGElement ? style.fill : style.color).match(/[\\d.]+/g).map(Number);
  });
  window.dispatchEvent(new Event("afterprint"));
  return inks;
}"""


def luminance(colour):
    """Relative luminance of red, green and blue (0 to 255), as WCAG defines it."""
    parts = [c / 255 for c in colour[:3]]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.fixture(scope="module")
def printed(chromium, address):
    """Function (page, choice, scripts) → the pages as a PDF, printed by a reader in the dark."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def printer(name, choice="{}", scripts=True, look=None):
            context = browser.new_context(color_scheme="dark", java_script_enabled=scripts)
            context.add_init_script(f"localStorage.setItem('foursteps-print', '{choice}')")
            page = context.new_page()
            page.goto(f"{address}/{name}.html", wait_until="load")
            seen = look and look(page)
            paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
            context.close()
            return seen if look else paper

        yield printer
        browser.close()


@pytest.fixture(scope="module")
def usual(printed):
    """The chapter as it is printed when nobody chose anything."""
    return printed(PAGE)


def test_answers_and_addresses_stand_at_the_end(usual):
    text = text_of(usual)
    assert "(folded" not in text
    questions, answers = text.index("Check yourself"), text.index("Answers to Check yourself")
    assert text.index("Methods and limits") > questions
    assert "Both build out of fear alone, and trust would stop both." in text[answers:]
    assert "Both build out of fear alone, and trust would stop both." not in text[:answers]
    assert "https://epoch.ai/data/gpu" in text[text.index("Addresses") :]


def test_code_is_printed_by_choice_alone(usual, printed):
    assert "charts.enable()" not in text_of(usual)
    with_code = text_of(printed(PAGE, WITH_CODE))
    assert "charts.enable()" in with_code and "usermeta=" in with_code


def test_folds_and_addresses_can_be_left_out(usual, printed):
    bare = text_of(printed(PAGE, BARE))
    sources = "Correlates of War"
    assert "https://epoch.ai" not in bare
    assert text_of(usual).count(sources) >= bare.count(sources)


def test_without_scripts_folds_are_open_and_addresses_stand_in_the_text(printed):
    text = text_of(printed(PAGE, scripts=False))
    assert "Both build out of fear alone, and trust would stop both." in text
    assert "(https://epoch.ai/data/gpu-clusters-documentation" in text
    assert "charts.enable()" not in text


def test_a_dark_reader_prints_in_light_colours(printed):
    def look(page):
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.emulate_media(media="print")
        inks = page.evaluate(INKS, list(CONTRASTS))
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        return inks

    for (where, least), ink in zip(CONTRASTS.items(), printed(PAGE, look=look), strict=True):
        assert (1 + 0.05) / (luminance(ink) + 0.05) >= least, (where, ink)


def test_no_page_is_mostly_empty(usual):
    """A chart that finds no room leaves some blank; the last page may end early."""
    blanks = [blank_at_foot(page) for page in usual][:-1]
    assert max(blanks) <= 0.55, blanks
    assert sum(blanks) / len(blanks) <= 0.16, blanks


def test_the_widest_table_is_not_cut(printed):
    """Its rows become records: no word stands outside the page, none is broken into letters."""
    paper = printed(WIDE)
    assert "as first compiled" in text_of(paper)
    for page in paper:
        width, words = page.get_width(), page.get_textpage()
        boxes = [words.get_rect(n) for n in range(words.count_rects())]
        assert all(0 <= left and right <= width for left, _, right, _ in boxes)
    assert len(paper) <= 16


def test_the_choice_is_remembered_and_what_was_done_for_paper_undone(printed):
    traces = """() => [document.querySelectorAll("details[open]").length,
      document.querySelectorAll(".paper-only, .paper-moved, .paper-records").length]"""

    def look(page):
        page.get_by_label("code", exact=True).check()
        page.pdf()
        return page.evaluate("localStorage.getItem('foursteps-print')"), page.evaluate(traces)

    kept, left = printed(PAGE, look=look)
    assert '"code":true' in kept
    assert left == [0, 0]
