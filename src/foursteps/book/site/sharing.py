"""What a page says of itself: its title and description, to whoever shares, finds or cites it."""

import datetime

from docutils import nodes
from sphinx import addnodes

from foursteps.book.site import cite, reports, share_pictures, structured_data
from foursteps.book.site.book_facts import FRONT_DOOR, SHORT_TITLE

DESCRIPTION_LENGTH = 200
TITLE_LENGTH = 70
OF_THE_BOOK = "what is said of the AI race between the US and China, tested on open data."
# Pages without a source: their names and what is said of them. Nobody looks for them.
MADE = {
    "search": ("Search", "Search the book: chapters, tables, claims, terms in both languages."),
    "your-progress": (
        "Your progress",
        "What this browser keeps of your reading, and how to delete it.",
    ),
    "404": ("This page is not here", "There is no page of the book at this address."),
}


def seen_text(node):
    """What a reader sees of a node, as one line: raw HTML, such as a number's marks, is left out."""
    seen = [t for t in node.findall(nodes.Text) if not isinstance(t.parent, nodes.raw)]
    return " ".join("".join(seen).split())


def asked_at_the_front_door(front_door, pagename):
    """What a chapter is about, by its entry at the front door; empty if it has none there.

    front_door: its doctree, where an entry is a link with a question and, behind it in italics,
    the step's name before a comma.
    """
    for item in front_door.findall(nodes.list_item):
        for link in item.findall(addnodes.pending_xref):
            if link["reftarget"].partition("#")[0].removesuffix(".ipynb") == pagename:
                for step in item.findall(nodes.emphasis):
                    named = seen_text(step).partition(",")[0]
                    return f"{seen_text(link)} {named} of an open textbook: {OF_THE_BOOK}"
    return ""


def first_paragraph(doctree):
    """The first paragraph of a page as one line, cut at a sentence; empty if there is none."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = seen_text(paragraph)
        if len(text) > 40:
            whole = text[: DESCRIPTION_LENGTH + 1].rpartition(". ")[0]
            if len(text) > DESCRIPTION_LENGTH and len(whole) > DESCRIPTION_LENGTH // 3:
                return f"{whole}."
            return shortened(text, DESCRIPTION_LENGTH)
    return ""


def shortened(text, length):
    """Text of at most `length` letters, cut at a word."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"


def whole_title(title, book, is_front_door):
    """What stands in the browser's tab: the page's title, with the book's name where it fits."""
    if is_front_door:
        return book
    long = f"{title} – {SHORT_TITLE}"
    return long if len(long) <= TITLE_LENGTH else shortened(title, TITLE_LENGTH)


def spoken(day):
    """An ISO day in words: `2026-08-22` → `22 August 2026`."""
    when = datetime.date.fromisoformat(day)
    return f"{when.day} {when:%B %Y}"


def meta_of(project, book, pagename, facts):
    """The page's `meta` elements as (attribute, name, content)."""
    front_door = pagename == FRONT_DOOR
    image = facts.get("image")
    found = [
        ("name", "description", facts["description"]),
        ("name", "author", ", ".join(project.authors)),
        ("property", "og:title", facts["name"]),
        ("property", "og:description", facts["description"]),
        ("property", "og:type", "book" if front_door else "article"),
        ("property", "og:url", project.page_address(pagename)),
        ("property", "og:site_name", book),
        ("property", "og:locale", "en_GB"),
    ]
    if image:
        found += [
            ("property", "og:image", image),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", share_pictures.WIDTH),
            ("property", "og:image:height", share_pictures.HEIGHT),
            ("property", "og:image:alt", facts["image_alt"]),
        ]
    found += [
        ("name", "twitter:card", "summary_large_image" if image else "summary"),
        ("name", "citation_title", facts["name"]),
        *[("name", "citation_author", name) for name in project.authors],
        ("name", "citation_publication_date", project.year),
        ("name", "citation_language", "en"),
        ("name", "citation_fulltext_html_url", project.page_address(pagename)),
    ]
    if not front_door:
        found.append(("name", "citation_inbook_title", book))
    if pagename in MADE:
        found.append(("name", "robots", "noindex"))
    return found


def page_context(app, pagename, templatename, context, doctree):
    """Give the templates what the page says of itself, at its head and at its foot."""
    project, book = app.foursteps_project, app.config.html_title
    title, described = MADE.get(pagename, (pagename, book))
    if doctree:
        title = app.env.titles[pagename].astext()
        asked = ""
        if FRONT_DOOR in app.env.found_docs:
            asked = asked_at_the_front_door(app.env.get_doctree(FRONT_DOOR), pagename)
        described = asked or first_paragraph(doctree) or book
    facts = {"name": title, "description": described}
    picture = share_pictures.picture_of(app, pagename)
    if picture:
        facts["image"], facts["image_alt"] = picture
    data = structured_data.of_page(app, pagename, facts)
    entry = cite.bibtex(project, book, pagename, title)
    # The theme's own template has the viewport already.
    context["metatags"] = ""
    if context.get("pageurl"):
        context["pageurl"] = project.page_address(pagename)
    context |= {
        "project_facts": project,
        "page_address": project.page_address(pagename),
        "whole_title": whole_title(title, book, pagename == FRONT_DOOR),
        "page_meta": meta_of(project, book, pagename, facts),
        "page_data": structured_data.as_script(data) if data else "",
        "cite_title": title,
        "cite_bibtex": entry,
        "cite_download": cite.download_address(entry),
        "report_address": reports.report_address(project, pagename),
        "spoken": spoken,
    }


def setup(app):
    """Run after the theme has given its own context (501)."""
    app.connect("html-page-context", page_context, priority=890)
