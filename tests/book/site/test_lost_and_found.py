"""The list of pages for crawlers, and the page of a wrong address for readers."""

import asyncio
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from foursteps.book.site import lost_and_found
from tests.book.site import browser, scans


def test_the_sitemap_names_every_page(pages, built_site, project):
    tree = ElementTree.parse(built_site / "sitemap.xml")
    named = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    wanted = set(pages) - scans.MADE
    assert set(named) == {project.page_address(name.removesuffix(".html")) for name in wanted}
    assert len(named) == len(wanted)
    robots = (built_site / "robots.txt").read_text()
    assert f"Sitemap: {project.site}/sitemap.xml" in robots and "Disallow" not in robots


def test_nobody_lists_what_is_no_page(pages):
    hidden = {
        name
        for name, page in pages.items()
        if page.soup.find("meta", attrs={"name": "robots", "content": "noindex"})
    }
    assert hidden == scans.MADE


def test_its_links_begin_at_the_sites_root(pages, project):
    base = urlsplit(project.site).path + "/"
    for tag in pages["404.html"].soup.find_all(True):
        for name in ("href", "src", "action", "data-content_root"):
            value = tag.get(name)
            assert value is None or value.startswith((base, "#", "http", "data:")), tag


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('<a href="index.html">', '<a href="/book/index.html">'),
        ('<html data-content_root="./">', '<html data-content_root="/book/">'),
        ('<a href="#main">', '<a href="#main">'),
        ('<a href="https://a.example/b">', '<a href="https://a.example/b">'),
        ('<a href="data:text/plain,x">', '<a href="data:text/plain,x">'),
        ('<a href="/else">', '<a href="/else">'),
    ],
)
def test_only_relative_addresses_are_changed(text, made):
    assert lost_and_found.from_the_root(text, "https://own.example/book") == made
    assert lost_and_found.from_the_root(text, "https://own.example") == made.replace("/book/", "/")


def test_a_wrong_address_leads_to_a_search(address, chromium, project):
    """At any depth the page has its style and its form, and the form finds."""
    base = address + urlsplit(project.site).path

    async def look():
        faults = []
        async with browser.chromium_browser(chromium) as running:
            page = await running.new_page()
            browser.listen(page, address, faults)
            await page.goto(f"{base}/chapters/deep/none.html", timeout=browser.PATIENCE)
            assert await page.locator("h1").inner_text() == "This page is not here"
            await page.fill("#not-found-words", "dilemma")
            await page.press("#not-found-words", "Enter")
            await page.wait_for_url("**/search.html?q=dilemma", timeout=browser.PATIENCE)
        return [fault for fault in faults if "none.html" not in fault and "404 (" not in fault]

    assert asyncio.run(look()) == []
