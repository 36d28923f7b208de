"""On what terms a figure may be used: those of the tables that it is drawn from."""

from foursteps.book.data.licences import NOT_OPEN, NOTE
from foursteps.book.site.data_pages import licence_of

DRAWING = "CC BY 4.0"
NON_COMMERCIAL = "non-commercial use only"


def limits(sources):
    """What bars the free use of a figure, in few words: a list, empty where nothing does.

    sources: the entries of its tables in datapackage.json.
    """
    classes = {source.get("reuse") for source in sources}
    said = [NON_COMMERCIAL] if "attribution-noncommercial" in classes else []
    return said + ([f"a {NOTE}"] if classes & set(NOT_OPEN) else [])


def publishers(sources):
    """The publishers of the tables, each once."""
    return list(dict.fromkeys(source.get("publisher") or "Four Steps" for source in sources))


def credit(source):
    """Publisher, title and licence of a table as (publisher, title, licence)."""
    publisher = source.get("publisher") or "Four Steps"
    return publisher, source.get("title") or source.get("name", ""), licence_of(source)
