"""The publishers' full files, where FOURSTEPS_RAW names their folder, give the committed tables."""

import os
from pathlib import Path

import pytest

from foursteps.book.data.build import build
from foursteps.book.data.layout import Project


def test_the_full_files_give_the_committed_tables(root):
    raw = os.environ.get("FOURSTEPS_RAW")
    if not raw:
        pytest.skip("FOURSTEPS_RAW does not name a folder with the publishers' full files")
    project = Project(root)
    result = build(project, Path(raw))
    assert not result.failed
    left_alone = [line for line in result.lines if "left alone" in line]
    assert not left_alone, "the folder lacks files"
    stale = [
        str(project.shown(path))
        for path, content in result.contents.items()
        if path.suffix == ".csv" and path.read_bytes() != content
    ]
    assert not stale, "\n".join([*stale, *result.lines])
