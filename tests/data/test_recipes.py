"""Every recipe on a small sample of the publisher's shape, and on the full files where they are.

The samples in `tests/data/samples/` are laid out as the recipes' `raw` paths. FOURSTEPS_RAW names
a folder with the publishers' full files: then every table is rebuilt and compared.
"""

import os
from pathlib import Path

import pytest

from foursteps.datapackage import build as builder
from foursteps.datapackage.layout import find_project
from foursteps.datapackage.recipes import read_recipe, recipe_files

SAMPLES = Path(__file__).parent / "samples"
RECIPES = {path.stem: read_recipe(path) for path in recipe_files(find_project().recipes)}
BUILT = [name for name, recipe in RECIPES.items() if recipe.access != "compiled"]


@pytest.mark.parametrize("name", BUILT)
def test_the_recipe_reads_a_sample_of_the_publishers_shape(name):
    recipe = RECIPES[name]
    missing = recipe.missing(SAMPLES)
    assert not missing, f"recipe {name} has no sample: put a few rows of {missing} in {SAMPLES}"
    rows = builder.built_rows(recipe, SAMPLES)
    assert rows[0] == [field["name"] for field in recipe.table["fields"]]
    assert len(rows) > 1


@pytest.mark.parametrize("name", BUILT)
def test_the_sample_is_small(name):
    size = sum((SAMPLES / path).stat().st_size for path in RECIPES[name].raw)
    assert size <= 200_000, f"the samples of {name} take {size:,} bytes: keep a few rows"


@pytest.mark.parametrize("name", BUILT)
def test_a_publishers_file_with_other_columns_is_refused(name, tmp_path):
    """No recipe makes a table out of a file that is not the publisher's."""
    recipe = RECIPES[name]
    for path in recipe.raw:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one,two\n1,2\n", encoding="utf-8")
    with pytest.raises(Exception):  # noqa: B017  (whatever it is, there is no table)
        builder.built_rows(recipe, tmp_path)


def test_the_full_files_give_the_committed_tables(root):
    raw = os.environ.get("FOURSTEPS_RAW")
    if not raw:
        pytest.skip("FOURSTEPS_RAW does not name a folder with the publishers' full files")
    project = find_project(root)
    result = builder.build(project, Path(raw))
    assert not result.failed
    stale = [str(p) for p, content in result.contents.items() if p.read_bytes() != content]
    assert not stale, "run `foursteps data build --raw $FOURSTEPS_RAW`\n" + "\n".join(result.lines)
