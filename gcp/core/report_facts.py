"""What a report rests on, and what of it has changed since it was made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """Visits with revision and digest, events with revision, photos with what is blacked out."""

    visits: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    photos: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """The same as it is kept."""
        kept = {"visits": self.visits, "events": self.events, "photos": self.photos}
        return json.dumps({name: dict(each) for name, each in kept.items()}, sort_keys=True)


@dataclass(frozen=True)
class Changed:
    """One thing that is no longer as it was; `visit` and its revisions, or how many of a kind."""

    kind: str
    visit: str = ""
    was: int = 0
    now: int = 0
    count: int = 0


def read_facts(kept: str) -> Facts:
    """Facts of the text that was kept."""
    found = json.loads(kept)
    visits = {visit: (number, sha256) for visit, (number, sha256) in found["visits"].items()}
    return Facts(visits, found["events"], found["photos"])


def changed_since(then: Facts, now: Facts) -> list[Changed]:
    """What differs between two states of the record."""
    return [*_visits(then, now), *_events(then, now), *_photos(then, now)]


def _visits(then: Facts, now: Facts) -> Iterator[Changed]:
    for visit, (number, sha256) in then.visits.items():
        found = now.visits.get(visit)
        if found is None:
            yield Changed("visit_gone", visit)
        elif tuple(found) != (number, sha256):
            yield Changed("visit_changed", visit, number, found[0])
    yield from (Changed("visit_added", each) for each in now.visits if each not in then.visits)


def _events(then: Facts, now: Facts) -> Iterator[Changed]:
    newer = sum(now.events.get(each, number) != number for each, number in then.events.items())
    yield from _counted("events_gone", sum(each not in now.events for each in then.events))
    yield from _counted("events_changed", newer)
    yield from _counted("events_added", sum(each not in then.events for each in now.events))


def _photos(then: Facts, now: Facts) -> Iterator[Changed]:
    other = sum(now.photos.get(each, mark) != mark for each, mark in then.photos.items())
    yield from _counted("photos_changed", other)
    yield from _counted("photos_added", sum(each not in then.photos for each in now.photos))


def _counted(kind: str, count: int) -> Iterator[Changed]:
    if count:
        yield Changed(kind, count=count)
