"""The chart's time axis: visits at their dates, moved apart only as far as they would overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

DAY = 86_400
LEAST_SPAN = 92 * DAY  # a single visit still stands among its months
TICK_GAP = 40  # widest month or year name at 14 px, with air
_Month = tuple[float, int, int]  # x, year, month
MONTH_STEPS = (120, 60, 24, 12, 6, 3, 1)


@dataclass(frozen=True)
class Tick:
    """The first of a month; `shows_year` where the year is first met."""

    x: float
    year: int
    month: int
    shows_year: bool


@dataclass(frozen=True)
class Axis:
    """Where each visit stands, and any other moment between them."""

    places: tuple[float, ...]
    stops: tuple[tuple[float, float], ...]  # (timestamp, x), rising

    def x(self, moment: datetime) -> float:
        """A moment's place, in line with the visits about it."""
        time = moment.timestamp()
        right = bisect_right(self.stops, (time, float("inf")))
        right = min(max(right, 1), len(self.stops) - 1)
        (from_time, from_x), (to_time, to_x) = self.stops[right - 1], self.stops[right]
        share = (time - from_time) / (to_time - from_time) if to_time > from_time else 1.0
        return round(from_x + (to_x - from_x) * share, 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Years, then quarters and months as far as their names do not collide."""
        kept: list[_Month] = []
        months = [(self.x(datetime(y, m, 1, tzinfo=UTC)), y, m) for y, m in self._months()]
        for step in MONTH_STEPS:
            due = [each for each in months if (each[1] * 12 + each[2] - 1) % step == 0]
            _keep(kept, [each for each in due if each not in kept])
        return tuple(
            Tick(x, year, month, index == 0 or year != kept[index - 1][1])
            for index, (x, year, month) in enumerate(kept)
        )

    def _months(self) -> Iterator[tuple[int, int]]:
        first = datetime.fromtimestamp(self.stops[0][0], UTC)
        last = datetime.fromtimestamp(self.stops[-1][0], UTC)
        for number in range(first.year * 12 + first.month, last.year * 12 + last.month):
            yield number // 12, number % 12 + 1


def time_axis(
    moments: Sequence[datetime], left: float, right: float, gap: float,
    also: Sequence[datetime] = (),
) -> Axis:  # fmt: skip
    """Places rising moments between two edges, none nearer to the next than `gap`.

    The moments `also` lie on the axis too; those far away from the others lie at its ends.
    """
    times = [moment.timestamp() for moment in moments]
    start, end = _span(_with_near(times, [each.timestamp() for each in also]))
    per_second = (right - left) / (end - start)
    wanted = [left + (time - start) * per_second for time in times]
    half = gap / 2
    places = spread(wanted, gap, left + half, right - half)
    stops = [(start, left), *zip(times, places, strict=True), (end, right)]
    return Axis(tuple(places), tuple(stops))


def _with_near(times: Sequence[float], others: Sequence[float]) -> list[float]:
    """Rising times and how far others reach before and after them, within reason."""
    if not others:
        return list(times)
    reach = max(LEAST_SPAN, (times[-1] - times[0]) / 4)
    start = max(min(*others, times[0]), times[0] - reach)
    end = min(max(*others, times[-1]), times[-1] + reach)
    return [start, end]


def _span(times: Sequence[float]) -> tuple[float, float]:
    margin = (times[-1] - times[0]) * 0.02
    margin = max(margin, (LEAST_SPAN - (times[-1] - times[0])) / 2)
    return times[0] - margin, times[-1] + margin


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places nearest to rising wishes (least squares) that keep a gap and stay inside."""
    blocks: list[tuple[float, int]] = []  # (sum, count) of wishes less their rank's share
    for rank, wish in enumerate(wanted):
        total, count = wish - rank * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    high -= (len(wanted) - 1) * gap
    means = (total / count for total, count in blocks for _ in range(count))
    levels = (round(min(max(mean, low), high), 1) for mean in means)
    return [round(level + rank * gap, 1) for rank, level in enumerate(levels)]


def _keep(kept: list[_Month], due: Sequence[_Month]) -> None:
    free = [each for each in due if _has_room(kept, each[0])]
    # A step of which most would be missing looks like stray names.
    if len(free) * 2 < len(due):
        return
    for each in free:
        if _has_room(kept, each[0]):
            insort(kept, each)


def _has_room(kept: Sequence[_Month], x: float) -> bool:
    at = bisect_left(kept, (x,))
    return all(abs(each[0] - x) >= TICK_GAP for each in kept[max(at - 1, 0) : at + 1])
