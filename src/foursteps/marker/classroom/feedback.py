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
from foursteps.marker.classroom import pages

FOLDER, SECRET = "feedback", ".feedback-names"
OURS = re.compile(r"-[0-9a-f]{24}\.html\Z")
WORDS = {
    "correct": "right",
    "partial": "partly right",
    "incorrect": "not right",
    "missing": "no answer",
    "wrong-type": "not the kind of answer asked for",
    "raised": "the code raised an error",
    "timeout": "stopped: it took too long",
    "memory": "stopped: it used too much memory",
    "killed": "ended without answers",
    "unreadable": "could not be read",
    "wrong-set": "another exercise set",
}
WAITING = "to be read by a person"
UNREAD = ("unreadable", "wrong-set")  # nothing to say about single questions


def write(marked, out):
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


def file_name(student, secret):
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


def page(marked, student):
    """The HTML text of one student's feedback."""
    submission, record = marked.used[student]
    total, waiting = marked.total(student)
    asked = () if record["state"] in UNREAD else marked.exercise_set.scheme.questions
    return pages.render(
        "feedback.html",
        scheme=marked.exercise_set.scheme,
        student=readable(submission.student),
        total=total,
        waiting=waiting,
        message=_message(record, submission),
        late=submission.late,
        questions=[_question(marked, student, q) for q in asked],
    )


def readable(text):
    """Text that can be shown: what is no Unicode is written with backslashes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _message(record, submission):
    """What happened to the whole notebook, with what to do."""
    if record["state"] == "ok":
        return ""
    told = f"your file {readable(submission.file.rsplit('/', 1)[-1])}: {record['message']}"
    if record["state"] in UNREAD:
        told += ". So no answer could be marked. Ask your teacher about handing in the right file"
    if record["state"] in ("timeout", "memory"):
        told += ". Answers that were there by then count. Look for a loop that never ends"
    return told


def _question(marked, student, question):
    """What the page says about one question."""
    points, status, _, mark = marked.mark(student, question)
    tone = status if status in ("correct", "partial") else "other"
    row = {
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
        _, record = marked.used[student]
        row["comment"] = marked.hand(student, question).comment
        row["shown"] = record["written"].get(question.id, "")
        row["rubric"] = question.rubric
        if points is None:
            row["word"], row["tone"] = WAITING, "partial"
    elif mark:
        row["reason"] = mark["reason"] if status != "correct" else ""
        row |= {"hint": mark["hint"], "shown": mark["shown"]}
    return row
