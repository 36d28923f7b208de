"""What a page says of itself to whoever shares, finds or cites it."""

import io
import json
import re

import pybtex.database
import pytest
from PIL import Image

from foursteps.book.site import cite, share_pictures, sharing, structured_data
from foursteps.book.site.book_facts import BookFacts
from tests.book.site import browser, small_book
from tests.book.site.test_pages import report

OWN = BookFacts(
    "1.0", ("A & Co",), "https://own.example/r", "https://own.example", "2026-01-02", "2027-01-03"
)


def meta(page, name):
    """The contents of the page's `meta` elements of a name or property."""
    found = page.soup.find_all("meta", attrs={"name": name})
    return [tag["content"] for tag in found or page.soup.find_all("meta", property=name)]


def data_of(page):
    """The page's JSON-LD, None without any."""
    script = page.soup.find("script", type="application/ld+json")
    return json.loads(script.get_text()) if script else None


def test_titles_are_short_and_each_is_another(pages):
    titles = {name: page.soup.title.get_text() for name, page in pages.items()}
    assert {name: t for name, t in titles.items() if len(t) > 70} == {}
    assert len(set(titles.values())) == len(titles)
    assert titles["index.html"] == "Four Steps: Understanding US–China AI Competition"
    assert titles["chapters/0-which-race.html"] == "Who is ahead in AI? – Four Steps"


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Data", "Data – Four Steps"),
        ("x" * 60, "x" * 60),
        ("word " * 20, "word word word word word word word word word word word word word …"),
    ],
)
def test_a_title_is_cut_at_a_word(title, whole):
    assert sharing.whole_title(title.strip(), "Four Steps: All", False) == whole


def test_one_viewport_and_one_canonical_address(pages, project):
    faults = {}
    for name, page in pages.items():
        found = faults.setdefault(name, [])
        if len(meta(page, "viewport")) != 1:
            found.append(f"{len(meta(page, 'viewport'))} viewports")
        address = project.page_address(name.removesuffix(".html"))
        said = [tag["href"] for tag in page.soup.find_all("link", rel="canonical")]
        if {*said, *meta(page, "og:url")} != {address}:
            found.append(f"its address is said to be {said}")
    report(faults)
    assert project.page_address("index") == f"{project.site}/"


def test_every_shared_link_shows_a_picture(pages, built_site, project):
    faults = {}
    for name, page in pages.items():
        found = faults.setdefault(name, [])
        (image,) = meta(page, "og:image")
        own = f"{project.site}/cards/{name.removesuffix('.html')}.png"
        has_figure = bool(page.soup.select(browser.CHART))
        if image != (own if has_figure else f"{project.site}/cards/index.png"):
            found.append(f"shares {image}")
        file = built_site / image.removeprefix(project.site + "/")
        with Image.open(file) as picture:
            if picture.size != (1200, 630):
                found.append(f"{file.name} is not 1200 by 630")
        if meta(page, "twitter:card") != ["summary_large_image"]:
            found.append("no large card")
        if not meta(page, "og:image:alt")[0]:
            found.append("the picture is not described")
    report(faults)


def test_the_description_says_what_the_book_is(pages):
    steps = [name for name in pages if re.match(r"chapters/\d-", name)]
    assert len(steps) == 6
    for name in ("index.html", *steps):
        (said,) = meta(pages[name], "description")
        assert "open textbook" in said and "race" in said
        assert len(said) <= 200 and not said.endswith("…")
        assert meta(pages[name], "og:description") == [said]


def test_no_description_holds_the_marks_of_a_number(pages):
    said = {name: meta(page, "description") for name, page in pages.items()}
    assert {name: found for name, found in said.items() if "<" in "".join(found)} == {}


def test_reference_managers_and_scholars_find_what_they_need(pages, project):
    for name, page in pages.items():
        assert meta(page, "citation_author") == list(project.authors), name
        assert meta(page, "citation_publication_date") == [project.year]
        assert meta(page, "citation_title") == meta(page, "og:title")
        book = meta(page, "citation_inbook_title")
        assert book == ([] if name == "index.html" else meta(page, "og:site_name"))


