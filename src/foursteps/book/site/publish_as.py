"""`foursteps publish-as OWNER/REPO`: the book's own addresses, everywhere, in one step.

They are written once in `pyproject.toml` and read from there, but for the files that a reader
opens whole (README, chapters, the citation, described tables): there they stand in words. All of
them change together or not at all.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from foursteps.ground import atomic_files

GITHUB = "https://github.com/"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
# Tests hold addresses that are wrong on purpose.
LEFT_ALONE = ("tests/",)


class PublishError(ValueError):
    """The addresses cannot be set; says why and what to do."""


def tracked_texts(folder):
    """{path: text} of the files that git knows under `folder`; pictures and tests are left out."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if listed.returncode:
        raise PublishError(f"{folder}: not a git checkout; publish-as changes the files git knows")
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = Path(folder, name)
        if path.is_file() and not name.startswith(LEFT_ALONE):
            try:
                texts[path] = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
    return texts


def addresses_of(folder):
    """(OWNER/REPO, site without a final slash) of the project in `folder`."""
    path = Path(folder, "pyproject.toml")
    if not path.is_file():
        raise PublishError(f"{path}: no such file; run this in the book's checkout, or --project")
    urls = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["urls"]
    return urls["Repository"].rstrip("/").removeprefix(GITHUB), urls["Site"].rstrip("/")


def site_of(name):
    """Where GitHub Pages serves the repository `OWNER/REPO`, without a final slash."""
    owner, repository = name.split("/")
    home = f"https://{owner.lower()}.github.io"
    return home if repository.lower() == f"{owner.lower()}.github.io" else f"{home}/{repository}"


def renamed(text, old, new):
    """Text with the addresses of `old` made those of `new`: each a (OWNER/REPO, site)."""
    text = re.sub(rf"{re.escape(old[1])}(?![\w-])", lambda _: new[1], text)
    # As the hosts of the repository, of Binder and of raw files write it, or a link inside a link.
    for slash in ("/", "%2F"):
        hosts = rf"((?:github\.com|githubusercontent\.com|v2/gh){slash})"
        pair = re.escape(old[0].replace("/", slash))
        text = re.sub(
            rf"{hosts}{pair}(?![\w-])", lambda m, s=slash: m[1] + new[0].replace("/", s), text
        )
    folder, now = old[0].split("/")[1], new[0].split("/")[1]
    return re.sub(rf"^(\s*cd ){re.escape(folder)}$", lambda m: m[1] + now, text, flags=re.MULTILINE)


def strays(path, text, old):
    """Lines of a text where `old` still stands, as sentences."""
    host = old[1].removeprefix("https://")
    pattern = re.compile(rf"(?:{re.escape(old[0])}|{re.escape(host)})(?![\w-])", re.IGNORECASE)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def publish_as(folder, name, site=None):
    """Make the project in `folder` that of the repository `name` (OWNER/REPO).

    site: the public address, where it is not GitHub Pages. Returns the files that changed.
    Raises PublishError naming file and line where an address would stay behind; then nothing is
    changed.
    """
    if not NAME.fullmatch(name):
        raise PublishError(f"{name!r} is not OWNER/REPO, such as ann/four-steps")
    old = addresses_of(folder)
    new = (name, (site or site_of(name)).rstrip("/"))
    if old == new:
        return []
    texts = tracked_texts(folder)
    made = {path: renamed(text, old, new) for path, text in texts.items()}
    left = [s for path, text in made.items() for s in strays(path, text, old)]
    if left:
        raise PublishError(
            "\n".join(["these addresses would stay behind; mend them first:", *left])
        )
    changed = {path: text.encode() for path, text in made.items() if text != texts[path]}
    atomic_files.replace_all(changed)
    return sorted(changed)


def command(args):
    """`foursteps publish-as` of the command line."""
    try:
        name, site = args.name or "", args.site
        if args.like:
            facts = addresses_of(args.like)
            name, site = facts[0], site or facts[1]
        changed = publish_as(args.project, name, site)
    except PublishError as error:
        print(f"foursteps: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(path)
    print(f"{len(changed)} files now say {name}." if changed else "Nothing to change.")
    return 0
