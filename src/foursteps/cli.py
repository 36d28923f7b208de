"""The command `foursteps`. Answers at once: whatever is slow is imported by the subcommand."""

import argparse
import importlib
import re
import sys
from pathlib import Path

from foursteps.ground.near_names import near
from foursteps.ground.plain_text import printable

DESCRIPTION = "Data, exercises and tools of the book Four Steps."
EXAMPLES = """\
examples:
  foursteps data list                          the tables of the book
  foursteps data check                         is every table valid and up to date?
  foursteps data build --raw ~/raw             rebuild the tables from publishers' files
  foursteps data build --raw ~/raw --fetch     download first what can be downloaded
  foursteps notebooks                          run the notebooks, fill in the numbers of the prose
  foursteps release 1-security-dilemma --out practice     the students' notebook of a set
  foursteps grade handed-in --set 1-security-dilemma --out marks     marks, feedback, report
  foursteps verify                             prove that every set is marked as its scheme says
  foursteps practice 1-security-dilemma        students: a notebook that says what is right
  foursteps check 1-security-dilemma.ipynb     students: is every answer there, of the right form?
  foursteps doctor                             does the sandbox work here, and if not, why?

`foursteps COMMAND --help` explains a command. Reading the book needs none of them:
open a notebook of chapters/ and run it.
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the near word when a word is wrong."""

    def __init__(self, **kwargs):
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**kwargs)

    def error(self, message):
        """Print the message with the near words and leave with exit code 2."""
        found = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if found:
            for word in near(found[1], re.findall(r"[\w-]+", found[2]), most=1):
                message += f". Did you mean {word!r}?"
        super().error(message)


def _late(address):
    """A function `module:name` that is imported when it is called."""
    module, name = address.split(":")
    return lambda args: getattr(importlib.import_module(module), name)(args)


def _data(parser):
    parser.set_defaults(run=lambda args: parser.print_help())
    commands = parser.add_subparsers(metavar="COMMAND")
    home = "foursteps.book.data.data_commands"

    build = commands.add_parser(
        "build",
        help="rebuild tables from the publishers' files",
        description="Run the recipes of data/recipes/ on publishers' files and write data/*.csv,\n"
        "data/datapackage.json and data/LICENCES.txt. Prints per table which rows were added,\n"
        "removed and changed. A table whose files are not there is left alone; one that breaks\n"
        "its schema is refused, and the old one stays. Without --raw nothing is rebuilt: the\n"
        "tables are checked and described anew (after editing a compiled table or a notebook).",
    )
    build.add_argument("tables", nargs="*", metavar="TABLE", help="only these (default: all)")
    build.add_argument(
        "--raw", type=Path, metavar="DIR", help="folder with the publishers' files, as recipes name"
    )
    build.add_argument(
        "--fetch",
        action="store_true",
        help="first download into DIR the files with a direct address; prints a checklist of those "
        "that a person must fetch",
    )
    build.add_argument("--dry-run", action="store_true", help="print the changes, write nothing")
    build.set_defaults(run=_late(f"{home}:data_build"))

    check = commands.add_parser(
        "check",
        help="validate every table and the descriptor",
        description="Check every table against its schema, checksum and known nulls, and that "
        "datapackage.json says\nwhat the recipes and notebooks say. Exit code 1 if there is a fault.",
    )
    check.set_defaults(run=_late(f"{home}:data_check"))
    listing = commands.add_parser("list", help="list the tables with rows and licence")
    listing.set_defaults(run=_late(f"{home}:data_list"))
    for command in (build, check):
        command.add_argument(
            "--project", type=Path, metavar="DIR", help="the checkout (default: this one)"
        )


def _notebooks(parser):
    parser.description = (
        "Execute the notebooks, fill the published values into the marks of their prose (and of\n"
        "the pages), and store them in a form that two runs give alike. A notebook that fails is\n"
        "left as it was."
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="only these (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 if anything would change"
    )
    parser.add_argument(
        "--fill",
        action="store_true",
        help="do not execute: renew only marks and form, from the stored outputs",
    )
    parser.set_defaults(run=_late("foursteps.book.prose.run_notebooks:command"))


def _pages(parser):
    parser.description = (
        "Write the pages that are made from tables and references, and committed: the glossary,\n"
        "the documents reader, the bibliography. `make book` does it too."
    )
    parser.set_defaults(run=_late("foursteps.book.site.page_commands:pages"))


def _terms(parser):
    parser.description = (
        "List the terms of the glossary whose first use in the chapters is no link to it. Exit code\n"
        "1 if there are any."
    )
    parser.add_argument("--link", action="store_true", help="put the missing links in")
    parser.set_defaults(run=_late("foursteps.book.prose.term_links:command"))


