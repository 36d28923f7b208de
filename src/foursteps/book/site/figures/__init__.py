"""Charts on the site: complete without scripts, interactive when they come into view.

The stored specification of a chart becomes a figure while the page is read (`ChartOutput`, an
entry point of myst-nb). Pages with a figure, and no others, get one style sheet and one small
script, which fetches our own copy of Vega when a figure comes into view.

`page` and `line` make the HTML, `rows` the data table, `take_away` the files to carry away.
"""

import json
from pathlib import Path

import vl_convert
from docutils import nodes
from sphinx.util import logging

from foursteps.book.site import reports, stored_charts
from foursteps.book.site.figures import packed, page, rows, take_away
from foursteps.charts.renderer import MIME, VL_VERSION

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
BUNDLE = "vega-embed-classic.js"
# A script of the old kind, which also loads from a folder on the disk; it leaves one name behind.
BUNDLED = "(() => {{{}}})();"
SNIPPET = "window.foursteps = {...window.foursteps, vegaEmbed};"


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
    """Return the raw HTML node of a stored chart, and keep it for the build's end.

    home: the page whose figure it is, where another page shows it.
    """
    place = (env.docname, line)
    meta = spec.get("usermeta") or {}
    own = figures_of(env).setdefault(env.docname, {})
    if not meta.get("id") or not spec.get("description") or not meta.get("caption"):
        logger.warning("a stored chart has no id, description or caption", location=place)
        return nodes.raw("", "", format="html")
    if meta["id"] in own:
        logger.warning("two charts of this page have the id %s", meta["id"], location=place)
    source = Path(env.doc2path(home or env.docname))
    figure = take_away.Figure(
        docname=home or env.docname,
        number=stored_charts.number_of(source, meta["id"]),
        spec=spec,
        tables=rows.drawn(spec),
        sources=sources_of(env, meta, place),
    )
    own[meta["id"]] = None if home else figure
    content = page.figure(
        figure,
        "../" * env.docname.count("/"),
        lambda docname: env.app.builder.get_relative_uri(env.docname, docname),
        report_of(env, figure),
        home and f"{env.app.builder.get_relative_uri(env.docname, home)}#{figure.name}",
    )
    return nodes.raw("", content, format="html", classes=["fs-chart"])


def sources_of(env, meta, place):
    """The entries in datapackage.json of a chart's tables; one that is not there is a warning."""
    resources, found = package(env), []
    for table in meta.get("tables", ()):
        if table not in resources:
            message = "%s: table %r is not in data/datapackage.json"
            logger.warning(message, meta["id"], table, location=place)
        found.append({"name": table, **resources.get(table, {})})
    return found


def report_of(env, figure):
    """Where a mistake in a figure is reported."""
    return reports.report_address(env.app.foursteps_project, figure.docname, figure.name)


def package(env):
    """Return {table: resource} of the data package; the page is read again when it changes."""
    path = Path(env.srcdir) / "data" / "datapackage.json"
    if not path.is_file():
        return {}
    env.note_dependency(str(path))
    package = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package.get("resources", ())}


def figures_of(env):
    """Return {docname: {figure id: Figure}}, kept with the environment.

    A figure that another page has, and this one shows, is None.
    """
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
        app.add_css_file("figure_tools.css")
        app.add_js_file("figure_tools.js", loading_method="defer")
        app.add_js_file(None, body=packed.theme_script(), type="application/json", id="fs-theme")


def all_figures(env):
    """Every figure of the book, in the order of the pages' names."""
    found = sorted(figures_of(env).items())
    return [figure for _, own in found for figure in own.values() if figure]


def check_ids(app, env):
    """The files of a figure stand under its id: two pages cannot share one."""
    homes = {}
    for figure in all_figures(env):
        if homes.setdefault(figure.name, figure.docname) != figure.docname:
            message = "%s: the page %s has a figure of the same id"
            logger.warning(message, figure.name, homes[figure.name], location=figure.docname)


def write_files(app, exception):
    """Write what can be taken from each figure, and our copy of Vega if a page has a chart."""
    if exception or app.builder.format != "html":
        return
    out, env = Path(app.outdir), app.env

    def place_of(figure):
        title = env.titles[figure.docname].astext()
        return take_away.Place(app.config.html_title, app.foursteps_project, title)

    take_away.write(all_figures(env), place_of, out, Path(app.doctreedir) / "figures")
    bundle = out / "_static" / BUNDLE
    if any(figures_of(env).values()) and not bundle.is_file():
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
    app.connect("env-check-consistency", check_ids)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
