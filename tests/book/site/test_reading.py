"""Folds, guesses, questions, boxes, minutes and progress, in Chromium, on a small book."""

import asyncio

import pytest

from tests.book.site import browser, small_book
from tests.book.site.conftest import build
from tests.book.site.server import serving

PAGE = "chapters/furnished.html"
STOPS = """() => [...document.querySelectorAll('article a[href], article button, article input,'
  + ' article summary, article [tabindex="0"]')].filter(e => e.checkVisibility())
  .map(e => e.textContent.slice(0, 40))"""
CLOSED = "() => document.querySelectorAll('details.code-fold:not([open])').length"
SCRIPTS = ("folds.js", "questions.js", "progress.js")
BARRED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('barred'); }})"


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """The small book, built."""
    place = tmp_path_factory.mktemp("reading")
    small_book.write(place / "book", root / "_config.yml")
    done = build(place / "book", place / "out")
    assert done.returncode == 0, done.stderr
    return place / "out" / "_build" / "html"


@pytest.fixture
def visit(folder, chromium):
    """Run a coroutine function of (page, base) in a new profile; fails on any script error."""

    def run(act, from_disk=False, barred=False, **options):
        async def go(base):
            faults = []
            async with browser.chromium_browser(chromium) as running:
                options.setdefault("viewport", {"width": 390, "height": 800})
                context = await running.new_context(reduced_motion="reduce", **options)
                page = await context.new_page()
                page.set_default_timeout(browser.PATIENCE)
                # Barred storage is more than the theme's own scripts bear.
                page.on(
                    "pageerror",
                    lambda error: (
                        faults.append(f"script error: {error}")
                        if not barred or any(name in (error.stack or "") for name in SCRIPTS)
                        else None
                    ),
                )
                if barred:
                    await page.add_init_script(BARRED)
                await act(page, base)
            assert faults == []

        if from_disk:
            asyncio.run(go(f"file://{folder}"))
        else:
            with serving(folder) as base:
                asyncio.run(go(base))

    return run


def test_one_switch_shows_the_code_and_is_remembered(visit):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        closed = await page.evaluate(CLOSED)
        # Two cells that follow one another and show nothing lie together in a third fold.
        assert closed == 6 and not await page.locator(".code-fold pre").first.is_visible()
        # A summary is always a stop, what is shut in never.
        stops = await page.evaluate(STOPS)
        named = [s for s in stops if s.startswith("Code: ")]
        assert len(named) == 4 and "Code: 2 cells, first makes count" in named
        assert await page.locator("div.tag_read pre").is_visible()
        # One fold by itself, by keyboard.
        await page.locator("summary", has_text="the function lag").focus()
        await page.keyboard.press("Enter")
        assert await page.evaluate(CLOSED) == closed - 1
        heading = page.locator("#check-yourself h2")
        await heading.evaluate("heading => heading.scrollIntoView()")
        before = (await heading.bounding_box())["y"]
        # A press by playwright would scroll by itself.
        switch = page.get_by_role("button", name="Show code")
        await switch.evaluate("button => button.click()")
        assert await page.evaluate(CLOSED) == 0
        assert abs((await heading.bounding_box())["y"] - before) < 3
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        assert await page.evaluate(browser.CODE_CUT) == []
        await page.goto(f"{base}/chapters/drawn.html")
        assert await page.evaluate(CLOSED) == 0
        await page.get_by_role("button", name="Hide code").click()
        await page.reload()
        assert await page.evaluate(CLOSED) == 1

    visit(act)


def test_what_an_address_points_at_lies_open(visit):
    async def act(page, base):
        part = page.locator("#what-was-coded")
        await page.goto(f"{base}/{PAGE}")
        assert not await part.is_visible()
        await page.goto(f"{base}/{PAGE}#what-was-coded")
        await part.wait_for()
        assert (await part.bounding_box())["y"] < 800
        # Shut again, then a link to where one is.
        await page.evaluate("document.querySelector('.closing-part').open = false")
        await page.evaluate("location.hash = '#methods-and-limits'")
        await part.wait_for()
        await page.goto(f"{base}/{PAGE}?q=zymurgy#what-was-coded")
        await page.locator("mark.find-mark").wait_for()
        assert await page.locator("mark.find-mark").is_visible()
        await page.goto(f"{base}/{PAGE}")
        await page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert await part.is_visible()
        await page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not await part.is_visible()

    visit(act)


