"""The overview of a team with 200 homes: the first look, and every look after it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.asking import Outcome, ask
from bench.fill import filled
from bench.home_page import FULL, QUICK
from bench.report import Bar, Figure, Report
from gcp.demo.staff import supervisor

BAR = Bar("at most", 100)
TEAMS, ROUNDS = 5, 6


def run(quick: bool = False) -> Iterator[Report]:
    """One report for each number of visits stored."""
    for visits in QUICK if quick else FULL:
        yield report(visits)


def report(visits: int) -> Report:
    """The figures with so many visits stored."""
    first, found, teams = measure(visits)
    return Report(
        f"overview: {visits:,} visits stored, about ten to a home, 200 homes to a team",
        f"GET /overview by the supervisors of {teams} teams, {ROUNDS} times in turn, one at a time;"
        " beneath: the same SELECTs replayed without the product",
        [
            *found.figures("overview of a team", {50: BAR}),
            Figure("their first looks ever, with what the warm-up needs, a team", first, "s"),
        ],
    )


def measure(visits: int) -> tuple[float, Outcome, int]:
    """Seconds of each team's first look, the looks after it, and how many teams."""
    with filled(visits) as full:
        teams = min(full.teams, TEAMS)
        pages = [("/overview", supervisor(team).email) for team in range(teams)]
        began = time.perf_counter()
        ask(full.instance, pages)
        first = (time.perf_counter() - began) / teams
        return first, ask(full.instance, pages, ROUNDS), teams
