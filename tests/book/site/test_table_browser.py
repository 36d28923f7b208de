"""A table on its page in Chromium: sorted, filtered, drawn, shared; by keyboard, on a phone, from disk."""

import asyncio
import csv
import io
from pathlib import Path

import pytest

from foursteps import load
from tests.book.site import browser

PATIENCE = 60_000  # ms; a bound against hanging, not a measure
LIVE = ".table-view[data-state=live]"
STATUS = ".view-tools .view-status"
DRAWN = "#picture[data-chart-state=live] .fs-live svg"
OPEN = "() => document.querySelectorAll('.view-fold').forEach(fold => { fold.open = true; })"
SHOWN = """column => [...document.querySelectorAll(`.data-rows tbody td[data-column="${column}"]`)]
  .map(cell => cell.textContent)"""


@pytest.fixture
def visit(address, chromium):
    """Run a coroutine function of (page, base) in a new tab; fails on any fault that a page tells."""

    def run(act, base=address, **options):
        async def inside():
            faults = []
            async with browser.chromium_browser(chromium) as running:
                options.setdefault("viewport", {"width": 1280, "height": 900})
                context = await running.new_context(reduced_motion="reduce", **options)
                page = await context.new_page()
                page.set_default_timeout(PATIENCE)
                browser.listen(page, base, faults)
                await act(page, base)
            assert faults == []

        asyncio.run(inside())

    return run


async def opened(page, address):
    """Open a data page and bring its table to life."""
    await page.goto(address)
    await page.locator(".table-view").scroll_into_view_if_needed()
    await page.wait_for_selector(LIVE)


async def sort_by(page, column):
    """Sort by a column as somebody does who has no mouse."""
    head = page.locator(".data-rows thead th", has_text=column).first
    await head.locator(".dt-column-order").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_function(
        "() => document.querySelector('.data-rows thead th[aria-sort]') !== null"
    )


def chinese_models():
    models = load("notable_models")
    return models[models["place"] == "China"].sort_values("publication_date", kind="stable")


def test_a_table_is_sorted_filtered_drawn_and_shared(visit):
    wanted = chinese_models()

    async def act(page, base):
        await opened(page, f"{base}/data/notable-models.html")
        assert len(await page.evaluate(SHOWN, "model")) == 50
        await sort_by(page, "publication_date")
        await page.locator(".view-tools summary").click()
        await page.get_by_label("place", exact=True).select_option("China")
        assert await page.locator(STATUS).text_content() == f"{len(wanted)} of 1,050 rows"
        assert await page.evaluate(SHOWN, "model") == list(wanted["model"][:50])
        line = await page.locator(".view-line code").text_content()
        assert eval(line, {"load": load})["model"].tolist() == wanted["model"].tolist()
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="CSV of these rows").click()
        text = Path(await (await waiting.value).path()).read_text(encoding="utf-8")
        assert [r["model"] for r in csv.DictReader(io.StringIO(text))] == wanted["model"].tolist()
        await page.locator(".view-chart summary").click()
        await page.get_by_label("Colour by").select_option("open_weights")
        await page.wait_for_selector(DRAWN)
        for kind in ("line", "step", "bar", "stacked", "dots"):
            await page.get_by_label("Draw", exact=True).select_option(kind)
            await page.wait_for_function(
                "() => /^[A-Z][a-z ]+: .* values\\.$/.test(document.querySelector("
                "'.view-chart .view-status').textContent)"
            )
        label = await page.locator("#picture .fs-picture").get_attribute("aria-label")
        assert label.startswith("Dot plot: ") and "by open weights" in label
        assert await browser.axe_faults(page, "main") == []
        # Whoever is sent the address sees the same.
        again = await page.context.new_page()
        await opened(again, page.url)
        assert await again.evaluate(SHOWN, "model") == list(wanted["model"][:50])
        await again.wait_for_selector(DRAWN)
        assert await again.get_by_label("Colour by").input_value() == "open_weights"
        await again.get_by_role("button", name="Show all rows").click()
        await again.get_by_role("button", name="Back to the picture").click()
        assert await again.locator(".fs-static.wide").is_visible()
        assert "#view" not in again.url

    visit(act)


