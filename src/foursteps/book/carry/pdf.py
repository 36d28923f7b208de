"""The book as one tagged PDF: one document, printed twice, for the contents to know their pages."""

import re
from importlib import resources
from pathlib import Path

import jinja2
import pikepdf
from playwright.sync_api import Error, sync_playwright
from pygments.formatters import HtmlFormatter

from foursteps.book.carry import xhtml
from foursteps.book.carry.chromium import draws_chinese, find_chromium, install_line
from foursteps.book.carry.whole_book import CarryError, edition_of, terms_of
from foursteps.book.carry.xhtml import element, find, first, plain
from foursteps.ground import atomic_files

NAMES = {False: "four-steps.pdf", True: "four-steps-with-code.pdf"}
HERE = resources.files(__package__)
CODE_COLOURS = "a11y-high-contrast-light"  # the site's, in light
PLACE = re.compile("⟦([^⟧]+)⟧")
# Letters of the tables at the end that stand across half the page, and across all of it.
NARROW, WIDE = 44, 95
PATIENCE = 300_000  # ms; a bound against hanging, not a measure
# The inks of the charts, which the site's style sheet knows by name.
INKS = re.compile(r"(--fs-[a-z0-9-]+):\s*([^;]+);")


def make_pdf(book, site):
    """Print the book beside the built `site` (a folder); returns the path.

    A book that was read with its code has a name of its own. Raises CarryError without Chromium.
    """
    chromium = find_chromium()
    if chromium is None:
        raise CarryError(f"the PDF is printed by Chromium. To install: {install_line()}")
    if not draws_chinese():
        line = install_line("fonts-noto-cjk")
        raise CarryError(f"no face for Chinese: the PDF would hold empty boxes. To install: {line}")
    text = document(book)
    path = Path(site) / NAMES[book.with_code]
    with atomic_files.temporary(path) as made:
        source = made.with_suffix(".xhtml")
        try:
            pages = print_with_numbers(chromium, text, source, made)
            missing = sorted({name for name in PLACE.findall(text) if name not in pages})
            if missing:
                raise CarryError(f"no page holds {', '.join(missing[:5])}")
            finish(made, book)
        finally:
            source.unlink(missing_ok=True)
        made.replace(path)
    return path


def print_with_numbers(chromium, text, source, target):
    """Print until the numbers in the contents are those of the pages; {id: number} of both."""
    pages = {}
    for _ in range(4):  # the second time they are, unless the contents themselves grew
        before = pages
        source.write_text(PLACE.sub(lambda m, at=before: str(at.get(m[1], "000")), text), "utf-8")
        print_document(chromium, source, target)
        pages = pages_of(target)
        if pages == before:
            return pages
    raise CarryError("the page numbers of the contents do not settle")


def document(book):
    """The whole book as XHTML; where a page number will stand, ⟦its target⟧."""
    for part in book.parts:
        gather_addresses(part, book.facts.site)
    sheets = (HERE / "static" / "pdf.css").read_text("utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__), autoescape=True, undefined=jinja2.StrictUndefined
    )
    parts = [
        {
            "key": part.key,
            "title": part.title,
            "sections": sections_of(part),
            "body": xhtml.to_xhtml(part.article),
        }
        for part in book.parts
    ]
    return environment.get_template("pdf.xhtml").render(
        book=book,
        parts=parts,
        code=book.with_code,
        numbers=[
            (figure, tables_of(tables)) for part in book.parts for figure, tables in part.numbers
        ],
        authors=", ".join(book.facts.authors),
        edition=edition_of(book),
        terms=terms_of(book),
        styles="\n".join(
            [chart_inks(), chart_faces(), sheets, running_heads(book), code_colours()]
        ),
    )


def gather_addresses(part, own):
    """Number the links that leave the book, and list their addresses at the part's end."""
    numbers = {}
    for link in find(part.article, "a"):
        address, shown = link.attrs.get("href", ""), plain(link).rstrip("/")
        if (
            not address.startswith("http")
            or address.startswith(own)
            or xhtml.closest(link, "figure")
        ):
            continue
        if not shown or ("/" in shown and address.rstrip("/").endswith(shown)):
            continue
        number = numbers.setdefault(address, len(numbers) + 1)
        mark = element("sup", str(number), class_="address")
        link.parent.insert_before(mark, link)
        link.parent.insert_before(link, mark)
    if numbers:
        listed = [element("li", address) for address in numbers]
        title = element("h2", "Addresses")
        home = first(part.article, "section") or part.article
        home.append_child(element("section", [title, element("ol", listed)], class_="addresses"))


