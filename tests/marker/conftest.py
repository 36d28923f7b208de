"""Fixtures of the marker's tests."""

import pytest

from foursteps.charts import svg
from foursteps.marker.exercise import sets
from foursteps.marker.sandbox import Limits, Runner, doctor
from foursteps.tables import data_folder
from tests.conftest import skip_or_fail

from . import small


@pytest.fixture
def no_pictures(monkeypatch):
    """Drawing takes longer than marking a small class; test_report.py looks at the charts."""
    monkeypatch.setattr(svg, "static_svg", lambda spec, prefix: ("", 0.0))


@pytest.fixture
def small_set(tmp_path, monkeypatch):
    """The small exercise set, and a cache of its own for its key."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return sets.read(small.write(tmp_path / "exercises"))


@pytest.fixture(scope="session")
def sandbox():
    """Skip the test, or fail it where it is required, when no sandbox can be built here."""
    fault = doctor.problem()
    if fault:
        skip_or_fail(fault)


@pytest.fixture(scope="session")
def runner(sandbox):
    """A sandbox that stays for all tests: starting it takes seconds."""
    limits = Limits(seconds=12, cell_seconds=3, call_seconds=1, memory_mb=256)
    with Runner(limits=limits, processes=2, data=data_folder()) as found:
        yield found
