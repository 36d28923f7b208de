"""Fixtures for every test: the project's folder, Chromium, and the package registry.

A test that needs something from outside is skipped where it is missing, and says what to install.
With FOURSTEPS_REQUIRE_SYSTEM=1 (`.ci/run`) a missing system program is a failure instead.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
# What `make lock` writes.
LOCKS = [
    "requirements/uv.txt",
    "requirements/dev.txt",
    "requirements/peers.txt",
    ".binder/requirements.txt",
]
CHROMIUM_NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start, also where they run in a shell's background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # A change is judged by the same examples each time; everywhere else they are drawn anew.
    if os.environ.get("FOURSTEPS_REQUIRE_SYSTEM"):
        hypothesis.settings.load_profile("ci")


def pytest_collection_modifyitems(items) -> None:
    """Begin with the tests marked `long`, so that at the end no worker waits for one of them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def skip_or_fail(reason: str) -> None:
    """Skip the test for a missing system program; fail it where that program is required."""
    if os.environ.get("FOURSTEPS_REQUIRE_SYSTEM"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def install_line(program: str) -> str:
    """Return the one line that installs `program` ("chromium" or "bubblewrap") here."""
    if sys.platform == "darwin":
        return f"brew install --cask {program}"
    return f"sudo apt-get install {program}"


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome ($CHROMIUM first), or None."""
    names = [os.environ.get("CHROMIUM") or "chromium", *CHROMIUM_NAMES]
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium, for playwright's `executable_path` (as root with --no-sandbox)."""
    path = find_chromium()
    if path is None:
        skip_or_fail(f"Chromium is not installed; to install it: {install_line('chromium')}")
    return path


@pytest.fixture(scope="session")
def registry() -> None:
    """Skip the test where no Python package registry can be reached."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--no-cache", "--quiet", "-"]
    found = subprocess.run(command, input="iniconfig", text=True, capture_output=True, timeout=120)
    if found.returncode:
        pytest.skip("no package registry can be reached from here")