def test_the_pages_of_a_table_are_turned_by_keyboard(visit):
    async def act(page, base):
        await opened(page, f"{base}/data/us-quits-rate.html")
        await page.get_by_role("button", name="Next page").focus()
        await page.keyboard.press("Enter")
        assert "Rows 51 to 100 of 302" in await page.locator(".view-pager").text_content()
        focus = "document.activeElement.getAttribute('aria-label')"
        assert await page.evaluate(focus) == "Next page"
        months = load("us_quits_rate")["month"].dt.strftime("%Y-%m-%d")
        assert await page.evaluate(SHOWN, "month") == months[50:100].tolist()

    visit(act)


def test_from_disk_too(visit, built_site):
    async def act(page, base):
        await opened(page, f"{base}/data/us-job-exposure.html")
        await page.locator(".view-tools summary").click()
        await page.get_by_label("human_beta, from").fill("0.8")
        await page.wait_for_function(
            f"() => /of 772/.test(document.querySelector('{STATUS}').textContent)"
        )
        jobs = load("us_job_exposure")
        assert len(await page.evaluate(SHOWN, "soc")) == (jobs["human_beta"] >= 0.8).sum()
        await page.locator(".view-chart summary").click()
        await page.get_by_label("Draw", exact=True).select_option("dots")
        await page.get_by_label("Colour by").select_option("group")
        await page.wait_for_selector(DRAWN)
        assert "human_beta=0.8.." in page.url

    visit(act, built_site.as_uri())


def test_a_link_to_a_row_still_leads_there(visit):
    async def act(page, base):
        await opened(page, f"{base}/data/claims.html#C30")
        await page.wait_for_selector("tr#C30:target")
        await page.wait_for_function(
            "() => { const box = document.getElementById('C30').getBoundingClientRect();"
            "return box.top >= 0 && box.bottom <= innerHeight; }"
        )

    visit(act)


def test_on_a_phone_texts_are_cards_and_heads_of_numbers_stay(visit):
    async def act(page, base):
        await opened(page, f"{base}/data/glossary.html")
        await page.evaluate(OPEN)
        await page.get_by_label("Sort by").select_option("pinyin")
        pinyin = await page.evaluate(SHOWN, "pinyin")
        assert pinyin == load("glossary").sort_values("pinyin", kind="stable")["pinyin"].tolist()
        assert await page.evaluate(browser.OVERFLOW) is None
        cell = page.locator('.data-rows td[data-column="chinese"] span[lang=zh-Hans]').first
        assert await cell.count() == 1
        assert await browser.axe_faults(page, "main") == []
        await opened(page, f"{base}/data/benchmarked-models.html")
        assert await page.evaluate(
            "() => { const box = document.querySelector('.data-rows'); box.scrollTop = 400;"
            "box.scrollLeft = 200;"
            "const [head, around] = [box.querySelector('thead th'), box].map(e => e.getBoundingClientRect());"
            "return Math.abs(head.top - around.top) < 3 && box.scrollTop > 300; }"
        )
        assert await page.evaluate(browser.OVERFLOW) is None
        await page.evaluate(OPEN)
        assert await browser.axe_faults(page, "main") == []

    visit(act, viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True)


def test_without_scripts_the_first_rows_stand_there(visit):
    async def act(page, base):
        await page.goto(f"{base}/data/notable-models.html")
        assert await page.locator(".data-rows tbody tr").count() == 50
        assert (
            await page.locator(".rows-note a[download]").get_attribute("href")
            == "notable_models.csv"
        )
        assert await page.locator("#picture svg.wide").is_visible()
        assert await page.locator(".view-tools, .view-chart").count() == 0

    visit(act, java_script_enabled=False)
