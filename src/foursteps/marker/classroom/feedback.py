"""A page of feedback for each student: what they answered, right or not, why, and a hint.

It holds no key and nobody else's work. Its name cannot be guessed, so that a folder of pages
may be put where each student is given the address of their own.
"""

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from foursteps.ground import atomic_files
from foursteps.ground.plain_text import readable
from foursteps.marker.classroom import pages
from foursteps.marker.classroom.choosing import MarkedFile
from foursteps.marker.classroom.marked_class import MarkedClass, Result

FOLDER, SECRET = "feedback", ".feedback-names"
OURS = re.compile(r"-[0-9a-f]{24}\.html\Z")
WORDS = {
    "correct": "right",
    "partial": "partly right",
    "incorrect": "not right",
    "missing": "no answer",
    "waiting": "to be read by a person",
    "wrong-type": "not the kind of answer asked for",
    "raised": "the code raised an error",
    "timeout": "stopped: it took too long",
    "memory": "stopped: it used too much memory",
    "killed": "ended without answers",
    "unreadable": "could not be read",
    "wrong-set": "another exercise set",
    "wrong-variant": "another variant of the set",
}


def write(marked: MarkedClass, out: Path | str) -> dict[str, Path]:
    """Write a page for every student of a marked Class; returns their paths by student."""
    folder = Path(out) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    secret = _secret(Path(out))
    written = {}
    for student in marked.used:
        path = folder / file_name(student, secret)
        atomic_files.write(path, page(marked, student), atomic_files.PRIVATE)
        written[student] = path
    for path in set(folder.glob("*.html")) - set(written.values()):
        if OURS.search(path.name):  # of a student who is not in this class any more
            path.unlink()
    return written


def file_name(student: str, secret: bytes) -> str:
    """`<student>-<token>.html`: the student's id as far as file systems allow, and a token."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", student).strip("-.")[:60] or "student"
    token = hmac.new(secret, student.encode("utf-8", "backslashreplace"), hashlib.sha256)
    return f"{plain}-{token.hexdigest()[:24]}.html"


def _secret(out):
    """The output folder's own secret, made once, so that names stay when it is run again."""
    path = out / SECRET
    if not path.is_file():
        atomic_files.write(path, secrets.token_hex(32), atomic_files.PRIVATE)
    return path.read_bytes()


def page(marked: MarkedClass, student: str) -> str:
    """The HTML text of one student's feedback."""
    file = marked.used[student]
    total, waiting = marked.total(student)
    # Nothing is to be said about single questions of a file that could not be read, but for those
    # that a person decided.
    is_read = file.record.is_read
    results = [one for one in marked.results_of(student) if is_read or one.override]
    return pages.render(
        "feedback.html",
        scheme=marked.exercise_set.scheme,
        student=readable(student),
        total=total,
        waiting=waiting,
        message=_message(file),
        notes=_notes(marked, student),
        late=file.submission.late,
        questions=[_question(marked, result) for result in results],
    )


def _message(file: MarkedFile) -> str:
    """What happened to the whole notebook, with what to do."""
    record = file.record
    if not record.message:
        return ""
    name = readable(file.submission.file.rsplit("/", 1)[-1])
    message = f"your file {name}: {record.message}"
    if not record.is_read:
        message += (
            ". So no answer could be marked. Ask your teacher about handing in the right file"
        )
    if record.state in ("timeout", "memory"):
        message += ". Answers that were there by then count. Look for a loop that never ends"
    return message


def _notes(marked: MarkedClass, student: str) -> list[str]:
    """What the student should know about how the files were read."""
    choice = marked.choices[student]
    mine = [file for file in marked.files if file.submission.file in choice.used]
    lines = [f"your file {file.base}: {note}" for file in mine for note in file.record.notes]
    return [readable(line) for line in (*lines, *choice.notes)]


def _question(marked: MarkedClass, result: Result) -> pages.Fields:
    """What the page says about one question."""
    question, points, status, mark = result.question, result.points, result.status, result.mark
    tone = status if status in ("correct", "partial") else "other"
    row: dict[str, pages.Value] = {
        "title": question.title,
        "level": question.level,
        "stars": question.stars,
        "most": question.points,
        "points": points,
        "word": WORDS[status],
        "tone": tone,
        "name": None if question.kind == "written" else question.answer,
        "reason": "",
        "hint": "",
        "comment": "",
        "shown": "",
        "rubric": None,
    }
    if question.kind == "written":
        row["comment"] = marked.row_by_hand(result.student, question).comment
        row["shown"] = marked.used[result.student].record.written.get(question.id, "")
        row["rubric"] = question.rubric
        if points is None:
            row["tone"] = "partial"
    elif mark and result.decided_by == "marker":
        row["reason"] = mark.reason if status != "correct" else ""
        row |= {"hint": mark.hint, "shown": mark.shown}
    if result.override:
        comments = (row["comment"], result.override.comment)
        row["comment"] = "\n".join(str(comment) for comment in comments if comment)
    if result.decided_by == "override":
        row["reason"] = "your teacher set these points"
        row["shown"] = mark.shown if mark else row["shown"]
    return row
