"""`foursteps data build | check | list`: what the command line prints and returns."""

import contextlib
import sys

from foursteps.book.data import build as builder
from foursteps.book.data.layout import find_project
from foursteps.ground import progress_bar, sound_text
from foursteps.ground.near_names import sentence


def data_build(args):
    """Rebuild tables and the descriptor. Returns the exit code: 1 if any table failed."""
    project = find_project(args.project)
    unreadable = {}
    recipes = builder.read_recipes(project, unreadable)
    names = [recipe.name for recipe in recipes] + list(unreadable)
    unknown = [_unknown(name, names) for name in args.tables if name not in names]
    if args.fetch and not args.raw:
        unknown.append("--fetch needs --raw DIR, the folder that the files are put in.")
    if args.raw and not args.fetch and not args.raw.is_dir():
        unknown.append(f"--raw {args.raw}: no such folder.")
    if unknown:
        print("\n".join(unknown), file=sys.stderr)
        return 2
    told = sound_text.faults(project.data.glob("*.csv"))
    if told:
        print("\n".join(told), file=sys.stderr)
        return 1
    failed = {}
    if args.fetch:
        wanted = [recipe for recipe in recipes if not args.tables or recipe.name in args.tables]
        failed = _fetch(project, wanted, args.raw)
    with _progress("Building", len(recipes)) as step:
        result = builder.build(project, args.raw, args.tables, failed, step)
    for line in result.lines:
        print(line)
    for name, message in result.failed.items():
        print(f"{name}: FAILED, left as it was\n    " + message.replace("\n", "\n    "))
    if args.dry_run:
        print("Nothing was written (--dry-run).")
    else:
        written = builder.write(project, result)
        print(f"Written: {', '.join(written)}." if written else "Nothing changed on disk.")
    if result.failed:
        print(f"{len(result.failed)} of {len(names)} tables failed.", file=sys.stderr)
    return 1 if result.failed else 0


def data_check(args):
    """Say every fault of the committed data package. Returns 1 if there is one."""
    from foursteps.book.data.faults import faults, unused

    project = find_project(args.project)
    found = faults(project)
    for fault in found:
        print(fault)
    for name in unused(project):
        print(f"note: no notebook loads {name!r}.")
    print(f"{len(found)} faults." if found else "The data package is valid and up to date.")
    return 1 if found else 0


def data_list(args):
    """Print the tables: name, rows, licence, title."""
    from foursteps import tables

    width = max((len(name) for name in tables.names()), default=0)
    for name in tables.names():
        about = tables.describe(name)
        note = f"; {about['licence_note']}" if about.get("licence_note") else ""
        print(
            f"{name:<{width}}  {about['rows']:>6,} rows  {about['title']} ({about['licence']}{note})"
        )
    return 0


def _fetch(project, recipes, raw):
    from foursteps.book.data.fetch import fetch

    with progress_bar.of_bytes() as bar:

        def track(name, total):
            task = bar.add_task(name, total=total)
            return lambda size: bar.update(task, advance=size)

        return fetch(recipes, raw, builder.raw_checksums(project), track=track)


def _unknown(name, names):
    return f"No table {name!r}. {sentence(name, names, 'tables')}"


@contextlib.contextmanager
def _progress(word, total):
    """Yield `step(name)`, which moves a progress bar (shown on a terminal only)."""
    with progress_bar.of_things() as bar:
        task = bar.add_task(word, total=total)
        yield lambda name: bar.update(task, description=f"{word} {name}", advance=1)
