"""Checks that the authority asks for, should somebody have care: what is asked, and where it holds.

Nothing here says what a person is like: who asked, when, and what is to be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core.births import birth_of, births_fit
from gcp.core.care import IN_CHARGE, TAKES_OVER
from gcp.core.events import EARLIEST, REASON, SOURCE, text_problems
from gcp.core.person_names import SAME, names_fit
from gcp.core.problems import Problem
from gcp.core.visit_fields import NOBODY

ASKED, ENDED = "asked", "ended"
WHAT = 500  # letters of what to check

Body = Mapping[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request for a check, from the day it was made until it was ended; both stay on record."""

    person: Row  # as recorded: id, home_id, kind, name, born, about_years, added_at
    number: int
    what: str
    why: str
    source: str
    day: str
    made_at: str
    asker: str
    ended_on: str | None = None
    end_why: str = ""
    ender: str = ""
    ids: frozenset[str] = frozenset()  # every id that this person has in joined homes

    def holds_on(self, day: str) -> bool:
        """Whether the check was asked for on a day."""
        return self.day <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True)
class Named:
    """Where a visit names somebody for whom a check is asked as having care."""

    asked: Asked
    part: str  # in_charge|takes_over
    name: str
    is_person: bool  # otherwise somebody of the same name, whose age fits as far as it is known


def asked_of(rows: Iterable[Row], person: Row, ids: Iterable[str] = ()) -> list[Asked]:
    """The requests about one person from all rows about them, oldest first."""
    found: list[Asked] = []
    for row in sorted(rows, key=lambda each: each["number"]):
        if row["state"] == ASKED:
            found.append(Asked(
                person, row["number"], row["what"], row["why"], row["source"], row["day"],
                row["made_at"], row["maker"], ids=frozenset({person["id"], *ids}),
            ))  # fmt: skip
        elif found:
            found[-1] = Asked(**{
                **found[-1].__dict__, "ended_on": row["day"], "end_why": row["why"],
                "ender": row["maker"],
            })  # fmt: skip
    return found


def named(body: Body, asked: Sequence[Asked]) -> Iterator[Named]:
    """Where a visit names as having care somebody for whom a check was asked on its day."""
    day = body["observed_at"][:10]
    holding = [each for each in asked if each.holds_on(day)]
    over = (body.get("care") or {}).get("takes_over") or {}
    people = ((IN_CHARGE, body.get("in_charge"), ""),
              (TAKES_OVER, over.get("person"), over.get("name") or ""))  # fmt: skip
    for part, person, name in people:
        if person == NOBODY or not (person or name):
            continue
        met = _met(body, person) or {"id": "", "name": name}
        for each in holding:
            if person in each.ids:
                yield Named(each, part, met["name"], True)
            elif is_alike(each.person, {**met, "added_at": day}):
                yield Named(each, part, met["name"], False)


def is_alike(person: Row, other: Row) -> bool:
    """Whether two people have the same name, and ages that fit as far as they are known."""
    fit = names_fit(person["name"], other["name"])
    if fit is None or fit.how != SAME or fit.surname == "differs":
        return False
    return births_fit(birth_of(person), birth_of(other)) != "differs"


def problems_of(what: str, why: str, source: str, day: date | None, today: date) -> list[Problem]:
    """What stands against asking for a check so; no day is no real one."""
    found = [
        *text_problems("what", what, WHAT, "check_what_missing"),
        *text_problems("why", why, REASON, "event_reason_missing"),
        *text_problems("source", source, SOURCE, "event_source_missing"),
    ]
    if day is None:
        found.append(Problem("day", "event_day_wrong"))
    elif day > today:
        found.append(Problem("day", "check_day_ahead"))
    elif day < EARLIEST:
        found.append(Problem("day", "event_day_early"))
    return found


def _met(body: Body, person: str | None) -> Row | None:
    every = (*(body.get("children") or ()), *(body.get("adults") or ()))
    return next((each for each in every if each["id"] == person), None)
