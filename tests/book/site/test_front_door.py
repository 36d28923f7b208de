"""The front door: one page that says what the book is, with one picture and three doors."""

import asyncio

import pytest

from foursteps.book.prose import fill
from foursteps.book.site import front_door
from foursteps.ground import notebook_file
from tests.book.site import browser

FIGURE = "fig-which-race"
HOME = "chapters/0-which-race"


def test_it_is_the_first_page_and_leads_to_the_opening(pages):
    page = pages["index.html"]
    assert page.soup.find("meta", attrs={"http-equiv": "refresh"}) is None
    assert page.soup.find("link", rel="next")["href"] == f"{HOME}.html"
    doors = [h.get_text().replace("#", "") for h in page.article.find_all("h3")]
    assert doors == ["Read", "Run", "Teach"]


def test_its_picture_is_the_figure_of_the_opening(pages):
    """The same drawing, alive by the same specification; its data stay where it is made."""
    drawn = [
        pages[name].soup.find("figure", id=FIGURE).find(class_="fs-picture").decode()
        for name in ("index.html", f"{HOME}.html")
    ]
    assert drawn[0] == drawn[1]
    quoted = pages["index.html"].soup.select_one(".quoted-figure")
    whole = pages[f"{HOME}.html"].soup.find("figure", id=FIGURE)
    assert quoted.find("figcaption").decode() == whole.find("figcaption").decode().replace(
        f'href="#{FIGURE}', f'href="{HOME}.html#{FIGURE}'
    )
    home = quoted.select_one(".fs-take").find("a", string="Its data table, and how it was made")
    assert home["href"] == f"{HOME}.html#{FIGURE}"
    assert quoted.find(class_="fs-data") is None


def test_its_steps_are_questions_with_the_minutes_of_the_chapters(pages, root):
    items = pages["index.html"].article.select("#what-the-steps-ask li")
    named = []
    for item in items:
        link = item.find("a")
        stem = link["href"].removesuffix(".html")
        named.append(stem)
        assert link.get_text().endswith("?")
        long = fill.minutes(notebook_file.read(root / f"{stem}.ipynb"))
        assert item.find("em").get_text().endswith(f", {long} minutes")
    assert named == sorted(f"chapters/{path.stem}" for path in root.glob("chapters/[0-9]-*.ipynb"))


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_the_picture_begins_on_the_first_screen(address, chromium, viewport):
    async def measure():
        async with browser.chromium_browser(chromium) as running:
            size = {"width": viewport[0], "height": viewport[1]}
            page = await running.new_page(viewport=size)
            await page.goto(f"{address}/", timeout=browser.PATIENCE)
            title = await page.locator("h1").bounding_box()
            picture = await page.locator(f"#{FIGURE} .fs-picture").bounding_box()
            return title, picture

    title, picture = asyncio.run(measure())
    assert title["y"] + title["height"] < viewport[1] / 3
    # Beside the words where there is room, under them on a phone.
    assert picture["y"] < viewport[1] * 0.6
    assert (picture["x"] > title["x"] + title["width"]) == (viewport[0] > 1000)


def test_what_lies_beside_the_site_is_offered_with_its_size(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("<p>a</p>\n<!-- downloads -->\n<p>b</p>")
    assert front_door.offer_downloads(tmp_path) == []
    assert "downloads" not in page.read_text().replace("<!-- downloads -->", "")
    (tmp_path / "four-steps.zip").write_bytes(b"x" * 4_230_000)
    (tmp_path / "four-steps.pdf").write_bytes(b"x" * 840_400)
    for _ in range(2):
        assert front_door.offer_downloads(tmp_path) == ["four-steps.pdf", "four-steps.zip"]
    text = page.read_text()
    assert text.count('<p class="downloads">') == 1
    assert '<a href="four-steps.pdf" download>PDF</a> (840 kB)' in text
    assert "(4.2 MB)" in text and text.endswith("<p>b</p>")
    (tmp_path / "four-steps.zip").unlink()
    (tmp_path / "four-steps.pdf").unlink()
    front_door.offer_downloads(tmp_path)
    assert page.read_text() == "<p>a</p>\n<!-- downloads -->\n<p>b</p>"


def test_the_page_has_a_place_for_them(pages):
    assert pages["index.html"].html.count("<!-- downloads -->") == 1
