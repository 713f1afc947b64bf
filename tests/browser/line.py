"""A faulty line between a browser and the server: all that a day of bad networks does, by a seed.

It is a reverse proxy that hands on the browser's own Host, so both ends take it for one origin.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

# Of a hundred requests, how many meet which fate; the rest pass.
ROUGH: Mapping[str, float] = {
    "dropped": 4,  # the connection ends, the server never saw it
    "torn": 3,  # the server sees half of it
    "unheard": 5,  # the server did it, the answer is lost
    "halved": 4,  # half of the answer comes
    "twice": 6,  # the server gets it two times, the second answer comes
    "held": 4,  # others overtake it
    "late": 5,  # the connection ends, and the server gets it some time after
    "broken": 3,  # 500, half of the times although the server did it; so the next two
    "gateway": 3,  # 502 with a page in HTML
    "away": 3,  # 503
    "portal": 3,  # 200 with somebody's sign-in page
    "redirected": 2,  # 302 to it
    "stale": 2,  # an answer that was right before
    "slow": 2,  # the answer comes in pieces
}
PORTAL = b"<!doctype html><title>Free Wi-Fi</title><form>Room number <input></form>"
HOLD = 0.15  # seconds at the most
LATE = 0.6
PIECE = 2**16

Headers = Mapping[str, str]


class HangUp(Exception):
    """The line ends this connection here."""


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body

    @property
    def kind(self) -> str:
        """Method and path, with a star for every id, digest and number."""
        path = re.sub(r"/(?:[0-9a-f]{64}|[0-9a-f-]{36}|\d+)(?=/|$)", "/*", self.path.split("?")[0])
        return f"{self.method} {path}"


@dataclass
class Line:
    """A line to the server at `target`, calm until `rough` is called; `log` counts what it did.

    The same seed gives the n-th request to a path the same fate, whatever comes in between.
    """

    target: str
    seed: int = 0
    prefix: str = "/api/"
    log: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict, repr=False)
    url: str = ""

    def __post_init__(self) -> None:
        self.rates: Mapping[str, float] = {}
        self.answers: dict[str, bytes] = {}
        self._times: Counter[tuple[str, str]] = Counter()
        self._waiting: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])

    def __enter__(self) -> Line:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._loop.close()

    def calm(self) -> None:
        """From now on everything passes."""
        self.rates = {}

    def rough(self, rates: Mapping[str, float] = ROUGH) -> None:
        """From now on requests under the prefix meet these fates, so many in a hundred."""
        self.rates = rates

    def settle(self) -> None:
        """Return when everything that is late has come to the server."""
        asyncio.run_coroutine_threadsafe(self._deliver_all(), self._loop).result()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what goes on; `settle` waits for it."""
        task = asyncio.create_task(work)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    @property
    def sends(self) -> int:
        """How many requests under the prefix have come in."""
        return sum(self.log.values())

    def told(self) -> str:
        """What was done, a line each kind of request."""
        lines: dict[str, list[str]] = {}
        for (kind, fate), n in sorted(self.log.items()):
            lines.setdefault(kind, []).append(f"{n} {fate}")
        return "\n".join(f"{kind}: {', '.join(counts)}" for kind, counts in lines.items())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._stopping.wait()
        server.close()
        await self._deliver_all()
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    async def _deliver_all(self) -> None:
        while self._waiting:
            await asyncio.gather(*self._waiting)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = Upstream(self.target)
        self._open.add(writer)
        try:
            while not self._stopping.is_set() and (request := await read_request(reader)):
                await self._answer(request, writer, server)
                await writer.drain()
        except (HangUp, OSError, EOFError):
            return
        finally:
            self._open.discard(writer)
            await server.close()
            await end(writer)

    async def _answer(
        self, request: Request, writer: asyncio.StreamWriter, server: Upstream
    ) -> None:
        own = self.files.get(request.path) if request.method == "GET" else None
        if own:
            writer.write(made(200, *own))
            return
        place = (request.method, request.path)
        chance = Random(f"{self.seed} {request.method} {request.path} {self._times[place]}")
        turn = Turn(self, request, writer, server, chance)
        if not request.path.startswith(self.prefix):
            await passed(turn)
            return
        self._times[place] += 1
        fate = self._fate(chance)
        self.log[request.kind, fate] += 1
        await FATES[fate](turn)

    def _fate(self, chance: Random) -> str:
        at = chance.random() * 100
        for fate, rate in self.rates.items():
            at -= rate
            if at < 0:
                return fate
        return "passed"


@dataclass(frozen=True)
class Turn:
    """One request on its way."""

    line: Line
    request: Request
    writer: asyncio.StreamWriter
    server: Upstream
    chance: Random


async def passed(turn: Turn) -> None:
    pieces = []
    async for piece in turn.server.answer(turn.request):
        turn.writer.write(piece)
        await turn.writer.drain()
        pieces.append(piece if len(pieces) < 4 else b"")
    if turn.request.method == "GET" and turn.line.rates and len(pieces) < 4:
        turn.line.answers[turn.request.path] = b"".join(pieces)


async def dropped(turn: Turn) -> None:
    raise HangUp


