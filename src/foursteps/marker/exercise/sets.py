"""An exercise set: the paper and its scheme, found by name, with a fingerprint of what counts."""

import difflib
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from foursteps.marker.exercise import paper as papers
from foursteps.marker.exercise import scheme as schemes

FOLDER = "exercises"


class SetError(RuntimeError):
    """No such exercise set; the message lists the near names."""


@dataclass(frozen=True)
class ExerciseSet:
    """A paper with its scheme, checked against each other."""

    paper: papers.Paper
    scheme: schemes.Scheme

    @property
    def name(self):
        """The set's name, such as `1-security-dilemma`."""
        return self.scheme.name

    @cached_property
    def fingerprint(self):
        """A hash of everything that a mark depends on, students' work aside.

        The paper, the scheme, every table of the data package, the marker's own code and the
        versions of the libraries that compute.
        """
        digest = hashlib.sha256()
        for path in (self.paper.path, self.scheme.path, *_tables(), *_code()):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        digest.update(_versions().encode())
        return digest.hexdigest()


def _tables():
    from foursteps import tables

    folder = tables.data_folder()
    return [folder / tables.DESCRIPTOR, *sorted(folder.glob("*.csv"))]


def _code():
    package = Path(__file__).parents[2]
    return sorted(path for wing in ("judging", "marker") for path in (package / wing).rglob("*.py"))


def _versions():
    import platform
    from importlib.metadata import version

    names = ("altair", "numpy", "pandas", "scipy", "statsmodels", "networkx")
    return " ".join([platform.python_version(), *(f"{name} {version(name)}" for name in names)])


def names(folder=FOLDER):
    """The names of the sets in `folder`, in reading order."""
    return sorted(path.stem for path in Path(folder).glob("*.yml"))


def path_of(name, folder=FOLDER):
    """The path without suffix of the set called `name`, or at that path. Raises SetError."""
    given = Path(str(name).removesuffix(".ipynb").removesuffix(".yml"))
    for path in (Path(folder) / given, given):
        if path.with_name(path.name + ".yml").is_file():
            return path
    near = difflib.get_close_matches(given.name, names(folder), n=3, cutoff=0.3)
    told = f" Near names: {', '.join(near)}." if near else ""
    if not near and names(folder):
        told = f" The sets are {', '.join(names(folder))}."
    if not names(folder):
        told = f" There is no folder {folder}/ here: run the command in the project's folder."
    raise SetError(
        f"No exercise set {str(name)!r}: neither {folder}/{given}.yml nor {given}.yml exists.{told}"
    )


def read(name, folder=FOLDER):
    """The ExerciseSet called `name`. Raises SetError, SchemeError or PaperError."""
    path = path_of(name, folder)
    scheme = schemes.read(path.with_name(path.name + ".yml"))
    return ExerciseSet(papers.read(path.with_name(path.name + ".ipynb"), scheme), scheme)
