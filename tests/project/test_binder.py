"""Binder: its plan, no solutions, and a reader's whole run, from the files in .binder/ alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request

import nbformat
import psutil
import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import LOCKS

MEBIBYTE = 2**20
CHAPTER = "1-security-dilemma"
CHART = "application/vnd.vegalite.v5+json"

# In the page: has every cell its number, and how many charts were really drawn?
FINISHED = """count => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
    .filter(prompt => /^\\[\\d+\\]:$/.test(prompt.textContent.trim())).length >= count"""
DRAWN = """count => [...document.querySelectorAll(".jp-RenderedVegaCommon5")]
    .filter(chart => chart.querySelector("canvas, svg")).length == count"""

# Python reads this at start-up: server and kernels reach nothing but this machine, and every
# other address they try is written down.
GUARD = """
import os, socket

_connect = socket.socket.connect

def connect(self, address):
    host = address[0] if isinstance(address, tuple) else "localhost"
    if host not in ("localhost", "127.0.0.1", "::1"):
        with open(os.environ["TRIED"], "a") as tried:
            tried.write(f"{host}\\n")
        raise OSError("this test has no network")
    return _connect(self, address)

def getaddrinfo(host, *rest, _ask=socket.getaddrinfo, **named):
    if host not in (None, "", "localhost", "127.0.0.1", "::1", socket.gethostname()):
        with open(os.environ["TRIED"], "a") as tried:
            tried.write(f"{host}\\n")
        raise socket.gaierror("this test has no network")
    return _ask(host, *rest, **named)

