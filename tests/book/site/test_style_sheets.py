"""No colour depends on the width: so a page that is examined wide and light, narrow and dark, is
examined whole (see test_browser.py)."""

import re

import pytest

from tests.book.site.style_sheets import colours_by_width

# The theme's own: the contents on the right have the colour that lies behind them anyway.
KNOWN = {(".bd-sidebar-secondary", "background: var(--pst-color-background)")}


def test_no_colour_of_ours_depends_on_the_width(root):
    sheets = list((root / "src").rglob("*.css"))
    assert len(sheets) >= 2
    assert [found for path in sheets for found in colours_by_width(path.read_text("utf-8"))] == []


def test_no_colour_on_a_built_page_depends_on_the_width(built_site, pages):
    used = {
        name
        for page in pages.values()
        for tag in page.soup.select("[class]")
        for name in tag["class"]
    }
    found = {
        (selector, said)
        for path in built_site.rglob("*.css")
        for selectors, said in colours_by_width(path.read_text("utf-8"))
        for selector in selectors.split(",")
        if classes(selector) <= used
    }
    assert found == KNOWN


def classes(selector):
    """The classes that an element and those around it must have."""
    return set(re.findall(r"\.([\w-]+)", re.sub(r":not\([^)]*\)", "", selector)))


@pytest.mark.parametrize(
    ("sheet", "faults"),
    [
        ("p { color: red }", []),
        ("@media print { p { color: black } }", []),
        ("@media (max-width: 600px) { p { margin: 0; border: 0 } }", []),
        ("@media (max-width: 600px) { p { color: red } }", [("p", "color: red")]),
        ("@media (width < 600px) { p { BACKGROUND: #ccc } }", [("p", "BACKGROUND: #ccc")]),
        ("@container (min-width: 9em) { p, a { opacity: .5 } }", [("p, a", "opacity: .5")]),
        ("@media (max-width: 9px) { :root { --ink: #999 } }", [(":root", "--ink: #999")]),
        (
            "@media (max-width: 9px) { @media (scripting: enabled) { p { fill: #999 } } }",
            [("p", "fill: #999")],
        ),
        (
            "@media (scripting: enabled) { @media (max-width: 9px) { p { fill: #999 } } }",
            [("p", "fill: #999")],
        ),
    ],
)
def test_a_colour_that_depends_on_the_width_is_found(sheet, faults):
    assert list(colours_by_width(sheet)) == faults
