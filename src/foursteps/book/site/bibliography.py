"""The bibliography page, made from `chapters/references.bib` and committed.

`foursteps pages` writes it; a build writes it too when the references
changed, and a test finds no difference. Each entry has the id `ref-<key>`.
"""

import html
import re
from pathlib import Path

from pybtex.backends.html import Backend
from pybtex.database import parse_file
from pybtex.style.formatting.unsrt import Style

from foursteps.ground import atomic_files

SOURCE = "chapters/references.bib"
PAGE = "chapters/bibliography.md"
INTRODUCTION = """# Bibliography

Every work that the chapters cite, by author and year. Data sources have their own pages under \
[Data](../data/index.md)."""


class BibliographyError(ValueError):
    """The references file has an entry that cannot be shown."""


def sort_key(entry):
    """Authors' last names, then year, then key; an entry without author sorts by its title."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = " ".join(" ".join(person.prelast_names + person.last_names) for person in people)
    names = names or entry.fields.get("title", "")
    return (re.sub(r"[{}]", "", names).lower(), entry.fields.get("year", ""), entry.key)


def entry_html(style, entry):
    """One reference as the HTML of a list item; raises BibliographyError naming the key."""
    try:
        formatted = style.format_entry(entry.key, entry)
    except Exception as error:
        raise BibliographyError(f"{SOURCE}, entry {entry.key}: {error}") from error
    text = formatted.text.render(Backend()).replace("\n", " ")
    text = re.sub(r"<span class=\"bibtex-protected\">(.*?)</span>", r"\1", text)
    return f'<li id="ref-{html.escape(entry.key)}">{text}</li>'


def bibliography_page(source):
    """Markdown of the page from the BibTeX file at `source` (a path)."""
    entries = sorted(parse_file(str(source), bib_format="bibtex").entries.values(), key=sort_key)
    for entry in entries:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key):
            raise BibliographyError(
                f"{SOURCE}, entry {entry.key}: a key is author-year in small letters, digits "
                "and hyphens, such as jervis-1978"
            )
    style = Style(name_style="lastfirst")
    items = "\n".join(entry_html(style, entry) for entry in entries)
    return f'{INTRODUCTION}\n\n<ul class="references">\n{items}\n</ul>\n'


def write_bibliography(root):
    """Write the page under `root` if its text changed; returns whether it did."""
    page = Path(root) / PAGE
    text = bibliography_page(Path(root) / SOURCE)
    return atomic_files.write_if_changed(page, text)


def setup(app):
    """Bring the page up to date before Sphinx looks for pages."""
    app.connect("builder-inited", lambda app: write_bibliography(app.srcdir), priority=100)
