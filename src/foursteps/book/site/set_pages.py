"""A page per exercise set and the Exercises page, as students see them, before each build.

They are made from the *released* notebook, in which no solution stands and of the scheme no
more than titles, levels, points, minutes and objectives. The pages go into `practice/`, which is
not committed; the papers and schemes in `exercises/` stay out of the site altogether. The
released notebooks are copied beside the built pages.
"""

import re
from pathlib import Path

from markupsafe import Markup

from foursteps.book.site import fragments
from foursteps.book.site.data_pages import prose
from foursteps.book.site.fragments import Cell, link
from foursteps.book.site.reading import minutes
from foursteps.ground import atomic_files, notebook_file
from foursteps.marker.exercise import practice_edition, sets

# The folder has the same name in Binder's image, where `.binder/postBuild` fills it.
FOLDER = "practice"
BINDER = "https://mybinder.org/v2/gh/{place}/main?urlpath=lab/tree/{path}"
KINDS = {
    "number": "a number",
    "choice": "a choice",
    "set": "a collection",
    "series": "a Series",
    "dataframe": "a table",
    "function": "a function",
    "chart": "a chart",
    "written": "in words",
}
INTRODUCTION = """\
Each set of exercises goes with a step of the book. Its questions are asked of the book's own \
tables, from a few lines of pandas (★) to a judgement of what the evidence can carry (★★★). Every \
answer has a name; under each stands a cell that says whether its form is right. In the practice \
notebooks a further cell says at once whether the answer is, and if not, which misunderstanding \
may lie behind it. The last question of a set is answered in words."""
WORKING = """\
There are three ways to practise.

1. On Binder there is nothing to install, and nothing is kept: download your notebook before you \
close the page.
2. Download the practice notebook from the page of its set, and open it on your own computer.
3. Let the installed package write it: `foursteps practice {example}`.

For the second and third, with Python 3.11 or newer, this installs what a set needs, the tables too:

```
pip install "foursteps[notebook,grade] @ git+{repository}@v{version}"
```

Then open the notebook with `jupyter lab`. Under each question stands `check(…)`: run it as often \
as you like. A second and a third try are told more, the value never. `another()` at the end writes \
a notebook with the same questions on other numbers. Your attempts stay in a file beside the \
notebook, which you may read, delete or hand in. All this works without a network.

The notebook that you hand in holds no such checks. Before you hand it in, run all cells from \
the top, save, and let `foursteps check` tell you whether every answer is there and has the \
right form:

```
foursteps check {example}.ipynb
```

How a set is marked, and how to mark one with a class, stands on the page \
[For instructors](../chapters/instructors.md)."""


def binder_address(project, name):
    """Where Binder opens the released notebook of the set `name`."""
    place = re.sub(r"https?://github\.com/", "", project.repository)
    return BINDER.format(place=place, path=f"{FOLDER}/{name}.ipynb")


def released(exercise_set):
    """The students' notebook of a set (nbformat 4)."""
    return exercise_set.released()


def levels(scheme):
    """How many questions each level has: `★ 2, ★★ 3, ★★★ 4`."""
    counts = {}
    for question in scheme.questions:
        counts[question.stars] = counts.get(question.stars, 0) + 1
    return ", ".join(f"{stars} {counts[stars]}" for stars in sorted(counts, key=len))


def links(project, name, before=""):
    """How to get at a set (HTML), with words before: to practise, here or on Binder; to hand in."""
    practise = Markup('<a href="{}-practice.ipynb" download>{} the practice notebook</a>').format(
        name, "download" if before else "Download"
    )
    binder = link(binder_address(project, name), "open it on Binder")
    hand_in = Markup('<a href="{}.ipynb" download>the notebook without checks</a>').format(name)
    return Markup(
        '<p class="download">{}{}, which says what is right, or {}, where there is nothing to'
        " install. To hand in, take {}.</p>"
    ).format(before, practise, binder, hand_in)


def questions_table(scheme):
    """The questions of a set with level, kind of answer and points (HTML)."""
    rows = [
        [
            Cell(str(number), "number"),
            Cell(question.title, names_row=True),
            question.stars,
            KINDS[question.kind],
            Cell(f"{question.points:g}", "number"),
        ]
        for number, question in enumerate(scheme.questions, 1)
    ]
    columns = ("No.", "Question", "Level", "Answer", "Points")
    return fragments.table(f"Questions of {scheme.title}", columns, rows)


