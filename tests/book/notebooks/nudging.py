"""Runs a notebook on nudged tables and notes which published values move.

As a program: `python nudging.py NOTEBOOK DATA OUT` runs the code cells of NOTEBOOK on the data
package in DATA. At the first `load` of each table it forks; the child goes on with a nudged copy of
that table alone, carrying on after a cell that raises. OUT receives JSON: the values of the plain
run and of every nudged one. No chart is drawn. `faults` judges the result.
"""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

CALENDAR = {"year", "month", "quarter", "period", "week", "day"}  # in columns' names: rows' places
SECONDS = 60  # a nudged run may take
# In this order until every value that should move has moved; at least the first is run.
VARIANTS = (
    ("numbers", "dates", "flags"),
    ("rows",),
    ("labels", "flags"),
    ("few rows", "numbers"),
    ("labels", "rows", "numbers", "dates"),
    ("mirrored",),
    ("swapped",),
    ("wild numbers",),
    ("few rows", "labels"),
)


def nudged(frame, fields, key, kinds, seed):
    """A copy of a table's `frame` that differs as `kinds` say, by seeded chance.

    fields: name → type of the schema; key: the columns that name a row, left as they are.
    """
    rng = np.random.default_rng(seed)
    frame = frame.copy()
    if "rows" in kinds or "few rows" in kinds:
        keep = rng.random(len(frame)) > (0.3 if "rows" in kinds else 0.7)
        keep[rng.integers(len(frame))] = True
        frame = frame[keep].reset_index(drop=True)
    for column, kind in fields.items():
        values, size = frame[column], len(frame)
        if kind == "string" and "swapped" in kinds and values.nunique() <= 60:
            # The first name for the last, …: China's numbers become those of the US.
            names = sorted(values.dropna().unique())
            frame[column] = values.map(dict(zip(names, reversed(names), strict=True)))
        if column in key:
            continue
        if kind == "integer" and CALENDAR & set(column.split("_")):
            kind = "string"  # a year is a label: times 1.1 it would only miss every row
        if kind in ("number", "integer") and "mirrored" in kinds:
            frame[column] = values.max() + values.min() - values  # the largest is the smallest
        if kind in ("number", "integer") and {"numbers", "wild numbers"} & set(kinds):
            low, high = (0.2, 5) if "wild numbers" in kinds else (0.8, 1.25)
            new = values.astype("float64") * rng.uniform(low, high, size)
            if kind == "integer":
                new = new.round().astype("Int64")
                same = (new == values).fillna(False)
                new = new.where(~same, new + 1)
            frame[column] = new
        elif kind == "date" and "dates" in kinds:
            frame[column] = values + pd.to_timedelta(rng.integers(5, 200, size), unit="D")
        elif kind == "boolean" and "flags" in kinds:
            flip = pd.array(rng.random(size) < 0.4, dtype="boolean")
            frame[column] = values ^ flip
        elif kind == "string" and "labels" in kinds:
            frame[column] = values.to_numpy()[rng.permutation(size)]
    return frame


