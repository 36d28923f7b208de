"""The wheel carries the tables: a notebook downloaded alone runs from an empty folder."""

import email
import json
import os
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # The hatchling of this environment: no isolation, so nothing is downloaded.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder into which the wheel, and nothing else, is installed."""
    target = tmp_path_factory.mktemp("installed") / "site"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    done = subprocess.run([*command, "--target", target, wheel], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


def run_alone(code, installed, folder, root):
    """Run Python in the empty `folder`, with the installed package and without the checkout."""
    # This environment has the checkout on its path (editable install): take it off.
    start = f"""
import sys
sys.path = [{str(installed)!r}, *(p for p in sys.path if not p.startswith({str(root / "src")!r}))]
"""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "FOURSTEPS"))}
    command = [sys.executable, "-I", "-c", start + code]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def test_load_takes_the_table_from_the_wheel(installed, tmp_path, root):
    code = """
import json, foursteps
from foursteps import load, tables
print(json.dumps({
    "module": foursteps.__file__,
    "folder": str(tables.data_folder()),
    "rows": {name: len(load(name)) for name in tables.names()},
    "loaded": [m for m in sys.modules if m.split(".")[0] in ("frictionless", "requests", "rich")],
}))
"""
    done = run_alone(code, installed, tmp_path, root)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["module"].startswith(str(installed))
    assert said["folder"] == str(installed / "foursteps" / "data")
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    assert said["rows"] == {table["name"]: table["rows"] for table in package["resources"]}
    assert said["loaded"] == []


def test_a_data_folder_beside_the_installed_packages_is_not_ours(installed, tmp_path, root):
    stray = installed.parent / "data"
    stray.mkdir()
    (stray / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    done = run_alone(
        "from foursteps import tables; print(tables.names())", installed, tmp_path, root
    )
    assert "notable_models" in done.stdout, done.stderr


def test_the_wheel_holds_the_package_byte_for_byte(wheel, root):
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    paths = ["datapackage.json", "LICENCES.txt", *(t["path"] for t in package["resources"])]
    with zipfile.ZipFile(wheel) as archive:
        held = {n for n in archive.namelist() if n.startswith("foursteps/data/")}
        assert held == {f"foursteps/data/{path}" for path in paths}
        for path in paths:
            assert archive.read(f"foursteps/data/{path}") == (root / "data" / path).read_bytes()


def test_the_metadata_say_the_licence_of_each_table(wheel, root):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        said = email.message_from_bytes(archive.read(metadata))
        licences = archive.read(next(n for n in names if n.endswith("licenses/data/LICENCES.txt")))
    assert said["License-Expression"] == "BSD-3-Clause AND LicenseRef-data-per-table"
    assert "data/LICENCES.txt" in said.get_all("License-File")
    text = licences.decode("utf-8")
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    for table in package["resources"]:
        entry = text[text.index(f"\n{table['name']} ({table['path']})") :].split("\n\n")[0]
        assert f"licence: {table['licence']}" in entry
        assert (table["licence_note"] or "") in entry
