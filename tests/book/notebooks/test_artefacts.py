"""The notebooks as artefacts: rooms, charts, links, plain Markdown, tables.

Each rule is proved by a chapter that breaks it and nothing else.
"""

import json

import pytest

from foursteps.book.prose import run_notebooks
from foursteps.ground import notebook_file
from tests.book.notebooks import artefacts, synthetic
from tests.conftest import ROOT

CHAPTERS = [
    str(p.relative_to(ROOT)) for p in run_notebooks.find(ROOT) if p.parent.name == "chapters"
]
EXERCISES = [
    str(p.relative_to(ROOT)) for p in run_notebooks.find(ROOT) if p.parent.name == "exercises"
]


@pytest.fixture(scope="module")
def book(root):
    return artefacts.Book.of(root)


@pytest.mark.parametrize("name", CHAPTERS + EXERCISES)
def test_a_notebook_keeps_the_rules(root, book, name):
    rules = artefacts.faults if name in CHAPTERS else artefacts.cell_faults
    faults = rules(notebook_file.read(root / name), name, book)
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("name", CHAPTERS + EXERCISES)
def test_a_notebook_is_stored_in_its_normal_form(root, name):
    text = (root / name).read_text(encoding="utf-8")
    assert notebook_file.dumps(run_notebooks.normalise(notebook_file.read(root / name))) == text, (
        "run `make notebooks`"
    )


@pytest.mark.parametrize("name", [name for name in CHAPTERS if name[9].isdigit()])
def test_a_chapter_has_code_to_read(root, name):
    """Five cells at least teach how its numbers are made, without a switch."""
    assert len(list(artefacts.open_cells(notebook_file.read(root / name)))) >= 5


def test_figures_have_one_id_each_in_the_whole_book(root):
    ids = [
        output.data[artefacts.CHART]["usermeta"]["id"]
        for name in CHAPTERS
        for _, _, output in artefacts.charts(notebook_file.read(root / name))
    ]
    assert ids
    assert sorted(set(ids)) == sorted(ids)


def test_every_table_of_the_package_is_used_or_waits_for_its_chapter(root, book, tables_to_come):
    used = set().union(
        *(artefacts.loaded_tables(notebook_file.read(root / name)) for name in CHAPTERS + EXERCISES)
    )
    used |= artefacts.shown_tables(root)
    unused = sorted(book.tables - used)
    assert unused == tables_to_come, "no notebook loads these, and no page is made from them"


CHART = """\
alt.Chart(load("notable_models")).mark_point()"""
SPEC = {
    "data": {"values": [{"year": 2020, "models": 3}]},
    "mark": "point",
    "encoding": {
        "x": {"field": "year", "type": "ordinal", "title": "Year"},
        "y": {"field": "models", "type": "quantitative", "title": "Models (number)"},
    },
    "title": "A title",
    "description": "Points.",
    "usermeta": {"id": "fig-a", "caption": "C.", "tables": ["notable_models"]},
}
PARTS = [
    "# Title",
    "## What you will find out\n\nA [step](1-b.ipynb#The-evidence), [here](#fig-a).",
    "## Objectives\n\nNeeds, minutes, data used: notable_models.",
    "## The concept\n\nSee [Jervis](bibliography.md#ref-jervis-1978).",
    "## The evidence\n\nWhat to look for.",
    synthetic.IMPORTS,
    CHART,
    'publish(tables=["notable_models"], n=len(load("notable_models")))',
    "It shows this, and not that. See ``{role}`x` ``.\n\n```\n% code\n```",
    "## Go further\n\n<details><summary>More</summary>\n\nText.\n\n</details>",
    "## Sources\n\nThe [claims](https://OWNER.github.io/four-steps/data/claims.html#C07).",
]
INTRO, CONCEPT, IMPORT, CHART_CELL, VALUE, AFTER, FURTHER = 1, 3, 5, 6, 7, 8, 9


@pytest.fixture
def small(tmp_path):
    """A project with another chapter to link to."""
    other = synthetic.notebook("## The evidence")
    synthetic.write(other, tmp_path / "chapters" / "1-b.ipynb")
    (tmp_path / "chapters" / "bibliography.md").write_text("x")
    (tmp_path / "chapters" / "glossary.md").write_text("x")
    tables, references = {"notable_models", "claims"}, {"jervis-1978"}
    return artefacts.Book(tmp_path, tables, references, claims={"C07"}, terms={"spiral"})


def chapter():
    """A chapter (an opening) with stored outputs that breaks no rule."""
    made = run_notebooks.normalise(synthetic.notebook(*PARTS))
    count = 0
    for cell in made.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
    data = {artefacts.CHART: json.loads(json.dumps(SPEC)), "image/png": "x", "text/plain": "Points"}
    picture = {"image/png": {"alt": "Points."}}
    make = run_notebooks.nbformat.v4.new_output
    made.cells[CHART_CELL].outputs = [make("display_data", data, metadata=picture)]
    return made