class Undrawn:
    """Stands for Altair in a nudged run, half of whose time would be spent on building charts."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **settings):
        return self

    __add__ = __radd__ = __or__ = __ror__ = __and__ = __rand__ = __getitem__ = __call__


class Run:
    """One run of a notebook, with its published values."""

    def __init__(self, path, data, scratch, expected, held):
        self.path, self.data, self.scratch = path, data, scratch
        self.expected = expected  # the stored values, by name
        self.held = held  # the sentences that `holds` holds
        self.values, self.errors, self.nudges = {}, [], []
        self.findings = {}  # whether each sentence held by `holds` is true
        self.loaded, self.child = [], False
        self.space = {"__name__": "__main__", "display": lambda *a, **k: None}

    def execute(self):
        """Run every code cell; a cell that raises is noted, and the next is run.

        A finding that no longer holds is no error here: `published` has noted it.
        """
        from foursteps.publishing import FindingError

        cells = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] != "code":
                continue
            try:
                exec(compile("".join(cell["source"]), f"cell {number}", "exec"), self.space)  # noqa: S102
            except FindingError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever a reader's cell may raise
                self.errors.append(f"cell {number}: {type(error).__name__}: {error}"[:120])

    def published(self, bundle):
        """What `publish` or `holds` would show."""
        from foursteps.publishing import FINDING_MIME, MIME

        if FINDING_MIME in bundle:
            finding = bundle[FINDING_MIME]
            self.findings[finding["sentence"]] = finding["holds"]
            return
        stored = bundle[MIME]
        for name, value in stored["values"].items():
            self.values[name] = {"value": value, **{k: stored[k] for k in stored if k != "values"}}

    def load(self, name):
        """`load`, which forks for each variant when it first reads a table."""
        frame = self.plain_load(name)
        if not self.child and name not in self.loaded:
            self.loaded.append(name)
            for number, kinds in enumerate(VARIANTS):
                if self.nudge(name, frame, kinds, number):
                    return self.plain_load(name)  # in the child: the nudged copy
                if self.all_moved(name) and self.all_fell():
                    break
        return frame

    def nudge(self, name, frame, kinds, number):
        """Fork a child that goes on with a nudged table. True in the child."""
        from foursteps import tables

        schema = tables.describe(name)["schema"]
        fields = {field["name"]: field["type"] for field in schema["fields"]}
        key = schema.get("primaryKey", [])
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        for file in self.data.iterdir():
            if file.suffix in (".csv", ".json"):
                (folder / file.name).symlink_to(file)
        target = folder / tables.describe(name)["path"]
        target.unlink()
        copy = nudged(frame, fields, [key] if isinstance(key, str) else key, kinds, number)
        copy.to_csv(target, index=False, date_format="%Y-%m-%d")
        pid = os.fork()
        if pid == 0:
            self.child, self.out = True, folder / "values.json"
            if "alt" in self.space:
                self.space["alt"] = Undrawn()
            os.environ["FOURSTEPS_DATA"] = str(folder)
            signal.alarm(SECONDS)
            return True
        _, status = os.waitpid(pid, 0)
        out = folder / "values.json"
        found = (
            json.loads(out.read_text())
            if out.exists()
            else {"values": {}, "errors": [], "findings": {}}
        )
        if status:
            found["errors"].append(f"the nudged run ended with status {status}")
        self.nudges.append({"table": name, "kinds": kinds, **found})
        return False

    def all_moved(self, table):
        """Whether every stored value that lists `table` has moved in some run so far."""
        if not self.expected:  # never executed: cannot know, so try every variant
            return False
        runs = [run["values"] for run in self.nudges if run["table"] == table]
        return all(
            any(moved(stored, run.get(name)) for run in runs)
            for name, stored in self.expected.items()
            if table in stored["tables"]
        )

    def all_fell(self):
        """Whether every finding has been false in some run so far."""
        return all(
            any(run["findings"].get(sentence) is False for run in self.nudges)
            for sentence in self.held
        )

    def result(self):
        """The run as plain data."""
        return {"values": self.values, "errors": self.errors, "findings": self.findings}


def moved(before, after):
    """Whether a published value differs; one that is missing did not move."""
    if after is None:
        return False
    a, b = before["value"], after["value"]
    if isinstance(a, float) or isinstance(b, float):
        try:
            return not math.isclose(a, b, rel_tol=1e-7)
        except TypeError:
            return True
    return a != b


def faults(result, stored):
    """What is wrong with a notebook's published values, as sentences.

    result: what the program wrote; stored: the values in the notebook's outputs, by name
    ({"value", "tables", …}).
    """
    plain, plain_errors = result["values"], result["errors"]
    found = list(plain_errors)
    if plain and not stored:
        found.append("no stored values; run `make notebooks`")
    for name in sorted(stored.keys() ^ plain.keys() if stored else ()):
        found.append(f"{name}: published in the stored outputs or in the run, not in both")
    for sentence in result["findings"]:
        if all(run["findings"].get(sentence, True) for run in result["nudges"]):
            found.append(
                f"{sentence!r} is held by a condition that no nudge of any table makes false:"
                " compute it from the tables"
            )
    for name, value in plain.items():
        if name in stored and moved(stored[name], value):
            found.append(
                f"{name}: stored {stored[name]['value']!r}, the code gives {value['value']!r}"
            )
        for table in value["tables"]:
            runs = [run for run in result["nudges"] if run["table"] == table]
            present = [run for run in runs if name in run["values"]]
            if not runs:
                found.append(f"{name} lists table {table!r}, which the notebook does not load")
                continue
            errors = "; ".join(
                sorted({e for run in runs for e in run["errors"]} - set(plain_errors))[:3]
            )
            if not present:
                found.append(f"{name}: could not be checked against {table!r}: {errors}")
            elif not any(moved(value, run["values"][name]) for run in present):
                found.append(
                    f"{name} lists table {table!r}, but no nudge of that table moves it:"
                    " a literal, or computed from something else"
                    + (f" (nudged runs raised: {errors})" if errors else "")
                )
        others = {
            run["table"]
            for run in result["nudges"]
            if run["table"] not in value["tables"] and moved(value, run["values"].get(name))
        }
        for table in sorted(others):
            kind = "is said to be toy or cited" if not value["tables"] else "does not list it"
            found.append(f"{name} moves with table {table!r} but {kind}")
    return found


def run(notebook, data):
    """Run this program on a notebook (paths); returns its result."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "result.json")
        env = {k: v for k, v in os.environ.items() if not k.startswith("FOURSTEPS_")} | {
            "FOURSTEPS_DATA": str(data),
            "FOURSTEPS_NO_PNG": "1",
            "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1",  # threads and forks do not mix
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, __file__, str(notebook), str(data), str(out)]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{notebook}: the nudging program failed:\n{done.stderr}")
        return json.loads(out.read_text())


def stored_values(notebook):
    """The values in the stored outputs of a notebook file, as `faults` wants them."""
    import nbformat

    from foursteps.book.prose import fill

    values, _ = fill.published(nbformat.read(notebook, as_version=4), notebook)
    return {
        name: {"value": v.value, "tables": list(v.tables)}
        for name, v in values.items()
        if not v.parameter  # its cell assigns it, in the stored notebook as in every run
    }


def stored_findings(notebook):
    """The sentences that the stored outputs of a notebook file say are held."""
    import nbformat

    from foursteps.book.prose import findings

    return [said for _, _, said in findings.held(nbformat.read(notebook, as_version=4))]


def main(notebook, data, out):
    """The program: see the module's docstring."""
    from foursteps import publishing, tables

    warnings.simplefilter("ignore")
    notebook, data, out = (Path(p).resolve() for p in (notebook, data, out))
    with tempfile.TemporaryDirectory() as scratch:
        run = Run(notebook, data, scratch, stored_values(notebook), stored_findings(notebook))
        run.plain_load, tables.load, publishing._show = tables.load, run.load, run.published
        os.chdir(notebook.parent)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what cells print
        try:
            run.execute()
            if run.child:
                run.out.write_text(json.dumps(run.result()))
        except BaseException:  # noqa: BLE001 - a child must end here
            traceback.print_exc()
            os._exit(1)
        if run.child:
            os._exit(0)  # nothing of the parent's is tidied up by a child
        loaded = {"nudges": run.nudges, "loaded": run.loaded}
        out.write_text(json.dumps(run.result() | loaded))


if __name__ == "__main__":
    main(*sys.argv[1:])
