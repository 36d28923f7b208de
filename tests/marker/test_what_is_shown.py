"""What the sandbox shows of the disk: nothing that a notebook must not read lies in it."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import foursteps
from foursteps.marker.sandbox import bubblewrap
from foursteps.tables import data_folder


@pytest.fixture
def course(tmp_path, root):
    """A course's folder with a venv made in it, not below it, and a set."""
    folder = tmp_path / "course"
    venv.create(folder, symlinks=True)
    library = folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    ours = [path for path in sys.path if path.endswith(("site-packages", "src"))]
    (library / "book.pth").write_text("\n".join([*ours, str(Path(foursteps.__file__).parents[1])]))
    for name in ("exercises", "lib/exercises"):
        (folder / name).mkdir()
        for path in (root / "exercises").glob("0-which-race.*"):
            (folder / name / path.name).write_bytes(path.read_bytes())
    return folder


def command(course, *arguments, **more):
    """The finished `foursteps` of the course's own Python, started in the course's folder."""
    start = "import sys; from foursteps.cli import main; raise SystemExit(main(sys.argv[1:]))"
    return subprocess.run(
        [course / "bin" / "python", "-c", start, *arguments],
        cwd=course,
        env={**os.environ, "XDG_CACHE_HOME": str(course / "cache"), **more},
        capture_output=True,
        text=True,
        timeout=300,
    )


LOOK = """\
import sys
from foursteps.marker.sandbox.jobs import Job, Wanted
from foursteps.marker.sandbox.supervisor import run
from foursteps.tables import data_folder
look = (
    "import pathlib, sys\\n"
    "answer = [str(path) for path in pathlib.Path(sys.prefix).rglob('*.yml')]\\n"
    "prefix = sys.prefix"
)
wanted = [Wanted("answer", "list"), Wanted("prefix", "text")]
(outcome,) = run([Job("one", [look], wanted)], data=data_folder())
found = [item["value"] for item in outcome.answers["answer"]["items"]]
assert outcome.answers["prefix"]["value"].endswith("/course")
print(*[path for path in found if path.endswith("course/exercises/0-which-race.yml")])
"""


def test_a_venv_made_in_the_courses_folder_shows_only_what_is_pythons(sandbox, course):
    """Bound whole, it held the set with its solutions, and a blank notebook had full marks."""
    python = course / "bin" / "python"
    tried = subprocess.run([python, "-c", LOOK], capture_output=True, text=True, timeout=300)
    assert (tried.returncode, tried.stdout.strip()) == (0, ""), tried.stderr


def test_grade_refuses_before_it_runs_anything(course):
    (course / "in").mkdir()
    (course / "in" / "a.ipynb").write_text("{}")
    (course / "marks").symlink_to("lib/marks")
    good = {"in": "in", "--set": "0-which-race", "--out": "out"}
    for changed, named in (
        ({"--set": "lib/exercises/0-which-race"}, "lib/exercises/0-which-race.yml"),
        ({"--out": "marks"}, "lib/marks"),
        ({"--out": "share/marks/of/today", "in": "in/a.ipynb"}, None),
        ({"in": "lib"}, "lib"),
    ):
        asked = {**good, **changed}
        if named is None:  # there is no such folder of Python's here, so it may be anybody's
            (course / "share").mkdir()
            named = "share/marks/of/today"
        done = command(course, "grade", asked.pop("in"), *[w for p in asked.items() for w in p])
        assert done.returncode == 1, done.stdout
        assert f"{course.resolve() / named} lies in {course.resolve()}" in done.stderr
        assert "python -m venv .venv" in done.stderr
        assert not (course / "out").exists() and not (course / "cache").exists()


def test_verify_and_doctor_refuse_too(course):
    done = command(course, "verify", "lib/exercises/0-which-race")
    assert done.returncode == 1 and "lies in" in done.stderr
    tables = course / "exercises"
    tables.joinpath("datapackage.json").write_text('{"resources": []}')
    for asked in ("doctor", "verify"):
        done = command(course, asked, FOURSTEPS_DATA=str(tables))
        assert done.returncode == 1
        assert "let FOURSTEPS_DATA name a folder" in done.stdout + done.stderr
    done = command(course, "doctor", XDG_CACHE_HOME=str(course / "lib"))
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        (Path(sys.prefix, "lib", "keys"), "python -m venv .venv"),
        (Path(sys.base_prefix, "bin", "keys"), "python -m venv .venv"),
        (Path(bubblewrap.__file__).parent, "install foursteps elsewhere"),
        (data_folder() / "marks" / "of" / "today", "FOURSTEPS_DATA"),
        ("/usr/lib/marks", "system"),
    ],
)
def test_what_is_shown_is_told_with_what_to_do(path, remedy):
    assert remedy in bubblewrap.exposed([path], data_folder())


def test_a_course_beside_what_is_shown_is_no_trouble(tmp_path):
    paths = [tmp_path, "exercises", sys.prefix, data_folder().parent, "/", "/usr"]
    assert bubblewrap.exposed(paths, data_folder()) is None


def test_a_link_and_another_name_of_a_folder_change_nothing(tmp_path):
    (tmp_path / "link").symlink_to(data_folder())
    for shown, path in ((data_folder(), "link/marks"), (tmp_path / "link", data_folder())):
        assert bubblewrap.exposed([tmp_path / path], shown)
