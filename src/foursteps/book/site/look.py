"""The look of the site: the templates of a page and the book's own styles.

The templates mend what the checker axe finds in the stock theme (sphinx-book-theme on pydata).
"""

from pathlib import Path

HERE = Path(__file__).parent / "look_files"
# Made before each build, not committed.
MADE = ("data/", "practice/", "figures")


def add_folders(app):
    """Give Sphinx our static files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(HERE / "static"))


def add_templates(app, config):
    """Put our templates before those of the theme."""
    config.templates_path.insert(0, str(HERE / "templates"))


def plain_icons(app, pagename, templatename, context, doctree):
    """Icons of brands are not in the plain set; a plain icon says the same."""
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
    """Tell GitHub Pages to serve folders that begin with `_`."""
    if exception is None and app.builder.format == "html":
        (Path(app.outdir) / ".nojekyll").touch()


def setup(app):
    """Register the events; the late ones run after the theme's own (501)."""
    # Jupyter Book passes the option on even without the extension that knows it.
    if "comments_config" not in app.config:
        app.add_config_value("comments_config", {}, "html")
    app.add_css_file("foursteps.css", priority=900)
    app.connect("config-inited", add_templates, priority=900)
    app.connect("builder-inited", add_folders, priority=100)
    app.connect("html-page-context", plain_icons, priority=600)
    app.connect("html-page-context", no_edit_of_made_pages, priority=600)
    app.connect("build-finished", finish, priority=100)
