"""What the subcommands release, grade, verify and check of the command line do."""

import contextlib
import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from foursteps.ground import atomic_files, notebook_file, plain_text, progress_bar
from foursteps.judging import edition
from foursteps.marker import self_check as checking
from foursteps.marker import verify as verifying
from foursteps.marker.classroom import csv_files, lms
from foursteps.marker.classroom import grade as grading
from foursteps.marker.classroom.marked_class import MarkedClass
from foursteps.marker.classroom.seeds import Seeds, read_secret
from foursteps.marker.exercise import key, practice_edition, scheme, sets
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Run
from foursteps.marker.sandbox.limits import Limits
from foursteps.tables import data_folder

UNSAFE = (
    "WARNING: without the sandbox, students' code runs with all your rights: it can read and"
    " change your files, the key among them, and reach the network. Only for notebooks that you"
    " wrote yourself."
)
SCHEMA = Path("docs", "scheme.schema.json")
FILE_NAME = re.compile(r"\w[\w.@+-]{0,99}\Z")


class NoSandboxError(RuntimeError):
    """The sandbox does not work here; the message says how to mend it."""


def release(args: Namespace) -> None:
    """Write the students' notebooks of the named sets (all, if none) into --out."""
    names = args.sets or sets.names()
    if not names:
        raise sets.SetError(f"There are no exercise sets in {sets.FOLDER}/ here.")
    if args.practice:
        _release_for_practice(args, names)
        return
    if args.roster:
        _release_to_each(args, names)
        return
    if args.secret:
        raise sets.SetError("--secret gives each student a variant: name them by --roster")
    for name in names:
        exercise_set = sets.read(name).variant(args.seed or "")
        path = Path(args.out) / f"{exercise_set.name}.ipynb"
        _write_released(exercise_set, path, args.out)
        asked = exercise_set.scheme
        print(
            f"{path}: {len(asked.questions)} questions, {asked.points:g} points,"
            f" about {asked.minutes} minutes"
        )


def _release_to_each(args: Namespace, names: list[str]) -> None:
    """Write a notebook for each student of the roster, and a list of who was given which."""
    if not args.secret or args.seed:
        raise sets.SetError(
            "--roster gives each student a variant, drawn from a secret: name a file for it,"
            " --secret FILE, and no --seed"
        )
    everybody = lms.students(args.roster)
    seeds = Seeds(secret=read_secret(args.secret, make=True))
    odd = [student for student, _ in everybody if not FILE_NAME.match(student)]
    if odd:
        raise lms.RosterError(f"{args.roster}: {odd[0]!r} cannot be the name of a file")
    for name in names:
        base = sets.read(name)
        folder, rows = Path(args.out) / base.name, []
        for student, called in everybody:
            mine = base.variant(seeds.of(base.name, student))
            _write_released(mine, folder / f"{student}.ipynb", args.out)
            rows.append((student, called, f"{student}.ipynb", mine.seed))
        csv_files.write(folder / "variants.csv", ("student", "name", "file", "seed"), rows)
        count = csv_files.counted(len(rows), "notebook", "notebooks")
        print(f"{folder}: {count}, {len(base.scheme.variants)} variants to draw from")
    print(f"Keep {args.secret}: `foursteps grade --secret` needs it, and nobody else may have it.")


def _release_for_practice(args: Namespace, names: list[str]) -> None:
    """Write the practice editions: a notebook with `check` cells, and its packed key beside it."""
    if args.roster or args.secret or args.seed:
        raise sets.SetError("--practice has variants of its own: leave seed, roster and secret out")
    with _own_papers() as run:
        for name in names:
            write_practice(sets.read(name), Path(args.out), run)


