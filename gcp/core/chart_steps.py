"""What was agreed, on the chart: each next step at its day and the grade that it is to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gcp.core.chart_axis import Axis
from gcp.core.chart_parts import Column, Panel, Symbol, Target
from gcp.core.chart_shapes import Line, Mark, target_mark
from gcp.core.history import VisitRecord
from gcp.core.next_steps import MET, OPEN, REPLACED, StandingStep, standing

if TYPE_CHECKING:
    from gcp.core.rules import Rules

NEAR = 13  # between the middles of two marks that can be told apart
EDGE = 8  # kept free at either end of a panel
MIDDLE_X, MIDDLE_Y = 14, 11


def targets(
    records: Sequence[VisitRecord], rules: Mapping[str, Rules], child: str | None,
    panels: Sequence[Panel], columns: Sequence[Column], axis: Axis,
) -> tuple[Target, ...]:  # fmt: skip
    """The steps of a home, or of one child and the home; what was replaced has no mark."""
    steps = [each for each in standing(records) if child is None or each.child in (None, child)]
    if not steps:
        return ()
    by_area = {panel.area: panel for panel in panels}
    taken = [(mark.x, mark.y) for column in columns for mark in column.marks]
    made_by = {record.id: record for record in records}
    found = []
    for step in steps:
        record = made_by[step.visit]
        area, title = _named(step, record, rules[record.rules])
        mark = _mark(step, by_area[area], axis, taken) if step.state != REPLACED else None
        lines = tuple(_cross_lines(mark)) if mark else ()
        found.append(Target(area, title, step, mark, lines))
    return tuple(found)


def symbols(found: Iterable[Target]) -> Iterator[Symbol]:
    """The entries of the key for the marks in use."""
    states = {each.step.state for each in found if each.mark}
    for state in (each for each in (OPEN, MET) if each in states):
        mark = target_mark(MIDDLE_X, MIDDLE_Y, state == MET)
        yield Symbol(f"target_{state}", False, (mark,), tuple(_cross_lines(mark)))


def _named(step: StandingStep, record: VisitRecord, rules: Rules) -> tuple[str, str]:
    names = {each["id"]: each["name"] for each in record.body.get("children") or ()}
    area, title = next(
        (area.id, item.title)
        for area in rules.areas
        for item in area.all_items()
        if item.id == step.item
    )
    name = names.get(step.child or "")
    return area, f"{title}, {name}" if name else title


def _mark(
    step: StandingStep, panel: Panel, axis: Axis, taken: list[tuple[float, float]]
) -> Mark:
    frame, y = panel.frame, panel.grades[step.target - 1].y
    low, high = frame.x + EDGE, frame.x + frame.width - EDGE
    # Without a day: where it was reached, or at the end, where it still stands.
    day = step.by or step.ended_on
    wished = axis.x(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)) if day else high
    x = _free(min(max(wished, low), high), y, low, high, taken)
    taken.append((x, y))
    return target_mark(x, y, step.state == MET)


def _free(
    x: float, y: float, low: float, high: float, taken: Sequence[tuple[float, float]]
) -> float:
    """The nearest place in the row that no other mark stands on; the wished one if none is free."""
    there = [each for each, height in taken if height == y]
    for reach in range(int(high - low) + 1):
        for place in (x + reach, x - reach):
            if low <= place <= high and all(abs(place - each) >= NEAR for each in there):
                return round(place, 1)
    return x


def _cross_lines(mark: Mark) -> Iterator[Line]:
    """Four short strokes round the ring: no visit's mark has them."""
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield Line(
            "target", mark.x + 4 * dx, mark.y + 4 * dy, mark.x + 8 * dx, mark.y + 8 * dy
        )
