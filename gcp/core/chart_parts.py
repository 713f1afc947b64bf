"""The parts of a chart: values that a page or a PDF draws as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gcp.core import chart_words
from gcp.core.chart_axis import Tick
from gcp.core.chart_labels import NameMark
from gcp.core.chart_readings import Reading
from gcp.core.chart_shapes import Box, Line, Mark
from gcp.core.chart_words import Words
from gcp.core.events import Event
from gcp.core.next_steps import StandingStep


@dataclass(frozen=True)
class Row:
    """One grade's line across a panel, or a lane for what has no grade."""

    y: float
    label_y: float
    grade: int | None = None


@dataclass(frozen=True)
class Panel:
    """One area: its frame, its lines between visits and the newest grade."""

    area: str
    title: str
    label: str  # the title, cut where it would not fit
    again: str  # the title once more for the right end; empty where it would not fit
    title_y: float
    frame: Box
    concern: Box  # behind grades 4 and 5
    grades: tuple[Row, ...]
    lane: Row | None  # for visits that did not grade the area
    lines: tuple[Line, ...]  # joined|gap
    last: Reading | None  # the newest graded; none in a small chart, which shows it anyway


@dataclass(frozen=True)
class Column:
    """One visit: where it stands in every panel, and what it says."""

    visit: str
    x: float
    target: Box
    day: date
    kind: str
    access: str
    got_in: bool
    author: str
    agency: str
    readings: tuple[Reading, ...]
    marks: tuple[Mark, ...]  # one for each reading; one cross where nobody got in
    lines: tuple[Line, ...]  # whisker|worst|doorstep
    new_scorer: bool
    new_rules: str | None  # the version that begins here

    def said_in(self, text: Words) -> str:
        """The whole visit in the words of a language."""
        return chart_words.told(self, text)[0]

    def told_in(self, text: Words) -> tuple[str, list[str]]:
        """The whole visit, and what each mark says, in the words of a language."""
        return chart_words.told(self, text)

    def day_in(self, text: Words) -> str:
        """The day of the visit in the words of a language."""
        return chart_words.day(self.day, text)

    def reading(self, area: str) -> Reading | None:
        """What the visit says of one area; None where its rules do not have it."""
        return next((each for each in self.readings if each.area == area), None)


@dataclass(frozen=True)
class Target:
    """One next step in its area's panel; without a mark where another step replaced it."""

    area: str
    title: str  # of the item, with the child's name
    step: StandingStep
    mark: Mark | None
    lines: tuple[Line, ...]

    def said_in(self, text: Words) -> str:
        """What was agreed and what became of it, in the words of a language."""
        return chart_words.target(self, text)


@dataclass(frozen=True)
class EventMark:
    """One event in a lane, or several that stand too near to be drawn apart."""

    mark: Mark
    events: tuple[Event, ...]
    lines: tuple[Line, ...] = ()  # a roof where one of them says that others made up for something

    @property
    def count(self) -> int:
        """How many events the mark stands for."""
        return len(self.events)

    def said_in(self, text: Words) -> str:
        """Each event in the words of a language."""
        return chart_words.events(self.events, text)


@dataclass(frozen=True)
class EventSpan:
    """What lasts from one day to another."""

    box: Box
    events: tuple[Event, ...]

    def said_in(self, text: Words) -> str:
        """Each event in the words of a language."""
        return chart_words.events(self.events, text)


@dataclass(frozen=True)
class EventLane:
    """The events of one group beneath the panels."""

    group: str  # reports|meetings|case|good|other|holiday
    y: float
    label_y: float
    height: float
    marks: tuple[EventMark, ...]
    spans: tuple[EventSpan, ...]


@dataclass(frozen=True)
class RulesMark:
    """Where a version of the rules begins; not labelled where words would collide."""

    lines: tuple[Line, ...]
    version: str
    label_x: float
    labelled: bool


@dataclass(frozen=True)
class Symbol:
    """One entry of the key, drawn in a box of 28 by 22 from its own corner."""

    code: str
    names_visit: bool  # a kind of visit; else a way of drawing
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()
    box_kind: str = "concern"
    count: str = ""  # a number on its marks


@dataclass(frozen=True)
class Chart:
    """The whole drawing; without columns there is nothing to draw.

    Every `y` of words is their baseline. Row labels end at `label_left`, begin at `label_right`.
    """

    child: str | None
    columns: tuple[Column, ...] = ()
    not_in: int = 0  # columns where nobody got in
    areas: tuple[tuple[str, str], ...] = ()
    panels: tuple[Panel, ...] = ()
    no_access: Row | None = None
    ticks: tuple[Tick, ...] = ()
    events: tuple[Event, ...] = ()  # oldest first
    event_lanes: tuple[EventLane, ...] = ()
    event_lines: tuple[Line, ...] = ()  # across the panels where a case was closed
    targets: tuple[Target, ...] = ()  # in the order they were set
    scorers: tuple[NameMark, ...] = ()
    scorer_lines: tuple[Line, ...] = ()
    rules_marks: tuple[RulesMark, ...] = ()
    legend: tuple[Symbol, ...] = ()
    size: str = "usual"  # small|usual|long
    width: float = 0
    height: float = 0
    left: float = 0
    right: float = 0
    label_left: float = 0
    label_right: float = 0
    top: float = 0  # of the panels
    bottom: float = 0  # of the panels and the lane without access: the time axis
    name_y: tuple[float, float] = (0, 0)  # upper and lower row of names
    tick_end: float = 0
    tick_y: float = 0
    year_y: float = 0
    rules_y: float = 0

    @property
    def lines_of_table(self) -> list[Column | Event]:
        """Visits and events, the newest first; of one day, the visits first."""
        placed: list[tuple[date, int, int, Column | Event]] = [
            (each.day, 1, number, each) for number, each in enumerate(self.columns)
        ]
        placed += [(each.day, 0, number, each) for number, each in enumerate(self.events)]
        return [each for *_, each in sorted(placed, key=lambda p: p[:3], reverse=True)]

    def day_in(self, when: date, text: Words) -> str:
        """A day in the words of a language."""
        return chart_words.day(when, text)

    def event_made_up_in(self, event: Event, text: Words) -> str:
        """Who makes up for what the children lack, as an event says, in the words of a language."""
        return chart_words.event_made_up(event, text)

    def targets_of(self, visit: str, area: str) -> list[Target]:
        """The next steps that a visit set in an area."""
        return [each for each in self.targets if each.step.visit == visit and each.area == area]

    def summary_in(self, text: Words) -> str:
        """How many visits from when to when, in the words of a language."""
        return chart_words.summary(self, text)
