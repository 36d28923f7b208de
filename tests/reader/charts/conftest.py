"""The book's theme is on in every test of this folder."""

import pytest

from foursteps import charts


@pytest.fixture(autouse=True)
def theme():
    charts.enable()
