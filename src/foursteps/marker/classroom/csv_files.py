"""The marker's CSV files: written in one step, readable by spreadsheets, running nothing."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from foursteps.ground import atomic_files
from foursteps.ground.plain_text import readable

LONGEST = 131_072  # characters of a cell; longer is a quotation mark left open
# A spreadsheet takes a cell that begins so for a formula (the wide forms in East Asian locales).
FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")
# Where a country's spreadsheets split at semicolons, quotes do not hold ours together, and a
# cell begins in the middle. Lists of lines (`- one`) are no formulas.
_INNER = r"(?:[=+@|%＝＋－＠]|-(?! ))"
_GAP = r"([;\t\r\n]\s*+)"  # taken whole, so that long ones take no time
_SPLIT = re.compile(rf"{_GAP}('*+{_INNER})?")
_JOINED = re.compile(rf"{_GAP}(?:'('*+{_INNER}))?")
_SEPARATOR = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
# What a cell can hold; None is an empty one.
Cell = str | float | bool | None


class TableError(RuntimeError):
    """A CSV file that cannot be read; names file, row and column."""


def safe(value: Cell) -> str:
    """A cell's text that no spreadsheet runs: an apostrophe goes before what begins a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    text = readable(str(value)).replace("\0", "")
    if text == "-":  # Moodle's own word for "never", which its import reads again
        return text
    # An apostrophe of the text's own is doubled, so that `plain` gives back what was there.
    risky = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) or text.startswith("'")
    text = _SPLIT.sub(lambda found: found[1] + ("'" + found[2] if found[2] else ""), text)
    return "'" + text if risky else text


def plain(text: str) -> str:
    """The text that `safe` escaped; one with an apostrophe that a person typed stays as it is."""
    joined = _JOINED.sub(r"\1\2", text.removeprefix("'"))
    return joined if safe(joined) == text else text


def number(value: float) -> str:
    """A number as text: at most four decimals, no zeros behind."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """The CSV text of a header and rows: UTF-8, `\\n`, every cell safe."""
    out = io.StringIO(newline="\n")
    # With this end a cell that holds only a carriage return is quoted too.
    ended = SimpleNamespace(write=lambda line: out.write(line.removesuffix("\r\n") + "\n"))
    writer = csv.writer(ended, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue()


def write(path: Path | str, header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> None:
    """Write a CSV file in one step, for its owner alone."""
    atomic_files.write(path, text(header, rows), atomic_files.PRIVATE)


def read(path: Path | str, known: Iterable[str] = ()) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of a CSV file, in UTF-8 or UTF-16, of commas, semicolons or tabs.

    known: names of columns by which the separator is told: titles of other columns may hold more
    commas than the line has semicolons. Raises TableError.
    """
    try:
        data = Path(path).read_bytes()
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's "Unicode text"
        content = data.decode("utf-16" if wide else "utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise TableError(f"{path}: no such file") from None
    except UnicodeDecodeError:
        raise TableError(f"{path}: not UTF-8; export it again, or save it as CSV UTF-8") from None
    told = _SEPARATOR.match(content)  # Excel's own first line
    content = content[told.end() :] if told else content
    marks = [told[1]] if told else sorted(",;\t", key=lambda mark: _fit(content, mark, known))[::-1]
    rows = _rows(path, content, marks[0])
    if not rows:
        raise TableError(f"{path}: an empty file; export the roster again")
    return rows[0], rows[1:]


def _fit(content: str, mark: str, known: Iterable[str]) -> tuple[int, int]:
    """How well a separator fits: known names in the header, then how often it stands in it."""
    try:
        header = next(csv.reader(io.StringIO(content[:LONGEST], newline=""), delimiter=mark), [])
    except csv.Error:
        return 0, 0
    return len({cell.strip() for cell in header} & set(known)), len(header)


def _rows(path: Path | str, content: str, mark: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
    before = csv.field_size_limit(LONGEST)  # of the whole process: other libraries raise it
    try:
        return [row for row in reader if row]
    except csv.Error as error:
        # Without this a quotation mark left open would swallow the rows below it.
        raise TableError(
            f"{path}, up to line {reader.line_num}: no sound CSV ({error}). Look for a quotation"
            " mark left open, or export it again"
        ) from None
    finally:
        csv.field_size_limit(before)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 file`, `2 files`."""
    return f"{number} {one if number == 1 else many}"
