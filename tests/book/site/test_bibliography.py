"""The bibliography: committed as its source says, with an anchor per entry."""

import pytest
from pybtex.database import parse_file

from foursteps.book.site import bibliography

ENTRY = """@article{%s,
  author = {Jervis, Robert}, title = {Cooperation under the Security {Dilemma} & <more>},
  journal = {World Politics}, year = {1978}, volume = {30}, pages = {167--214}, doi = {10.1/x_y}
}
"""


def test_the_committed_page_is_what_the_references_make(root):
    made = bibliography.bibliography_page(root / bibliography.SOURCE)
    assert (root / bibliography.PAGE).read_text(encoding="utf-8") == made


def test_every_entry_is_an_anchor_on_the_site(pages, root):
    keys = parse_file(str(root / bibliography.SOURCE)).entries.keys()
    items = pages["chapters/bibliography.html"].soup.select("ul.references > li[id]")
    assert {item["id"] for item in items} == {f"ref-{key}" for key in keys}


def test_an_entry_is_written_and_sorted_by_author_and_year(tmp_path):
    source = tmp_path / "r.bib"
    older = ENTRY.replace("1978", "1976") % "jervis-1976"
    source.write_text(ENTRY % "jervis-1978" + older + "@misc{an-essay, title = {An essay}}\n")
    page = bibliography.bibliography_page(source)
    order = [
        page.index(f'<li id="ref-{key}">') for key in ("an-essay", "jervis-1976", "jervis-1978")
    ]
    assert order == sorted(order)
    assert "Jervis, Robert." in page and "<em>World Politics</em>, 30:167–214, 1978" in page
    assert "&amp; &lt;more&gt;" in page
    assert 'href="https://doi.org/10.1/x_y"' in page


@pytest.mark.parametrize("key", ["Jervis1978", "jervis_1978", "jervis-"])
def test_a_key_of_another_form_is_refused(key, tmp_path):
    (tmp_path / "r.bib").write_text(ENTRY % key)
    with pytest.raises(bibliography.BibliographyError, match=f"entry {key}: a key is author-year"):
        bibliography.bibliography_page(tmp_path / "r.bib")


def test_an_entry_that_cannot_be_shown_is_named(tmp_path):
    (tmp_path / "r.bib").write_text("@sculpture{rodin-1902, title = {T}}\n")
    with pytest.raises(bibliography.BibliographyError, match="entry rodin-1902"):
        bibliography.bibliography_page(tmp_path / "r.bib")