def fenced(code):
    """Code as a Markdown block; the fence is longer than any in the code."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", code))])
    return f"{fence}python\n{code}\n{fence}"


def set_page(exercise_set, project):
    """Markdown of the page of one set: facts first, then the released notebook."""
    scheme = exercise_set.scheme
    cells = [c for c in released(exercise_set).cells if c.source.strip()]
    facts = [
        ("Questions", str(len(scheme.questions))),
        ("Points", f"{scheme.points:g}"),
        ("Levels", levels(scheme)),
    ]
    head, *rest = cells  # the first cell is the title with the set's introduction
    title, _, introduction = head.source.partition("\n")
    parts = [
        "---\norphan: true\n---",
        title,
        minutes.line(scheme.minutes),
        introduction.strip(),
        links(project, exercise_set.name),
        fragments.facts(facts),
        "## At a glance",
        questions_table(scheme),
        *(c.source if c.cell_type == "markdown" else fenced(c.source) for c in rest),
        "[All exercises](index.md)",
    ]
    return "\n\n".join(parts) + "\n"


def index_page(exercise_sets, project):
    """Markdown of the Exercises page: every set with its minutes, points and objectives."""
    rows, told = [], []
    for one in exercise_sets:
        scheme = one.scheme
        rows.append(
            [
                Cell(link(f"{one.name}.html", scheme.title), names_row=True),
                Cell(str(scheme.minutes), "number"),
                Cell(str(len(scheme.questions)), "number"),
                Cell(f"{scheme.points:g}", "number"),
                levels(scheme),
            ]
        )
        told += [
            f"### {prose(scheme.title)}",
            "After this set you can:",
            "\n".join(f"* {prose(lowered(line))}" for line in scheme.objectives),
            links(project, one.name, link(f"{one.name}.html", "Read the questions") + ", "),
        ]
    columns = ("Set", "Minutes", "Questions", "Points", "Questions by level")
    example = exercise_sets[0].name
    working = WORKING.format(
        repository=project.repository, version=project.version, example=example
    )
    parts = [
        "# Exercises",
        INTRODUCTION,
        "## The sets",
        fragments.table("The exercise sets", columns, rows),
        *told,
        "## How to work on a set",
        working,
    ]
    return "\n\n".join(parts) + "\n"


def lowered(text):
    """An objective as the end of a sentence: its first word small, no full stop."""
    return text[:1].lower() + text[1:].removesuffix(".")


def read_sets(root):
    """The exercise sets under `root`, in reading order. Raises SchemeError or PaperError."""
    folder = Path(root) / sets.FOLDER
    return [sets.read(name, folder) for name in sets.names(folder)]


def pages(root, project):
    """All pages as a dict from file name in `practice/` to Markdown; none where no set is."""
    found = read_sets(root)
    if not found:
        return {}
    made = {f"{one.name}.md": set_page(one, project) for one in found}
    return {"index.md": index_page(found, project), **made}


def write_pages(app):
    """Write the pages that changed, remove those of sets that are gone."""
    folder = Path(app.srcdir) / FOLDER
    made = pages(app.srcdir, app.foursteps_project)
    if made:
        folder.mkdir(exist_ok=True)
    for name, text in made.items():
        atomic_files.write_if_changed(folder / name, text)
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()


def copy_notebooks(app, exception):
    """Put the released notebooks beside the built pages."""
    if exception is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / FOLDER
    found = read_sets(app.srcdir)
    made = {f"{one.name}.ipynb": released(one) for one in found}
    made |= {f"{one.name}-practice.ipynb": practice_edition.notebook_of(one) for one in found}
    if made:
        target.mkdir(exist_ok=True)
    for path in target.glob("*.ipynb"):
        if path.name not in made:
            path.unlink()
    for name, notebook in made.items():
        atomic_files.write(target / name, notebook_file.dumps(notebook))


def setup(app):
    """Write before Sphinx looks for pages; copy when it is done."""
    app.connect("builder-inited", write_pages, priority=100)
    app.connect("build-finished", copy_notebooks)
