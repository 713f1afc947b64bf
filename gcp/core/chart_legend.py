"""The key of a chart: only what the chart shows, drawn with the chart's own marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gcp.core.chart_made_up import roof
from gcp.core.chart_parts import Column, EventLane, Panel, Symbol
from gcp.core.chart_shapes import (
    EVENT_SHAPES,
    Box,
    Line,
    count_mark,
    event_mark,
    kind_mark,
    no_access_mark,
)
from gcp.core.visit_fields import KINDS

MIDDLE_X, MIDDLE_Y = 14, 11
ROOFED_Y = 14  # of a mark that has a roof


def legend(
    columns: Sequence[Column], panels: Sequence[Panel], scorers: bool, new_rules: bool,
    lanes: Sequence[EventLane] = (),
) -> tuple[Symbol, ...]:  # fmt: skip
    """The entries for the marks and lines in use, in a fixed order."""
    return (
        *_symbols(columns, panels, scorers, new_rules), *_event_symbols(lanes),
        *_made_up_symbols(columns, lanes),
    )  # fmt: skip


def _made_up_symbols(
    columns: Sequence[Column], lanes: Sequence[EventLane]
) -> Iterator[Symbol]:
    over = roof(MIDDLE_X, ROOFED_Y)
    if any(line.kind == "made_up" for each in columns for line in each.lines):
        yield Symbol("made_up", False, (kind_mark("arranged", MIDDLE_X, ROOFED_Y),), over)
    if any(each.lines for lane in lanes for each in lane.marks):
        mark = event_mark("reports", MIDDLE_X, ROOFED_Y, False)
        yield Symbol("made_up_event", False, (mark,), over)


def _event_symbols(lanes: Sequence[EventLane]) -> Iterator[Symbol]:
    events = [each for lane in lanes for mark in lane.marks for each in mark.events]
    kinds = {each.kind for each in events}
    for group in (lane.group for lane in lanes):
        if group == "holiday":
            yield Symbol("event_holiday", False, boxes=(Box(2, 7, 24, 8),), box_kind="span")
        for what in ("opened", "closed") if group == "case" else (group,):
            if what in EVENT_SHAPES and (group != "case" or f"case_{what}" in kinds):
                mark = event_mark(what, MIDDLE_X, MIDDLE_Y, False)
                yield Symbol(f"event_{what}", False, (mark,))
    if any(lane.spans for lane in lanes if lane.group != "holiday"):
        yield Symbol("event_lasts", False, boxes=(Box(2, 7, 24, 8),), box_kind="span")
    if any(each.significance == "serious" for each in events):
        yield Symbol("event_serious", False, (event_mark("reports", MIDDLE_X, MIDDLE_Y, True),))
    if any(mark.count > 1 for lane in lanes for mark in lane.marks):
        yield Symbol("event_count", False, (count_mark(MIDDLE_X, MIDDLE_Y),), count="2")
    if "case_closed" in kinds:
        yield Symbol("closed", False, lines=(Line("closed", 14, 0, 14, 22),))


def _symbols(
    columns: Sequence[Column], panels: Sequence[Panel], scorers: bool, new_rules: bool
) -> Iterator[Symbol]:
    kinds = {each.kind for each in columns if each.got_in}
    drawn = {line.kind for each in (*columns, *panels) for line in each.lines}
    for kind in KINDS:
        if kind in kinds:
            yield Symbol(kind, True, (kind_mark(kind, MIDDLE_X, MIDDLE_Y),))
    if any(not each.got_in for each in columns):
        yield Symbol("no_access", True, (no_access_mark(MIDDLE_X, MIDDLE_Y),))
    if any(panel.lane for panel in panels):
        kind = next(kind for kind in KINDS if kind in kinds)
        yield Symbol("not_graded", False, (kind_mark(kind, MIDDLE_X, MIDDLE_Y, graded=False),))
    if "doorstep" in drawn:
        mark = kind_mark("arranged", MIDDLE_X, MIDDLE_Y - 3)
        yield Symbol("doorstep", False, (mark,), (Line("doorstep", 5, 18.5, 23, 18.5),))
    yield Symbol("concern", False, boxes=(Box(1, 1, 26, 20),))
    if "worst" in drawn:
        bar = Line("whisker", 14, 1, 14, 18), Line("worst", 8, 18, 20, 18)
        yield Symbol("worst", False, lines=bar)
    if "gap" in drawn:
        yield Symbol("gap", False, lines=(Line("gap", 0, 11, 28, 11),))
    if scorers:
        yield Symbol("scorer", False, lines=(Line("scorer", 14, 0, 14, 22),))
    if new_rules:
        yield Symbol("rules", False, lines=(Line("rules", 14, 0, 14, 22),))