def test_a_chapter_that_keeps_the_rules_has_no_fault(small):
    assert artefacts.faults(chapter(), "chapters/0-a.ipynb", small) == []


def add(cell, text):
    """A change: `text` is added to a cell's source."""

    def change(made):
        made.cells[cell].source += text

    return change


def put(cell, text):
    """A change: a cell's source becomes `text`."""

    def change(made):
        made.cells[cell].source = text

    return change


def code(text):
    """A change: `text` is added to the first code cell."""
    return add(IMPORT, "\n" + text)


def spec(**changes):
    """A change of the chart's usermeta."""

    def change(made):
        made.cells[CHART_CELL].outputs[0].data[artefacts.CHART]["usermeta"].update(changes)

    return change


def stored(**output):
    """A change: one more output of the chart's cell."""

    def change(made):
        made.cells[CHART_CELL].outputs.append(run_notebooks.nbformat.from_dict(output))

    return change


def drop(cell):
    """A change: a cell is taken out."""

    def change(made):
        del made.cells[cell]

    return change


def swap(made):
    """A change: two rooms change places."""
    made.cells[2], made.cells[3] = made.cells[3], made.cells[2]


def undrawn(name):
    """A change: the chart has no such part."""

    def change(made):
        del made.cells[CHART_CELL].outputs[0].data[artefacts.CHART][name]

    return change


def axis(**changes):
    """A change: of the chart's y axis."""

    def change(made):
        spec = made.cells[CHART_CELL].outputs[0].data[artefacts.CHART]
        spec["encoding"]["y"].update(changes)

    return change


def unpictured(made):
    """A change: the chart has no picture."""
    del made.cells[CHART_CELL].outputs[0].data["image/png"]


def tag(name):
    """A change: the cell that publishes has the tag `name`."""

    def change(made):
        made.cells[VALUE].metadata["tags"] = [name]

    return change


def long_and_open(made):
    """A change: a cell of 13 lines stands open on the site."""
    made.cells[VALUE].metadata["tags"] = ["read"]
    made.cells[VALUE].source += "\nx = 1" * 12


def much_open(made):
    """A change: nine cells stand open on the site."""
    for _ in range(9):
        made.cells.insert(VALUE, run_notebooks.nbformat.from_dict(made.cells[VALUE]))
        made.cells[VALUE].metadata["tags"] = ["read"]


