"""A home's page with 50 visits behind it, and how that grows with the visits stored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.asking import Outcome, ask
from bench.fill import VISITS_A_HOME, filled
from bench.report import Bar, Figure, Report

# Visits stored: the last is the one that the bar is for.
FULL, QUICK = (10_000, 100_000, 1_000_000), (3_000, 10_000)
ASKED, ROUNDS = 50, 3
BAR = Bar("at most", 50)


@dataclass(frozen=True)
class Measured:
    """The pages, how long filling took, and how large the database is."""

    outcome: Outcome
    fill_seconds: float
    gigabytes: float


def run(quick: bool = False) -> Iterator[Report]:
    """One report for each number of visits stored."""
    for visits in QUICK if quick else FULL:
        yield report(visits)


def report(visits: int) -> Report:
    """The figures with so many visits stored."""
    found = measure(visits)
    pages = len(found.outcome.pages) // ROUNDS
    return Report(
        f"home_page: {visits:,} visits stored, about ten to a home, 200 homes to a team",
        f"GET /homes/<id> of {pages} homes with {VISITS_A_HOME} visits, taken at random, {ROUNDS}"
        " times in turn, gzipped, one at a time, by their supervisors; beneath: the same SELECTs"
        " replayed without the product",
        [
            *found.outcome.figures("page and chart", {50: BAR}),
            Figure("database", found.gigabytes, "GB"),
            Figure("filling it (0: it was kept)", found.fill_seconds, "s"),
        ],
    )


def measure(visits: int, asked: int = ASKED) -> Measured:
    """Fill a database, and ask for some of its homes."""
    began = time.perf_counter()
    with filled(visits) as full:
        seconds = time.perf_counter() - began
        size = sum(each.stat().st_size for each in full.instance.glob("gcp.sqlite*"))
        pages = [(f"/homes/{home}", email) for home, email in full.long_histories(asked)]
        outcome = ask(full.instance, pages, ROUNDS)
    return Measured(outcome, seconds if seconds > 1 else 0, size / 1e9)
