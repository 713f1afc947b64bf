"""What was agreed for a home, and what became of it: each next step, its grade then and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gcp.core.fields import as_date
from gcp.core.history import Slot, VisitRecord, in_order

OPEN, MET, REPLACED = "open", "met", "replaced"


@dataclass(frozen=True)
class StandingStep:
    """One step as it stands: set at `visit`, met by a later grade or replaced by a later step."""

    item: str
    child: str | None
    words: str
    target: int
    by: date | None
    helps: str
    visit: str
    set_on: date
    grade_then: int | None  # at the visit that set it, else the last number before
    grade_now: int | None  # the newest number, whatever became of the step
    now_on: date | None
    state: str  # open|met|replaced
    ended_on: date | None = None  # the day it was met or replaced

    @property
    def slot(self) -> Slot:
        """The item and child it is about."""
        return self.item, self.child

    def days_left(self, on: date) -> int | None:
        """Whole days until it is due, below nought once it is overdue; None where no day is set."""
        return None if self.by is None else (self.by - on).days

    def as_json(self) -> dict[str, Any]:
        """The same as an entry of the caseload."""
        return {
            "item": self.item, "child": self.child, "words": self.words, "target": self.target,
            "by": self.by.isoformat() if self.by else None, "helps": self.helps or None,
            "visit": self.visit, "set_on": self.set_on.isoformat(),
        }  # fmt: skip


def standing(records: Iterable[VisitRecord]) -> tuple[StandingStep, ...]:
    """Every step of a home's visits in the order they were set."""
    ordered = in_order(records)
    if not any(record.body.get("next_steps") for record in ordered):
        return ()
    steps: list[StandingStep] = []
    open_at: dict[Slot, int] = {}
    numbers: dict[Slot, tuple[int, date]] = {}
    for record in ordered:
        for entry in record.grades:
            slot, grade = (entry["item"], entry.get("child")), entry.get("grade")
            if grade is None:
                continue
            numbers[slot] = (grade, record.day)
            at = open_at.get(slot)
            if at is not None and grade <= steps[at].target:
                steps[at] = replace(steps[at], state=MET, ended_on=record.day)
                del open_at[slot]
        for entry in record.body.get("next_steps") or ():
            slot = (entry["item"], entry.get("child"))
            at = open_at.get(slot)
            if at is not None:
                steps[at] = replace(steps[at], state=REPLACED, ended_on=record.day)
            open_at[slot] = len(steps)
            steps.append(_step(entry, record, numbers.get(slot, (None, None))[0]))
    return tuple(_with_now(each, numbers) for each in steps)


def open_steps(records: Iterable[VisitRecord]) -> tuple[StandingStep, ...]:
    """The steps neither met nor replaced: the soonest due first, then those without a day."""
    found = (each for each in standing(records) if each.state == OPEN)
    return tuple(sorted(found, key=lambda each: (each.by is None, each.by or each.set_on)))


def _step(entry: Any, record: VisitRecord, grade: int | None) -> StandingStep:
    return StandingStep(
        item=entry["item"], child=entry.get("child"), words=entry["words"],
        target=entry["target"], by=as_date(entry.get("by")), helps=entry.get("helps") or "",
        visit=record.id, set_on=record.day, grade_then=grade, grade_now=None, now_on=None,
        state=OPEN,
    )  # fmt: skip


def _with_now(step: StandingStep, numbers: dict[Slot, tuple[int, date]]) -> StandingStep:
    grade, day = numbers.get(step.slot, (None, None))
    return replace(step, grade_now=grade, now_on=day)
