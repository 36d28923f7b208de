"""The Makefile and its set-up, with stand-ins for Python and apt-get: what is said, what is done."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import NEEDS

TOOLS = [
    "awk",
    "cat",
    "cksum",
    "cp",
    "dirname",
    "env",
    "grep",
    "head",
    "id",
    "make",
    "mkdir",
    "mv",
    "pwd",
    "rm",
    "sed",
    "sh",
    "sleep",
    "uname",
]

# Stands in for Python, and for the environment's own Python and uv; writes what it was asked.
FAKE = """#!/bin/sh
echo "$(basename "$0") $*" | sed "s#$PWD/##g" >> "$LOG"
case "$*" in
*print*) echo "${FAKE_VERSION:-3.11}" ;;
*version_info*) [ "${FAKE_VERSION:-3.11}" != 3.9 ] ;;
*ensurepip*) [ -z "$NO_VENV" ] ;;
*"pip install --quiet --disable"*) [ -z "$OFFLINE" ] ;;
"-m venv "*) mkdir -p .venv/bin; [ -z "$SLOW" ] || sleep 60
    cp "$0" .venv/bin/python; cp "$0" .venv/bin/uv ;;
esac
"""


@pytest.fixture
def bare(tmp_path, root):
    """A copy of the Makefile and requirements on a machine that has nothing but a shell and make.

    Call it with make's arguments (and variables by name); returns the finished process.
    """
    project = tmp_path / "a folder"
    project.mkdir()
    shutil.copytree(root / "requirements", project / "requirements")
    for name in ["Makefile", "pyproject.toml"]:
        shutil.copy(root / name, project)
    machine = tmp_path / "bin"
    machine.mkdir()
    for tool in [*TOOLS, "basename"]:
        found = shutil.which(tool)
        if found:
            (machine / tool).symlink_to(found)

    def make(*arguments, **variables):
        environment = {"PATH": str(machine), "LOG": str(tmp_path / "log"), "HOME": str(tmp_path)}
        return subprocess.run(
            ["make", "-C", make.project, "--no-print-directory", *arguments],
            env=environment | variables, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def install(name, text=FAKE):
        (machine / name).unlink(missing_ok=True)
        (machine / name).write_text(text)
        (machine / name).chmod(0o755)

    def log():
        file = tmp_path / "log"
        text = file.read_text() if file.exists() else ""
        file.unlink(missing_ok=True)
        return text

    make.project, make.install, make.log, make.machine = project, install, log, machine
    return make


def one_line(text):
    """The project's own messages: the text is exactly one of them, apart from make's last word."""
    lines = [line for line in text.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, text
    assert lines[0].startswith("four-steps: ")
    return lines[0]


def test_help_lists_every_target(root):
    text = (root / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    assert phony == set(re.findall(r"^([a-z-]+):(?!=)", text, re.MULTILINE))
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    listed = dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", shown, re.MULTILINE))
    assert set(listed) == phony - {"set-up", "system"}


def test_check_runs_every_check_and_the_tests_without_a_need(bare):
    bare.install("python3")
    bare("set-up")
    for name in ("ruff", "mypy"):
        shutil.copy(bare.machine / "python3", bare.project / ".venv/bin" / name)
    bare.log()
    assert bare("check").returncode == 0
    done = bare.log()
    commands = [line.strip() for line in done.splitlines()]
    assert {"ruff check .", "ruff format --check .", "mypy"} <= set(commands)
    left_out = re.search(r"-m not \((.*)\)", done)[1].split(" or ")
    assert set(left_out) == {"long", *NEEDS}


def test_test_all_is_thorough(bare):
    bare.install(
        "python3", FAKE.replace("case", 'echo "thorough: $FOURSTEPS_THOROUGH" >> "$LOG"\ncase', 1)
    )
    bare.install("chromium")
    bare.install("bwrap")
    bare("set-up")
    bare.log()
    for target, thorough in (("test", ""), ("test-all", "1")):
        assert bare(target).returncode == 0
        done = bare.log()
        assert "-m pytest -n auto" in done and f"thorough: {thorough}\n" in done


def test_set_up_happens_once(bare):
    bare.install("python3")
    first = bare("set-up")
    assert first.returncode == 0, first.stderr
    assert "making the environment" in one_line(first.stderr)
    done = bare.log()
    assert "python3 -m venv .venv" in done
    assert "--require-hashes -r requirements/uv.txt" in done
    assert "--require-hashes --compile-bytecode requirements/dev.txt" in done
    assert done.rstrip().endswith("--no-build-isolation --no-deps -e .")

    again = bare("set-up")
    assert (again.returncode, again.stderr) == (0, "")
    assert "pip" not in bare.log()


def test_a_changed_lock_is_brought_in(bare):
    bare.install("python3")
    bare("set-up")
    bare.log()
    with open(bare.project / "requirements/dev.txt", "a") as lock:
        lock.write("# changed\n")
    changed = bare("set-up")
    assert "requirements have changed" in one_line(changed.stderr)
    done = bare.log()
    assert "pip sync" in done
    assert "-m venv" not in done


def test_a_moved_clone_is_set_up_anew(bare):
    bare.install("python3")
    bare("set-up")
    bare.log()
    bare.project = bare.project.rename(bare.project.parent / "elsewhere")
    assert "was moved" in one_line(bare("set-up").stderr)
    assert "-m venv" in bare.log()


def test_another_python_makes_another_environment(bare):
    bare.install("python3")
    bare.install("python3.12", FAKE.replace("FAKE_VERSION:-3.11", "FAKE_VERSION:-3.12"))
    bare("set-up")
    bare.log()
    assert bare("set-up", "PYTHON=python3.12").returncode == 0
    assert "python3.12 -m venv" in bare.log()
    # Without the name, what is there stays.
    assert bare("set-up").returncode == 0
    assert "-m venv" not in bare.log()


def test_a_newer_python_beside_an_old_one_is_found(bare):
    bare.install("python3", FAKE.replace("FAKE_VERSION:-3.11", "FAKE_VERSION:-3.9"))
    bare.install("python3.13", FAKE.replace("FAKE_VERSION:-3.11", "FAKE_VERSION:-3.13"))
    assert bare("set-up").returncode == 0
    assert "python3.13 -m venv" in bare.log()


def test_ctrl_c_leaves_nothing_broken(bare):
    bare.install("python3")
    running = subprocess.Popen(
        ["make", "-C", bare.project, "set-up"],
        env={"PATH": str(bare.machine), "LOG": os.devnull, "SLOW": "1"},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not (bare.project / ".venv/bin").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode != 0
    assert "nothing is broken" in said
    assert not (bare.project / ".venv/set-up.stamp").exists()

    again = bare("set-up")
    assert again.returncode == 0
    assert "unfinished" in again.stderr
    assert (bare.project / ".venv/set-up.stamp").exists()


WRONG_TURNS = {
    "old Python": ({"FAKE_VERSION": "3.9"}, [], r"Python 3.11 or newer is needed and python3 is 3\.9: install"),
    "old PYTHON=": ({"FAKE_VERSION": "3.9"}, ["PYTHON=python3"], r"PYTHON=python3 is 3\.9; name another"),
    "no such PYTHON=": ({}, ["PYTHON=python9"], r"PYTHON=python9 does not run"),
    "no venv module": ({"NO_VENV": "1"}, [], r"no venv module: install it \(Debian: sudo apt-get install python3-venv\)"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_TURNS)
def test_a_wrong_turn_is_one_plain_line(bare, case):
    variables, arguments, expected = WRONG_TURNS[case]
    bare.install("python3")
    stopped = bare("set-up", *arguments, **variables)
    assert stopped.returncode != 0
    assert re.search(expected, one_line(stopped.stderr))
    assert not (bare.project / ".venv").exists()


def test_packages_that_cannot_be_fetched(bare):
    bare.install("python3")
    stopped = bare("set-up", OFFLINE="1")
    assert stopped.returncode != 0
    assert "could not be fetched" in stopped.stderr
    assert "unfinished" in bare("set-up").stderr


def test_no_python_at_all(bare):
    assert "python3 is missing" in one_line(bare("set-up").stderr)


def test_data_passes_the_folder_on(bare):
    bare.install("python3")
    bare("set-up")
    shutil.copy(bare.machine / "python3", bare.project / ".venv/bin/foursteps")
    bare.log()
    assert bare("data", "RAW=~/raw files", "FETCH=1", HOME="/home/anna").returncode == 0
    assert "foursteps data build --raw /home/anna/raw files --fetch" in bare.log()
    assert bare("data").returncode == 0
    assert bare.log().rstrip().endswith("foursteps data build")


def test_serve_without_a_site(bare):
    bare.install("python3")
    bare("set-up")
    served = bare("serve")
    assert served.returncode != 0
    assert "make book" in served.stdout


def test_serve_on_a_port_that_is_taken(bare):
    bare.install("python3", FAKE.replace("esac", "*http.server*) exit 1 ;;\nesac"))
    bare("set-up")
    (bare.project / "_build/html").mkdir(parents=True)
    (bare.project / "_build/html/index.html").touch()
    served = bare("serve")
    assert served.returncode != 0
    assert "make serve PORT=8001" in served.stdout


no_app_bundle = pytest.mark.skipif(sys.platform == "darwin", reason="Chrome stands at a fixed path")


@no_app_bundle
def test_missing_programs_are_named_with_their_line(bare):
    bare.install("id", "#!/bin/sh\necho 1000\n")
    bare.install("uname", "#!/bin/sh\necho Linux\n")
    told = bare("system")
    assert told.returncode == 0
    assert one_line(told.stderr).endswith("sudo apt-get install chromium bubblewrap")


@no_app_bundle
@pytest.mark.parametrize(("faces", "named"), [("", True), ("Noto Sans CJK SC", False)])
def test_a_missing_face_for_chinese_is_named(bare, faces, named):
    bare.install("id", "#!/bin/sh\necho 1000\n")
    bare.install("uname", "#!/bin/sh\necho Linux\n")
    bare.install("fc-list", f"#!/bin/sh\necho '{faces}'\n")
    assert ("fonts-noto-cjk" in bare("system").stderr) == named


@no_app_bundle
def test_missing_programs_are_installed_for_root_on_debian(bare):
    bare.install("id", "#!/bin/sh\necho 0\n")
    bare.install("uname", "#!/bin/sh\necho Linux\n")
    bare.install("apt-get")
    bare.install("chromium")
    assert bare("system").returncode == 0
    assert bare.log().splitlines()[-1].endswith(" -y --no-install-recommends bubblewrap")


def test_skipped_or_failed(pytester_free_run):
    """Without Chromium a test that needs it is skipped with the line; in .ci/run it fails."""
    skipped = pytester_free_run({})
    assert "1 skipped" in skipped
    assert "to install it: " in skipped
    failed = pytester_free_run({"FOURSTEPS_REQUIRE_SYSTEM": "1"})
    assert "1 error" in failed
    assert "to install it: " in failed


@pytest.fixture
def pytester_free_run(root, tmp_path):
    """Run one test that asks for Chromium with a conftest that finds none; returns the output."""
    conftest = (root / "tests/conftest.py").read_text()
    conftest += "\n\ndef find_chromium():\n    return None\n"
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "test_one.py").write_text("def test_one(chromium):\n    pass\n")

    def run(variables):
        base = {k: v for k, v in os.environ.items() if k != "FOURSTEPS_REQUIRE_SYSTEM"}
        base["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # quicker
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", str(tmp_path)],
            env=base | variables, capture_output=True, text=True, cwd=tmp_path,
        ).stdout  # fmt: skip

    return run


def test_ci_run_requires_the_system_programs(root):
    text = (root / ".ci/run").read_text()
    assert os.access(root / ".ci/run", os.X_OK)
    steps = ["export FOURSTEPS_REQUIRE_SYSTEM=1", "make check", 'make "${1:-test}"', "make book"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
