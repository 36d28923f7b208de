"""The claims ledger: whole without scripts; sorted, filtered and re-scored with them."""

import asyncio

import pandas as pd
import pytest

from foursteps import load
from foursteps.book.site.ledger import ledger
from tests.book.site import browser

PAGE = "chapters/ledger.html"


def parts(**changes):
    row = {"id": "C01", "part": "all <of> it", "step": 1, "verdict": "supported",
           "strength": "weak", "figure": "1-a.ipynb#fig-a", "tables": "t", "supports": "For & so",
           "sinks": "Against", "would_change": "More"}  # fmt: skip
    return {**row, **changes}


CLAIMS = pd.DataFrame(
    [
        ("C01", "empirical; causal", "essay 1", "One claim."),
        ("C02", "normative", "essay 2", "Two."),
    ],
    columns=["id", "kind", "from", "claim"],
)


def test_the_list_carries_every_part_and_its_figure():
    rows = [parts(), parts(step=3, verdict="contested", part="rest", figure="3-b.ipynb#fig-b")]
    made = ledger(CLAIMS.head(1), pd.DataFrame(rows))
    assert 'data-verdict="partly supported"' in made and 'data-steps="1 3"' in made
    assert 'href="1-a.html#fig-a"' in made and 'href="3-b.html#fig-b"' in made
    assert "All &lt;of&gt; it" in made and "For &amp; so" in made


def test_a_claim_without_a_verdict_stops_the_build():
    with pytest.raises(ValueError, match="no row for C02; add one a part"):
        ledger(CLAIMS, pd.DataFrame([parts()]))


def test_the_page_is_whole_without_scripts(pages):
    """Every claim with all its parts stands in the HTML itself."""
    page = pages[PAGE].soup
    assert [item["id"] for item in page.select("ol.ledger > li")] == load("claims")["id"].tolist()
    assert len(page.select(".ledger-part")) == len(load("verdicts"))


def test_only_the_ledger_loads_its_script(pages):
    users = {name for name, page in pages.items() if page.soup.select("script[src*='ledger.js']")}
    assert users == {PAGE}


def test_a_reader_sorts_filters_and_judges(address, chromium):
    """What the reader chose is kept after a reload, and counted against the book."""
    judged = load("verdicts").query("verdict == 'not supported as stated'")["id"].iloc[0]

    async def read():
        async with browser.chromium_browser(chromium) as running:
            page = await running.new_page()
            await page.goto(f"{address}/{PAGE}", timeout=browser.PATIENCE)
            shown = page.locator("ol.ledger > li:visible")
            await page.get_by_label("Kind", exact=True).select_option("normative")
            normative = await shown.count()
            await page.get_by_label("Kind", exact=True).select_option("")
            await page.get_by_label("Sort by", exact=True).select_option("order")
            first = await shown.first.get_attribute("data-verdict")
            await page.get_by_label("Words", exact=True).fill("zzzz")
            none = await page.locator(".ledger-status").inner_text()
            await page.get_by_label("Words", exact=True).fill("")
            await page.get_by_label(f"Your verdict on {judged}", exact=True).select_option(
                "supported"
            )
            await page.reload()
            kept = await page.get_by_label(f"Your verdict on {judged}", exact=True).input_value()
            status = await page.locator(".ledger-status").inner_text()
            async with page.expect_download() as saving:
                await page.get_by_role("button", name="Download your verdicts").click()
            saved = (await (await saving.value).path()).read_text()
            await page.get_by_role("button", name="Remove your verdicts").click()
            return (
                normative,
                first,
                none,
                kept,
                status,
                saved,
                await page.evaluate("localStorage.getItem('foursteps-ledger')"),
            )

    normative, first, none, kept, status, saved, left = asyncio.run(read())
    claims = load("claims")
    assert normative == claims["kind"].str.contains("normative").sum() < len(claims)
    assert first == "supported"
    assert none.startswith("0 of 36 claims shown")
    assert kept == "supported"
    assert "You have judged 1; on 1 of them your verdict is not the book’s." in status
    assert saved.startswith(f"claim,book,reader\n{judged},") and saved.endswith(",supported\n")
    assert left == "{}"
