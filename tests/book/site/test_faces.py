"""The typefaces: whole, small, published by whom we say; on the page in time, and in the charts."""

import asyncio
import io
import re
from xml.etree import ElementTree

import pytest
import vl_convert
from fontTools.ttLib import TTFont

from foursteps.book.site import faces
from foursteps.book.site.faces import CUTS, LEFT_TO_THE_SYSTEM, PLAIN
from foursteps.book.site.faces.cutting import CHARTS, FacesError, cut, cut_all, fetch, home
from foursteps.charts import face, renderer, svg, theme
from tests.book.site import browser

LIGHT = 60_000  # bytes of all typefaces together
STEP = "chapters/1-security-dilemma.html"
# Scripts that the system draws: Chinese with its punctuation, and its full-width forms.
CHINESE = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uff00-\uffef]")


def sheet(root, name):
    """A style sheet of the site's modules as text."""
    (path,) = (root / "src/foursteps/book/site").rglob(name)
    return path.read_text(encoding="utf-8")


def test_all_typefaces_together_are_light():
    sizes = {path.name: path.stat().st_size for path in faces.HERE.glob("*.woff2")}
    assert sizes.keys() == {f"{name}.woff2" for name in CUTS}
    assert sum(sizes.values()) <= LIGHT, sizes


@pytest.mark.parametrize("name", CUTS)
def test_a_typeface_holds_its_letters_under_our_name(name):
    files = [faces.HERE / f"{name}.woff2"]
    files += [face.FOLDER / f"{name}.ttf"] if name in CHARTS else []
    for path in files:
        font = TTFont(path)
        assert {chr(code) for code in font.getBestCmap()} == set(CUTS[name])
        # What its designers called it is theirs to use.
        called = [str(font["name"].getDebugName(number)) for number in (1, 4, 6)]
        assert all(text.replace(" ", "").startswith("FourSteps") for text in called), called


@pytest.fixture
def typeface_packages(tmp_path):
    """The npm packages that the typefaces were cut from, fetched anew (a folder)."""
    try:
        fetch(tmp_path)
    except FacesError as error:
        pytest.skip(str(error))
    return tmp_path


def test_typefaces_are_cut_from_the_published_ones(typeface_packages):
    """What is sent and what charts are laid out with follow from the npm packages, byte for byte."""
    for name, content in cut_all(typeface_packages).items():
        for path in home(name):
            assert path.read_bytes() == content, path


def test_a_letter_that_a_typeface_lacks_is_named():
    with pytest.raises(FacesError, match=r"sans-400\.woff2 has no 竞"):
        cut(faces.HERE / "sans-400.woff2", "a竞", "sans-400", "woff2")


# ---- On the pages ----------------------------------------------------------------------------


def strange_letters(soup):
    """Letters of a page's text that its typeface has not, each with where it first stands."""
    found = {}
    for text in soup.body.find_all(string=True):
        above = {tag.name for tag in text.parents}
        # Formulas and code have faces of their own; what a script carries is not read.
        if above & {"script", "style", "math", "pre", "code"}:
            continue
        bold = above & {"strong", "b", "dt"} and "em" not in above  # which are not set bold
        held = set(PLAIN) if bold else set(CUTS["serif-400"])
        held |= set(CUTS["serif-400-pinyin"] + LEFT_TO_THE_SYSTEM + "\n\t\xa0")
        for letter in set(CHINESE.sub("", text)) - held:
            found.setdefault(letter, str(text).strip()[:60])
    return found


def test_every_letter_of_the_pages_is_in_the_typefaces(pages):
    """But for the signs that are left to the system; a letter of another face would stand out."""
    assert {
        name: found for name, page in pages.items() if (found := strange_letters(page.soup))
    } == {}


def test_a_strange_letter_is_found():
    from bs4 import BeautifulSoup

    page = "<body><p>Łódź 竞争 fǎ★</p><pre>Ł</pre><math>∑</math><b>é</b></body>"
    assert set(strange_letters(BeautifulSoup(page, "html.parser"))) == set("Łźé")


def test_charts_and_pages_have_the_same_ink_paper_and_grid(root):
    """Light and dark of one mind: what a chart calls ink is what the page is written in."""
    page, charts = sheet(root, "face.css"), sheet(root, "figures.css")
    for block, own in (
        (r'html:not\(\[data-theme="dark"\]\) \{(.*?)\}', r":root \{(.*?)\}"),
        (r'html\[data-theme="dark"\] \{(.*?)\}', r'html\[data-theme="dark"\] \{(.*?)\}'),
    ):
        said, drawn = re.search(block, page, re.DOTALL)[1], re.search(own, charts, re.DOTALL)[1]
        for token, name in (("text-base", "ink"), ("background", "paper"), ("border", "grid")):
            colour = re.search(rf"--pst-color-{token}: (#\w+);", said)[1]
            assert f"--fs-{name}: {colour};" in drawn, (name, colour)


def test_the_class_report_narrows_what_the_machine_has_as_the_site_does(root):
    """It carries no typeface, and its charts are laid out in ours."""
    rules = re.findall(
        r'@font-face \{ font-family: "Four Steps (?!\w* ?Serif|S|P|G|T).*', sheet(root, "face.css")
    )
    report = (root / "src/foursteps/marker/classroom/pages/base.html").read_text("utf-8")
    assert len(rules) == 8
    assert [rule for rule in rules if rule not in report] == []
    for name in svg.FONT.split(", ")[1:-1]:
        assert sum(f'"{name}"' in rule for rule in rules) == 2, name


