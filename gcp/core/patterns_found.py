"""What a pattern is made of: findings, each with its facts and the visits that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gcp.core.history import Slot
from gcp.core.pattern_series import Point, Series

Fact = int | str | date | None


@dataclass(frozen=True)
class Finding:
    """One thing that the history shows: of some items, of some children, or of the whole home."""

    facts: Mapping[str, Fact]
    visits: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    children: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, series: Series, facts: Mapping[str, Fact], points: Iterable[Point],
        events: tuple[str, ...] = (),
    ) -> Finding:  # fmt: skip
        """A finding about one item, resting on the visits of these points."""
        visits = tuple(dict.fromkeys(each.visit for each in points))
        return cls(facts, visits, events, (series.slot,))

    def joined(self, other: Finding) -> Finding:
        """One finding of two that differ only in whom and what they are about."""
        slots, children = (*self.slots, *other.slots), (*self.children, *other.children)
        visits = tuple(dict.fromkeys((*self.visits, *other.visits)))
        return Finding(self.facts, visits, self.events, slots, children)


@dataclass(frozen=True)
class Pattern:
    """All findings of one kind, and every visit and event that they rest on."""

    kind: str
    findings: tuple[Finding, ...]

    @property
    def visits(self) -> tuple[str, ...]:
        """The ids of all visits that it rests on."""
        return tuple(dict.fromkeys(each for one in self.findings for each in one.visits))

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of all events that it rests on."""
        return tuple(dict.fromkeys(each for one in self.findings for each in one.events))

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every item of the home or a child that it is about."""
        return tuple(dict.fromkeys(each for one in self.findings for each in one.slots))


def together(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the very same facts as one, about all their items and children.

    Those about the most items come first.
    """
    alike: dict[object, Finding] = {}
    for each in findings:
        key = (tuple(each.facts.items()), each.events)
        first = alike.get(key)
        alike[key] = first.joined(each) if first else each
    return tuple(sorted(alike.values(), key=lambda each: -len(each.slots)))
