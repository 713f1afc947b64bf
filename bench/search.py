"""The list of homes and a search in it, and how they grow with the homes stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from bench.asking import Outcome, ask
from bench.fill import filled
from bench.home_page import FULL, QUICK
from bench.report import Bar, Figure, Report
from gcp.demo.families import GIVEN, STREETS, TOWNS
from gcp.demo.staff import TEAMS_OF_AREA, area_supervisor, supervisor

BAR = Bar("at most", 50)
ASKED, LIST_ROUNDS = 20, 10
# What people type: a street, part of a postcode, a child's name, and what is nowhere.
TYPED = (
    *(f"{street} Street" for street in STREETS[::3]), *(f"ZZ{10 + n} 4" for n in range(len(TOWNS))),
    *GIVEN[::4], "Nowhere Lane",
)  # fmt: skip


def run(quick: bool = False) -> Iterator[Report]:
    """One report for each number of visits stored."""
    for visits in QUICK if quick else FULL:
        yield report(visits)


def report(visits: int) -> Report:
    """The figures with so many visits stored."""
    found = measure(visits)
    figures: list[Figure] = []
    for name, outcome in found.items():
        figures += outcome.figures(name, {50: BAR} if name.startswith("search") else None)
    return Report(
        f"search: {visits:,} visits stored, about ten to a home, 200 homes to a team",
        f"GET /homes?q=… for {len(TYPED)} streets, postcodes and names, one at a time, by a"
        f" supervisor of one team and one of {TEAMS_OF_AREA}; beneath: the same SELECTs replayed",
        figures,
    )


def measure(visits: int) -> Mapping[str, Outcome]:
    """Fill a database, and search in it as someone with one team and with several."""
    with filled(visits) as full:
        several = area_supervisor(full.teams)
        one, many = supervisor(0).email, several.email
        names = {one: "1 team", many: f"{len(several.teams)} teams"}
        found = {}
        for email, name in names.items():
            pages = [(f"/homes?q={quote(each)}", email) for each in TYPED]
            found[f"search, {name}"] = ask(full.instance, pages)
        found["the whole list, 1 team"] = ask(full.instance, [("/homes", one)], LIST_ROUNDS)
        return found
