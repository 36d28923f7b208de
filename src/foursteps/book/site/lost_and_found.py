"""For crawlers the list of pages, for readers with a wrong address a page that helps.

A server shows `404.html` at any address, however deep, so its links begin at the site's root.
"""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

from foursteps.book.site import reports
from foursteps.book.site.sharing import MADE

NOT_FOUND = "404"
BODY = """\
<section>
<h1>This page is not here</h1>
<p>The address may have a slip in it, or the page has moved. Search the book, or begin at
<a href="index.html">its front door</a>.</p>
<form class="not-found-search" action="search.html" method="get" role="search">
<label for="not-found-words">Search the book</label>
<input id="not-found-words" type="search" name="q" required>
<button type="submit">Search</button>
</form>
<p>If a link of the book led you here, please <a href="{report}">report it</a>.</p>
</section>
"""
# Addresses relative to the page: no scheme, no root, no anchor of the page itself.
RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?![a-z][a-z0-9+.-]*:|[/#])([^"]*)"')


def not_found_page(app):
    """Give Sphinx the page to make (event `html-collect-pages`)."""
    report = html.escape(reports.report_address(app.foursteps_project, NOT_FOUND))
    context = {"title": MADE[NOT_FOUND][0], "body": BODY.format(report=report)}
    return [(NOT_FOUND, context, "page.html")]


def from_the_root(text, site):
    """HTML whose relative addresses begin at the path of `site` (an address)."""
    base = urlsplit(site).path.rstrip("/") + "/"
    return RELATIVE.sub(lambda m: f'{m[1]}="{base}{m[2].removeprefix("./")}"', text)


def sitemap(project, docnames):
    """The sitemap (XML) of the pages `docnames`."""
    lines = "\n".join(
        f"<url><loc>{html.escape(project.page_address(name))}</loc></url>"
        for name in sorted(docnames)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n'
    )


def finish(app, exception):
    """Write sitemap and robots.txt, and mend the addresses of the 404 page."""
    if exception is not None or app.builder.name != "html":
        return
    out, project = Path(app.outdir), app.foursteps_project
    (out / "sitemap.xml").write_text(sitemap(project, app.env.found_docs), encoding="utf-8")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {project.site}/sitemap.xml\n"
    (out / "robots.txt").write_text(robots, encoding="utf-8")
    page = out / f"{NOT_FOUND}.html"
    page.write_text(from_the_root(page.read_text("utf-8"), project.site), encoding="utf-8")


def setup(app):
    """Register the events."""
    app.connect("html-collect-pages", not_found_page)
    app.connect("build-finished", finish, priority=850)
