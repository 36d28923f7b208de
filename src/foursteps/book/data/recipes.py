"""Read `data/recipes/<table>.yml`, what a table is, and `<table>.py`, how it is built.

The keys of the facts are those of `TableFacts`, the keys of a field those of `FieldFacts`; a value
is read as it stands (`no` and `2026-11` are text) and made what its key says. A field may be its
description alone (`owner: Who owns it`: text); one that says `like: NAME` takes the facts of that
name in `_fields.yml`, before which its own go.

`build(raw, recipe)` gets the folder of the publisher's files as a `pathlib.Path` and the `Recipe`;
it returns a DataFrame with exactly the columns of `fields`; rows are sorted by primary key here. A
compiled table has no `build`: its CSV is the original. Files whose name begins with `_` are no
recipes; recipes may import them.
"""

import importlib.util
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    field_validator,
)

from foursteps.book.data import licences
from foursteps.ground.near_names import near

SHARED = "_fields.yml"
# Words of a description: what stands before the table on its page. The rest is a quirk.
SHORT = 60

Text = Annotated[str, Field(min_length=1)]


class RecipeError(ValueError):
    """A recipe cannot be read or does not say what it must; names file, key and remedy."""


def _columns(raw):
    paths = isinstance(raw, list) and all(isinstance(path, str) for path in raw)
    return {path: [] for path in raw} if paths else raw


class FieldFacts(BaseModel, extra="forbid"):
    """One column. All below `unit` limit its values, in the words of the Table Schema standard.

    A column must have a value in every row unless `known_nulls` lists it.
    """

    type: Literal["string", "integer", "number", "boolean", "date"] = "string"
    description: Text
    unit: Text | None = None
    unique: bool | None = None
    enum: list[str | int] | None = None
    pattern: Text | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    maxLength: int | None = None

    @field_validator("enum")
    @classmethod
    def _of_its_type(cls, values, info):
        return [int(v) for v in values] if info.data.get("type") == "integer" else values

    def entry(self, name: str, required: bool) -> dict:
        """The field as the descriptor and the check of the rows take it."""
        facts = self.model_dump(exclude_none=True)
        about = {key: facts.pop(key, None) for key in ("type", "description", "unit")}
        rules = {"required": True} if required else {}
        return {"name": name, **about, "constraints": rules | facts}


class Picture(BaseModel, extra="forbid"):
    """The one chart at the head of a table's page: which columns it draws, and what it shows."""

    kind: Literal["line", "step", "bar", "stacked", "dots"]
    # Of one alone the rows are counted.
    x: Text | None = None
    y: Text | None = None
    colour: Text | None = None
    # A finding that the picture shows, or a question that it answers.
    title: Text
    # Column → its value, or values, in the rows that are drawn.
    where: dict[str, Text | list[Text]] = {}
    # What is drawn of rows that share everything but the number.
    summary: Literal["sum", "mean", "median", "largest"] | None = None
    log: list[Literal["x", "y"]] = []
    # So many bars, the longest.
    largest: Annotated[int, Field(ge=2, le=40)] | None = None
    # In place of the column's description and unit.
    x_title: Text | None = None
    y_title: Text | None = None


class NoPicture(BaseModel, extra="forbid"):
    """Why a table has no picture, in a sentence that its page shows."""

    none: Text


def _drawn_or_not(raw):
    none = isinstance(raw, NoPicture) or (isinstance(raw, dict) and "none" in raw)
    return "none" if none else "drawn"


class TableFacts(BaseModel, extra="forbid"):
    """What is known of a table. Those of a compiled one may leave `url` out: the project's."""

    title: Text
    description: Text
    publisher: Text
    # The page to open.
    url: Text
    licence: Text
    reuse: Literal[licences.REUSE]
    # Added to the licence wherever it is shown.
    licence_note: Text | None = None
    vintage: Text
    retrieved: Text
    access: Literal["direct", "manual", "compiled"]
    # Path of each publisher's file below the raw folder → the columns that are read from it; a CSV
    # file without them is refused by name. A list of paths: files that are no tables.
    raw: Annotated[dict[str, list[str]], BeforeValidator(_columns)] = {}
    # Path → checksum, only for an address that names one fixed version: a download with another
    # is refused. (That of the file each table was made from is kept in `datapackage.json`.)
    raw_sha256: dict[str, str] = {}
    # direct: the file's address (of several files a mapping, path → address); manual: in words
    # which file to take and what to call it.
    download: Text | dict[str, Text] | None = None
    # Whether the address was ever requested by us.
    verified: bool = False
    primary_key: Annotated[list[str], Field(min_length=1)]
    fields: Annotated[dict[str, FieldFacts], Field(min_length=1)]
    # Column → why cells are empty. Exactly these columns hold empty cells.
    known_nulls: dict[str, Text] = {}
    # What to mind when the table is used, a line each.
    quirks: list[Text] = []
    picture: Annotated[
        Annotated[Picture, Tag("drawn")] | Annotated[NoPicture, Tag("none")],
        Discriminator(_drawn_or_not),
    ]

    def table(self) -> dict:
        """The facts as a dict with `fields` a list, `raw` the paths and `raw_columns` apart."""
        table = self.model_dump(exclude_none=True)
        table["picture"] = self.picture.model_dump(exclude_defaults=True)
        columns = {path: columns for path, columns in self.raw.items() if columns}
        fields = [f.entry(name, name not in self.known_nulls) for name, f in self.fields.items()]
        return table | {"raw": list(self.raw), "raw_columns": columns, "fields": fields}


