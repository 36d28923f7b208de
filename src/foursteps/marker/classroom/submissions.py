"""Find the files of a class in a folder, whose they are, and which attempt counts.

Known names are those that Canvas and Moodle give ("Download submissions"):

* Canvas: `lastnamefirstname_LATE_4711_98765_name-1.ipynb`: the student's name in small letters,
  `LATE` if it was, the user's id, the file's id, the student's own file name (`-1` and so on
  for further attempts); `anon_x7f3a_98765_name.ipynb` where grading is anonymous.
* Moodle: the folder `First Last_4711_assignsubmission_file/` (before version 4.1 with `_` at its
  end; or, without "in folders", that prefix and `_` before the student's own file name), where
  4711 is the participant's number; `onlinetext` for `file` if students typed something as well.

Any other name is the student's: `4711.ipynb`. Nothing is executed or followed here.
"""

import errno
import gc
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from foursteps.ground.plain_text import readable

CANVAS = re.compile(
    r"(?P<name>[^/]*?)_(?:(?P<late>LATE)_)?(?P<student>\d+)_(?P<file>\d+)_(?P<own>[^/]+)\Z",
    re.ASCII,
)
CANVAS_ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?(?P<student>anon_\w+?)_(?P<file>\d+)_(?P<own>[^/]+)\Z", re.ASCII
)
# Tried at the beginning of a folder's or file's name only: elsewhere a long name takes long.
MOODLE = re.compile(
    r"(?<![^/])(?P<name>[^/]*?)_(?P<student>\d+)_assignsubmission_[a-z]+"
    r"(?:_?/|_(?P<own>[^/]+)\Z)",
    re.ASCII,
)
ATTEMPT = re.compile(r"(?:-| \()(?P<n>\d{1,3})\)?\.ipynb\Z")
# What computers leave in folders and zip files; no student handed it in.
LITTER = re.compile(
    r"(?:\A|/)(?:(?:__MACOSX|\.ipynb_checkpoints)/|(?:\.DS_Store|\._[^/]*|Thumbs\.db)\Z)"
)
MAX_BYTES = 20_000_000
MAX_CELLS = 2_000
MAX_DEPTH = 30  # folders in folders
MAX_OLD = 1_000_000  # bytes of a notebook of version 3, which nbformat converts
SUFFIX = ".ipynb"


class SubmissionsError(RuntimeError):
    """No submissions at the given place."""


@dataclass(frozen=True)
class Submission:
    """One input file: where it is, its name as shown, whose it is, which attempt.

    plain: no learning platform's name, so that the student is guessed from the file's own.
    """

    path: Path
    file: str
    student: str
    name: str = ""
    late: bool = False
    order: tuple[int, int, str] = (0, 0, "")
    attempt: int = 1
    plain: bool = False


@dataclass(frozen=True)
class Reading:
    """A file as read: its hash, its notebook, or why it is "unreadable"."""

    sha256: str = ""
    notebook: NotebookNode | None = None
    fault: str = ""


def find(place: Path | str) -> list[Submission]:
    """All Submissions at `place` (a folder or one file), sorted by name, attempts counted.

    Raises SubmissionsError if there is nothing.
    """
    place = Path(place)
    if place.is_file() and not place.is_symlink():
        if place.suffix == ".zip":
            raise SubmissionsError(f"{place} is a zip file: unpack it and name the folder")
        files = [place]
        root = place.parent
    elif place.is_dir():
        root, files = place, sorted(_walk(place))
    else:
        raise SubmissionsError(f"{place}: no such folder or file")
    every = [_whose(path, path.relative_to(root).as_posix()) for path in files]
    handed_in = [one for one in every if not LITTER.search(one.file)]
    if not handed_in:
        raise SubmissionsError(f"{place}: the folder holds no files")
    return _numbered(handed_in)


def _walk(folder):
    """Every file under `folder`; links are listed, never followed, and so is a folder too deep."""
    waiting = [(folder, 0)]
    while waiting:
        home, depth = waiting.pop()
        try:
            with os.scandir(home) as entries:
                found = [(Path(entry), entry.is_dir(follow_symlinks=False)) for entry in entries]
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                yield home
                continue
            raise SubmissionsError(
                f"{home}: this folder cannot be read ({error.strerror}), so its students would have"
                " no marks: give yourself the right to read it"
            ) from error
        for path, is_folder in found:
            if is_folder and depth < MAX_DEPTH:
                waiting.append((path, depth + 1))
            else:
                yield path


def _whose(path, file):
    """The Submission of a file by its name."""
    moodle = MOODLE.search(file)
    base = file.rsplit("/", 1)[-1]
    canvas = CANVAS_ANONYMOUS.match(base) or CANVAS.match(base)
    # The platform's part comes first. What follows is the student's own name for the file, which
    # may look like the other platform's.
    before = len(file) - len(base)
    if moodle and not (canvas and before + canvas.end("student") < moodle.end("student")):
        own = moodle["own"] or file[moodle.end() :]
        return Submission(
            path, file, moodle["student"], moodle["name"].rsplit("/", 1)[-1], False, _order(own, 0)
        )
    if canvas:
        parts = canvas.groupdict()
        return Submission(
            path,
            file,
            parts["student"],
            parts.get("name") or "",
            bool(parts["late"]),
            _order(parts["own"], int(parts["file"])),
        )
    # As the tables show it, so that what a person writes beside it finds its way back.
    stem = readable(base.removesuffix(SUFFIX) or base)
    return Submission(path, file, stem, order=_order(base if "/" in file else "", 0), plain=True)


def _order(own, number):
    """A key that sorts one student's files by time: the LMS's number, the attempt, the name."""
    attempt = ATTEMPT.search(own)
    return (number, int(attempt["n"]) if attempt else 0, own)