def _faces(parser):
    parser.description = (
        "Fetch the book's typefaces from npm, cut them to its letters and write them where site and\n"
        "charts find them. After a change of what letters the text may use."
    )
    parser.set_defaults(run=_late("foursteps.book.site.faces.cutting:command"))


def _publish_as(parser):
    parser.description = (
        "Set the addresses of the book's repository and site, in pyproject.toml and wherever a\n"
        "reader needs them whole. Nothing is changed if one would stay behind. Before the first\n"
        "publication, and after a move."
    )
    parser.add_argument("name", nargs="?", metavar="OWNER/REPO", help="the repository on GitHub")
    parser.add_argument(
        "--site", metavar="URL", help="the site's address (default: that of GitHub Pages)"
    )
    parser.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="the checkout (default: this)"
    )
    parser.add_argument(
        "--like", type=Path, metavar="DIR", help="take repository and site from another checkout"
    )
    parser.set_defaults(run=_late("foursteps.book.site.publish_as:command"))


def _carry(parser):
    parser.description = (
        "Make of the built site what can be carried away, beside its pages: the book as PDF (with\n"
        "and without code; needs Chromium) and as EPUB, and the site as one zip that works from\n"
        "disk. The front door then offers them. `make pdf`, `make epub` and `make zip` build the\n"
        "site first."
    )
    parser.add_argument(
        "kinds", nargs="*", type=_kind, metavar="KIND", help="zip, pdf or epub (default: all)"
    )
    parser.add_argument(
        "--site", type=Path, default=Path("_build/html"), metavar="DIR",
        help="the built site (default: _build/html)",
    )  # fmt: skip
    parser.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="the checkout (default: this)"
    )
    parser.set_defaults(run=_late("foursteps.book.carry.carry_commands:carry"))


def _kind(text):
    """One of the files that can be made."""
    kinds = ("zip", "pdf", "epub")
    if text not in kinds:
        meant = "".join(f" Did you mean {word!r}?" for word in near(text, kinds, most=1))
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(kinds)}.{meant}")
    return text


MARKING = "foursteps.marker.marking_commands"


def _release(parser):
    parser.description = (
        "Make the students' notebooks of exercise sets: solutions replaced by lines to fill in,\n"
        "outputs cleared, no key and no scheme. The files can be handed out as they are."
    )
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help="a name in exercises/ or a path (default: all)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write")
    parser.add_argument(
        "--seed", metavar="S", help="the variant of the set that this word stands for"
    )
    parser.add_argument(
        "--roster", type=Path, metavar="CSV", help="a variant for each student of this roster"
    )
    parser.add_argument(
        "--secret",
        type=Path,
        metavar="FILE",
        help="with --roster: what the variants are drawn from; made where there is none",
    )
    parser.add_argument(
        "--practice",
        action="store_true",
        help="practice editions: a check under each question, and the packed key beside",
    )
    parser.set_defaults(run=_late(f"{MARKING}:release"))


def _practice(parser):
    parser.description = (
        "For students: write a notebook that says under each question whether the answer is right,\n"
        "and if not, which misunderstanding may lie behind it. `another()` in it asks the same\n"
        "questions with other numbers."
    )
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help="a set of the book, such as 0-which-race (all)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to write (default: here)"
    )
    parser.set_defaults(run=_late("foursteps.practice:command"))


def _grade(parser):
    parser.description = (
        "Mark a class. SUBMISSIONS is the unpacked folder that Canvas or Moodle hands out under\n"
        "'Download submissions', or a folder of <student>.ipynb files. Each notebook runs in a\n"
        "sandbox; its answers come out as data and are compared outside. Safe to interrupt and to\n"
        "run again: what is marked is not marked twice."
    )
    parser.epilog = (
        "--out holds afterwards:\n"
        "  grades.csv     a row for every student and question\n"
        "  summary.csv    a row for every student\n"
        "  files.csv      a row for every file, also one that could not be read\n"
        "  written.csv    written answers: fill in points and comment, then run again\n"
        "  canvas.csv or moodle.csv    with --roster, ready to import\n"
        "  feedback/      a page for every student     report.html    the class\n"
        "  changes.csv    with --again: which marks changed, and why\n\n"
        "example:\n"
        "  foursteps grade submissions --set 1-security-dilemma --out marks --roster grades.csv"
    )
    parser.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="a folder or a file")
    parser.add_argument(
        "--set", required=True, metavar="SET", help="a name in exercises/, or a path without suffix"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write")
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="the gradebook exported from Canvas, or Moodle's grading worksheet",
    )
    parser.add_argument(
        "--column", metavar="TITLE", help="the assignment's title in a Canvas roster"
    )
    parser.add_argument("--seed", metavar="S", help="the variant that the class was given")
    parser.add_argument(
        "--secret", type=Path, metavar="FILE", help="what each student's variant was drawn from"
    )
    parser.add_argument(
        "--again", action="store_true", help="mark everything anew and say what changed"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask scheduler, such as tcp://host:8786"
    )
    _running(parser)
    parser.set_defaults(run=_late(f"{MARKING}:grade"))


