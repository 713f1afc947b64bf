"""Asking for a check, should somebody have care, and ending that; the requests of a home."""

from __future__ import annotations

from datetime import date, datetime

from gcp.core.access import Account, Right, may
from gcp.core.asked_checks import ASKED, ENDED, Asked, asked_of, problems_of
from gcp.core.events import REASON, text_problems
from gcp.core.problems import Problem, Refused
from gcp.intake import NotAllowed, utc_text
from gcp.store import asked_checks, audit, homes, joins
from gcp.store.engine import Row, Store


def of_home(store: Store, home: str) -> list[Asked]:
    """Every request about people of a home and of those joined into it, oldest first."""
    together = [home, *(each["home_id"] for each in joins.into_homes(store, [home]).get(home, ()))]
    by_person: dict[str, list[Row]] = {}
    for rows in asked_checks.of_homes(store, together).values():
        for row in rows:
            by_person.setdefault(row["person_id"], []).append(row)
    if not by_person:
        return []
    people = asked_checks.people(store, by_person)
    same = joins.same_people(store, [home]).get(home, {})
    found = [
        each
        for person, rows in by_person.items()
        for each in asked_of(rows, people[person], _ids(person, same))
    ]
    return sorted(found, key=lambda each: (each.day, each.made_at))


def _ids(person: str, same: dict[str, str]) -> set[str]:
    """Every id of one person: their own, who they are in the end, and who else that is."""
    end = same.get(person, person)
    return {person, end, *(each for each, known in same.items() if known == end)}


def ask(
    store: Store, account: Account, home: str, person: str, what: str, why: str, source: str,
    day: date | None, at: datetime, today: date,
) -> None:  # fmt: skip
    """Ask for a check should somebody of a home have care.

    Raises NotAllowed, or Refused with what stands against it.
    """
    with store.writing():
        _must_ask(store, account, home)
        problems = problems_of(what, why, source, day, today)
        people = {each["id"]: each for each in homes.people(store, home)}
        if person not in people:
            problems.insert(0, Problem("person", "check_person_missing"))
        elif any(each.ended_on is None and person in each.ids for each in of_home(store, home)):
            problems.insert(0, Problem("person", "check_again"))
        if problems:
            raise Refused(problems)
        _record(store, account, person, ASKED, what, why, source, str(day), at)


def end(
    store: Store, account: Account, home: str, person: str, why: str, at: datetime, today: date
) -> None:
    """End a request, with why; raises NotAllowed, also where none holds, or Refused."""
    with store.writing():
        _must_ask(store, account, home)
        if not any(
            each.ended_on is None and each.person["id"] == person for each in of_home(store, home)
        ):
            raise NotAllowed
        problems = list(text_problems("why", why, REASON, "event_reason_missing"))
        if problems:
            raise Refused(problems)
        _record(store, account, person, ENDED, "", why, "", today.isoformat(), at)


def _must_ask(store: Store, account: Account, home: str) -> None:
    ties = homes.ties(store, home)
    if ties is None or not may(account, Right.ASK_CHECK, ties):
        raise NotAllowed


def _record(
    store: Store, account: Account, person: str, state: str, what: str, why: str, source: str,
    day: str, at: datetime,
) -> None:  # fmt: skip
    home = homes.home_of_person(store, person) or ""
    asked_checks.add(store, {
        "home_id": home, "person_id": person, "state": state, "what": what.strip(),
        "why": why.strip(), "source": source.strip(), "day": day, "made_at": utc_text(at),
        "made_by": account.id,
    })  # fmt: skip
    audit.record(
        store, utc_text(at), account.id, f"check_{state}", home=home, detail={"person": person}
    )
