"""Where the parts of the project lie."""

from dataclasses import dataclass
from pathlib import Path


class LayoutError(RuntimeError):
    """The command was not run in (or pointed at) a checkout of the project."""


@dataclass(frozen=True)
class Project:
    """A checkout: `root` holds `data/`, `chapters/`, `exercises/` and `pyproject.toml`."""

    root: Path

    @property
    def data(self):
        """The folder of tables, recipes and descriptor."""
        return self.root / "data"

    @property
    def recipes(self):
        """The folder of recipes."""
        return self.data / "recipes"

    @property
    def descriptor(self):
        """`datapackage.json`."""
        return self.data / "datapackage.json"

    @property
    def licences(self):
        """`LICENCES.txt`, the licence of each table."""
        return self.data / "LICENCES.txt"

    def csv(self, name):
        """The CSV file of table `name`."""
        return self.data / f"{name}.csv"

    def notebooks(self):
        """Every notebook that may load a table, sorted by path."""
        folders = (self.root / "chapters", self.root / "exercises")
        return sorted(path for folder in folders for path in folder.glob("*.ipynb"))

    def shown(self, path):
        """`path` as a message shows it: relative to the project where it lies in it."""
        path = Path(path)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path


def find_project(folder=None):
    """The project in `folder`, else the checkout this package runs from, else the current folder.

    Raises `LayoutError` when there is no `data/recipes/` there.
    """
    here = Path(__file__).resolve().parents[4]
    candidates = [Path(folder).resolve()] if folder else [here, Path.cwd()]
    for root in candidates:
        if (root / "data" / "recipes").is_dir():
            return Project(root)
    raise LayoutError(
        f"No data/recipes/ in {', '.join(map(str, candidates))}. Building needs a checkout of the "
        "project: run the command inside it, or name it with --project DIR."
    )
