"""A home's grades by date as a drawing in plain numbers: one panel an area, grade 1 at the top.

The web page and the PDF draw it as it stands; neither does any arithmetic of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from gcp.core import chart_events, chart_made_up, chart_steps
from gcp.core.chart_axis import time_axis
from gcp.core.chart_labels import AIR, NameMark, fit, lay_out, text_width
from gcp.core.chart_legend import legend
from gcp.core.chart_parts import Chart, Column, Panel, Row, RulesMark
from gcp.core.chart_readings import Reading, has_access, readings, titles_of
from gcp.core.chart_shapes import Box, Line, Mark, kind_mark, no_access_mark
from gcp.core.history import CONCERN, VisitRecord, in_order, is_graded

if TYPE_CHECKING:
    from gcp.core.events import Event
    from gcp.core.rules import Rules

LEFT, RIGHT, TOP = 86, 26, 2
GAP = 24  # between visits: the least width of a target
REACH = 22  # of a target to either side where there is room
FEW, FEW_WIDTH, LEAST_WIDTH, VISIT_WIDTH = 3, 232, 560, 30
PAGE_WIDTH = 640  # a wider plot scrolls on a tablet too
LINE = 19  # height of a row of words
BASE = 5  # from the middle of a row to its words' baseline
LEVEL, LEVELS = 22, 5
TITLE, LANE, PANEL_GAP = 28, 26, 10
EVENTS_GAP = 10  # over the lanes of events
LAST_WORDS = 140  # kept free at the right end of a panel's title
TITLE_SIZE = 1.35  # of a title's letters to plain ones: larger and bold
NEW_RULES_WORDS = 90  # kept free before a version's number


@dataclass(frozen=True)
class _Visit:
    record: VisitRecord
    readings: tuple[Reading, ...]
    x: float
    before_x: float  # half way to the visit before
    got_in: bool
    graded: bool
    new_scorer: bool
    new_rules: str | None


def chart(
    records: Iterable[VisitRecord], rules: Mapping[str, Rules], child: str | None = None,
    events: Iterable[Event] = (), least: int = LEAST_WIDTH,
) -> Chart:  # fmt: skip
    """The chart of a home or of one child; `rules` holds every version that a visit names.

    Events stand in lanes of their own beneath the grades; for one child, its own and the home's.
    `least` is the width of the plot where visits leave room in it.
    """
    ordered = in_order(records)
    if not ordered:
        return Chart(child)
    right = LEFT + _plot_width(len(ordered), least)
    shown = sorted(
        (each for each in events if not child or not each.children or child in each.children),
        key=lambda each: (each.day, each.recorded_at, each.id),
    )
    moments = [each.instant for each in ordered]
    axis = time_axis(moments, LEFT, right, GAP, chart_events.moments(shown))
    visits = _visits(ordered, rules, child, axis.places)
    names = _names(visits, right + RIGHT)
    name_rows = {mark.row for mark in names}
    top = TOP + LINE * len(name_rows) + 2
    areas = _areas(ordered, rules)
    panels = _panels(areas, visits, top, right)
    panels_bottom = panels[-1].frame.y + panels[-1].frame.height if panels else top
    not_in = sum(not each.got_in for each in visits)
    lane = Row(panels_bottom + LANE / 2, panels_bottom + LANE / 2 + BASE) if not_in else None
    visits_bottom = panels_bottom + (LANE if lane else 0)
    columns = _columns(visits, panels, lane, top, visits_bottom)
    event_lanes = chart_events.lanes(shown, axis, LEFT, right, visits_bottom + EVENTS_GAP)
    steps = chart_steps.targets(ordered, rules, child, panels, columns, axis)
    heights = sum(each.height for each in event_lanes)
    bottom = visits_bottom + (EVENTS_GAP + heights if event_lanes else 0)
    rules_marks = _rules_marks(visits, panels, right + RIGHT)
    name_top = TOP - (0 if 0 in name_rows else LINE)
    return Chart(
        child=child,
        columns=columns,
        not_in=not_in,
        areas=tuple(areas.items()),
        panels=panels,
        no_access=lane,
        ticks=axis.ticks(),
        events=tuple(shown),
        event_lanes=event_lanes,
        event_lines=chart_events.closed_lines(event_lanes, [each.frame for each in panels]),
        scorers=names,
        scorer_lines=_scorer_lines(names, name_top, top, panels),
        rules_marks=rules_marks,
        targets=steps,
        legend=(
            *legend(columns, panels, bool(names[1:]), bool(rules_marks), event_lanes),
            *chart_steps.symbols(steps),
        ),
        size=_size(len(ordered)),
        width=right + RIGHT,
        height=bottom + 2 * LINE + 8 + (LINE if rules_marks else 0),
        left=LEFT,
        right=right,
        label_left=LEFT - AIR,
        label_right=right + AIR,
        top=top,
        bottom=bottom,
        name_y=(name_top + LINE - BASE, name_top + 2 * LINE - BASE),
        tick_end=bottom + 5,
        tick_y=bottom + 20,
        year_y=bottom + 20 + LINE,
        rules_y=bottom + 20 + 2 * LINE,
    )


def _plot_width(count: int, least: int = LEAST_WIDTH) -> int:
    return FEW_WIDTH if count <= FEW else max(least, VISIT_WIDTH * count)


def _size(count: int) -> str:
    if count <= FEW:
        return "small"
    return "usual" if _plot_width(count) <= PAGE_WIDTH else "long"


def _visits(
    ordered: Sequence[VisitRecord], rules: Mapping[str, Rules], child: str | None,
    places: Sequence[float],
) -> list[_Visit]:  # fmt: skip
    titles = {digest: titles_of(rules[digest]) for digest in {each.rules for each in ordered}}
    visits, scorer, digest = [], None, ordered[0].rules
    before = places[0] - 2 * REACH
    for record, x in zip(ordered, places, strict=True):
        graded = is_graded(record)
        visits.append(
            _Visit(
                record=record,
                readings=readings(record, rules[record.rules], titles[record.rules], child),
                x=x,
                before_x=round((before + x) / 2, 2),
                got_in=has_access(record),
                graded=graded,
                new_scorer=graded and scorer not in (None, record.author_id),
                new_rules=rules[record.rules].version if record.rules != digest else None,
            )
        )
        scorer = record.author_id if graded else scorer
        digest, before = record.rules, x
    return visits


def _areas(ordered: Sequence[VisitRecord], rules: Mapping[str, Rules]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for digest in dict.fromkeys(each.rules for each in reversed(ordered)):
        for area in rules[digest].areas:
            titles.setdefault(area.id, area.title)
    return titles


def _names(visits: Sequence[_Visit], end: float) -> tuple[NameMark, ...]:
    first = next((each for each in visits if each.graded), None)
    if first is None:
        return ()
    starts = [(float(LEFT), first.record.author_name)]
    starts += [(each.before_x, each.record.author_name) for each in visits if each.new_scorer]
    return lay_out(starts, LEFT, end)


def _scorer_lines(
    names: Sequence[NameMark], name_top: float, top: float, panels: Sequence[Panel]
) -> tuple[Line, ...]:
    lines: list[Line] = []
    for mark in names[1:]:
        # A name that stands above its line leaves its own row free of it.
        row = 1 if mark.over_line else mark.row
        lines.append(Line("scorer", mark.x, name_top + row * LINE + 2, mark.x, top))
        lines.extend(_across("scorer", mark.x, panels))
    return tuple(lines)


def _across(kind: str, x: float, panels: Sequence[Panel]) -> Iterator[Line]:
    """A line through every panel's frame, leaving the titles between them free."""
    for frame in (panel.frame for panel in panels):
        yield Line(kind, x, frame.y, x, frame.y + frame.height)


