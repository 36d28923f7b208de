"""The front door, `index.md`: a page without columns beside it, and what can be carried away.

PDF, EPUB and zip are made from the finished site, so they are offered where they lie beside it:
whoever makes one calls `offer_downloads` afterwards.
"""

import html
import re
from pathlib import Path

from foursteps.book.site.book_facts import FRONT_DOOR
from foursteps.ground import atomic_files

DOWNLOADS = {
    "four-steps.pdf": "PDF",
    "four-steps-with-code.pdf": "PDF with code",
    "four-steps.epub": "EPUB",
    "four-steps.zip": "the site as one file for reading offline, zip",
}
TERMS = "Each holds figures that are for non-commercial use only, and says which."
PLACE = re.compile(r'<!-- downloads -->(?:\n<p class="downloads">.*?</p>)?', re.DOTALL)


def size_in_words(size):
    """Bytes as a reader wants to know them: `840 kB`, `4.2 MB`."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def offer_downloads(site):
    """Name on the front door of `site` (a folder) the files that lie there, with their sizes.

    Returns their names. A front door that names what is gone is mended too.
    """
    page = Path(site) / f"{FRONT_DOOR}.html"
    there = [name for name in DOWNLOADS if (page.parent / name).is_file()]
    text = with_downloads(page.read_text(encoding="utf-8"), page.parent, there)
    atomic_files.write_if_changed(page, text)
    return there


def with_downloads(text, folder, there):
    """The front door's `text`, naming the files `there` in the folder, and no others."""
    links = [
        f'<a href="{html.escape(name)}" download>{html.escape(DOWNLOADS[name])}</a> '
        f"({size_in_words((folder / name).stat().st_size)})"
        for name in there
    ]
    said = f'\n<p class="downloads">To carry away: {", ".join(links)}. {TERMS}</p>' if links else ""
    return PLACE.sub(lambda _: f"<!-- downloads -->{said}", text)


def page_context(app, pagename, templatename, context, doctree):
    """Mark the front door for the style sheet, and take the list of its headings away."""
    context["front_door"] = pagename == FRONT_DOOR
    if context["front_door"]:
        context["meta"] = {
            **(context.get("meta") or {}),
            "html_theme.sidebar_secondary.remove": True,
        }


def finish(app, exception):
    """Offer what lies beside the site."""
    if exception is None and app.builder.name == "html" and FRONT_DOOR in app.env.found_docs:
        offer_downloads(app.outdir)


def setup(app):
    """Register the events."""
    app.connect("html-page-context", page_context, priority=890)
    app.connect("build-finished", finish, priority=800)
