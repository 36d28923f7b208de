"""What the frame's script does, in Chromium; and what is left without it, and from disk."""

import asyncio
import gzip

import pytest

from tests.book.site import browser

STEP = "chapters/1-security-dilemma.html"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
THEME = "document.documentElement.dataset.theme"
FOCUS = "document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"
# Bytes of a chapter, gzipped, before a chart is touched; and how often it asks for a file.
WEIGHT, REQUESTS = 210_000, 20
# Two chapters are still heavier; they may not grow, and leave this list when they are lighter.
HEAVIER = {"1-security-dilemma": 236_000, "2-diffusion-vs-frontier": 263_000}


@pytest.fixture
def visit(address, chromium):
    """Run a coroutine function of (page, base) in a new tab; fails on any script error."""

    def run(act, viewport=WIDE, base=address, **options):
        async def visiting():
            faults = []
            async with browser.chromium_browser(chromium) as running:
                context = await running.new_context(
                    viewport=viewport, reduced_motion="reduce", **options
                )
                page = await context.new_page()
                browser.listen(page, base, faults)
                answer = await act(page, base)
            assert faults == []
            return answer

        return asyncio.run(visiting())

    return run


def test_colours_are_those_of_the_system_from_the_first_paint_and_by_choice(visit):
    """The script in the head sets them, so no dark reader sees a white page first."""

    async def act(page, base):
        await page.goto(f"{base}/{STEP}", wait_until="commit")
        await page.wait_for_function("() => document.body !== null")
        first = await page.evaluate(THEME)
        button = page.locator(".theme-switch-button")
        said = []
        for _ in range(4):
            said.append([await button.get_attribute("aria-label"), await page.evaluate(THEME)])
            await button.click()
        await page.reload()
        return first, said, await page.evaluate(THEME), await button.get_attribute("aria-label")

    first, said, kept, label = visit(act, color_scheme="dark")
    assert first == "dark"
    assert said == [
        ["Colours: as the system", "dark"],
        ["Colours: light", "light"],
        ["Colours: dark", "dark"],
        ["Colours: as the system", "dark"],
    ]
    assert (kept, label) == ("light", "Colours: light")


def test_nothing_fails_where_storage_is_barred(visit):
    async def act(page, base):
        await page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('barred') } })"
        )
        await page.goto(f"{base}/{STEP}")
        await page.locator(".theme-switch-button").click()
        return await page.evaluate(THEME)

    assert visit(act, color_scheme="light") == "dark"


def test_menus_by_keyboard_and_mouse(visit):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        opened = page.locator("details.menu[open]")
        first = page.locator("details.menu > summary").first
        await first.focus()
        await page.keyboard.press("Enter")
        shown = await opened.locator("a").first.is_visible()
        found = await browser.axe_faults(page, "details.menu[open]")
        await page.keyboard.press("Tab")
        inside = await page.evaluate("document.activeElement.closest('.menu') !== null")
        await page.keyboard.press("Escape")
        back = await page.evaluate(FOCUS), await opened.count()
        await page.get_by_title("Download this page").click()
        await page.get_by_title("Source repositories").click()
        one = await opened.count()
        await page.locator("h1").click()
        return shown, found, inside, back, one, await opened.count()

    assert visit(act) == (True, [], True, ("Launch interactive content", 0), 1, 0)


def test_printing_by_the_menu(visit):
    """The menu leads to the choice of what to print, at the foot of the page."""

    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        await page.get_by_title("Download this page").click()
        await page.locator(".menu a[href$='#print']").click()
        return await page.locator("#print").is_visible()

    assert visit(act)


@pytest.mark.parametrize("name", ["Contents of the book", "On this page"])
def test_lists_of_contents_on_a_phone(visit, name):
    """A named dialog; the focus returns to its button by Esc and by the button that closes it."""

    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        toggle = page.get_by_role("button", name=name, exact=True)
        dialog = page.get_by_role("dialog", name=name)
        states = [await toggle.get_attribute("aria-expanded")]
        await toggle.focus()
        await page.keyboard.press("Space")
        states.append(await toggle.get_attribute("aria-expanded"))
        links = await dialog.get_by_role("link").count()
        found = await browser.axe_faults(page)
        await page.keyboard.press("Escape")
        states.append([await page.evaluate(FOCUS), await toggle.get_attribute("aria-expanded")])
        await toggle.click()
        await dialog.get_by_role("button", name="Close").click()
        states.append(await page.evaluate(FOCUS))
        await toggle.click()
        await dialog.get_by_role("link").last.click()
        await dialog.wait_for(state="hidden")
        return states, links, found

    states, links, found = visit(act, NARROW)
    assert states == ["false", "true", [name, "false"], name]
    assert links > 10 and found == []