def sections_of(part):
    """[(id, title)] of a part's sections, where it has more than a few lines of them."""
    found = []
    for heading in find(part.article, "h2"):
        name = heading.attrs.get("id") or heading.parent.attrs.get("id")
        if name:
            found.append((name, plain(heading)))
    return found if part.key.startswith("step-") else []


def tables_of(tables):
    """The data tables of a figure as XHTML: in two columns of the page where they are narrow."""
    widest = max(map(letters_across, tables))
    look = (
        "tables" if widest <= NARROW else "tables wide" if widest <= WIDE else "tables wide broken"
    )
    return xhtml.to_xhtml(element("div", tables, class_=look))


def letters_across(table):
    """How many letters the longest words of a table's columns have together, with their gaps."""
    longest = {}
    for row in find(table, "tr"):
        for at, cell in enumerate(find(row, "th", "td")):
            words = plain(cell).split()
            longest[at] = max([longest.get(at, 0), *map(len, words)])
    return sum(longest.values()) + 2 * len(longest)


def chart_sheet():
    """The style sheet of the figures, from its source: the site may pack all its sheets in one."""
    return (Path(__file__).parents[1] / "site" / "figures" / "static" / "figures.css").read_text(
        "utf-8"
    )


def chart_inks():
    """The colours of the charts on white, as the site's own style sheet sets them."""
    found = {}
    for name, value in INKS.findall(chart_sheet()):
        found.setdefault(name, value)  # light comes first
    return ":root {" + "".join(f"{name}: {value};" for name, value in found.items()) + "}"


def chart_faces():
    """The site's rules for faces of about the width that the charts were laid out for."""
    rules = re.findall(r"@font-face\s*{[^}]*}", chart_sheet())
    return "\n".join(rule for rule in rules if "url(" not in rule)


def running_heads(book):
    """Rules that write each part's title above its pages."""
    rules = []
    for part in [*book.parts, None]:
        key, title = (part.key, part.title) if part else ("numbers", "The numbers of the figures")
        said = title.replace("\\", "").replace('"', "”")
        rules.append(
            f'@page {key} {{ @top-right {{ content: "{said}"; font: 8.5pt var(--sans); '
            f"color: #50575f; padding-bottom: 5mm; vertical-align: bottom; }} }} "
            f"#{key} {{ page: {key}; }}"
        )
    return "\n".join(rules)


def code_colours():
    """The style sheet of highlighted code."""
    rules = HtmlFormatter(style=CODE_COLOURS).get_style_defs(".highlight").splitlines()
    return "\n".join(rule for rule in rules if rule.startswith(".highlight ."))


def print_document(chromium, source, target):
    """Print a file of XHTML as a tagged PDF with an outline of its headings."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            try:
                page = browser.new_context(offline=True, java_script_enabled=False).new_page()
                page.set_default_timeout(PATIENCE)
                page.goto(source.absolute().as_uri())
                page.pdf(path=target, prefer_css_page_size=True, tagged=True, outline=True)
            finally:
                browser.close()
    except Error as error:
        raise CarryError(f"Chromium did not print the book: {error}") from error


def pages_of(path):
    """{id: number of its page, from 1} of every place that a link of the PDF leads to."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        return {
            str(name).removeprefix("/"): numbers[place[0].objgen]
            for name, place in pdf.Root.get("/Dests", {}).items()
        }


def space_titles(pdf, book):
    """Give the outline's titles the space that Chromium drops where a heading goes on in a new line."""
    headings = ("h1", "h2", "h3", "h4")
    said = [plain(heading) for part in book.parts for heading in find(part.article, *headings)]
    whole = {"".join(title.split()): title for title in [*said, *(p.title for p in book.parts)]}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            item.title = whole.get("".join(item.title.split()), item.title)
            waiting += item.children


def finish(path, book):
    """Say author and terms in the file, and nothing of when and by what it was printed."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = f"{book.title}: {book.subtitle}"
        pdf.docinfo["/Author"] = ", ".join(book.facts.authors)
        pdf.docinfo["/Subject"] = f"{edition_of(book)} {terms_of(book)}"
        pdf.Root.PageLayout = pikepdf.Name.OneColumn
        space_titles(pdf, book)
        pdf.save(
            path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
        )  # fmt: skip
