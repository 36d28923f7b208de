"""`foursteps carry`: PDF, EPUB and zip beside the pages of the built site."""

from importlib import import_module

from foursteps.book.carry.whole_book import read_book
from foursteps.book.site.front_door import offer_downloads, size_in_words

# Name → (module, function, whether the code is in it).
KINDS = {
    "zip": (("site_zip", "zip_site", False),),
    "pdf": (("pdf", "make_pdf", False), ("pdf", "make_pdf", True)),
    "epub": (("epub", "make_epub", False),),
}


def carry(args):
    """Make what is asked for, say where it lies, and let the front door offer it."""
    for kind in args.kinds or KINDS:
        for module, function, code in KINDS[kind]:
            make = getattr(import_module(f"foursteps.book.carry.{module}"), function)
            path = make(read_book(args.project, args.site, code=code), args.site)
            print(f"{path} ({size_in_words(path.stat().st_size)})")
    offer_downloads(args.site)
