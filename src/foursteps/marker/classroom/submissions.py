"""Find the files of a class in a folder, and read them. Nothing is executed or followed here."""

import errno
import gc
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from foursteps.marker.classroom import file_names

MAX_BYTES = 20_000_000
MAX_CELLS = 2_000
MAX_DEPTH = 30  # folders in folders
MAX_OLD = 1_000_000  # bytes of a notebook of version 3, which nbformat converts
SUFFIX = ".ipynb"
# A link that was handed in instead of a file.
ADDRESS = re.compile(rb"https?://[^\s\"'<>]{1,200}")
CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")


class SubmissionsError(RuntimeError):
    """No submissions at the given place."""


@dataclass(frozen=True)
class Submission:
    """One input file: where it is, its name as shown, whose it is, which attempt.

    plain: no learning platform's name, so that the student is guessed from the file's own. own:
    the student's own name for the file. entry: "link" or "text" if no file was handed in.
    """

    path: Path
    file: str
    student: str
    name: str = ""
    late: bool = False
    order: tuple[int, int, str] = (0, 0, "")
    attempt: int = 1
    plain: bool = False
    own: str = ""
    entry: str = ""

    @property
    def series(self) -> str:
        """What attempts at one notebook share: their own name without ending and number."""
        return file_names.series(self.own or self.file)


@dataclass(frozen=True)
class Reading:
    """A file as read: its hash, its notebook, or why it is "unreadable".

    notes: what was read although it is not as it should be, for its student and a person.
    """

    sha256: str = ""
    notebook: NotebookNode | None = None
    fault: str = ""
    notes: tuple[str, ...] = ()


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
    named = {path.relative_to(root).as_posix(): path for path in files}
    handed_in = {file: path for file, path in named.items() if not file_names.is_litter(file)}
    if not handed_in:
        raise SubmissionsError(f"{place}: the folder holds no files")
    alike = file_names.only_look_alike(handed_in)
    return _numbered(
        [
            _submission(
                path, file_names.plain(file) if file in alike else file_names.whose(file), file
            )
            for file, path in handed_in.items()
        ]
    )


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


def _submission(path: Path, owner: file_names.Owner, file: str) -> Submission:
    """The Submission of a file, its attempt not counted yet."""
    student = owner.student
    if not owner.platform and not file_names.ENDING.search(file) and _looks_like_notebook(path):
        student = student.rpartition(".")[0] or student  # `anna.json`
    return Submission(
        *(path, file, student, owner.name, owner.late),
        order=(owner.number, file_names.attempt(owner.own), owner.own),
        plain=not owner.platform,
        own=owner.own or file.rsplit("/", 1)[-1],
        entry=owner.entry,
    )


def _looks_like_notebook(path: Path) -> bool:
    """Whether a file that is called otherwise begins as a notebook does."""
    if path.suffix.lower() not in (".json", ".txt", ""):
        return False
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return False
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:
            return _is_like_notebook(stream.read(100_000))
    except OSError:
        return False


def _is_like_notebook(data: bytes) -> bool:
    begin = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin.startswith(b"{") and (b'"cells"' in data or b'"worksheets"' in data)


def _numbered(files: list[Submission]) -> list[Submission]:
    """The submissions with `attempt` filled in: 1 for a student's first notebook, and so on."""
    by_student: dict[str, list[Submission]] = {}
    for one in files:
        by_student.setdefault(one.student, []).append(one)
    numbered = {}
    for group in by_student.values():
        ordered = sorted(group, key=lambda s: (*s.order, s.file))
        for attempt, one in enumerate(ordered, 1):
            numbered[one.file] = replace(one, attempt=attempt)
    return [numbered[one.file] for one in files]


def doubts(files: list[Submission]) -> list[str]:
    """Lines about submissions whose owner is a guess that may be wrong."""
    return [*_merged(files), *_two_names(files), *_near(files)]


def _by_student(files: Iterable[Submission]) -> dict[str, list[Submission]]:
    groups: dict[str, list[Submission]] = {}
    for one in files:
        groups.setdefault(one.student, []).append(one)
    return dict(sorted(groups.items()))


def _merged(files):
    """One student of several files whose names are no platform's."""
    for student, group in _by_student(one for one in files if one.plain).items():
        where = {one.file.rpartition("/")[0] for one in group}
        if len(where) > 1:
            yield (
                f"{student}{SUFFIX} stands in {len(where)} folders and counts as {len(where)}"
                f" attempts of one student, {student!r}. If every folder is another student's,"
                " name the files after the students"
            )
        elif len(group) > 1:
            names = " and ".join(sorted(ascii(one.file.rsplit("/", 1)[-1])[1:-1] for one in group))
            yield (
                f"the files {names} count as attempts of one student, {student!r}. If they are"
                " different students', give them names that differ in more than that"
            )


def _two_names(files):
    """Canvas lets a name end in a number, which then stands where the student's id does."""
    for student, group in _by_student(one for one in files if not one.plain).items():
        called = sorted({one.name for one in group})
        if len(called) > 1:
            yield (
                f"the files of student {student} bear the names {' and '.join(called)}: look in"
                " files.csv whether one is somebody else's, and rename it then"
            )


