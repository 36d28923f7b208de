"""What an earlier edition said is kept whole."""

import csv
import re
import subprocess
import sys

import pytest


@pytest.fixture(scope="module", params=["0.1"])
def edition(root, request):
    """The folder of an edition."""
    return root / "docs/editions" / request.param


def rows(path):
    """The rows of a CSV, each a dict of texts."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_commit_is_named_by_its_whole_hash(edition):
    assert re.fullmatch(r"[0-9a-f]{40}\n", (edition / "commit").read_text())


def test_every_claim_has_its_verdict(edition):
    claims, verdicts = rows(edition / "claims.csv"), rows(edition / "verdicts.csv")
    assert [claim["id"] for claim in claims] == [f"C{n:02}" for n in range(1, 37)]
    assert all(claim["claim"] for claim in claims)
    judged = {row["id"] for row in verdicts if row["verdict"] and row["strength"]}
    assert judged == {claim["id"] for claim in claims}


def test_every_value_stands_in_its_sentence(edition):
    values = rows(edition / "values.csv")
    # A number, or a number word, as a whole: 3 does not stand in 30.
    lacking = [
        row
        for row in values
        if not re.search(rf"(?<!\w){re.escape(row['value'])}(?!\w)", row["sentence"])
    ]
    assert lacking == []
    assert all(row["page"] and row["cell"] and row["name"] for row in values)
    # As many as the eight pages of 0.1 had marks.
    assert len(values) == 556
    assert not [row for row in values if "<!--" in row["sentence"]]


def test_each_file_is_explained(edition):
    text = (edition / "README.md").read_text()
    assert [p.name for p in sorted(edition.iterdir()) if f"`{p.name}`" not in text] == ["README.md"]


MAKEFILE = "book:\n\tmkdir -p _build/html && cp page _build/html/index.html\n"
PYPROJECT = (
    '[project.urls]\nRepository = "https://github.com/{0}/b"\nSite = "https://{0}.example/"\n'
)


@pytest.fixture
def history(root, tmp_path):
    """A checkout with one earlier edition in its history, and a function that builds editions."""

    def git(*words):
        name = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        done = subprocess.run(
            ["git", *name, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def build():
        command = ["bash", str(tmp_path / ".ci/editions")]
        return subprocess.run(command, capture_output=True, text=True)

    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/editions").write_bytes((root / ".ci/editions").read_bytes())
    (tmp_path / ".venv/bin").mkdir(parents=True)
    # A link would not find what is installed beside the interpreter.
    (tmp_path / ".venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / ".venv/bin/python").chmod(0o755)
    (tmp_path / ".gitignore").write_text(".venv\n_build\n")
    (tmp_path / "Makefile").write_text(MAKEFILE)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format("OWNER"))
    (tmp_path / "page").write_text("The first edition, https://OWNER.example/")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    named = tmp_path / "docs/editions/0.1/commit"
    named.parent.mkdir(parents=True)
    named.write_text(git("rev-parse", "HEAD") + "\n")
    (tmp_path / "page").write_text("The second edition")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format("ann"))
    (tmp_path / "_build/html").mkdir(parents=True)
    return tmp_path, build, git


def test_an_earlier_edition_stays_under_its_own_address(history):
    """Built at its commit, with the addresses of today; the checkout is left as it was."""
    folder, build, git = history
    before = git("status", "--porcelain")
    for _ in range(2):
        done = build()
        assert done.returncode == 0, done.stderr
    page = folder / "_build/html/v0.1/index.html"
    assert page.read_text() == "The first edition, https://ann.example/"
    assert git("status", "--porcelain") == before
    assert len(git("worktree", "list").splitlines()) == 1


def test_a_clone_without_history_is_told_what_to_fetch(history):
    folder, build, _ = history
    (folder / "docs/editions/0.1/commit").write_text("0" * 40 + "\n")
    done = build()
    assert done.returncode == 1
    assert "git fetch --unshallow" in done.stderr
    assert not (folder / "_build/html/v0.1").exists()
