"""A small site of one page with a chart of every kind, built as the book is built."""

import nbformat
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from foursteps import charts
from foursteps.charts import renderer
from tests.reader.charts import examples

PACKAGE = """{"resources": [{"name": "notable_models", "title": "Notable AI models",
 "publisher": "Epoch & Co", "licence": "CC BY 4.0"}]}"""

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


def notebook(made):
    """A stored notebook whose cells output the charts."""
    cells = [nbformat.v4.new_markdown_cell("# Charts\n\nText.\n\n" + "Line by line.\n\n" * 40)]
    for chart in made:
        data, metadata = renderer.bundle(chart.to_dict())
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("chart", outputs=[output]))
    info = {"language_info": {"name": "python"}, "kernelspec": {"name": "p", "display_name": "P"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=info)


def write(source, made):
    """Write the sources of the site under a folder."""
    (source / "data").mkdir(parents=True)
    (source / "pages").mkdir()
    (source / "pyproject.toml").write_text(PYPROJECT)
    (source / "data/datapackage.json").write_text(PACKAGE)
    (source / "data/notable-models.md").write_text("# Notable models\n\nText.\n")
    (source / "index.md").write_text(
        "# Book\n\nText.\n\n```{toctree}\npages/charts\ndata/notable-models\n```\n"
    )
    nbformat.write(notebook(made), source / "pages/charts.ipynb")


def build(source, output):
    """Build with warnings as errors; returns (exit status, the warnings)."""
    settings = {
        "extensions": [
            "myst_nb",
            *(f"foursteps.book.site.{name}" for name in ("book_facts", "faces", "figures")),
        ],
        "nb_execution_mode": "off",
        "html_theme": "sphinx_book_theme",
        "exclude_patterns": ["data/datapackage.json"],
    }
    with (output.parent / "warnings.txt").open("w+") as warnings:
        # Sphinx registers its nodes globally: each build gets its own registry.
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, output / "html", output / "trees", "html", settings,
                status=None, warning=warnings, freshenv=True, warningiserror=True, keep_going=True,
            )  # fmt: skip
            app.build()
        warnings.seek(0)
        return app.statuscode, warnings.read()


def build_all_kinds(folder):
    """Build the page of every kind of chart; returns the folder of the HTML."""
    charts.enable()
    write(folder / "source", [examples.complete(kind) for kind in examples.KINDS])
    status, warnings = build(folder / "source", folder / "built")
    assert status == 0, warnings
    return folder / "built" / "html"
