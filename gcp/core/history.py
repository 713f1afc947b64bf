"""What a home's signed visits say together: order, change, what is known now, who was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

CONCERN = 4  # Grades 4 and 5 are read as needs not met.
HIDDEN = ("not_seen", "refused")
UNKNOWN = (None, None)

Slot = tuple[str, str | None]
Answer = int | str


@dataclass(frozen=True)
class VisitRecord:
    """The newest signed revision of one visit, with its document and its score."""

    id: str
    home: str
    author_id: str
    author_name: str
    agency: str
    body: Mapping[str, Any]
    result: Mapping[str, Any]
    received_at: str
    revision: int

    @cached_property
    def instant(self) -> datetime:
        """The moment of the visit, comparable across offsets."""
        return datetime.fromisoformat(self.body["observed_at"])

    @cached_property
    def day(self) -> date:
        """The day of the visit as written where it took place."""
        return self.instant.date()

    @property
    def rules(self) -> str:
        """The digest of the rules the visit was made under."""
        return self.body["rules"]

    @property
    def grades(self) -> Sequence[Mapping[str, Any]]:
        """Every item answer of the visit."""
        return self.body.get("grades") or ()


class Change(NamedTuple):
    """One item whose answer became another since a visit before.

    A tuple because long histories make thousands of them, at a fifth of a dataclass's cost.
    """

    item: str
    child: str | None
    kind: str  # better|worse|newly_seen|seen_again|no_longer_seen|no_longer_applies|other_answer
    was: Answer | None
    now: Answer
    was_at: date | None
    last_grade: int | None  # the newest number before, also where `was` is a state
    last_grade_at: date | None
    other_scorer: bool
    other_rules: bool

    @property
    def is_small(self) -> bool:
        """One grade up or down by another scorer, which is not a trend."""
        numbers = isinstance(self.now, int) and self.last_grade is not None
        return self.other_scorer and numbers and abs(self.now - self.last_grade) == 1


@dataclass(frozen=True)
class AreaChange:
    """One area's roll-up that moved between two visits under the same rules."""

    area: str
    child: str | None
    kind: str  # better|worse
    was: int
    now: int
    other_scorer: bool


@dataclass(frozen=True)
class Step:
    """One visit and what it changed in what was known before."""

    record: VisitRecord
    first: bool  # nothing had been graded before
    changes: tuple[Change, ...]
    areas: tuple[AreaChange, ...]
    other_scorer: bool  # than at the last graded visit
    other_rules: bool


def in_order(records: Iterable[VisitRecord]) -> tuple[VisitRecord, ...]:
    """Visits from the oldest to the newest, by the moment of the visit."""
    return tuple(sorted(records, key=lambda each: (each.instant, each.received_at, each.id)))


def answer_of(entry: Mapping[str, Any]) -> Answer:
    """An item's grade, or its state where it has none."""
    grade = entry.get("grade")
    return entry["state"] if grade is None else grade


def is_graded(record: VisitRecord) -> bool:
    """Whether a visit holds any number grade."""
    return any(entry.get("grade") is not None for entry in record.grades)


def changes(before: Iterable[VisitRecord], after: VisitRecord) -> list[Change]:
    """What became of each item at a visit, against the last of `before` that answered it."""
    known = _Known()
    for record in in_order(before):
        known.learn(record)
    return known.changes(after)


def steps(records: Iterable[VisitRecord]) -> tuple[Step, ...]:
    """Each visit, oldest first, with what it changed."""
    known = _Known()
    return tuple(known.step(record) for record in in_order(records))


class _Known:
    """What the visits so far have told, item by item and area by area."""

    def __init__(self) -> None:
        self.answers: dict[Slot, tuple[Answer, VisitRecord]] = {}
        self.numbers: dict[Slot, tuple[int, VisitRecord]] = {}
        self.areas: dict[Slot, tuple[int, VisitRecord]] = {}
        self.graded: VisitRecord | None = None

    def step(self, record: VisitRecord) -> Step:
        before, graded, areas = self.graded, is_graded(record), list(_area_grades(record))
        compared = before is not None and graded
        made = Step(
            record=record,
            first=before is None,
            changes=tuple(self.changes(record)),
            areas=tuple(self.area_changes(record, areas)),
            other_scorer=compared and before.author_id != record.author_id,
            other_rules=compared and before.rules != record.rules,
        )
        self.learn(record, areas)
        return made

    def learn(self, record: VisitRecord, areas: Iterable[tuple[Slot, int]] = ()) -> None:
        for entry in record.grades:
            slot = (entry["item"], entry.get("child"))
            answer = answer_of(entry)
            self.answers[slot] = (answer, record)
            if isinstance(answer, int):
                self.numbers[slot] = (answer, record)
                self.graded = record
        for slot, grade in areas:
            self.areas[slot] = (grade, record)

    def changes(self, record: VisitRecord) -> list[Change]:
        if self.graded is None:
            return []
        found = []
        for entry in record.grades:
            slot, now = (entry["item"], entry.get("child")), answer_of(entry)
            was, source = self.answers.get(slot, UNKNOWN)
            if was != now and not (was is None and isinstance(now, str)):
                found.append(self.change(slot, now, was, source, record))
        return found

    def change(
        self, slot: Slot, now: Answer, was: Answer | None,
        source: VisitRecord | None, record: VisitRecord,
    ) -> Change:  # fmt: skip
        number, number_source = self.numbers.get(slot, UNKNOWN)
        against = number_source if isinstance(now, int) and number_source else source
        return Change(
            slot[0],
            slot[1],
            _kind(was, now, number),
            was,
            now,
            was_at=source.day if source else None,
            last_grade=number,
            last_grade_at=number_source.day if number_source else None,
            other_scorer=against is not None and against.author_id != record.author_id,
            other_rules=against is not None and against.rules != record.rules,
        )

    def area_changes(
        self, record: VisitRecord, areas: Iterable[tuple[Slot, int]]
    ) -> Iterable[AreaChange]:
        for slot, now in areas:
            was, source = self.areas.get(slot, (now, record))
            # A roll-up under other rules is another measure: never compared.
            if was != now and source.rules == record.rules:
                kind = "better" if now < was else "worse"
                other = source.author_id != record.author_id
                yield AreaChange(slot[0], slot[1], kind, was, now, other)


def _kind(was: Answer | None, now: Answer, last_grade: int | None) -> str:
    if isinstance(now, int):
        if isinstance(was, int):
            return "better" if now < was else "worse"
        return "newly_seen" if last_grade is None else "seen_again"
    if isinstance(was, int):
        return "no_longer_seen" if now in HIDDEN else "no_longer_applies"
    return "other_answer"


def _area_grades(record: VisitRecord) -> Iterable[tuple[Slot, int]]:
    scored = [(None, record.result.get("home") or {})]
    scored.extend((record.result.get("children") or {}).items())
    for child, areas in scored:
        for area, result in areas.items():
            if result["grade"] is not None:
                yield (area, child), result["grade"]


def areas_of(record: VisitRecord, child: str | None) -> Mapping[str, Mapping[str, Any]]:
    """A visit's roll-ups by area, for one child or for the home."""
    if child is None:
        return record.result.get("home") or {}
    return (record.result.get("children") or {}).get(child) or {}
