"""Code on demand, in the built chapters: what is folded, what stands open, how folds are called."""

import pytest

from foursteps.ground import notebook_file


def chapters(root):
    return [f"chapters/{path.stem}.html" for path in (root / "chapters").glob("*.ipynb")]


def test_all_code_is_folded_but_the_cells_tagged_read(pages, root):
    for name in chapters(root):
        cells = notebook_file.read(root / name.replace(".html", ".ipynb")).cells
        tagged = ["read" in c.metadata.get("tags", []) for c in cells if c.cell_type == "code"]
        inputs = pages[name].soup.select("div.cell_input")
        folded = [bool(code.find_parent("details", class_="code-fold")) for code in inputs]
        assert sorted(folded) == sorted(not tag for tag in tagged), name
        shown = [code for code, fold in zip(inputs, folded, strict=True) if not fold]
        assert all("tag_read" in code.parent["class"] for code in shown), name


def test_each_fold_is_closed_and_has_a_name_of_its_own(pages, root):
    for name in chapters(root):
        folds = pages[name].soup.select("details.code-fold")
        names = [fold.find("summary").get_text() for fold in folds]
        assert len(set(names)) == len(names) > 0, name
        assert all(said.startswith("Code: ") and len(said) > 8 for said in names), names
        # What is seen is what is read aloud.
        assert not [f for f in folds if f.find("summary").attrs or f.has_attr("open")], name


@pytest.mark.parametrize("stale", ["details.hide", ".cell summary[aria-label]"])
def test_nothing_is_hidden_in_another_way(pages, root, stale):
    assert [name for name in chapters(root) if pages[name].soup.select(stale)] == []
