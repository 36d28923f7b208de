"""A page carries only what it uses: the stock theme would make it three times as heavy.

Gone are the icon script (1.5 MB beside the web font that has the same icons), the rules of
some 1,900 icons that no page shows, wrappers around code tokens that no style colours, source
maps and fonts in old formats.
"""

import re
import shutil
from pathlib import Path

# Names, punctuation and space are in the plain colour of code in both of our colour schemes.
PLAIN_TOKEN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')
ICON_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"[^"]*"\}')
ICON_NAME = re.compile(r"\bfa-[\w-]+")


def plain_tokens(html):
    """Unwrap the tokens of highlighted code that look like the text around them."""
    return PLAIN_TOKEN.sub(r"\1", html)


def without_icons(css, used):
    """Remove the rules of icons that are not in the set `used` (names such as `fa-bars`)."""
    return ICON_RULE.sub(
        lambda rule: rule[0] if used & set(ICON_NAME.findall(rule[1])) else "", css
    )


def used_icons(out):
    """Names of the icons in the pages and scripts of the built site at `out`."""
    files = [*out.rglob("*.html"), *(out / "_static").rglob("*.js"), *out.rglob("foursteps.css")]
    return {name for path in files for name in ICON_NAME.findall(path.read_text("utf-8"))}


def lighten_page(app, pagename, templatename, context, doctree):
    """Unwrap plain tokens in the body of a page."""
    if context.get("body"):
        context["body"] = plain_tokens(context["body"])


def lighten_site(app, exception):
    """Remove what no page loads, and the rules of icons that none shows."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    unused = [*static.rglob("*.map"), *static.rglob("*.ttf"), *static.rglob("fontawesome.js*")]
    for path in set(unused):
        path.unlink()
    shutil.rmtree(static / "locales", ignore_errors=True)
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    css = sheet.read_text("utf-8")
    sheet.write_text(without_icons(css, used_icons(Path(app.outdir))), encoding="utf-8")


def setup(app):
    """Run after everything has been written."""
    app.connect("html-page-context", lighten_page, priority=950)
    app.connect("build-finished", lighten_site, priority=900)
