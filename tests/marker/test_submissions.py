"""Files: whose they are, which attempt counts, and what cannot be read."""

import json
import os
import subprocess
import time

import pytest

from foursteps.marker.classroom import file_names, submissions

from . import classes

EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def find(folder, *names):
    for name in names:
        classes.put(folder, name, EMPTY)
    return {one.file: one for one in submissions.find(folder)}


@pytest.mark.parametrize(
    ("file", "student", "late"),
    [
        # Canvas: name in small letters, LATE, user, file, the student's own file name
        ("armstronganna_4711_98765_set0.ipynb", "4711", False),
        ("armstronganna_LATE_4711_98765_set0-2.ipynb", "4711", True),
        ("o_brien_ii_4711_98765_my_3_answers_12.ipynb", "4711", False),
        ("müllerzoë_4711_98765_Übung (1).ipynb", "4711", False),
        ("_4711_98765_set0.ipynb", "4711", False),
        ("anon_x7Fq2_98765_set0.ipynb", "anon_x7Fq2", False),
        ("LATE_anon_x7Fq2_98765_set0.ipynb", "anon_x7Fq2", True),
        # Moodle: with and without folders, and blind
        ("Anna Armstrong_4711_assignsubmission_file_/set 0.ipynb", "4711", False),
        ("Anna Armstrong_4711_assignsubmission_file_set0.ipynb", "4711", False),
        ("Participant_4711_assignsubmission_file_/sub/set0.ipynb", "4711", False),
        ("all/Anna_B_4711_assignsubmission_file_/a.ipynb", "4711", False),
        # from Moodle 4.1 on the folder's name ends without an underscore
        ("Anna Armstrong_4711_assignsubmission_file/set 0.ipynb", "4711", False),
        ("Participant_4711_assignsubmission_file/sub/set0.ipynb", "4711", False),
        ("Anna Armstrong_4711_assignsubmission_onlinetext/onlinetext.html", "4711", False),
        # a file's own name that looks like another student's is still its owner's
        ("armstronganna_4711_98765_x_999_assignsubmission_file_set0.ipynb", "4711", False),
        ("armstronganna_4711_98765_doe_999_98766_set0.ipynb", "4711", False),
        ("Anna_4711_assignsubmission_file_x_999_assignsubmission_file_set0.ipynb", "4711", False),
        ("Anna_4711_assignsubmission_file/x_999_assignsubmission_file_set0.ipynb", "4711", False),
        ("Anna_4711_assignsubmission_file_doe_999_98766_set0.ipynb", "4711", False),
        ("Anna_4711_assignsubmission_file_/doe_999_98766_set0.ipynb", "4711", False),
        # anything else is the student's own name
        ("4711.ipynb", "4711", False),
        ("anna.ipynb", "anna", False),
        (".ipynb", ".ipynb", False),
        ("=cmd().ipynb", "=cmd()", False),
        ("two\nlines 'quoted\".ipynb", "two\nlines 'quoted\"", False),
        ("set_0_final.ipynb", "set_0_final", False),
    ],
)
def test_names(tmp_path, file, student, late):
    found = find(tmp_path, file)[file]
    assert (found.student, found.late, found.attempt) == (student, late, 1)


@pytest.mark.parametrize(
    "part", ["_1", "_11111111", "_1_", "_", "anon_1", "_1_assignsubmission_a", "_LATE_1_"]
)
def test_a_long_name_takes_no_time(part):
    """Ten times as long as names on a disk are, so that what grows with the square shows."""
    started = time.process_time()
    for name in (part * 400, f"a/{part * 400}/b", f"anon_{part * 400}x/{part * 400}.ipynb"):
        file_names.whose(name)
    assert time.process_time() - started < 0.1


def test_attempts_are_in_the_order_of_the_platforms_numbers(tmp_path):
    found = find(
        tmp_path,
        "anna_1_900_set-1.ipynb",
        "anna_1_1000_set.ipynb",
        "anna_LATE_1_98_set-9.ipynb",
        "bob_2_1_set.ipynb",
    )
    assert {file: one.attempt for file, one in found.items()} == {
        "anna_LATE_1_98_set-9.ipynb": 1,
        "anna_1_900_set-1.ipynb": 2,
        "anna_1_1000_set.ipynb": 3,
        "bob_2_1_set.ipynb": 1,
    }


