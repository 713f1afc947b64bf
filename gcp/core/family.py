"""What a family may be shown of its own record: strengths, what got better, what is to change.

Police visits stay out altogether, and so does everything but grades, next steps and carers' own
grades: who reads the sheet at home is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gcp.core.access import Role
from gcp.core.history import Slot, VisitRecord, in_order
from gcp.core.next_steps import StandingStep, open_steps

STRONG, TO_CHANGE, NEEDED = 2, 3, 2  # grades: good enough, not good enough, what a child needs


@dataclass(frozen=True)
class Shown:
    """One item at one grade, and the children who have it; none for an item of the home."""

    item: str
    grade: int
    children: tuple[str, ...]
    day: date  # the newest on which one of them was graded


@dataclass(frozen=True)
class Better:
    """One item that children, or the home, have at a better grade than the last other one."""

    item: str
    children: tuple[str, ...]
    was: int
    now: int
    was_on: date
    day: date


@dataclass(frozen=True)
class Own:
    """A carer's newest own grade, and the worker's of the same visit where there is one."""

    person: str
    item: str
    child: str | None
    grade: int
    worker: int | None
    day: date


@dataclass(frozen=True)
class FamilyView:
    """All that the page says."""

    strengths: tuple[Shown, ...]
    better: tuple[Better, ...]
    to_change: tuple[Shown, ...]  # the worst first
    steps: tuple[StandingStep, ...]
    own: tuple[Own, ...]
    visits: int


def family_view(records: Iterable[VisitRecord], order: Sequence[str]) -> FamilyView:
    """What these visits let a family be shown, items in this order."""
    shown = [each for each in in_order(records) if each.agency != Role.POLICE]
    graded = _graded(shown)
    place = {item: at for at, item in enumerate(order)}
    now = {slot: given[-1] for slot, given in graded.items()}
    strengths = _shown({slot: each for slot, each in now.items() if each[0] <= STRONG}, place)
    to_change = _shown({slot: each for slot, each in now.items() if each[0] >= TO_CHANGE}, place)
    return FamilyView(
        strengths=strengths,
        better=tuple(sorted(_better(graded), key=lambda each: place.get(each.item, len(place)))),
        to_change=tuple(sorted(to_change, key=lambda each: -each.grade)),
        steps=open_steps(shown),
        own=tuple(sorted(_own(shown), key=lambda each: place.get(each.item, len(place)))),
        visits=len(shown),
    )  # fmt: skip


Given = tuple[int, VisitRecord]


def _graded(records: Sequence[VisitRecord]) -> dict[Slot, list[Given]]:
    found: dict[Slot, list[Given]] = {}
    for record in records:
        for entry in record.grades:
            if entry.get("grade") is not None:
                slot = (entry["item"], entry.get("child"))
                found.setdefault(slot, []).append((entry["grade"], record))
    return found


def _shown(now: dict[Slot, Given], place: dict[str, int]) -> tuple[Shown, ...]:
    alike: dict[tuple[str, int], list[tuple[str | None, date]]] = {}
    for (item, child), (grade, record) in now.items():
        alike.setdefault((item, grade), []).append((child, record.day))
    found = [
        Shown(
            item, grade, tuple(child for child, _ in each if child), max(day for _, day in each)
        )
        for (item, grade), each in alike.items()
    ]
    return tuple(sorted(found, key=lambda each: (place.get(each.item, len(place)), each.grade)))


def _better(graded: dict[Slot, list[Given]]) -> Iterable[Better]:
    """Better than at the last grading that differed; one grade by another scorer is no change."""
    alike: dict[tuple[str, int, int, date, date], list[str | None]] = {}
    for (item, child), given in graded.items():
        now, newest = given[-1]
        was, before = next((each for each in reversed(given) if each[0] != now), given[-1])
        same_scorer = before.author_id == newest.author_id
        if now < was and before.rules == newest.rules and (same_scorer or was - now > 1):
            alike.setdefault((item, was, now, before.day, newest.day), []).append(child)
    for (item, was, now, was_on, day), children in alike.items():
        yield Better(item, tuple(each for each in children if each), was, now, was_on, day)


def _own(records: Sequence[VisitRecord]) -> Iterable[Own]:
    found: dict[tuple[str, str, str | None], Own] = {}
    for record in records:
        adults = record.body.get("adults") or ()
        carers = {each["id"] for each in adults if each["role"] == "carer"}
        worker = {(e["item"], e.get("child")): e.get("grade") for e in record.grades}
        for entry in record.body.get("own_grades") or ():
            slot = (entry["item"], entry.get("child"))
            if entry["person"] in carers and entry.get("grade") is not None:
                found[entry["person"], *slot] = Own(
                    entry["person"], *slot, entry["grade"], worker.get(slot), record.day
                )
    return found.values()
