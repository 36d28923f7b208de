"""The page of every table, and how one is written."""

import csv
import json
import re

import pytest

from foursteps.book.site import data_pages
from foursteps.book.site.book_facts import BookFacts

PROJECT = BookFacts(
    "0.9",
    ("Somebody",),
    "https://github.com/s/b",
    "https://s.example/b",
    "2026-01-02",
    "2026-01-03",
)


@pytest.fixture(scope="module")
def resources(root):
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return package["resources"]


def test_every_table_has_a_page_with_its_facts(pages, resources):
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        # The site sets typographic quotation marks.
        quotes = str.maketrans("’‘“”", "''\"\"")
        text = " ".join(page.article.get_text(" ").split()).translate(quotes)
        for fact in ("publisher", "vintage", "retrieved", "title"):
            assert str(resource[fact]) in text, (resource["name"], fact)
        licence = page.soup.select_one("dl.facts").get_text(" ")
        assert resource["licence"] in " ".join(licence.split())
        if resource.get("licence_note"):
            label = page.soup.select_one(".licence-note")
            assert label is not None, resource["name"]
        for field in resource["schema"]["fields"]:
            assert field["name"] in text, (resource["name"], field["name"])
        assert resource["hash"].removeprefix("sha256:") in text


def test_every_table_can_be_downloaded(pages, resources, built_site, root):
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        link = page.soup.select_one("p.download a[download]")
        assert link["href"] == resource["path"]
        copy = built_site / "data" / resource["path"]
        assert copy.read_bytes() == (root / "data" / resource["path"]).read_bytes()
    assert (built_site / "data" / "datapackage.json").is_file()


def test_the_data_page_lists_every_table(pages, resources):
    index = pages["data/index.html"]
    links = {a["href"] for a in index.article.find_all("a", href=True)}
    for resource in resources:
        name = resource["name"].replace("_", "-") + ".html"
        assert name in links
        row = index.article.find("a", href=name).find_parent("tr").get_text(" ")
        assert " ".join(resource["licence"].split()) in " ".join(row.split())


def test_users_are_linked(pages, resources):
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        links = {a["href"] for a in page.soup.select("dl.facts a")}
        for notebook in resource["used_by"]:
            # Of an exercise set the page of the students' version is linked.
            place = notebook.replace("exercises/", "practice/").rsplit(".", 1)[0]
            assert f"../{place}.html" in links, (resource["name"], notebook)


def test_a_page_begins_with_table_and_picture(pages, resources):
    """After at most sixty words; the head, the CSV, the picture, the rows, then what is said."""
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        section = page.article.find("section")
        before = section.find("h1").find_next_sibling("p")
        words = before.get_text(" ").split()
        assert 3 <= len(words) <= 60, (resource["name"], len(words))
        place = [
            (element.get("class") or [element.name])[0]
            for element in section.find_all(True)
            if element.name == "h2"
            or {"download", "table-picture", "no-picture", "table-view"}
            & set(element.get("class") or [])
        ]
        picture = "no-picture" if "none" in resource["picture"] else "table-picture"
        assert place[:4] == ["download", picture, "h2", "table-view"], resource["name"]
        assert section.find_all("h2")[0].get_text().startswith(f"{resource['rows']:,} row")


def test_the_first_rows_stand_in_the_page(pages, resources):
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        shown = len(page.soup.select(".table-view tbody tr"))
        whole = resource["access"] == "compiled" and resource["rows"] <= data_pages.WHOLE_UP_TO
        assert shown == (resource["rows"] if whole else min(50, resource["rows"]))
        rest = page.soup.select(f'.rows-note a[href="{resource["path"]}"]')
        assert len(rest) == (shown < resource["rows"])


def test_every_chinese_run_of_a_table_says_its_language(pages, resources):
    found = 0
    for resource in resources:
        page = pages[data_pages.page_name(resource["name"]) + ".html"]
        for text in page.soup.select_one(".table-view").find_all(string=re.compile("[一-鿿]")):
            assert text.parent.get("lang") == "zh-Hans", (resource["name"], text)
            found += 1
    assert found > 150


