"""Read a table of the book's data package, typed, with its provenance.

A notebook says `load("notable_models")`. The table comes from the repository's `data/` when
the notebook runs in a checkout, else from the copy inside the installed package; the
environment variable `FOURSTEPS_DATA` names another folder. Nothing is read over the network.
"""

import json
import os
from functools import lru_cache
from pathlib import Path

import pandas as pd

from foursteps.ground.near_names import sentence

DESCRIPTOR = "datapackage.json"
DTYPES = {
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "string": "str",
    "date": "datetime64[us]",
}
PROVENANCE = ("name", "title", "publisher", "url", "licence", "vintage", "sha256")


class UnknownTableError(KeyError):
    """No table of that name; the message lists the near names."""

    def __str__(self):
        return self.args[0]


class DataPackageError(RuntimeError):
    """The data package, or a file it names, is not where it should be."""


def data_folder():
    """The folder that holds `datapackage.json` and the CSV files (a `pathlib.Path`).

    `FOURSTEPS_DATA` if set, else `data/` of the checkout this file lies in, else the copy in
    the installed package. Raises `DataPackageError` when none of them holds a data package.
    """
    override = os.environ.get("FOURSTEPS_DATA")
    if override:
        folders = [Path(override)]
    else:
        here = Path(__file__).resolve()
        # Only a `src` layout is a checkout: a stray `data/` near site-packages is not ours.
        checkout = [here.parents[2] / "data"] if here.parents[1].name == "src" else []
        folders = [*checkout, here.parent / "data"]
    for folder in folders:
        if (folder / DESCRIPTOR).is_file():
            return folder
    looked = ", ".join(str(folder) for folder in folders)
    cause = "the folder FOURSTEPS_DATA names" if override else "the installed package"
    raise DataPackageError(
        f"No {DESCRIPTOR} found (looked in {looked}). Check {cause}; "
        "in a checkout, `foursteps data build` writes it."
    )


def package():
    """The descriptor of the data package as a dict (a fresh copy at each change of the file)."""
    path = data_folder() / DESCRIPTOR
    return json.loads(_text(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _text(path, _changed):
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def _descriptors(path, changed):
    """The descriptor of each table as JSON text: reading one costs a fiftieth of the package."""
    resources = json.loads(_text(path, changed))["resources"]
    return {resource["name"]: json.dumps(resource) for resource in resources}


def names():
    """The names of all tables, sorted."""
    return sorted(resource["name"] for resource in package()["resources"])


def describe(name):
    """The descriptor (a fresh dict) of one table: title, licence, fields, known nulls, quirks, ….

    Raises `UnknownTableError`, with the near names, when there is no such table.
    """
    path = data_folder() / DESCRIPTOR
    texts = _descriptors(path, path.stat().st_mtime_ns)
    if name not in texts:
        raise UnknownTableError(_unknown(name, sorted(texts)))
    return json.loads(texts[name])


def _unknown(name, known):
    told = sentence(str(name).lower().removesuffix(".csv"), known, "tables")
    return f"No table {name!r}. {told} `foursteps data list` has all."


def load(name):
    """Return table `name` as a `pandas.DataFrame`, one typed column per field of its schema.

    integer → Int64, number → float64, boolean → boolean, string → str, date → datetime64;
    only an empty cell is missing (so "NA" is text). Units stand in `describe(name)` and on the
    table's data page. `.attrs` is a flat dict of strings: name, title, publisher, url, licence,
    vintage, sha256.

    Raises `UnknownTableError` (a `KeyError`) for a name that is not in the package, listing the
    near ones, and `DataPackageError` when the package or the table's file is missing or when the
    file does not fit its schema.
    """
    resource = describe(name)
    path = data_folder() / resource["path"]
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    dates = [column for column, kind in types.items() if kind == "date"]
    dtypes = {c: DTYPES[kind] if kind != "date" else "str" for c, kind in types.items()}
    try:
        frame = pd.read_csv(
            path, dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8"
        )
        for column in dates:
            # Parsed here, strictly: read_csv would leave an unreadable date as text.
            frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d").astype(DTYPES["date"])
        frame = frame[list(types)]
    except FileNotFoundError:
        raise DataPackageError(
            f"Table {name!r} is in {DESCRIPTOR} but its file {path} is missing; "
            f"`foursteps data build {name}` writes it."
        ) from None
    except (ValueError, TypeError, KeyError) as error:
        raise DataPackageError(
            f"Table {name!r}: {path} does not fit its schema ({str(error).splitlines()[0]}); "
            "`foursteps data check` says where."
        ) from error
    facts = {**resource, "sha256": resource.get("hash", "").removeprefix("sha256:")}
    frame.attrs = {key: str(facts.get(key) or "") for key in PROVENANCE}
    return frame
