"""Visits and events of a home on one list, and which of its lines somebody wants to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gcp.core.events import AGENCIES, KINDS, Event
from gcp.core.history import VisitRecord
from gcp.core.problems import Problem
from gcp.core.visit_line import VisitLine

VISIT = "visit"
ORDERS = ("newest", "oldest")
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Entry:
    """One line of the chronology: a visit with its line, or an event."""

    day: date
    kind: str  # visit, or an event's kind
    agency: str
    significance: str
    words: str
    said: str  # all that can be searched
    children: tuple[str, ...] = ()  # none: the whole home
    areas: tuple[str, ...] = ()
    event: Event | None = None
    visit: VisitRecord | None = None
    line: VisitLine | None = None
    done: tuple[str, ...] = ()  # what was done about a referral or an escalation
    asks: tuple[str, ...] = ()  # where it names as having care whom the authority asks to check

    @property
    def until(self) -> date:
        """The last day of what lasts, else the day itself."""
        return self.event.until or self.day if self.event else self.day


@dataclass(frozen=True)
class Wanted:
    """What somebody asked the list for; nothing chosen is everything."""

    query: str = ""
    agency: str = ""
    child: str = ""
    area: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    order: str = "newest"
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def narrows(self) -> bool:
        """Whether some lines may be left out."""
        return Wanted(order=self.order) != self

    @property
    def chooses(self) -> bool:
        """Whether something besides words is asked for."""
        return Wanted(query=self.query) != self

    @property
    def address(self) -> dict[str, str]:
        """The same as the parameters of an address."""
        found = {
            "q": self.query, "agency": self.agency, "child": self.child, "area": self.area,
            "kind": self.kind, "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "order": "" if self.order == ORDERS[0] else self.order,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def wanted(
    sent: Mapping[str, str], children: Collection[str], areas: Collection[str]
) -> Wanted:
    """What the parameters of an address ask for; what cannot be is a problem, and hides nothing."""
    problems: list[Problem] = []

    def chosen(name: str, known: Collection[str]) -> str:
        value = sent.get(name, "")
        if value and value not in known:
            problems.append(Problem(name, "filter_unknown"))
            return ""
        return value

    def day(name: str) -> date | None:
        value = sent.get(name, "").strip()
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            problems.append(Problem(name, "filter_day_wrong"))
            return None

    first, last = day("from"), day("to")
    if first and last and last < first:
        problems.append(Problem("to", "filter_days_turned"))
        first = last = None
    return Wanted(
        query=" ".join(sent.get("q", "")[:LONGEST_QUERY].replace("\x00", "").split()),
        agency=chosen("agency", AGENCIES),
        child=chosen("child", children),
        area=chosen("area", areas),
        kind=chosen("kind", (VISIT, *KINDS)),
        first=first,
        last=last,
        order=chosen("order", ORDERS) or ORDERS[0],
        problems=tuple(problems),
    )


def in_order(entries: Iterable[Entry], order: str) -> list[Entry]:
    """The lines by date; of one day, events before visits, visits by the clock."""

    def key(entry: Entry) -> tuple[date, str, str]:
        if entry.visit:
            return entry.day, f"v{entry.visit.instant.timestamp():020.3f}", entry.visit.id
        return entry.day, f"e{entry.event.recorded_at}" if entry.event else "", entry.said

    return sorted(entries, key=key, reverse=order == "newest")


def matching(entries: Iterable[Entry], asked: Wanted) -> list[Entry]:
    """The lines that were asked for, in the order asked for."""
    words = asked.query.casefold().split()
    return in_order((each for each in entries if _matches(each, asked, words)), asked.order)


def _matches(entry: Entry, asked: Wanted, words: Sequence[str]) -> bool:
    said = entry.said.casefold() if words else ""
    return (
        asked.agency in ("", entry.agency)
        and asked.kind in ("", entry.kind)
        and (not asked.child or not entry.children or asked.child in entry.children)
        and (not asked.area or asked.area in entry.areas)
        and (asked.first is None or entry.until >= asked.first)
        and (asked.last is None or entry.day <= asked.last)
        and all(word in said for word in words)
    )
