"""A page carries only what it uses: no wrapper around code tokens that no style colours."""

import re

# Names, punctuation and space are in the plain colour of code in both of our colour schemes.
PLAIN_TOKEN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')


def plain_tokens(html):
    """Unwrap the tokens of highlighted code that look like the text around them."""
    return PLAIN_TOKEN.sub(r"\1", html)


def lighten_page(app, pagename, templatename, context, doctree):
    """Unwrap plain tokens in the body of a page."""
    if context.get("body"):
        context["body"] = plain_tokens(context["body"])


def setup(app):
    """Run on each page's finished body."""
    app.connect("html-page-context", lighten_page, priority=950)
