"""The site as one file: unpacked anywhere, its pages work from the disk, charts and search too."""

import re
import zipfile
from pathlib import Path

from foursteps.book.carry.whole_book import CarryError, edition_of, terms_of
from foursteps.book.site.book_facts import FRONT_DOOR
from foursteps.book.site.front_door import DOWNLOADS, with_downloads
from foursteps.ground import atomic_files

NAME = "four-steps.zip"
FOLDER = "four-steps"
# For a server, a crawler or another tool; and the pictures of shared links.
LEFT_OUT = re.compile(r"\.|404\.html|sitemap\.xml|robots\.txt|objects\.inv|cards/|v\d[^/]*/")
# The same pages make the same bytes, whenever and wherever they are packed.
MOMENT = (1980, 1, 1, 0, 0, 0)
RIGHTS = 0o100644 << 16
README = """{title}

Open index.html in a browser. Nothing is installed, and nothing is asked of the network: charts,
search, the ledger and the tables work from this folder.

{edition}
{terms}
The newest version: {site}/
"""


def zip_site(book, site):
    """Pack the built `site` (a folder) into `four-steps.zip` beside its pages; returns the path."""
    site = Path(site)
    names = sorted(
        name
        for name in (
            path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()
        )
        if not LEFT_OUT.match(name) and name not in DOWNLOADS
    )
    if f"{FRONT_DOOR}.html" not in names:
        raise CarryError(f"{site} holds no built site. Build it first: make book")
    said = README.format(
        title=f"{book.title}: {book.subtitle}", edition=edition_of(book), terms=terms_of(book),
        site=book.facts.site,
    )  # fmt: skip
    with atomic_files.temporary(site / NAME) as path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            _add(packed, "README.txt", said.encode())
            for name in names:
                _add(packed, name, _content(site, name))
        path.replace(site / NAME)
    return site / NAME


def _content(site, name):
    """A file's bytes; the front door offers nothing that does not lie beside it."""
    content = (site / name).read_bytes()
    if name == f"{FRONT_DOOR}.html":
        content = with_downloads(content.decode(), site, []).encode()
    return content


def _add(packed, name, content):
    entry = zipfile.ZipInfo(f"{FOLDER}/{name}", MOMENT)
    entry.external_attr = RIGHTS
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, content)
