"""The pages of exercise sets: what a student needs, and nothing of the solutions anywhere."""

import html
import json
import re
import shutil

import nbformat
import pytest
import yaml

from foursteps.book.site import set_pages
from foursteps.book.site.book_facts import BookFacts
from foursteps.marker.exercise import paper, sets
from tests.book.site.scans import Page
from tests.marker import small

PROJECT = BookFacts(
    "0.9",
    ("Somebody",),
    "https://github.com/s/b",
    "https://s.example/b",
    "2026-01-02",
    "2026-01-03",
)
# Shorter lines (`return x`, `.dropna()`) are not telling.
TELLING = 24
TEXT_FILES = {
    ".html",
    ".ipynb",
    ".js",
    ".json",
    ".md",
    ".txt",
    ".csv",
    ".yml",
    ".yaml",
    ".py",
    ".xml",
}


@pytest.fixture(scope="module")
def exercise_sets(root):
    return set_pages.read_sets(root)


# ---- what is secret, and where it could stand


def bare(text):
    """A text without tags, entities, white space, quotes, backslashes and signs of Markdown.

    Highlighted code, JSON, typographic quotes and plain source come to the same.
    """
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text).translate(BARE)


BARE = {ord(sign): None for sign in " \t\r\n\xa0\"'`\\*_‘’“”"}


def secrets(exercise_set):
    """Every telling line of solutions and scheme that students are not given: bare → where."""
    scheme = exercise_set.scheme
    given = bare("\n".join(cell.source for cell in set_pages.released(exercise_set).cells))
    texts = {f"scheme {scheme.name}": paper.BEGIN}
    for cell in exercise_set.paper.notebook.cells:
        question = paper.grade_id(cell)
        if question:
            texts[f"solution of {question}"] = cell.source
    for question in scheme.questions:
        if question.kind == "written":
            for criterion in question.rubric:
                for number, level in enumerate(criterion.levels):
                    name = f"{question.id}, {criterion.criterion}, level {number}"
                    texts[f"anchor of {name}"] = level.anchor
                    texts[f"rubric of {name}"] = level.what
            continue
        for route in (*question.misconceptions, *question.alternatives):
            texts[f"code of {question.id}, {route.name}"] = route.code
        for slip in question.misconceptions:
            texts[f"hint of {question.id}, {slip.name}"] = slip.hint
    found = {}
    for where, text in texts.items():
        for line in re.split(r"\n|(?<=[.!?]) ", text):
            key = bare(line)
            if len(key) >= TELLING and key not in given:
                found[key] = where
    found[bare(paper.BEGIN)] = f"a solution of {scheme.name}"
    found[bare(paper.END)] = f"a solution of {scheme.name}"
    return found


def leaks(site, hidden, public=""):
    """Where in a built site something hidden stands; `public` is what the chapters say anyway."""
    public = bare(public)
    hidden = {key: where for key, where in hidden.items() if key not in public}
    found = []
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        name = path.relative_to(site).as_posix()
        if name.startswith("_static/"):
            continue
        if name.split("/")[0] == "exercises" or path.suffix in (".yml", ".yaml"):
            found.append(f"{name}: a file of a set")
        if path.suffix not in TEXT_FILES:
            continue
        text = bare(path.read_text(encoding="utf-8"))
        found += [f"{name}: {where}" for key, where in hidden.items() if key in text]
    return found


def test_no_solution_and_no_scheme_reaches_the_site(built_site, exercise_sets, root):
    public = "\n".join(
        cell.source
        for path in (root / "chapters").glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    )
    hidden = {}
    for one in exercise_sets:
        own = secrets(one)
        # Each question has its solution, hints or rubric in the list, or the scan sees nothing.
        for question in one.scheme.questions:
            assert any(question.id in where for where in own.values()), question.id
        hidden |= own
    assert leaks(built_site, hidden, public) == []


@pytest.fixture
def small_set(tmp_path):
    return sets.read(small.write(tmp_path / "exercises"))


LONG = "squares = pd.Series({n: n * n for n in (1, 2, 3)})"


@pytest.mark.parametrize(
    "name, text",
    [
        (
            "practice/x.html",
            f"<pre><span class='n'>{html.escape(LONG).replace(' ', '</span> ')}</pre>",
        ),
        ("_sources/practice/x.md", f"```python\n{LONG}\n```"),
        (
            "practice/x.ipynb",
            json.dumps({"source": ["chart = alt.Chart(table).mark_bar().encode(\n"]}),
        ),
        ("searchindex.js", "### BEGIN SOLUTION"),
        ("exercises/x.html", "anything"),
        ("_downloads/0-small.yml", "title: x"),
        ("practice/y.html", "<p>Bars, please; not lines: compare “heights”.</p>"),
    ],
)
def test_a_leak_is_seen(name, text, tmp_path):
    """Solutions as highlighted HTML, as source, as JSON; files of a set; a hint with its quotes."""
    scheme = small.SCHEME.replace(
        '"Bars, please."', "\"Bars, please; not lines: compare 'heights'.\""
    )
    hidden = secrets(sets.read(small.write(tmp_path / "exercises", scheme)))
    path = tmp_path / "site" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert leaks(tmp_path / "site", hidden)


