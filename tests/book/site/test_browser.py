"""Every page in Chromium: wide and narrow, light and dark, with scripts and without."""

import asyncio
import functools
import re

import pytest

from foursteps.book.site.frame import POLICY, purge, style_sheet
from tests.book.site import browser
from tests.book.site.scans import page_names
from tests.book.site.server import serving
from tests.book.site.test_pages import report
from tests.conftest import THOROUGH

BUDGET = 1_500_000  # bytes of a chapter page, uncompressed, before any chart is touched


# Width decides what overflows, the scheme what contrasts; test_style_sheets.py holds that no colour
# depends on the width. So two of the four see every fault but those of both at once.
LOOKS = [(1280, "light"), (390, "dark")] + [(1280, "dark"), (390, "light")] * THOROUGH


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page(built_site, address, strict_address, pages, chromium, width, scheme):
    """No axe violation, script error, failed or foreign request; nothing wider than the page.

    Every stop of the keyboard shows itself, every target is large enough, no rule was purged that
    a script's element needs. Wide, the policy comes by header, narrow by the page alone.
    """
    texts = [page.html for page in pages.values()]
    known = style_sheet.names_in(texts, built_site / "_static")
    examine = functools.partial(browser.examine, known=known)
    base = strict_address if width == 1280 else address
    names = page_names(built_site)
    report(asyncio.run(browser.examine_all(chromium, base, names, width, scheme, examine=examine)))


def test_every_chart_is_visible_without_scripts(pages, address, chromium):
    names = [name for name, page in pages.items() if page.soup.select(browser.CHART)]
    faults, count = asyncio.run(browser.charts_without_scripts(chromium, address, names))
    report(faults)
    assert count == sum(len(pages[name].soup.select(browser.CHART)) for name in names) > 0


def test_weight_of_a_chapter(built_site, address, chromium):
    names = [name for name in page_names(built_site) if name.startswith("chapters/")]
    for name, sizes in asyncio.run(browser.weigh(chromium, address, names)).items():
        heaviest = sorted(sizes.items(), key=lambda pair: -pair[1])[:8]
        assert sum(sizes.values()) <= BUDGET, (name, sum(sizes.values()), heaviest)


BAD = """<!DOCTYPE html><html lang="en"><head><title>Bad</title>
<script>throw new Error("broken on purpose")</script></head><body><main><h1>Bad</h1>
<img src="missing.png"><img src="http://127.0.0.2:9/x.png" alt="x">
<div style="width: 3000px">wide</div><p style="color:#ccc;background:#fff">faint</p>
<style>a:focus { outline: none }</style><p><a href="#x">A link without a ring</a>
<a href="#y">another</a> <a href="#z">one more</a></p><button style="height: 9px" id="b">x</button>
<input aria-label="n"><p class="nowhere-ruled"></p>
<article class="bd-article"><div class="highlight">
<pre style="width: 90px; overflow: auto">a_name_too_long_for_its_box</pre></div></article>
<figure id="fig-blank"><div class="fs-picture"><svg width="300" height="200" aria-hidden="true"
style="overflow:visible"><text x="900" y="20">cut</text></svg></div><img src="a"></figure>
</main></body></html>"""


def test_the_examination_finds_each_fault(tmp_path, chromium, monkeypatch):
    """A page with every fault is reported for every one of them."""
    (tmp_path / "bad.html").write_text(BAD)
    monkeypatch.setattr(browser, "bring_to_life", lambda page: asyncio.sleep(0, []))
    known = purge.Names(classes={"fs-picture"})
    examine = functools.partial(browser.examine, known=known)
    with serving(tmp_path) as base:
        found = asyncio.run(
            browser.examine_all(chromium, base, ["bad.html"], 390, "light", examine=examine)
        )
        blank, count = asyncio.run(browser.charts_without_scripts(chromium, base, ["bad.html"]))
    text = "\n".join(found["bad.html"])
    for fault in (
        "script error: broken on purpose",
        "404 for /missing.png",
        "asks another host: http://127.0.0.2:9/x.png",
        "axe image-alt",
        "axe color-contrast",
        "px too wide",
        "code is cut at the right: a_name_too_long",
        "fig-blank: cut at the right: cut",
        "charts alive: axe",
        "no visible focus: a. “A link without a ring”",
        "a target of 9.0 px: button",
        "no style rule was kept for the class nowhere-ruled",
    ):
        assert fault in text, (fault, text)
    assert count == 1 and "blank" in blank["bad.html"][0]


TOLD = """<!DOCTYPE html><article><p style="height: {height}px">A tower of words.</p>
<figure id="fig-late"></figure>{box}</article>"""


@pytest.mark.parametrize(
    ("width", "height", "box", "found"),
    [
        (390, 1900, True, ["first picture begins after 2.", "paragraph is taller than the screen"]),
        (390, 800, True, []),
        (1280, 1300, True, ["first picture begins after 1."]),
        (1280, 1000, True, []),
        (1280, 1300, False, []),  # told in the rooms of the first edition
    ],
)
def test_the_examination_finds_a_late_picture_and_a_tall_paragraph(
    chromium, width, height, box, found
):
    async def examine():
        async with browser.chromium_browser(chromium) as running:
            page = await running.new_page(viewport={"width": width, "height": 900})
            known = '<div class="box known">What is known.</div>' if box else ""
            await page.set_content(TOLD.format(height=height, box=known))
            return await page.evaluate(browser.TOLD)

    faults = asyncio.run(examine())
    assert len(faults) == len(found), faults
    assert all(said in fault for said, fault in zip(found, faults, strict=True)), faults


def test_the_examination_finds_what_the_policy_forbids(tmp_path, chromium, monkeypatch):
    monkeypatch.setattr(browser, "bring_to_life", lambda page: asyncio.sleep(0, []))
    (tmp_path / "bad.html").write_text(BAD)
    with serving(tmp_path, policy=POLICY) as base:
        found = asyncio.run(browser.examine_all(chromium, base, ["bad.html"], 390, "light"))
    text = "\n".join(found["bad.html"])
    for fault in ("inline style", "inline script", "loading the image 'http://127.0.0.2:9/x.png'"):
        assert re.search(f"(?i)console: .*{fault}", text), (fault, text)