def test_every_claim_is_an_anchor(pages, root):
    with (root / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = [row["id"] for row in csv.DictReader(file)]
    assert len(claims) == 36
    rows = {row["id"]: row for row in pages["data/claims.html"].soup.select("tr[id]")}
    assert set(claims) <= set(rows)


def resource(**more):
    fields = [
        {"name": "id", "type": "string", "description": "Key, see `other`"},
        {"name": "spent_usd", "type": "number", "unit": "bn USD", "description": "Spent <x>"},
    ]
    return {
        "name": "spending",
        "path": "spending.csv",
        "title": "Spending | by * year",
        "description": "In $ and [not] a link, `code` stays.",
        "publisher": "A & B",
        "url": "https://a.example/?x=1&y=2",
        "licence": "Own terms",
        "licence_note": "publisher's terms not open",
        "reuse": "terms-restricted",
        "access": "manual",
        "download": "the file `x.xlsx` of the page",
        "known_nulls": {"spent_usd": "2 of 20"},
        "quirks": ["Mind _this_."],
        "picture": {"none": "Made up for a test."},
        "rows": 20,
        "used_by": [],
        "schema": {"fields": fields, "primaryKey": ["id"]},
        **more,
    }


def written(tmp_path, rows=60, **more):
    (tmp_path / "data").mkdir(exist_ok=True)
    lines = "".join(f"A{n},{n}.5\n" for n in range(rows))
    (tmp_path / "data" / "spending.csv").write_text("id,spent_usd\n" + lines)
    return data_pages.table_page(resource(**more), PROJECT, tmp_path)


def test_a_page_says_what_the_descriptor_says(tmp_path):
    page = written(tmp_path)
    assert page.startswith("---\norphan: true\n---\n\n# Spending \\| by \\* year\n")
    assert "In \\$ and \\[not\\] a link, `code` stays." in page
    assert '<strong class="licence-note">publisher&#39;s terms not open</strong>' in page
    assert '<a href="https://a.example/?x=1&amp;y=2">A &amp; B</a>' in page
    assert "Key, see <code>other</code>" in page and "Spent &lt;x&gt;" in page
    assert "<td>bn USD</td>" in page and "Missing: 2 of 20" in page
    assert "* Mind \\_this\\_." in page
    assert "the file <code>x.xlsx</code> of the page" in page


def test_a_long_table_is_shown_in_part_and_a_compiled_one_whole(tmp_path):
    assert "The first 50 of 60 rows." in written(tmp_path)
    assert '<tr id="A49">' in written(tmp_path) and '<tr id="A50">' not in written(tmp_path)
    whole = written(tmp_path, access="compiled")
    assert "The first" not in whole and '<tr id="A59">' in whole


def test_a_table_of_texts_says_why_it_has_no_picture(tmp_path):
    page = written(tmp_path, picture={"none": "Passages are told in words."})
    assert '<p class="no-picture">No picture: passages are told in words.</p>' in page


@pytest.mark.parametrize(
    ("values", "said"),
    [(["2001", "1999", ""], "1999–2001"), (["2025-03-01"], "2025"), ([""], "–")],
)
def test_the_years_of_a_table(values, said):
    fields = [{"name": "when", "type": "date"}, {"name": "ended", "type": "date"}]
    rows = [{"when": value, "ended": "2040-01-01"} for value in values]
    assert data_pages.years(resource(schema={"fields": fields}), rows) == said


def test_pages_are_rewritten_only_when_they_changed_and_removed_when_their_table_is(tmp_path):
    class App:
        srcdir = tmp_path
        foursteps_project = PROJECT

    written(tmp_path)
    descriptor = tmp_path / "data" / "datapackage.json"
    descriptor.write_text(json.dumps({"resources": [resource()]}))
    data_pages.write_pages(App)
    page = tmp_path / "data" / "spending.md"
    first = page.stat().st_mtime_ns
    data_pages.write_pages(App)
    assert page.stat().st_mtime_ns == first
    descriptor.write_text(json.dumps({"resources": [resource(title="New")]}))
    data_pages.write_pages(App)
    assert "# New" in page.read_text()
    descriptor.write_text(json.dumps({"resources": []}))
    data_pages.write_pages(App)
    assert not page.exists() and (tmp_path / "data" / "index.md").exists()


@pytest.mark.parametrize(
    ("table", "files"), [("ai_chips", ["ai_chips.yml", "ai_chips.py"]), ("claims", ["claims.yml"])]
)
def test_the_recipe_is_linked_its_facts_and_its_code(table, files, root):
    said = data_pages.making({"name": table, "access": "direct"}, PROJECT, root)
    links = [f"https://github.com/s/b/blob/main/data/recipes/{file}" for file in files]
    assert re.findall('href="([^"]+)"', said) == links
