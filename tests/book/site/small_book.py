"""A small book with the settings of ours: one page, two notebooks, two tables.

One notebook has a chart, the other every part of a chapter that has a form of its own.
"""

import json

import nbformat

from foursteps import charts
from foursteps.charts import renderer
from tests.reader.charts import examples

PYPROJECT = """
[project]
version = "0.9"
authors = [{ name = "Somebody" }]
[project.urls]
Repository = "https://github.com/somebody/book"
Site = "https://somebody.example/book/"
[tool.foursteps]
tables-to = "2026-01-02"
events-to = "2026-01-03"
"""
REFERENCE = (
    "@book{jervis-1978, author = {Jervis, Robert}, title = {T}, year = {1978}, publisher = {P}}\n"
)
CLAIMS = {
    "picture": {"none": "Claims are told in words."},
    "name": "claims",
    "path": "claims.csv",
    "title": "Claims",
    "access": "compiled",
    "rows": 1,
    "used_by": [],
    "schema": {
        "fields": [{"name": "id", "type": "string"}, {"name": "claim", "type": "string"}],
        "primaryKey": ["id"],
    },
}
GOOD = """# A page

To [a heading](#The-evidence), [Jervis (1978)](bibliography.md#ref-jervis-1978),
[C07](https://somebody.example/book/data/claims.html#C07) and [C07](../data/claims.md#C07).

## The evidence

Where $x > y$ holds.

<figure id="fig-drawn"></figure>

See [the figure](#fig-drawn).

[A chart that stands alone](drawn.ipynb#fig-line)
"""

# Markdown as it is; a pair is code with its tags.
FURNISHED = (
    "# Furnished\n\n**Minutes:** 40. What a chapter is furnished with, in more than forty letters.",
    ("import pandas as pd", ()),
    """**Guess.** What happened next?

* (a) One [gave way](#Check-yourself).
* (b) They traded.

<details><summary>Answer</summary>

(b). In London they agreed.

</details>""",
    ("chart", ()),
    """## An act

**Guess.** By how many months?

*From 0 to 24 months.*

<details><summary>Answer</summary>

It is <!--=lead:.1f-->5.5<!--/--> months behind.

</details>""",
    ("def lag(a, b):\n    return a - b", ("model",)),
    ('lags = load("claims")\n' + "# a_line_that_is_much_too_long_for_a_phone" * 4, ("read",)),
    ("count = 1", ()),
    ("total = 2", ()),
    "> **How far to trust this.** The volumes are what customs published.",
    """> **What is known.**
>
> **Stands**
>
> * One finding.
>
> **Contested**
>
> * Another.
>
> **Unknown**
>
> * A third.""",
    "## Check yourself",
    """**1.** Against which error does a hotline help?

* (a) Of action.
* (b) Of perception.

<details><summary>Answer</summary>

* (a) Right. Whoever slipped can say so.
* (b) No. Nobody knows of a slip.

</details>""",
    "**2.** Why?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>",
    "## Methods and limits\n\n### Which placebos\n\nThree [states](#What-was-coded).",
    "### What was coded\n\nWords of zymurgy, by one coder.",
    "## Sources\n\nOne.",
)


def furnished():
    """A stored notebook with every part of `docs/furniture.md`, and a chart, `fig-furnished`."""
    charts.enable()
    spec = examples.complete(examples.line).to_dict()
    spec["usermeta"]["id"] = "fig-furnished"
    data, metadata = renderer.bundle(spec)
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    cells = []
    for number, part in enumerate(FURNISHED):
        if isinstance(part, str):
            cell = nbformat.v4.new_markdown_cell(part)
        else:
            source, tags = part
            cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
            cell.outputs = [output] if source == "chart" else []
        cell.id = f"part-{number}"
        cells.append(cell)
    info = {"language_info": {"name": "python"}, "kernelspec": {"name": "p", "display_name": "P"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=info)


def notebook():
    """A stored notebook with one chart, `fig-line`."""
    charts.enable()
    data, metadata = renderer.bundle(examples.complete(examples.line).to_dict())
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    cells = [
        nbformat.v4.new_markdown_cell(
            "# Drawn\n\nWhat the line shows, in more than forty letters."
        ),
        nbformat.v4.new_code_cell("chart", outputs=[output]),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    info = {"language_info": {"name": "python"}, "kernelspec": {"name": "p", "display_name": "P"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=info)


def write(book, settings):
    """Write the book into the folder `book`, with the settings file (a path) of ours."""
    (book / "chapters").mkdir(parents=True)
    (book / "data").mkdir()
    (book / "_config.yml").write_bytes(settings.read_bytes())
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/page\nchapters:\n- file: chapters/drawn\n"
        "- file: chapters/furnished\n"
        "- file: data/index\n- file: chapters/bibliography\n"
    )
    (book / "pyproject.toml").write_text(PYPROJECT)
    (book / "chapters" / "references.bib").write_text(REFERENCE)
    (book / "chapters" / "page.md").write_text(GOOD)
    nbformat.write(notebook(), book / "chapters" / "drawn.ipynb")
    nbformat.write(furnished(), book / "chapters" / "furnished.ipynb")
    (book / "data" / "claims.csv").write_text("id,claim\nC07,Something\n")
    (book / "data" / "notable_models.csv").write_text("id\nM1\n")
    tables = {
        "resources": [
            CLAIMS,
            CLAIMS
            | {
                "name": "notable_models",
                "path": "notable_models.csv",
                "title": "Notable models",
                "schema": {"fields": CLAIMS["schema"]["fields"][:1]},
            },
        ]
    }
    (book / "data" / "datapackage.json").write_text(json.dumps(tables))
