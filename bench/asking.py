"""Pages asked of a server one at a time, and the questions to the database beneath them alone."""

from __future__ import annotations

import http.client
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.authority import DATABASE
from bench.report import Bar, Figure, percentile, spread
from bench.served import HOST, machine_seconds, serving
from gcp import create_app
from gcp.demo.cast import PASSWORD
from gcp.settings import Settings, default_rules_file

WARM_UP = 5

Page = tuple[str, str]  # the path, and the e-mail of who asks for it


@dataclass(frozen=True)
class Outcome:
    """Milliseconds of each page, and of the bare questions to the database beneath it."""

    pages: Sequence[float]
    questions: Sequence[float]
    asked: float
    page_bytes: float
    server_milliseconds: float
    others: float  # processors that had no part in it, while the pages were asked for

    def figures(self, name: str, bars: dict[int, Bar] | None = None) -> list[Figure]:
        """What is printed of them."""
        beneath = percentile(self.questions, 50)
        return [
            *spread(name, self.pages, "ms", bars),
            Figure("  processor time of the server, each", self.server_milliseconds, "ms"),
            Figure(f"  its {self.asked:.0f} SELECTs alone, median", beneath, "ms"),
            Figure("  times the SELECTs alone", percentile(self.pages, 50) / beneath),
            Figure("  gzipped", self.page_bytes / 1000, "kB"),
            Figure("  processors busy with something else", self.others),
        ]


def ask(instance: Path, pages: Sequence[Page], rounds: int = 1) -> Outcome:
    """Ask for each page so many times, after some to warm up."""
    with serving(instance) as server:
        emails = {email for _, email in pages}
        heads = {
            each: {"Cookie": server.cookie(each, PASSWORD), "Accept-Encoding": "gzip"}
            for each in sorted(emails)
        }
        with closing(http.client.HTTPConnection(HOST, server.port, timeout=60)) as line:
            for path, email in pages[-WARM_UP:]:
                _page(line, path, heads[email])
            before, mine = server.cpu_seconds(), time.process_time()
            began, everything = time.perf_counter(), machine_seconds()
            answers = [_page(line, path, heads[email]) for path, email in pages * rounds]
            spent = server.cpu_seconds() - before
            others = machine_seconds() - everything - spent - (time.process_time() - mine)
            others /= time.perf_counter() - began
    questions = list(_questions(instance, pages))
    sizes = [size for _, size in answers]
    return Outcome(
        [taken for taken, _ in answers], list(_replayed(instance, questions)),
        sum(map(len, questions)) / len(questions), sum(sizes) / len(sizes),
        spent * 1000 / len(answers), max(0.0, others),
    )  # fmt: skip


def _page(
    line: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[float, int]:
    """Milliseconds and bytes of one page."""
    began = time.perf_counter()
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return (time.perf_counter() - began) * 1000, size


def _questions(instance: Path, pages: Sequence[Page]) -> Iterator[list[str]]:
    """Every SELECT that each page asks, with its values in it."""
    settings = Settings(instance, default_rules_file(), "bench", demonstration=True)
    app = create_app(settings)
    asked: list[str] = []
    app.extensions["gcp"].engine.store().db.conn.set_trace_callback(asked.append)
    clients = {}
    for path, email in pages:
        if email not in clients:
            clients[email] = app.test_client()
            clients[email].post("/api/session", json={"email": email, "password": PASSWORD})
        asked.clear()
        clients[email].get(path)
        yield [each for each in asked if each.startswith("SELECT")]
    app.extensions["gcp"].engine.close()


def _replayed(instance: Path, questions: Sequence[Sequence[str]]) -> Iterator[float]:
    """Milliseconds for the questions of each page on a connection of their own."""
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        for number in count(-min(WARM_UP, len(questions))):
            if number == len(questions):
                return
            began = time.perf_counter()
            for each in questions[number]:
                connection.execute(each).fetchall()
            if number >= 0:
                yield (time.perf_counter() - began) * 1000