def _numbered(files: list[Submission]) -> list[Submission]:
    """The submissions with `attempt` filled in: 1 for a student's first notebook, and so on."""
    by_student: dict[str, list[Submission]] = {}
    for one in files:
        by_student.setdefault(one.student, []).append(one)
    numbered = {}
    for group in by_student.values():
        ordered = sorted(group, key=lambda s: (*s.order, s.file))
        for attempt, one in enumerate(ordered, 1):
            numbered[one.file] = Submission(**{**vars(one), "attempt": attempt})
    return [numbered[one.file] for one in files]


def doubts(files: list[Submission]) -> list[str]:
    """Lines about submissions whose owner is a guess that may be wrong."""
    folders: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for one in files:
        if one.plain:
            folders.setdefault(one.student, set()).add(one.file.rpartition("/")[0])
        else:
            names.setdefault(one.student, set()).add(one.name)
    return [
        f"{student}{SUFFIX} stands in {len(where)} folders and counts as {len(where)} attempts of"
        f" one student, {student!r}. If every folder is another student's, name the files after"
        " the students"
        for student, where in sorted(folders.items())
        if len(where) > 1
    ] + [
        # Canvas lets a name end in a number, which then stands where the student's id does.
        f"the files of student {student} bear the names {' and '.join(sorted(called))}: look in"
        " files.csv whether one is somebody else's, and rename it then"
        for student, called in sorted(names.items())
        if len(called) > 1
    ]


def read(submission: Submission) -> Reading:
    """The Reading of a file; it never raises for what the file holds."""
    name = submission.file.rsplit("/", 1)[-1]
    try:
        state = os.lstat(submission.path)
        if stat.S_ISLNK(state.st_mode):
            return Reading(fault="a symbolic link is not followed; hand in the file itself")
        if stat.S_ISDIR(state.st_mode):
            return Reading(
                fault=f"a folder inside of {MAX_DEPTH} others, and what is in it was not read;"
                " hand in the notebook alone"
            )
        if not stat.S_ISREG(state.st_mode):
            return Reading(fault="not an ordinary file")
        if state.st_size > MAX_BYTES:
            return Reading(
                fault=f"larger than {MAX_BYTES // 10**6} MB; clear the outputs and save again"
            )
        with os.fdopen(os.open(submission.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Reading(fault=f"cannot be read ({error.strerror})")
    digest = hashlib.sha256(data).hexdigest()
    if not name.endswith(SUFFIX):
        return Reading(digest, fault=f"not a notebook: a file ending in {SUFFIX} was expected")
    notebook, fault = _parsed(data)
    return Reading(digest, notebook, fault)


def _parsed(data):
    """(notebook, fault) of a file's bytes: of the notebook only what the marker reads.

    Everything else (outputs, pictures, other metadata) is dropped at once, for as notebook objects
    the 20 MB of a hostile file would take gigabytes.
    """
    import nbformat

    if not data.strip():
        return None, "an empty file"
    try:
        text = data.decode("utf-8-sig")
        plain = _loads(text)
        if len(data) <= MAX_OLD and isinstance(plain, dict) and plain.get("nbformat") == 3:
            plain = nbformat.convert(nbformat.reader.reads(text), 4)
    except UnicodeDecodeError:
        return None, "not UTF-8 text, which a notebook is"
    except (RecursionError, MemoryError):
        return None, "not a notebook: nested too deeply"
    except ValueError:
        return (
            None,
            "not a notebook: it is no JSON (cut off, or another file with its name changed)",
        )
    except Exception as error:  # noqa: BLE001 - whatever a broken old notebook makes nbformat raise
        return None, f"not a notebook ({type(error).__name__})"
    notebook = _kept(plain)
    if not notebook:
        return None, "not a notebook of version 4, or a broken one"
    if len(notebook["cells"]) > MAX_CELLS:
        return None, f"more than {MAX_CELLS} cells"
    return nbformat.from_dict(notebook), ""


def _loads(text):
    """JSON without the collector, which looks at the millions of parts of a hostile file anew."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return json.loads(text)
    finally:
        if was_on:
            gc.enable()


def _kept(plain):
    """What the marker reads of a notebook, with the right types; None if it is no notebook."""
    if not isinstance(plain, dict) or plain.get("nbformat") != 4:
        return None
    metadata, cells = plain.get("metadata"), plain.get("cells")
    if not isinstance(metadata, dict) or not isinstance(cells, list):
        return None
    cells = [_kept_cell(cell) for cell in cells[: MAX_CELLS + 1]]
    if None in cells:
        return None
    ours, kept = metadata.get("foursteps"), {}
    if isinstance(ours, dict) and isinstance(ours.get("set"), str):
        kept["set"] = ours["set"]
    if isinstance(ours, dict) and isinstance(ours.get("seed"), str):
        kept["seed"] = ours["seed"]
    if isinstance(ours, dict) and isinstance(ours.get("answers"), dict):
        kept["answers"] = {k: v for k, v in ours["answers"].items() if isinstance(v, str)}
    return {"nbformat": 4, "metadata": {"foursteps": kept} if kept else {}, "cells": cells}


def _kept_cell(cell):
    """What the marker reads of a cell; None if it is none."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return None
    source, metadata = cell.get("source"), cell.get("metadata", {})
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or not isinstance(metadata, dict):
        return None
    ids = metadata.get("nbgrader")
    ids = ids if isinstance(ids, dict) else {}
    kept = {k: ids[k] for k in ("grade_id", "solution") if isinstance(ids.get(k), (str, bool))}
    return {
        "cell_type": cell["cell_type"],
        "source": source,
        "metadata": {"nbgrader": kept} if kept else {},
    }


def code(notebook: NotebookNode) -> list[str]:
    """The sources of a notebook's code cells, in order."""
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
