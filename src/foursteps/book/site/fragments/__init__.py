"""Tables and lists of facts as the site's pages show them: HTML from the templates beside this.

Every text is escaped but what is `Markup` already. No line of the HTML is blank, or Markdown would
take it for the end of the HTML: texts from tables go through `one_line`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, its class in the style sheet, whether it names its row.

    column: the name of its column, said again where a narrow page makes a card of the row.
    """

    text: str
    kind: str = ""
    names_row: bool = False
    column: str = ""


def table(
    label: str,
    columns: Iterable[str],
    rows: Iterable[Sequence[Cell | str]],
    ids: Sequence[str] = (),
    caption: str = "",
    look: str = "",
) -> Markup:
    """A table in a region that scrolls and takes the keyboard's focus.

    label: the region's name, read aloud; ids: one a row, "" for none; look: a further class.
    """
    cells = [[one if isinstance(one, Cell) else Cell(one) for one in row] for row in rows]
    marked = zip(cells, ids or [""] * len(cells), strict=True)
    return _rendered(
        "table.html", label=label, columns=columns, rows=list(marked), caption=caption, look=look
    )


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """A list of terms, each with what is to be said of it; a pair with nothing is left out."""
    return _rendered("facts.html", pairs=[(term, said) for term, said in pairs if said])


def small_figure(
    address: str, number: str, title: str, small: dict[str, str], width: int, height: int
) -> Markup:
    """A figure in a list: its small pictures by the page's theme, its number, its title."""
    return _rendered(
        "small_figure.html",
        address=address, number=number, title=title, small=small, width=width, height=height,
    )  # fmt: skip


def one_line(text: str | float | None) -> str:
    """Text without line breaks and double spaces; "" for None."""
    return " ".join(str("" if text is None else text).split())


def coded(text: str | None) -> Markup:
    """Text on one line, with `code` in it shown as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(one_line(text)))))


def link(address: str, text: str) -> Markup:
    """A link to an address."""
    return Markup('<a href="{}">{}</a>').format(address, text)


def _rendered(template: str, **values: object) -> Markup:
    return Markup(_templates().get_template(template).render(**values).rstrip("\n"))


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
