"""One child through all visits and events: when it was seen, how, and what it said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core.events import Event
from gcp.core.history import VisitRecord, in_order
from gcp.core.known import Photo, Seen, days_since_seen
from gcp.core.made_up import MadeUp, made_up

PROMPTS = ("own_words", "appearance", "activity", "relationships", "surroundings")
NO_ACCESS = ("refused", "no_reply")
# A day in my life: questions by age, from these months on.
BANDS = {"observe": 0, "young": 36, "middle": 84, "older": 144}
GROWN = 216


@dataclass(frozen=True)
class Moment:
    """One visit or one event with what it says of the child."""

    day: date
    visit: VisitRecord | None = None
    event: Event | None = None
    seen: str = ""  # of a visit: seen|seen_alone|present|not_seen|not_said|no_access
    why: str = ""
    said: Mapping[str, str] | None = None  # what was written, by prompt
    own: tuple[Mapping[str, Any], ...] = ()  # the grades that the child itself gave
    born: str | None = None  # as the visit has it
    about_years: int | None = None


@dataclass(frozen=True)
class ChildStory:
    """All that is on record of one child, the newest first."""

    moments: tuple[Moment, ...]
    seen: Seen | None
    names: tuple[str, ...]  # every name that a visit gives, the newest first
    made_up: tuple[MadeUp, ...]  # oldest first
    photos: tuple[Photo, ...]

    @property
    def visits(self) -> int:
        """How many visits name the child."""
        return sum(each.visit is not None for each in self.moments)

    @property
    def times_seen(self) -> int:
        """At how many of them it was seen, alone or not."""
        return sum(each.seen in ("seen", "seen_alone", "present") for each in self.moments)

    @property
    def times_alone(self) -> int:
        """At how many of them it was seen alone."""
        return sum(each.seen == "seen_alone" for each in self.moments)

    @property
    def times_heard(self) -> int:
        """At how many of them its own words were written down."""
        return sum(bool(each.said and each.said.get("own_words")) for each in self.moments)


def child_story(
    child: str, records: Iterable[VisitRecord], events: Iterable[Event], on: date
) -> ChildStory:
    """The story of one child as on a day, of those visits and events that name it."""
    naming = [each for each in in_order(records) if _named(each, child)]
    told = [each for each in events if child in each.children]
    moments = [_of_visit(each, child) for each in naming]
    moments += [Moment(each.day, event=each) for each in told]
    names = dict.fromkeys(
        named["name"] for each in reversed(naming) if (named := _named(each, child))["name"]
    )
    return ChildStory(
        moments=tuple(sorted(moments, key=_place, reverse=True)),
        seen=days_since_seen(naming, on).get(child),
        names=tuple(names),
        made_up=tuple(made_up(naming, events, child)),
        photos=tuple(_photos(naming, child)),
    )


def band(months: int | None) -> str | None:
    """Which questions are for a child of that age; None where it is not known, or grown up."""
    if months is None or months >= GROWN:
        return None
    return next(name for name in reversed(BANDS) if months >= BANDS[name] or not BANDS[name])


def _named(record: VisitRecord, child: str) -> Mapping[str, Any]:
    """The child as a visit lists it; empty where it does not."""
    listed = record.body.get("children") or ()
    return next((each for each in listed if each["id"] == child), {})


def _of_visit(record: VisitRecord, child: str) -> Moment:
    body, listed = record.body, _named(record, child)
    voice = next((each for each in body.get("voices") or () if each["child"] == child), {})
    said = {name: voice[name] for name in PROMPTS if (voice.get(name) or "").strip()}
    own = (each for each in body.get("own_grades") or () if each["person"] == child)
    return Moment(
        record.day, visit=record, seen=_seen(record, voice, child), why=voice.get("why") or "",
        said=said, own=tuple(own), born=listed.get("born"),
        about_years=listed.get("about_years"),
    )  # fmt: skip


def _seen(record: VisitRecord, voice: Mapping[str, Any], child: str) -> str:
    if voice:
        return str(voice["seen"])
    if child in (record.body.get("present") or ()):
        return "present"
    return "no_access" if record.body["access"] in NO_ACCESS else "not_said"


def _place(each: Moment) -> tuple[date, str, str]:
    """By day; of one day events before visits, visits by the clock."""
    if each.visit:
        return each.day, f"v{each.visit.instant.timestamp():020.3f}", each.visit.id
    return each.day, f"e{each.event.recorded_at}" if each.event else "", ""


def _photos(records: Iterable[VisitRecord], child: str) -> list[Photo]:
    """Photos of the child's items, the newest first; those taken back left out."""
    found = [
        Photo(entry, record)
        for record in records
        for gone in [{each["id"] for each in record.body.get("withdrawn_photos") or ()}]
        for entry in record.body.get("photos") or ()
        if entry.get("child") == child and entry["id"] not in gone
    ]
    return sorted(found, key=lambda each: each.instant, reverse=True)
