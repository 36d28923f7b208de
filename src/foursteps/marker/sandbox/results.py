"""Outside: make an `Outcome` of the bytes that a child wrote, believing none of them."""

import json
import re

from foursteps.ground.plain_text import printable
from foursteps.judging.forms import Form
from foursteps.marker.sandbox.jobs import Job, Outcome

# Written when a step begins. No frame of a permitted size begins with this byte.
STEP = b"."
# Many more than an honest notebook has; a pattern, because it copies nothing.
_STEPS = re.compile(rb"\.{0,10000}")


def steps_begun(data: bytes | bytearray) -> int:
    """How many steps a child has begun: the bytes before its frame."""
    begun = _STEPS.match(data)
    return begun.end() if begun else 0


def outcome(
    job: Job,
    data: bytes | bytearray | None,
    *,
    seconds: float,
    overdue: bool = False,
    swollen: bool = False,
) -> Outcome:
    """The `Outcome` of a job whose child wrote the bytes `data` and has ended.

    data: None if it wrote more than it may. overdue: whether its time was over.
    swollen: whether the server ended it for its memory.
    """
    found = Outcome(job.key, "ok", seconds=seconds)
    data = None if data is None else data[steps_begun(data) :]
    try:
        result = read_frame(data)
        answers, cells = result["answers"], result["cells"]
        if type(answers) is not dict or type(cells) is not list:
            raise ValueError("the result has no answers")
    except (KeyError, TypeError, ValueError, RecursionError):
        if overdue or swollen:
            found.status = "timeout" if overdue else "memory"
        else:
            found.status = "killed" if data is not None and not data else "unreadable"
        return found
    # Only what was asked for, and only the form of it; `values.decode` judges the content.
    for wanted in job.wanted:
        answer = answers.get(wanted.label)
        found.answers[wanted.label] = {"type": "missing"}
        if type(answer) is dict and type(answer.get("type")) is str:
            found.answers[wanted.label] = answer
    for cell in cells[: len(job.cells)]:
        if type(cell) is dict:
            raised = cell.get("error")
            told = _plain(raised[:300]) if type(raised) is str else ""
            found.cells.append({"ok": cell.get("ok") is True, "error": told})
    for status in ("timeout", "memory"):
        if result.get("ran_out") == status:
            found.status = status
    stdout = result.get("stdout")
    found.stdout = _plain(stdout[-2000:]) if type(stdout) is str else ""
    return found


def is_complete(data: bytes | bytearray) -> bool:
    """Whether all bytes of a frame have come, by the length that it gives."""
    begun = steps_begun(data)
    length = data[begun : begun + 4]
    return len(length) == 4 and len(data) >= begun + 4 + int.from_bytes(length, "big")


def read_frame(data: bytes | bytearray | None) -> Form:
    """The JSON object in one frame of bytes (four of length, then the text).

    Raises ValueError when it is anything else, RecursionError when it is nested without end.
    """
    if data is None or len(data) < 4 or len(data) != 4 + int.from_bytes(data[:4], "big"):
        raise ValueError("the frame is not complete")
    result = json.loads(bytes(data[4:]).decode("utf-8"), parse_constant=_no_constant)
    if type(result) is not dict:
        raise ValueError("the frame holds no object")
    return result


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")


def _plain(text):
    """Text that can be written to any file: no lone surrogates, no control characters."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return printable(text, keep="\n\t")
