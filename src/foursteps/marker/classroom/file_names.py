"""Whose a file is, by its name; and what no student handed in.

Known names are those that learning platforms give ("Download submissions"):

* Canvas: `lastnamefirstname_LATE_4711_98765_name-1.ipynb`: the student's name in small letters
  without blanks, `LATE` if it was, the user's id, the file's id, the student's own file name (`-1`
  and so on for further attempts); `anon_x7f3a_98765_name.ipynb` where grading is anonymous. What
  was no file is `lastnamefirstname_4711_link.html` or `…_text.html`.
* Moodle: the folder `First Last_4711_assignsubmission_file/` (before version 4.1 with `_` at its
  end; or, without "in folders", that prefix and `_` before the student's own file name), where
  4711 is the participant's number; `onlinetext` for `file` if students typed something as well.
* Blackboard: `Set 0_jdoe_attempt_2026-11-02-09-30-00_name.ipynb`.

Any other name is the student's: `4711.ipynb`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from foursteps.ground.plain_text import readable

CANVAS = re.compile(
    r"(?P<name>[^/]*?)_(?:(?P<late>LATE)_)?(?P<student>[1-9]\d*)_(?P<file>[1-9]\d*)_(?P<own>[^/]+)\Z",
    re.ASCII,
)
CANVAS_ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?(?P<student>anon_\w+?)_(?P<file>\d+)_(?P<own>[^/]+)\Z", re.ASCII
)
CANVAS_ENTRY = re.compile(
    r"(?:(?P<name>[^/]*?)_)??(?:(?P<late>LATE)_)?(?P<student>[1-9]\d*|anon_[A-Za-z0-9]+)"
    r"_(?P<own>(?P<entry>link|text)\.html)\Z",
    re.ASCII,
)
# Tried at the beginning of a folder's or file's name only: elsewhere a long name takes long.
MOODLE = re.compile(
    r"(?<![^/])(?P<name>[^/]*?)_(?P<student>\d+)_assignsubmission_(?P<kind>[a-z]+)"
    r"(?:_?/|_(?P<own>[^/]+)\Z)",
    re.ASCII,
)
BLACKBOARD = re.compile(r"_attempt_(?P<time>\d{4}(?:-\d\d){5})(?P<own>[_.].*)\Z", re.ASCII)
# A notebook's ending as browsers, mail programs and editors leave it: `.IPYNB`, `.ipynb.txt`.
ENDING = re.compile(r"\.ipynb(?:\.\w{1,10}){0,2}\Z", re.IGNORECASE | re.ASCII)
ATTEMPT = re.compile(r"(?:-| ?\()(?P<n>\d{1,3})\)?\Z", re.ASCII)
# What computers leave in folders and zip files; no student handed it in.
_FOLDERS = (
    *("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".vscode", ".idea", "@eaDir"),
    *(".AppleDouble", ".Spotlight-V100", ".Trashes", ".fseventsd", ".TemporaryItems", "#recycle"),
    *("$RECYCLE.BIN", "System Volume Information", ".Trash-1000", ".virtual_documents"),
)
_FILES = (
    *(r"\.DS_Store", r"\._[^/]*", "Icon\r", r"\.localized", r"\.apdisk"),
    *(r"Thumbs\.db", r"ehthumbs(?:_vista)?\.db", r"desktop\.ini", r"\.directory"),
    *(r"~\$[^/]*", r"\.~lock\.[^/]*#", r"\.nfs[0-9a-f]+", r"\.[^/]*\.sw[a-p]", r"\.git\w+"),
    *(r"\.jupyter_ystore\.db", r"\.~[^/]*\.ipynb", r"\.fuse_hidden\w+"),
)
LITTER = re.compile(
    rf"(?:\A|/)(?:(?:{'|'.join(map(re.escape, _FOLDERS))})/|(?:{'|'.join(_FILES)})\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Owner:
    """Whose a file is by its name.

    name: what the platform calls the student. own: the student's own name for the file. number:
    the platform's, that grows with time. platform: "canvas", "moodle", "blackboard", or "" where
    the name is all there is. entry: "link" or "text" if it was no file that was handed in.
    """

    student: str
    own: str
    name: str = ""
    late: bool = False
    number: int = 0
    platform: str = ""
    entry: str = ""


def is_litter(file: str) -> bool:
    """Whether a file (its path with `/`) is what computers leave behind."""
    return bool(LITTER.search(file))


def whose(file: str) -> Owner:
    """The Owner of a file by its name alone."""
    base = file.rsplit("/", 1)[-1]
    moodle = MOODLE.search(file)
    canvas = CANVAS_ANONYMOUS.match(base) or _canvas(base)
    # The platform's part comes first. What follows is the student's own name for the file, which
    # may look like the other platform's.
    before = len(file) - len(base)
    if moodle and not (canvas and before + canvas.end("student") < moodle.end("student")):
        own = moodle["own"] or file[moodle.end() :]
        entry = "text" if moodle["kind"] == "onlinetext" and own.startswith("onlinetext") else ""
        name = moodle["name"].rsplit("/", 1)[-1]
        return Owner(moodle["student"], own, name, platform="moodle", entry=entry)
    canvas = canvas or CANVAS_ENTRY.match(base)
    if canvas:
        found = canvas.groupdict()
        return Owner(
            *(canvas["student"], canvas["own"], found.get("name") or "", bool(canvas["late"])),
            number=int(found.get("file") or 0),
            platform="canvas",
            entry=found.get("entry") or "",
        )
    blackboard = BLACKBOARD.search(base)
    if blackboard:
        login = base[: blackboard.start()].rpartition("_")[2]
        own, time = blackboard["own"].removeprefix("_"), blackboard["time"].replace("-", "")
        return Owner(tidy(login), own, number=int(time), platform="blackboard")
    return plain(file)


def _canvas(base):
    """The parts of a name of Canvas's; None if Canvas would not have given it."""
    found = CANVAS.match(base)
    odd = found and any(c.isupper() or c.isspace() for c in found["name"])
    return None if odd else found


