"""A year more in the tables changes no key whose prompt names the last year there is now.

Tables grow by a year at each refresh. A question that says "from 2000 to 2025" must have the same
answer then, or a student who does as asked loses the points.
"""

import re
from unittest import mock

import numpy as np
import pandas as pd
import pytest

from foursteps import tables
from foursteps.judging import compare
from foursteps.marker.exercise import key, sets
from foursteps.marker.sandbox import Job

from . import standin

NAMES = [path.stem for path in sorted(tables.data_folder().parent.glob("exercises/*.yml"))]
LOADED = re.compile(r'load\("(\w+)"\)')
WRITTEN = re.compile(r"(\d{4})(-(?:\d\d|Q\d)(?:-\d\d)?)?\Z")  # 2025, 2025-07, 2025-Q3, 2025-07-31


def years(values):
    """The year of each value of a column (float, NaN where missing), or None if it holds none."""
    if values.dtype.kind == "M":
        return values.dt.year.astype("float64")
    if values.dtype == "Int64" and values.dropna().between(1900, 2100).all():
        return values.astype("float64")
    if values.dtype == "str" and values.dropna().str.match(WRITTEN).all():
        return values.str[:4].astype("float64")
    return None


def a_year_later(values):
    """The column a year on: 2025 → 2026, 2025-07 → 2026-07."""
    if values.dtype.kind == "M":
        return values + pd.DateOffset(years=1)
    if values.dtype == "Int64":
        return values + 1
    return (values.str[:4].astype("Int64") + 1).astype("str") + values.str[4:]


def grown(frame, column, identity=None):
    """`frame` with a year more by `column`, and the last year that it held before.

    What is appended are the rows of the last year, a year on in every column of time, with other
    numbers and flags, and a name of their own in the column `identity`.
    """
    when = years(frame[column])
    last = int(when.max())
    new = frame[when == last].copy()
    chance = np.random.default_rng(5)
    for name, values in new.items():
        if frame[name].notna().any() and years(frame[name]) is not None:
            new[name] = a_year_later(values)
        elif values.dtype in ("Int64", "float64"):
            other = values.astype("float64") * chance.uniform(0.3, 3, len(values))
            new[name] = other.round().astype("Int64") if values.dtype == "Int64" else other
        elif values.dtype == "boolean":
            new[name] = ~values
        elif name == identity:
            new[name] = values + "-new"
    return pd.concat([frame, new], ignore_index=True), last


def columns_of_time(frame):
    """The columns by which a table grows: its `year` if it has one, else every column of time."""
    if "year" in frame:
        return ["year"]
    return [c for c in frame if frame[c].notna().any() and years(frame[c]) is not None]


def copy_of_the_package(folder):
    """A data package in `folder`, of links to the book's own files."""
    for file in tables.data_folder().iterdir():
        if file.suffix in (".csv", ".json"):
            (folder / file.name).symlink_to(file)


def key_of_right_routes(exercise_set, data, questions):
    """The Key of the reference solution and of every other right route to `questions`.

    With the tables in the folder `data`.
    """
    by_id = {question.id: question for question in exercise_set.scheme.auto}
    asked = {question.id for question in questions}
    routes = {}
    for at, route, code in key.cells(exercise_set):
        if route == key.REFERENCE or (route.startswith("alternative:") and at in asked):
            wanted = [by_id[at]] if at else list(by_id.values())
            job = Job(route, code, key.wanted(wanted))
            with mock.patch("tests.marker.standin.data_folder", return_value=data):
                (outcome,) = standin.run([job])
            routes |= {(q.id, route): outcome.answers[q.answer] for q in wanted}
    return key.Key(routes)


def moved(exercise_set, folder):
    """What a year more changes that it must not: (table, column, question id, route), sorted.

    And the questions that were compared at all.
    """
    scheme, paper = exercise_set.scheme, exercise_set.paper
    prompts = {q.id: paper.prompt(q.id) for q in scheme.auto}
    assert all(prompts.values())
    before = key_of_right_routes(exercise_set, tables.data_folder(), ())
    copy_of_the_package(folder)
    found, compared = [], set()
    for table in LOADED.findall("\n".join(paper.code())):
        frame, schema = tables.load(table), tables.describe(table)["schema"]
        only_key = schema.get("primaryKey")
        identity = only_key if isinstance(only_key, str) else only_key[0]
        identity = identity if frame[identity].is_unique else None
        target = folder / tables.describe(table)["path"]
        for column in columns_of_time(frame):
            more, last = grown(frame, column, identity)
            names_it = [q for q in scheme.auto if re.search(rf"\b{last}\b", prompts[q.id])]
            if not names_it:
                continue
            target.unlink()
            more.to_csv(target, index=False, date_format="%Y-%m-%d")
            after = key_of_right_routes(exercise_set, folder, names_it)
            for question in names_it:
                compared.add(question.id)
                right = before.answer(question)
                for at, route in after.routes:
                    if at == question.id and not compare.same(
                        question, right, after.answer(question, route)
                    ):
                        found.append((table, column, at, route))
        target.unlink()
        target.symlink_to(tables.data_folder() / target.name)
    return sorted(found), compared


@pytest.mark.parametrize("name", NAMES)
def test_a_year_more_changes_no_key_whose_prompt_names_the_last_one(root, tmp_path, name):
    found, compared = moved(sets.read(name, root / "exercises"), tmp_path)
    assert found == []
    # Every set asks about the newest year somewhere, so nothing passes for want of a question.
    assert compared


def test_a_year_is_added(tmp_path):
    frame = pd.DataFrame(
        {
            "id": pd.array(["a", "b"], dtype="str"),
            "month": pd.array(["2024-12", "2025-02"], dtype="str"),
            "day": pd.to_datetime(["2024-12-01", "2025-02-01"]),
            "n": pd.array([3, 10], dtype="Int64"),
        }
    )
    for column in ("month", "day"):
        more, last = grown(frame, column, "id")
        assert last == 2025
        assert more["id"].tolist() == ["a", "b", "b-new"]
        assert more["month"].tolist()[2] == "2026-02"
        assert more["day"][2] == pd.Timestamp("2026-02-01")
        assert more["n"][2] != 10
    assert years(frame["n"]) is None and years(frame["id"]) is None
