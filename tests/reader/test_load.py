"""`load`: typed columns, provenance, near names, and where the tables are looked for."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from foursteps import load, tables

FIELDS = {"n": "integer", "x": "number", "b": "boolean", "s": "string", "d": "date"}
ABOUT = {
    "title": "Things",
    "publisher": "A publisher",
    "url": "https://example.org/",
    "licence": "CC BY 4.0",
    "vintage": "2026-08-22",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    resource = {
        "name": "many_things",
        "path": "many_things.csv",
        **ABOUT,
        "hash": "sha256:abc",
        "schema": {"fields": [{"name": n, "type": t} for n, t in FIELDS.items()]},
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (tmp_path / "many_things.csv").write_text("n,x,b,s,d\n1,2.5,true,NA,2024-05-06\n,,,,\n")
    monkeypatch.setenv("FOURSTEPS_DATA", str(tmp_path))
    return tmp_path


def test_each_type_becomes_the_promised_dtype(folder):
    types = load("many_things").dtypes.astype(str).to_dict()
    assert types.pop("d").startswith("datetime64")
    assert types == {"n": "Int64", "x": "float64", "b": "boolean", "s": "str"}


def test_values_and_missing_cells(folder):
    frame = load("many_things")
    first = [1, 2.5, True, "NA", pd.Timestamp("2024-05-06")]
    assert frame.iloc[0].tolist() == first, "NA is text, only an empty cell is missing"
    assert frame.iloc[1].isna().all()


def test_attrs_are_a_flat_dict_of_strings(folder):
    assert load("many_things").attrs == {"name": "many_things", **ABOUT, "sha256": "abc"}


@pytest.mark.parametrize("name", ["many_thing", "many-things", "Many_Things", "things"])
def test_an_unknown_name_lists_the_near_ones(folder, name):
    with pytest.raises(KeyError) as caught:
        load(name)
    assert str(caught.value).startswith(f"No table {name!r}. Near names: many_things.")


def test_a_name_near_to_none_lists_all(folder):
    with pytest.raises(tables.UnknownTableError, match="The tables are: many_things"):
        load("zzz")


def test_a_missing_file_says_what_to_do(folder):
    (folder / "many_things.csv").unlink()
    with pytest.raises(tables.DataPackageError, match="foursteps data build many_things"):
        load("many_things")


@pytest.mark.parametrize("row", ["1.5,2,true,a,2024-05-06", "1,abc,true,a,2024-05-06"])
def test_a_cell_of_the_wrong_type_is_refused(folder, row):
    (folder / "many_things.csv").write_text(f"n,x,b,s,d\n{row}\n")
    with pytest.raises(tables.DataPackageError, match="does not fit its schema"):
        load("many_things")


def test_a_wrong_date_is_refused(folder):
    (folder / "many_things.csv").write_text("n,x,b,s,d\n1,1,true,a,6 May 2024\n")
    with pytest.raises(tables.DataPackageError, match=r"6 May 2024.*foursteps data check"):
        load("many_things")


def test_a_folder_without_a_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("FOURSTEPS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(tables.DataPackageError, match="nowhere"):
        load("many_things")


def test_an_altered_package_is_read_anew(folder):
    load("many_things")
    text = (folder / "datapackage.json").read_text().replace("2026-08-22", "2026-10-01")
    (folder / "datapackage.json").write_text(text)
    assert load("many_things").attrs["vintage"] == "2026-10-01"


def test_every_committed_table_loads_with_provenance(monkeypatch):
    monkeypatch.delenv("FOURSTEPS_DATA", raising=False)
    assert tables.names()
    for name in tables.names():
        frame = load(name)
        about = tables.describe(name)
        assert len(frame) == about["rows"]
        assert all(isinstance(v, str) and v for v in frame.attrs.values()), (name, frame.attrs)


def test_load_needs_pandas_only():
    code = (
        "import sys, foursteps; foursteps.load; "
        "heavy = {'altair', 'frictionless', 'requests', 'vl_convert', 'scipy', 'rich'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
