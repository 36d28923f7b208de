"""What an earlier edition gave an address to keeps one: links from outside still arrive.

`docs/editions/<edition>/addresses.csv` lists the anchors of an edition's pages: `page` (without
`.html`), `anchor`, `successor`. Nothing in `successor`: the anchor still stands on that page. A
name there: what the reader came for now stands at that anchor of the same page. `page#anchor`:
it stands on another page, and the old page says where. A page or an anchor that leads nowhere is
a warning, so that the site is not built without it.
"""

import csv
import html
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from sphinx.util import logging

logger = logging.getLogger(__name__)

COLUMNS = ["page", "anchor", "successor"]
REMEDY = "write in %s where it leads now (successor)"


@cache
def read(folder: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """By page and anchor: the successor, and the file that says so.

    folder: that of the editions. Of two editions that name one anchor the newer one counts.
    """
    pages: dict[str, dict[str, tuple[str, str]]] = {}
    for path in sorted(Path(folder).glob("*/addresses.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                where = f"docs/editions/{path.parent.name}/{path.name}"
                pages.setdefault(row["page"], {})[row["anchor"]] = row["successor"], where
    return pages


def kept(body: str, old: dict[str, str], address: Callable[[str], str]) -> tuple[str, list[str]]:
    """HTML in which each old anchor stands, and the anchors that lead nowhere.

    body: of one page. old: successor by anchor. address: of another page, as this one links it.
    """
    lost, moved = [], []
    for anchor, successor in old.items():
        if f' id="{html.escape(anchor)}"' in body:
            continue
        page, _, name = successor.rpartition("#")
        place = re.search(rf'<\w+(?: [^>]*)? id="{re.escape(html.escape(name))}"', body)
        if page:
            moved.append(_signpost(anchor, f"{address(page)}#{name}"))
        elif name and place:
            mark = f'<span class="old-address" id="{html.escape(anchor)}"></span>'
            body = body[: place.start()] + mark + body[place.start() :]
        else:
            lost.append(anchor)
    return body + "".join(moved), lost


def _signpost(anchor, address):
    words = html.escape(anchor.replace("-", " "))
    return (
        f'<p id="{html.escape(anchor)}">Moved: <a href="{html.escape(address)}">{words}</a>.</p>\n'
    )


def page_context(app, pagename, templatename, context, doctree):
    """Let the old anchors of a page stand in it."""
    old = read(Path(app.srcdir, "docs/editions")).get(pagename)
    if old is None or "body" not in context:
        return
    successors = {anchor: successor for anchor, (successor, _) in old.items()}
    address = partial(app.builder.get_relative_uri, pagename)
    context["body"], lost = kept(context["body"], successors, address)
    for anchor in lost:
        logger.warning(f"%s.html#%s leads nowhere: {REMEDY}", pagename, anchor, old[anchor][1])


def pages_that_are_gone(app, env):
    """Name the pages that are gone (while a warning still counts)."""
    for page, old in read(Path(app.srcdir, "docs/editions")).items():
        if page not in env.found_docs:
            logger.warning("%s.html is gone, and %s names it", page, next(iter(old.values()))[1])


def setup(app):
    """Register the events, the first after all that adds to a page's body."""
    app.connect("html-page-context", page_context, priority=940)
    app.connect("env-check-consistency", pages_that_are_gone)
