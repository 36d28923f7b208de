"""Rebuild tables from the publishers' files; all that passes is moved into place at the end."""

import csv
import hashlib
import json
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from foursteps.book.data import cells, descriptor, licences, schema
from foursteps.book.data.diff import difference
from foursteps.book.data.recipes import RecipeError, read_recipe, recipe_files
from foursteps.ground.atomic_files import replace_all
from foursteps.ground.table_use import used_by


class RawFileError(ValueError):
    """A publisher's file has not the columns that the recipe reads."""


@dataclass
class Result:
    """What a build did: `lines` per table to print, `failed` (table → message), `contents`."""

    lines: list = field(default_factory=list)
    failed: dict = field(default_factory=dict)
    contents: dict = field(default_factory=dict)
    package: dict = field(default_factory=dict)


def read_recipes(project, failed):
    """All recipes of the project; those that cannot be read go to `failed` (name → message)."""
    recipes = []
    for path in recipe_files(project.recipes):
        try:
            recipes.append(read_recipe(path))
        except RecipeError as error:
            failed[path.stem] = str(error)
    for path in sorted(project.recipes.glob("[!_]*.py")):
        if not path.with_suffix(".yml").is_file():
            failed[path.stem] = (
                f"{project.shown(path)} has no facts: write {path.stem}.yml beside it or delete it."
            )
    for path in sorted(project.data.glob("*.csv")):
        if not (project.recipes / f"{path.stem}.yml").is_file():
            failed[path.stem] = (
                f"data/{path.name} has no recipe: write data/recipes/{path.stem}.yml or delete it."
            )
    return recipes


def build(project, raw=None, only=(), failed=None, step=lambda name: None):
    """Build what can be built; nothing is written (that is `write`).

    `raw` is the folder of publishers' files (None: only validate and describe what is there),
    `only` the tables to rebuild (empty: all), `failed` tables that must be left as they are
    (name → message, from the download), `step` is called with each table's name.
    Returns a `Result`.
    """
    result = Result(failed=dict(failed or {}))
    old = _old_resources(project)
    resources = []
    for recipe in read_recipes(project, result.failed):
        step(recipe.name)
        wanted = recipe.access != "compiled" and (not only or recipe.name in only)
        try:
            if recipe.name in result.failed:
                wanted = False
            missing = recipe.missing(raw) if wanted and raw is not None else []
            entry, lines = _table(project, recipe, raw, wanted and not missing, old, result)
            if missing:
                lines = [f"{recipe.name}: left alone, not in {raw}: {', '.join(missing)}"]
            if not only or recipe.name in only:
                result.lines += lines
            if entry:
                resources.append(entry)
        except Exception as error:  # noqa: BLE001  (a recipe may raise anything; the rest goes on)
            result.failed[recipe.name] = _told(error, recipe, project)
    described = {entry["name"] for entry in resources}
    # A table that failed keeps its old file, so it keeps its old description.
    resources += [
        entry
        for name, entry in old.items()
        if name in result.failed and name not in described and project.csv(name).is_file()
    ]
    resources = descriptor.with_usage(resources, used_by(project))
    result.package = descriptor.package(project, resources)
    result.contents[project.descriptor] = descriptor.text(result.package).encode()
    result.contents[project.licences] = licences.page(result.package).encode()
    return result


def write(project, result):
    """Move all that was built into place at once. Files that do not change are not touched."""
    changed = {
        path: content
        for path, content in result.contents.items()
        if not path.is_file() or path.read_bytes() != content
    }
    replace_all(changed)
    return [str(project.shown(path)) for path in changed]


def raw_checksums(project):
    """Raw path → sha256 of the publisher's file that the present table was made from."""
    entries = _old_resources(project).values()
    return {path: s for entry in entries for path, s in entry.get("raw_sha256", {}).items()}


def _old_resources(project):
    if not project.descriptor.is_file():
        return {}
    package = json.loads(project.descriptor.read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in package["resources"]}


def _table(project, recipe, raw, rebuild, old, result):
    """Build or read one table and check it: its descriptor (or None) and lines to print."""
    path = project.csv(recipe.name)
    shown = str(project.shown(path))
    before = path.read_bytes() if path.is_file() else None
    if rebuild and raw is not None:
        rows = built_rows(recipe, raw, shown)
        content = cells.text(rows).encode()
        sums = {name: _sha256(Path(raw) / name) for name in recipe.raw}
        lines = difference(before and cells.rows(before), rows, recipe.primary_key).lines(
            recipe.name
        )
    elif before is None:
        return None, [f"{recipe.name}: not made yet; it needs {', '.join(recipe.raw) or shown}"]
    else:
        content, rows = before, _readable(before, shown)
        schema.check(rows, recipe.table, shown)
        was = old.get(recipe.name, {})
        sums = was.get("raw_sha256", {}) if was.get("raw") == recipe.raw else {}
        lines = [f"{recipe.name}: valid, {len(rows) - 1:,} rows"]
    if content != before:
        result.contents[path] = content
    return descriptor.resource(recipe, content, sums), lines


def built_rows(recipe, raw, shown=None):
    """Run one recipe on the files in folder `raw`: checked rows of strings, header first.

    Raises `RawFileError`, `cells.ColumnsError`, `schema.SchemaError`, or what the recipe raises.
    """
    raw = Path(raw)
    shown = shown or f"{recipe.name}.csv"
    for name, columns in recipe.table["raw_columns"].items():
        check_columns(raw / name, columns, name)
    frame = recipe.build(raw, recipe)
    if licences.in_column(recipe.table) and "licence" not in frame.columns:
        frame = frame.assign(licence=licences.short(recipe.table))
    if set(recipe.primary_key) <= set(frame.columns):
        frame = frame.sort_values(recipe.primary_key, kind="stable")
    rows = cells.cells(frame, recipe.table["fields"], f"data/recipes/{recipe.code.name}")
    schema.check(rows, recipe.table, shown)
    return rows


def check_columns(path, columns, shown):
    """Raise `RawFileError` if the CSV file `path` has not all `columns` in its first line."""
    found = header(path)
    missing = [column for column in columns if column not in found]
    if missing:
        raise RawFileError(
            f"{shown}: missing column{'s' * (len(missing) > 1)} {', '.join(map(repr, missing))}; "
            f"found {', '.join(map(repr, found[:12]))}{', …' * (len(found) > 12)}. "
            "Is it the right file? If the publisher renamed a column, change the recipe."
        )


def header(path):
    """The column names in the first line of a CSV file, whatever its encoding (a list)."""
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        return next(csv.reader(file), [])


def _readable(content, shown):
    try:
        return cells.rows(content)
    except UnicodeDecodeError as error:
        raise schema.SchemaError(
            shown, [schema.Problem(None, None, f"byte {error.start}", "UTF-8 text")]
        ) from None


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _told(error, recipe, project):
    """The message for a table that failed; a fault inside the recipe says its line."""
    if isinstance(error, (schema.SchemaError, cells.ColumnsError, RawFileError)):
        return str(error)
    lines = [
        f.lineno
        for f in traceback.extract_tb(error.__traceback__)
        if f.filename == str(recipe.code)
    ]
    where = f", line {lines[-1]}" if lines else ""
    return f"{project.shown(recipe.code)}{where}: {type(error).__name__}: {error}"