def _verify(parser):
    parser.description = (
        "Prove that sets are marked as their schemes say, as a table: the reference and every\n"
        "other right route get full marks, blank gets none, each misconception its own credit and\n"
        "its own hint. Exit code 1 if a line fails."
    )
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help="a name in exercises/ or a path (default: all)"
    )
    parser.add_argument(
        "--seeds",
        type=_positive,
        default=0,
        metavar="N",
        help="prove as many variants of each set as well (sets with parameters)",
    )
    _running(parser)
    parser.set_defaults(run=_late(f"{MARKING}:verify"))


def _schema(parser):
    parser.description = (
        "Write docs/scheme.schema.json, from which editors know the fields of a marking scheme and\n"
        "what each means. To be renewed when a field of a question changes."
    )
    parser.set_defaults(run=_late(f"{MARKING}:schema"))


def _running(parser):
    """The options of commands that run notebooks."""
    parser.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="notebooks at a time (as many as there are processors)",
    )
    parser.add_argument(
        "--timeout", type=_positive, metavar="S", help="seconds that a notebook may take (60)"
    )
    parser.add_argument(
        "--memory", type=_positive, metavar="MB", help="memory that a notebook may use (320)"
    )
    parser.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run students' code with all your rights (only for notebooks you wrote yourself)",
    )


def _positive(text):
    """A whole number above zero."""
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return number


def _check(parser):
    parser.description = (
        "For students: run your own notebook and say whether every answer is there, has the right\n"
        "form and can be read by the marker. It knows no key: right or wrong it cannot say."
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="your notebook")
    parser.set_defaults(run=_late(f"{MARKING}:check"))


def _doctor(parser):
    parser.description = (
        "Try the sandbox for real and say whether it works here; if not, what refuses it and\n"
        "what to do."
    )
    parser.set_defaults(run=_late(f"{MARKING}:doctor"))


# A new subcommand is one line here and one function that fills its parser.
COMMANDS = {
    "data": (_data, "build, check and list the tables"),
    "notebooks": (_notebooks, "execute the notebooks and fill in the numbers of their prose"),
    "pages": (_pages, "write the pages that are made from tables and references"),
    "terms": (_terms, "which terms of the glossary are not yet linked?"),
    "faces": (_faces, "cut the book's typefaces out of their packages"),
    "publish-as": (_publish_as, "set the addresses of repository and site, once"),
    "carry": (_carry, "make PDF, EPUB and zip of the built site"),
    "release": (_release, "make the students' notebooks of exercise sets"),
    "practice": (_practice, "students: a notebook that says what is right"),
    "grade": (_grade, "mark a class: marks, feedback, report"),
    "verify": (_verify, "prove that exercise sets are marked as their schemes say"),
    "schema": (_schema, "write the schema by which editors complete marking schemes"),
    "check": (_check, "students: is every answer there, and of the right form?"),
    "doctor": (_doctor, "does the sandbox work here, and if not, why?"),
}


def parser():
    """The parser of the whole command line."""
    top = Parser(prog="foursteps", description=DESCRIPTION, epilog=EXAMPLES)
    top.set_defaults(run=lambda args: top.print_help())
    top.add_argument("--version", action="store_true", help="print the version")
    commands = top.add_subparsers(metavar="COMMAND")
    for name, (fill, told) in COMMANDS.items():
        fill(commands.add_parser(name, help=told, description=told.capitalize() + "."))
    return top


def main(argv=None):
    """Run the command line `argv`; returns the exit code (130 after Ctrl-C)."""
    args = parser().parse_args(argv)
    if args.version:
        from importlib.metadata import version

        print(version("foursteps"))
        return 0
    try:
        return args.run(args) or 0
    except KeyboardInterrupt:
        print("\nInterrupted. Every file is as it was or complete.", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("foursteps"):
            raise
        print(
            f"This command needs {error.name!r}, one of the maintainers' packages: "
            "run .venv/bin/foursteps, which `make` sets up, or install them with pip install '.[dev]'.",
            file=sys.stderr,
        )
        return 1
    except (LookupError, RuntimeError, OSError) as error:
        # It may name a student's file: nothing that a terminal would obey.
        message = printable(str(error), keep="\n")
        print(f"foursteps: {message}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
