"""The committed data package: valid, up to date, and each table used."""

import functools
import json
import re
from datetime import date

import pytest

from foursteps.book.data import faults
from foursteps.book.data.layout import find_project


@pytest.fixture(scope="module")
def project(root):
    return find_project(root)


@pytest.fixture(scope="module", autouse=True)
def built_once():
    """The package is built once for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults, "build", functools.cache(faults.build))
        yield


@pytest.fixture(scope="module")
def package(project):
    return json.loads(project.descriptor.read_text(encoding="utf-8"))


def test_it_is_regenerated_without_a_difference(project):
    result = faults.build(project)
    assert result.failed == {}
    stale = [str(project.shown(p)) for p, new in result.contents.items() if p.read_bytes() != new]
    assert not stale, "run `foursteps data build`"


def test_it_is_valid_and_what_the_recipes_say(project):
    assert faults.faults(project) == []


def test_every_table_is_used_by_a_notebook_or_waits_for_one(project, tables_to_come):
    assert faults.unused(project) == tables_to_come


def test_every_table_says_where_it_is_from(package):
    for table in package["resources"]:
        where = table["name"]
        for key in ("title", "description", "publisher", "licence", "vintage", "access", "reuse"):
            assert table[key], (where, key)
        assert re.match(r"https?://\S+$", table["url"]), where
        assert date.fromisoformat(table["retrieved"]), where
        assert all(field["description"] for field in table["schema"]["fields"]), where
        if table["access"] == "direct":
            assert set(table["raw_sha256"]) == set(table["raw"]), where


def test_a_number_says_its_unit(package):
    for table in package["resources"]:
        for field in table["schema"]["fields"]:
            if field["type"] == "number":
                assert field["unit"], f"{table['name']}.{field['name']} has no unit"


def test_terms_that_are_not_open_are_labelled(package):
    closed = {"terms-restricted", "unknown", "facts-only"}
    for table in package["resources"]:
        if table["reuse"] in closed:
            assert "publisher's terms not open" in table["licence_note"], table["name"]
        if table["reuse"] == "attribution-noncommercial":
            assert "NC" in table["licence"], table["name"]
            fields = [field["name"] for field in table["schema"]["fields"]]
            assert "licence" in fields, f"{table['name']}: its CSV alone must say CC BY-NC"


def test_no_path_of_this_machine_is_in_it(project):
    text = project.descriptor.read_text(encoding="utf-8") + project.licences.read_text("utf-8")
    assert not re.search(r"/(home|root|work|tmp|Users)/", text)
