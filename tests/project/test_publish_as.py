"""`foursteps publish-as` sets every address at once, or none."""

import subprocess
import sys

import pytest

from foursteps.book.site import publish_as
from foursteps.cli import main

# In parts, so that the command does not find them here.
OLD = "OWNER" + "/four-steps"
SITE = "https://OWNER" + ".github.io/four-steps"
FILES = {
    "pyproject.toml": f'[project.urls]\nRepository = "https://github.com/{OLD}"\nSite = "{SITE}/"\n',
    "README.md": f"<{SITE}/> and git+https://github.com/{OLD}@v0.1.0 and [x]({SITE}/data/a.html#C07)\n",
    "chapters/a.ipynb": f'{{"x": "https://mybinder.org/v2/gh/{OLD}/main?urlpath=lab"}}\n',
    "docs/deploy.md": f"publish-as OWNER/REPO\n?repo=https%3A%2F%2Fgithub.com%2F{OLD.replace('/', '%2F')}&b\n",
    "chapters/b.md": f"git clone https://github.com/{OLD}.git\ncd four-steps\n",
}


@pytest.fixture
def project(tmp_path):
    """A small checkout that holds the book's addresses."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def read(project):
    return {name: (project / name).read_text() for name in FILES}


def test_every_address_is_set(project):
    changed = publish_as.publish_as(project, "Ann/the-book")
    assert [path.relative_to(project).as_posix() for path in changed] == sorted(FILES)
    made = read(project)
    assert 'Repository = "https://github.com/Ann/the-book"' in made["pyproject.toml"]
    assert 'Site = "https://ann.github.io/the-book/"' in made["pyproject.toml"]
    assert "https://ann.github.io/the-book/data/a.html#C07" in made["README.md"]
    assert "git+https://github.com/Ann/the-book@v0.1.0" in made["README.md"]
    assert "v2/gh/Ann/the-book/main" in made["chapters/a.ipynb"]
    assert "github.com%2FAnn%2Fthe-book&b" in made["docs/deploy.md"]
    assert "publish-as OWNER/REPO" in made["docs/deploy.md"]
    assert made["chapters/b.md"] == "git clone https://github.com/Ann/the-book.git\ncd the-book\n"
    assert publish_as.publish_as(project, "Ann/the-book") == []


def test_it_can_be_moved_and_moved_back(project):
    publish_as.publish_as(project, "ann/the-book", "https://book.example.edu/")
    assert 'Site = "https://book.example.edu"' not in read(project)["pyproject.toml"]
    assert 'Site = "https://book.example.edu/"' in read(project)["pyproject.toml"]
    publish_as.publish_as(project, OLD, SITE)
    assert read(project) == FILES


@pytest.mark.parametrize(
    "line", [f"the repository {OLD}", f"http://{SITE.removeprefix('https://')}"]
)
def test_a_stray_is_named_and_nothing_changes(project, line, capsys):
    (project / "README.md").write_text(f"{FILES['README.md']}\n{line}\n")
    before = read(project)
    assert main(["publish-as", "ann/the-book", "--project", str(project)]) == 1
    assert f"README.md:3: {line}" in capsys.readouterr().err
    assert read(project) == before


@pytest.mark.parametrize("name", ["ann", "ann/", "https://github.com/ann/book", "ann/book/x", ""])
def test_a_wrong_name_is_refused(project, name, capsys):
    assert main(["publish-as", name, "--project", str(project)]) == 1
    assert "is not OWNER/REPO, such as" in capsys.readouterr().err
    assert read(project) == FILES


def test_another_checkout_is_followed(project, tmp_path, capsys):
    like = tmp_path / "like"
    like.mkdir()
    (like / "pyproject.toml").write_text(
        '[project.urls]\nRepository = "https://github.com/ann/x"\nSite = "https://x.example/"\n'
    )
    assert main(["publish-as", "--project", str(project), "--like", str(like)]) == 0
    assert 'Site = "https://x.example/"' in read(project)["pyproject.toml"]
    assert "5 files now say ann/x." in capsys.readouterr().out


def test_pages_of_an_owner_have_no_path():
    assert publish_as.site_of("Ann/ann.github.io") == "https://ann.github.io"


@pytest.mark.long
def test_the_book_itself_can_be_published(root, tmp_path):
    """On a copy of what git knows: no stray in it, and the tables are described as before."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((root / name).read_bytes())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    changed = {p.relative_to(tmp_path).as_posix() for p in publish_as.publish_as(tmp_path, "ann/b")}
    wanted = {"pyproject.toml", "README.md", "index.md", "CITATION.cff", "data/datapackage.json"}
    assert wanted <= changed
    assert not [name for name in changed if name.startswith("tests/")]
    command = [sys.executable, "-m", "foursteps.cli", "data", "check", "--project", str(tmp_path)]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