async def torn(turn: Turn) -> None:
    request = turn.request
    await turn.server.tear(request.head + request.body[: len(request.body) // 2])
    raise HangUp


async def unheard(turn: Turn) -> None:
    await turn.server.ask(turn.request)
    raise HangUp


async def halved(turn: Turn) -> None:
    answer = await turn.server.ask(turn.request)
    body = answer.index(b"\r\n\r\n") + 4
    turn.writer.write(answer[: (body + len(answer)) // 2])
    raise HangUp


async def twice(turn: Turn) -> None:
    await turn.server.ask(turn.request)
    turn.writer.write(await turn.server.ask(turn.request))


async def held(turn: Turn) -> None:
    await asyncio.sleep(turn.chance.random() * HOLD)
    await passed(turn)


async def late(turn: Turn) -> None:
    turn.line.later(deliver(turn.line.target, turn.request, turn.chance.random() * LATE))
    raise HangUp


async def deliver(target: str, request: Request, after: float) -> None:
    await asyncio.sleep(after)
    server = Upstream(target)
    try:
        await server.ask(request)
    except (OSError, EOFError):  # the server is not there: then it never comes
        return
    finally:
        await server.close()


async def broken(turn: Turn) -> None:
    await fail(turn, 500, b"Internal Server Error", "text/plain")


async def gateway(turn: Turn) -> None:
    await fail(turn, 502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")


async def away(turn: Turn) -> None:
    body = b'{"error": {"code": "status_503", "message": "Away.", "fields": []}}'
    await fail(turn, 503, body, "application/json")


async def fail(turn: Turn, status: int, body: bytes, kind: str) -> None:
    if turn.chance.random() < 0.5:
        await turn.server.ask(turn.request)
    turn.writer.write(made(status, body, kind))


async def portal(turn: Turn) -> None:
    turn.writer.write(made(200, PORTAL, "text/html"))


async def redirected(turn: Turn) -> None:
    turn.writer.write(made(302, b"", "text/html", "Location: /portal/sign-in\r\n"))


async def stale(turn: Turn) -> None:
    kept = turn.line.answers.get(turn.request.path) if turn.request.method == "GET" else None
    if kept:
        turn.writer.write(kept)
    else:
        await passed(turn)


async def slow(turn: Turn) -> None:
    answer = await turn.server.ask(turn.request)
    for at in range(4):
        turn.writer.write(answer[len(answer) * at // 4 : len(answer) * (at + 1) // 4])
        await turn.writer.drain()
        await asyncio.sleep(HOLD / 4)


FATES: Mapping[str, Callable[[Turn], Coroutine[Any, Any, None]]] = {
    each.__name__: each
    for each in (passed, dropped, torn, unheard, halved, twice, held, late, broken, gateway, away,
                 portal, redirected, stale, slow)
}  # fmt: skip


class Upstream:
    """One connection to the server, opened when it is needed and kept."""

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        self._address = (address.hostname, address.port)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: Request) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self.answer(request)])

    async def answer(self, request: Request) -> AsyncIterator[bytes]:
        """The answer as it comes: its head, then pieces of its body."""
        reader = await self._send(request.raw)
        head = await reader.readuntil(b"\r\n\r\n")
        yield head
        status, headers = int(head[9:12]), headers_of(head)
        if request.method != "HEAD" and status not in {204, 304}:
            async for piece in body_of(reader, headers, to_end=True):
                yield piece
        if headers.get("connection", "").lower() == "close":
            await self.close()

    async def tear(self, raw: bytes) -> None:
        """Send this much and end the connection."""
        await self._send(raw)
        await self.close()

    async def _send(self, raw: bytes) -> asyncio.StreamReader:
        if self._writer is None or self._reader is None or self._reader.at_eof():
            await self.close()
            self._reader, self._writer = await asyncio.open_connection(*self._address)
        self._writer.write(raw)
        await self._writer.drain()
        return self._reader

    async def close(self) -> None:
        if self._writer:
            await end(self._writer)
        self._reader = self._writer = None


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request; None when there is none any more."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    body = b"".join([piece async for piece in body_of(reader, headers_of(head))])
    return Request(method, path, head, body)


async def body_of(
    reader: asyncio.StreamReader, headers: Headers, to_end: bool = False
) -> AsyncIterator[bytes]:
    """A body as it is written on the line, its chunks' lengths included."""
    if "content-length" in headers:
        left = int(headers["content-length"])
        while left:
            piece = await reader.read(min(left, PIECE))
            if not piece:
                raise EOFError
            left -= len(piece)
            yield piece
    elif headers.get("transfer-encoding", "").lower() == "chunked":
        size = -1
        while size:
            written = await reader.readline()
            size = int(written.split(b";")[0], 16)
            yield written + await reader.readexactly(size + 2)
    elif to_end:
        while piece := await reader.read(PIECE):
            yield piece


def headers_of(head: bytes) -> Headers:
    """The headers by their names in small letters."""
    lines = head.decode("latin-1").split("\r\n")[1:-2]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def made(status: int, body: bytes, kind: str, more: str = "") -> bytes:
    """An answer of the line's own."""
    head = (
        f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"Cache-Control: no-store\r\n{more}\r\n"
    )
    return head.encode() + body


async def end(writer: asyncio.StreamWriter) -> None:
    """Close a connection; the other end may have done so before."""
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        return
