"""Text files of the book as other programs may have left them: what is wrong, and the cure.

Excel writes a byte order mark before "CSV UTF-8", and semicolons where lists are split at them;
some editors write the mark before a notebook; git leaves its conflict marks where two people
changed one place. Each would be found out much later, and called something else.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

BOM = b"\xef\xbb\xbf"
_CONFLICT = re.compile(rb"^(?:<{7} |>{7} |={7}\r?$)", re.MULTILINE)
_HALF = re.compile(rb"^<{7} ", re.MULTILINE)


def fault(path: str | Path) -> str:
    """What is wrong with a file, and what to do, as a sentence that names it; "" for nothing."""
    data = Path(path).read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"{path}: saved as UTF-16; save it as UTF-8."
    if data.startswith(BOM):
        return (
            f"{path}: saved with a byte order mark at its beginning (Excel's “CSV UTF-8” writes one,"
            " and so do some editors); save it as UTF-8 without, or take its first three bytes off"
            f" with: sed -i '1s/^\\xEF\\xBB\\xBF//' {path}"
        )
    conflict = _CONFLICT.search(data) if _HALF.search(data) else None
    if conflict:
        line = data.count(b"\n", 0, conflict.start()) + 1
        return (
            f"{path}, line {line}: conflict marks of git (<<<<<<<); choose one of the two versions"
            " there, and take the marks out."
        )
    if Path(path).suffix == ".csv":
        return _separator(path, data)
    return ""


def _separator(path, data):
    """That a table is split at semicolons or tabs."""
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if mark in header and len(next(csv.reader([header]), [])) == 1:
            return (
                f"{path}: its columns are split at {name}, as spreadsheets do in some countries; save"
                " it split at commas."
            )
    return ""


def faults(paths: Iterable[str | Path]) -> list[str]:
    """The faults of all these files."""
    return [told for path in sorted(map(Path, paths)) if (told := fault(path))]
