"""Visits taken in per second, from many devices at once."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.authority import add_homes, add_practitioners, open_store, practitioner, shipped_rules
from bench.crowd import Crowd, Device, Request, Tally, Visit
from bench.pictures import SHARED, Many, jpeg
from bench.report import Bar, Figure, Report, spread
from bench.served import HOST, Served, machine_seconds, serving
from gcp.core.rules import Rules
from gcp.core.visit_fields import ROOMS
from gcp.demo.cast import an_id
from gcp.demo.courses import Moment
from gcp.demo.families import Family
from gcp.demo.papers import FULL, a_visit, as_bytes
from gcp.store import visits as kept_visits

PHOTO_BYTES = 300_000
# More than any machine takes in while the clock runs; made before it starts.
PHOTO_VISITS_A_SECOND = 400


@dataclass(frozen=True)
class Load:
    """How many devices send what for how long."""

    devices: int
    photos: int = 0
    seconds: float = 10
    warm_up: float = 2
    variants: int = 8
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the devices saw, and what the server spent and kept; `others` had no part in it."""

    tally: Tally
    server_seconds: float
    others: float
    megabytes: float
    kept: int = 0
    body_bytes: float = 0

    @property
    def a_second(self) -> float:
        """Visits taken in per second."""
        return len(self.tally.seconds) / self.tally.elapsed

    @property
    def server_milliseconds(self) -> float:
        """Processor time of the server for one visit."""
        return self.server_seconds * 1000 / max(1, self.tally.taken_in)


SCORES = Load(devices=50)
WITH_PHOTOS = Load(devices=20, photos=3)
BARS = {0: Bar("at least", 400), 3: Bar("at least", 95)}


def run(quick: bool = False, options: tuple[str, ...] = ()) -> Iterator[Report]:
    """Scores alone, then scores with photos; `options` are those of `gcp serve`."""
    for load in (SCORES, WITH_PHOTOS):
        load = replace(load, options=options)
        yield report(replace(load, seconds=3, warm_up=1) if quick else load)


def report(load: Load) -> Report:
    """The figures of one load."""
    found = measure(load)
    tally = found.tally
    what = f"{load.photos} photos of 300 kB each" if load.photos else "no photos"
    photos = spread("one request", _ms(tally.request_seconds), "ms") if load.photos else []
    return Report(
        " ".join((f"intake: {load.devices} devices at once, {what}", *load.options)),
        f"closed loop over keep-alive connections for {load.seconds:g} s after {load.warm_up:g} s"
        f" of warm-up; signed visits of about {found.body_bytes / 1000:.0f} kB;"
        " client and server on the same processors",
        [
            Figure("visits taken in a second", found.a_second, "/s", BARS.get(load.photos)),
            *spread("one visit", _ms(tally.seconds), "ms", percents=(50, 95, 99)),
            *photos,
            Figure("failed", len(tally.failures), "", Bar("at most", 0)),
            Figure("acknowledged", tally.taken_in),
            Figure("found in the database afterwards", found.kept),
            Figure("processor time of the server, a visit", found.server_milliseconds, "ms"),
            Figure("processors busy with something else", found.others),
            Figure("peak memory of the server", found.megabytes, "MB"),
        ],
    )  # fmt: skip


def measure(load: Load) -> Outcome:
    """Serve a fresh instance, and send it visits."""
    rules = shipped_rules()
    # Three children each and all that can be said: visits at the large end of what people send.
    households = [
        Family(n, until=datetime.now(UTC), children_wanted=3) for n in range(load.devices)
    ]
    with tempfile.TemporaryDirectory(prefix="gcp-bench-") as folder:
        store = open_store(Path(folder))
        add_homes(store, households, add_practitioners(store, load.devices))
        with serving(Path(folder), *load.options) as server:
            size, devices = _devices(server, load, rules, households)
            outcome = _send(server, load, devices)
        kept = sum(len(kept_visits.of_home(store, each.id)) for each in households)
        store.close()
    return replace(outcome, kept=kept, body_bytes=size)


def _send(server: Served, load: Load, devices: Sequence[Device]) -> Outcome:
    began, mine = time.perf_counter(), time.process_time()
    spent, everything = server.cpu_seconds(), machine_seconds()
    tally = Crowd(devices).run(load.warm_up, load.seconds)
    spent = server.cpu_seconds() - spent
    others = machine_seconds() - everything - spent - (time.process_time() - mine)
    others /= time.perf_counter() - began
    return Outcome(tally, spent, max(0.0, others), server.peak_megabytes())