def test_the_list_beside_the_page_can_be_put_away(visit):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        toggle = page.get_by_role("button", name="Contents of the book")
        list_ = page.locator("#pst-primary-sidebar")
        states = []
        for _ in range(2):
            await toggle.focus()
            await page.keyboard.press("Enter")
            shown = await list_.evaluate("e => e.checkVisibility({ visibilityProperty: true })")
            states.append(
                [await toggle.get_attribute("aria-expanded"), shown, await page.evaluate(FOCUS)]
            )
        return states

    name = "Contents of the book"
    assert visit(act) == [["false", False, name], ["true", True, name]]


def test_the_section_in_view_is_marked(visit):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        marked = page.locator("#pst-page-toc-nav a[aria-current]")
        await page.locator("#check-yourself > h2").evaluate("e => e.scrollIntoView()")
        await page.wait_for_selector("#pst-page-toc-nav a.active[href='#check-yourself']")
        return await marked.count()

    assert visit(act) == 1


def test_code_is_copied(visit):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        await page.get_by_role("button", name="Show code").click()
        block = page.locator("div.highlight", has_text="import altair as alt").first
        await block.locator("pre").scroll_into_view_if_needed()
        await block.hover()
        await block.get_by_role("button", name="Copy code").click()
        await block.get_by_text("Copied", exact=True).wait_for()
        return await page.evaluate("navigator.clipboard.readText()")

    copied = visit(act, permissions=["clipboard-read", "clipboard-write"])
    assert "import altair as alt\nimport numpy as np\n" in copied


@pytest.mark.parametrize(
    ("name", "list_"), [("Contents of the book", "primary"), ("On this page", "secondary")]
)
def test_contents_on_a_phone_without_scripts(visit, name, list_):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        await page.get_by_role("link", name=name, exact=True).click()
        box = page.locator(f"#pst-{list_}-sidebar")
        links = box.locator("nav:not([aria-label^=Title]):not([aria-label=Search]) a")
        inside = await links.first.bounding_box()
        count = len([link for link in await links.all() if await link.is_visible()])
        await box.get_by_role("link", name="Close").click()
        return 0 <= inside["x"] < 390, count, await links.first.is_visible()

    inside, count, still = visit(act, NARROW, java_script_enabled=False)
    assert inside and count > 10 and not still


def test_without_scripts_nothing_dead_is_shown_and_menus_open(visit):
    async def act(page, base):
        await page.goto(f"{base}/{STEP}")
        dead = await page.locator("button:visible").count()
        await page.get_by_title("Source repositories").click()
        return dead, await page.get_by_role("link", name="Source repository").is_visible()

    assert visit(act, java_script_enabled=False) == (0, True)


def test_from_disk_too(built_site, visit):
    """The policy in the page means the page's own folder there."""

    async def act(page, base):
        await page.goto((built_site / STEP).as_uri())
        await page.locator(browser.CHART).first.scroll_into_view_if_needed()
        await page.wait_for_selector(f"{browser.CHART}[{browser.STATE}=live]", state="attached")
        await page.get_by_title("Source repositories").click()
        return (
            await page.evaluate(THEME),
            await page.evaluate("getComputedStyle(document.querySelector('.menu > ul')).position"),
        )

    assert visit(act, color_scheme="dark", base="file://") == ("dark", "absolute")


def test_weight_and_stillness_of_a_chapter(built_site, visit):
    """Bytes gzipped before a chart is touched, files asked for, and how far anything shifts."""

    async def act(page, base):
        answers = []
        page.on("response", lambda answer: answers.append(answer))
        await page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
            " if (!entry.hadRecentInput) window.shift += entry.value; })"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        found = {}
        for path in sorted(built_site.glob("chapters/[0-9]-*.html")):
            answers.clear()
            await page.goto("about:blank")
            await page.context.clear_cookies()
            await page.goto(f"{base}/chapters/{path.name}", wait_until="networkidle")
            names = {answer.url.removeprefix(base).partition("?")[0] for answer in answers}
            size = sum(len(gzip.compress((built_site / n.lstrip("/")).read_bytes())) for n in names)
            found[path.stem] = (size, len(names), await page.evaluate("window.shift"))
        return found

    found = visit(act, NARROW)
    assert len(found) >= 6
    for name, (size, asked, shift) in found.items():
        most = HEAVIER.get(name, WEIGHT)
        assert size <= most and asked <= REQUESTS and shift <= 0.01, (name, size, asked, shift)
    assert all(found[name][0] > WEIGHT for name in HEAVIER)
