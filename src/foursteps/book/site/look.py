"""The look of the site: templates, one style sheet, and the scripts that each page needs.

The templates mend what the checker axe finds in the stock theme (sphinx-book-theme on pydata).
"""

import datetime
from pathlib import Path

from docutils import nodes

HERE = Path(__file__).parent / "look_files"
COPY_SCRIPTS = ("clipboard.min.js", "copybutton.js")
DESCRIPTION_LENGTH = 200
# Made before each build, not committed.
MADE = ("data/", "practice/")
# Pages that Sphinx makes by itself have no first paragraph to describe them.
DESCRIPTIONS = {"search": "Search the book."}
START_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{canonical}">
<link rel="icon" type="image/svg+xml" href="_static/favicon.svg">
<title>{title}</title>
<meta name="description" content="The address of the first page.">
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{address}">Open the book</a></p>
</main>
</body>
</html>
"""


def add_folders(app):
    """Give Sphinx our static files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(HERE / "static"))


def add_templates(app, config):
    """Put our templates before those of the theme."""
    config.templates_path.insert(0, str(HERE / "templates"))


def first_paragraph(doctree):
    """The first paragraph of a page as one line, cut at a word; empty if there is none."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 40:
            if len(text) <= DESCRIPTION_LENGTH:
                return text
            return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    return ""


def _name(asset):
    return str(getattr(asset, "filename", asset) or "").split("?")[0]


def page_context(app, pagename, templatename, context, doctree):
    """Per page: its description, what the colophon says, and only the files it uses."""
    project = app.foursteps_project
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else "Search"
    context["project_facts"] = project
    context["page_address"] = project.page_address(pagename)
    context["page_description"] = (
        first_paragraph(doctree) if doctree else DESCRIPTIONS.get(pagename, "")
    ) or app.config.html_title
    context["cite_title"] = title
    context["cite_year"] = project.date_of_knowledge[:4]
    knowledge = datetime.date.fromisoformat(project.date_of_knowledge)
    context["date_of_knowledge"] = f"{knowledge.day} {knowledge:%B %Y}"
    has_code = doctree is not None and any(doctree.findall(nodes.literal_block))
    has_formula = doctree is not None and any(
        True for kind in (nodes.math, nodes.math_block) for _ in doctree.findall(kind)
    )
    dropped = set() if has_code else {f"_static/{n}" for n in COPY_SCRIPTS}
    context["script_files"] = [s for s in context["script_files"] if _name(s) not in dropped]
    unused = set() if has_formula else {"_static/katex-math.css"}
    context["css_files"] = [css for css in context["css_files"] if _name(css) not in unused]


def plain_icons(app, pagename, templatename, context, doctree):
    """Icons of brands need a font of their own (118 kB); a plain icon says the same."""
    for button in context.get("header_buttons", []):
        for entry in [button, *button.get("buttons", [])]:
            if str(entry.get("icon", "")).startswith("fab "):
                entry["icon"] = "fas fa-code-branch"


def no_edit_of_made_pages(app, pagename, templatename, context, doctree):
    """Pages that the build makes are not in the repository: nobody can edit them there."""
    if pagename.startswith(MADE):
        for button in context.get("header_buttons", []):
            if "buttons" in button:
                kept = [b for b in button["buttons"] if b.get("label") != "source-edit-button"]
                button["buttons"] = kept


def finish(app, exception):
    """Write the start page; tell GitHub Pages to serve folders that begin with `_`."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    root = app.config.root_doc
    start = START_PAGE.format(
        address=f"{root}.html",
        canonical=app.foursteps_project.page_address(root),
        title=app.config.html_title,
    )
    (out / "index.html").write_text(start, encoding="utf-8")
    (out / ".nojekyll").touch()


def setup(app):
    """Register the events; the late ones run after the theme's own (501)."""
    # Jupyter Book passes the option on even without the extension that knows it.
    if "comments_config" not in app.config:
        app.add_config_value("comments_config", {}, "html")
    app.add_css_file("foursteps.css", priority=900)
    app.connect("config-inited", add_templates, priority=900)
    app.connect("builder-inited", add_folders, priority=100)
    app.connect("html-page-context", page_context, priority=900)
    app.connect("html-page-context", plain_icons, priority=600)
    app.connect("html-page-context", no_edit_of_made_pages, priority=600)
    app.connect("build-finished", finish, priority=100)