def test_attempts_in_one_folder_are_in_the_order_of_their_own_numbers(tmp_path):
    home = "Anna A_7_assignsubmission_file_/"
    found = find(tmp_path, home + "set-10.ipynb", home + "set-2.ipynb", home + "set.ipynb")
    assert [found[home + name].attempt for name in ("set.ipynb", "set-2.ipynb", "set-10.ipynb")] == [
        1, 2, 3
    ]  # fmt: skip


def test_one_name_in_many_folders_is_told(tmp_path):
    """Folders of students without a platform's names would all be attempts of one student."""
    found = find(tmp_path, "ann/set0.ipynb", "ben/set0.ipynb", "cy.ipynb", "first/cy.ipynb")
    told = submissions.doubts(list(found.values()))
    assert len(told) == 2
    assert told[0].startswith("cy.ipynb stands in 2 folders")
    assert "counts as 2 attempts of one student, 'set0'" in told[1]


def test_attempts_that_a_platform_names_are_no_doubt(tmp_path):
    names = ("A B_1_assignsubmission_file/s.ipynb", "C D_2_assignsubmission_file/s.ipynb")
    found = find(tmp_path, *names, "x/anna_3_900_s.ipynb", "y/anna_3_901_s.ipynb")
    assert submissions.doubts(list(found.values())) == []
    assert {one.student for one in found.values()} == {"1", "2", "3"}


def test_one_student_with_two_names_is_told(tmp_path):
    """A student whose name in Canvas is `mal_12`; both readings of the name are possible."""
    found = find(tmp_path, "doe_12_900_s.ipynb", "mal_12_4711_901_s.ipynb", "eve_13_902_s.ipynb")
    (told,) = submissions.doubts(list(found.values()))
    assert told.startswith("the files of student 12 bear the names doe and mal")


def test_what_computers_leave_is_no_submission(tmp_path):
    found = find(
        tmp_path, "a.ipynb", "__MACOSX/._a.ipynb", ".DS_Store", ".ipynb_checkpoints/a-check.ipynb"
    )
    assert list(found) == ["a.ipynb"]
    found = find(tmp_path, "b/__MACOSX_.ipynb", "b/Thumbs.db.ipynb", "b/.DS_Store.ipynb")
    assert len(found) == 4


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    classes.put(tmp_path, "Ann_1_assignsubmission_file/set.ipynb", EMPTY)
    scandir = os.scandir

    def locked(path):
        if str(path).endswith("_file"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    with pytest.raises(submissions.SubmissionsError, match="Ann_1_.*: this folder cannot be read"):
        submissions.find(tmp_path)


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [("d", 1300, "a folder inside of 30 others"), ("d" * 200, 25, "File name too long")],
)
def test_very_deep_folders_are_one_row(tmp_path, name, number, said):
    """The path becomes longer than the system takes, and a recursion deeper than Python takes."""
    classes.put(tmp_path, "Ann_1_assignsubmission_file/set.ipynb", EMPTY)
    at = os.open(tmp_path / "Ann_1_assignsubmission_file", os.O_RDONLY)
    try:
        for _ in range(number):
            os.mkdir(name, dir_fd=at)
            at, before = os.open(name, os.O_RDONLY, dir_fd=at), at
            os.close(before)
        os.close(os.open("answer.ipynb", os.O_CREAT, dir_fd=at))
    finally:
        os.close(at)
    try:
        found = submissions.find(tmp_path)
        assert [one.student for one in found] == ["1", "1"]
        faults = [submissions.read(one).fault for one in found]
        assert [fault for fault in faults if said in fault] == [fault for fault in faults if fault]
        assert len([fault for fault in faults if fault]) == 1
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "Ann_1_assignsubmission_file"], check=True)


