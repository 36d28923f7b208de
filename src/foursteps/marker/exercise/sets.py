"""An exercise set: the paper and its scheme, found by name, with a fingerprint of what counts."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from foursteps import tables
from foursteps.ground import near_names, table_use
from foursteps.marker.exercise import paper as papers
from foursteps.marker.exercise import scheme as schemes
from foursteps.marker.exercise import variants

FOLDER = "exercises"
# Code of the package that decides a mark: what notebooks import, what runs them, what reads,
# compares and judges their answers. A test holds that nothing these import is forgotten.
DECIDES = (
    *("__init__.py", "claims.py", "publishing.py", "tables.py", "charts/*.py", "judging/*.py"),
    *("ground/notebook_file.py", "ground/number_marks.py", "ground/parameters_cell.py"),
    "ground/plain_text.py",
    *("ground/quick_imports.py", "ground/vega_lite.py"),
    *("marker/exercise/*.py", "marker/sandbox/*.py"),
    *("marker/classroom/records.py", "marker/classroom/running.py", "marker/classroom/seeds.py"),
    *("marker/classroom/file_names.py", "marker/classroom/given_again.py"),
    *("marker/classroom/submissions.py", "marker/classroom/time_limit.py"),
)


class SetError(RuntimeError):
    """No such exercise set; the message lists the near names."""


@dataclass(frozen=True)
class ExerciseSet:
    """A paper with its scheme, checked against each other; as it is, or one of its variants.

    seed: that of the variant, "" for the paper's own values.
    """

    paper: papers.Paper
    scheme: schemes.Scheme
    seed: str = ""

    @property
    def name(self) -> str:
        """The set's name, such as `1-security-dilemma`."""
        return self.scheme.name

    def variant(self, seed: str) -> "ExerciseSet":
        """The set as it is asked with another seed; itself for "" . Raises SetError, SeedError."""
        if not seed:
            return self
        if not self.scheme.parameters:
            raise SetError(
                f"The set {self.name!r} has no parameters, so it has no variants: leave the seed out"
            )
        values = variants.drawn(self.name, self.scheme.variants, seed)
        return ExerciseSet(self.paper.at(values, seed), self.scheme.at(values), seed)

    def released(self) -> papers.Notebook:
        """The students' notebook."""
        return papers.release(self.paper, self.scheme, self.seed)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what decides a mark, students' work aside, and of nothing else.

        The paper, the scheme, the tables that the paper and the scheme load, the code that runs,
        compares and judges, and the versions of Python and of the libraries that compute.
        """
        digest = hashlib.sha256()
        for name, content in self._deciding():
            digest.update(name.encode() + b"\0" + content + b"\0")
        return digest.hexdigest()

    def _deciding(self) -> Iterator[tuple[str, bytes]]:
        """(name, content) of everything in the fingerprint."""
        yield "paper", self.paper.path.read_bytes()
        yield "scheme", self.scheme.path.read_bytes()
        # Of the file all variants are made; which one it is, its values say.
        yield "parameters", json.dumps(self.paper.parameters).encode()
        for table in self._tables():
            about = tables.describe(table)
            yield f"schema of {table}", json.dumps(about["schema"], sort_keys=True).encode()
            yield f"table {table}", (tables.data_folder() / about["path"]).read_bytes()
        package = Path(__file__).parents[2]
        for path in sorted(path for pattern in DECIDES for path in package.glob(pattern)):
            yield path.relative_to(package).as_posix(), path.read_bytes()
        yield "versions", _versions().encode()

    def _tables(self) -> list[str]:
        """The tables of the package that a mark may depend on, sorted.

        All of them where some code loads a table whose name is not written out.
        """
        sources = [*self.paper.code(), *_codes(self.scheme)]
        if any(table_use.loads_unnamed(source) for source in sources):
            return tables.names()
        loaded = set().union(*map(table_use.loaded_tables, sources))
        return sorted(loaded & set(tables.names()))


def _codes(scheme: schemes.Scheme) -> list[str]:
    """The code of a scheme's misconceptions and alternatives."""
    return [
        *(slip.code for question in scheme.auto for slip in question.misconceptions),
        *(route.code for question in scheme.auto for route in question.alternatives),
    ]


def _versions() -> str:
    import platform
    from importlib.metadata import version

    names = ("altair", "numpy", "pandas", "scipy", "statsmodels", "networkx")
    return " ".join([platform.python_version(), *(f"{name} {version(name)}" for name in names)])


def names(folder: Path | str = FOLDER) -> list[str]:
    """The names of the sets in `folder`, in reading order."""
    return sorted(path.stem for path in Path(folder).glob("*.yml"))


def path_of(name: Path | str, folder: Path | str = FOLDER) -> Path:
    """The path without suffix of the set called `name`, or at that path. Raises SetError."""
    given = Path(str(name).removesuffix(".ipynb").removesuffix(".yml"))
    for path in (Path(folder) / given, given):
        if path.with_name(path.name + ".yml").is_file():
            return path
    if names(folder):
        hint = near_names.sentence(given.name, names(folder), "sets")
    else:
        hint = f"There is no folder {folder}/ here: run the command in the project's folder."
    raise SetError(
        f"No exercise set {str(name)!r}: neither {folder}/{given}.yml nor {given}.yml exists. {hint}"
    )


def read(name: Path | str, folder: Path | str = FOLDER) -> ExerciseSet:
    """The ExerciseSet called `name`. Raises SetError, SchemeError or PaperError."""
    path = path_of(name, folder)
    scheme = schemes.read(path.with_name(path.name + ".yml"))
    paper = papers.read(path.with_name(path.name + ".ipynb"), scheme)
    return ExerciseSet(paper, scheme.at(paper.parameters) if scheme.parameters else scheme)
