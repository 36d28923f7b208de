"""The same sources give the same site, byte for byte, wherever and whenever it is built."""

import hashlib

from tests.book.site import small_book
from tests.book.site.conftest import build


def digests(folder):
    """{path: SHA-256} of every file under a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_are_the_same(root, tmp_path):
    made = []
    for name, seed in (("one", "1"), ("another-place", "2")):
        small_book.write(tmp_path / name / "book", root / "_config.yml")
        done = build(tmp_path / name / "book", tmp_path / name / "out", seed)
        assert done.returncode == 0, done.stderr
        made.append(digests(tmp_path / name / "out" / "_build" / "html"))
    assert made[0] == made[1]
    wanted = {
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "cards/chapters/drawn.png",
        "data/claims.csv",
    }
    assert wanted <= set(made[0])
