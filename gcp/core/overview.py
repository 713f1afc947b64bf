"""One line a home for whoever has many: how it stands, what to look at, in what order.

What to look at is a list of facts that anyone can count; the order is their number, and no score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gcp.core.known import Seen, days_between
from gcp.core.pattern_people import may_talk_alone
from gcp.core.patterns import KINDS, unseen
from gcp.core.protection import ENDED, is_told, standing
from gcp.core.summary import AreaLine, Summary, seen_by

# Patterns that ask for no look: they are good, or a caution for whoever reads on.
QUIET = ("improved", "scorer_changed", "too_few")
REASONS = (
    "protection",
    "concerns",
    *(kind for kind in KINDS if kind not in QUIET),
    "not_inside",
    "step_due",
    "open_referral",
    "late_clock",
    "unsigned",
    "sent_back",
    "to_agree",
)
SORTS = ("look", "visit", "worst", "address")
LONG_AGO = 1_000_000


@dataclass(frozen=True)
class Reason:
    """One thing to look at: how many (items, visits, hours left), for how many days, until when."""

    kind: str
    n: int | None = None
    days: int | None = None
    children: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """What is under way for a home besides what is signed."""

    workers: tuple[str, ...] = ()
    unsigned: int = 0
    unsigned_since: date | None = None
    to_agree: int = 0
    sent_back: int = 0
    late: tuple[date, ...] = ()  # since when each referral or escalation is late


@dataclass(frozen=True)
class HomeLine:
    """One home of the overview."""

    id: str
    name: str
    address: str
    postcode: str
    children: Sequence[Mapping[str, Any]]
    talkers: tuple[str, ...]  # the children who are old enough to be seen alone
    summary: Summary
    seen: Mapping[str, Seen]
    reasons: tuple[Reason, ...]
    work: Work
    since_visit: int | None
    since_inside: int | None

    @property
    def worst(self) -> int:
        """The worst grade of any area now; 0: nothing graded."""
        return max((each.grade for each in self.summary.areas), default=0)

    @property
    def seen_days(self) -> list[tuple[int | None, list[str]]]:
        """How many days ago each child was last seen, the longest first; None: never."""
        ids = [each["id"] for each in self.children]
        return self._by_days(ids, lambda each: each.days)

    @property
    def alone_days(self) -> list[tuple[int | None, list[str]]]:
        """The same for when those old enough were last seen alone."""
        return self._by_days(self.talkers, lambda each: each.alone_days)

    def _by_days(
        self, children: Iterable[str], days: Callable[[Seen], int | None]
    ) -> list[tuple[int | None, list[str]]]:
        names = {each["id"]: each["name"] for each in self.children}
        found: dict[int | None, list[str]] = {}
        for child in children:
            seen = self.seen.get(child)
            found.setdefault(days(seen) if seen else None, []).append(names[child])
        return sorted(found.items(), key=lambda each: _long(each[0]))

    def has(self, kind: str) -> bool:
        """Whether this is among what is to be looked at."""
        return any(each.kind == kind for each in self.reasons)

    def area(self, area: str) -> AreaLine | None:
        """One area of the home."""
        return next((each for each in self.summary.areas if each.area == area), None)

    def holds(self, words: str) -> bool:
        """Whether every word is in its address, its name, a child's name or a worker's."""
        text = " ".join([self.name, self.address, self.postcode, *self.work.workers,
                         *(str(each["name"]) for each in self.children)]).casefold()  # fmt: skip
        return all(each in text for each in words.casefold().split())


@dataclass(frozen=True)
class Asked:
    """What is asked of the overview: filters (empty: none) and the order."""

    words: str = ""
    reason: str = ""
    worker: str = ""
    area: str = ""  # only homes with this area at 4 or 5 now
    sort: str = SORTS[0]


def home_line(
    home: Mapping[str, Any], children: Sequence[Mapping[str, Any]], summary: Summary, work: Work,
    on: date, thresholds: Mapping[str, int], now: datetime | None = None,
) -> HomeLine:  # fmt: skip
    """The line of a home on a day; `home`: its id, name, address and postcode.

    `now` is for what runs by the hour; without it nothing is said of that.
    """
    seen = seen_by(summary, on)
    growing = unseen(seen, children, on, thresholds) if summary.visits else ()
    last = summary.last.day if summary.last else None
    inside = days_between(summary.last_inside, on)
    reasons = _protections(summary, now) if now else []
    reasons += [Reason("concerns", n=summary.concerns)] if summary.concerns else []
    reasons += [
        Reason(kind, n=summary.kinds[kind]) for kind in REASONS if kind in summary.kinds
    ]
    reasons += [
        Reason(each.kind, children=tuple(c for one in each.findings for c in one.children))
        for each in growing
    ]
    if summary.visits and (inside is None or inside > thresholds["not_seen_days"]):
        reasons.append(Reason("not_inside", days=inside))
    late = [each for each in summary.due if each < on]
    if late:
        reasons.append(Reason("step_due", n=len(late), days=days_between(min(late), on)))
    if summary.open_referrals:
        since = days_between(min(summary.open_referrals), on)
        reasons.append(Reason("open_referral", n=len(summary.open_referrals), days=since))
    if work.late:
        days = days_between(min(work.late), on)
        reasons.append(Reason("late_clock", n=len(work.late), days=days))
    if work.unsigned:
        reasons.append(
            Reason("unsigned", n=work.unsigned, days=days_between(work.unsigned_since, on))
        )
    reasons += [
        Reason(kind, n=n)
        for kind, n in (("sent_back", work.sent_back), ("to_agree", work.to_agree))
        if n
    ]
    return HomeLine(
        home["id"], home["name"], home["address"], home["postcode"], children,
        tuple(each["id"] for each in children if may_talk_alone(each, on, thresholds)),
        summary, seen,
        tuple(sorted(reasons, key=lambda each: REASONS.index(each.kind))), work,
        days_between(last, on), inside,
    )  # fmt: skip


def _protections(summary: Summary, now: datetime) -> list[Reason]:
    """Police protection that runs, with the whole hours left, the shortest first; or that ended."""
    found = [standing(each, now) for each in summary.protections]
    return [
        Reason("protection", n=None if each.state == ENDED else each.hours, at=each.ends_at)
        for each in found
        if is_told(each, now)
    ]


def asked_for(lines: Iterable[HomeLine], asked: Asked, concern: int) -> list[HomeLine]:
    """The homes that are asked for, in the order that is asked for."""
    kept = [
        each
        for each in lines
        if each.holds(asked.words)
        and (not asked.reason or each.has(asked.reason))
        and (not asked.worker or asked.worker in each.work.workers)
        and (not asked.area or _is_concern(each.area(asked.area), concern))
    ]
    return sorted(kept, key=_ORDERS.get(asked.sort, _ORDERS[SORTS[0]]))


def _is_concern(area: AreaLine | None, concern: int) -> bool:
    return area is not None and area.grade >= concern


def _long(days: int | None) -> int:
    return -(LONG_AGO if days is None else days)


_ORDERS: Mapping[str, Callable[[HomeLine], tuple[Any, ...]]] = {
    "look": lambda each: (-len(each.reasons), -each.worst, _long(each.since_visit), each.address),
    "visit": lambda each: (_long(each.since_inside), each.address),
    "worst": lambda each: (-each.worst, -len(each.reasons), each.address),
    "address": lambda each: (each.address, each.id),
}


@dataclass(frozen=True)
class SmallChart:
    """One area's grades over the last two years, in a box of these sizes, as SVG paths."""

    line: str
    known: str  # marks of visits that were announced: hollow
    unknown: str  # and of those that were not: filled
    words: tuple[int, ...]

    WIDTH, HEIGHT, DAYS = 96, 30, 731


def small_chart(area: AreaLine, on: date) -> SmallChart:
    """The small chart of an area: grade 1 at the top, today at the right."""
    today = on.toordinal()
    box = SmallChart
    met = [each for each in area.points if today - each[0] <= box.DAYS] or [area.points[-1]]
    places = [
        (
            round(3 + (box.WIDTH - 6) * max(0, box.DAYS - today + min(day, today)) / box.DAYS, 1),
            3 + (box.HEIGHT - 6) * (grade - 1) // 4,
            announced,
        )
        for day, grade, announced in met
    ]
    line = "M" + "L".join(f"{x} {y}" for x, y, _ in places)
    marks: dict[bool, list[str]] = {True: [], False: []}
    for x, y, announced in places:
        marks[announced].append(f"M{round(x - 2, 1)} {y - 2}h4v4h-4z")
    return SmallChart(
        line, "".join(marks[True]), "".join(marks[False]), tuple(grade for _, grade, _ in met)
    )
