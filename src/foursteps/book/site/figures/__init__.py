"""Charts on the site: complete without scripts, interactive when they come into view.

The stored specification of a chart becomes a figure while the page is read (`ChartOutput`, an
entry point of myst-nb). Pages with a figure, and no others, get one style sheet and one small
script, which fetches our own copy of Vega when a figure comes into view.
"""

import json
from pathlib import Path

import vl_convert
from docutils import nodes
from sphinx.util import logging

from foursteps.book.site import reports
from foursteps.book.site.figures import page
from foursteps.charts.renderer import MIME, VL_VERSION

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
BUNDLE = "vega-embed-classic.js"
# A script of the old kind, which also loads from a folder on the disk; it leaves one name behind.
BUNDLED = "(() => {{{}}})();"
SNIPPET = "window.foursteps = {...window.foursteps, vegaEmbed};"
DOWNLOADS = "_downloads"


class ChartOutput:
    """myst-nb's plug-in (entry point `myst_nb.mime_renderers`): stored charts become figures."""

    # Before the picture, which is in the same output for readers elsewhere.
    mime_priority_overrides = (("html", MIME, 1), ("dirhtml", MIME, 1))

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Return the figure's node for a chart, None (not mine) for anything else."""
        env = renderer.renderer.sphinx_env
        if inline or env is None or data.mime_type != MIME:
            return None
        return [figure_node(env, dict(data.content), data.line)]


def figure_node(env, spec, line=None, home=None):
    """Return the raw HTML node of a stored chart, and keep its CSV files for the build's end.

    home: the page whose figure it is, where another page shows it; its files are there.
    """
    place = (env.docname, line)
    meta = spec.get("usermeta") or {}
    own = figures_of(env).setdefault(env.docname, {})
    if not meta.get("id") or not spec.get("description") or not meta.get("caption"):
        logger.warning("a stored chart has no id, description or caption", location=place)
        return nodes.raw("", "", format="html")
    if meta["id"] in own:
        logger.warning("two charts of this page have the id %s", meta["id"], location=place)
    resources = package(env)
    for table in [table for table in meta.get("tables", ()) if table not in resources]:
        logger.warning(
            "%s: table %r is not in data/datapackage.json", meta["id"], table, location=place
        )
        resources[table] = {}
    up = "../" * env.docname.count("/")
    content, files = page.figure(
        spec,
        resources,
        lambda docname: env.app.builder.get_relative_uri(env.docname, docname),
        f"{up}{DOWNLOADS}/{env.docname}/",
        report_of(env, home or env.docname, meta["id"]),
        home and f"{env.app.builder.get_relative_uri(env.docname, home)}#{meta['id']}",
    )
    own[meta["id"]] = {} if home else files
    return nodes.raw("", content, format="html", classes=["fs-chart"])


def report_of(env, docname, name):
    """Where a mistake in a figure is reported; empty where the book has no address."""
    project = getattr(env.app, "foursteps_project", None)
    return reports.report_address(project, docname, name) if project else ""


def package(env):
    """Return {table: resource} of the data package; the page is read again when it changes."""
    path = Path(env.srcdir) / "data" / "datapackage.json"
    if not path.is_file():
        return {}
    env.note_dependency(str(path))
    package = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package.get("resources", ())}


def figures_of(env):
    """Return {docname: {figure id: {file name: CSV text}}}, kept with the environment."""
    if not hasattr(env, "foursteps_figures"):
        env.foursteps_figures = {}
    return env.foursteps_figures


def add_folder(app):
    """Give Sphinx our files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.append(str(STATIC))


def add_assets(app, pagename, templatename, context, doctree):
    """Link style and script on pages with a figure."""
    if figures_of(app.env).get(pagename):
        app.add_css_file("figures.css")
        app.add_css_file("charts_in_hand.css")
        app.add_js_file("chart_controls.js", loading_method="defer")
        app.add_js_file("chart_tooltips.js", loading_method="defer")
        app.add_js_file("figures.js", loading_method="defer")
        app.add_js_file(None, body=page.theme_script(), type="application/json", id="fs-theme")


def write_files(app, exception):
    """Write the CSV file of every chart, and our copy of Vega if a page has a chart."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for docname, own in figures_of(app.env).items():
        for files in own.values():
            for name, text in files.items():
                path = out / DOWNLOADS / docname / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="")
    bundle = out / "_static" / BUNDLE
    if any(figures_of(app.env).values()):
        script = vl_convert.javascript_bundle(SNIPPET, VL_VERSION)
        bundle.write_text(BUNDLED.format(script), encoding="utf-8")


def purge(app, env, docname):
    """Forget the figures of a page that is read again."""
    figures_of(env).pop(docname, None)


def merge(app, env, docnames, other):
    """Take over the figures that another process read."""
    found = figures_of(other)
    figures_of(env).update({name: found[name] for name in docnames if name in found})


def setup(app):
    """Register the events; the plugin itself is an entry point of myst-nb."""
    app.connect("builder-inited", add_folder)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