def _ms(seconds: Sequence[float]) -> list[float]:
    return [each * 1000 for each in seconds]


def _devices(
    server: Served, load: Load, rules: Rules, households: Sequence[Family]
) -> tuple[float, list[Device]]:
    """Connected devices, each with its session and its visits; and a visit's bytes on average."""
    photos = _photo_sets(load)
    sizes, devices = [], []
    for each in households:
        cookie = server.cookie(practitioner(each.number).email)
        bodies = [body_of(rules, each, n) for n in range(load.variants)]
        sizes += map(len, bodies)
        visits = (
            _with_photos(cookie, rules, each, photos[each.number])
            if load.photos
            else _scores(cookie, each, bodies)
        )
        devices.append(Device((HOST, server.port), visits))
    return sum(sizes) / len(sizes), devices


def body_of(rules: Rules, household: Family, number: int) -> bytes:
    """One of a household's visits, as it is sent."""
    at = household.until - timedelta(days=number)
    photos = [_photo(f"{n:064x}", PHOTO_BYTES, at, n) for n in range(3)] if number % 2 else []
    return as_bytes(a_visit(rules, household, _moment(household, number, at), photos, FULL))


def _moment(household: Family, number: int, at: datetime) -> Moment:
    """A practitioner's visit, to homes that differ."""
    return Moment(number, at, "arranged", "inside", 0, 1.5 + household.number % 7 / 2)


def _photo(sha256: str, size: int, at: datetime, number: int) -> dict[str, Any]:
    """What a visit says of one of its photos."""
    return {
        "id": an_id(f"photo/{sha256}"), "sha256": sha256, "bytes": size, "type": "image/jpeg",
        "room": ROOMS[number % len(ROOMS)], "caption": "Seen on the visit", "consent": "agreed",
        "observed_at": at.isoformat(), "source": "camera",
    }  # fmt: skip


def _scores(cookie: str, household: Family, bodies: Sequence[bytes]) -> Iterator[Visit]:
    """Endless visits: the variants in turn, each time under a new id."""
    heads = {len(each): _visit_head(cookie, len(each)) for each in bodies}
    for number, body in enumerate(cycle(bodies)):
        visit = an_id(f"sent/{household.number}/{number}").encode()
        # {"id":"<36 characters>",…
        yield [[_PUT_VISIT, visit, heads[len(body)], body[:7], visit, body[43:]]]


def _with_photos(
    cookie: str, rules: Rules, household: Family, sets: Sequence[Sequence[Photo]]
) -> Iterator[Visit]:
    """Visits that name photos, each followed by the photos themselves."""
    return iter(
        [_visit_and_photos(cookie, rules, household, n, each) for n, each in enumerate(sets)]
    )


Photo = tuple[str, list[bytes], int]
_PUT_VISIT = b"PUT /api/visits/"


def _photo_sets(load: Load) -> list[list[list[Photo]]]:
    """For each device, for each of its visits, its photos; no two of them alike."""
    if not load.photos:
        return []
    many = Many.of(jpeg(SHARED, PHOTO_BYTES, datetime.now(UTC)))
    copies = ((digest, parts, many.size) for digest, parts in many.copies())
    seconds = load.warm_up + load.seconds
    visits = max(1, int(PHOTO_VISITS_A_SECOND * seconds / load.devices))
    return [
        [list(islice(copies, load.photos)) for _ in range(visits)] for _ in range(load.devices)
    ]


def _visit_and_photos(
    cookie: str, rules: Rules, household: Family, number: int, photos: Sequence[Photo]
) -> Visit:
    at = household.until - timedelta(minutes=number)
    document = visit_of(rules, household, number, at, photos)
    body = as_bytes(document)
    first = [_PUT_VISIT, document["id"].encode(), _visit_head(cookie, len(body)), body]
    return [first, *(_photo_request(cookie, each) for each in photos)]


def visit_of(
    rules: Rules, household: Family, number: int, at: datetime, photos: Sequence[Photo]
) -> dict[str, Any]:
    """A visit that names these photos."""
    entries = [_photo(digest, size, at, n) for n, (digest, _, size) in enumerate(photos)]
    return a_visit(rules, household, _moment(household, number, at), entries, FULL)


def _photo_request(cookie: str, photo: Photo) -> Request:
    digest, parts, size = photo
    return [f"PUT /api/photos/{digest}".encode() + _head(cookie, "image/jpeg", size), *parts]


def _visit_head(cookie: str, length: int) -> bytes:
    return b"/revisions/1" + _head(cookie, "application/json", length)


def _head(cookie: str, kind: str, length: int) -> bytes:
    return (
        f" HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()
