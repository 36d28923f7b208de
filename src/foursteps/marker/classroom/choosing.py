"""Which of a student's files counts, and what is said about the others.

A platform hands out the files of one submission side by side: the notebook, a scratch notebook, the
paper once more, an answer in a second file. A person would take the one with the answers. So a
file without answers never stands in the way of one that has some; of attempts at one notebook
(`set.ipynb`, `set-1.ipynb`) the last counts; of notebooks with names of their own the one that
answers most, and what it leaves out is taken from the others. Which file a question is taken from
never hangs on whether its answer is right, so nothing is won by handing in two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foursteps.marker.classroom.file_names import is_notebook
from foursteps.marker.classroom.records import Record
from foursteps.marker.classroom.submissions import Submission

# What may hold the answers where the notebook beside it holds none.
DOCUMENTS = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".txt", ".md", ".html", ".htm", ".py"),
    *(".zip", ".rar", ".7z", ".gz", ".tar", ".png", ".jpg", ".jpeg", ".heic"),
)


@dataclass(frozen=True)
class MarkedFile:
    """A file that was handed in, and its record."""

    submission: Submission
    record: Record

    @property
    def base(self) -> str:
        """The file's name without folders."""
        return self.submission.file.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Choice:
    """What counts of one student's files.

    file: the one that counts, its record with what was taken from others. used: the names of all
    files that something was taken from. messages: by file, why it does not count. notes: lines for
    the student and a person. extras: files that nobody needs to look at.
    """

    file: MarkedFile
    used: frozenset[str]
    messages: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    extras: frozenset[str] = frozenset()


def choose(files: Sequence[MarkedFile]) -> Choice:
    """The Choice among the files of one student."""
    files = sorted(files, key=lambda file: file.submission.attempt)
    read = [file for file in files if file.record.is_read]
    answering = [file for file in read if file.record.answered]
    main = _main(answering or read or files)
    others = [
        file
        for file in answering
        if file is not main and file.submission.series != main.submission.series
    ]
    counting, taken = _completed(main, others)
    used = frozenset([main.submission.file, *taken])
    messages, extras = {}, set()
    for file in files:
        name = file.submission.file
        if name not in used:
            messages[name] = _why_not(file, main)
            if read and not file.record.is_read and _is_extra(file, bool(answering)):
                extras.add(name)
    notes = [*_told(main, others, taken), *_blank_last(read, main)]
    return Choice(counting, used, messages, tuple(notes), frozenset(extras))


def _is_extra(file: MarkedFile, is_answered: bool) -> bool:
    """Whether a file beside a notebook needs nobody: data, or a document beside answers."""
    name = file.submission.file.lower()
    if is_notebook(name):
        return False
    return is_answered or not (file.submission.entry or name.endswith(DOCUMENTS))


def _main(files: Sequence[MarkedFile]) -> MarkedFile:
    """Of files in the order of their attempts: the last of each name, of these the fullest."""
    last = {file.submission.series: file for file in files}
    return max(last.values(), key=lambda file: (len(file.record.answered), file.submission.attempt))


def _completed(
    main: MarkedFile, others: Sequence[MarkedFile]
) -> tuple[MarkedFile, dict[str, list[str]]]:
    """The file with the answers that only others have, and which were taken, by file."""
    marks, written, taken = dict(main.record.marks), dict(main.record.written), {}
    have = set(main.record.answered)
    for file in reversed(others):
        new = sorted(file.record.answered - have)
        for question in new:
            if question in marks:
                marks[question] = file.record.marks[question]
            else:
                written[question] = file.record.written[question]
        if new:
            taken[file.submission.file] = new
            have |= set(new)
    if not taken:
        return main, {}
    return MarkedFile(main.submission, replace(main.record, marks=marks, written=written)), taken


def _why_not(file: MarkedFile, main: MarkedFile) -> str:
    """Why a file does not count."""
    if not file.record.is_read:
        return file.record.message
    if not file.record.answered and main.record.answered:
        return f"it holds no answer of this set; {main.base} counts"
    if file.submission.series == main.submission.series:
        return "an earlier attempt; the last one counts"
    return f"another notebook of the same student; {main.base} counts, which has more answers"


def _told(
    main: MarkedFile, others: Sequence[MarkedFile], taken: dict[str, list[str]]
) -> Iterator[str]:
    """What is said of several notebooks with answers."""
    for file in others:
        questions = taken.get(file.submission.file)
        if questions:
            yield (
                f"the answers to {', '.join(questions)} were taken from {file.base}, the others"
                f" from {main.base}"
            )
        elif file.record.marks != main.record.marks or file.record.written != main.record.written:
            yield (
                f"of two notebooks with answers {main.base} counts, not {file.base}. If the other"
                " is meant, or is somebody else's, take one away or rename it"
            )


def _blank_last(read: Sequence[MarkedFile], main: MarkedFile) -> Iterator[str]:
    """That a later attempt at the notebook that counts has no answers."""
    last = read[-1] if read else main
    is_attempt = last is not main and last.submission.series == main.submission.series
    if is_attempt and not last.record.answered and main.record.answered:
        yield f"the last attempt, {last.base}, has no answers, so {main.base} counts"
