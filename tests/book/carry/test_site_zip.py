"""The site as one file: packed twice alike, and alive when it is opened from disk."""

import re
import zipfile

import pytest
from playwright.sync_api import sync_playwright

from foursteps.book.carry.site_zip import FOLDER, NAME, zip_site

LIVE = "figure#{}[data-chart-state='live']"


@pytest.fixture(scope="module")
def packed(book, site):
    """The packed file."""
    return zip_site(book, site)


@pytest.fixture(scope="module")
def unpacked(packed, tmp_path_factory):
    """Its first page as an address of the disk."""
    folder = tmp_path_factory.mktemp("somewhere else")
    with zipfile.ZipFile(packed) as file:
        file.extractall(folder)
    return folder / FOLDER


@pytest.fixture(scope="module")
def tab(chromium):
    """A tab of a browser without a network; its faults are listed as `tab.faults`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, reduced_motion="reduce")
        tab = context.new_page()
        tab.faults = []
        tab.on("pageerror", lambda error: tab.faults.append(str(error)))
        tab.on(
            "console", lambda said: tab.faults.append(said.text) if said.type == "error" else None
        )
        tab.on(
            "request",
            lambda asked: asked.url.startswith("http") and tab.faults.append(f"asks {asked.url}"),
        )
        yield tab
        browser.close()


def test_packed_twice_it_is_the_same(book, site, packed):
    before = packed.read_bytes()
    (site / "four-steps.pdf").write_bytes(b"beside the pages, not in the file")
    (site / "v0.1").mkdir()
    (site / "v0.1" / "index.html").write_text("an earlier edition")
    assert zip_site(book, site).read_bytes() == before


def test_it_holds_the_pages_and_says_on_what_terms(packed, site):
    with zipfile.ZipFile(packed) as file:
        assert file.testzip() is None
        names = set(file.namelist())
        said = file.read(f"{FOLDER}/README.txt").decode()
        door = file.read(f"{FOLDER}/index.html").decode()
    assert {f"{FOLDER}/{p.relative_to(site).as_posix()}" for p in site.rglob("*.csv")} <= names
    assert not names & {f"{FOLDER}/{NAME}", f"{FOLDER}/404.html", f"{FOLDER}/sitemap.xml"}
    assert re.search(r"Not for commercial use, as their sources ask: Figures 0\.\d", said)
    assert "Version " in said and 'class="downloads"' not in door


def test_links_between_its_pages_hold(unpacked):
    """Every page that a page leads to lies in the file."""
    lost = set()
    for page in unpacked.glob("[!_]*/*.html"):
        text = page.read_text("utf-8")
        for address in re.findall(r'<(?:a|link|script|img)\b[^>]* (?:href|src)="([^"#?]+)', text):
            if not re.match(r"[a-z]+:|#", address) and not (page.parent / address).is_file():
                lost.add(f"{page.relative_to(unpacked)}: {address}")
    assert not lost


def test_a_slider_moves_the_chart(unpacked, tab):
    tab.goto((unpacked / "chapters" / "1-security-dilemma.html").as_uri())
    figure = tab.locator("#fig-signal")
    figure.scroll_into_view_if_needed()
    tab.wait_for_selector(LIVE.format("fig-signal"))
    drawn = "() => document.querySelector('#fig-signal .fs-live svg').outerHTML"
    before = tab.evaluate(drawn)
    slider = figure.locator("input[type=range]").first
    slider.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    tab.wait_for_function("before => (" + drawn + ")() !== before", arg=before)
    assert not tab.faults


def test_a_search_finds_and_leads_there(unpacked, tab):
    tab.goto((unpacked / "index.html").as_uri())
    tab.keyboard.press("Control+k")
    tab.keyboard.type("security dilemma", delay=20)
    hit = tab.locator(".find-hits a[href*='1-security-dilemma.html']").first
    hit.wait_for()
    hit.click()
    tab.wait_for_url(re.compile(r"chapters/1-security-dilemma\.html"))
    assert "security dilemma" in tab.locator("h1").inner_text().lower()
    assert not tab.faults


def test_ledger_and_table_are_alive(unpacked, tab):
    tab.goto((unpacked / "chapters" / "ledger.html").as_uri())
    rows = tab.locator("ol.ledger > li:visible")
    whole = rows.count()
    tab.get_by_label("Verdict", exact=True).select_option(index=1)
    tab.wait_for_function(
        "n => [...document.querySelectorAll('ol.ledger > li')].filter(r => r.offsetParent).length < n",
        arg=whole,
    )
    tab.goto((unpacked / "data" / "chronology.html").as_uri())
    assert tab.locator("table").first.is_visible()
    assert (unpacked / "data" / "chronology.csv").is_file()
    assert not tab.faults
