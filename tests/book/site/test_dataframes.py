"""DataFrames on the site: what pandas writes is mended for readers and screen readers."""

import pandas as pd
from bs4 import BeautifulSoup

from foursteps.book.site.dataframes import accessible_table


def mended(frame):
    with pd.option_context("display.max_colwidth", None):
        return BeautifulSoup(accessible_table(frame._repr_html_(), "Table 1"), "html.parser")


def test_a_frame_becomes_a_table_in_a_region_that_takes_the_focus():
    soup = mended(pd.DataFrame({"year": [2024], "share (%)": [1234.5], "who": ["US"]}))
    region = soup.find("div", class_="table-scroll")
    assert region["tabindex"] == "0" and region["role"] == "region"
    assert region["aria-label"] == "Table 1"
    assert soup.find("style") is None
    assert not soup.find("table").get("border") and not soup.find("tr").get("style")


def test_no_header_is_empty_and_each_says_what_it_heads():
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 2)], names=["x", None])
    for frame in (pd.DataFrame({"v": [1, 2]}), pd.DataFrame({"v": [1, 2]}, index=index)):
        soup = mended(frame)
        assert all(header.get_text(strip=True) for header in soup.find_all("th"))
        assert {header["scope"] for header in soup.select("thead th")} == {"col"}
        assert {header["scope"] for header in soup.select("tbody th")} == {"row"}


def test_numbers_are_marked_for_alignment():
    soup = mended(pd.DataFrame({"v": [-1.5], "n": [None], "w": ["one"], "big": ["1,050"]}))
    kinds = {cell.get_text(): "number" in cell.get("class", []) for cell in soup.select("tbody td")}
    assert kinds == {"-1.5": True, "None": False, "one": False, "1,050": True}


def test_a_table_of_sentences_names_the_column_in_each_cell():
    """Two sentences in a row: the phone stacks the cells, so each must say what it is."""
    long = "A sentence that is clearly too long to stand beside another one on a phone."
    soup = mended(pd.DataFrame({"answer": [long, "no"], "other": [long, 3]}, index=["a", "b"]))
    assert "prose" in soup.find("table")["class"]
    assert [cell["data-column"] for cell in soup.select("tbody td")] == ["answer", "other"] * 2
    for frame in (pd.DataFrame({"v": [long], "n": [1]}), pd.DataFrame({"v": ["x"], "w": ["y"]})):
        soup = mended(frame)
        assert "prose" not in soup.find("table")["class"]
        assert not soup.select("[data-column]")


def test_every_table_of_the_site_scrolls_by_itself(pages):
    for name, page in pages.items():
        for table in page.article.find_all("table", class_="dataframe"):
            assert table.find_parent(class_="table-scroll"), name
            assert not table.find("th", string=lambda text: not (text or "").strip()), name
