"""What is wrong with a built page, found by reading its HTML: one function per kind of fault.

Each takes a `Page` and returns a list of sentences, empty when nothing is wrong.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

# Pages that the build makes without a source.
MADE = {"404.html", "search.html", "your-progress.html"}
LOADING = {
    "img": ["src", "srcset"],
    "script": ["src"],
    "iframe": ["src"],
    "source": ["src", "srcset"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "track": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "input": ["src"],
    "image": ["href", "xlink:href"],
    "use": ["href", "xlink:href"],
    "feimage": ["href", "xlink:href"],
}
LOADING_RELATIONS = {
    "stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch",
    "icon", "shortcut", "apple-touch-icon", "mask-icon", "manifest",
}  # fmt: skip
FOREIGN = r"(?:https?:)?//"
CSS_LOADS = re.compile(
    rf"url\(\s*['\"]?({FOREIGN}[^'\")]+)|@import\s+['\"]({FOREIGN}[^'\"]+)", re.IGNORECASE
)
# Addresses are common as mere strings in scripts; these forms load from them.
SCRIPT_LOADS = re.compile(
    rf"(?:\bimport\s*\(?|\bfrom|importScripts\(|fetch\(|\.src\s*=|EventSource\(|WebSocket\()"
    rf"\s*[\"'`]({FOREIGN}[^\"'`]+)"
)
MACHINE_PATH = re.compile(
    r"(?<![\w.:/~-])/(?:home|root|Users|tmp|private|work|workspace|builds?|mnt|opt|var/folders)"
    r"/[\w.-]+|\b[A-Z]:\\\\?Users"
)
RAW_MARKUP = {
    "a MyST role": r"\{[a-z][\w:-]*\}`",
    "a MyST directive": r"(?m)^\s*(?::::|```)",
    "a Markdown link": r"\]\([^)\s]+\)",
    "bold signs": r"\*\*\w[^*]*\*\*",
    "a formula": r"\$\$|\\begin\{|(?<![\w$])\$[^$\n]{0,40}[\\^_][^$\n]*\$",
    "a mark of a number": r"<!--=|<!--/",
    "a footnote": r"\[\^\w+\]",
}


@dataclass
class Page:
    """One HTML file of the built site; `name` is its path there, such as `data/index.html`."""

    name: str
    html: str
    soup: BeautifulSoup = field(init=False, repr=False)

    def __post_init__(self):
        self.soup = BeautifulSoup(self.html, "html.parser")

    @cached_property
    def ids(self):
        """All ids, and names of anchors."""
        found = [tag["id"] for tag in self.soup.find_all(id=True)]
        return found + [tag["name"] for tag in self.soup.find_all("a", attrs={"name": True})]

    @cached_property
    def article(self):
        """The page's own content, without the frame (the whole page where there is none)."""
        return self.soup.find("article") or self.soup

    @cached_property
    def prose(self):
        """Visible text of the article, without code, tables, scripts and drawings."""
        copy = BeautifulSoup(str(self.article), "html.parser")
        for tag in copy.find_all(["script", "style", "pre", "code", "svg", "math", "noscript"]):
            tag.decompose()
        return copy.get_text(" ")


def page_names(site):
    """The names of all pages of the built site."""
    paths = sorted(p for p in Path(site).rglob("*.html") if "_static" not in p.parts)
    return [path.relative_to(site).as_posix() for path in paths]


def read_pages(site):
    """All pages of the built site as a dict from name to Page."""
    return {name: Page(name, Path(site, name).read_text("utf-8")) for name in page_names(site)}


def foreign_loads_in_css(text):
    """Addresses of other hosts that a style sheet loads."""
    return [first or second for first, second in CSS_LOADS.findall(text)]


def foreign_loads_in_script(text):
    """Addresses of other hosts that a script imports or fetches by a literal."""
    return SCRIPT_LOADS.findall(text)


