"""The formulas' server: reached even when it is slow to listen, never left behind."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from foursteps.book.site import formulas

# Makes its socket file well before it listens, as Node does by a moment.
SLOW = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
time.sleep(float(sys.argv[2]))
server.listen()
server.accept()[0].sendall(b"here")
"""


pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such sockets")


@pytest.fixture
def folder():
    """A folder with a short name: the path of a socket may have 100 characters."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_a_server_that_listens_late_is_reached(folder):
    path = folder / "s"
    command = [sys.executable, "-c", SLOW, str(path), "0.3"]
    server, connection = formulas.connect_when_ready(command, path, folder, 60)
    with server, connection:
        assert connection.recv(4) == b"here"


def test_a_server_that_never_listens_is_ended(folder, monkeypatch):
    started = []
    popen = formulas.subprocess.Popen
    monkeypatch.setattr(
        formulas.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1]
    )
    path = folder / "s"
    command = [sys.executable, "-c", SLOW, str(path), "600"]
    with pytest.raises(TimeoutError, match="did not answer"):
        formulas.connect_when_ready(command, path, folder, 1)
    assert started[0].poll() is not None
