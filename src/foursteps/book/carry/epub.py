"""The book as EPUB 3: a page for each part, charts as pictures with their words, formulas MathML.

Readers differ in what they draw, so a chart is a file of its own in fixed colours on white, and
what it draws stands as a table at the end of the book.
"""

import re
import uuid
import zipfile
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import jinja2
import vl_convert

from foursteps.book.carry import xhtml
from foursteps.book.carry.pdf import chart_faces, chart_inks, sections_of
from foursteps.book.carry.whole_book import edition_of, terms_of
from foursteps.book.carry.xhtml import element, find, first, plain, remove
from foursteps.ground import atomic_files

NAME = "four-steps.epub"
HERE = resources.files(__package__)
MOMENT = (1980, 1, 1, 0, 0, 0)  # the same book makes the same bytes
INK = "#1f2328"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
# Of the screen's pages, or of attributes that XHTML does not know here.
NO_ATTRIBUTES = ("tabindex", "border", "align", "valign", "style", "start")


@dataclass
class Page:
    """A file of the book: `body` are its elements, until `written` holds them as text."""

    id: str
    title: str
    kind: str
    body: list = field(default_factory=list)
    sections: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    formulas: bool = False
    written: str = ""


def make_epub(book, site):
    """Write `four-steps.epub` beside the built `site` (a folder); returns the path."""
    inks = dict(re.findall(r"(--[\w-]+): ([^;]+);", chart_inks()))
    pictures = {}
    for part in book.parts:
        pictures |= take_pictures(part, inks, chart_faces())
        make_strict(part.article)
    pages = pages_of(book)
    lead_between_files(pages)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__), autoescape=True, undefined=jinja2.StrictUndefined
    )
    facts = {
        "book": book,
        "pages": pages,
        "pictures": sorted(pictures),
        "figures": [
            (page.id, figure) for page in pages for figure in page.figures
        ],
        "authors": ", ".join(book.facts.authors),
        "lines": in_lines(book.subtitle, 26),
        "edition": edition_of(book),
        "terms": terms_of(book),
        "day": max(book.facts.tables_to, book.facts.events_to),
        "identifier": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{book.facts.site}/{book.facts.version}')}",
    }  # fmt: skip

    def fill(name):
        return environment.get_template(name).render(facts)

    def page(title, body, kind=""):
        return environment.get_template("page.xhtml").render(title=title, body=body, kind=kind)

    files = {
        "package.opf": fill("package.opf"),
        "nav.xhtml": page("Contents", fill("nav.xhtml")),
        "epub.css": (HERE / "static" / "epub.css").read_text("utf-8"),
        "cover.png": vl_convert.svg_to_png(fill("cover.svg")),
        **pictures,
    }
    for each in pages:
        body = fill("title.xhtml") if each.id == "title" else each.written
        files[f"{each.id}.xhtml"] = page(each.title, body, each.kind)
    with atomic_files.temporary(Path(site) / NAME) as path:
        pack(path, files)
        path.replace(Path(site) / NAME)
    return Path(site) / NAME


def take_pictures(part, inks, faces):
    """Take the charts of a part out into files: name → SVG. Their words become alt texts."""
    pictures = {}
    for figure in find(part.article, "figure"):
        picture = first(figure, class_="fs-picture")
        drawing = picture and first(picture, "svg")
        if not drawing:
            continue
        name = f"pictures/{figure.attrs['id']}.svg"
        pictures[name] = picture_file(drawing, inks, faces)
        told = picture.attrs.get("aria-label") or plain(first(figure, "figcaption"))
        xhtml.replace(picture, [element("img", [], src=name, alt=told)])
    return pictures


def picture_file(drawing, inks, faces):
    """A chart as a file of its own: colours by value, on white."""
    for name in ("class", "aria-hidden", "focusable"):
        drawing.attrs.pop(name, None)
    drawing.attrs["color"] = INK
    text = re.sub(r"var\((--[\w-]+)\)", lambda m: inks.get(m[1], INK), xhtml.to_xhtml(drawing))
    text = text.replace("currentColor", INK)
    head, _, rest = text.partition(">")
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{faces}</style>{paper}{rest}'


def make_strict(article):
    """Leave out what EPUB's grammar does not know, and say languages twice, as XML asks."""
    for node in xhtml.walk(article):
        for name in [n for n in node.attrs if n in NO_ATTRIBUTES or n.startswith("data-")]:
            if node.namespace == "html":
                del node.attrs[name]
        if node.attrs.get("lang"):
            node.attrs["xml:lang"] = node.attrs["lang"]
    for formula in find(article, "math"):
        for note in find(formula, "annotation"):
            formula.attrs["alttext"] = plain(note)
            remove(note)


def pages_of(book):
    """The files of the book in order."""
    pages = [Page("title", "Title page", "titlepage")]
    for part in book.parts:
        sections = sections_of(part)
        pages.append(
            Page(part.key, part.title, "chapter", [part.article], sections, part.figures)
        )  # fmt: skip
    return pages + [numbers_of(part) for part in book.parts if part.numbers]


def numbers_of(part):
    """The file of what the figures of a part draw."""
    title = f"The numbers of the figures: {part.title}"
    body = [element("h1", title)]
    for figure, tables in part.numbers:
        for table in tables:
            make_strict(table)
        name = f"Figure {figure.number}: {figure.title}"
        heading = element("h2", name, id=f"{figure.id}-numbers")
        back = element("a", "To the figure", href=f"#{figure.id}", class_="inside")
        body.append(element("section", [heading, element("p", [back]), *tables]))
    return Page(f"numbers-{part.key}", title, "appendix", body)


def lead_between_files(pages):
    """Lead links to the file that holds their target, then write each page's body as text."""
    home = {}
    for page in pages:
        home[page.id] = page.id
        for top in page.body:
            for node in [top, *xhtml.walk(top)]:
                if "id" in node.attrs:
                    home[node.attrs["id"]] = page.id
    for page in pages:
        for top in page.body:
            for link in find(top, "a"):
                target = link.attrs.get("href", "")
                if target.startswith("#"):
                    file = home[target[1:]]
                    link.attrs["href"] = f"{file}.xhtml" + (target if target[1:] != file else "")
            for figure in find(top, "figure"):
                name = f"{figure.attrs.get('id')}-numbers"
                if name in home:
                    link = element("a", "Its numbers", href=f"{home[name]}.xhtml#{name}")
                    first(figure, "figcaption").append_child(
                        element("span", [xhtml.Text(" "), link])
                    )
        page.formulas = any(find(top, "math") for top in page.body)
        page.written = "\n".join(map(xhtml.to_xhtml, page.body))


def in_lines(text, width):
    """A text in lines of about `width` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pack(path, files):
    """Write an EPUB: the type first and unpacked, then the rest, always in the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        kind = zipfile.ZipInfo("mimetype", MOMENT)
        packed.writestr(kind, "application/epub+zip", zipfile.ZIP_STORED)
        whole = {"META-INF/container.xml": CONTAINER} | {f"book/{n}": c for n, c in files.items()}
        for name in sorted(whole):
            packed.writestr(zipfile.ZipInfo(name, MOMENT), whole[name], zipfile.ZIP_DEFLATED)
