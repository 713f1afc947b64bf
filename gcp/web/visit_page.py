"""What the page of one visit shows, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gcp.core.device_clock import clock_notes
from gcp.core.history import VisitRecord
from gcp.core.known import Photo
from gcp.core.rules import Item, Rules
from gcp.core.scoring import age_in_months, item_applies
from gcp.core.visit_fields import LISTS, VISIT
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.asked_view import AskedInVisits
from gcp.web.care_view import CareView, PowerLine, care_view, power_lines
from gcp.web.context import parts
from gcp.web.home_page import AreaGrade, area_grades
from gcp.web.own_grades import OwnLine, own_lines
from gcp.web.photo_view import PhotoView, photo_dates, photo_view


@dataclass(frozen=True)
class ItemLine:
    """One item's answer, for the home or for the children who have the very same."""

    item: Item
    names: tuple[str, ...]
    answer: Mapping[str, Any] | None  # None where only somebody of the family gave one
    own: tuple[OwnLine, ...] = ()


@dataclass(frozen=True)
class AreaPart:
    """One area of the visit: its roll-ups, its answers, and the items that have none."""

    title: str
    home: AreaGrade | None
    children: Sequence[tuple[Mapping[str, Any], AreaGrade]]
    lines: Sequence[ItemLine]
    unanswered: Sequence[str]


@dataclass(frozen=True)
class VisitPhoto:
    """One photo of the visit: what the visit says of it, and what was kept (None: not come)."""

    entry: Mapping[str, Any]
    kept: Row | None
    view: PhotoView
    dates: Sequence[str]


@dataclass(frozen=True)
class VisitPage:
    """A visit as it is read."""

    record: VisitRecord
    body: Mapping[str, Any]
    home: Row
    rules: Rules
    areas: Sequence[AreaPart]
    names: Mapping[str, str]
    ages: Mapping[str, str]
    signs: Mapping[str, str]
    photos: Sequence[VisitPhoto]
    digest: str
    differs: bool
    clock: Sequence[str]
    care: CareView
    powers: Sequence[PowerLine]

    @property
    def receipt(self) -> str:
        """The beginning of the digest, as the device showed it."""
        return self.digest[:4].upper()

    @property
    def present(self) -> list[str]:
        """The names of those who were there."""
        return [self.names[each] for each in self.body.get("present") or ()]

    @property
    def in_charge(self) -> str:
        """The name of who was in charge, or nothing."""
        return self.names.get(self.body.get("in_charge") or "", "")

    def made_up(self, who: Sequence[str]) -> str:
        """Who makes up for an item, in words."""
        return ", ".join(parts().text.common.made_up_by[each] for each in who)


def filled(body: Mapping[str, Any]) -> dict[str, Any]:
    """A visit with None, or an empty list, for everything that it left out."""
    lists = {
        name: [{**dict.fromkeys(record.optional), **entry} for entry in body.get(name) or ()]
        for name, record in LISTS.items()
    }
    return {**dict.fromkeys(VISIT.optional), **body, **lists}


def visit_page(
    record: VisitRecord, rules: Rules, home: Row, kept: Row, arrived: Mapping[str, Row]
) -> VisitPage:
    """The page of one revision of a visit, as it was kept, with the photos that have come."""
    body = filled(record.body)
    children = body["children"]
    names = {each["id"]: each["name"] for each in (*children, *body["adults"])}
    titles = {item.id: item.title for item in rules.items()}
    return VisitPage(
        record=record, body=body, home=home, rules=rules,
        areas=_areas(record, rules, body), names=names,
        ages={each["id"]: dates.person_age(each, record.day) for each in children},
        signs={sign.id: sign.title for sign in rules.signs},
        photos=[
            _photo(Photo(each, record), arrived.get(each["sha256"]), titles, names)
            for each in body["photos"]
        ],
        digest=kept["sha256"], differs=bool(kept["differs"]),
        clock=_clock(body, kept["received_at"]),
        care=care_view(body, AskedInVisits().said(record)), powers=power_lines(body, names),
    )  # fmt: skip


def _photo(
    photo: Photo, kept: Row | None, titles: Mapping[str, str], names: Mapping[str, str]
) -> VisitPhoto:
    view = photo_view(photo, titles, names, {photo.entry["sha256"]} if kept else ())
    return VisitPhoto(photo.entry, kept, view, photo_dates(photo.entry, photo.record.body, kept))


def _clock(body: Mapping[str, Any], received_at: str) -> list[str]:
    words = parts().text.visits.clock
    found = clock_notes(body, datetime.fromisoformat(received_at))
    return [str(words[each.kind]).format(span=dates.span(each.by)) for each in found]


def _areas(record: VisitRecord, rules: Rules, body: Mapping[str, Any]) -> list[AreaPart]:
    children = body["children"]
    home = {each.area: each for each in area_grades(record, None)}
    per_child = [(c, {each.area: each for each in area_grades(record, c["id"])}) for c in children]
    slots = {
        item.id: list(_slots(item, record, children, body["grades"], body["own_grades"]))
        for area in rules.areas
        for item in area.all_items()
    }
    return [
        AreaPart(
            area.title, home.get(area.id),
            [(child, grades[area.id]) for child, grades in per_child if area.id in grades],
            [line for item in area.all_items() for line in _lines(item, slots[item.id], body)],
            [each for item in area.all_items() for each in _unanswered(item, slots[item.id])],
        )
        for area in rules.areas
    ]  # fmt: skip


Slot = tuple[str, Mapping[str, Any] | None, str | None]


def _slots(
    item: Item,
    record: VisitRecord,
    children: Sequence[Mapping[str, Any]],
    grades: Sequence[Mapping[str, Any]],
    own: Sequence[Mapping[str, Any]],
) -> Iterator[Slot]:
    """The names and answers of all for whom the item was to be answered; no name is the home."""
    answers = {each.get("child"): each for each in grades if each["item"] == item.id}
    if item.about == "home":
        yield "", answers.get(None), None
        return
    on = record.day.isoformat()
    given = {*answers, *(each["child"] for each in own if each["item"] == item.id)}
    for child in children:
        if child["id"] in given or item_applies(item, age_in_months(child, on)):
            yield child["name"], answers.get(child["id"]), child["id"]


def _lines(item: Item, slots: Sequence[Slot], body: Mapping[str, Any]) -> list[ItemLine]:
    """The same answer for several children stands once, with what the family said to it."""
    own = {each["child"] for each in body["own_grades"] if each["item"] == item.id}
    alike: dict[str, list[Slot]] = {}
    for slot in slots:
        answer = slot[1] or {}
        if answer or slot[2] in own:
            said = repr({key: answer[key] for key in answer if key not in ("child", "same_as")})
            alike.setdefault(said, []).append(slot)
    people = {each["id"]: each["name"] for each in (*body["children"], *body["adults"])}
    return [
        ItemLine(
            item, tuple(name for name, _, _ in group if name), group[0][1],
            own_lines(body, item.id, [child for _, _, child in group], people) if own else (),
        )
        for group in alike.values()
    ]  # fmt: skip


def _unanswered(item: Item, slots: Sequence[Slot]) -> list[str]:
    names = [name for name, answer, _ in slots if answer is None]
    if not names:
        return []
    return [item.title if len(names) == len(slots) else f"{item.title} ({', '.join(names)})"]
