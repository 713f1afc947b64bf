"""A home's page with 50 visits behind it, and how that grows with the visits stored."""

from __future__ import annotations

import http.client
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.authority import DATABASE, PASSWORD, practitioner
from bench.documents import Household
from bench.fill import UNTIL, VISITS_A_HOME, filled
from bench.report import Bar, Figure, Report, spread
from bench.served import HOST, serving
from gcp import create_app
from gcp.settings import Settings, default_rules_file

# Visits stored: the last is the one that the bar is for.
FULL, QUICK = (1_000, 10_000, 100_000), (1_000, 10_000)
ASKED, WARM_UP = 50, 5
BAR = Bar("at most", 50)


@dataclass(frozen=True)
class Outcome:
    """Milliseconds for each page, and for the bare questions to the database beneath it."""

    pages: Sequence[float]
    questions: Sequence[float]
    asked: int
    page_bytes: int
    server_milliseconds: float
    fill_seconds: float


def run(quick: bool = False) -> Iterator[Report]:
    """One report for each number of visits stored."""
    for visits in QUICK if quick else FULL:
        yield report(visits)


def report(visits: int) -> Report:
    """The figures with so many visits stored."""
    found = measure(max(1, visits // VISITS_A_HOME))
    return Report(
        f"home_page: {visits:,} visits stored, {VISITS_A_HOME} of them to each home",
        f"GET /homes/<id> of {len(found.pages)} homes taken at random, gzipped, one at a time over"
        " one connection; beneath: the same SELECTs replayed without the product",
        [
            *spread("page and chart", found.pages, "ms", {50: BAR, 95: BAR}),
            *spread(f"its {found.asked} SELECTs alone", found.questions, "ms"),
            Figure("processor time of the server, a page", found.server_milliseconds, "ms"),
            Figure("page, gzipped", found.page_bytes / 1000, "kB"),
            Figure("filling the database (0: it was kept)", found.fill_seconds, "s"),
        ],
    )


def measure(homes: int, asked: int = ASKED) -> Outcome:
    """Fill a database, and ask for some of its homes."""
    began = time.perf_counter()
    with filled(homes) as instance:
        seconds = time.perf_counter() - began
        chosen = random.Random(7).sample(range(homes), min(homes, asked))
        ids = [Household(number, UNTIL).home for number in chosen]
        pages, size, spent = _pages(instance, ids)
        questions = _questions(instance, ids[0])
        beneath = [_replay(instance, [each.replace(ids[0], home) for each in questions])
                   for home in ids]  # fmt: skip
    return Outcome(
        pages, beneath, len(questions), size, spent, seconds if seconds > 1 else 0
    )  # fmt: skip


def _pages(instance: Path, homes: Sequence[str]) -> tuple[list[float], int, float]:
    """Milliseconds of each page, the bytes of one, and the server's processor time for one."""
    with serving(instance) as server:
        headers = {"Cookie": server.cookie(practitioner(0).email), "Accept-Encoding": "gzip"}
        with closing(http.client.HTTPConnection(HOST, server.port, timeout=60)) as line:
            for home in homes[-WARM_UP:]:
                _page(line, home, headers)
            before = server.cpu_seconds()
            asked = [_page(line, home, headers) for home in homes]
            spent = (server.cpu_seconds() - before) * 1000 / len(homes)
    return [taken for taken, _ in asked], asked[-1][1], spent


def _page(
    line: http.client.HTTPConnection, home: str, headers: dict[str, str]
) -> tuple[float, int]:
    """Milliseconds and bytes of one home's page."""
    began = time.perf_counter()
    line.request("GET", f"/homes/{home}", headers=headers)
    answer = line.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise RuntimeError(f"the home's page answered {answer.status}")
    return (time.perf_counter() - began) * 1000, size


def _questions(instance: Path, home: str) -> list[str]:
    """Every SELECT that this home's page asks, with its values in it."""
    app = create_app(Settings(instance, default_rules_file(), "bench"))
    client = app.test_client()
    details = {"email": practitioner(0).email, "password": PASSWORD}
    client.post("/api/session", json=details)
    asked: list[str] = []
    connection = app.extensions["gcp"].engine.store().db.conn
    connection.set_trace_callback(asked.append)
    client.get(f"/homes/{home}")
    app.extensions["gcp"].engine.close()
    return [each for each in asked if each.startswith("SELECT")]


def _replay(instance: Path, questions: Sequence[str]) -> float:
    """Milliseconds for these questions on a connection of their own."""
    connection = sqlite3.connect(instance / DATABASE)
    began = time.perf_counter()
    for each in questions:
        connection.execute(each).fetchall()
    taken = (time.perf_counter() - began) * 1000
    connection.close()
    return taken