def _panels(
    areas: Mapping[str, str], visits: Sequence[_Visit], top: float, right: float
) -> tuple[Panel, ...]:
    panels: list[Panel] = []
    for area, title in areas.items():
        met = [(each, said) for each in visits for said in each.readings if said.area == area]
        panel = _panel(area, title, met, top, right)
        panels.append(panel)
        top = panel.frame.y + panel.frame.height + PANEL_GAP
    return tuple(panels)


def _panel(
    area: str, title: str, met: Sequence[tuple[_Visit, Reading]], top: float, right: float
) -> Panel:
    graded = [(each, said) for each, said in met if said.grade is not None]
    missed = any(said.grade is None and each.got_in for each, said in met)
    start = top + TITLE
    lane_y = start + LEVELS * LEVEL + LANE / 2
    height = LEVELS * LEVEL + (LANE if missed else 0)
    shows_last = right - LEFT > FEW_WIDTH
    title_room = (right - LEFT - (LAST_WORDS if shows_last else 0)) / TITLE_SIZE
    shaded = LEVELS - CONCERN + 1
    rows = (Row(_y(start, grade), _y(start, grade) + BASE, grade) for grade in range(1, LEVELS + 1))
    return Panel(
        area=area,
        title=title,
        label=fit(title, title_room),
        again=title if text_width(title) * 2 <= title_room else "",
        title_y=top + TITLE - 8,
        frame=Box(LEFT, start, right - LEFT, height),
        concern=Box(LEFT, start + (CONCERN - 1) * LEVEL, right - LEFT, shaded * LEVEL),
        grades=tuple(rows),
        lane=Row(lane_y, lane_y + BASE) if missed else None,
        lines=tuple(_joins(met, graded, start)),
        last=graded[-1][1] if graded and shows_last else None,
    )