LINK = "no such heading (JupyterLab's form"
WRONG = [
    (drop(2), "the room 'Objectives' is missing"),
    (swap, "the rooms stand in the order"),
    (add(FURTHER, "\n\n## Extras"), "'Extras' is no room"),
    (add(FURTHER, "\n\n#### Deep"), "'Deep' skips a level of heading"),
    (add(FURTHER, "\n\n# Second"), "one heading of level 1"),
    (put(2, "## Objectives\n\nNeeds, minutes, data used."), "does not name the table"),
    (put(2, "## Objectives\n\nNeeds, data used: notable_models."), "names 'minutes'"),
    (add(VALUE, "\nx = 1" * 99), None),  # a cell may be as long as it must
    (put(VALUE, "%timeit x"), "no magics"),
    (put(VALUE, "!ls"), "no magics"),
    (put(VALUE, "import numpy as np"), "imports stand in the first code cell"),
    (put(IMPORT, "x = 1"), "the first code cell imports"),
    (code("import requests"), "neither goes online"),
    (code("import random"), "nor draws unseeded"),
    (code("'pip install x'"), "installs nothing"),
    (code("np.random.default_rng()"), "needs a seed"),
    (code("np.random.normal(3)"), "np.random.normal has no seed"),
    (code("frame.sample(3)"), "needs random_state"),
    (code("norm.rvs(3)"), "needs random_state"),
    (code("pd.Timestamp.now()"), "depends on the clock"),
    (code("fit.summary()"), ".summary prints what differs"),
    (code("frame.style.bar()"), ".style prints what differs"),
    (code("pd.read_csv('a.csv')"), "tables come from load"),
    (code("load('notable_model')"), "table 'notable_model' is not in the package"),
    (code("load(name)"), "load takes the table's name itself"),
    (put(VALUE, 'publish(tables=["notable_models"], n=-3.5)'), "n is a literal"),
    (put(VALUE, "publish(toy=True, n=5 * 3)"), "n is a literal"),
    (tag("remove-cell"), "tag 'remove-cell'"),
    (tag("hide-input"), "tag 'hide-input'"),
    (tag("read"), None),
    (long_and_open, "tagged `read` with 13 lines; at most 12"),
    (much_open, "9 cells are tagged `read`; at most 8"),
    (stored(output_type="stream", name="stderr", text="Warning: x"), "printed to stderr: Warning"),
    (stored(output_type="stream", name="stdout", text="/home/a/b.csv"), "a trace of the machine"),
    (stored(output_type="stream", name="stdout", text="<o at 0x7f12ab34cd>"), "a trace of the"),
    (
        stored(output_type="error", ename="KeyError", evalue="'a'", traceback=[]),
        "a stored error: KeyError",
    ),
    (spec(id="figure 1"), "the chart 'figure 1': no id: add usermeta"),
    (spec(caption=""), "(the-evidence-code): the chart 'fig-a': no caption"),
    (spec(tables=[]), "the chart 'fig-a': tables is empty"),
    (undrawn("usermeta"), "the chart without id: no tables"),
    (undrawn("title"), "the chart 'fig-a': no title"),
    (undrawn("mark"), "the chart 'fig-a': Vega cannot draw it"),
    (axis(title="Models"), "the chart 'fig-a': axis title 'Models' (y) has no unit"),
    (spec(tables=["claims"]), "the chart's table 'claims' is not loaded"),
    (undrawn("description"), "the chart 'fig-a': no description"),
    (unpictured, "without its picture"),
    (drop(AFTER), None),  # the next room's prose follows
    (put(AFTER, "Then."), None),
    (add(AFTER, "\n\nSee {cite}`a`."), "a MyST role"),
    (add(AFTER, "\n\n:::{note}\nA\n:::"), "a MyST directive"),
    (add(AFTER, "\n\n```{note}\nA\n```"), "a MyST directive"),
    (add(AFTER, "\n\n(target)="), "a MyST target"),
    (add(AFTER, "\n\nThe {{ value }}."), "a MyST substitution"),
    (add(AFTER, "\n\n+++"), "a MyST block break"),
    (add(AFTER, "\n\nA claim.[^1]"), "a footnote"),
    (add(AFTER, "\n\nSee [](#fig-a)."), "a link without words"),
    (put(FURTHER, "## Go further\n\n<details><summary>A</summary>\nB\n\n</details>"), "blank line"),
    (put(FURTHER, "## Go further\n\n<details><summary>A</summary>\n\nB\n</details>"), "blank line"),
    (add(FURTHER, "\n\n> **How far to trust it.** Text."), None),  # any other quotation
    (add(AFTER, "\n\n> **How far to trust this:** Text."), "line 7: the box 'How far to trust"),
    (add(FURTHER, "\n\n## Methods and limits"), "the rooms stand in the order"),
    (add(INTRO, " See [x](2-c.ipynb)."), "no such page; a step that is not written"),
    (add(INTRO, " See [x](../data/claims.csv)."), "has the site's address"),
    (add(INTRO, " See [x](/data/claims.html)."), "relative, or https"),
    (add(INTRO, " See [x](http://example.org)."), "relative, or https"),
    (add(INTRO, " See [x](https://example)."), "malformed"),
    (add(INTRO, " See [x](#the-evidence)."), LINK),
    (add(INTRO, " See [x](#fig-b)."), LINK),
    (add(INTRO, " See [x](1-b.ipynb#Sources)."), LINK),
    (add(INTRO, " See [x](bibliography.md#ref-jervis-1979)."), "no reference 'jervis-1979'"),
    (add(INTRO, " See [a spiral](glossary.md#term-spiral)."), None),
    (add(INTRO, " See [x](glossary.md#term-spirals)."), "no term 'spirals' in the glossary"),
    (add(INTRO, " [x](https://OWNER.github.io/four-steps/data/no.html)"), "no table 'no'"),
    (add(INTRO, " [x](https://OWNER.github.io/four-steps/data/claims.html#C99)"), "no claim 'C99'"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_a_broken_rule_is_named(small, change, message):
    made = chapter()
    change(made)
    faults = artefacts.faults(made, "chapters/0-a.ipynb", small)
    if message is None:
        assert faults == []
    else:
        assert any(message in fault for fault in faults), faults


def test_a_steps_chapter_has_its_rooms_questions_and_verdicts(small):
    faults = artefacts.faults(chapter(), "chapters/1-b.ipynb", small)
    for message in (
        "0 folded answers; 4 to 6",
        "a verdict links to its figure",
        "after the chart, “what it shows” is not said",
        "after the chart, “what it cannot show” is not said",
        "the room 'The model' is missing",
    ):
        assert any(message in fault for fault in faults), message


BOX = "\n\n> **How far to trust this.** Little."
LONG = "\n\n" + "Many words stand here. " * 28
ASKED = """\
## What you will find out

* Who?

<details><summary>More</summary>

**Needs:** none. **Minutes:** 9. **Data used:** notable_models.

</details>"""
GUESS = """\
# Title

A scene.

**Guess.** Who?

* (a) One.
* (b) Two.

<details><summary>Answer</summary>

(b). It is two.

</details>"""
KNOWN = """

> **What is known.**
>
> **Stands**
>
> * One.
>
> **Contested**
>
> * Two.
>
> **Unknown**
>
> * Three."""
TOLD = [
    GUESS,
    synthetic.IMPORTS,
    CHART,
    "The picture says two.",
    ASKED,
    "## Who began?\n\nText." + BOX,
    "## Who answered?\n\nText." + BOX,
    "## Who gained?\n\nThe index of capabilities (ECI) says so. The ECI ends." + BOX + KNOWN,
    "## Check yourself"
    + "".join(
        f"\n\n**{n}.** What?\n\n<details><summary>Answer</summary>\n\nThis.\n\n</details>"
        for n in range(1, 5)
    ),
    "## Verdicts\n\nAs [the picture](#fig-a) has it.",
    "## Methods and limits\n\nThe XYZ of it." + LONG,
    "## Go further\n\nMore.",
    "## Sources\n\nSome.",
]
ASKED_CELL, ACT, ANSWERS, VERDICTS = 4, 5, 8, 9


def told():
    """A step's chapter of the second edition that breaks no rule."""
    made = run_notebooks.normalise(synthetic.notebook(*TOLD))
    for count, cell in enumerate([c for c in made.cells if c.cell_type == "code"], 1):
        cell.execution_count = count
    data = {artefacts.CHART: json.loads(json.dumps(SPEC)), "image/png": "x", "text/plain": "Points"}
    make = run_notebooks.nbformat.v4.new_output
    drawn = make("display_data", data, metadata={"image/png": {"alt": "Points."}})
    made.cells[2].outputs = [drawn]
    return made


def moved(made):
    """A change: the first act comes after the closing rooms."""
    made.cells.append(made.cells.pop(ACT))


TOLD_WRONG = [
    (lambda made: None, None),
    (moved, "each ## once, in the order"),
    (add(ACT, "\n\n## Who else?" + BOX + "\n\n## And who?" + BOX), None),
    (add(ACT, "".join(f"\n\n## Who {n}?" + BOX for n in "abc")), "6 acts"),
    (put(ACT, "## The model\n\nText." + BOX), "'The model' is a question"),
    (put(ACT, "## Who began?\n\nText."), "has no box"),
    (put(0, "# Title\n\nA scene."), "the scene has a `**Guess.**`"),
    (lambda made: made.cells.insert(5, made.cells.pop(2)), "the scene has a `**Guess.**`"),
    (put(ASKED_CELL, "## What you will find out\n\n* Who?"), "names 'minutes'"),
    (put(ASKED_CELL, "## What you will find out\n\n* Who?"), "the table 'notable_models'"),
    (add(ACT, LONG), "112 words in the paragraph 'Many words stand here. Many words'"),
    (add(ACT, "\n\nThe ECI."), "ECI comes first here"),
    (add(ACT, "\n\nA [ECI](glossary.md#term-spiral)."), None),
    (put(ANSWERS, "## Check yourself\n\nNo."), "0 folded answers; 4 to 6"),
    (put(VERDICTS, "## Verdicts\n\nNo."), "a verdict links to its figure"),
]


@pytest.mark.parametrize(("change", "message"), TOLD_WRONG)
def test_a_chapter_of_the_second_edition_is_told_in_acts(small, change, message):
    made = told()
    change(made)
    faults = artefacts.faults(made, "chapters/1-b.ipynb", small)
    if message is None:
        assert faults == []
    else:
        assert any(message in fault for fault in faults), faults


def test_back_matter_needs_no_rooms_but_keeps_the_other_rules(small):
    made = chapter()
    made.cells[2].source = "## Recode it"
    assert artefacts.faults(made, "chapters/codebook.ipynb", small) == []
    made.cells[FURTHER].source += "\n\n#### Deep\n\n# Second"
    faults = artefacts.faults(made, "chapters/codebook.ipynb", small)
    for message in ("skips a level", "one heading of level 1"):
        assert any(message in fault for fault in faults), message


def test_two_charts_have_prose_between(small):
    made = chapter()
    again = json.loads(json.dumps(made.cells[CHART_CELL]))
    made.cells.insert(CHART_CELL, run_notebooks.nbformat.from_dict({**again, "id": "again"}))
    faults = artefacts.faults(made, "chapters/0-a.ipynb", small)
    assert any("no prose after the chart" in fault for fault in faults)
    assert any("no prose before the chart" in fault for fault in faults)