FACES_USED = """() => [...document.fonts].filter(f => f.status === "loaded")
  .map(f => `${f.family} ${f.weight} ${f.style}`.replaceAll('"', ''))"""
LINES = """() => [...document.querySelectorAll('.bd-article section > p')]
  .filter(p => p.textContent.length > 300 && !p.querySelector('math'))
  .map(p => p.textContent.length /
    Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight)))"""
WORDS = """() => [...document.querySelectorAll('.fs-picture svg text')].map(t => {
  const style = getComputedStyle(t);
  return [t.textContent, parseFloat(style.fontSize), style.fontWeight,
          t.getComputedTextLength()]; })"""
MOVED = """() => { window.moved = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({type: "layout-shift", buffered: true}); }"""


async def _look(executable, base, late):
    """What Chromium makes of Step 1: its faces, letters a line, words of charts; what moved.

    late: seconds by which each typeface keeps the page waiting, as on a slow line.
    """
    seen = {}
    async with browser.chromium_browser(executable) as opened:
        for width in (1280, 390):
            page = await opened.new_page(viewport={"width": width, "height": 900})

            async def wait(route):
                await asyncio.sleep(late)
                await route.continue_()

            await page.route("**/*.woff2", wait)
            await page.goto(f"{base}/{STEP}", wait_until="commit")
            await page.evaluate(MOVED)
            await page.wait_for_load_state("load")
            await page.evaluate("document.fonts.ready")
            await page.wait_for_timeout(300)
            moved = await page.evaluate("window.moved")
            await page.unroute("**/*.woff2")
            # What came late is shown on the next page: the first visit fills the cache.
            for _ in range(2):
                await page.goto(f"{base}/{STEP}", wait_until="load")
                await page.evaluate("document.fonts.ready")
            seen[width] = {
                "faces": set(await page.evaluate(FACES_USED)),
                "lines": await page.evaluate(LINES),
                "words": await page.evaluate(WORDS),
                "moved": moved,
            }
            await page.close()
    return seen


@pytest.fixture(scope="module")
def look(address, chromium):
    """Step 1 as Chromium shows it, by width, where the typefaces come a second late."""
    return asyncio.run(_look(chromium, address, 1.0))


def test_the_page_is_set_in_our_typefaces(look):
    for seen in look.values():
        assert seen["faces"] >= {
            "Four Steps Serif 400 normal",
            "Four Steps Serif 400 italic",
            "Four Steps Serif 600 900 normal",
            "Four Steps Sans 400 normal",
            "Four Steps Sans 600 900 normal",
        }


def test_nothing_moves_when_the_typefaces_come(look):
    """What stands in for them has their width and height."""
    assert {width: seen["moved"] for width, seen in look.items() if seen["moved"] > 0.01} == {}


def test_a_line_has_60_to_75_letters(look):
    lines = sorted(look[1280]["lines"])
    assert len(lines) > 10
    assert 60 <= lines[len(lines) // 2] <= 75, lines
    assert lines[-1] <= 80


def widths_in_vl_convert(words):
    """Widths, in units, with which vl-convert lays out [(text, size, weight), …]."""
    data = [{"text": t, "size": s, "weight": w} for t, s, w in words]
    read = {channel: {"field": channel} for channel in ("text",)}
    enter = {**read, "fontSize": {"field": "size"}, "fontWeight": {"field": "weight"},
             "font": {"value": theme.FONT}, "y": {"value": 50}}  # fmt: skip
    # A rule as long as the text's bounds says in the picture how wide the text is held to be.
    rule = {"x": {"field": "bounds.x1"}, "x2": {"field": "bounds.x2"}, "stroke": {"value": "red"}}
    vega = {
        "$schema": "https://vega.github.io/schema/vega/v5.json", "width": 10, "height": 10,
        "data": [{"name": "words", "values": data}],
        "marks": [
            {"type": "text", "name": "texts", "from": {"data": "words"}, "encode": {"enter": enter}},
            {"type": "rule", "from": {"data": "texts"}, "encode": {"enter": rule}},
        ],
    }  # fmt: skip
    face.register()
    drawn = ElementTree.fromstring(vl_convert.vega_to_svg(vega))
    lines = [element for element in drawn.iter() if element.tag.endswith("line")]
    return [abs(float(line.get("x2", 0)) - float(line.get("x1", 0))) for line in lines]


def test_a_chart_is_laid_out_with_the_widths_that_chromium_draws(look):
    """Else legends would run into one another, and labels over the edge."""
    shown = {
        (text, size, weight): width
        for text, size, weight, width in look[1280]["words"]
        if width > 20 and not CHINESE.search(text)  # falls to the system's face
    }
    assert len(shown) > 60 and {w for _, _, w in shown} >= {"400", "600"}
    held = widths_in_vl_convert(shown)
    assert len(held) == len(shown)
    off = {
        words: (width, thought)
        for (words, width), thought in zip(shown.items(), held, strict=True)
        if abs(thought / width - 1) > 0.02
    }
    assert off == {}


def test_a_chart_is_drawn_where_the_typeface_is_missing(monkeypatch, tmp_path):
    """Another stands in for it; a chart that is shown is worth more than its letters."""
    monkeypatch.setattr(face, "FOLDER", tmp_path / "gone")
    face.register.cache_clear()
    spec = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}
    png, width, _ = renderer.picture(renderer.compiled({**spec, "config": theme.config()}))
    face.register.cache_clear()
    assert io.BytesIO(png).read(4) == b"\x89PNG" and width > 100
