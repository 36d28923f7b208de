"""The pages of the built site as one book: parts in order, each id unique, every link led home."""

import json
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import yaml

from foursteps.book.carry import xhtml
from foursteps.book.carry.xhtml import element, find, first, plain, remove
from foursteps.book.data import licences
from foursteps.book.site import figure_scripts
from foursteps.book.site.book_facts import BookFacts, read_book_facts

# What is read in a book. Papers to fill in, pages about running a class and the list of figures,
# whose thumbnails are the figures again, stay on the site.
LEFT_OUT = ("practice/", "chapters/instructors", "figures")
# Of the screen, or of whoever works on the page.
SCREEN_NAMES = (
    "script", "style", "template", "form", "button", "input", "select", "textarea", "nav", "dialog",
)  # fmt: skip
SCREEN_CLASSES = (
    "headerlink", "copybtn", "fs-controls", "fs-live", "fs-narrow", "fs-alive", "fs-number",
    "fs-sign", "fs-take", "ledger-controls", "ledger-buttons", "ledger-own", "ledger-status", "screen-only",
)  # fmt: skip
CODE = "cell_input"
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
LOCAL = re.compile(r"url\(#([^)]+)\)")


class CarryError(RuntimeError):
    """What cannot be made, and what to do."""


@dataclass
class Figure:
    """A chart of the book. `number` is "4.3", or "L.1" outside the steps."""

    id: str
    number: str
    title: str
    caption: str
    non_commercial: bool


@dataclass
class Part:
    """A page of the site as a chapter; `article` holds its elements, the h1 first."""

    key: str
    name: str
    title: str
    article: object
    figures: list = field(default_factory=list)
    numbers: list = field(default_factory=list)  # [(figure, the elements of its data tables)]


@dataclass
class Book:
    """The whole: its title and facts, and its parts in order."""

    title: str
    subtitle: str
    facts: BookFacts
    parts: list
    with_code: bool = False

    @property
    def figures(self):
        """Every figure in order."""
        return [figure for part in self.parts for figure in part.figures]


def read_book(project, site, *, code=False, only=None):
    """Read the book of a checkout (`project`) from its built `site` (two folders).

    code: whether cells of code are kept; only: names of the pages wanted (default: all). Raises CarryError if the site is not built.
    """
    project, site = Path(project), Path(site)
    names = [name for name in reading_order(project) if not name.startswith(LEFT_OUT)]
    names = [name for name in names if only is None or name in only]
    for name in names:
        if not (site / f"{name}.html").is_file():
            raise CarryError(f"{site / name}.html is not there. Build the site first: make book")
    config = yaml.safe_load((project / "_config.yml").read_text("utf-8"))
    package = json.loads((project / "data" / "datapackage.json").read_text("utf-8"))
    title, _, subtitle = config["title"].partition(": ")
    tables = {resource["name"]: resource for resource in package["resources"]}
    facts = read_book_facts(project)
    parts = [read_part(site, name, tables, code) for name in names]
    lead_home(parts, site, facts.site)
    return Book(title, subtitle, facts, parts, code)


def reading_order(project):
    """Names of the pages after the front door, as the contents list them."""
    contents = yaml.safe_load((Path(project) / "_toc.yml").read_text("utf-8"))
    return [entry["file"] for entry in contents["chapters"]]


def key_of(name):
    """What the ids of a page begin with in the book: `chapters/1-the-stem` → `step-1`."""
    stem = name.removeprefix("chapters/").replace("/", "-")
    return f"step-{stem[0]}" if stem[0].isdigit() else stem


def specification_of(site, figure):
    """The specification of a figure (its id) as the built site has it."""
    script = (site / "_figures" / figure / f"{figure}.js").read_text("utf-8")
    return figure_scripts.read(script)