def _near(files):
    """Two students of a folder of plain names who may be one: `anna`, `Anna`, `anna (1)`."""
    alike: dict[str, set[str]] = {}
    for one in files:
        if one.plain and file_names.is_notebook(one.file):
            simple = re.sub(r"\A(?:copy of|kopie von|copia de) ", "", one.student.casefold())
            alike.setdefault(file_names.ATTEMPT.sub("", simple).strip(" _-"), set()).add(
                one.student
            )
    for students in alike.values():
        if len(students) == 2:  # more of them are a numbered class
            names = " and ".join(map(repr, sorted(students)))
            yield f"{names} count as two students. If they are one, leave one file, or one name"


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
    if submission.entry:
        return Reading(digest, fault=_entry(submission.entry, data))
    named = file_names.is_notebook(name)
    if not named and not _is_like_notebook(data):
        return Reading(digest, fault=_other(name, data))
    notebook, fault, notes = _parsed(data)
    if not named:
        if notebook is None:
            return Reading(digest, fault=_other(name, data))
        told = f"its name does not end in {SUFFIX}; it is a notebook and was read as one"
        notes = (told, *notes)
    return Reading(digest, notebook, fault, notes)


def _entry(kind: str, data: bytes) -> str:
    """Why what was handed in instead of a file cannot be marked."""
    address = ADDRESS.search(data)
    where = f" ({address[0].decode('ascii', 'replace')})" if address else ""
    if kind == "link":
        return f"handed in as a link{where}, not as a file: hand in the notebook itself"
    return f"typed into the platform's text box{where}, not a file: hand in the notebook itself"


def _other(name: str, data: bytes) -> str:
    """What is wrong with a file that is no notebook."""
    if (
        data.startswith(b"PK\x03\x04")
        and name.lower().endswith(ARCHIVES[0])
        or name.lower().endswith(ARCHIVES[1:])
    ):
        return f"not a notebook but an archive: unpack it and hand in the file ending in {SUFFIX}"
    return f"not a notebook: a file ending in {SUFFIX} was expected"


def _parsed(data):
    """(notebook, fault, notes) of a file's bytes: of the notebook only what the marker reads.

    Everything else (outputs, pictures, other metadata) is dropped at once, for as notebook objects
    the 20 MB of a hostile file would take gigabytes.
    """
    import nbformat

    if not data.strip():
        return None, "an empty file", ()
    try:
        text = data.decode("utf-8-sig")
        plain = _loads(text)
        if len(data) <= MAX_OLD and isinstance(plain, dict) and plain.get("nbformat") == 3:
            plain = nbformat.convert(nbformat.reader.reads(text), 4)
    except UnicodeDecodeError:
        return None, "not UTF-8 text, which a notebook is", ()
    except (RecursionError, MemoryError):
        return None, "not a notebook: nested too deeply", ()
    except ValueError:
        conflict = CONFLICT.search(data)
        line = data.count(b"\n", 0, conflict.start()) + 1 if conflict else 0
        why = (
            f"it holds conflict marks of git (the first in line {line})"
            if conflict
            else "it is no JSON (cut off, or another file with its name changed)"
        )
        return None, f"not a notebook: {why}", ()
    except Exception as error:  # noqa: BLE001 - whatever a broken old notebook makes nbformat raise
        return None, f"not a notebook ({type(error).__name__})", ()
    notebook, broken = _kept(plain)
    if not notebook:
        return None, "not a notebook of version 4, or a broken one", ()
    if len(notebook["cells"]) > MAX_CELLS:
        return None, f"more than {MAX_CELLS} cells", ()
    return nbformat.from_dict(notebook), "", _about(broken)


def _about(broken: list[int]) -> tuple[str, ...]:
    """The note on cells that were left out."""
    if not broken:
        return ()
    numbers = ", ".join(map(str, broken[:10])) + (" …" if len(broken) > 10 else "")
    are = f"cell {numbers} is" if len(broken) == 1 else f"cells {numbers} are"
    return (f"{are} broken in the file and left out; the others were marked",)


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
    """(what the marker reads of a notebook, the numbers of broken cells); (None, []) for none."""
    if not isinstance(plain, dict) or plain.get("nbformat") != 4:
        return None, []
    metadata, cells = plain.get("metadata"), plain.get("cells")
    metadata = {} if metadata is None else metadata
    if not isinstance(metadata, dict) or not isinstance(cells, list):
        return None, []
    read = [_kept_cell(cell) for cell in cells[: MAX_CELLS + 1]]
    broken = [n for n, cell in enumerate(read, 1) if cell is None]
    if read and len(broken) == len(read):
        return None, []
    ours, kept = metadata.get("foursteps"), {}
    if isinstance(ours, dict) and isinstance(ours.get("set"), str):
        kept["set"] = ours["set"]
    if isinstance(ours, dict) and isinstance(ours.get("seed"), str):
        kept["seed"] = ours["seed"]
    if isinstance(ours, dict) and isinstance(ours.get("answers"), dict):
        kept["answers"] = {k: v for k, v in ours["answers"].items() if isinstance(v, str)}
    cells = [cell for cell in read if cell is not None]
    return {"nbformat": 4, "metadata": {"foursteps": kept} if kept else {}, "cells": cells}, broken


def _kept_cell(cell):
    """What the marker reads of a cell; None if it is none."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return None
    source, metadata = cell.get("source"), cell.get("metadata")
    metadata = {} if metadata is None else metadata
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