def test_a_guess_is_answered_after_it_was_made(visit):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        choice, number = page.locator("#guess-1"), page.locator("#guess-2")
        assert not await choice.locator("details").evaluate("fold => fold.open")
        await choice.get_by_role("button", name="(a) One gave way.").focus()
        await page.keyboard.press("Enter")
        assert await choice.get_by_role("status").inner_text() == "(a) The answer is (b)."
        assert await choice.get_by_text("In London they agreed.").is_visible()
        slider = number.get_by_label("Your guess")
        assert await slider.get_attribute("aria-valuetext") == "12 months"
        await slider.focus()
        await page.keyboard.press("ArrowRight")
        assert not await number.get_by_text("5.5 months behind").is_visible()
        await number.get_by_role("button", name="This is my guess").click()
        said = await number.get_by_role("status").inner_text()
        assert said == "You said 13 months; it is 5.5 months."
        assert await number.get_by_text("5.5 months behind").is_visible()
        assert await browser.axe_faults(page) == []

    visit(act)


def test_a_question_replies_to_each_choice_and_keeps_the_last(visit):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        question = page.locator("#question-1")
        wrong = question.get_by_role("button", name="(b) Of perception.")
        await wrong.click()
        status = question.get_by_role("status")
        assert await status.inner_text() == "(b) No. Nobody knows of a slip."
        assert await wrong.get_attribute("aria-pressed") == "true"
        await question.get_by_role("button", name="(a) Of action.").click()
        assert await status.inner_text() == "(a) Right. Whoever slipped can say so."
        assert await wrong.get_attribute("aria-pressed") == "false"
        await page.reload()
        assert await status.inner_text() == "(a) Right. Whoever slipped can say so."
        assert await page.locator("#question-2 summary").inner_text() == "Answer to question 2"

    visit(act)


def test_without_scripts_all_is_text_and_folds(visit):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        assert await page.locator("article button, article input").count() == 0
        assert await page.locator(".choices > li").count() == 4
        for name in ("Answer to your guess", "Answer to question 1", "Code: the function lag"):
            fold = page.locator("details", has=page.locator("summary", has_text=name)).first
            assert not await fold.locator(":scope > :not(summary)").first.is_visible()
            await fold.locator("summary").click()
            assert await fold.locator(":scope > :not(summary)").first.is_visible()

    visit(act, java_script_enabled=False)


def test_boxes_are_notes_and_the_scene_begins_with_its_picture(folder):
    text = (folder / PAGE).read_text(encoding="utf-8")
    for name in ("How far to trust this", "What is known"):
        assert f'<div aria-label="{name}" class="box ' in text
    assert text.count('role="note"') == 2
    for group in ("stands", "contested", "unknown"):
        assert f'class="known-group known-{group}"' in text
    # What comes before the first figure and shows nothing comes after it.
    assert text.index('id="fig-furnished"') < text.index("Code: what the notebook imports")
    assert text.index("About 40 minutes") < text.index("What happened next?")


@pytest.mark.parametrize("from_disk", [False, True])
def test_progress_is_kept_shown_and_deleted(visit, from_disk):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        await page.locator("#question-1 button").first.click()
        # Whoever jumps past a section has not read it.
        await page.locator("#an-act .section-end").scroll_into_view_if_needed()
        await page.wait_for_timeout(1200)
        assert "an-act" not in (await page.evaluate("localStorage['foursteps-progress']") or "")
        await page.locator("#an-act h2").scroll_into_view_if_needed()
        await page.wait_for_timeout(300)
        await page.locator("#an-act .section-end").scroll_into_view_if_needed()
        await page.wait_for_function(
            "() => localStorage.getItem('foursteps-progress')?.includes('an-act')"
        )
        await page.goto(f"{base}/chapters/drawn.html")
        kept = page.locator("nav.bd-links li", has_text="Furnished").locator(".progress-mark")
        assert "of 4 parts read" in await kept.text_content()
        await page.goto(f"{base}/your-progress.html")
        row = page.locator(".progress-page tbody tr")
        assert "parts read" in await row.inner_text()
        assert await row.locator("td").nth(1).inner_text() == "1"
        onward = row.get_by_role("link", name="continue at")
        assert f"{PAGE}#" in await onward.get_attribute("href")
        assert await browser.axe_faults(page) == []
        await page.get_by_role("button", name="Delete all of it").click()
        assert await page.get_by_role("status").inner_text() == "All of it is deleted."
        left = await page.evaluate("Object.keys(localStorage)")
        assert [key for key in left if key.startswith("foursteps-")] == []

    visit(act, from_disk=from_disk)


def test_where_storage_is_barred_all_works_for_the_visit(visit):
    async def act(page, base):
        await page.goto(f"{base}/{PAGE}")
        await page.get_by_role("button", name="Show code").click()
        assert await page.evaluate(CLOSED) == 0
        question = page.locator("#question-1")
        await question.get_by_role("button").first.click()
        assert "Right." in await question.get_by_role("status").inner_text()
        await page.goto(f"{base}/your-progress.html")
        assert await page.get_by_text("Nothing is kept now.").is_visible()

    visit(act, barred=True)