socket.socket.connect = connect
socket.getaddrinfo = getaddrinfo
"""


@pytest.fixture(scope="module")
def reader_files(root, tmp_path_factory):
    """The repository as Binder copies it: what is committed (or would be), nothing else."""
    folder = tmp_path_factory.mktemp("binder") / "four-steps"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout: what Binder would copy cannot be told")
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
    return folder


def test_the_plan_of_repo2docker(reader_files):
    """No Docker needed: `--no-build --debug` prints the Dockerfile."""
    program = shutil.which("jupyter-repo2docker", path=os.path.dirname(sys.executable))
    done = subprocess.run(
        [program, "--no-build", "--debug", "."],
        cwd=reader_files, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    plan = re.sub(r"--chown=\d+:\d+", "--chown=reader", done.stdout)
    assert "for python=3.11" in plan + done.stderr
    steps = [
        # The requirements are copied and installed before the repository, so they stand alone.
        "COPY --chown=reader src/.binder/requirements.txt",
        'pip install --no-cache-dir -r ".binder/requirements.txt"',
        "COPY --chown=reader src/ ${REPO_DIR}/",
        "RUN ./.binder/postBuild",
    ]
    places = [plan.find(step) for step in steps]
    assert -1 not in places, f"not in the plan: {steps[places.index(-1)]}"
    assert places == sorted(places)
    # postBuild removes the solutions only where it knows this name.
    assert plan.find("ENV REPO_DIR=") in range(places[-1])
    # Nothing else that repo2docker would take for a recipe of its own.
    assert not re.search(r"environment\.yml|apt\.txt|Pipfile|install\.R|setup\.py", plan)


def test_requirements_stand_alone(root):
    text = (root / ".binder/requirements.txt").read_text()
    logical = [
        line for line in text.replace("\\\n", " ").splitlines() if line[:1] not in ("", "#", " ")
    ]
    assert all(re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:", line) for line in logical)
    names = {line.split("==")[0] for line in logical}
    assert {"jupyterlab", "ipykernel", "pandas", "altair", "hatchling"} <= names
    assert not names & {"sphinx", "jupyter-book", "playwright", "pytest", "foursteps"}
    assert (root / ".binder/runtime.txt").read_text() == "python-3.11\n"
    assert os.access(root / ".binder/postBuild", os.X_OK)
    assert not (root / "binder").exists()


def test_binder_and_the_lock_have_the_same_versions(root):
    def pins(path):
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (root / path).read_text(), re.MULTILINE))

    reader, everything = pins(".binder/requirements.txt"), pins("requirements/dev.txt")
    assert reader.items() <= everything.items()


def test_locks_are_what_pyproject_asks_for(root, registry, tmp_path):
    """Locking anew changes nothing: the locks were renewed after the last change."""
    for name in ["requirements", ".binder"]:
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "pyproject.toml", tmp_path)
    programs = os.path.dirname(sys.executable)
    subprocess.run(
        ["sh", tmp_path / "requirements/lock.sh"],
        env={**os.environ, "PATH": programs + os.pathsep + os.environ["PATH"]}, check=True,
    )  # fmt: skip
    for name in LOCKS:
        assert (tmp_path / name).read_text() == (root / name).read_text(), f"{name}: run make lock"


@pytest.fixture(scope="module")
def reader_python(reader_files, registry):
    """Python of an empty environment after Binder's steps: requirements, then postBuild."""
    home = reader_files.parent
    version = tuple(
        map(int, re.findall(r"\d+", (reader_files / ".binder/runtime.txt").read_text()))
    )
    if sys.version_info[:2] != version:
        pytest.skip(f"Binder's Python is {version}, this is {sys.version_info[:2]}")
    subprocess.run([sys.executable, "-m", "venv", home / "env"], check=True)
    python = home / "env/bin/python"
    # uv instead of Binder's pip: the same files in a tenth of the time, from uv's cache.
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python,
         "--require-hashes", "-r", ".binder/requirements.txt"],
        cwd=reader_files, check=True,
    )  # fmt: skip
    environment = {
        **os.environ,
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "REPO_DIR": str(reader_files),  # as in the plan of repo2docker
    }
    environment.pop("PYTHONPATH", None)
    subprocess.run(
        [reader_files / ".binder/postBuild"], cwd=reader_files, env=environment, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return python


def test_binder_shows_no_solutions(reader_python, reader_files, root):
    """After postBuild: the released notebooks in practice/, and no paper and no scheme."""
    del reader_python  # its making ran postBuild
    names = {path.stem for path in (root / "exercises").glob("*.yml")}
    assert names
    assert {path.name for path in (reader_files / "practice").iterdir()} == {
        f"{name}.ipynb" for name in names
    }
    assert not (reader_files / "exercises").exists()
    for path in (reader_files / "practice").iterdir():
        made = nbformat.read(path, as_version=4)
        text = "\n".join(cell.source for cell in made.cells)
        assert "SOLUTION" not in text and "your code here" in text
        assert not any(cell.get("outputs") for cell in made.cells)


def test_postbuild_leaves_a_checkout_alone(root, tmp_path):
    """Run by hand it would delete the papers: it stops before it does anything."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/paper.yml").touch()
    environment = {name: value for name, value in os.environ.items() if name != "REPO_DIR"}
    done = subprocess.run(
        [root / ".binder/postBuild"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0 and "exercises" in done.stderr
    assert (tmp_path / "exercises/paper.yml").exists()


def cleared_chapter(folder):
    """Clear the chapter's outputs; returns how many code cells and how many charts it had."""
    path = folder / f"chapters/{CHAPTER}.ipynb"
    book = nbformat.read(path, as_version=4)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    charts = sum(CHART in output.get("data", {}) for cell in cells for output in cell.outputs)
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(book, path)
    return len(cells), charts


class Memory(threading.Thread):
    """Watches the memory that a process and its children have for themselves (peak, in bytes)."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.process, self.peak, self.stopped = psutil.Process(pid), 0, threading.Event()

    def run(self):
        while not self.stopped.wait(0.5):
            total = 0
            for process in [self.process, *self.process.children(recursive=True)]:
                try:
                    total += process.memory_full_info().uss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total)


@pytest.fixture(scope="module")
def lab(reader_python, reader_files):
    """JupyterLab of the reader's environment on loopback: address, log of addresses, memory."""
    home = reader_files.parent
    (home / "guard").mkdir()
    (home / "guard/sitecustomize.py").write_text(GUARD)
    # Every cell is drawn at once, not only those in view.
    settings = home / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}))
    tried = home / "tried.txt"
    tried.touch()
    keep = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER", "VIRTUAL"))
    }
    environment = {
        **keep,
        "HOME": str(home),
        "TRIED": str(tried),
        "PYTHONPATH": str(home / "guard"),
        "PATH": f"{reader_python.parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }
    log = (home / "lab.log").open("w")
    server = subprocess.Popen(
        [reader_python, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0",
         "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", f"--LabApp.user_settings_dir={home}/settings",
         "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None"],
        cwd=reader_files, env=environment, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    memory = Memory(server.pid)
    memory.start()
    try:
        yield wait_for_lab(server, home), tried, memory
    finally:
        memory.stopped.set()
        server.terminate()
        server.wait(30)
        log.close()


def wait_for_lab(server, home):
    """Address of the server once it answers."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        for file in (home / "runtime").glob("jpserver-*.json"):
            try:
                address = json.loads(file.read_text())["url"].rstrip("/")
                urllib.request.urlopen(f"{address}/api/status", timeout=5).close()
            except (ValueError, OSError):
                continue
            return address
        time.sleep(0.3)
    pytest.fail("JupyterLab did not start:\n" + (home / "lab.log").read_text()[-3000:])


def test_a_reader_runs_the_chapter(lab, reader_files, chromium):
    """Restart and Run All in Lab: every cell finishes, every chart is drawn, nothing is fetched."""
    address, tried, memory = lab
    cells, charts = cleared_chapter(reader_files)
    assert charts, "the chapter draws nothing"
    elsewhere = []

    with sync_playwright() as playwright:
        flags = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.on("request", lambda r: here(r.url, address) or elsewhere.append(r.url))
        page.goto(f"{address}/lab/tree/chapters/{CHAPTER}.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
        page.wait_for_selector(r"#jp-main-statusbar >> text=/\| Idle$/", timeout=60_000)
        page.click(".lm-MenuBar-itemLabel:text-is('Run')")
        page.click("text=Restart Kernel and Run All Cells")
        restart = page.locator(".jp-Dialog", has_text="Restart Kernel?")
        restart.locator("button.jp-mod-accept, button.jp-mod-warn").last.click()

        page.wait_for_function(FINISHED, arg=cells, timeout=240_000)
        faults = page.locator('[data-mime-type$="stderr"], [data-mime-type$="error"]')
        assert faults.all_text_contents() == []
        page.wait_for_function(DRAWN, arg=charts, timeout=60_000)
        browser.close()

    print(f"memory of server and kernel, at most: {memory.peak / MEBIBYTE:.0f} MiB")
    assert elsewhere == []
    assert tried.read_text() == ""
    assert memory.peak <= 1024 * MEBIBYTE, f"{memory.peak / MEBIBYTE:.0f} MiB"


def here(url, address):
    """Whether a request stays on this machine."""
    return url.startswith((f"{address}/", address.replace("http", "ws", 1), "data:", "blob:"))


def test_the_launch_buttons_and_readme_open_the_right_place(root):
    """The address of a chapter on Binder, as the theme builds it and as the README writes it."""
    urls = tomllib.loads((root / "pyproject.toml").read_text())["project"]["urls"]
    place = urls["Repository"].removeprefix("https://github.com/")
    opening = (
        f"https://mybinder.org/v2/gh/{place}/main?urlpath=lab/tree/chapters/0-which-race.ipynb"
    )
    assert opening in (root / "README.md").read_text()
    practice = opening.replace("chapters/", "practice/")
    assert practice in (root / "chapters/instructors.md").read_text()
