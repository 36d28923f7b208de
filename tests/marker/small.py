"""A small exercise set with every kind of answer, on no table, for tests of the marker."""

import textwrap

import nbformat
import yaml

from foursteps.judging.question import KINDS, Tolerance

SCHEME = """\
title: A small set
minutes: 5
objectives: [Test the marker.]
questions:
  - id: mean-of-five
    title: A mean
    level: 1
    kind: number
    points: 2
    answer: mean
    unit: metres
    tolerance: {rtol: 0.001}
    other_units: [{unit: kilometres, factor: 0.001, credit: 0.5}]
    misconceptions:
      - {name: median, code: "mean = 3", hint: This is the median, credit: 0.25}
      - {name: total, code: "mean = 20", hint: Divide the sum., credit: 0}
    alternatives:
      - {name: by-hand, code: "mean = 20 / 5"}
  - id: a-letter
    title: A choice
    level: 1
    kind: choice
    points: 1
    answer: letter
    options: [A, B, C]
    misconceptions:
      - {name: first, code: "letter = 'A'", hint: Not the first., credit: 0}
    alternatives:
      - {name: small, code: "letter = 'b'"}
  - id: some-names
    title: A set
    level: 2
    kind: set
    points: 2
    answer: names
    misconceptions:
      - {name: one-lost, code: "names = ['x', 'y']", hint: One is missing., credit: 0.5}
    alternatives:
      - {name: reversed, code: "names = ('z', 'y', 'x')"}
  - id: a-series
    title: A Series
    level: 2
    kind: series
    points: 2
    answer: squares
    misconceptions:
      - {name: doubled, code: "squares = pd.Series({1: 2, 2: 4, 3: 6})", hint: Square it., credit: 0.5}
    alternatives:
      - {name: other-order, code: "squares = pd.Series({3: 9.0, 1: 1.0, 2: 4.0})"}
  - id: a-table
    title: A table
    level: 2
    kind: dataframe
    points: 3
    answer: table
    tolerance: {atol: 0.01}
    misconceptions:
      - {name: halved, code: "table = pd.DataFrame({'k': ['a', 'b'], 'v': [0.5, 1.0]})", hint: No., credit: 0.5}
    alternatives:
      - {name: rows-turned, code: "table = pd.DataFrame({'v': [2.0, 1.0], 'k': ['b', 'a']})"}
  - id: a-function
    title: A function
    level: 3
    kind: function
    points: 3
    answer: double
    calls: [{args: [1]}, {args: [2.5]}, {kwargs: {x: -3}}]
    misconceptions:
      - {name: squared, code: "def double(x):\\n    return x * x", hint: "Twice, not squared.", credit: 0.5}
    alternatives:
      - {name: added, code: "double = lambda x: x + x"}
  - id: a-chart
    title: A chart
    level: 3
    kind: chart
    points: 4
    answer: chart
    aspects: [mark, types, data, scale, zero, title, axis-titles]
    channels: [x, y]
    misconceptions:
      - name: lines
        hint: "Bars, please."
        credit: 0.5
        code: |
          chart = alt.Chart(table, title="T").mark_line().encode(
              alt.X("k:N", title="Key"), alt.Y("v:Q", title="Value (number)"))
    alternatives:
      - name: aggregated
        code: |
          chart = alt.Chart(pd.concat([table, table])).mark_bar().encode(
              x=alt.X("k:O", title="Key"), y=alt.Y("mean(v):Q", title="Mean (number)")
          ).properties(title="Another title")
  - id: an-essay
    title: Words
    level: 3
    kind: written
    points: 2
    rubric:
      - criterion: It says something
        levels:
          - {points: 2, what: It does., anchor: "Yes, because."}
          - {points: 0, what: It does not., anchor: "Hm."}
"""
SOLUTIONS = {
    "mean-of-five": "mean = sum([1, 2, 3, 4, 10]) / 5",
    "a-letter": "letter = 'B'",
    "some-names": "names = {'x', 'y', 'z'}",
    "a-series": "squares = pd.Series({n: n * n for n in (1, 2, 3)})",
    "a-table": "table = pd.DataFrame({'k': ['a', 'b'], 'v': [1.0, 2.0]})",
    "a-chart": 'chart = alt.Chart(table).mark_bar().encode(\n    alt.X("k:N", title="Key"),\n'
    '    alt.Y("v:Q", title="Value (number)"),\n).properties(title="T")',
}
IMPORTS = "import altair as alt\nimport pandas as pd"


def question(kind, **own):
    """A question of a kind with the fields that are its own (a tolerance as a dict)."""
    if "tolerance" in own:
        own["tolerance"] = Tolerance(**own["tolerance"])
    return KINDS[kind](id="q", title="Q", level=1, kind=kind, points=1.0, answer="x", **own)


def meta(name, **more):
    """nbgrader's metadata of a cell."""
    plain = {"grade": False, "locked": True, "solution": False, "task": False}
    return {"nbgrader": plain | {"grade_id": name, "schema_version": 3} | more}


def notebook(scheme=None):
    """The paper of the small set, as nbformat 4."""
    questions = yaml.safe_load(scheme or SCHEME)["questions"]
    cells = [nbformat.v4.new_markdown_cell("# A small set", id="title", metadata=meta("title"))]
    cells.append(nbformat.v4.new_code_cell(IMPORTS, id="imports", metadata=meta("imports")))
    for question in questions:
        name, points = question["id"], question["points"]
        cells.append(
            nbformat.v4.new_markdown_cell(
                f"### {question['title']}", id=f"{name}-prompt", metadata=meta(f"{name}-prompt")
            )
        )
        if question["kind"] == "written":
            more = {"grade": True, "solution": True, "locked": False, "points": points}
            cells.append(
                nbformat.v4.new_markdown_cell("Because.", id=name, metadata=meta(name, **more))
            )
            continue
        if question["kind"] == "function":
            source = (
                "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
            )
        else:
            source = f"### BEGIN SOLUTION\n{SOLUTIONS[name]}\n### END SOLUTION"
        more = {"solution": True, "locked": False}
        cells.append(nbformat.v4.new_code_cell(source, id=name, metadata=meta(name, **more)))
        check = f"assert {question['answer']} is not ..., 'no answer yet'"
        more = {"grade": True, "points": points}
        cells.append(
            nbformat.v4.new_code_cell(
                check, id=f"{name}-check", metadata=meta(f"{name}-check", **more)
            )
        )
    return nbformat.v4.new_notebook(cells=cells)


def write(folder, scheme=SCHEME, made=None, name="0-small"):
    """Write the small set into `folder`; returns the path without suffix."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yml").write_text(textwrap.dedent(scheme), encoding="utf-8")
    (folder / f"{name}.ipynb").write_text(nbformat.writes(made or notebook()), encoding="utf-8")
    return folder / name