def plain(file: str) -> Owner:
    """The Owner of a file whose name is the student's."""
    base = file.rsplit("/", 1)[-1]
    return Owner(tidy(ENDING.sub("", base) or base), base if "/" in file else "")


def tidy(text: str) -> str:
    """A student's id as the tables show it, so that what is written beside it finds its way back.

    Letters that a Mac takes apart (`e` and `¨`) are put together.
    """
    return readable(unicodedata.normalize("NFC", text))


def only_look_alike(files: Iterable[str]) -> set[str]:
    """Files whose names look like Canvas's and cannot be, seen beside the others of the folder.

    `set_0_2026_anna` and `set_0_2026_ben`: Canvas gives no two files one id. (It lists one file
    of a group under each member, then with one name of its own.)
    """
    by_number: dict[int, dict[str, Owner]] = {}
    for file in files:
        owner = whose(file)
        if owner.platform == "canvas" and owner.number and not owner.student.startswith("anon"):
            by_number.setdefault(owner.number, {})[file] = owner
    found: set[str] = set()
    for group in by_number.values():
        names = {file.rsplit("/", 1)[-1] for file in group}
        owners = {owner.student for owner in group.values()}
        if len({owner.own for owner in group.values()}) > 1 or len(names) > len(owners):
            found |= set(group)
    return found


def series(own: str) -> str:
    """A file's own name without ending and number of attempt: what its attempts share."""
    stem = ENDING.sub("", own.rsplit("/", 1)[-1]).strip()
    return ATTEMPT.sub("", stem).strip().casefold()


def attempt(own: str) -> int:
    """The number that a browser or platform puts behind a file's name: 2 in `set-2.ipynb`."""
    found = ATTEMPT.search(ENDING.sub("", own))
    return int(found["n"]) if found else 0


def is_notebook(name: str) -> bool:
    """Whether a file is called as a notebook is, ending in `.ipynb`."""
    return name.lower().endswith(".ipynb")
