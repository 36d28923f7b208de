"""The class report: one self-contained page with the distribution, each question's difficulty
and discrimination, the commonest misconceptions, and every file that needs a person.
"""

import statistics
from collections import Counter
from pathlib import Path

from foursteps.ground import atomic_files
from foursteps.ground.plain_text import readable
from foursteps.marker.classroom import csv_files, pages
from foursteps.marker.classroom.marked_class import MarkedClass

FILE = "report.html"
WRONG = ("incorrect", "wrong-type", "raised", "timeout", "memory", "killed")
MOST = 8  # misconceptions in the chart
LISTED = 15  # and in the table
LOW = 0.2  # discrimination below which a question deserves a look
ADVICE = {  # by status: what the file did, what to do
    "unreadable": (
        "could not be read",
        "ask for the right file, put it beside the others and run the command again",
    ),
    "wrong-set": (
        "belonged to another set",
        "ask for the right file, put it beside the others and run the command again",
    ),
    "wrong-variant": (
        "were another student's variant",
        "ask for the notebook that this student was given",
    ),
    "timeout": (
        "ran out of time",
        "the answers that came out count; --timeout gives a notebook more time",
    ),
    "memory": (
        "ran out of memory",
        "the answers that came out count; --memory gives a notebook more",
    ),
    "killed": (
        "ended early",
        "run the command again, then look at the notebook's code",
    ),
}


def write(marked: MarkedClass, out: Path | str) -> Path:
    """Write the report of a marked Class; returns its path."""
    path = Path(out) / FILE
    atomic_files.write(path, page(marked), atomic_files.PRIVATE)
    return path


def page(marked: MarkedClass) -> str:
    """The HTML text of the report."""
    scheme = marked.exercise_set.scheme
    students = _marked_students(marked)
    credits = {q.id: [_marks(marked, s)[q.id].credit for s in students] for q in scheme.auto}
    questions = [_question(marked, q, students, credits) for q in scheme.auto]
    slips = _misconceptions(marked, students)
    return pages.render(
        "report.html",
        scheme=scheme,
        name=marked.exercise_set.name,
        auto_points=sum(q.points for q in scheme.auto),
        facts=_facts(marked, students),
        todo=_todo(marked),
        troubled=_troubled(marked),
        figures=_figures(marked, students, questions, slips) if students else [],
        questions=questions,
        misconceptions=slips,
        most=LISTED,
    )


def _marked_students(marked):
    """Students whose notebook could be read."""
    return [student for student, file in marked.used.items() if file.record.is_read]


def _marks(marked, student):
    """A student's marks by question that is marked automatically."""
    return marked.used[student].record.marks


def auto_total(marked: MarkedClass, student: str) -> float:
    """A student's points of the questions that are marked automatically."""
    marks = _marks(marked, student)
    return sum(marks[q.id].credit * q.points for q in marked.exercise_set.scheme.auto)


def _facts(marked, students):
    totals = [auto_total(marked, s) for s in students]
    facts = [
        ("Students", len(marked.used)),
        ("Files", len(marked.files)),
        ("Late", sum(file.submission.late for file in marked.used.values())),
        ("Written answers that wait for a person", marked.waiting()),
    ]
    if totals:
        facts += [
            ("Notebooks that were run; all figures below are about these", len(totals)),
            ("Mean of the automatic points", pages.points(statistics.fmean(totals))),
            ("Median", pages.points(statistics.median(totals))),
            ("Lowest and highest", f"{pages.points(min(totals))} – {pages.points(max(totals))}"),
        ]
    return facts


def _todo(marked):
    lines, waiting = list(marked.notes), marked.waiting()
    if waiting:
        answers = csv_files.counted(waiting, "written answer", "written answers")
        lines.append(
            f"{answers}: fill in the columns points and comment of written.csv, then"
            " run the same command again; nothing is marked twice."
        )
    states = [file.record.state for file in marked.troubled()]
    odd = Counter(state for state in states if state != "ok")
    lines += [
        f"{n} {'file' if n == 1 else 'files'} {ADVICE[state][0]}: {ADVICE[state][1]}."
        for state, n in sorted(odd.items())
    ]
    return [pages.sentence(line) for line in lines]


def _troubled(marked):
    return [
        {
            "file": readable(file.submission.file),
            "student": readable(file.submission.student),
            "status": file.record.status,
            "message": " ".join(map(pages.sentence, marked.messages(file)))
            + ("" if marked.is_used(file) else " Another file counts."),
        }
        for file in marked.troubled()
    ]


def _question(marked, question, students, credits):
    """One row of the table of questions."""
    statuses = Counter(_marks(marked, s)[question.id].status for s in students)
    own = credits[question.id]
    rest = [
        sum(
            credits[q.id][n] * q.points
            for q in marked.exercise_set.scheme.auto
            if q is not question
        )
        for n in range(len(students))
    ]
    r = correlation(own, rest)
    return {
        "id": question.id,
        "title": _numbered(marked, question),
        "level": question.level,
        "stars": question.stars,
        "points": question.points,
        "mean": statistics.fmean(own) if own else None,
        "difficulty": f"{100 * statistics.fmean(own):.0f} %" if own else "–",
        "discrimination": "–" if r is None else f"{r:.2f}",
        "look": r is not None and round(r, 2) < LOW,
        "correct": statuses["correct"],
        "partial": statuses["partial"],
        "wrong": sum(statuses[s] for s in WRONG),
        "missing": statuses["missing"],
    }


def _numbered(marked, question):
    """A question's title with its number in the paper."""
    return f"{marked.exercise_set.scheme.questions.index(question) + 1}. {question.title}"


def correlation(a: list[float], b: list[float]) -> float | None:
    """Pearson's correlation of two equally long lists; None where one does not vary."""
    if len(a) < 3 or len(set(a)) < 2 or len(set(b)) < 2:
        return None
    return statistics.correlation(a, b)


def _misconceptions(marked, students):
    """The misconceptions that were met, commonest first."""
    hints = {
        (q.id, slip.name): (_numbered(marked, q), slip.hint)
        for q in marked.exercise_set.scheme.auto
        for slip in q.slips
    }
    met = Counter(
        (question, mark.misconception)
        for student in students
        for question, mark in _marks(marked, student).items()
        if mark.misconception
    )
    return [
        {
            "question": hints[at][0],
            "name": at[1].replace("-", " "),
            "students": count,
            "hint": hints[at][1],
        }
        for at, count in sorted(met.items(), key=lambda item: (-item[1], item[0]))
        if at in hints
    ]


def _figures(marked, students, questions, slips):
    """The report's charts, each with heading, description, caption and SVG."""
    from foursteps.marker.classroom import report_charts  # brings Altair

    totals = [auto_total(marked, s) for s in students]
    most = sum(q.points for q in marked.exercise_set.scheme.auto)
    figures = [report_charts.distribution(totals, most), report_charts.difficulty(questions)]
    return figures + ([report_charts.misconceptions(slips[:MOST])] if slips else [])
