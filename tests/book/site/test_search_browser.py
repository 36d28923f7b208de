"""Search and the meanings of terms in Chromium: by keyboard, by finger, from disk, in both themes."""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.book.site import browser

PATIENCE = 60_000  # ms; a bound against hanging, not a measure
STEP = "chapters/1-security-dilemma.html"
HITS = ".find-hits .find-text:has(mark)"
IN_VIEW = """() => [...document.querySelectorAll('mark.find-mark')].some(mark => {
  const box = mark.getBoundingClientRect();
  return mark.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight; })"""


@pytest.fixture
def site(address, chromium):
    """Run a coroutine function of (page, base) in a new tab; fails on any script error."""

    def run(act, base=address, **options):
        async def visit():
            faults = []
            async with browser.chromium_browser(chromium) as running:
                options.setdefault("viewport", {"width": 1280, "height": 800})
                context = await running.new_context(reduced_motion="reduce", **options)
                page = await context.new_page()
                page.set_default_timeout(PATIENCE)
                page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
                await act(page, base)
            assert faults == []

        asyncio.run(visit())

    return run


async def search(page, words):
    """Open the dialog by keys, type, and wait for the first extract."""
    await page.keyboard.press("Control+k")
    await page.wait_for_selector("dialog.find[open] input:focus")
    await page.keyboard.type(words)
    await page.wait_for_selector(HITS)


async def focused(page):
    return await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_a_walk_by_keyboard(site):
    async def walk(page, base):
        await page.goto(f"{base}/{STEP}")
        link = page.locator("a.search-button-field")
        await link.focus()
        await page.keyboard.press("Enter")
        await page.wait_for_selector("dialog.find[open] input:focus")
        assert await page.get_by_role("dialog", name="Search this book").count() == 1
        await page.keyboard.type("arms race")
        await page.wait_for_selector(HITS)
        status = page.locator("dialog.find [role=status]")
        assert "places found" in await status.inner_text()
        await page.keyboard.press("ArrowDown")
        first = page.locator(".find-hits a").first
        assert await first.evaluate("link => link === document.activeElement")
        assert await first.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
        await page.keyboard.press("ArrowDown")
        assert "when-does-an-arms-race-settle" in await focused(page)
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowUp")
        assert "<input" in await focused(page)
        await page.keyboard.press("Tab")
        assert "Close" in await focused(page)
        await page.keyboard.press("Escape")
        await page.wait_for_selector("dialog.find:not([open])", state="attached")
        assert await link.evaluate("link => link === document.activeElement")
        # Again: the words stand there, chosen, so that typing replaces them.
        await page.keyboard.press("Enter")
        # Enter at once: what was typed is looked up first.
        await page.keyboard.type("zero-sum")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/chapters/glossary.html?q=zero-sum#term-zero-sum")
        await page.wait_for_selector("dt mark.find-mark")

    site(walk)


def test_from_disk_in_chinese(site, built_site):
    """Opened as files: hits, extracts marked and said to be Chinese, marks at the place."""

    async def open_files(page, base):
        await page.goto(f"{base}/{STEP}")
        await search(page, "竞争")
        await page.wait_for_selector('.find-text span[lang="zh-Hans"]')
        loose = await page.evaluate("""() => [...document.querySelectorAll('.find-hits *')]
          .flatMap(element => [...element.childNodes])
          .filter(node => node.nodeType === 3 && /\\p{Script=Han}/u.test(node.data)
            && node.parentElement.closest('[lang]').lang !== 'zh-Hans').map(node => node.data)""")
        assert loose == []
        await page.keyboard.press("Enter")
        await page.wait_for_selector("mark.find-mark")
        assert page.url.endswith("#term-international-competition")
        assert (
            await page.locator("mark.find-mark").all_inner_texts()
            == ["竞争"] * await page.locator("mark.find-mark").count()
        )
        assert await page.evaluate(IN_VIEW)

    site(open_files, base=built_site.as_uri())


