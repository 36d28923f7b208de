"""The built pages as entries to find: sections, terms, claims, figures, references, tables.

An entry is what a reader would call one thing, with the address that leads to it. It is read
from the finished HTML: whatever made a page, its text is found as it is shown. Cells of tables,
code and the drawn data of charts are left out: a list of numbers answers no query.
"""

import dataclasses
import html
import re
from html.parser import HTMLParser

ARTICLE = re.compile(r'<article class="bd-article">(.*)</article>', re.DOTALL)
# Cut before the page is read, for speed too: they are four fifths of a chapter.
CUT = re.compile(r"<(script|style|noscript|template|pre|table|svg)\b.*?</\1>", re.DOTALL)
# What stands in these is a handle or a credit, not a text.
UNREAD = {
    "headerlink", "chart-data", "fs-sign", "fs-tools", "download", "code-fold", "page-minutes",
    "figure-list",
}  # fmt: skip
ADDRESS = re.compile(r"(?:URL: )?https?://\S+|(?:SHA-256\s+)?\b[0-9a-f]{64}\b")
LABEL = re.compile(r"<text\b[^>]*>([^<]*[^\W\d_]{2}[^<]*)</text>")
LOADED = re.compile(r"load\((?:<[^>]+>)*(?:\"|&quot;)(\w+)")
CHART_TITLE = re.compile(r'class="fs-hidden"> of “([^”]+)”')
COLUMN = re.compile(r'<tr><th scope="row"><code>(\w+)</code>')
# "Step 1: The security dilemma" is named "security dilemma" too.
BEFORE_TITLE = re.compile(r"^(?:(?:Step|Set) \d+: |\d+\. )?(?:The )?")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    "p", "li", "dd", "dt", "dl", "ul", "ol", "div", "section", "summary", "details", "blockquote",
    "figure", "figcaption", "br",
}  # fmt: skip
LEFT_OUT = ("#chinese-terms-by-sound",)  # the same terms once more, in another order
REFERENCE_TITLE = 90  # letters


@dataclasses.dataclass
class Entry:
    """One thing to find.

    address: page and anchor below the site's root; page: title of its page; title: of the entry;
    kind: page, section, term, claim, figure, reference or table; text: what an extract shows;
    names: what it is called, in full; also: further words that are found and not shown.
    """

    address: str
    page: str = ""
    title: str = ""
    kind: str = "section"
    text: str = ""
    names: list[str] = dataclasses.field(default_factory=list)
    also: list[str] = dataclasses.field(default_factory=list)


class _Article(HTMLParser):
    """Reads an article into entries; an entry ends with the element that began it."""

    def __init__(self, address):
        super().__init__(convert_charrefs=True)
        self.address = address
        self.entries = []
        self.open = []  # (depth of the element with which it ends, entry), innermost last
        self.depth = 0
        # Depth of the element whose text is a title, a name, or not read at all.
        self.heading = self.naming = self.unread = None

    def _begin(self, kind, anchor, depth=None, name=None):
        entry = Entry(f"{self.address}#{anchor}" if anchor else self.address, kind=kind)
        entry.names += [name] if name else []
        self.entries.append(entry)
        self.open.append((self.depth if depth is None else depth, entry))

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.handle_data("\n")
        if tag in VOID:
            return
        self.depth += 1
        attributes = dict(attrs)
        classes = set((attributes.get("class") or "").split())
        if self.unread or classes & UNREAD:
            self.unread = self.unread or self.depth
            return
        anchor = attributes.get("id") or ""
        kind = self.open[-1][1].kind if self.open else ""
        if tag == "section":
            self._begin("section" if self.entries else "page", anchor if self.entries else "")
        elif tag == "figure" and anchor.startswith("fig-"):
            self._begin("figure", anchor)
        elif tag == "span" and anchor.startswith("term-") and "old-address" not in classes:
            # dl > dt > span: a term lasts until the next one or the end of its list.
            if kind == "term":
                self.open.pop()
            self._begin("term", anchor, depth=self.depth - 2)
        elif tag == "li" and re.fullmatch(r"C\d\d", anchor):
            self._begin("claim", anchor, name=anchor)
        elif tag == "li" and anchor.startswith("ref-"):
            self._begin("reference", anchor)
        elif kind == "figure" and attributes.get("role") == "img":
            self.handle_data(f"{attributes.get('aria-label', '')}\n")
        elif (
            kind == "figure"
            and "fs-caption" in classes
            or tag in HEADINGS
            and kind in ("page", "section")
        ):
            self.heading = self.depth
        elif self._is_name(tag, classes):
            self.open[-1][1].names.append("")
            self.naming = self.depth

    def _is_name(self, tag, classes):
        """Whether the element's text is a name of the innermost entry."""
        entry = self.open[-1][1] if self.open else Entry("")
        if entry.kind == "figure":
            return "fs-number" in classes
        return entry.kind == "term" and len(entry.names) < 3 and tag in ("strong", "span", "em")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if tag in BLOCKS:
            named = tag == "dt" and self.open and self.open[-1][1].kind != "term"
            self.handle_data(":\n" if named else "\n")
        for state in ("heading", "naming", "unread"):
            if getattr(self, state) == self.depth:
                setattr(self, state, None)
        while self.open and self.open[-1][0] >= self.depth:
            self.open.pop()
        self.depth -= 1

    def handle_data(self, data):
        if not self.open or self.unread:
            return
        entry = self.open[-1][1]
        if self.naming:
            entry.names[-1] += data
        elif self.heading:
            entry.title += data
        else:
            entry.text += data


