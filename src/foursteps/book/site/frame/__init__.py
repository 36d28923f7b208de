"""What stands round the text of every page, and what a page may load.

One small script does what the theme's four did; one style sheet is made at the end of all that
were given to Sphinx (`style_sheet`), its icons with it (`icons`); Chinese is marked as such
(`chinese`). Nothing on a page is inline: it runs under POLICY, which it carries itself.
"""

from pathlib import Path

from foursteps.book.site.frame import chinese, style_sheet
from foursteps.ground import atomic_files

HERE = Path(__file__).parent
# As docs/deploy.md gives it for servers.
POLICY = "default-src 'self'; img-src 'self' data:"
# The theme has no setting that leaves them out.
THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
THEME_SCRIPTS = ("scripts/sphinx-book-theme.js", "documentation_options.js")


def name_of(asset):
    """Name below `_static/` of a style sheet or script as Sphinx lists it; empty for an inline one."""
    name = str(getattr(asset, "filename", asset) or "").split("?")[0]
    return name.removeprefix("_static/")


def with_media(asset):
    """Name of a style sheet, with the medium for which alone it is meant: `paper.css@print`."""
    medium = getattr(asset, "attributes", {}).get("media", "all")
    return name_of(asset) + (f"@{medium}" if medium != "all" else "")


def is_ours(script):
    """Whether a page keeps a script: data of a page, or a file that is not the theme's."""
    if not name_of(script):
        return script.attributes.get("type") == "application/json"
    return name_of(script) not in THEME_SCRIPTS


def page_context(app, pagename, templatename, context, doctree):
    """Give the template the names of the style sheets to be joined, and the scripts that stay."""
    context["policy"] = POLICY
    # Sphinx sorts them after this event.
    css = sorted(context["css_files"], key=lambda asset: getattr(asset, "priority", 0))
    context["sheets"] = [*THEME_SHEETS, *map(with_media, css)]
    context["script_files"] = [script for script in context["script_files"] if is_ours(script)]


def finish(app, exception):
    """Make the one style sheet, and mend the pages that use it."""
    if exception is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    version = style_sheet.make(out, style_sheet.folders_of_others(app))
    for page in style_sheet.pages_of(out):
        text = page.read_text("utf-8")
        text = style_sheet.with_version(chinese.mark(text), version)
        atomic_files.write_if_changed(page, text)


def add_folders(app):
    """Give Sphinx our static files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(HERE / "static"))


def setup(app):
    """Register the events: the context last, the files when every other module has written its own."""
    app.add_css_file("frame.css", priority=902)
    app.add_js_file("frame.js", priority=400)
    app.connect(
        "config-inited",
        lambda app, config: config.templates_path.insert(0, str(HERE / "templates")),
        priority=901,
    )
    app.connect("builder-inited", add_folders, priority=100)
    app.connect("html-page-context", page_context, priority=980)
    app.connect("build-finished", finish, priority=950)
