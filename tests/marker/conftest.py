"""Fixtures of the marker's tests."""

import pytest

from foursteps.marker.sandbox import Limits, Runner, doctor
from foursteps.tables import data_folder
from tests.conftest import skip_or_fail


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