def foreign_loads(page):
    """Elements, styles and scripts of the page that make the browser ask another host."""
    found = []
    for tag in page.soup.find_all(True):
        for name in LOADING.get(tag.name, ()):
            for address in re.split(r",\s+", str(tag.get(name, ""))):
                if re.match(FOREIGN, address.strip()):
                    found.append(f"<{tag.name} {name}> loads {address.strip()}")
        relations = {relation.lower() for relation in tag.get("rel", [])}
        foreign = re.match(FOREIGN, str(tag.get("href", "")))
        if tag.name == "link" and LOADING_RELATIONS & relations and foreign:
            found.append(f"<link rel={' '.join(tag['rel'])}> loads {tag['href']}")
        if tag.get("style"):
            found += [f"a style loads {a}" for a in foreign_loads_in_css(tag["style"])]
        if tag.name == "style":
            found += [f"<style> loads {a}" for a in foreign_loads_in_css(tag.get_text())]
        if tag.name == "script" and "json" not in tag.get("type", ""):
            found += [f"<script> loads {a}" for a in foreign_loads_in_script(tag.get_text())]
        away = re.search(rf"url=\s*{FOREIGN}", str(tag.get("content", "")), re.IGNORECASE)
        if tag.name == "meta" and tag.get("http-equiv", "").lower() == "refresh" and away:
            found.append(f"<meta refresh> leads to {tag['content']}")
    return found


def broken_links(page, site, pages, own_address):
    """Links and files of the site's own that do not exist, and anchors that no element has.

    `own_address` is the site's public address without a final slash; links to it are mapped
    to the built tree.
    """
    broken = []
    for tag in page.soup.find_all(True):
        for attribute in ("href", "src", "poster", "data"):
            target = tag.get(attribute)
            if target is None or (attribute == "data" and tag.name != "object"):
                continue
            problem = _resolve(page, str(target), site, pages, own_address)
            if problem:
                broken.append(f"<{tag.name}> {target!r}: {problem}")
    return broken


def _resolve(page, target, site, pages, own_address):
    if target.startswith(own_address):
        target = "http://built/" + target.removeprefix(own_address).lstrip("/")
    elif (below := urlsplit(own_address).path) and target.startswith(below + "/"):
        target = "http://built/" + target.removeprefix(below).lstrip("/")
    if target.strip() == "" or target.startswith("javascript:"):
        return "leads nowhere"
    parts = urlsplit(urljoin(f"http://built/{page.name}", target))
    if parts.netloc != "built":
        return None  # mail, or another host: the link check asks those
    name = unquote(parts.path.lstrip("/"))
    name = f"{name}index.html" if name == "" or name.endswith("/") else name
    if not (site / name).is_file():
        return f"there is no {name} in the site"
    anchor = unquote(parts.fragment)
    if anchor and name in pages and anchor not in pages[name].ids:
        return f"nothing in {name} has the id {anchor!r}"
    return None


def tracebacks(page):
    """Errors that a notebook stored and the site would publish."""
    found = []
    if "Traceback (most recent call last)" in page.soup.get_text():
        found.append("the text of a traceback")
    for tag in page.soup.select(".output.traceback, .output.stderr, .system-message"):
        found.append(f"an output of class {' '.join(tag['class'])}: {tag.get_text()[:80]!r}")
    return found


def frame_faults(page):
    """What every page must have: language, title, description, one H1, texts for pictures."""
    found = []
    soup = page.soup
    if not soup.html or soup.html.get("lang") != "en":
        found.append("<html> has no lang=en")
    if not soup.title or len(soup.title.get_text(strip=True)) < 4:
        found.append("no title")
    description = soup.find("meta", attrs={"name": "description"})
    if not description or len(description.get("content", "")) < 15:
        found.append("no description")
    headings = soup.find_all("h1")
    if len(headings) != 1:
        found.append(f"{len(headings)} first-level headings instead of one")
    level = 0
    for heading in page.article.find_all(re.compile("^h[1-6]$")):
        if int(heading.name[1]) > level + 1:
            found.append(f"heading {heading.get_text(strip=True)!r} jumps to {heading.name}")
        level = int(heading.name[1])
    for image in soup.find_all("img"):
        if "alt" not in image.attrs:
            found.append(f"an image without alt: {image.get('src')}")
    for drawing in soup.find_all("svg"):
        if drawing.get("aria-hidden") != "true" and not (
            drawing.get("role") == "img" and (drawing.get("aria-label") or drawing.find("title"))
        ):
            found.append("an svg that is neither hidden from nor described to screen readers")
    doubles = {i for i in page.ids if page.ids.count(i) > 1}
    if doubles:
        found.append(f"ids that occur twice: {sorted(doubles)[:5]}")
    return found


