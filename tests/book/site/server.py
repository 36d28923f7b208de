"""Serve the built site on loopback, as quietly as possible."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """No line per request; connections stay open, which browsers like.

    The folder answers under the path `below` too, as the published site does, and what is not
    there is answered with its 404.html.
    """

    protocol_version = "HTTP/1.1"

    def __init__(self, *args, below="", policy="", **kwargs):
        self.below, self.policy = below, policy
        super().__init__(*args, **kwargs)

    def translate_path(self, path):
        """Where the file of an address lies."""
        if self.below and path.startswith(self.below + "/"):
            path = path.removeprefix(self.below)
        return super().translate_path(path)

    def end_headers(self):
        """Send the policy with every answer, if there is one."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(self, code, message=None, explain=None):
        """Answer 404 with the site's own page, if it has one."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@contextlib.contextmanager
def serving(folder, below="", policy=""):
    """Yield the address of a server of `folder`, such as `http://127.0.0.1:40123`.

    policy: the Content-Security-Policy that every answer carries.
    """
    handler = functools.partial(Quiet, directory=str(folder), below=below, policy=policy)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
