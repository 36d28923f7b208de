"""A mistake is reported by a form that is filled in, and a figure says its terms."""

import json
from urllib.parse import parse_qsl, urlsplit

import yaml

from foursteps.book.carry.whole_book import specification_of
from foursteps.book.site import reports
from tests.book.site import browser

FILLED = {"page", "version", "figure"}


def asked(address):
    """The fields that an address of the form fills in."""
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


def test_the_form_has_the_fields_that_are_filled_in(root, project):
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE" / reports.FORM).read_text())
    assert {"name", "description", "title", "labels", "body"} == set(form)
    fields = {part["id"]: part for part in form["body"] if "id" in part}
    assert set(fields) == FILLED | {"mistake", "source"}
    assert all(part["attributes"]["label"] for part in fields.values())
    assert {part["type"] for part in fields.values()} == {"input", "textarea"}
    said = asked(reports.report_address(project, "chapters/ledger", "fig-a"))
    assert set(said) == FILLED | {"template", "title"}
    assert said["template"] == reports.FORM
    assert said["page"] == f"{project.site}/chapters/ledger.html#fig-a"


def test_every_figure_has_its_own_report(pages, project):
    count = 0
    for page in pages.values():
        for figure in page.soup.select(browser.CHART):
            link = figure.find_next("ul", class_="fs-take").find_all("a")[-1]
            said = asked(link["href"])
            assert link["href"].startswith(f"{project.repository}/issues/new?")
            assert said["figure"] == figure["id"]
            assert said["page"].endswith(f"#{figure['id']}")
            assert link.get_text().startswith("Report a mistake")
            count += 1
    assert count > 70


def test_what_becomes_of_a_report_stands_where_the_foot_leads(pages, root):
    link = pages["chapters/ledger.html"].soup.select_one(".colophon a.report").find_next("a")
    assert link["href"] == "changelog.html#mistakes"
    assert "What becomes of it" in (root / "CONTRIBUTING.md").read_text()


def test_a_figure_of_non_commercial_data_says_so(pages, root, built_site):
    package = json.loads((root / "data/datapackage.json").read_text())
    closed = {
        entry["name"]
        for entry in package["resources"]
        if entry["reuse"] == "attribution-noncommercial"
    }
    told = {True: 0, False: 0}
    for page in pages.values():
        for figure in page.soup.select("figure.fs-figure"):
            spec = specification_of(built_site, figure["id"])
            tables = set(spec["usermeta"].get("tables", ()))
            about = figure.find_next("div", class_="fs-tools").ul.get_text()
            assert ("non-commercial use only" in about) == bool(tables & closed), about
            told[bool(tables & closed)] += 1
    assert all(told.values())


def test_a_table_of_non_commercial_data_says_so(pages, root):
    package = json.loads((root / "data/datapackage.json").read_text())
    for entry in package["resources"]:
        if entry["reuse"] == "attribution-noncommercial":
            page = pages[f"data/{entry['name'].replace('_', '-')}.html"]
            assert "NC" in page.soup.select_one("dl.facts").get_text(), entry["name"]
