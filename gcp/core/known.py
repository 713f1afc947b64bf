"""What is known of a home by now: the last answers, what is 4 or 5, who was seen, the photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gcp.core.history import CONCERN, HIDDEN, Slot, VisitRecord, areas_of, in_order
from gcp.core.visit_fields import ROOMS


@dataclass(frozen=True)
class LastAnswer:
    """The newest answer to one item, and the newest number where that answer is none."""

    item: str
    child: str | None
    grade: int | None
    state: str | None
    observed_at: str
    words: str | None
    by: str
    visit: str
    last_grade: int | None
    last_grade_at: str | None

    def as_json(self) -> dict[str, Any]:
        """The same as an entry of the caseload."""
        answer = {"grade": self.grade} if self.state is None else {"state": self.state}
        older = {"last_grade": self.last_grade, "last_grade_at": self.last_grade_at}
        return {
            "item": self.item, "child": self.child, **answer, "observed_at": self.observed_at,
            "words": self.words, "by": self.by, **(older if self.state is not None else {}),
        }  # fmt: skip


@dataclass(frozen=True)
class AreaNow:
    """One area's roll-up at the newest visit that graded it."""

    area: str
    child: str | None
    result: Mapping[str, Any]
    record: VisitRecord


@dataclass(frozen=True)
class Seen:
    """When one child was last seen, and last seen alone; None: never on record."""

    child: str
    name: str
    day: date | None
    days: int | None
    alone_day: date | None
    alone_days: int | None


@dataclass(frozen=True)
class Photo:
    """One photo and the visit it belongs to."""

    entry: Mapping[str, Any]
    record: VisitRecord

    @property
    def instant(self) -> datetime:
        """The moment it shows."""
        return datetime.fromisoformat(self.entry["observed_at"])


    @property
    def answer(self) -> Mapping[str, Any] | None:
        """What this visit answered to the item that it shows: for its child, else the worst."""
        child, item = self.entry.get("child"), self.entry.get("item")
        answers = [
            each
            for each in self.record.body.get("grades") or ()
            if each["item"] == item and (child is None or each.get("child") in (None, child))
        ]
        return max(answers, key=lambda each: each.get("grade") or 0, default=None)


@dataclass(frozen=True)
class LastConcern:
    """The newest visit that graded anything 4 or 5, and the items that it graded so."""

    record: VisitRecord
    items: tuple[str, ...]


def last_answers(records: Iterable[VisitRecord]) -> list[LastAnswer]:
    """The newest answer to each item of the home and of each child."""
    newest: dict[Slot, tuple[Mapping[str, Any], VisitRecord]] = {}
    numbers: dict[Slot, tuple[int, VisitRecord]] = {}
    for record in reversed(in_order(records)):
        for entry in record.grades:
            slot = (entry["item"], entry.get("child"))
            newest.setdefault(slot, (entry, record))
            if slot not in numbers and entry.get("grade") is not None:
                numbers[slot] = (entry["grade"], record)
    return [
        _last_answer(slot, entry, record, numbers.get(slot))
        for slot, (entry, record) in newest.items()
    ]


def _last_answer(
    slot: Slot, entry: Mapping[str, Any], record: VisitRecord,
    number: tuple[int, VisitRecord] | None,
) -> LastAnswer:  # fmt: skip
    grade, source = number or (None, None)
    return LastAnswer(
        item=slot[0],
        child=slot[1],
        grade=entry.get("grade"),
        state=None if entry.get("grade") is not None else entry["state"],
        observed_at=record.body["observed_at"],
        words=entry.get("words"),
        by=record.author_name,
        visit=record.id,
        last_grade=grade,
        last_grade_at=source.body["observed_at"] if source else None,
    )


def concerns(last: Iterable[LastAnswer]) -> list[LastAnswer]:
    """The items that are graded 4 or 5 now."""
    return [each for each in last if (each.grade or 0) >= CONCERN]


def concerns_of(record: VisitRecord) -> int:
    """How many answers of one visit are 4 or 5."""
    return sum((entry.get("grade") or 0) >= CONCERN for entry in record.grades)


def unseen_concerns(last: Iterable[LastAnswer]) -> list[LastAnswer]:
    """The items that were 4 or 5 when last graded and have not been shown since."""
    hidden = (each for each in last if each.state in HIDDEN)
    return [each for each in hidden if (each.last_grade or 0) >= CONCERN]


def area_now(records: Iterable[VisitRecord], child: str | None = None) -> dict[str, AreaNow]:
    """Each area's newest roll-up, for one child or for the home."""
    found: dict[str, AreaNow] = {}
    for record in reversed(in_order(records)):
        for area, result in areas_of(record, child).items():
            if area not in found and result["grade"] is not None:
                found[area] = AreaNow(area, child, result, record)
    return found


def days_since_seen(records: Iterable[VisitRecord], on: date) -> dict[str, Seen]:
    """When each child that any visit names was last seen, counted to a day."""
    names: dict[str, str] = {}
    seen: dict[str, date] = {}
    alone: dict[str, date] = {}
    for record in in_order(records):
        names.update((each["id"], each["name"]) for each in record.body.get("children") or ())
        for child in names:
            how = _how_seen(record, child)
            if how in ("seen", "seen_alone"):
                seen[child] = record.day
            if how == "seen_alone":
                alone[child] = record.day
    return {
        child: Seen(
            child, name, seen.get(child), days_between(seen.get(child), on),
            alone.get(child), days_between(alone.get(child), on),
        )
        for child, name in names.items()
    }  # fmt: skip


def _how_seen(record: VisitRecord, child: str) -> str:
    for voice in record.body.get("voices") or ():
        if voice["child"] == child:
            return voice["seen"]
    return "seen" if child in (record.body.get("present") or ()) else "not_seen"


def days_between(day: date | None, on: date) -> int | None:
    """Whole days from one day to another, never fewer than none; None where there is no first."""
    # A device may run ahead of the server by up to a day.
    return None if day is None else max(0, (on - day).days)


def photos_by_room(records: Iterable[VisitRecord]) -> dict[str | None, list[Photo]]:
    """The photos of all visits by room, newest first; last, under None, those without a room."""
    rooms: dict[str | None, list[Photo]] = {}
    for record in in_order(records):
        gone = {each["id"] for each in record.body.get("withdrawn_photos") or ()}
        for entry in record.body.get("photos") or ():
            if entry["id"] not in gone:
                rooms.setdefault(entry.get("room"), []).append(Photo(entry, record))
    for photos in rooms.values():
        photos.sort(key=lambda each: each.instant, reverse=True)
    return {room: rooms[room] for room in (*ROOMS, None) if room in rooms}


def last_concern(records: Iterable[VisitRecord], child: str | None = None) -> LastConcern | None:
    """When anything was last graded 4 or 5 for the home or a child, however good a visit since."""
    for record in reversed(in_order(records)):
        items = [
            entry["item"]
            for entry in record.grades
            if (entry.get("grade") or 0) >= CONCERN
            and (child is None or entry.get("child") in (None, child))
        ]
        if items:
            return LastConcern(record, tuple(dict.fromkeys(items)))
    return None
