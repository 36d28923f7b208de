"""Every page of the built site, read as HTML: nothing foreign, nothing broken, nothing raw."""

import pytest

from foursteps.book.site.sharing import spoken
from tests.book.site import scans


def report(faults):
    """Assert that no page has faults; `faults` is a dict from page to sentences."""
    lines = [f"{page}: {fault}" for page, found in faults.items() for fault in found]
    assert not lines, "\n" + "\n".join(lines[:60])


def test_the_expected_pages_are_built(pages, root):
    wanted = {"index.html", "search.html", "404.html", "data/index.html", "data/claims.html"}
    wanted |= {f"chapters/{path.stem}.html" for path in (root / "chapters").glob("*.ipynb")}
    wanted |= {"chapters/bibliography.html", "chapters/changelog.html", "chapters/instructors.html"}
    wanted |= {f"practice/{path.stem}.html" for path in (root / "exercises").glob("*.yml")}
    assert wanted <= set(pages)
    strays = [name for name in pages if name.split("/")[0] not in ("chapters", "data", "practice")]
    assert set(strays) == {"index.html", "figures.html", *scans.MADE}


def test_no_page_loads_from_another_host(pages):
    report({name: scans.foreign_loads(page) for name, page in pages.items()})


def test_no_style_sheet_or_script_loads_from_another_host(built_site):
    faults = {}
    for path in built_site.rglob("*.css"):
        faults[path.name] = scans.foreign_loads_in_css(path.read_text("utf-8"))
    for path in built_site.rglob("*.*js"):
        faults[path.name] = scans.foreign_loads_in_script(path.read_text("utf-8"))
    report(faults)


def test_links_and_anchors_resolve(pages, built_site, project):
    report(
        {
            name: scans.broken_links(page, built_site, pages, project.site)
            for name, page in pages.items()
        }
    )


def test_no_traceback_in_any_page(pages):
    report({name: scans.tracebacks(page) for name, page in pages.items()})


def test_frame_of_every_page(pages):
    report({name: scans.frame_faults(page) for name, page in pages.items()})


def test_foot_of_every_page(pages, project):
    report({name: scans.foot_faults(page, project) for name, page in pages.items()})


def test_no_raw_markup(pages):
    report({name: scans.raw_markup(page) for name, page in pages.items()})


def test_formulas_are_mathml(pages):
    report({name: scans.formula_faults(page) for name, page in pages.items()})
    assert pages["chapters/1-security-dilemma.html"].soup.find("math") is not None


def test_no_machine_path(pages, root):
    report({name: scans.machine_paths(page, root) for name, page in pages.items()})


def test_launch_button_opens_the_notebook_in_jupyterlab(pages, root):
    for path in (root / "chapters").glob("*.ipynb"):
        page = pages[f"chapters/{path.stem}.html"]
        links = [a["href"] for a in page.soup.find_all("a", href=True) if "mybinder" in a["href"]]
        assert links, page.name
        assert all(link.endswith(f"?urlpath=lab/tree/chapters/{path.name}") for link in links)


def test_only_pages_of_the_repository_can_be_edited(pages):
    """Pages made by the build have no file there: the button would lead nowhere."""
    for name, page in pages.items():
        edits = [a["href"] for a in page.soup.find_all("a", href=True) if "/edit/" in a["href"]]
        made = name.startswith(("data/", "practice/")) or name in {"figures.html", *scans.MADE}
        assert bool(edits) != made, (name, edits)


def test_source_of_each_chapter_can_be_downloaded(built_site, root):
    for path in (root / "chapters").glob("*.ipynb"):
        copy = built_site / "_sources" / "chapters" / path.name
        assert copy.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["fontawesome.js", "clipboard.min.js", "searchindex.js"])
def test_a_page_without_need_does_not_load(name, pages):
    """The icon script nowhere, the copy button only beside code, the index only for searching."""
    page = pages["chapters/changelog.html"]
    assert not [s for s in page.soup.find_all("script", src=True) if name in s["src"]]


def test_the_opening_and_the_changelog_say_both_dates(pages, project):
    said = f"Tables to {spoken(project.tables_to)}, events read to {spoken(project.events_to)}"
    assert said in pages["chapters/0-which-race.html"].prose
    assert said in pages["chapters/changelog.html"].prose


def test_settings_do_not_repeat_an_address(root, project):
    for name in ("_config.yml", "_toc.yml"):
        text = (root / name).read_text(encoding="utf-8")
        assert project.site not in text and project.repository not in text
