"""What a reader has read and answered: kept in the reader's browser alone, and shown on one page.

`progress.js` keeps and shows it; here is the page where all of it is seen and deleted.
"""

from foursteps.book.site.sharing import MADE

PAGE = "your-progress"
BODY = """\
<section class="progress-page">
<h1>Your progress</h1>
<p>What you have read and answered is kept in this browser and nowhere else: the site sends it to
nobody. Here you can see all of it, and delete it.</p>
<noscript><p>Scripts are off in this browser, so nothing is kept.</p></noscript>
</section>
"""


def progress_page(app):
    """Give Sphinx the page to make (event `html-collect-pages`)."""
    return [(PAGE, {"title": MADE[PAGE][0], "body": BODY}, "page.html")]


def setup(app):
    """Register the page and the script of every page."""
    app.add_js_file("progress.js", loading_method="defer")
    app.connect("html-collect-pages", progress_page)
