"""The book's theme is on in every test of this folder; one small site is built for all."""

import fcntl

import pytest

from foursteps import charts
from tests.book.figures.chart_site import build_all_kinds


@pytest.fixture(autouse=True)
def theme():
    charts.enable()


@pytest.fixture(scope="session")
def chart_site(tmp_path_factory, worker_id):
    """Folder of the built HTML; `pages/charts.html` has every kind of chart."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared if worker_id == "master" else shared.parent) / "chart-site"
    with (folder.parent / "chart-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built/html/pages/charts.html").is_file():
            folder.mkdir()
            build_all_kinds(folder)
    return folder / "built" / "html"
