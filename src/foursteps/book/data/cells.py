"""Turn a DataFrame into the cells of a CSV file, the same bytes on every platform."""

import csv
import datetime
import io
import numbers

import pandas as pd


class ColumnsError(ValueError):
    """A recipe's frame has not exactly the columns that its schema names."""


def cells(frame, fields, where):
    """The table as a list of rows of strings, header first, in the order of `fields`.

    A value that does not fit its type is written as it is: the schema check that follows
    refuses it by row and column. Raises `ColumnsError` (message begins with `where`) if columns
    are missing from `frame` or are too many.
    """
    names = [field["name"] for field in fields]
    missing = [name for name in names if name not in frame.columns]
    extra = [str(name) for name in frame.columns if name not in names]
    if missing or extra or len(frame.columns) != len(names):
        told = [f"missing column {name!r}" for name in missing]
        told += [f"extra column {name!r}" for name in extra] or ["a column twice"] * (not missing)
        raise ColumnsError(f"{where}: {', '.join(told)}; expected exactly {', '.join(names)}.")
    columns = [[_cell(v, field["type"]) for v in frame[field["name"]]] for field in fields]
    return [names, *map(list, zip(*columns, strict=True))]


def _cell(value, kind):
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if kind == "boolean" and str(value) in ("True", "False"):
        return str(value).lower()
    if kind == "integer" and isinstance(value, numbers.Real) and float(value).is_integer():
        return str(int(value))
    if kind == "number" and isinstance(value, numbers.Real) and not isinstance(value, bool):
        return repr(float(value))
    if kind == "date" and isinstance(value, datetime.date):
        midnight = not isinstance(value, datetime.datetime) or value == pd.Timestamp(value.date())
        return value.strftime("%Y-%m-%d") if midnight else value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def text(rows):
    """CSV text of `rows`: commas, minimal quotes, `\\n` line ends."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def rows(content):
    """The rows of a CSV file's bytes (UTF-8) as lists of strings, header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