def test_the_front_door_is_a_book_of_its_chapters(pages, project):
    book = data_of(pages["index.html"])
    assert (book["@type"], book["url"]) == ("Book", f"{project.site}/")
    named = {part["url"].removeprefix(project.site + "/") for part in book["hasPart"]}
    chapters = {name for name in pages if name.startswith("chapters/")}
    assert named == chapters
    for name in chapters:
        chapter = data_of(pages[name])
        assert (chapter["@type"], chapter["isPartOf"]["@id"]) == ("Chapter", book["@id"])
        assert chapter["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data_of(pages["chapters/1-security-dilemma.html"])["timeRequired"] == "PT60M"


def test_every_table_is_a_data_set(pages, built_site, project, root):
    package = json.loads((root / "data/datapackage.json").read_text())
    for entry in package["resources"]:
        data = data_of(pages[f"data/{entry['name'].replace('_', '-')}.html"])
        assert (data["@type"], data["name"]) == ("Dataset", entry["title"])
        # Google's bounds for a description.
        assert 50 <= len(data["description"]) <= 5000, entry["name"]
        assert data["publisher"]["name"] == entry["publisher"]
        assert entry["licence"] in data["usageInfo"]
        addresses = [one["path"] for one in entry["licenses"] if "path" in one]
        assert data.get("license") == (addresses[0] if addresses else None)
        (file,) = data["distribution"]
        assert file["encodingFormat"] == "text/csv"
        assert (built_site / file["contentUrl"].removeprefix(project.site + "/")).is_file()


def test_no_text_ends_the_script():
    assert "</script" not in structured_data.as_script({"name": "</script><b>"})


def test_every_page_is_cited_under_a_key_of_its_own(pages, project):
    entries = {}
    for name, page in pages.items():
        text = page.soup.select_one(".colophon pre.bibtex").get_text()
        ((key, entry),) = pybtex.database.parse_string(text, "bibtex").entries.items()
        assert key not in entries, (name, entries.get(key))
        entries[key] = name
        assert entry.fields["url"] == project.page_address(name.removesuffix(".html"))
        assert entry.fields["year"] == project.year
        assert entry.persons["author"]
    assert entries[f"foursteps-{project.year}"] == "index.html"


def test_a_name_is_safe_in_bibtex():
    entry = cite.bibtex(OWN, "The book", "data/a_b", "50 % of {A} & B_1")
    ((key, parsed),) = pybtex.database.parse_string(entry, "bibtex").entries.items()
    assert key == "foursteps-2027-data-a-b"
    assert parsed.fields["title"] == r"{50 \% of \{A\} \& B\_1}"
    assert parsed.fields["url"] == "https://own.example/data/a_b.html"
    assert parsed.persons["author"][0].last_names == [r"{A \& Co}"]


@pytest.mark.long
def test_the_same_chart_gives_the_same_picture():
    (output,) = small_book.notebook().cells[1].outputs
    spec = output.data["application/vnd.vegalite.v5+json"]
    made = [share_pictures.card(spec, name, "Book", "Rest") for name in ("Name", "Name", "Other")]
    assert made[0] == made[1] != made[2]
    picture = Image.open(io.BytesIO(made[0]))
    assert picture.size == (1200, 630) and len(made[0]) < 60_000
    # The chart is there, and the words beside it.
    assert len(browser_colours(picture.crop((520, 0, 1200, 630)))) > 20
    assert len(browser_colours(picture.crop((40, 180, 500, 320)))) > 2


def browser_colours(picture):
    """The colours of a picture."""
    return picture.convert("RGB").getcolors(maxcolors=1 << 20)


@pytest.mark.parametrize(
    "name", ["A", "Where 41 legal and policy texts speak of a race or of competition", "w" * 60]
)
def test_a_name_fits_its_place(name):
    size, lines = share_pictures._fitted(name)
    assert len(lines) * size * 1.2 < 630 - 210 - 100
    assert max(map(len, lines)) <= 60 and " ".join(lines).startswith(name[:10])
