"""Read `data/recipes/<table>.py`: what a table is (`TABLE`) and how it is made (`build(raw)`).

`TABLE` is a dict with the keys of `REQUIRED` and, where they apply, those of `OPTIONAL`:

* `raw`: paths of the publisher's files below the raw folder; `download`: for `access="direct"`
  the address of the file (with several raw files a dict, raw path → address), for
  `access="manual"` in words which file to take and what to call it; `url` is the page to open.
  A compiled table may leave `url` out: it is ours, so the project's own address stands there.
* `verified`: whether the download address was ever requested by us.
* `raw_columns`: raw path → columns the recipe reads from that CSV file; a file without them is
  refused by name before the recipe runs.
* `raw_sha256`: raw path → checksum, only for an address that names one fixed version: a download
  with another checksum is refused. (The checksum of the file each table was made from is recorded
  in `datapackage.json` by itself.)
* `known_nulls`: column → why cells are empty. Exactly these columns hold empty cells.
* `licence_note`: added to the licence wherever it is shown.

`build(raw)` gets the folder as a `pathlib.Path` and returns a DataFrame with exactly the columns
of `fields`; rows are sorted by primary key here. A compiled table has no `build`: its CSV is the
original. Files whose name begins with `_` are no recipes; recipes may import them.
"""

import difflib
import importlib.util
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foursteps.book.data import licences

REQUIRED = ("title", "description", "publisher", "url", "licence", "reuse", "vintage", "retrieved")
REQUIRED += ("access", "fields", "primary_key")
OPTIONAL = ("raw", "download", "verified", "raw_columns", "raw_sha256", "known_nulls", "quirks")
OPTIONAL += ("licence_note", "licences")
TYPES = ("string", "integer", "number", "boolean", "date")
ACCESS = ("direct", "manual", "compiled")
FIELD_KEYS = ("name", "type", "description", "unit", "constraints", "title", "format")


class RecipeError(ValueError):
    """A recipe cannot be read or does not say what it must; names file, key and remedy."""


@dataclass(frozen=True)
class Recipe:
    """One recipe: the table's `name`, its `path`, the `TABLE` dict and `build` (or None)."""

    name: str
    path: Path
    table: dict
    build: Callable | None

    @property
    def raw(self):
        """Paths of the publisher's files below the raw folder."""
        return self.table["raw"]

    @property
    def access(self):
        """`direct`, `manual` or `compiled`."""
        return self.table["access"]

    def addresses(self):
        """Raw path → address of each file that can be downloaded (empty unless direct)."""
        if self.access != "direct":
            return {}
        download = self.table["download"]
        return download if isinstance(download, dict) else {self.raw[0]: download}

    def missing(self, raw):
        """The raw paths that are not in folder `raw` (all of them if `raw` is None)."""
        return [path for path in self.raw if raw is None or not (Path(raw) / path).is_file()]


def recipe_files(folder):
    """The recipe files in `folder`, sorted by name."""
    return sorted(path for path in Path(folder).glob("*.py") if not path.name.startswith("_"))


def read_recipe(path):
    """Read and check one recipe file. Raises `RecipeError`."""
    path = Path(path)
    module = _import(path)
    table = getattr(module, "TABLE", None)
    if not isinstance(table, dict):
        raise RecipeError(f"{path.name}: no TABLE; a recipe begins with TABLE = dict(title=…, …).")
    table = {"raw": [], "known_nulls": {}, "quirks": [], "verified": False, **table}
    table["fields"] = [dict(field) for field in table.get("fields", [])]
    if table.get("access") == "compiled":
        table.setdefault("url", _repository(path.resolve().parents[2] / "pyproject.toml"))
    recipe = Recipe(path.stem, path, table, getattr(module, "build", None))
    problems = list(_problems(recipe))
    if problems:
        raise RecipeError("\n".join(f"{path.name}: {problem}" for problem in problems))
    table["fields"] += licences.extra_fields(table)
    return recipe


def _repository(pyproject):
    # The address is written once, in pyproject.toml; a folder without one has no address.
    if not pyproject.is_file():
        return ""
    facts = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    return facts.get("project", {}).get("urls", {}).get("Repository", "")


def _import(path):
    # Recipes share helpers in _*.py beside them; they are forgotten again, so that two
    # projects read in one process (the tests do) never see each other's.
    before = set(sys.modules)
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(f"foursteps_recipe_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    except Exception as error:
        raise RecipeError(
            f"{path.name}: cannot be read ({type(error).__name__}: {error})."
        ) from error
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).parent == path.parent:
                del sys.modules[name]


def _problems(recipe):
    table = recipe.table
    for key in REQUIRED:
        if not table.get(key):
            yield f"TABLE has no {key!r}."
    for key in set(table) - {*REQUIRED, *OPTIONAL}:
        near = difflib.get_close_matches(key, [*REQUIRED, *OPTIONAL], n=1)
        yield f"TABLE has an unknown key {key!r}" + (
            f"; did you mean {near[0]!r}?" if near else "."
        )
    yield from _field_problems(table)
    yield from _access_problems(recipe)
    yield from licences.problems(table)


def _field_problems(table):
    names = [field.get("name") for field in table["fields"]]
    for field in table["fields"]:
        if field.get("type") not in TYPES:
            yield f"field {field.get('name')!r} has type {field.get('type')!r}; one of {TYPES}."
        if not field.get("description"):
            yield f"field {field.get('name')!r} has no description."
        for key in set(field) - set(FIELD_KEYS):
            yield f"field {field.get('name')!r} has an unknown key {key!r}; known: {FIELD_KEYS}."
    for name in sorted({n for n in names if names.count(n) > 1}, key=str):
        yield f"field {name!r} is listed twice."
    for key in ("primary_key", "known_nulls"):
        for name in table.get(key) or ():
            if name not in names:
                yield f"{key} names {name!r}, which is no field."
    for name in set(table.get("primary_key") or ()) & set(table["known_nulls"]):
        yield f"{name!r} is in the primary key, so it cannot be in known_nulls."


def _access_problems(recipe):
    table, access = recipe.table, recipe.table.get("access")
    if access not in ACCESS:
        yield f"access is {access!r}; one of {ACCESS}."
        return
    if access == "compiled":
        if recipe.build:
            yield "a compiled table has no build(): its CSV in data/ is the original."
        return
    if not callable(recipe.build):
        yield "no build(raw) function."
    if not table["raw"] or isinstance(table["raw"], str):
        yield "raw must list the publisher's files it reads."
        return
    download = table.get("download")
    if not download:
        yield "no download: the file's address (direct), or in words which file to take (manual)."
    elif access == "direct":
        addresses = download if isinstance(download, dict) else {table["raw"][0]: download}
        if set(addresses) != set(table["raw"]):
            yield "download must be a dict with one address for each path in raw."
        for address in addresses.values():
            if not str(address).startswith(("https://", "http://127.0.0.1")):
                yield f"download address {address!r} does not begin with https://."
    for key in ("raw_columns", "raw_sha256"):
        for path in table.get(key, {}):
            if path not in table["raw"]:
                yield f"{key} names {path!r}, which is not in raw."
