"""What can be taken from a figure: data, picture, and a zip that says how to cite and reuse it.

The files of a figure stand under `_figures/<its id>/`. They are made when the site is written and
kept beside Sphinx's own notes, so that only what changed is made again.
"""

import hashlib
import io
import json
import shutil
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path

import vl_convert

from foursteps import charts
from foursteps.book.site import cite
from foursteps.book.site.data_pages import REUSE, page_name
from foursteps.book.site.figures import packed, pictures, rows, terms
from foursteps.ground import atomic_files
from foursteps.ground.vega_lite import words

FOLDER = "_figures"
SMALL = {"light": "small.svg", "dark": "small-dark.svg"}
DATE = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same figure, the same bytes
FEW_PUBLISHERS = 3


@dataclass(frozen=True)
class Figure:
    """A figure of a page: what it is called, its specification, the rows that it draws.

    tables: as `rows.drawn` gives them; sources: entries of its tables in datapackage.json.
    """

    docname: str
    number: str
    spec: dict
    tables: list
    sources: list

    @property
    def name(self):
        """The figure's id."""
        return self.spec["usermeta"]["id"]

    @property
    def title(self):
        """What the chart says of itself at its head, else its caption."""
        return words(self.spec.get("title")) or self.caption

    @property
    def caption(self):
        """What its author says of it."""
        return self.spec["usermeta"]["caption"]

    @property
    def csv(self):
        """{file name: CSV text} of its tables."""
        return {
            f"{self.name}{f'-{number}' if number > 1 else ''}.csv": rows.as_csv(*table)
            for number, table in enumerate(self.tables, 1)
        }


@dataclass(frozen=True)
class Place:
    """Where a figure stands, as it is cited: the book, its facts (BookFacts), the page's title."""

    book: str
    project: object
    page: str

    def address(self, figure):
        """The public address of a figure."""
        return f"{self.project.page_address(figure.docname)}#{figure.name}"

    def cited(self, figure):
        """How to cite a figure, in one sentence."""
        facts = self.project
        return (
            f"{', '.join(facts.authors)} ({facts.year}). “Figure {figure.number}: {figure.title}”. "
            f"In {self.book}, version {facts.version}. {self.address(figure)}"
        )


def files_of(figure, place):
    """{file name: content as bytes} of what can be taken from a figure, and what its page asks for.

    The page asks for the small pictures of the list and for the specification.
    """
    name = figure.name
    svg = pictures.with_credit(figure.spec, f"Figure {figure.number}", _credit(figure, place))
    kept = {file: text.encode() for file, text in figure.csv.items()}
    kept[f"{name}.svg"] = svg.encode()
    kept[f"{name}.png"] = pictures.png(svg, pictures.SCALE)
    inside = {
        "READ-ME.txt": read_me(figure, place).encode(),
        "cite.bib": _bibtex(figure, place).encode(),
        f"{name}.vl.json": (json.dumps(figure.spec, ensure_ascii=False, indent=1) + "\n").encode(),
        **kept,
    }
    small = pictures.small(figure.spec)
    return {
        **kept,
        f"{name}.zip": zipped(name, inside),
        f"{name}.js": packed.specification_script(figure.spec).encode(),
        **{SMALL[theme]: text.encode() for theme, text in small.items()},
    }


def read_me(figure, place):
    """The text in the zip: what the figure is, on which terms, from where, how to cite it."""
    head = f"Figure {figure.number}: {figure.title}"
    limits, facts = terms.limits(figure.sources), place.project
    parts = [
        f"{head}\n{'=' * len(head)}",
        figure.caption,
        f"In words: {figure.spec['description']}",
        f"From “{place.page}”, {place.book}, version {facts.version}:\n{place.address(figure)}",
        "TERMS",
        f"Take care: {'; '.join(limits)}." if limits else "",
        f"The drawing and its words: {terms.DRAWING}."
        + (" The data: the terms of their publishers, below." if figure.sources else ""),
        "SOURCES AND LICENCES",
        "\n\n".join(map(_source(place), figure.sources)) or "A toy model: no data.",
        "HOW TO CITE",
        place.cited(figure) + (" Please cite the sources too." if figure.sources else ""),
        "(The same as BibTeX: cite.bib.)",
        "FILES",
        _files(figure),
    ]
    return "\n\n".join(_wrapped(part) for part in parts if part) + "\n"