@pytest.mark.parametrize(
    "place",
    [
        "chapters/4-supply-chain-weaponisation.html?q=gallium#how-much-of-a-mineral-does-china-hold",
        "chapters/4-supply-chain-weaponisation.html?q=antimony#fig-minerals",
        "chapters/ledger.html?q=reported+trigger#C07",  # a folded reason
        "chapters/bibliography.html?q=Jervis#ref-jervis-1978",
        "data/notable-models.html?q=notable_models",
        "chapters/1-security-dilemma.html?q=prisoners%20dilemma#check-yourself",
    ],
)
def test_the_word_is_marked_at_the_place(site, place):
    async def look(page, base):
        await page.goto(f"{base}/{place}")
        await page.wait_for_function(IN_VIEW)
        before = await page.inner_text("article")
        assert page.url.endswith(place)
        await page.keyboard.press("Escape")
        await page.wait_for_selector(".find-bar", state="detached")
        assert await page.locator("mark").count() == 0
        assert await page.inner_text("article") == before
        assert urlsplit(page.url).query == "" and page.url.endswith(urlsplit(place).fragment)

    site(look)


def test_the_button_removes_the_marks(site):
    async def press(page, base):
        await page.goto(f"{base}/chapters/glossary.html?q=lag#term-lag")
        await page.get_by_role("button", name="Remove marks").click()
        assert await page.locator("mark, .find-bar").count() == 0

    site(press)


def test_a_section_is_marked_without_its_neighbours(site):
    async def look(page, base):
        await page.goto(f"{base}/chapters/glossary.html?q=rare#term-rare-earths")
        await page.wait_for_selector("mark.find-mark")
        entries = await page.evaluate("""() => [...document.querySelectorAll('mark.find-mark')]
          .map(mark => (mark.closest('dd') || mark.closest('dt')).parentElement.tagName)""")
        inside = await page.evaluate("""() => [...document.querySelectorAll('mark.find-mark')].every(mark => {
          let name = mark.closest('dt, dd');
          while (name.tagName === 'DD') name = name.previousElementSibling;
          return name.querySelector('#term-rare-earths'); })""")
        assert entries and inside

    site(look)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_bars_anybody(site, scheme, width):
    """No fault by axe, nothing too wide: dialog, page of hits, marks, the meaning of a term."""

    async def examine(page, base):
        faults = []

        async def check(what):
            found = await browser.axe_faults(page)
            wide = await page.evaluate(browser.OVERFLOW)
            faults.extend(f"{what}: {fault}" for fault in [*found, *([wide] if wide else [])])

        await page.goto(f"{base}/chapters/changelog.html")
        await search(page, "人工智能")
        await check("dialog")
        box = await page.locator("dialog.find").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        await page.goto(f"{base}/search.html?q=export+controls")
        await page.wait_for_selector(HITS)
        await check("page of hits")
        await page.goto(f"{base}/chapters/changelog.html?q=reader")
        await page.wait_for_selector(".find-bar")
        await check("marks")
        await page.goto(f"{base}/chapters/documents.html")
        await page.locator('main a[href*="#term-"]').first.focus()
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Tab")
        await page.wait_for_selector(".term-meaning:not([hidden])")
        await check("a term")
        assert faults == []

    site(examine, viewport={"width": width, "height": 800}, color_scheme=scheme)


def test_the_page_of_hits_keeps_its_words_in_the_address(site):
    async def look(page, base):
        await page.goto(f"{base}/search.html?q=gallium")
        await page.wait_for_selector(HITS)
        field = page.get_by_role("searchbox", name="Search this book")
        assert await field.input_value() == "gallium"
        await field.fill("rare earths")
        await page.wait_for_url("**/search.html?q=rare+earths")
        # Nothing lies upon what is typed.
        covered = await field.evaluate("""field => { const box = field.getBoundingClientRect();
          return document.elementFromPoint(box.left + 14, box.top + box.height / 2) !== field; }""")
        assert not covered
        await field.fill("replicator")
        await page.wait_for_function(
            "() => document.querySelector('.find-status').innerText.startsWith('Nothing found')"
        )
        assert await page.locator(".find-hits li").count() == 0
        await field.fill("models")
        await page.wait_for_selector(".find-more:not([hidden])")
        assert await page.locator(".find-hits li").count() == 10
        await page.locator(".find-more").click()
        await page.wait_for_function(
            "() => document.querySelectorAll('.find-hits li').length === 30"
        )
        assert (
            await page.locator(".find-hits a").nth(10).evaluate("a => a === document.activeElement")
        )

    site(look)


