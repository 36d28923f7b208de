"""`foursteps pages`: the pages that are made from tables and references, and committed."""

from foursteps.book.site.bibliography import PAGE as BIBLIOGRAPHY
from foursteps.book.site.bibliography import write_bibliography
from foursteps.book.site.documents import PAGE as DOCUMENTS
from foursteps.book.site.documents import write_documents
from foursteps.book.site.glossary import PAGE as GLOSSARY
from foursteps.book.site.glossary import write_glossary


def pages(args):
    """Write each page whose source changed, and say so."""
    del args
    for page, write in (
        (BIBLIOGRAPHY, write_bibliography),
        (GLOSSARY, write_glossary),
        (DOCUMENTS, write_documents),
    ):
        print(f"{page}: {'written' if write('.') else 'up to date'}")
