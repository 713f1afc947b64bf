"""Who gives the children what their carers do not, item by item, at which visits and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gcp.core.events import Event
from gcp.core.history import VisitRecord, in_order
from gcp.core.visit_fields import MADE_UP_BY


@dataclass(frozen=True)
class MadeUp:
    """One answer of a visit, or one event, that says who made up for what."""

    day: date
    by: tuple[str, ...]
    item: str | None = None  # of a visit's answer; an event names an area at most
    area: str | None = None
    children: tuple[str, ...] = ()  # none: the whole home
    grade: int | None = None  # of the carers' care
    state: str | None = None
    words: str = ""
    visit: VisitRecord | None = None
    event: Event | None = None


@dataclass(frozen=True)
class By:
    """How often one kind of helper is named for one item, and from when to when."""

    who: str
    visits: int
    events: int
    first: date
    last: date


@dataclass(frozen=True)
class OfItem:
    """All that was made up for in one item, or in an area as events tell it; newest first."""

    item: str | None
    area: str | None
    told: tuple[MadeUp, ...]

    @property
    def by(self) -> tuple[By, ...]:
        """Each kind of helper once, in the order of the form."""
        return tuple(_by(who, self.told) for who in MADE_UP_BY if _told(who, self.told))


def made_up(
    records: Iterable[VisitRecord], events: Iterable[Event], child: str | None = None
) -> list[MadeUp]:
    """Everything that says so, oldest first; for one child, its own and the whole home's."""
    found = [each for record in in_order(records) for each in _of_visit(record)]
    found += [
        MadeUp(
            event.day, event.made_up_by, area=event.area, children=event.children,
            words=event.words, event=event,
        )
        for event in events
        if event.made_up_by
    ]  # fmt: skip
    mine = (each for each in found if not child or not each.children or child in each.children)
    return sorted(mine, key=lambda each: each.day)


def by_item(told: Iterable[MadeUp], area_of: Mapping[str, str]) -> tuple[OfItem, ...]:
    """The same by item in the order of `area_of` (items' areas); an area's events after its items.

    Items that it does not know come last, and at the very end the events without an area.
    """
    heaps: dict[tuple[str | None, str | None], list[MadeUp]] = {}
    for each in told:
        area = area_of.get(each.item) if each.item else each.area
        heaps.setdefault((area, each.item), []).append(each)
    areas = {area: at for at, area in enumerate(dict.fromkeys(area_of.values()))}
    items = {item: at for at, item in enumerate(area_of)}

    def place(key: tuple[str | None, str | None]) -> tuple[int, int, int]:
        area, item = key
        known = areas.get(area or "", len(areas))
        return known, int(item is None), items.get(item or "", len(items))

    return tuple(
        OfItem(item, area, tuple(reversed(heaps[area, item])))
        for area, item in sorted(heaps, key=place)
    )


def of_item(told: Iterable[MadeUp], item: str, area: str | None) -> OfItem | None:
    """What visits say of one item, with the events about its area; None if there is neither."""
    mine = tuple(
        each
        for each in told
        if each.item == item or (each.event and area is not None and each.area == area)
    )
    return OfItem(item, area, mine[::-1]) if mine else None


def _of_visit(record: VisitRecord) -> Iterable[MadeUp]:
    """One line for all children with the very same answer."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for entry in record.grades:
        if entry.get("made_up_by"):
            key = (
                entry["item"], tuple(entry["made_up_by"]), entry.get("grade"),
                entry.get("state"), entry.get("made_up_words") or "",
            )  # fmt: skip
            alike.setdefault(key, []).extend([entry["child"]] if entry.get("child") else [])
    for (item, by, grade, state, words), children in alike.items():
        yield MadeUp(
            record.day, by, item=item, children=tuple(children), grade=grade, state=state,
            words=words, visit=record,
        )  # fmt: skip


def _told(who: str, told: Iterable[MadeUp]) -> list[MadeUp]:
    return [each for each in told if who in each.by]


def _by(who: str, told: Iterable[MadeUp]) -> By:
    mine = _told(who, told)
    days = [each.day for each in mine]
    return By(
        who, len({each.visit.id for each in mine if each.visit}),
        len({each.event.id for each in mine if each.event}), min(days), max(days),
    )  # fmt: skip
