"""The faulty line does what it says, so that what is proven over it is proven."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.browser.line import FATES, PORTAL, ROUGH, Line

SHA = "a" * 64


class Heard(BaseHTTPRequestHandler):
    """A server that says how many times it has heard this request, and from which host."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    heard: list[tuple[str, str, bytes]]
    lock = threading.Lock()

    def do_PUT(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        with self.lock:
            self.heard.append((self.command, self.path, body))
            times = self.heard.count(self.heard[-1])
        host = self.headers["Host"]
        said = json.dumps({"times": times, "host": host, "length": len(body)}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_PUT

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def heard() -> list[tuple[str, str, bytes]]:
    return []


@pytest.fixture
def line(heard: list[tuple[str, str, bytes]]) -> Iterator[Line]:
    handler = type("Handler", (Heard,), {"heard": heard})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    with Line(f"http://127.0.0.1:{server.server_address[1]}") as made:
        yield made
    server.shutdown()
    server.server_close()
    thread.join()


def ask(line: Line, method: str, path: str, body: bytes = b"") -> tuple[int, bytes] | None:
    """Status and body; None where the connection ended before."""
    connection = http.client.HTTPConnection(line.url.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def test_a_calm_line_hands_on_what_it_gets(line: Line) -> None:
    body = bytes(range(256)) * 4_000
    status, said = ask(line, "PUT", f"/api/photos/{SHA}", body) or (0, b"")
    assert status == 201
    host = line.url.removeprefix("http://")
    assert json.loads(said) == {"times": 1, "host": host, "length": len(body)}
    assert line.log == {("PUT /api/photos/*", "passed"): 1}


@pytest.mark.parametrize(
    ("fate", "answer", "times"),
    [
        ("passed", 201, 1), ("dropped", None, 0), ("torn", None, 0), ("unheard", None, 1),
        ("halved", None, 1), ("twice", 201, 2), ("held", 201, 1), ("late", None, 1),
        ("broken", 500, None), ("gateway", 502, None), ("away", 503, None), ("portal", 200, 0),
        ("redirected", 302, 0), ("stale", 201, 1), ("slow", 201, 1),
    ],
)  # fmt: skip
def test_each_fate_is_what_it_says(
    line: Line, heard: list[Any], fate: str, answer: int | None, times: int | None
) -> None:
    line.rough({fate: 100})
    got = ask(line, "PUT", "/api/visits/1", b"some words of a visit")
    line.settle()
    assert (got and got[0]) == answer
    assert times is None or len(heard) == times
    assert all(body == b"some words of a visit" for _, _, body in heard)
    if fate == "portal":
        assert got == (200, PORTAL)
    if fate == "twice":
        assert got and json.loads(got[1])["times"] == 2
    line.calm()
    assert ask(line, "PUT", "/api/visits/2", b"x") is not None


def test_every_fate_has_its_test() -> None:
    assert FATES.keys() == {"passed", *ROUGH}
    assert sum(ROUGH.values()) < 60


def test_a_stale_answer_is_one_that_was_given_before(line: Line, heard: list[Any]) -> None:
    line.rough({"passed": 100})
    first = ask(line, "GET", "/api/visits/1")
    line.rough({"stale": 100})
    assert ask(line, "GET", "/api/visits/1") == first
    assert len(heard) == 1


def test_what_is_no_call_of_the_api_always_passes(line: Line) -> None:
    line.rough({"dropped": 100})
    assert ask(line, "GET", "/visit") is not None
    assert line.sends == 0


def test_a_file_of_the_test_s_own_is_on_the_same_origin(line: Line) -> None:
    line.files["/sender.html"] = b"<!doctype html>", "text/html"
    assert ask(line, "GET", "/sender.html") == (200, b"<!doctype html>")


def test_the_same_seed_gives_each_request_the_same_fate(line: Line) -> None:
    line.rough()
    counts = []
    for seed in (1, 1, 2):
        line.seed, line.log = seed, type(line.log)()
        line._times.clear()
        for n in range(60):
            ask(line, "PUT", f"/api/visits/{n}", b"x")
        counts.append(dict(line.log))
    assert counts[0] == counts[1] != counts[2]


def test_many_connections_at_once_are_kept_apart(line: Line) -> None:
    def talk(worker: int) -> list[int]:
        connection = http.client.HTTPConnection(line.url.removeprefix("http://"), timeout=30)
        lengths = []
        for n in range(50):
            connection.request("PUT", f"/api/{worker}/{n}", b"x" * (worker * 100 + n))
            lengths.append(json.loads(connection.getresponse().read())["length"])
        connection.close()
        return lengths

    with ThreadPoolExecutor(8) as pool:
        for worker, lengths in enumerate(pool.map(talk, range(8))):
            assert lengths == [worker * 100 + n for n in range(50)]
    assert line.sends == 400


def test_a_server_that_is_not_there_ends_the_connection_and_no_more(line: Line) -> None:
    target, line.target = line.target, "http://127.0.0.1:1"
    assert ask(line, "PUT", "/api/visits/1", b"x") is None
    line.target = target
    assert ask(line, "PUT", "/api/visits/1", b"x") is not None