def read_part(site, name, tables, code):
    """Read one page as a part; its links still lead to pages of the site."""
    page = xhtml.parse((site / f"{name}.html").read_text("utf-8"))
    article = first(page.root, class_="bd-article")
    if article is None or first(article, "h1") is None:
        raise CarryError(f"{name}.html has no article with a first heading")
    drawn = {
        figure.attrs["id"]: specification_of(site, figure.attrs["id"])
        for figure in find(article, class_="fs-figure")
    }
    for node in find(article, *SCREEN_NAMES, class_=SCREEN_CLASSES):
        remove(node)
    part = Part(key_of(name), name, plain(first(article, "h1")), article)
    take_code(article, keep=code)
    take_figures(part, drawn, tables)
    move_answers(article)
    unfold(article)
    make_ids_unique(part)
    return part


def take_code(article, *, keep):
    """Keep the code of the cells or leave it out; what was folded of a cell stands in the open."""
    cells = find(article, class_="cell")
    for fold in [fold for cell in cells for fold in reversed(find(cell, "details"))]:
        of_a_figure = "fs-data" in fold.attrs.get("class", "").split()
        if not of_a_figure and not xhtml.closest(fold, "figure", "fs-data"):
            open_fold(fold)
    if not keep:
        for code in find(article, class_=CODE):
            remove(code)
    for cell in cells:
        if not find(cell, class_=(CODE, "cell_output")):
            remove(cell)


def open_fold(fold):
    """Put what a fold holds in its place, without its summary."""
    xhtml.replace(fold, [child for child in xhtml.take_children(fold) if child.name != "summary"])


def take_figures(part, drawn, tables):
    """Number the figures, say so in their captions, and take their data tables aside."""
    # The fold stands in the line of what can be taken, after the figure.
    data_of = {id(data.parent.parent): data for data in find(part.article, class_="fs-data")}
    letter = part.key[5:] if part.key.startswith("step-") else part.key[0].upper()
    charts = [f for f in find(part.article, "figure") if f.attrs.get("id", "").startswith("fig-")]
    for n, node in enumerate(charts, 1):
        meta = drawn.get(node.attrs["id"], {}).get("usermeta", {})
        caption = first(node, "figcaption")
        words = first(caption, class_="fs-caption")
        for noscript in find(caption, "noscript"):
            remove(noscript)
        closed = any(licences.in_column(tables[t]) for t in meta.get("tables", ()) if t in tables)
        figure = Figure(
            f"{part.key}-{node.attrs['id']}", f"{letter}.{n}", title_of(drawn.get(node.attrs["id"])),
            plain(words if words is not None else caption), closed,
        )  # fmt: skip
        number = element("b", f"Figure {figure.number}. ", class_="number")
        caption.insert_before(number, caption.children[0])
        if closed:
            said = " For non-commercial use only, as its sources ask."
            caption.append_child(element("span", said, class_="fs-terms"))
        node.attrs["class"] = "chart"
        node.attrs.pop("style", None)
        part.figures.append(figure)
        # The data stand in the figure, or after it in the same output.
        data = data_of.pop(id(node), None) or data_of.pop(id(node.parent), None)
        if data is not None:
            found = find(data, "table")
            for table in found:
                remove(table)
            if found:
                part.numbers.append((figure, found))
            remove(data)
    for data in data_of.values():
        remove(data)


def title_of(spec):
    """The title of a chart, from its specification."""
    title = (spec or {}).get("title") or ""
    title = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(title) if isinstance(title, list) else title


def move_answers(article):
    """Put what the folds of "Check yourself" hold at the part's end, under numbers.

    Three forms, as on paper (`site/on_paper/static/paper.js`): a question and a fold "Answer"; a
    question and a fold for each choice; a fold whose summary is the question.
    """
    heading = next((h for h in find(article, "h2") if plain(h).startswith("Check yourself")), None)
    if heading is None:
        return
    section = heading.parent
    folds = [fold for fold in find(section, "details") if not xhtml.closest(fold, "details")]
    questions = [p for p in find(section, "p") if asks(p)]
    answers, number = element("ol", [], class_="answers"), 0
    for node in [node for node in find(section, "p", "details") if node in folds + questions]:
        fold = node.name == "details"
        if node in questions or (fold and not questions):
            number += 1
            answers.append_child(element("li", []))
            if not fold and not plain(node)[:1].isdigit():
                node.insert_before(element("b", f"{number}. "), node.children[0])
        if not fold or not number:
            continue
        summary = first(node, "summary")
        said, answer = plain(summary), answers.children[-1]
        remove(summary)
        if not questions:
            node.parent.insert_before(
                element("p", [element("b", f"{number}. "), xhtml.Text(said)]), node
            )
        elif not said.startswith("Answer"):
            node.parent.insert_before(element("p", f"○ {said}", class_="choice"), node)
            answer.append_child(element("p", f"{said}:", class_="choice"))
        for child in xhtml.take_children(node):
            answer.append_child(child)
        remove(node)
    if number:
        title = element("h2", "Answers to Check yourself")
        home = first(article, "section") or article
        home.append_child(element("section", [title, answers], class_="answers", id="answers"))