def write_practice(exercise_set: ExerciseSet, out: Path, run: Run) -> None:
    """Write the practice edition of a set into a folder, which must not be the paper's."""
    path = out / f"{exercise_set.name}.ipynb"
    if path.resolve() == exercise_set.paper.path.resolve():
        raise sets.SetError(f"--out {out} is the folder of the paper itself: name another")
    notebook, packed = practice_edition.make(exercise_set, run)
    out.mkdir(parents=True, exist_ok=True)
    atomic_files.write(path, notebook_file.dumps(notebook))
    atomic_files.write(out / f"{exercise_set.name}{edition.SUFFIX}", packed)
    print(f"{path}: run its cells; under each question stands a check")


@contextlib.contextmanager
def _own_papers() -> Iterator[Run]:
    """What runs papers, which are code of one's own: in the sandbox where there is one."""
    from foursteps.marker.sandbox import doctor
    from foursteps.marker.sandbox.supervisor import Runner

    unsafe = bool(doctor.problem())
    if unsafe:
        print("note: no sandbox here, so the papers run as any program of yours", file=sys.stderr)
    with Runner(data=data_folder(), processes=_processors(), unsafe=unsafe) as run:
        yield run


def _write_released(exercise_set: ExerciseSet, path: Path, out: Path) -> None:
    """Write the students' notebook of a set to `path`, which must not be the paper's."""
    if path.resolve() == exercise_set.paper.path.resolve():
        raise sets.SetError(f"--out {out} is the folder of the paper itself: name another")
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_files.write(path, notebook_file.dumps(exercise_set.released()))


def schema(args: Namespace) -> None:
    """Write the JSON schema of marking schemes, by which editors complete them."""
    if not Path(sets.FOLDER).is_dir():
        raise sets.SetError(
            f"There is no folder {sets.FOLDER}/ here: run the command in the project's folder."
        )
    changed = atomic_files.write_if_changed(SCHEMA, scheme.json_schema_text())
    print(f"{SCHEMA} {'written' if changed else 'is as it should be'}.")


def grade(args: Namespace) -> int:
    """Mark a class; exit code 0 also if some files could not be read (they are listed)."""
    exercise_set = sets.read(args.set)
    seeds = _seeds(args, exercise_set)
    bar = progress_bar.of_things()
    task = bar.add_task("Marking", total=None)
    marked_files = all_files = 0

    def count(done: int, total: int) -> None:
        nonlocal marked_files, all_files
        marked_files, all_files = done, total
        bar.update(task, completed=done, total=total)

    def tell(line: str) -> None:
        # File names are students' words: no markup, nothing that a terminal would obey.
        line = plain_text.printable(plain_text.readable(line))
        bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    try:
        with bar, _runner(args) as run:
            marked = grading.grade(
                args.submissions,
                exercise_set,
                args.out,
                run,
                again=args.again,
                roster=args.roster,
                column=args.column,
                seeds=seeds,
                progress=count,
                tell=tell,
            )
    except KeyboardInterrupt:
        if all_files:
            tell(
                f"Stopped with {marked_files} of {all_files} files marked. "
                + (
                    "The tables are as they were: the same command marks everything anew."
                    if args.again
                    else "Nothing is lost: the same command goes on where it stopped."
                )
            )
        raise
    _say(marked, Path(args.out), args.again)
    return 0


def _seeds(args: Namespace, exercise_set: ExerciseSet) -> Seeds:
    """How the class got its seeds, as the options say. Raises SetError, SecretError."""
    if args.seed and args.secret:
        raise sets.SetError("--seed is one variant for all, --secret one for each: name one")
    seeds = Seeds(args.seed or "", read_secret(args.secret) if args.secret else b"")
    exercise_set.variant(seeds.of(exercise_set.name, ""))  # a wrong seed is told before the work
    return seeds


