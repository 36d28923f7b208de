"""The site as the tests see it: built once from the current sources, shared by all workers."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from foursteps.book.site import frame
from foursteps.book.site.book_facts import read_book_facts
from tests.book.site.scans import read_pages
from tests.book.site.server import serving


def build(root, output, seed="0"):
    """Build the book under `root` as `make book` does, into `output`; the completed process.

    seed: what Python's hashes of text begin with, as PYTHONHASHSEED takes it.
    """
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        "build", "--warningiserror", "--nitpick", "--keep-going", "--quiet",
        "--path-output", str(output), str(root),
    ]  # fmt: skip
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=540)


@pytest.fixture(scope="session")
def built_site(root, tmp_path_factory, worker_id):
    """Folder of the built HTML. Built afresh each session, so no page or warning is stale."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    html = shared / "site" / "_build" / "html"
    failed = shared / "site-failed.txt"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not failed.exists() and not (shared / "site-built").exists():
            done = build(root, shared / "site")
            if done.returncode:
                failed.write_text(done.stdout[-4000:] + done.stderr[-8000:])
            else:
                (shared / "site-built").touch()
    if failed.exists():
        pytest.fail(f"the site does not build:\n{failed.read_text()}", pytrace=False)
    return html


@pytest.fixture(scope="session")
def pages(built_site):
    """Every HTML page of the site, read: name → Page."""
    return read_pages(built_site)


@pytest.fixture(scope="session")
def project(root):
    """What pyproject.toml says: version, addresses, dates."""
    return read_book_facts(root)


@pytest.fixture(scope="session")
def address(built_site, project):
    """Address on loopback where the built site is served."""
    with serving(built_site, urlsplit(project.site).path) as base:
        yield base


@pytest.fixture(scope="session")
def strict_address(built_site, project):
    """The same from a server that sends the policy of docs/deploy.md with every answer."""
    with serving(built_site, urlsplit(project.site).path, frame.POLICY) as base:
        yield base
