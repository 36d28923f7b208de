"""What a page is, for machines that look for books and data sets (schema.org as JSON-LD)."""

import json
from pathlib import Path

from foursteps.book.prose import fill
from foursteps.book.site.book_facts import FRONT_DOOR
from foursteps.book.site.data_pages import DESCRIPTOR, licence_of, page_name
from foursteps.ground import notebook_file

TEXT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CHAPTERS = "chapters/"


def of_page(app, pagename, facts):
    """The JSON-LD of a page as a dict, None where there is nothing to say.

    facts: what the page says of itself (`name`, `description`, `image`).
    """
    project, book = app.foursteps_project, app.config.html_title
    if pagename == FRONT_DOOR:
        return _book(app, project, book, facts)
    if pagename.startswith(CHAPTERS):
        return _chapter(app, project, book, pagename, facts)
    tables = {page_name(entry["name"]): entry for entry in _resources(app)}
    if pagename in tables:
        return _dataset(tables[pagename], project, book, pagename)
    if pagename == "data/index" and tables:
        return _catalogue(project, book, facts)
    return None


def as_script(data):
    """JSON-LD as text for a script element: `<` escaped, so that no text can end it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _resources(app):
    path = Path(app.srcdir) / "data" / DESCRIPTOR
    if not path.is_file():
        return []
    return json.loads(path.read_text(encoding="utf-8")).get("resources", [])


def _people(project):
    return [{"@type": "Organization", "name": name} for name in project.authors]


def _short_book(project, book):
    return {
        "@type": "Book",
        "@id": f"{project.site}/#book",
        "name": book,
        "url": f"{project.site}/",
    }


def _text(project, pagename, facts):
    """What the book and a chapter of it have in common."""
    said = {
        "description": facts["description"],
        "url": project.page_address(pagename),
        "author": _people(project),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": TEXT_LICENCE,
        "version": project.version,
        "datePublished": project.year,
        "learningResourceType": "textbook",
    }
    return said | ({"image": facts["image"]} if facts.get("image") else {})


def _book(app, project, book, facts):
    parts = [
        {
            "@type": "Chapter",
            "name": app.env.titles[name].astext(),
            "url": project.page_address(name),
        }
        for name in app.env.toctree_includes.get(FRONT_DOOR, [])
        if name.startswith(CHAPTERS)
    ]
    return {
        "@context": "https://schema.org",
        **_short_book(project, book),
        **_text(project, FRONT_DOOR, facts),
        "about": ["Artificial intelligence", "United States", "China", "International relations"],
        "hasPart": parts,
    }


def _chapter(app, project, book, pagename, facts):
    path = Path(app.env.doc2path(pagename))
    long = fill.minutes(notebook_file.read(path)) if path.suffix == ".ipynb" else None
    return {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": facts["name"],
        **_text(project, pagename, facts),
        **({"timeRequired": f"PT{long}M"} if long else {}),
        "isPartOf": _short_book(project, book),
    }


def _dataset(entry, project, book, pagename):
    """A table: who published it, under which licence, and where its CSV lies."""
    addresses = [one["path"] for one in entry.get("licenses", []) if one.get("path")]
    publisher = {"@type": "Organization", "name": entry.get("publisher") or project.authors[0]}
    if str(entry.get("url") or "").startswith("http"):
        publisher["url"] = entry["url"]
    address = project.page_address(pagename)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": entry.get("title") or entry["name"],
        "description": entry.get("description") or entry.get("title") or entry["name"],
        "url": address,
        "identifier": address,
        "publisher": publisher,
        "creator": publisher,
        # Terms without an address are told in their own words.
        **({"license": addresses[0]} if addresses else {}),
        "usageInfo": licence_of(entry),
        "isAccessibleForFree": True,
        "version": str(entry.get("vintage") or project.version),
        "variableMeasured": [field["name"] for field in entry["schema"]["fields"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{project.site}/data/{entry['path']}",
            }
        ],
        "includedInDataCatalog": _short_catalogue(project, book),
    }


def _short_catalogue(project, book):
    return {
        "@type": "DataCatalog",
        "name": f"Tables of {book}",
        "url": project.page_address("data/index"),
    }


def _catalogue(project, book, facts):
    return {
        "@context": "https://schema.org",
        **_short_catalogue(project, book),
        "description": facts["description"],
    }
