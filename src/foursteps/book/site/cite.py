"""How to cite a page: what `Cite this page` says, and the same for a reference manager."""

import re
from urllib.parse import quote

from foursteps.book.site.book_facts import FRONT_DOOR

# What TeX would read as its own.
SPECIAL = {
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}


def escaped(text):
    """Text as it stands in a BibTeX field."""
    return "".join(SPECIAL.get(sign, sign) for sign in text)


def bibtex(project, book, pagename, title, anchor=""):
    """The BibTeX entry of a page: the book itself for the front door, else a part of it.

    anchor: id of what is cited on the page, where it is not the page itself.
    """
    whole = pagename == FRONT_DOOR and not anchor
    named = f"{pagename.removeprefix('chapters/')} {anchor}"
    slug = re.sub(r"[^a-z0-9]+", "-", named.lower()).strip("-")
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in project.authors),
        "title": f"{{{escaped(book if whole else title)}}}",
        **({} if whole else {"booktitle": f"{{{escaped(book)}}}"}),
        "year": project.year,
        "note": escaped(f"Version {project.version}"),
        "url": project.page_address(pagename) + (f"#{anchor}" if anchor else ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    kind, key = ("book", "") if whole else ("incollection", f"-{slug}")
    return f"@{kind}{{foursteps-{project.year}{key},\n{lines}\n}}\n"


def download_address(entry):
    """An address that holds the entry itself, so that it is there from disk and offline too."""
    return f"data:application/x-bibtex;charset=utf-8,{quote(entry)}"
