"""The events of a home beneath its chart: a lane for each group of them, on the visits' axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time

from gcp.core.chart_axis import Axis
from gcp.core.chart_made_up import roof
from gcp.core.chart_parts import EventLane, EventMark, EventSpan
from gcp.core.chart_shapes import Box, Line, Mark, count_mark, event_mark
from gcp.core.events import Event

GROUPS = {
    "reports": (
        "referral", "feedback", "police_incident", "school_report", "health_report",
        "missed_appointment", "cancelled_appointment",
    ),
    "meetings": ("conference", "plan", "court_order", "sharing_decision", "escalation"),
    "case": ("case_opened", "case_closed"),
    "good": ("good_news",),
    "other": ("change_in_home", "other"),
    "holiday": ("holiday",),
}  # fmt: skip
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
APART = 22  # from one mark to the next in a lane, so that none lies over another
HEIGHT = 24  # of a lane's marks
BAR, BAR_GAP, LEAST_BAR, MOST_BARS = 8, 4, 6, 6  # a bar's height, the room after it, its width
BASE = 5  # from the middle of a lane to its words' baseline


def moments(events: Iterable[Event]) -> list[datetime]:
    """The days between which an axis has to reach to hold these events."""
    return [at_noon(day) for each in events for day in (each.day, each.until or each.day)]


def at_noon(day: date) -> datetime:
    """The moment by which a day stands on an axis."""
    return datetime.combine(day, time(12), UTC)


def lanes(
    events: Sequence[Event], axis: Axis, left: float, right: float, top: float
) -> tuple[EventLane, ...]:
    """The lanes of the groups that have an event, one beneath the other."""
    found = []
    for group, kinds in GROUPS.items():
        mine = sorted(
            (each for each in events if each.kind in kinds), key=lambda e: (e.day, e.id)
        )
        if mine:
            found.append(_lane(group, mine, axis, left, right, top))
            top += found[-1].height
    return tuple(found)


def closed_lines(lanes: Sequence[EventLane], frames: Sequence[Box]) -> tuple[Line, ...]:
    """Lines across the panels where a case was closed."""
    marks = (mark for lane in lanes for mark in lane.marks)
    places = [
        each.mark.x for each in marks if any(one.kind == "case_closed" for one in each.events)
    ]
    return tuple(
        Line("closed", x, frame.y, x, frame.y + frame.height) for x in places for frame in frames
    )


def _lane(
    group: str, events: Sequence[Event], axis: Axis, left: float, right: float, top: float
) -> EventLane:
    def place(day: date, edge: float = 0) -> float:
        return min(max(axis.x(at_noon(day)), left + edge), right - edge)

    lasting = [each for each in events if each.until or group == "holiday"]
    marked = [] if group == "holiday" else list(events)
    marks_height = HEIGHT if marked else 6
    spans = tuple(
        _span(together, track, start, end, top + marks_height)
        for together, track, start, end in _tracks(
            [(each, place(each.day), place(each.until or each.day)) for each in lasting], right
        )
    )
    tracks = round(
        max((each.box.y + each.box.height - top - marks_height for each in spans), default=0)
    )
    y = top + HEIGHT / 2
    placed = [(place(each.day, APART / 2), each) for each in marked]
    return EventLane(
        group=group, y=y, label_y=y + BASE, height=max(HEIGHT, marks_height + tracks + BAR_GAP),
        marks=tuple(_marks(group, placed, y, right - APART / 2)), spans=spans,
    )  # fmt: skip


def _marks(
    group: str, placed: Sequence[tuple[float, Event]], y: float, last: float
) -> Iterator[EventMark]:
    """A mark for each event; of those that would overlap one together, with their number."""
    heaps: list[tuple[float, list[Event]]] = []
    for x, event in placed:
        if heaps and x < heaps[-1][0] + APART:
            heaps[-1][1].append(event)
        else:
            heaps.append((x, [event]))
    for x, events in heaps:
        mark = count_mark(x, y) if events[1:] else _mark(group, events[0], x, y)
        helped = any(each.made_up_by for each in events)
        yield EventMark(mark, tuple(events), roof(x, y) if helped else ())


def _mark(group: str, event: Event, x: float, y: float) -> Mark:
    what = event.kind.removeprefix("case_") if group == "case" else group
    return event_mark(what, x, y, event.significance == "serious")


def _tracks(
    placed: Sequence[tuple[Event, float, float]], right: float
) -> Iterator[tuple[list[Event], int, float, float]]:
    """Bars in as few rows as keep them apart; where rows run out, the last one's are joined."""
    rows: list[list[tuple[list[Event], float, float]]] = []
    for event, start, until in placed:
        start = min(start, right - LEAST_BAR)
        end = max(until, start + LEAST_BAR)
        row = next((row for row in rows if row[-1][2] + 1 <= start), None)
        if row is None and len(rows) < MOST_BARS:
            row = []
            rows.append(row)
        if row is None:
            together, from_x, to_x = rows[-1][-1]
            rows[-1][-1] = ([*together, event], from_x, max(to_x, end))
        else:
            row.append(([event], start, end))
    for track, row in enumerate(rows):
        for together, start, end in row:
            yield together, track, start, end


def _span(events: list[Event], track: int, start: float, end: float, top: float) -> EventSpan:
    y = top + track * (BAR + BAR_GAP)
    return EventSpan(Box(start, y, round(end - start, 1), BAR), tuple(events))
