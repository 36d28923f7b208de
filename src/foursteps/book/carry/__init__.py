"""The book to carry away: PDF, EPUB and the site as one file, all made of the built site.

`whole_book` reads the finished pages into one document; `pdf` and `epub` set it, `site_zip` packs
the pages as they are. Nothing here knows Sphinx or a notebook.
"""