def foot_faults(page, project):
    """The foot that every page has: version, two dates, a mistake, how to cite the page.

    project: what pyproject.toml says (BookFacts).
    """
    foot = page.soup.find(class_="colophon")
    if foot is None:
        return ["no colophon at the foot"]
    found = []
    text = " ".join(foot.get_text(" ").split())
    if f"Version {project.version}" not in text:
        found.append(f"the foot does not say version {project.version}")
    for name, day in (("tables-to", project.tables_to), ("events-to", project.events_to)):
        when = foot.find("time", class_=name)
        if when is None or when.get("datetime") != day:
            found.append(f"the foot does not say {name} {day}")
    address = project.page_address(page.name.removesuffix(".html"))
    report = foot.find("a", class_="report")
    asked = dict(parse_qsl(urlsplit(report["href"]).query)) if report else {}
    if asked.get("page") != address or project.version not in asked.get("version", ""):
        found.append(f"the foot has no report of a mistake with page and version: {asked}")
    cite = foot.find(class_="cite")
    heading = page.soup.find("h1")
    title = heading.get_text().replace("#", "").strip() if heading else ""
    if cite is None or title not in cite.get_text() or address not in cite.get_text():
        found.append("the foot does not say how to cite the page (title and address)")
    elif cite.find("pre", class_="bibtex").get_text() != unquote(
        cite.find("a", download=True)["href"].partition(",")[2]
    ):
        found.append("the BibTeX to download is not the one that is shown")
    return found


def raw_markup(page):
    """Markup that shows as text because nothing rendered it."""
    found = []
    for what, pattern in RAW_MARKUP.items():
        match = re.search(pattern, page.prose)
        if match:
            start = max(0, match.start() - 20)
            found.append(f"{what}: …{page.prose[start : match.end() + 20]!r}")
    return found


def formula_faults(page):
    """Formulas that are not MathML, and scripts that would set formulas in the browser."""
    found = []
    for formula in page.soup.select("span.math, div.math"):
        if formula.find("math") is None:
            found.append(f"a formula is not MathML: {formula.get_text()[:60]!r}")
        elif formula.find(class_="katex-html") is not None:
            found.append("a formula holds KaTeX's HTML, which needs its fonts")
    for script in page.soup.find_all("script"):
        text = f"{script.get('src', '')} {script.get_text()}".lower()
        for word in ("mathjax", "katex", "thebe", "unpkg", "jsdelivr", "cdnjs"):
            if word in text:
                found.append(f"a script mentions {word}")
    return found


def inline_faults(page):
    """Scripts and styles that stand in the page itself, which a strict policy forbids."""
    found = []
    for tag in page.soup.find_all(True):
        kind = str(tag.get("type", ""))
        if tag.name == "script" and not tag.get("src") and "json" not in kind:
            found.append(f"a script in the page: {tag.get_text()[:60]!r}")
        if tag.name == "style":
            found.append(f"a style sheet in the page: {tag.get_text()[:60]!r}")
        for name, value in tag.attrs.items():
            if name == "style" or name.startswith("on"):
                found.append(f"<{tag.name} {name}={value!r}>")
            if name in ("href", "src", "action") and str(value).startswith("javascript:"):
                found.append(f"<{tag.name} {name}={value!r}>")
    return found


def machine_paths(page, root):
    """Paths of the machine that built the site."""
    found = [f"a path of the machine: {m.group()}" for m in MACHINE_PATH.finditer(page.html)]
    if str(root) in page.html:
        found.append(f"the folder of the project: {root}")
    return found
