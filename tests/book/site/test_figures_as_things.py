"""Each figure of the site: one number everywhere, files to take, a place on the list of all."""

import gzip
import io
import json
import zipfile

import pytest
from PIL import Image

from foursteps.book.carry.whole_book import specification_of
from foursteps.book.site import figure_list, stored_charts
from foursteps.book.site.finding.sections import read_entries
from tests.book.site import browser, small_book
from tests.book.site.test_pages import report

WEIGHT_OF_LIST = 16_000  # bytes of the page of all figures, gzipped
WEIGHT_OF_SMALL = 300_000  # bytes of the small pictures of one theme, gzipped, all scrolled by


@pytest.fixture(scope="module")
def figures(pages):
    """[(page's name, figure)] of the chapters; what another page only shows is not among them."""
    return [
        (name, figure)
        for name, page in pages.items()
        for figure in page.soup.select(browser.CHART)
        if not figure.find_parent(class_="quoted-figure")
    ]


def number(figure):
    """The number that stands in a figure's caption."""
    return figure.select_one("figcaption .fs-number").get_text()


def test_a_number_says_the_step_and_the_place_in_it(root):
    assert [
        stored_charts.number_of(root / "chapters" / page, name)
        for page, name in (
            ("0-which-race.ipynb", "fig-which-race"),
            ("1-security-dilemma.ipynb", "fig-games"),
            ("1-security-dilemma.ipynb", "fig-signal"),
            ("ledger.ipynb", "fig-ledger"),
        )
    ] == ["0.2", "1.3", "1.4", "L.1"]


def test_one_numbering_in_reading_order(figures, pages):
    """In the caption (as text), on the list, in the search, and where a page shows another's."""
    read = {}
    for name, figure in figures:
        read.setdefault(name, []).append(number(figure))
    for name, numbers in read.items():
        step = name.removeprefix("chapters/")[0].upper()
        assert numbers == [f"Figure {step}.{n}" for n in range(1, len(numbers) + 1)], name
    said = {f"{name}#{figure['id']}": number(figure) for name, figure in figures}
    listed = {
        link["href"]: link.select_one(".figure-number").get_text()
        for link in pages["figures.html"].soup.select(".figure-list a")
    }
    assert listed == said and len(said) > 70
    for name in read:
        for entry in read_entries(name, pages[name].html):
            if entry.kind == "figure":
                assert entry.title.startswith(f"{said[entry.address]}: ")
    shown = pages["index.html"].soup.select_one(".quoted-figure figure")
    assert number(shown) == said[f"chapters/0-which-race.html#{shown['id']}"]


def test_every_figure_can_be_taken(figures, pages, built_site, project):
    """Its zip holds rows, specification, pictures and how to cite it, and says what bars reuse."""
    faults = {}
    for page, figure in figures:
        found = faults.setdefault(figure["id"], [])
        links = figure.find_next("ul", class_="fs-take").select("a[download]")
        kinds = [link["href"].rpartition(".")[2] for link in links]
        if kinds[-3:] != ["svg", "png", "zip"] or set(kinds[:-3]) != {"csv"}:
            found.append(f"offers {kinds}")
        files = {(built_site / page).parent.joinpath(link["href"]).resolve() for link in links}
        (zipped,) = {path for path in files if path.suffix == ".zip"}
        with zipfile.ZipFile(zipped) as archive:
            inside = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        for path in files - {zipped}:
            if inside.get(path.name) != path.read_bytes():
                found.append(f"the zip holds another {path.name}")
        text = " ".join(inside["READ-ME.txt"].decode().split())
        limits = figure.find_next("ul", class_="fs-take").select_one(".fs-limits")
        wanted = [
            f"{number(figure)}: ",
            " ".join(figure.select_one(".fs-caption").get_text().split()),
            f"{project.site}/{page}#{figure['id']}",
            *([f"Take care: {limits.get_text()}."] if limits else []),
        ]
        found += [f"its text lacks {part!r}" for part in wanted if part not in text]
        if f"#{figure['id']}" not in inside["cite.bib"].decode():
            found.append("BibTeX without the figure's address")
        spec = json.loads(inside[f"{figure['id']}.vl.json"])
        picture = Image.open(io.BytesIO(inside[f"{figure['id']}.png"]))
        if spec["usermeta"]["id"] != figure["id"] or picture.width < 700:
            found.append(f"another figure's, or a picture of {picture.width} px")
    report(faults)
    assert sum(bool(f.find_next("ul").select_one(".fs-limits")) for _, f in figures) > 5


def test_the_list_has_every_table_that_is_drawn(figures, pages, root, built_site):
    package = json.loads((root / "data/datapackage.json").read_text())
    rows = pages["figures.html"].soup.select(".figures-by-table tbody tr")
    listed = {
        row.th.a["href"]: {link["href"].partition("#")[2] for link in row.td.select("a")}
        for row in rows
    }
    drawn = {}
    for _, figure in figures:
        spec = specification_of(built_site, figure["id"])
        for table in spec["usermeta"].get("tables", ()):
            drawn.setdefault(f"data/{table.replace('_', '-')}.html", set()).add(figure["id"])
    assert listed == drawn
    assert len(package["resources"]) >= len(drawn) > 50


def test_the_list_is_light(pages, built_site):
    """Small pictures wait until they are near, keep their room, and are there for both themes."""
    page = pages["figures.html"]
    assert len(gzip.compress(page.html.encode())) <= WEIGHT_OF_LIST
    weight = {"in-light": 0, "in-dark": 0}
    for image in page.soup.select(".figure-list img"):
        assert image["loading"] == "lazy" and image["width"] and image["height"]
        assert image["alt"] == ""  # the link that holds it says the figure's name
        content = (built_site / image["src"]).read_bytes()
        weight[image["class"][0]] += len(gzip.compress(content))
    assert max(weight.values()) <= WEIGHT_OF_SMALL, weight


def test_the_list_is_linked_from_the_front_door_and_the_contents(pages):
    door = [link["href"] for link in pages["index.html"].article.find_all("a", href=True)]
    assert "figures.html" in door
    contents = pages["chapters/ledger.html"].soup.select("nav.bd-links a")
    assert "../figures.html" in [link["href"] for link in contents]


def test_shut_tables_are_no_elements(pages, built_site):
    """They stand in `noscript`, which a browser with scripts keeps as text."""
    for name in ("chapters/1-security-dilemma.html", "chapters/4-supply-chain-weaponisation.html"):
        folds = pages[name].soup.select(".fs-data")
        assert len(folds) > 10
        for fold in folds:
            assert fold.noscript.select("tbody tr")
            assert [part.name for part in fold.find_all(recursive=False)] == [
                "summary", "p", "noscript",
            ]  # fmt: skip


def test_a_book_without_figures_has_no_list(root, tmp_path):
    small_book.write(tmp_path, root / "_config.yml")
    assert "Figure D.1" in figure_list.list_page(tmp_path)
    for notebook in (tmp_path / "chapters").glob("*.ipynb"):
        notebook.unlink()
    assert figure_list.list_page(tmp_path) == ""
