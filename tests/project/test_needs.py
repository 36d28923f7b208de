"""What a test needs is marked, and no test takes what it is not marked for."""

import subprocess
import sys

import pytest

from tests.conftest import NEEDS, ROOT, needs, shared_by

# Should they be started after all, they do nothing.
PROGRAMS = {
    "site": ["jupyter-book build", "--help"],
    "browser": ["chromium", "--version"],
    "sandbox": ["bwrap", "--version"],
    "registry": [sys.executable, "-m", "uv", "pip", "install", "--help"],
    "kernel": [sys.executable, "-m", "ipykernel_launcher", "--version"],
}


@pytest.mark.parametrize("need", NEEDS)
def test_a_test_without_the_mark_cannot_start_the_program(need):
    with pytest.raises(RuntimeError, match=f"^{need} is needed and not marked"):
        subprocess.run(PROGRAMS[need])


def test_other_programs_may_be_started():
    offline = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--help"]
    for command in ([sys.executable, "-c", ""], offline):
        assert subprocess.run(command, capture_output=True).returncode == 0


def test_whoever_uses_what_is_needed_is_marked(request):
    for item in request.session.items:
        marked = {need for need in NEEDS if item.get_closest_marker(need)}
        assert marked == set(needs(item)), item.nodeid
    for known in NEEDS.values():
        for file in known["files"]:
            assert (ROOT / "tests" / file).is_file()


def test_who_runs_on_one_worker():
    pages, marked = "tests/book/site/test_pages.py", "tests/marker/test_attacks.py"
    assert shared_by(f"{pages}::test_one[a::b]") == "tests/book/site"
    assert shared_by(f"{marked}::test_one") == marked
    for alone in ("tests/book/site/test_browser.py::test_one", "tests/book/data/test_build.py::a"):
        assert shared_by(alone) == alone
