"""Search and the meanings of terms, in place of Sphinx's search.

When the pages are written, `sections` reads them into entries, MiniSearch (on Node) makes the
index of them, and both are written as scripts: from disk a page may load a script, not a file.
The texts for extracts stand in small scripts of their own, loaded for the hits that are shown.
How words are cut and hits are ranked: `static/search-engine.js`, here and in the browser.
"""

import csv
import dataclasses
import json
import shutil
import subprocess
from pathlib import Path

from foursteps.book.site import glossary
from foursteps.book.site.finding.sections import Entry, read_entries
from foursteps.book.site.formulas import node_binary

HERE = Path(__file__).parent
MINISEARCH = HERE.parent / "vendor" / "minisearch" / "minisearch.js"
FOLDER = "_static/search"
SHARD = 6_000  # letters of text in one script, about 3 kB gzipped
# What Sphinx and the theme carry for their own search.
REPLACED = ("doctools.js", "sphinx_highlight.js", "searchtools.js", "language_data.js")
PATIENCE = 120.0  # seconds for Node on a busy machine


class SearchError(RuntimeError):
    """The index could not be made; says what Node said."""


def other_words(terms):
    """[[word, the book's word], …]: the press's and Chinese words for what the book calls so.

    terms: rows of the glossary; each gives its Chinese and then its English.
    """
    with (HERE / "other_words.csv").open(encoding="utf-8", newline="") as file:
        listed = [[row["word"], row["book"]] for row in csv.DictReader(file)]
    return listed + [[row["chinese"], row["term"]] for row in terms]


def make_index(entries):
    """Index and pairs of words of `entries` (a list of Entry), as `FourStepsSearch.open` reads.

    Raises SearchError when Node fails.
    """
    command = [node_binary(), HERE / "build_index.js", MINISEARCH, HERE / "static/search-engine.js"]
    done = subprocess.run(
        command,
        input=json.dumps([dataclasses.asdict(entry) for entry in entries]),
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SearchError(f"the search index was not made: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def shards(entries):
    """The number of the script that holds each entry's text; neighbours stand together."""
    numbers, number, size = [], 0, 0
    for entry in entries:
        if size and size + len(entry.text) > SHARD:
            number, size = number + 1, 0
        size += len(entry.text)
        numbers.append(number)
    return numbers


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(name, value):
    return f"globalThis.{name} = {_json(value)};\n"


def search_scripts(entries, terms):
    """Name → text of every script that a search loads: the index, then the texts by shard."""
    numbers = shards(entries)
    listed = [
        [e.address, e.page, e.title, e.kind, number, [n for n in e.names if n != e.title]]
        for e, number in zip(entries, numbers, strict=True)
    ]
    index = {**make_index(entries), "entries": listed, "others": other_words(terms)}
    scripts = {"index.js": _script("FourStepsIndex", index)}
    for number in sorted(set(numbers)):
        texts = [[i, e.text] for i, e in enumerate(entries) if numbers[i] == number]
        scripts[f"text-{number}.js"] = (
            f"(globalThis.FourStepsTexts ||= []).push(...{_json(texts)});\n"
        )
    return scripts


def term_script(terms):
    """The meanings of the terms as a script: id → [term, Chinese, pinyin, meaning]."""
    columns = ("term", "chinese", "pinyin", "meaning")
    return _script("FourStepsTerms", {row["id"]: [row[c] for c in columns] for row in terms})


def built_entries(out, names, root):
    """Entries of the pages `names` in the folder `out`; `root` is the first page of the book."""
    entries = []
    for name in names:
        entries += read_entries(f"{name}.html", (out / f"{name}.html").read_text("utf-8"))
    # It stands at the foot of every page, outside what is read.
    page = next((entry.page for entry in entries if entry.address == f"{root}.html"), "")
    text = "At the foot of every page: authors, year, title, version and address, ready to copy."
    return [*entries, Entry(f"{root}.html#cite", page, "Cite this page", text=text)]


def reading_order(env):
    """Names of all pages: those of the contents in their order, then the others."""
    root = env.config.root_doc
    listed = [root, *env.toctree_includes.get(root, [])]
    return listed + sorted(env.found_docs - set(listed))


def _terms(app):
    table = Path(app.srcdir) / glossary.TABLE
    return glossary.read_terms(table) if table.is_file() else []


def begin(app):
    """Switch Sphinx's own search off and add our files."""
    if app.builder.format == "html":
        app.builder.search = False
        app.config.html_static_path += [str(HERE / "static"), str(MINISEARCH)]


def search_page(app):
    """The page of all hits; without scripts it leads to the contents."""
    contents = [(name, app.env.titles[name].astext()) for name in reading_order(app.env)]
    listed = {app.config.root_doc, *app.env.toctree_includes.get(app.config.root_doc, [])}
    yield (
        "search",
        {"title": "Search", "contents": [pair for pair in contents if pair[0] in listed]},
        "search.html",
    )


def write_search(app, exception):
    """Write the index, the texts and the terms; remove what they replace."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    terms = _terms(app)
    entries = built_entries(out, reading_order(app.env), app.config.root_doc)
    folder = out / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in search_scripts(entries, terms).items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "terms.js").write_text(term_script(terms), encoding="utf-8")
    for name in REPLACED:
        (out / "_static" / name).unlink(missing_ok=True)
    (out / "searchindex.js").unlink(missing_ok=True)


def without_replaced(app, pagename, templatename, context, doctree):
    """No page loads a script of Sphinx's search."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not str(getattr(script, "filename", script)).split("?")[0].endswith(REPLACED)
    ]


def setup(app):
    """Register the events; the index is made after the pages are final."""
    app.add_css_file("search.css", priority=901)
    app.add_js_file("search.js", loading_method="defer")
    app.add_js_file("terms.js", loading_method="defer")
    app.connect(
        "config-inited",
        lambda app, config: config.templates_path.insert(0, str(HERE / "templates")),
        priority=901,
    )
    app.connect("builder-inited", begin, priority=100)
    app.connect("html-collect-pages", search_page)
    app.connect("html-page-context", without_replaced, priority=910)
    app.connect("build-finished", write_search, priority=800)