def _y(start: float, grade: int) -> float:
    return start + (grade - 1) * LEVEL + LEVEL / 2


def _joins(
    met: Sequence[tuple[_Visit, Reading]], graded: Sequence[tuple[_Visit, Reading]], start: float
) -> Iterator[Line]:
    order = {each.record.id: number for number, (each, _) in enumerate(met)}
    for (one, before), (other, after) in pairwise(graded):
        # Grades under other rules are another measure: no line joins them.
        if one.record.rules == other.record.rules:
            near = order[other.record.id] - order[one.record.id] == 1
            ends = one.x, _y(start, before.grade), other.x, _y(start, after.grade)
            yield Line("joined" if near else "gap", *ends)


def _columns(
    visits: Sequence[_Visit], panels: Sequence[Panel], lane: Row | None, top: float, bottom: float
) -> tuple[Column, ...]:
    by_area = {panel.area: panel for panel in panels}
    afters = [*(each.before_x for each in visits[1:]), visits[-1].x + REACH]
    columns = []
    for each, after_x in zip(visits, afters, strict=True):
        start = max(each.before_x, round(each.x - REACH, 1))
        end = min(after_x, round(each.x + REACH, 1))
        record = each.record
        columns.append(
            Column(
                visit=record.id,
                x=each.x,
                target=Box(start, top, round(end - start, 2), bottom - top),
                day=record.day,
                kind=record.body["kind"],
                access=record.body["access"],
                got_in=each.got_in,
                author=record.author_name,
                agency=record.agency,
                readings=each.readings,
                marks=tuple(_marks(each, by_area, lane)),
                lines=(*_mark_lines(each, by_area), *_roofs(each, by_area)),
                new_scorer=each.new_scorer,
                new_rules=each.new_rules,
            )
        )
    return tuple(columns)


def _marks(visit: _Visit, panels: Mapping[str, Panel], lane: Row | None) -> Iterator[Mark]:
    if not visit.got_in and lane:
        yield no_access_mark(visit.x, lane.y)
        return
    kind = visit.record.body["kind"]
    for said in visit.readings:
        panel = panels[said.area]
        row = panel.lane if said.grade is None else panel.grades[said.grade - 1]
        if row:
            yield kind_mark(kind, visit.x, row.y, graded=said.grade is not None)


def _mark_lines(visit: _Visit, panels: Mapping[str, Panel]) -> Iterator[Line]:
    for said in visit.readings:
        if said.grade is None:
            continue
        x, y = visit.x, panels[said.area].grades[said.grade - 1].y
        if said.hides_worse:
            worst_y = panels[said.area].grades[said.worst.grade - 1].y
            yield Line("whisker", x, y, x, worst_y)
            yield Line("worst", x - 6, worst_y, x + 6, worst_y)
        if visit.record.body["access"] != "inside":
            yield Line("doorstep", x - 9, y + 10.5, x + 9, y + 10.5)


def _roofs(visit: _Visit, panels: Mapping[str, Panel]) -> Iterator[Line]:
    """Over the marks of the areas in which others made up for something."""
    for said in visit.readings if visit.got_in else ():
        panel = panels[said.area]
        row = panel.lane if said.grade is None else panel.grades[said.grade - 1]
        if said.made_up and row:
            yield from chart_made_up.roof(visit.x, row.y)


def _rules_marks(
    visits: Sequence[_Visit], panels: Sequence[Panel], end: float
) -> tuple[RulesMark, ...]:
    marks: list[RulesMark] = []
    taken = 0.0
    for each in visits:
        if each.new_rules is not None:
            width = text_width(each.new_rules) + NEW_RULES_WORDS
            label_x = max(0.0, min(each.before_x - width / 2, end - width))
            free = label_x >= taken
            taken = label_x + width if free else taken
            lines = tuple(_across("rules", each.before_x, panels))
            marks.append(RulesMark(lines, each.new_rules, round(label_x, 1), free))
    return tuple(marks)
