"""The built site, copied so that files can be put beside its pages, and the book read from it."""

import shutil

import pytest

from foursteps.book.carry.whole_book import read_book
from tests.book.site.conftest import built_site, project  # noqa: F401


@pytest.fixture(scope="module")
def site(built_site, tmp_path_factory):  # noqa: F811
    """A copy of the built site."""
    return shutil.copytree(built_site, tmp_path_factory.mktemp("carried") / "html")


@pytest.fixture(scope="module")
def book(root, site):
    """The book read from the built site, without code."""
    return read_book(root, site)