def _line(text):
    return " ".join(text.replace("★", " ").split())


def _complete(entry):
    """Give an entry the title that its kind has, and the names by which it is called."""
    lines = [line for line in map(_line, ADDRESS.sub("", entry.text).split("\n")) if line]
    entry.title = _line(entry.title)
    if entry.kind == "term":
        entry.names = [_line(name) for name in entry.names]
        entry.title = " ".join(entry.names[:2])
    elif entry.kind == "claim":
        entry.title = lines[0] if lines else entry.names[0]
        lines = lines[1:]
    elif entry.kind == "figure":
        # The chart's own title where it has one; then the caption joins the text. Only figures of
        # chapters are numbered.
        number, *title = entry.names or [""]
        lines = [entry.title, *lines] if title else lines
        entry.title = ": ".join(filter(None, [number, title[0] if title else entry.title]))
    elif entry.kind == "reference":
        whole = " ".join(lines).rstrip(" .") + "."
        cut = whole[:REFERENCE_TITLE].rsplit(" ", 1)[0] + " …"
        entry.title = whole if len(whole) <= REFERENCE_TITLE else cut
    else:
        # A title may be a question and the field's word for it: it is called by either.
        parts = entry.title.split("? ")
        entry.names += [entry.title, *(BEFORE_TITLE.sub("", part) for part in parts)]
    entry.text = "".join(
        line + (" " if line.endswith((".", "?", "!", ":", "。")) else " · ") for line in lines
    ).rstrip(" ·")
    entry.names = list(dict.fromkeys(name for name in entry.names if name))


def _hidden_words(article, entries):
    """Labels of pictures and names of loaded tables, each to the entry in which it stands."""
    by_anchor = {entry.address.partition("#")[2]: entry for entry in entries}
    here = entries[0]
    for part in re.split(r'(?=<(?:section|figure)\b[^>]*\bid=")', article):
        anchor = re.match(r'<\w+\b[^>]*\bid="([^"]+)"', part)
        entry = by_anchor.get(anchor[1], here) if anchor else here
        if entry.kind == "figure":
            entry.names += CHART_TITLE.findall(part)[:1]
            entry.also += [html.unescape(label) for label in LABEL.findall(part)]
        else:
            entry.also += LOADED.findall(part)


def read_entries(address, page):
    """The entries of one page, in their order; the page itself is the first.

    address: of the page below the site's root, such as `chapters/glossary.html`; page: its whole
    HTML. A page without an article has none. A section without text of its own is no entry.
    """
    found = ARTICLE.search(page)
    if not found:
        return []
    article = found[1]
    reader = _Article(address)
    reader.feed(CUT.sub(" ", article))
    entries = reader.entries
    if not entries:
        return []
    _hidden_words(article, entries)
    if not entries[0].text.strip() and len(entries) > 1:
        entries[0].text = entries[1].text  # a title alone says too little
    for entry in entries:
        _complete(entry)
        entry.page = entries[0].title
        entry.also = list(dict.fromkeys(entry.also))
    if address.startswith("data/") and not address.endswith("/index.html"):
        return [_table(article, entries)]
    return [
        entry
        for entry in entries
        if (entry.text or entry.kind != "section") and not entry.address.endswith(LEFT_OUT)
    ]


def _table(article, entries):
    """A data page is one thing: the table, with its name and those of its columns."""
    whole = entries[0]
    whole.kind = "table"
    whole.text = " ".join(entry.text for entry in entries if entry.text)
    whole.names += whole.also[:1]
    whole.also = COLUMN.findall(article)
    return whole