def zipped(folder, files):
    """A zip (bytes) of {file name: bytes} in one folder; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def write(figures, place_of, out, kept):
    """Write the files of all figures under the folder `out`; what is made already is in `kept`.

    place_of: function from a figure to its Place. What is in neither any more is removed.
    """
    out, kept = Path(out) / FOLDER, Path(kept)
    current = set()
    for figure in figures:
        place = place_of(figure)
        made = kept / _state(figure, place)
        current.add(made.name)
        if not made.is_dir():
            for name, content in files_of(figure, place).items():
                atomic_files.write(made.with_suffix(".part") / name, content)
            made.with_suffix(".part").rename(made)
        _copy(made, out / figure.name)
    _remove_others(kept, current)
    _remove_others(out, {figure.name for figure in figures})


def _copy(source, target):
    target.mkdir(parents=True, exist_ok=True)
    _remove_others(target, {path.name for path in source.iterdir()})
    for path in source.iterdir():
        content, there = path.read_bytes(), target / path.name
        if not there.is_file() or there.read_bytes() != content:
            atomic_files.write(there, content)


def _remove_others(folder, names):
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _state(figure, place):
    """A name that changes with anything that the files of a figure depend on."""
    said = hashlib.sha256()
    said.update(repr((figure, place, pictures.colours(), vl_convert.__version__)).encode())
    for module in (Path(__file__).parent, Path(charts.__file__).parent):
        for path in sorted(module.glob("*.py")):
            said.update(path.read_bytes())
    return said.hexdigest()[:32]


def _credit(figure, place):
    """The lines under the picture: which figure of what, whose data, on which terms."""
    named = terms.publishers(figure.sources)
    whose = "; ".join(named[:FEW_PUBLISHERS])
    if len(named) > FEW_PUBLISHERS:
        whose += f" and {len(named) - FEW_PUBLISHERS} more"
    limits = terms.limits(figure.sources)
    licence = f"Drawing: {terms.DRAWING}." + (f" Data: {'; '.join(limits)}." if limits else "")
    return [
        f"Figure {figure.number} of {place.book.partition(':')[0]}. "
        + (f"Data: {whose}. " if named else "A toy model: no data. ")
        + licence,
        place.address(figure).partition("://")[2],
    ]


def _source(place):
    def said(source):
        publisher, title, licence = terms.credit(source)
        reuse = REUSE.get(source.get("reuse"), "")
        lines = [
            f"* {publisher}, {title}.",
            f"Licence: {licence}" + (f" ({reuse})." if reuse else "."),
            f"As of {source['vintage']}." if source.get("vintage") else "",
            f"{place.project.page_address(page_name(source.get('name', '')))}",
            str(source.get("url") or ""),
        ]
        return "\n".join(f"  {line}" if at else line for at, line in enumerate(filter(None, lines)))

    return said


def _files(figure):
    name = figure.name
    return "\n".join(
        [
            *(f"{file}: the rows that are drawn" for file in figure.csv),
            f"{name}.vl.json: the chart, with its rows, for Vega-Lite (vega.github.io/editor)",
            f"{name}.svg, {name}.png: the picture",
        ]
    )


def _bibtex(figure, place):
    title = f"Figure {figure.number}: {figure.title}"
    return cite.bibtex(place.project, place.book, figure.docname, title, figure.name)


def _wrapped(part):
    return "\n".join(
        textwrap.fill(
            line, 88, break_long_words=False, break_on_hyphens=False,
            subsequent_indent="  " if line.startswith(("* ", "  ")) else "",
        )
        for line in part.split("\n")
    )  # fmt: skip
