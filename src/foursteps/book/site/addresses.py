"""Links to the site's own absolute address become relative ones when the site is built.

Chapters link to data pages by the public address, which works in JupyterLab and on GitHub;
on the site the link must also work in a preview, on loopback and at another address.
A link to a page that does not exist is a warning, and warnings are errors.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)


class RelativeOwnAddresses(SphinxPostTransform):
    """Rewrite references to our own site; runs after references are resolved (10)."""

    default_priority = 50
    formats = ("html",)

    def run(self, **kwargs):
        """Rewrite each reference that begins with the site's address."""
        site = self.app.foursteps_project.site + "/"
        for link in self.document.findall(nodes.reference):
            address = link.get("refuri", "")
            if not address.startswith(site):
                continue
            page, mark, anchor = address.removeprefix(site).partition("#")
            relative = self.relative(page)
            if relative is None:
                logger.warning("the link %s leads to no page of this site", address, location=link)
                continue
            link["refuri"] = relative + mark + anchor
            link["internal"] = True

    def relative(self, page):
        """Relative address of a built page or a file of the data package, else None."""
        here = self.env.docname
        if not page:
            page = self.config.root_doc + ".html"
        docname = page.removesuffix(".html")
        if page.endswith(".html") and docname in self.env.found_docs:
            return self.app.builder.get_relative_uri(here, docname)
        if page.startswith("data/") and (self.app.srcdir / page).is_file():
            return "../" * here.count("/") + page
        return None


def setup(app):
    """Register the rewriting."""
    app.add_post_transform(RelativeOwnAddresses)