def _say(marked: MarkedClass, out: Path, again: bool) -> None:
    """The closing lines: what was marked, what waits, where to look."""
    waiting = marked.waiting()
    odd = len(marked.troubled())
    files = csv_files.counted(len(marked.files), "file", "files")
    print(f"{files} of {csv_files.counted(len(marked.used), 'student', 'students')} marked.")
    if odd:
        were = "file needs a look", "files need a look"
        print(f"{csv_files.counted(odd, *were)}: see {out / 'files.csv'}")
    if waiting:
        wait = csv_files.counted(waiting, "written answer waits", "written answers wait")
        print(f"{wait} for a person: {out / 'written.csv'}")
    set_by = len({at for at, one in marked.overrides.rows.items() if one.points is not None})
    if set_by:
        print(f"{csv_files.counted(set_by, 'mark is', 'marks are')} set in {out / 'overrides.csv'}")
    if again:
        print(f"{len(csv_files.read(out / 'changes.csv')[1])} marks changed: {out / 'changes.csv'}")
    print(f"Marks: {out / 'grades.csv'}  Report: {out / 'report.html'}")


def verify(args: Namespace) -> int:
    """Print the proof of the named sets (all, if none); exit code 1 if a line fails."""
    with _runner(args) as run:
        failed = verifying.verify(args.sets, run, seeds=args.seeds)
    return 1 if failed else 0


def check(args: Namespace) -> int:
    """Check one's own notebook; exit code 1 if an answer is not in order."""
    from foursteps.marker.sandbox import doctor
    from foursteps.marker.sandbox.supervisor import Runner

    unsafe = bool(doctor.problem())
    if unsafe:
        print(
            "note: no sandbox on this computer, so the notebook runs as Jupyter would run it",
            file=sys.stderr,
        )
    with Runner(data=data_folder(), unsafe=unsafe) as run:
        return 1 if checking.check(args.notebook, run) else 0


@contextlib.contextmanager
def _runner(args: Namespace) -> Iterator[Run]:
    """What runs notebooks as the options say: the sandbox, a cluster, or the unsafe one.

    It is made once, with its settings, for the key and the class.
    """
    limits, unsafe = _limits(args), args.unsafe_no_sandbox
    if unsafe:
        print(UNSAFE, file=sys.stderr)
    else:
        _keep_apart(_kept_from_notebooks(args))
    if getattr(args, "scheduler", None):
        from foursteps.marker.sandbox.dask_cluster import Cluster

        yield Cluster(args.scheduler, data_folder(), limits, unsafe)
        return
    from foursteps.marker.sandbox import doctor
    from foursteps.marker.sandbox.supervisor import Runner

    problem = None if unsafe else doctor.problem()
    if problem:
        raise NoSandboxError(problem)
    processes = args.jobs or _processors()
    with Runner(data=data_folder(), limits=limits, processes=processes, unsafe=unsafe) as runner:
        yield runner


def _keep_apart(paths: Iterable[str | Path]) -> None:
    """Raise NoSandboxError if one of the paths can be read inside the sandbox."""
    from foursteps.marker.sandbox import bubblewrap

    told = bubblewrap.exposed(paths, data_folder())
    if told:
        raise NoSandboxError(told)


def _kept_from_notebooks(args: Namespace) -> list[str | Path]:
    """What no notebook may read: the sets, the submissions, the marks, the roster, the keys."""
    asked = [args.set] if "set" in args else getattr(args, "sets", None) or sets.names()
    papers = [sets.path_of(name) for name in asked]
    files = [path.with_name(path.name + end) for path in papers for end in (".yml", ".ipynb")]
    given = [getattr(args, n, None) for n in ("submissions", "out", "roster", "secret")]
    return [*files, *filter(None, given), key.cache_folder(), sets.FOLDER]


def doctor(args: Namespace) -> int:
    """Try the sandbox for real, also whether it would show the sets that stand here."""
    from foursteps.marker.sandbox import doctor as trying

    return trying.command(_kept_from_notebooks(args))


def _limits(args: Namespace) -> Limits:
    """The limits of a notebook: the sandbox's own, but for what the options say."""
    given = {"seconds": args.timeout, "memory_mb": args.memory}
    if args.timeout:  # one cell may take half of it, and never less than by default
        given["cell_seconds"] = min(args.timeout, max(Limits.cell_seconds, args.timeout / 2))
    return Limits(**{name: value for name, value in given.items() if value is not None})


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
