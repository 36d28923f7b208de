"""Building: what changes, what stays, and what `datapackage.json` says about it."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from foursteps.book.data import build as builder
from foursteps.book.data import descriptor, faults
from foursteps.book.data.recipes import RecipeError, read_recipe
from foursteps.ground import atomic_files

from .conftest import EVENTS, MODELS, MODELS_CODE, MODELS_CSV, MODELS_RAW, SURVEY_CODE, put


def built(project, raw=None, only=()):
    result = builder.build(project, raw, only)
    builder.write(project, result)
    return result


def test_tables_are_built_typed_and_sorted(project, raw):
    result = built(project, raw)
    assert not result.failed
    assert project.csv("models").read_text() == MODELS_CSV
    assert "models: new table, 2 rows" in result.lines
    assert "events: valid, 1 rows" in result.lines


def test_a_non_commercial_csv_says_so_by_itself(project, raw):
    built(project, raw)
    lines = project.csv("survey").read_text().splitlines()
    assert lines[0] == "place,share_pct,licence"
    assert all(line.endswith("CC BY-NC 4.0") for line in lines[1:])


def test_building_twice_changes_nothing(project, raw):
    built(project, raw)
    result = builder.build(project, raw)
    assert "models: unchanged, 2 rows" in result.lines
    assert builder.write(project, result) == []


def test_without_raw_files_the_descriptor_is_the_same(project, raw):
    built(project, raw)
    assert builder.write(project, builder.build(project)) == []


def test_the_diff_summary(project, raw):
    built(project, raw)
    put(
        raw / "lab/models.csv",
        "Model,Year,Compute,Place,Open,Day\n"
        "beta,2024,2e25,China,yes,2024-05-06\n"
        "gamma,2025,,US,no,2025-01-02\n",
    )
    lines = built(project, raw).lines
    summary = lines[lines.index("models: rows added 1, removed 1, changed 1; now 2 rows") :]
    assert summary[1:5] == [
        "    changed cells: compute in 1",
        "    + gamma",
        "    - alpha",
        "    ~ beta: compute 1e+25 → 2e+25",
    ]


def test_a_missing_raw_file_leaves_the_table_alone(project, raw):
    built(project, raw)
    before = project.csv("models").read_bytes()
    (raw / "lab/models.csv").unlink()
    result = built(project, raw)
    assert f"models: left alone, not in {raw}: lab/models.csv" in result.lines
    assert not result.failed
    assert project.csv("models").read_bytes() == before


def test_a_refused_row_leaves_table_and_description_alone(project, raw):
    built(project, raw)
    before = project.csv("models").read_bytes(), project.descriptor.read_bytes()
    put(raw / "lab/models.csv", MODELS_RAW.replace("China", "PRC"))
    result = built(project, raw)
    assert result.failed == {
        "models": "data/models.csv, row 3 (model 'beta'), column 'place': "
        "found 'PRC', expected one of US, China"
    }
    assert (project.csv("models").read_bytes(), project.descriptor.read_bytes()) == before


def test_a_wrong_raw_file_is_told_by_its_columns(project, raw):
    put(raw / "lab/models.csv", "Name,Year\nbeta,2024\n")
    assert (
        built(project, raw)
        .failed["models"]
        .startswith("lab/models.csv: missing columns 'Model', 'Compute'; found 'Name', 'Year'.")
    )


def test_a_fault_in_a_recipe_is_told_with_its_line(project, raw):
    put(project.recipes / "survey.py", SURVEY_CODE.replace("bureau/survey.csv", "none.csv"))
    lines = (project.recipes / "survey.py").read_text().splitlines()
    line = lines.index("def build(raw, recipe):") + 2
    result = built(project, raw)
    assert result.failed["survey"].startswith(
        f"data/recipes/survey.py, line {line}: FileNotFoundError"
    )
    assert "models: new table, 2 rows" in result.lines, "the other tables are still built"


def test_only_the_named_tables_are_rebuilt(project, raw):
    built(project, raw)
    put(raw / "lab/models.csv", MODELS_RAW.replace("2023,", "2022,"))
    result = built(project, raw, only=["survey"])
    assert result.lines == ["survey: unchanged, 2 rows"]
    assert project.csv("models").read_text() == MODELS_CSV


def test_a_compiled_table_is_validated_in_place(project, raw):
    put(project.csv("events"), "id,what\nF1,began\n")
    assert built(project, raw).failed["events"] == (
        "data/events.csv, row 2 (id 'F1'), column 'id': found 'F1', expected text of the form E\\d+"
    )
    assert project.csv("events").read_text() == "id,what\nF1,began\n"


def test_a_csv_without_recipe_is_a_fault(project, raw):
    put(project.data / "stray.csv", "a\n1\n")
    assert "data/stray.csv has no recipe" in built(project, raw).failed["stray"]


FAULTS = [
    # What a recipe must say.
    ("quirks:", "quirk:", "unknown key 'quirk'; did you mean 'quirks'?"),
    ("vintage: 2026-08-22\n", "", "no 'vintage'."),
    ("vintage: 2026-08-22", "vintage:", "'vintage' is empty."),
    ("quirks:\n  - Names", "quirks: Names", "quirks is 'Names are short.'; expected a valid list."),
    ("reuse: open", "reuse: free", "reuse is 'free'; one of 'open', 'attribution-noncommercial'"),
    ("reuse: open", "reuse: unknown\nlicence_note: ask", "licence_note must say"),
    ("access: direct", "access: web", "access is 'web'; one of 'direct', 'manual' or 'compiled'."),
    # Its fields.
    ("type: integer", "type: int", "field 'year': type is 'int'; one of 'string', 'integer'"),
    ("unit: FLOP", "unti: FLOP", "field 'compute': unknown key 'unti'; did you mean 'unit'?"),
    ("description: Open weights", "unit: x", "field 'open': no 'description'."),
    ("minimum: 0", "minimum: none", "field 'compute': minimum is 'none'; expected a valid"),
    ("  model: Name", "  model:", "field 'model': 'description' is empty."),
    ("  model: Name", "  model: [Name]", "field 'model': it is ['Name']; expected lines of"),
    ("like: us_or_china", "like: us_and_china", "did you mean 'us_or_china'?"),
    ("unit: year}", "unit: year}\n  year: Again", "line 17, column 3: 'year' stands twice."),
    ("[model]", "[modle]", "primary_key names 'modle', which is no field; did you mean 'model'?"),
    ("  compute: not", "  cost: not", "known_nulls names 'cost', which is no field."),
    ("  compute: not", "  model: not", "'model' is in the primary key, so it cannot be in known"),
    ("like: us_or_china", "like: [us_or_china]", "no definition in _fields.yml"),
    # What its page begins with.
    (
        "Some models.",
        "word " * 61,
        "description has 61 words; at most 60: say the rest under quirks",
    ),
    ("picture:", "image:", "no 'picture'."),
    ("  kind: dots", "  kind: pie", "picture: kind is 'pie'; one of 'line', 'step', 'bar',"),
    ("  kind: dots\n", "", "picture: no 'kind'."),
    ("title: How", "tilte: How", "picture: unknown key 'tilte'; did you mean 'title'?"),
    ("x: day", "x: dya", "picture: x names 'dya', which is no field; did you mean 'day'?"),
    ("colour: place", "where: {plase: US}", "where names 'plase', which is no field; did you mean"),
    ("colour: place", "log: [z]", "picture: log is 'z'; one of 'x' or 'y'."),
    ("colour: place", "largest: 1", "picture: largest is '1'; expected greater than or equal to 2"),
    ("  x: day\n  y: compute\n", "", "picture: no 'x' and no 'y'."),
    (
        "dots\n  x: day\n  y: compute",
        "bar\n  x: day\n  y: place",
        "picture: neither x nor y is a number",
    ),
    ("  kind: dots", "  none: Words.\n  kind: dots", "picture: unknown key 'kind'."),
    # Its files.
    ("raw:\n  lab/models.csv: [Model, Compute]", "raw: [[lab]]", "raw is [['lab']]; expected"),
    ("raw:\n  lab/models.csv: [Model, Compute]", "raw: {}", "raw must list the publisher's files"),
    ("download: https://example.org/models.csv\n", "", "no download: the file's address (direct)"),
    ("https://example.org/models.csv", "models.csv", "does not begin with https://"),
    ("download: https", "download:\n  lab/x.csv: https", "one address for each path in raw."),
    ("verified", "raw_sha256: {lab/x.csv: ab}\nverified", "raw_sha256 names 'lab/x.csv', which"),
    ("access: direct", "access: compiled", "a compiled table has no models.py: its CSV in data/"),
    # Not YAML, or no facts.
    ("title: Models", "title: Models: all", "line 1, column 14: mapping values are not allowed"),
    (MODELS, "- title", "no facts; a recipe begins with `title: …`."),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_facts_that_do_not_say_what_they_must(project, old, new, said):
    facts = MODELS.replace("quirks:", "verified: true\nquirks:") if old == "verified" else MODELS
    assert old in facts
    put(project.recipes / "models.yml", facts.replace(old, new, 1))
    with pytest.raises(RecipeError) as caught:
        read_recipe(project.recipes / "models.yml")
    assert str(caught.value).startswith("models.yml: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("def build", "def make", "models.yml: no build(raw, recipe) function: models.py makes"),
        ("import pandas", "import pandaz", "models.py: cannot be read (ModuleNotFoundError"),
        (MODELS_CODE, "", "models.yml: no build(raw, recipe) function"),
    ],
)
def test_a_recipe_without_what_makes_the_table(project, old, new, said):
    put(project.recipes / "models.py", MODELS_CODE.replace(old, new))
    with pytest.raises(RecipeError, match=re.escape(said)):
        read_recipe(project.recipes / "models.yml")


def test_code_without_facts_is_a_fault(project, raw):
    (project.recipes / "models.yml").unlink()
    said = "data/recipes/models.py has no facts: write models.yml beside it or delete it."
    assert built(project, raw).failed["models"] == said


def test_every_fault_of_the_facts_is_told_at_once(project):
    put(project.recipes / "models.yml", MODELS.replace("FLOP", "").replace("title:", "tilte:", 1))
    with pytest.raises(RecipeError) as caught:
        read_recipe(project.recipes / "models.yml")
    assert str(caught.value).splitlines() == [
        "models.yml: no 'title'.",
        "models.yml: field 'compute': 'unit' is empty.",
        "models.yml: unknown key 'tilte'; did you mean 'title'?",
    ]


def test_values_are_the_text_that_stands_there_and_fields_may_be_alike(project):
    facts = MODELS.replace("vintage: 2026-08-22", "vintage: no").replace(
        "open: {", "open: {like: x, "
    )
    put(
        project.recipes / "_fields.yml",
        'x: {description: X, unit: "%"}\nus_or_china: {enum: [no, 1]}',
    )
    put(project.recipes / "models.yml", facts)
    recipe = read_recipe(project.recipes / "models.yml")
    fields = {field["name"]: field for field in recipe.table["fields"]}
    assert recipe.table["vintage"] == "no"
    assert fields["place"]["constraints"] == {"required": True, "enum": ["no", "1"]}
    assert (fields["open"]["description"], fields["open"]["unit"]) == ("Open weights", "%")
    assert fields["compute"]["constraints"] == {"minimum": 0}, "known_nulls lists it"


def test_terms_that_are_not_open_are_labelled(project, raw):
    put(project.recipes / "events.yml", EVENTS.replace("reuse: open", "reuse: facts-only"))
    built(project, raw)
    about = {r["name"]: r for r in json.loads(project.descriptor.read_text())["resources"]}
    assert about["events"]["licence_note"] == "publisher's terms not open"
    assert "CC BY 4.0; publisher's terms not open" in project.licences.read_text()


def test_the_descriptor_is_a_valid_data_package(project, raw):
    built(project, raw)
    package = json.loads(project.descriptor.read_text())
    assert descriptor.faults(package, project.data) == []
    models = next(r for r in package["resources"] if r["name"] == "models")
    assert models["rows"] == 2
    assert models["bytes"] == len(MODELS_CSV)
    assert models["licenses"][0]["name"] == "CC-BY-4.0"
    assert models["known_nulls"] == {"compute": "not disclosed"}
    assert models["schema"]["primaryKey"] == ["model"]
    assert [f["unit"] for f in models["schema"]["fields"]][:3] == [None, "year", "FLOP"]
    assert list(models["raw_sha256"]) == ["lab/models.csv"]


def test_an_altered_table_no_longer_fits_its_descriptor(project, raw):
    built(project, raw)
    put(project.csv("models"), MODELS_CSV.replace("2024,", "2020,"))
    package = json.loads(project.descriptor.read_text())
    assert any("hash" in fault for fault in descriptor.faults(package, project.data))
    assert any("'models': hash is" in fault for fault in faults.faults(project))


def notebook(path, *cells, kind="code"):
    cells = [{"cell_type": kind, "source": source} for source in cells]
    put(path, json.dumps({"cells": cells}))


def test_used_by_is_read_from_the_notebooks(project, raw):
    notebook(project.root / "chapters/1-a.ipynb", 'models = load("models")', "%time load('survey')")
    notebook(project.root / "exercises/1-a.ipynb", ["x = 1\n", "y = foursteps.load('models')"])
    notebook(project.root / "chapters/2-b.ipynb", 'load("survey")', kind="markdown")
    built(project, raw)
    users = {
        r["name"]: r["used_by"] for r in json.loads(project.descriptor.read_text())["resources"]
    }
    assert users == {
        "events": [],
        "models": ["chapters/1-a.ipynb", "exercises/1-a.ipynb"],
        "survey": ["chapters/1-a.ipynb"],
    }
    assert faults.unused(project) == ["events"]
    notebook(project.root / "chapters/1-a.ipynb", "print(1)")
    assert any("used_by is" in fault for fault in faults.faults(project))


def test_a_page_made_from_a_table_is_its_user(project, raw):
    put(project.root / "chapters/terms.md", "<!-- made from table survey -->\n\n# Terms\n")
    put(project.root / "chapters/other.md", "See `<!-- made from table models -->` there.\n")
    built(project, raw)
    users = {
        r["name"]: r["used_by"] for r in json.loads(project.descriptor.read_text())["resources"]
    }
    assert users == {"events": [], "models": [], "survey": ["chapters/terms.md"]}


def test_a_notebook_that_loads_no_table_of_ours_is_a_fault(project, raw):
    notebook(project.root / "chapters/1-a.ipynb", 'load("modles")')
    built(project, raw)
    assert faults.faults(project) == [
        "chapters/1-a.ipynb: loads 'modles', which is not in the package."
    ]


def test_files_are_replaced_all_or_none(tmp_path, monkeypatch):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(b"old")
    # The second cannot be written: the first stays, and no temporary file is left.
    with pytest.raises(TypeError):
        atomic_files.replace_all({first: b"new", second: "not bytes"})
    assert first.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [first]


def test_ctrl_c_waits_for_the_moves():
    code = (
        "import os, signal\n"
        "from foursteps.ground.atomic_files import uninterrupted\n"
        "try:\n"
        "    with uninterrupted():\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        print('moved')\n"
        "except KeyboardInterrupt:\n"
        "    print('then stopped')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["moved", "then stopped"], done.stderr


@pytest.mark.long
def test_ctrl_c_in_a_recipe_changes_nothing(project, raw):
    built(project, raw)
    before = {path: path.read_bytes() for path in project.data.iterdir() if path.is_file()}
    put(raw / "lab/models.csv", MODELS_RAW.replace("2023,", "2022,"))
    stop = "    import os, signal\n    os.kill(os.getpid(), signal.SIGINT)\n    return"
    put(project.recipes / "survey.py", SURVEY_CODE.replace("    return", stop))
    command = [sys.executable, "-m", "foursteps.cli", "data", "build"]
    command += ["--project", str(project.root), "--raw", str(raw)]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 128 + signal.SIGINT, done
    assert "Every file is as it was or complete." in done.stderr
    assert {path: path.read_bytes() for path in project.data.iterdir() if path.is_file()} == before
