"""One style sheet for the site, made when all pages are written, of all that Sphinx was given.

Every page says in `data-made-of` which sheets it would have had, in their order; so sheets that
only some pages ask for are in it too, and a build that writes few pages anew still knows all.
"""

import posixpath
import re
import zlib
from pathlib import Path
from urllib.parse import urlsplit

from foursteps.book.site.frame import icons, purge
from foursteps.ground import atomic_files

SHEET = "book.css"
MADE_OF = re.compile(r'data-made-of="([^"]*)"')
LINK = re.compile(rf'(href="[^"]*_static/{re.escape(SHEET)})(?:\?v=[0-9a-f]+)?(?=")')
URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<address>[^"')]+)(?P=quote)\s*\)""")
IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?\s*([^;]*);""")
# Libraries: their words are not names of ours. What the first makes is in VEGA, as tests see it;
# the second makes nothing.
LIBRARIES = ("vega-embed-classic.js", "minisearch.js")
VEGA = (
    "vega-embed", "has-actions", "chart-wrapper", "fit-x", "fit-y", "vega-bindings", "vega-bind",
    "vega-bind-name", "vega-bind-radio", "marks", "form", "label", "input", "select", "option",
    "vg-tooltip-element", "vg-tooltip", "foursteps-theme", "visible", "key", "value", "table", "tr",
    "td", "h2", "style", "div", "svg",
)  # fmt: skip
ICON_FACE = re.compile(r"@font-face\s*\{[^}]*Font Awesome[^}]*\}")
# `.fa-bars:before{…}`, several of them in a row, and the font's own classes and sizes.
ICON_RULE = re.compile(r"(?<=[}/])\s*(?:\.fa[\w-]*(?::{1,2}before)?\s*,?\s*)+\{[^}]*\}")
# Measures of figures: an attribute may say them, a style attribute may not.
MEASURES = {"data-w": ("--fs-w", "px"), "data-controls": ("--fs-controls", "")}


def pages_of(out):
    """The pages of the site in the folder `out`, in a fixed order."""
    return sorted(path for path in Path(out).rglob("*.html") if "_static" not in path.parts)


def merged(lists):
    """One order for the names in several: what a list adds stands behind its neighbour there.

    >>> merged([["a", "c"], ["a", "b", "c"], ["c", "d"]])
    ['a', 'b', 'c', 'd']
    """
    order = []
    for names in sorted(set(map(tuple, lists)), key=lambda names: (-len(names), names)):
        at = 0
        for name in names:
            if name in order:
                at = order.index(name) + 1
            else:
                order.insert(at, name)
                at += 1
    return order


def with_imports(static, name):
    """Text of the style sheet `name` below `static`: imports resolved, addresses from there.

    Raises ValueError where a sheet imports from another host.
    """
    folder = posixpath.dirname(name)

    def address(match):
        to = match["address"].strip()
        if urlsplit(to).scheme or to.startswith(("/", "#")):
            return match[0]
        return f'url("{posixpath.normpath(posixpath.join(folder, to))}")'

    def imported(match):
        if urlsplit(match[1]).netloc:
            raise ValueError(f"{name} imports {match[1]}; nothing is loaded from another host")
        text = with_imports(static, posixpath.normpath(posixpath.join(folder, match[1])))
        return f"@media {match[2]} {{\n{text}\n}}" if match[2].strip() else text

    parts, at = [], 0
    text = (static / name).read_text("utf-8")
    for match in IMPORT.finditer(text):
        parts += [URL.sub(address, text[at : match.start()]), imported(match)]
        at = match.end()
    return "".join([*parts, URL.sub(address, text[at:])])


def joined(static, sheets):
    """Text of all sheets (`name`, or `name@medium`) in their order."""
    texts = []
    for sheet in sheets:
        name, _, medium = sheet.partition("@")
        text = with_imports(static, name)
        texts.append(f"@media {medium} {{\n{text}\n}}" if medium else text)
    return "\n".join(texts)


def names_in(pages, static):
    """What the selectors may name: all that stands in the pages, and every word of our scripts."""
    names = purge.Names(words=set(VEGA))
    for text in pages:
        names.read_page(text)
    for path in sorted(static.rglob("*.js")):
        if path.name not in LIBRARIES and "search" not in path.relative_to(static).parts:
            names.read_script(path.read_text("utf-8"))
    return names


def measures(pages):
    """A rule for each measure that a figure says in an attribute."""
    return "".join(
        f'[{attribute}="{value}"]{{{variable}:{value}{unit}}}'
        for attribute, (variable, unit) in MEASURES.items()
        for value in sorted(
            {value for text in pages for value in re.findall(rf'\b{attribute}="([\d.]+)"', text)},
            key=float,
        )
    )


def icons_in(pages, static):
    """Names of the icons in the pages, in our scripts and in our style sheets."""
    scripts = [path for path in sorted(static.glob("*.js")) if path.name not in LIBRARIES]
    texts = [*pages, *(path.read_text("utf-8") for path in scripts)]
    return set().union(*map(icons.used, texts))


def make(out, others):
    """Write the style sheet of the site in `out`, remove what it replaces; its version.

    others: folders whose files in `_static` are not ours; those that nothing names are removed.
    """
    static, target = out / "_static", out / "_static" / SHEET
    pages = [path.read_text("utf-8") for path in pages_of(out)]
    sheets = merged(MADE_OF.search(text)[1].split() for text in pages if MADE_OF.search(text))
    # A build that finds nothing to write copies nothing: the sheet of the last one holds.
    if target.is_file() and not (static / sheets[0]).is_file():
        return version_of(target)
    remove_theme_scripts(static, others)
    names = names_in(pages, static)
    drawn = icons.rules(icons_in(pages, static), (static / icons.SCRIPT).read_text("utf-8"))
    css = "\n".join([without_icon_font(joined(static, sheets)), measures(pages), drawn])
    atomic_files.write(target, purge.purged(css, names))
    for sheet in sheets:
        (static / sheet.partition("@")[0]).unlink()
    remove_unnamed(static, others, [*pages, target.read_text("utf-8")])
    return version_of(target)


def version_of(path):
    """Eight letters that change with the file."""
    return f"{zlib.crc32(path.read_bytes()):08x}"


def with_version(html, version):
    """A page that asks for this version of the style sheet, so that no browser keeps an older one."""
    return LINK.sub(rf"\g<1>?v={version}", html)


def without_icon_font(css):
    """A style sheet without the rules of the icon font; ours begin with a tag or a variable.

    >>> without_icon_font('a{top:0}.fa-bars:before,.fa-navicon:before{content:"x"}p{top:0}')
    'a{top:0}p{top:0}'
    """
    return ICON_FACE.sub("", ICON_RULE.sub("", css))


def folders_of_others(app):
    """Folders from which Sphinx copies static files that are not ours: the theme's, extensions'."""
    package = Path(__file__).parents[3]
    given = [Path(path) for path in app.config.html_static_path]
    themes = [Path(path, "static") for path in app.builder.theme.get_theme_dirs()]
    return themes + [path for path in given if path.is_absolute() and package not in path.parents]


def files_of(static, others):
    """The files in `static` that came from the folders `others`; templates lose their suffix."""
    for folder in others:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            copy = static / name.removesuffix("_t").removesuffix(".jinja")
            if path.is_file() and copy.is_file():
                yield copy


def remove_theme_scripts(static, others):
    """Remove the scripts that came with theme and extensions, but for the one with the icons."""
    for path in set(files_of(static, others)):
        if path.suffix == ".js" and path != static / icons.SCRIPT:
            path.unlink()


def remove_unnamed(static, others, texts):
    """Remove what came with theme and extensions, and no text (page, style sheet) names."""
    for path in set(files_of(static, others)):
        if not any(path.relative_to(static).as_posix() in text for text in texts):
            path.unlink()
    for folder in sorted((path for path in static.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
