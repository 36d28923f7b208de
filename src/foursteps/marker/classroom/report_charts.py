"""The charts of the class report: bars in the book's theme, as SVG for the page."""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

import altair as alt
import pandas as pd
from markupsafe import Markup

from foursteps.charts import svg, theme
from foursteps.marker.classroom.pages import Row


class QuestionRow(TypedDict):
    """What a chart reads of a row of the table of questions; `mean` is a fraction of the points."""

    title: str
    mean: float | None


class SlipRow(TypedDict):
    """A row of the table of misconceptions: how many students met which, in which question."""

    question: str
    name: str
    students: int


def distribution(totals: Sequence[float], most: float) -> Row:
    """How the students' points (a list of numbers, at most `most`) are spread."""
    width = max(1, -(-most // 8))  # at most eight bars, whole points wide
    bins = Counter(min(int(t // width), int((most - 1e-9) // width)) for t in totals)
    rows = [
        {"points": f"{n * width:g}–{min((n + 1) * width, most):g}", "students": bins[n]}
        for n in range(int((most - 1e-9) // width) + 1)
    ]
    most_students = max(bins.values(), default=0)
    top = next(row for row in rows if row["students"] == most_students)
    x = alt.X("points:O", sort=None, title="Automatic points (number)", axis={"labelAngle": 0})
    return _figure(
        "How the points are spread",
        f"Bars: students by their points. Most students, {top['students']}, have {top['points']}"
        " points.",
        "A bar counts the students from its lower bound up to, not including, its upper one.",
        _bars(rows, width=320).encode(x=x, y=alt.Y(**_students(rows))),
    )


def difficulty(questions: Sequence[QuestionRow]) -> Row:
    """How hard the questions (rows of the report's table) were."""
    shares = {q["title"]: round(100 * q["mean"], 1) for q in questions if q["mean"] is not None}
    rows = [{"question": title, "share": share} for title, share in shares.items()]
    hardest = min(shares, key=shares.__getitem__)
    x = alt.X(
        "share:Q",
        title="Mean share of the points (%)",
        scale={"domain": [0, 100]},
        axis={"values": [0, 20, 40, 60, 80, 100]},
    )
    y = alt.Y("question:N", sort=None, title=None, axis={"labelLimit": 260})
    return _figure(
        "How hard the questions were",
        "Bars: the mean share of the points that the class got, by question. The hardest is"
        f" “{hardest}” with {shares[hardest]:g} percent.",
        "A short bar is a hard question.",
        _bars(rows).encode(x=x, y=y),
    )


def misconceptions(slips: Sequence[SlipRow]) -> Row:
    """What was misunderstood (rows of the report's table, commonest first)."""
    rows = [{"slip": f"{s['question']}\n{s['name']}", "students": s["students"]} for s in slips]
    axis = {
        "labelLimit": 260,
        "labelExpr": r"split(datum.label, '\n')",
        "labelOffset": -8,  # half a line, so that both lines stand by their bar
    }
    y = alt.Y("slip:N", sort=None, title=None, axis=axis)
    return _figure(
        "What was misunderstood",
        "Bars: students by misconception. The commonest is"
        f" “{slips[0]['name']}” in “{slips[0]['question']}” with {slips[0]['students']} students.",
        "Each is explained in the table at the end.",
        _bars(rows, height={"step": 36}).encode(x=alt.X(**_students(rows)), y=y),
    )


def _bars(rows, width=260, **size):
    return alt.Chart(pd.DataFrame(rows)).mark_bar().properties(width=width, **size)


def _students(rows):
    """The channel of numbers of students, with whole numbers on its axis."""
    most = max(row["students"] for row in rows)
    step = -(-most // 6)  # at most six steps
    return {
        "shorthand": "students:Q",
        "title": "Students (number)",
        "axis": {"values": list(range(0, most + step, step)), "format": "d"},
    }


def _figure(heading, description, caption, chart):
    spec = svg.for_page({**chart.to_dict(), "config": theme.config()})
    picture, _ = svg.static_svg(spec, heading.lower().replace(" ", "-"))
    return {
        "heading": heading,
        "description": description,
        "caption": caption,
        "svg": Markup(picture),  # made here from numbers and the scheme's own titles
    }
