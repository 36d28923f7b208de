"""`foursteps grade`: a folder of notebooks becomes marks, feedback and a class report.

The order: read every file, run what is not in the journal, mark each as it comes back, and
write the tables from the journal. Interrupted at any moment and started again, it goes on
where it was and writes the same tables, byte for byte.
"""

from collections.abc import Callable
from pathlib import Path

from foursteps.marker.classroom import (
    by_hand,
    feedback,
    gradebook,
    journal,
    lms,
    overrides,
    report,
    submissions,
)
from foursteps.marker.classroom.choosing import MarkedFile
from foursteps.marker.classroom.marked_class import MarkedClass
from foursteps.marker.classroom.running import Marking
from foursteps.marker.classroom.seeds import PAPERS_OWN, ClassSets, Seeds
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Run


def grade(
    place: Path | str,
    exercise_set: ExerciseSet,
    out: Path | str,
    run: Run,
    again: bool = False,
    roster: Path | str | None = None,
    column: str | None = None,
    seeds: Seeds = PAPERS_OWN,
    progress: Callable[[int, int], None] = lambda done, total: None,
    tell: Callable[[str], None] = lambda line: None,
) -> MarkedClass:
    """Mark the class at `place` into the folder `out`; returns it.

    again: mark everything anew and write what changed. roster, column: the platform's gradebook,
    and the assignment's column in it. seeds: which variants the class was given. progress(done, total) is called for every file. `tell` gets
    a line for every failure and at the end.
    Raises SubmissionsError, JournalError, RosterError, TableError, KeyRunError, SandboxError.
    """
    place, out = Path(place), Path(out)
    if place.is_dir() and out.resolve().is_relative_to(place.resolve()):
        # The next run would take marks and feedback for submissions.
        raise submissions.SubmissionsError(
            f"--out {out} is inside of the submissions, {place}: name a folder beside it"
        )
    handed_in = submissions.find(place)
    if roster:
        lms.fill(roster, {}, exercise_set, column)  # a wrong roster is told before the work
    head = journal.Head(exercise_set.name, seeds.fingerprint(exercise_set))
    before = gradebook.grades_before(out) if again else gradebook.grades_before_if_sound(out)
    stored = journal.read(out)
    # A slip of a person is told before the work.
    by_hand.read(out / by_hand.FILE, exercise_set.scheme)
    overrides.read(out / overrides.FILE, exercise_set.scheme)
    class_sets = ClassSets(exercise_set, seeds)
    class_sets.compute({one.student for one in handed_in}, run)
    open_journal = journal.Journal(out, head).open(anew=again)
    try:
        marking = Marking(class_sets, open_journal, run, progress, tell)
        records = marking.records(handed_in)
    finally:
        open_journal.close()
    # Read now, not before the work: meanwhile a person may have written more.
    filled = by_hand.read(out / by_hand.FILE, exercise_set.scheme)
    overruled = overrides.read(out / overrides.FILE, exercise_set.scheme)
    files = [MarkedFile(one, records[one.file]) for one in handed_in]
    doubts = submissions.doubts(handed_in)
    marked = MarkedClass(exercise_set, files, filled, doubts, overruled)
    for line in marked.notes:
        tell(f"note: {line}.")
    overrides.prepare(out / overrides.FILE)
    # Before the grades, with which it compares: an interruption in between loses no line of it.
    gradebook.write_changes(marked, out, before, stored, head, only_overrides=not again)
    gradebook.write(marked, out)
    questions = {question.id: question for question in exercise_set.scheme.written}
    by_hand.write(
        out / by_hand.FILE, exercise_set.name, questions, marked.answers(), marked.by_hand
    )
    if roster:
        gradebook.write_roster(marked, out, roster, column, tell)
    feedback.write(marked, out)
    report.write(marked, out)
    return marked
