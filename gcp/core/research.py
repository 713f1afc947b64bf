"""Rows of the research extract from one home's record: no name, address, date, word or photo.

What is taken is named here, one by one; nothing is taken by leaving something else out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gcp.core.events import Event
from gcp.core.fields import as_date
from gcp.core.following import Step
from gcp.core.history import VisitRecord, in_order
from gcp.core.rules import Rules
from gcp.core.scoring import age_in_months
from gcp.core.sharing import Sharing
from gcp.core.visit_fields import NOBODY

Pseudonym = Callable[[str, str], str]  # of what, its id
Number = Callable[[str], int]  # the next number of a table
Row = tuple[str, tuple[object, ...]]  # a table, and its values in the order of the dictionary

LEAST_HOMES = 10  # fewer are a small cell
_BANDS = ((12, "under 1"), (60, "1 to 4"), (120, "5 to 9"), (192, "10 to 15"), (216, "16 to 17"))
_MINUTES = ((15, "under 15"), (30, "15 to 29"), (60, "30 to 59"))
# Of these the days are public, and would tell on which day a home was first visited.
_PUBLIC_DAYS = ("holiday",)
_VOICE = ("own_words", "appearance", "activity", "relationships", "surroundings")
# By table, the columns with few values that are looked through for small cells.
CATEGORIES: Mapping[str, Sequence[str]] = {
    "people": ("kind", "age_band"), "visits": ("kind", "access", "agency", "minutes", "in_charge"),
    "signs": ("sign",), "voices": ("seen",),
    "events": ("kind", "agency", "significance", "area", "outcome"),
    "homes": ("children", "carers", "others"), "powers": ("power",),
    "event_steps": ("kind", "outcome", "how", "stage"),
    "sharing": ("decided", "agency", "basis", "consent"),
}  # fmt: skip


@dataclass(frozen=True)
class Household:
    """What is known of one home, with those joined into it as one."""

    id: str
    team: str
    was_found: bool
    people: Sequence[Mapping[str, Any]]
    visits: Sequence[VisitRecord]
    events: Sequence[Event]
    steps: Mapping[str, Sequence[Step]]  # of referrals and escalations, by event
    shared: Mapping[str, Sharing]  # decisions to share, by event


def rows_of(
    home: Household, pseudonym: Pseudonym, number: Number, versions: Mapping[str, str]
) -> Iterator[Row]:
    """Every row of a home; `versions` names the rules by their digest."""
    visits = in_order(home.visits)
    first = visits[0].day if visits else None
    here, people = number("homes"), {each["id"]: number("people") for each in home.people}
    kinds = [each["kind"] for each in home.people]
    yield "homes", (
        here, pseudonym("home", home.id), pseudonym("team", home.team),
        first and first.isoformat()[:7],
        (visits[-1].day - first).days if first else None, len(visits), kinds.count("child"),
        kinds.count("carer"), kinds.count("other"), int(home.was_found),
    )  # fmt: skip
    for each in home.people:
        yield "people", (
            people[each["id"]], pseudonym("person", each["id"]), here, each["kind"],
            _age_band(each, first), int(each["born"] is None and each["about_years"] is not None),
        )  # fmt: skip
    for nth, visit in enumerate(visits, 1):
        yield from _visit(visit, nth, here, first or visit.day, people, pseudonym, number, versions)
    for event in home.events:
        if event.kind not in _PUBLIC_DAYS:
            yield from _event(event, home, here, first, people, number)


def items_of(rules: Rules) -> Iterator[Row]:
    """The items of a version of the rules."""
    for area in rules.areas:
        for item in area.all_items():
            yield "items", (
                rules.version, item.id, area.id, item.title, item.about,
                *(item.ages or (None, None)), *(item.grades[grade] for grade in range(1, 6)),
            )  # fmt: skip


def _visit(
    visit: VisitRecord, nth: int, home: int, first: date, people: Mapping[str, int],
    pseudonym: Pseudonym, number: Number, versions: Mapping[str, str],
) -> Iterator[Row]:  # fmt: skip
    body, here = visit.body, number("visits")
    seen = [each["seen"] for each in body["voices"]]
    alone = seen.count("seen_alone")
    yield "visits", (
        here, pseudonym("visit", visit.id), home, nth, (visit.day - first).days, body["kind"],
        body["access"], pseudonym("author", visit.author_id), visit.agency, _minutes(body),
        _in_charge(body), len(body["children"]), seen.count("seen") + alone, alone,
        len(body["photos"]), int(bool(body.get("quick"))), visit.revision, versions.get(visit.rules),
    )  # fmt: skip
    for area, each in visit.result["home"].items():
        yield "area_grades", (here, None, area, each["grade"], None, None)
    for child, areas in visit.result["children"].items():
        for area, each in areas.items():
            yield "area_grades", (
                here, people.get(child), area, each["grade"], each["graded"], each["applicable"],
            )  # fmt: skip
    for each in visit.grades:
        yield "grades", (
            here, people.get(each.get("child") or ""), each["item"], each.get("grade"),
            each.get("state"), _several(each.get("made_up_by")), int(bool(each.get("words"))),
            int(bool(each.get("same_as"))),
        )  # fmt: skip
    for each in body.get("powers") or ():
        yield "powers", (here, each["power"], len(each.get("children") or ()))
    for each in body.get("next_steps") or ():
        by = as_date(each.get("by"))
        due = (by - visit.day).days if by else None
        yield "next_steps", (
            here, people.get(each.get("child") or ""), each["item"], each["target"], due,
            int(bool(each.get("helps"))),
        )  # fmt: skip
    for each in body.get("own_grades") or ():
        yield "own_grades", (
            here, people.get(each.get("child") or ""), people.get(each["person"]), each["item"],
            each.get("grade"), each.get("state"),
        )  # fmt: skip
    for each in body["signs"]:
        yield "signs", (here, each["sign"])
    for each in body["voices"]:
        written = (int(bool((each.get(part) or "").strip())) for part in _VOICE)
        yield "voices", (here, people.get(each["child"]), each["seen"], *written)


def _event(
    event: Event, household: Household, home: int, first: date | None,
    people: Mapping[str, int], number: Number,
) -> Iterator[Row]:  # fmt: skip
    here = number("events")
    yield "events", (
        here, home, (event.day - first).days if first else None,
        (event.until - event.day).days if event.until else None, event.kind, event.agency,
        event.significance, event.area, event.outcome, _several(event.made_up_by),
        len(event.children),
    )  # fmt: skip
    for child in event.children:
        if child in people:
            yield "event_people", (here, people[child])
    for step in household.steps.get(event.id, ()):
        yield "event_steps", (
            here, step.number, (step.at.date() - event.day).days, step.kind, step.outcome,
            step.how, step.stage, int(step.urgent), step.clock,
        )  # fmt: skip
    shared = household.shared.get(event.id)
    if shared:
        yield "sharing", (here, shared.decided, shared.agency, shared.basis or None, shared.consent)


def _age_band(person: Mapping[str, Any], first: date | None) -> str:
    months = age_in_months(person, first.isoformat()) if first else None
    if months is None:
        return "18 and over" if person["kind"] == "carer" else "not known"
    if months < 0:
        return "not born"
    return next((band for under, band in _BANDS if months < under), "18 and over")


def _minutes(body: Mapping[str, Any]) -> str | None:
    if not body.get("left_at"):
        return None
    took = datetime.fromisoformat(body["left_at"]) - datetime.fromisoformat(body["observed_at"])
    minutes = took.total_seconds() / 60
    return next((band for under, band in _MINUTES if minutes < under), "60 and more")


def _in_charge(body: Mapping[str, Any]) -> str | None:
    who = body.get("in_charge")
    if not who or who == NOBODY:
        return who or None
    if any(each["id"] == who for each in body["children"]):
        return "child"
    return next((each["role"] for each in body["adults"] if each["id"] == who), None)


def _several(words: Sequence[str] | None) -> str | None:
    return ",".join(words) if words else None
