"""Many devices at once, each sending its next visit when the last is acknowledged.

One thread over plain sockets, since client and server share the processors; what is sent is made
before the clock starts.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Request = Sequence[bytes]
Visit = Sequence[Request]

CREATED = 201
_HEADER_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_RECEIVE = 65_536


@dataclass
class Tally:
    """What came of it: seconds of each visit that was taken in while the clock ran."""

    seconds: list[float] = field(default_factory=list)
    request_seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    taken_in: int = 0
    elapsed: float = 0.0


class Device:
    """One keep-alive connection that works through its visits."""

    def __init__(self, address: tuple[str, int], visits: Iterator[Visit]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.visits = visits
        self.waiting: list[Request] = []
        self.outgoing: list[memoryview] = []
        self.incoming = b""
        self.began = self.asked = 0.0

    def begin_visit(self) -> bool:
        """Send the next visit's first request; False if there is none."""
        visit = next(self.visits, None)
        if visit is None:
            return False
        self.waiting = list(visit)
        self.began = time.perf_counter()
        self.begin_request()
        return True

    def begin_request(self) -> None:
        """Send the next request of this visit."""
        self.asked = time.perf_counter()
        self.outgoing = [memoryview(each) for each in self.waiting.pop(0)]
        self.send()

    def send(self) -> None:
        """Send as much as the connection takes now."""
        while self.outgoing:
            try:
                sent = self.socket.sendmsg(self.outgoing)
            except BlockingIOError:
                return
            while self.outgoing and sent >= len(self.outgoing[0]):
                sent -= len(self.outgoing.pop(0))
            if sent:
                self.outgoing[0] = self.outgoing[0][sent:]

    def receive(self) -> bytes | None:
        """The whole answer once it is there."""
        try:
            got = self.socket.recv(_RECEIVE)
        except BlockingIOError:
            return None
        if not got:
            raise ConnectionError("the server closed the connection")
        self.incoming += got
        end = self.incoming.find(_HEADER_END)
        if end < 0 or len(self.incoming) < end + len(_HEADER_END) + _length(self.incoming[:end]):
            return None
        answer, self.incoming = self.incoming, b""
        return answer


class Crowd:
    """The devices, and the clock over them."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self.selector = selectors.DefaultSelector()
        self.devices = devices
        self.tally = Tally()
        self.counts_from = float("inf")
        self.open = 0

    def run(self, warm_up: float, seconds: float) -> Tally:
        """Warm up, then count for so long; every visit that was begun is finished."""
        began = time.perf_counter()
        self.counts_from, until = began + warm_up, began + warm_up + seconds
        for device in self.devices:
            self.selector.register(device.socket, selectors.EVENT_READ, device)
            self._begin(device)
        while self.open:
            for key, events in self.selector.select(timeout=30):
                self._serve(key.data, events, until)
        self.tally.elapsed = seconds
        for device in self.devices:
            device.socket.close()
        self.selector.close()
        return self.tally

    def _begin(self, device: Device) -> None:
        self.open += device.begin_visit()
        self._watch(device)

    def _watch(self, device: Device) -> None:
        writing = selectors.EVENT_WRITE if device.outgoing else 0
        if self.selector.get_key(device.socket).events != selectors.EVENT_READ | writing:
            self.selector.modify(device.socket, selectors.EVENT_READ | writing, device)

    def _serve(self, device: Device, events: int, until: float) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                device.send()
                self._watch(device)
            answer = device.receive() if events & selectors.EVENT_READ else None
            if answer:
                self._answered(device, answer, until)
        except OSError as error:
            self.tally.failures.append(str(error))
            self.selector.unregister(device.socket)
            self.open -= 1

    def _answered(self, device: Device, answer: bytes, until: float) -> None:
        now = time.perf_counter()
        counted = self.counts_from <= now < until
        if counted:
            self.tally.request_seconds.append(now - device.asked)
        if int(answer[9:12]) != CREATED:
            self.tally.failures.append(answer.decode(errors="replace")[:400])
            device.waiting = []
        elif device.waiting:
            device.begin_request()
            self._watch(device)
            return
        else:
            self.tally.taken_in += 1
            if counted:
                self.tally.seconds.append(now - device.began)
        self.open -= 1
        if now < until:
            self._begin(device)


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next((int(each[len(_LENGTH) :]) for each in lines if each.startswith(_LENGTH)), 0)