def test_links_are_listed_and_not_followed(tmp_path):
    target = classes.put(tmp_path / "secret", "key.ipynb", EMPTY)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.ipynb").symlink_to(target)
    (folder / "b").symlink_to(target.parent)
    found = submissions.find(folder)
    assert [one.file for one in found] == ["a.ipynb", "b"]
    for one in found:
        assert "symbolic link" in submissions.read(one).fault


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ipynb", b"", "an empty file"),
        ("a.ipynb", b"  \n", "an empty file"),
        ("a.ipynb", b"{", "not a notebook"),
        ("a.ipynb", b"[]", "not a notebook"),
        ("a.ipynb", b"null", "not a notebook"),
        ("a.ipynb", b'"text"', "not a notebook"),
        ("a.ipynb", b"{}", "not a notebook"),
        ("a.ipynb", b"\xff\xfe{\x00}\x00", "not UTF-8"),
        ("a.ipynb", b"[" * 100_000, "not a notebook"),
        ("a.ipynb", json.dumps({**EMPTY, "nbformat": 9}).encode(), "not a notebook"),
        ("a.ipynb", json.dumps({**EMPTY, "cells": "none"}).encode(), "not a notebook"),
        ("a.ipynb", json.dumps({**EMPTY, "cells": [1]}).encode(), "not a notebook"),
        ("a.ipynb", json.dumps({**EMPTY, "metadata": []}).encode(), "not a notebook"),
        (
            "a.ipynb",
            json.dumps({**EMPTY, "cells": [{"cell_type": "code", "source": 5}]}).encode(),
            "not a notebook",
        ),
        (
            "a.ipynb",
            json.dumps(
                {**EMPTY, "cells": [{"cell_type": "raw", "source": "", "metadata": {}}] * 2001}
            ).encode(),
            "more than 2000 cells",
        ),
        ("a.pdf", b"%PDF", "a file ending in .ipynb was expected"),
        ("a", b"x = 1", "a file ending in .ipynb was expected"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, said):
    classes.put(tmp_path, name, content)
    (one,) = submissions.find(tmp_path)
    reading = submissions.read(one)
    assert said in reading.fault
    assert reading.notebook is None


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "a.ipynb"
    with path.open("wb") as stream:
        stream.truncate(submissions.MAX_BYTES + 1)
    (one,) = submissions.find(tmp_path)
    assert "larger than 20 MB" in submissions.read(one).fault


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.ipynb")
    (one,) = submissions.find(tmp_path)
    assert submissions.read(one).fault == "not an ordinary file"


def test_sources_in_lines_and_old_notebooks_are_read(tmp_path):
    cell = {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "metadata": {}, "outputs": []}
    classes.put(tmp_path, "a.ipynb", {**EMPTY, "cells": [cell, {**cell, "cell_type": "markdown"}]})
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [
        {"cells": [{"cell_type": "code", "input": "c = 3", "language": "python", "outputs": []}]}
    ]}  # fmt: skip
    classes.put(tmp_path, "b.ipynb", old)
    old["worksheets"][0]["cells"][0]["input"] = ["c = 3\n", "d = 4"]
    heading = {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["A title"]}
    old["worksheets"][0]["cells"].append(heading)
    classes.put(tmp_path, "c.ipynb", old)
    first, second, third = map(submissions.read, submissions.find(tmp_path))
    assert third.fault == ""
    assert submissions.code(third.notebook) == ["c = 3\nd = 4"]
    assert submissions.code(first.notebook) == ["a = 1\nb = 2"]
    assert submissions.code(second.notebook) == ["c = 3"]


def test_what_the_marker_does_not_read_is_not_kept(tmp_path):
    """As notebook objects, a file of 20 MB took more than three gigabytes."""
    nothing = json.dumps([{}] * 10**6)
    cell = '{"cell_type": "code", "source": "a = 1", "metadata": {"x": %s}, "outputs": %s}'
    text = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"x": %s, "foursteps": {"y": %s}},'
    content = (text + ' "cells": [' + cell + "]}") % ((nothing,) * 4)
    classes.put(tmp_path, "a.ipynb", content.encode())
    (found,) = submissions.find(tmp_path)
    reading = submissions.read(found)
    assert len(json.dumps(reading.notebook)) < 200
    assert submissions.code(reading.notebook) == ["a = 1"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda place: None, "no such folder or file"),
        (lambda place: place.mkdir(), "holds no files"),
    ],
)
def test_nothing_to_mark_is_explained(tmp_path, make, said):
    place = tmp_path / "in"
    make(place)
    with pytest.raises(submissions.SubmissionsError, match=said):
        submissions.find(place)


def test_a_zip_file_is_to_be_unpacked(tmp_path):
    (tmp_path / "all.zip").write_bytes(b"PK")
    with pytest.raises(submissions.SubmissionsError, match="unpack it"):
        submissions.find(tmp_path / "all.zip")


def test_file_names_that_are_no_text(tmp_path):
    name = os.fsdecode(b"anna\xff.ipynb")
    try:
        classes.put(tmp_path, name, EMPTY)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (one,) = submissions.find(tmp_path)
    assert submissions.read(one).fault == ""
