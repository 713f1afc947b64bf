"""What single items did over the visits: worse, long-standing, better and lost, kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from gcp.core.events import Event
from gcp.core.pattern_series import (
    ANNOUNCED,
    Apart,
    Point,
    Series,
    apart,
    concern_end,
    differs,
    has_risen,
    rising_end,
)
from gcp.core.patterns_found import Finding

Thresholds = Mapping[str, int]
UNMET = 3  # Some essential needs are not met: what stays above that is not called worse.


def getting_worse(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """Worse at each of the newest visits than before; else so at those that were not announced."""
    if not series.current:
        return
    for among in ("all", "unannounced"):
        points = [each for each in series.points if among == "all" or each.kind not in ANNOUNCED]
        run = rising_end(points)
        is_long = len(run) >= thresholds["worse_visits"]
        if is_long and run[-1].grade >= UNMET and has_risen(run):
            facts = {"was": run[0].grade, "was_on": run[0].day, "now": run[-1].grade,
                     "now_on": run[-1].day, "n": len(run), "among": among}  # fmt: skip
            yield Finding.of(series, facts, run)
            return


def long_standing(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """4 or 5 at every visit that graded it, for longer than the threshold."""
    run = concern_end(series.points) if series.current else ()
    if len(run) > 1 and _days(run) >= thresholds["long_standing_days"]:
        facts = {"n": len(run), "since": run[0].day, "until": run[-1].day, "days": _days(run)}
        yield Finding.of(series, facts, run)


def improvement_lost(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """4 or 5, then better, then 4 or 5 again before the better grades had lasted."""
    turns: list[tuple[Sequence[Point], Sequence[Point], Point]] = []
    bad: list[Point] = []
    good: list[Point] = []
    for point in series.points:
        if not point.is_concern:
            good += [point] if bad else []
            continue
        if good and _is_turn(bad, good, point, thresholds["improvement_days"]):
            turns.append((tuple(bad), tuple(good), point))
        bad, good = (bad if not good else []) + [point], []
    if turns:
        _, last_good, again = turns[-1]
        points = [p for bad, good, back in turns for p in (bad[-1], *good, back)]
        facts = {"times": len(turns), "better_on": last_good[0].day, "again_on": again.day,
                 "again": again.grade, "days": (again.day - last_good[0].day).days}  # fmt: skip
        yield Finding.of(series, facts, points)


def _is_turn(bad: Sequence[Point], good: Sequence[Point], again: Point, most: int) -> bool:
    improved = any(differs(one, other) for one in bad for other in good)
    lost = any(differs(one, again) for one in good)
    return improved and lost and (again.day - good[0].day).days <= most


def improved(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """Was 4 or 5, and has been better ever since, also when nobody had said they would come."""
    start = len(series.points)
    while start > 0 and not series.points[start - 1].is_concern:
        start -= 1
    before, since = series.points[:start], series.points[start:]
    if not (series.current and before and since and _days(since) >= thresholds["improvement_days"]):
        return
    unsaid = _unsaid(since)
    if unsaid and any(differs(before[-1], each) for each in since):
        facts = {"was": before[-1].grade, "was_on": before[-1].day, "n": len(since),
                 "since": since[0].day, "until": since[-1].day, "unsaid": unsaid}  # fmt: skip
        yield Finding.of(series, facts, (before[-1], *since))


def closed_then_worse(
    series: Series, closures: Sequence[Event], thresholds: Thresholds
) -> Iterable[Finding]:
    """4 or 5, better when the case was closed, and 4 or 5 again after that; newest first."""
    within = timedelta(days=thresholds["improvement_days"])
    for number, closure in reversed([*enumerate(closures)]):
        following = closures[number + 1].day if number + 1 < len(closures) else date.max
        before = [each for each in series.points if each.day <= closure.day]
        after = [each for each in series.points if closure.day < each.day < following]
        bad = [each for each in before if each.is_concern and closure.day - each.day <= within]
        again = next((e for e in after if e.is_concern and e.day - closure.day <= within), None)
        if not (bad and again) or before[-1].is_concern:
            continue
        good = [each for each in before if each.day > bad[-1].day]
        if any(differs(one, two) for one in bad for two in good) and any(
            differs(one, again) for one in good
        ):
            facts = {"was": bad[-1].grade, "closed_on": closure.day, "again": again.grade,
                     "again_on": again.day, "days": (again.day - closure.day).days,
                     "n": len(good), "unsaid": _unsaid(good)}  # fmt: skip
            yield Finding.of(series, facts, (bad[-1], *good, again), (closure.id,))


def better_when_arranged(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """Better when the family knew the day than when nobody had said that they would come."""
    least = thresholds["arranged_minimum"], thresholds["unannounced_minimum"]
    yield from _kept_apart(series, _arranged, least)


def better_with_help(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """Better only while others give the child what the carers do not."""
    least = thresholds["arranged_minimum"], thresholds["unannounced_minimum"]
    yield from _kept_apart(series, lambda point: point.helped, least)


def _arranged(point: Point) -> bool | None:
    return None if point.kind == "short_notice" else point.kind == "arranged"


def _kept_apart(
    series: Series, split: Callable[[Point], bool | None], least: tuple[int, int]
) -> Iterable[Finding]:
    found: Apart | None = apart(series.points, split, least) if series.current else None
    if found:
        facts = {"highest": found.highest, "lowest": found.lowest, "better": len(found.better),
                 "better_all": found.better_all, "worse": len(found.worse),
                 "worse_all": found.worse_all}  # fmt: skip
        yield Finding.of(series, facts, sorted((*found.better, *found.worse), key=lambda p: p.day))


def helped_for_long(series: Series, thresholds: Thresholds) -> Iterable[Finding]:
    """Others have given the child what the carers do not, visit after visit, for long."""
    helped = [each for each in series.points if each.helped]
    if len(helped) > 1 and _days(helped) >= thresholds["long_standing_days"]:
        facts = {"n": len(helped), "all": len(series.points), "since": helped[0].day,
                 "until": helped[-1].day}  # fmt: skip
        yield Finding.of(series, facts, helped)


def _unsaid(points: Sequence[Point]) -> int:
    """How many of these nobody had announced."""
    return sum(each.kind not in ANNOUNCED for each in points)


def _days(points: Sequence[Point]) -> int:
    return (points[-1].day - points[0].day).days