@dataclass(frozen=True)
class Recipe:
    """One recipe: the table's `name`, the `path` of its facts, they as a dict, and `build`.

    `build` is None for a compiled table.
    """

    name: str
    path: Path
    table: dict
    build: Callable | None

    @property
    def code(self) -> Path:
        """The Python file that builds the table."""
        return self.path.with_suffix(".py")

    @property
    def raw(self) -> list[str]:
        """Paths of the publisher's files below the raw folder."""
        return self.table["raw"]

    @property
    def access(self) -> str:
        """`direct`, `manual` or `compiled`."""
        return self.table["access"]

    @property
    def columns(self) -> list[str]:
        """The names of the table's columns, in their order."""
        return [field["name"] for field in self.table["fields"]]

    @property
    def primary_key(self) -> list[str]:
        """The names of the columns that tell the rows apart."""
        return self.table["primary_key"]

    def addresses(self) -> dict[str, str]:
        """Raw path → address of each file that can be downloaded (empty unless direct)."""
        return _addresses(self.table) if self.access == "direct" else {}

    def missing(self, raw: Path | None) -> list[str]:
        """The raw paths that are not in folder `raw` (all of them if `raw` is None)."""
        return [path for path in self.raw if raw is None or not (Path(raw) / path).is_file()]


def recipe_files(folder: Path) -> list[Path]:
    """The recipes' facts in `folder`, sorted by name."""
    return sorted(path for path in Path(folder).glob("*.yml") if not path.name.startswith("_"))


def read_recipe(path: Path) -> Recipe:
    """Read and check one recipe by the path of its facts. Raises `RecipeError`."""
    path = Path(path)
    table = read_facts(path)
    code = path.with_suffix(".py")
    module = _import(code) if code.is_file() else None
    recipe = Recipe(path.stem, path, table, getattr(module, "build", None))
    if problems := list(_problems(recipe)):
        raise _refusal(path, problems)
    table["fields"] += licences.extra_fields(table)
    return recipe


def read_facts(path: Path) -> dict:
    """The facts of one table, with their defaults, as a dict. Raises `RecipeError`."""
    facts, shared = _yaml(path), path.parent / SHARED
    if facts.get("access") == "compiled":
        facts.setdefault("url", _repository(path.resolve().parents[2] / "pyproject.toml"))
    if isinstance(facts.get("fields"), dict):
        known = _yaml(shared) if shared.is_file() else {}
        facts["fields"] = {n: _whole(path, n, f, known) for n, f in facts["fields"].items()}
    try:
        return TableFacts.model_validate(facts).table()
    except ValidationError as error:
        told = dict.fromkeys(_told(fault) for fault in error.errors())
        raise _refusal(path, told) from None


def _refusal(path, problems):
    return RecipeError("\n".join(f"{path.name}: {problem}" for problem in problems))


# Read by the C library where PyYAML was built with it: ten times as fast.
class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
    """Every value as the text that stands there; a key that stands twice is refused."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                said = f"{key.value!r} stands twice"
                raise yaml.MarkedYAMLError(problem=said, problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _yaml(path):
    """The mapping in a YAML file. Raises `RecipeError`."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise _refusal(path, [f"{where}{error.problem}."]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refusal(path, [f"cannot be read ({error})."]) from None
    if not isinstance(found, dict):
        raise _refusal(path, ["no facts; a recipe begins with `title: …`."])
    return found


