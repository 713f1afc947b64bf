"""One item's grades over the visits, and what may be said of the difference between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gcp.core.history import CONCERN, Slot, VisitRecord
from gcp.core.rules import Rules

SURE = 2  # Two scorers may differ by one grade on the same room: DOMAIN.md, reliability.
ANNOUNCED = ("arranged", "short_notice")


class Point(NamedTuple):
    """One number grade of one item at one visit."""

    visit: str
    day: date
    grade: int
    scorer: str
    kind: str
    helped: bool  # someone else gave the child what the carers did not

    @property
    def is_concern(self) -> bool:
        """Whether needs were not met."""
        return self.grade >= CONCERN


@dataclass(frozen=True)
class Series:
    """An item's points under one wording, oldest first; `current`: it is the wording of today."""

    slot: Slot
    points: tuple[Point, ...]
    current: bool


Split = Callable[[Point], bool | None]  # True and False: the two sides; None: neither


@dataclass(frozen=True)
class Apart:
    """Two sides of a history that the grades keep apart: at most `highest`, at least `lowest`."""

    highest: int
    lowest: int
    better: tuple[Point, ...]
    worse: tuple[Point, ...]
    better_all: int
    worse_all: int


def all_series(records: Sequence[VisitRecord], rules: Mapping[str, Rules]) -> list[Series]:
    """Each item's grades over the visits (oldest first), in the order of the newest rules.

    A series goes on under a later version of the rules only if that item reads the same there:
    else the same number would be another measure.
    """
    points: dict[tuple[Slot, object], list[Point]] = {}
    newest: dict[Slot, object] = {}
    for record in records:
        version = rules.get(record.rules)
        for entry in record.grades:
            if entry.get("grade") is not None:
                slot = (entry["item"], entry.get("child"))
                newest[slot] = _wording(version, entry["item"])
                points.setdefault((slot, newest[slot]), []).append(_point(record, entry))
    order = _order(records, rules)
    found = [
        Series(slot, tuple(each), wording == newest[slot])
        for (slot, wording), each in points.items()
    ]
    return sorted(found, key=lambda each: order.get(each.slot[0], len(order)))


def _point(record: VisitRecord, entry: Mapping[str, object]) -> Point:
    return Point(
        record.id, record.day, int(str(entry["grade"])), record.author_id, record.body["kind"],
        bool(entry.get("made_up_by")),
    )  # fmt: skip


def _wording(rules: Rules | None, item_id: str) -> object:
    item = rules.item(item_id) if rules else None
    return (item.about, item.question, tuple(item.grades.items())) if item else None


def _order(records: Sequence[VisitRecord], rules: Mapping[str, Rules]) -> dict[str, int]:
    version = rules.get(records[-1].rules) if records else None
    return {item.id: number for number, item in enumerate(version.items())} if version else {}


def differs(one: Point, other: Point) -> bool:
    """Whether two grades differ by more than another scorer alone might make."""
    gap = abs(one.grade - other.grade)
    return gap >= SURE or (gap > 0 and one.scorer == other.scorer)


def has_risen(points: Sequence[Point]) -> bool:
    """Whether any later grade is surely worse than an earlier one."""
    return any(
        later.grade > earlier.grade and differs(earlier, later) for earlier, later in _pairs(points)
    )


def _pairs(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    for number, earlier in enumerate(points):
        for later in points[number + 1 :]:
            yield earlier, later


def rising_end(points: Sequence[Point]) -> Sequence[Point]:
    """The newest points of which none is better than the one before it, from their lowest on."""
    start = len(points) - 1
    while start > 0 and points[start - 1].grade <= points[start].grade:
        start -= 1
    run = points[start:]
    lowest = [number for number, each in enumerate(run) if each.grade == run[0].grade]
    return run[lowest[-1] :] if run else run


def concern_end(points: Sequence[Point]) -> Sequence[Point]:
    """The newest points that are all 4 or 5."""
    start = len(points)
    while start > 0 and points[start - 1].is_concern:
        start -= 1
    return points[start:]


def apart(points: Sequence[Point], split: Split, least: tuple[int, int]) -> Apart | None:
    """The cut that keeps most of the one side (`split` True) at or below it and the other above.

    `least`: how many points each side needs. Three in four of each side have to lie on their own
    side of the cut; time alone must not explain it (the two sides take turns), nor two scorers who
    differ by one grade.
    """
    one = [each for each in points if split(each) is True]
    other = [each for each in points if split(each) is False]
    if len(one) < least[0] or len(other) < least[1]:
        return None
    found = []
    for cut in range(1, 5):
        better = tuple(each for each in one if each.grade <= cut)
        worse = tuple(each for each in other if each.grade > cut)
        most = 4 * len(better) >= 3 * len(one) and 4 * len(worse) >= 3 * len(other)
        if most and _take_turns(better, worse) and _is_sure(better, worse):
            highest = max(each.grade for each in better)
            lowest = min(each.grade for each in worse)
            found.append(Apart(highest, lowest, better, worse, len(one), len(other)))
    return max(found, key=lambda e: (len(e.better) + len(e.worse), e.lowest), default=None)


def _take_turns(better: Iterable[Point], worse: Sequence[Point]) -> bool:
    days = [each.day for each in better]
    return min(days) < max(each.day for each in worse) and max(days) > min(
        each.day for each in worse
    )


def _is_sure(better: Sequence[Point], worse: Sequence[Point]) -> bool:
    return any(differs(one, other) for one in better for other in worse)
