"""A page on paper: light colours, folds open, answers and addresses at the end, code by choice.

The style sheet does what it can alone, so that a page prints well with scripts off; the script
moves the answers, gathers the addresses and knows the choice made at the foot of the page. The PDF
of the whole book (`foursteps.book.carry`) is printed with the same two files.
"""

from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE / "static"
# The theme's entry calls the printer from an attribute, which a strict policy bars.
THEMES_BUTTON = "download-pdf-button"


def add_folder(app):
    """Give Sphinx our files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(STATIC))


def add_templates(app, config):
    """Add our template, which the foot of every page takes in."""
    config.templates_path.insert(0, str(HERE / "templates"))


def lead_to_the_choice(app, pagename, templatename, context, doctree):
    """In the page's head, a link to the choice in place of the theme's button."""
    for button in context.get("header_buttons", []):
        for entry in button.get("buttons", []):
            if entry.get("label") == THEMES_BUTTON:
                entry.pop("javascript", None)
                entry |= {
                    "type": "link", "url": "#print", "text": "Print", "tooltip": "Print this page",
                }  # fmt: skip


def setup(app):
    """Register files and events; the head is changed after the theme has filled it (501)."""
    app.add_css_file("paper.css", priority=902)
    app.add_js_file("paper.js", loading_method="defer")
    app.connect("config-inited", add_templates, priority=902)
    app.connect("builder-inited", add_folder, priority=100)
    app.connect("html-page-context", lead_to_the_choice, priority=600)