def _whole(path, name, own, known):
    """A field's facts with those of the shared definition that it is `like`."""
    if isinstance(own, str):
        return {"description": own}
    if not isinstance(own, dict) or "like" not in own:
        return own
    like = str(own["like"])
    if not isinstance(known.get(like), dict):
        hint = _near(like, known)
        raise _refusal(path, [f"field {name!r} is like {like!r}, no definition in {SHARED}{hint}"])
    own = {key: value for key, value in own.items() if key != "like"}
    return {**known[like], **own}


def _near(word, known):
    found = near(str(word), known, most=1)
    return f"; did you mean {found[0]!r}?" if found else "."


def _told(fault):
    """A fault that pydantic found, in a sentence that names field and key."""
    model, place, (key, *inside) = TableFacts, "", fault["loc"]
    if key == "fields" and inside:
        model, place, key = FieldFacts, f"field {inside[0]!r}: ", (*inside, "it")[1]
    if key == "picture" and inside:
        model = NoPicture if inside[0] == "none" else Picture
        place, key = "picture: ", (*inside, "it")[1]
    match fault["type"]:
        case "missing":
            return f"{place}no {key!r}."
        case "extra_forbidden":
            return f"{place}unknown key {key!r}{_near(key, model.model_fields)}"
        case "string_too_short" | "too_short":
            return f"{place}{key!r} is empty."
        case "literal_error":
            return f"{place}{key} is {fault['input']!r}; one of {fault['ctx']['expected']}."
        case "dict_type" | "model_type":
            expected = "lines of `key: value`"
        case _:
            expected = fault["msg"].removeprefix("Input should be ")
            if key == "picture":
                expected += " (`none: why there is no picture`, or kind, x, y, title)"
    return f"{place}{key} is {fault['input']!r}; expected {expected}."


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
        raise _refusal(path, [f"cannot be read ({type(error).__name__}: {error})."]) from error
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).parent == path.parent:
                del sys.modules[name]


def _problems(recipe: Recipe) -> Iterator[str]:
    """What the facts say against each other."""
    table = recipe.table
    for key in ("primary_key", "known_nulls"):
        for name in table[key]:
            if name not in recipe.columns:
                yield f"{key} names {name!r}, which is no field{_near(name, recipe.columns)}"
    for name in set(table["primary_key"]) & set(table["known_nulls"]):
        yield f"{name!r} is in the primary key, so it cannot be in known_nulls."
    yield from _page_problems(recipe)
    if recipe.access == "compiled":
        if recipe.code.is_file():
            yield f"a compiled table has no {recipe.code.name}: its CSV in data/ is the original."
    else:
        yield from _access_problems(recipe)
    yield from licences.problems(table)


def _page_problems(recipe):
    """What its page would show wrongly: too long a description, a picture of no column."""
    count = len(recipe.table["description"].split())
    if count > SHORT:
        yield f"description has {count} words; at most {SHORT}: say the rest under quirks."
    picture = recipe.table["picture"]
    named = {key: picture.get(key) for key in ("x", "y", "colour")}
    for key, name in [*named.items(), *(("where", name) for name in picture.get("where", {}))]:
        if name and name not in recipe.columns:
            near = _near(name, recipe.columns)
            yield f"picture: {key} names {name!r}, which is no field{near}"
    types = {field["name"]: field["type"] for field in recipe.table["fields"]}
    drawn = [types.get(picture.get(key)) for key in ("x", "y")]
    if "none" not in picture and not any(drawn):
        yield "picture: no 'x' and no 'y'."
    elif all(drawn) and picture["kind"] != "dots" and not {"integer", "number"} & set(drawn):
        yield "picture: neither x nor y is a number; leave one out to count the rows."


def _access_problems(recipe):
    table = recipe.table
    if not callable(recipe.build):
        yield f"no build(raw, recipe) function: {recipe.code.name} makes the table with it."
    if not recipe.raw:
        yield "raw must list the publisher's files it reads."
        return
    if not table.get("download"):
        yield "no download: the file's address (direct), or in words which file to take (manual)."
    elif recipe.access == "direct":
        addresses = _addresses(table)
        if set(addresses) != set(recipe.raw):
            yield "download must be a mapping with one address for each path in raw."
        for address in addresses.values():
            if not address.startswith(("https://", "http://127.0.0.1")):
                yield f"download address {address!r} does not begin with https://."
    for path in table["raw_sha256"]:
        if path not in recipe.raw:
            yield f"raw_sha256 names {path!r}, which is not in raw."


def _addresses(table):
    download = table["download"]
    return download if isinstance(download, dict) else {table["raw"][0]: download}
