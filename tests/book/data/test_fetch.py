"""`--fetch` against a server on loopback, faults included; a failure leaves everything as it was."""

import functools
import hashlib
import http.server
import socket
import threading

import pytest

from foursteps.book.data import build as builder
from foursteps.book.data import fetch as fetching
from foursteps.book.data.recipes import read_recipe, recipe_files
from foursteps.cli import main

from .conftest import MODELS, MODELS_CSV, MODELS_RAW, put

NEW = MODELS_RAW.replace("2e25", "3e25").replace("alpha,2023", "alpha,2022")
QUICK = fetching.Patience(connect=2, read=0.3, whole=5, pauses=(0, 0))


class Publisher(http.server.BaseHTTPRequestHandler):
    """Answers as the test asks: `script` is a list of functions, one per request."""

    protocol_version = "HTTP/1.1"

    def __init__(self, script, seen, *args):
        self.script, self.seen = script, seen
        super().__init__(*args)

    def do_GET(self):
        self.seen.append(self.path)
        answer = self.script[min(len(self.seen), len(self.script)) - 1]
        self.close_connection = True
        answer(self)

    def log_message(self, *args):
        pass


def send(body, status=200, kind="text/csv", length=None):
    def answer(handler):
        data = body.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data) if length is None else length))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def truncated_chunks(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ff\r\nModel,Year")


def silent(handler):
    handler.server.stopped.wait(3)


def stuck(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"Model,")
    handler.wfile.flush()
    handler.server.stopped.wait(3)


class Loopback:
    def __init__(self):
        self.script, self.seen = [send(NEW)], []
        handler = functools.partial(Publisher, self.script, self.seen)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.stopped = threading.Event()
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answers(self, *script):
        self.script[:] = script

    def stop(self):
        self.server.stopped.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    loopback = Loopback()
    yield loopback
    loopback.stop()


@pytest.fixture
def ready(project, raw, server):
    """The project built from old files, its direct table now at the loopback server."""
    recipe = MODELS.replace("https://example.org/models.csv", f"{server.address}/models.csv")
    put(project.recipes / "models.yml", recipe)
    builder.write(project, builder.build(project, raw))
    return project


def fetched(project, raw, patience=QUICK):
    said = []
    recipes = [read_recipe(path) for path in recipe_files(project.recipes)]
    known = builder.raw_checksums(project)
    failed = fetching.fetch(recipes, raw, known, patience, said.append)
    return failed, "\n".join(said)


def files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_new_file_replaces_the_old_and_its_checksum_is_kept(ready, raw, server):
    failed, said = fetched(ready, raw)
    assert not failed
    assert (raw / "lab/models.csv").read_text() == NEW
    sha256 = hashlib.sha256(NEW.encode()).hexdigest()
    assert (raw / "SHA256SUMS").read_text() == f"{sha256}  lab/models.csv\n"
    assert f"{sha256}, new: bring vintage and retrieved in the recipe up to date" in said
    assert server.seen == ["/models.csv"]


def test_the_same_file_again_is_recognised_by_its_checksum(ready, raw, server):
    server.answers(send(MODELS_RAW))
    assert "the file that the present table was made from" in fetched(ready, raw)[1]


def test_into_an_empty_folder(ready, tmp_path, server):
    failed, said = fetched(ready, tmp_path / "new")
    assert not failed
    assert (tmp_path / "new/lab/models.csv").read_text() == NEW
    assert "[ ] survey" in said


FAULTS = {
    "404": (send("gone", 404), "the server answered 404 Not Found. The publisher may have moved"),
    "403": (send("no", 403), "the server answered 403 Forbidden"),
    "500": (send("oops", 500), "the server answered 500 Internal Server Error (3 attempts)."),
    "truncated": (send(NEW, length=len(NEW) + 50), "truncated: the connection ended early"),
    "truncated chunks": (truncated_chunks, "truncated: the connection ended early"),
    "HTML": (send(" <!DOCTYPE html><p>Log in", kind="text/html"), "a web page (HTML) came instead"),
    "HTML called CSV": (send("<html><p>Log in"), "a web page (HTML) came instead of the file"),
    "empty": (send(""), "the file is empty"),
    "wrong columns": (send("Name,Year\nbeta,1\n"), "missing columns 'Model', 'Compute'"),
    "column gone": (
        send(NEW.replace("Day", "Date")),
        "KeyError: 'Day'. Columns of the old lab/models.csv that the new one lacks: Day.",
    ),
    "wrong value": (send(NEW.replace("China", "PRC")), "found 'PRC', expected one of US, China"),
    "no answer": (silent, "no answer within 0.3 s (3 attempts)."),
    "stuck half-way": (stuck, "no answer within 0.3 s (3 attempts)."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_raw_files_and_tables_as_they_were(ready, raw, server, fault):
    answer, said = FAULTS[fault]
    server.answers(answer)
    before = files(raw), files(ready.data)
    failed, _ = fetched(ready, raw)
    assert said in failed["models"]
    result = builder.build(ready, raw, failed=failed)
    builder.write(ready, result)
    assert result.failed["models"] == failed["models"]
    assert (files(raw), files(ready.data)) == before


def test_a_server_that_is_not_there(ready, raw, server):
    server.stop()
    failed, _ = fetched(ready, raw)
    assert "(3 attempts)" in failed["models"]


def test_a_passing_fault_is_tried_again(ready, raw, server):
    server.answers(send("busy", 503), truncated_chunks, send(NEW))
    failed, _ = fetched(ready, raw)
    assert not failed
    assert len(server.seen) == 3


def test_a_lasting_fault_is_not_tried_again(ready, raw, server):
    server.answers(send("gone", 404), send(NEW))
    assert fetched(ready, raw)[0]
    assert len(server.seen) == 1


def test_the_pauses_grow_and_the_server_may_ask_for_longer(ready, raw, server, monkeypatch):
    slept = []
    monkeypatch.setattr(fetching.time, "sleep", slept.append)

    def busy(handler):
        handler.send_response(503)
        handler.send_header("Retry-After", "7")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.answers(busy, send("busy", 503), send("busy", 503), send(NEW))
    assert not fetched(ready, raw, fetching.Patience())[0]
    assert slept == [7, 4, 15]


def test_a_file_that_drips_for_too_long_is_given_up(ready, raw, server):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            if handler.server.stopped.wait(0.02):
                return
            handler.wfile.write(b"x" * fetching.CHUNK)

    server.answers(drip)
    patience = fetching.Patience(connect=2, read=2, whole=0, pauses=())
    assert "not complete after 0 s (1 attempts)" in fetched(ready, raw, patience)[0]["models"]


def test_a_fixed_version_with_another_checksum_is_refused(ready, raw, server):
    path = ready.recipes / "models.yml"
    fixed = "access: direct\nraw_sha256: {lab/models.csv: ab12}\n"
    put(path, path.read_text().replace("access: direct\n", fixed))
    before = files(raw)
    failed, _ = fetched(ready, raw)
    assert "the recipe expects ab12. The address names one fixed version" in failed["models"]
    assert files(raw) == before


COUNTS = (
    "Direct tables: 1 fetched, 0 failed. By hand: 0 there, 1 missing. "
    "Compiled by us: 1, nothing to fetch."
)


def test_manual_files_are_a_checklist_and_each_kind_is_counted(ready, raw, server):
    said = fetched(ready, raw)[1]
    assert "[x] survey: Survey" in said
    assert f"save  {raw / 'bureau/survey.csv'} (there)" in said
    (raw / "bureau/survey.csv").unlink()
    said = fetched(ready, raw)[1]
    assert said[said.index("To fetch by hand:") :].splitlines() == [
        "To fetch by hand:",
        "[ ] survey: Survey",
        "      open  https://example.org/survey",
        "      take  Take the file Table 3 and call it bureau/survey.csv.",
        f"      save  {raw / 'bureau/survey.csv'} (missing)",
        "",
        COUNTS,
    ]


def test_the_command_fetches_then_builds(ready, raw, server, capsys):
    command = ["data", "build", "--project", str(ready.root), "--raw", str(raw), "--fetch"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert out.index("Direct tables: 1 fetched") < out.index(
        "models: rows added 0, removed 0, changed 1"
    )
    assert "~ alpha: year 2023 → 2022" in out
    server.answers(send("gone", 404))
    assert main([*command, "models"]) == 1
    assert "models: FAILED, left as it was" in capsys.readouterr().out
    assert ready.csv("models").read_text() == MODELS_CSV.replace("2023,", "2022,")


def test_several_files_each_with_its_address(ready, raw, server):
    path = ready.recipes / "models.yml"
    text = path.read_text()
    text = text.replace("raw:\n", "raw:\n  lab/more.csv: [Model]\n")
    one = f"download: {server.address}/models.csv\n"
    both = "download:\n"
    both += f"  lab/models.csv: {server.address}/a\n  lab/more.csv: {server.address}/b\n"
    put(path, text.replace(one, both))
    assert not fetched(ready, raw)[0]
    assert (raw / "lab/more.csv").read_text() == NEW
    assert server.seen == ["/a", "/b"]


def test_these_tests_speak_to_loopback_only(ready, raw, server, monkeypatch):
    reached, connect = [], socket.socket.connect

    def watched(self, address):
        reached.append(address[0])
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    assert not fetched(ready, raw)[0]
    assert set(reached) == {"127.0.0.1"}