def test_the_paper_itself_is_a_leak_and_the_released_one_is_not(small_set, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    nbformat.write(set_pages.released(small_set), site / "released.ipynb")
    for name, text in set_pages.pages(tmp_path, PROJECT).items():
        (site / name).write_text(text, encoding="utf-8")
    assert leaks(site, secrets(small_set)) == []
    shutil.copy(small_set.paper.path, site / "paper.ipynb")
    assert leaks(site, secrets(small_set))


# ---- what a page says


def test_every_set_has_a_page_with_its_facts(pages, exercise_sets, project):
    for one in exercise_sets:
        page, scheme = pages[f"practice/{one.name}.html"], one.scheme
        facts = " ".join(page.soup.select_one("dl.facts").get_text(" ").split())
        for fact in (f"Points {scheme.points:g}", "★★★"):
            assert fact in facts, (one.name, fact)
        said = page.article.select_one("h1 + p.page-minutes").get_text()
        assert said == f"About {scheme.minutes} minutes"
        rows = page.article.select("table")[0].select("tbody tr")
        assert len(rows) == len(scheme.questions)
        for row, question in zip(rows, scheme.questions, strict=True):
            text = typographic(row.get_text(" "))
            assert typographic(question.title) in text and question.stars in text.split()
        titles = [typographic(h.get_text()) for h in page.article.find_all("h3")]
        for question in scheme.questions:
            assert any(typographic(question.title) in title for title in titles), question.id
        hrefs = [a["href"] for a in page.article.select("p.download a")]
        assert hrefs == [
            f"{one.name}-practice.ipynb",
            set_pages.binder_address(project, one.name),
            f"{one.name}.ipynb",
        ]


def typographic(text):
    """Text with plain quotes and single spaces, as the site sets other quotes."""
    return " ".join(text.split()).translate(str.maketrans("’‘“”", "''\"\""))


def test_the_exercises_page_lists_every_set_with_its_objectives(pages, exercise_sets):
    index = pages["practice/index.html"]
    text = typographic(index.article.get_text(" "))
    links = {a["href"] for a in index.article.find_all("a", href=True)}
    for one in exercise_sets:
        assert {f"{one.name}.html", f"{one.name}.ipynb"} <= links
        for line in one.scheme.objectives:
            assert typographic(set_pages.lowered(line)) in text
    assert "../chapters/instructors.html" in {link.split("#")[0] for link in links}
    contents = pages["chapters/0-which-race.html"].soup.select_one("nav.bd-links")
    named = {a["href"].split("/")[-2:][-1] for a in contents.find_all("a", href=True)}
    assert {"index.html", "instructors.html"} <= named


def test_the_download_is_the_released_notebook(built_site, exercise_sets):
    for one in exercise_sets:
        copy = nbformat.read(built_site / f"practice/{one.name}.ipynb", as_version=4)
        assert copy == set_pages.released(one)
        assert copy.metadata["foursteps"]["set"] == one.name
        checked = nbformat.read(built_site / f"practice/{one.name}-practice.ipynb", as_version=4)
        names = re.findall(
            r'^check\("(\w+)"\)$', "\n".join(c.source for c in checked.cells), re.MULTILINE
        )
        assert names == [question.answer for question in one.scheme.auto]


def test_code_and_prompts_of_the_page_are_those_of_the_notebook(pages, exercise_sets):
    for one in exercise_sets:
        page = pages[f"practice/{one.name}.html"]
        shown = [block.get_text().strip() for block in page.article.select("div.highlight pre")]
        code = [c.source.strip() for c in set_pages.released(one).cells if c.cell_type == "code"]
        assert shown == code


def test_an_html_page_is_read_by_the_scan():
    """`bare` joins what highlighting takes apart."""
    page = Page(
        "x.html", '<pre><span class="n">a</span> <span>=</span> <span>&quot;b&quot;</span></pre>'
    )
    assert bare(page.html) == bare('a = "b"') == "a=b"


# ---- how a page is written


def test_pages_are_rewritten_only_when_they_changed_and_removed_with_their_set(tmp_path):
    class App:
        srcdir = tmp_path
        foursteps_project = PROJECT

    path = small.write(tmp_path / "exercises")
    set_pages.write_pages(App)
    page = tmp_path / "practice" / "0-small.md"
    first = page.stat().st_mtime_ns
    set_pages.write_pages(App)
    assert page.stat().st_mtime_ns == first
    scheme = yaml.safe_load(small.SCHEME) | {"minutes": 7}
    path.with_name("0-small.yml").write_text(yaml.safe_dump(scheme, sort_keys=False))
    set_pages.write_pages(App)
    assert "About 7 minutes" in page.read_text()
    small.write(tmp_path / "exercises", name="1-other")
    path.with_name("0-small.yml").unlink()
    set_pages.write_pages(App)
    assert {p.name for p in page.parent.iterdir()} == {"1-other.md", "index.md"}
    path.with_name("1-other.yml").unlink()
    set_pages.write_pages(App)
    assert not list(page.parent.iterdir())


def test_addresses_and_numbers_of_a_page(small_set):
    page = set_pages.set_page(small_set, PROJECT)
    assert page.startswith("---\norphan: true\n---\n\n# A small set\n")
    address = "https://mybinder.org/v2/gh/s/b/main?urlpath=lab/tree/practice/0-small.ipynb"
    assert address in page and '<a href="0-small.ipynb" download>' in page
    assert "<dd>★ 2, ★★ 3, ★★★ 3</dd>" in page and "<dt>Points</dt><dd>19</dd>" in page


def test_a_fence_is_longer_than_those_in_the_code():
    assert set_pages.fenced('x = "```"').startswith("````python\n")