def asks(paragraph):
    """Whether a paragraph is a question: it begins in bold and stands in no fold."""
    begin = next((c for c in paragraph.children if c.name != "#comment" and plain(c)), None)
    return begin is not None and begin.name == "strong" and not xhtml.closest(paragraph, "details")


def unfold(article):
    """Every fold becomes plain text under its summary."""
    for fold in reversed(find(article, "details")):  # the inner ones first
        summary = first(fold, "summary")
        title = xhtml.take_children(summary) if summary is not None else []
        rest = [child for child in xhtml.take_children(fold) if child is not summary]
        box = element("div", [element("p", title, class_="fold-title"), *rest], class_="fold")
        if fold.attrs.get("id"):
            box.attrs["id"] = fold.attrs["id"]
        xhtml.replace(fold, [box])
        caption = xhtml.closest(box, "figcaption")
        if caption is not None:  # a list of sources: too long to stand beside the picture
            remove(box)
            box.attrs["class"] = "sources"
            said = element("div", xhtml.take_children(caption), class_="said")
            caption.append_child(said)
            caption.append_child(box)
            caption.attrs["class"] = "long"


def make_ids_unique(part):
    """Let every id of the part, and what refers to it, begin with the part's key."""
    seen = set()
    for node in xhtml.walk(part.article):
        own = node.attrs.get("id")
        if own in seen:
            del node.attrs["id"]
        elif own:
            seen.add(own)
            node.attrs["id"] = f"{part.key}-{own}"
        for name, value in node.attrs.items():
            if name in REFERENCES:
                node.attrs[name] = " ".join(f"{part.key}-{each}" for each in value.split())
            elif value and "url(#" in value:
                node.attrs[name] = LOCAL.sub(rf"url(#{part.key}-\1)", value)


def lead_home(parts, site, address):
    """Lead links to pages of the book to its ids, those to other pages to the site's address."""
    known = {part.name: part for part in parts}
    ids = {n.attrs["id"] for part in parts for n in xhtml.walk(part.article) if "id" in n.attrs}
    for part in parts:
        for link in find(part.article, "a"):
            href = link.attrs.get("href", "")
            link.attrs.pop("download", None)
            if not href or "://" in href or href.startswith("mailto:"):
                continue
            path, anchor = urldefrag(href)
            place = posixpath.normpath(posixpath.join(posixpath.dirname(part.name), path))
            name = place.removesuffix(".html") if path else part.name
            if name in known:
                target = f"{known[name].key}-{unquote(anchor)}"
                link.attrs["href"] = "#" + (target if anchor and target in ids else known[name].key)
                link.attrs["class"] = "inside"
            else:
                link.attrs["href"] = urljoin(f"{address}/", place) + (
                    f"#{anchor}" if anchor else ""
                )


def terms_of(book):
    """What may be done with a file that holds the book, in plain sentences."""
    said = (
        "Text and figures are under CC BY 4.0, code under BSD-3-Clause, each table under the terms "
        "on its page."
    )
    closed = [figure.number for figure in book.figures if figure.non_commercial]
    if closed:
        said += (
            f" Not for commercial use, as their sources ask: Figures {', '.join(closed)}, and the "
            "tables that say so."
        )
    return said


def edition_of(book):
    """Version and the two days that the book knows up to."""
    facts = book.facts
    return (
        f"Version {facts.version}. Tables to {facts.tables_to}, events read to {facts.events_to}; "
        "nothing is asserted past them."
    )