def test_nothing_is_loaded_before_it_is_needed(site):
    async def look(page, base):
        asked = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        await page.goto(f"{base}/{STEP}", wait_until="networkidle")
        early = ("search-finder.js", "minisearch.js", "search-engine.js", "search-marks.js")
        assert [p for p in asked if p.endswith(early) or "/search/" in p] == []
        await search(page, "gallium")
        texts = [p for p in asked if "/search/text-" in p]
        assert 0 < len(texts) <= 10 and len(set(asked)) == len(asked)

    site(look)


def test_a_search_that_cannot_load_says_so_and_tries_again(site):
    async def look(page, base):
        await page.route("**/search/index.js", lambda route: route.abort())
        await page.goto(f"{base}/{STEP}")
        await page.keyboard.press("Control+k")
        await page.wait_for_selector("dialog.find[open]")
        await page.keyboard.type("lag")
        await page.wait_for_function(
            "() => document.querySelector('.find-status').innerText.includes('could not be loaded')"
        )
        await page.unroute("**/search/index.js")
        await page.keyboard.type("s")
        await page.wait_for_selector(HITS)

    site(look)


# ---- Terms -------------------------------------------------------------------------------

# A reader meets it in the text: not the one in a fold that is shut.
TERM = 'main a[href="glossary.html#term-security-dilemma"]:not(details a)'
MEANING = ".term-meaning:not([hidden])"


def test_a_term_says_its_meaning_by_pointer_and_keys(site):
    async def look(page, base):
        await page.goto(f"{base}/{STEP}")
        link = page.locator(TERM).first
        await link.hover()
        meaning = page.locator(MEANING)
        await meaning.wait_for()
        assert "安全困境" == await meaning.locator('[lang="zh-Hans"]').inner_text()
        assert await link.get_attribute("aria-describedby") == await meaning.get_attribute("id")
        # The pointer may go onto the meaning without losing it.
        await meaning.hover()
        await page.wait_for_timeout(400)
        assert await meaning.is_visible()
        await page.keyboard.press("Escape")
        assert not await meaning.is_visible()
        await page.mouse.move(5, 700)
        await link.focus()
        await page.keyboard.press("Shift+Tab")
        assert await page.locator(MEANING).count() == 0
        await page.keyboard.press("Tab")
        await meaning.wait_for()
        await page.evaluate("document.activeElement.blur()")
        assert await page.locator(MEANING).count() == 0
        assert await link.get_attribute("aria-describedby") is None

    site(look)


def test_a_first_tap_shows_the_meaning_and_a_second_follows(site):
    async def tap(page, base):
        await page.goto(f"{base}/{STEP}")
        link = page.locator(TERM).first
        await link.tap()
        await page.wait_for_selector(MEANING)
        box = await page.locator(MEANING).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert page.url.endswith(STEP)
        await link.tap()
        await page.wait_for_url("**/glossary.html#term-security-dilemma")

    site(tap, viewport={"width": 390, "height": 800}, has_touch=True)


def test_without_scripts_terms_and_search_are_links(site):
    async def follow(page, base):
        await page.goto(f"{base}/{STEP}")
        await page.locator(TERM).first.click()
        await page.wait_for_url("**/glossary.html#term-security-dilemma")
        await page.locator("a.find-open:visible").first.click()
        await page.wait_for_url("**/search.html")
        assert await page.get_by_role("link", name="list of tables").is_visible()

    site(follow, java_script_enabled=False, viewport={"width": 390, "height": 800})
