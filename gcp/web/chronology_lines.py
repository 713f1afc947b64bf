"""The lines of a home's chronology that this account may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gcp.core import care
from gcp.core.access import Right
from gcp.core.chronology import VISIT, Entry, in_order
from gcp.core.events import Event
from gcp.core.history import VisitRecord, areas_of
from gcp.core.visit_line import VisitLine, bare, proposed, significance, standing
from gcp.store import events, homes, visit_lines
from gcp.store.engine import Row
from gcp.web.asked_view import AskedInVisits
from gcp.web.chronology_steps import done_about
from gcp.web.context import Hidden, account, find_rules, may_read, must_read, parts, store
from gcp.web.join_page import known_home
from gcp.web.people import visible_children


@dataclass(frozen=True)
class Names:
    """What the ids on a chronology are called."""

    people: Mapping[str, str]
    areas: Mapping[str, str]
    linked: frozenset[str] | None = None  # whose pages this account may open; None: everyone's

    def links(self, child: str) -> bool:
        """Whether a child's page is there for this account."""
        return self.linked is None or child in self.linked

    def children(self, ids: Sequence[str]) -> list[str]:
        """The names of some children."""
        return [self.people.get(each, each) for each in ids]

    def area(self, area: str | None) -> str:
        """The title of an area."""
        return self.areas.get(area or "", area or "")


def may_see(home: str) -> None:
    """Go on only if the account may see a chronology of this home, if only its own part of it."""
    must_read(Right.SEE_CHILD, home)
    if not (may_read(Right.SEE_CHRONOLOGY, home) or may_read(Right.ADD_EVENT, home)):
        raise Hidden


def may_add(home: str) -> bool:
    """Whether the account may add events here: a home that is joined goes on in the other one.

    Who cannot see that other one notices nothing of the join.
    """
    return may_read(Right.ADD_EVENT, home) and known_home(home) is None


def visible_events(home: str) -> list[Event]:
    """The events of a home that this account may see: all, or those it recorded, as it did."""
    if may_read(Right.SEE_CHRONOLOGY, home):
        return events.of_home(store(), home)
    if may_read(Right.SEE_EVENT, home, account().id):
        return events.own_of_home(store(), home, account().id)
    return []


def visible_history(event: str) -> list[Event]:
    """The revisions of an event that this account may see, newest first; raises Hidden if none.

    What somebody wrote stays theirs to read, also where they see no more of the home.
    """
    seen = [
        each
        for each in events.history_of(store(), event)
        if may_read(Right.SEE_EVENT, each.home, each.recorded_by)
    ]
    if not seen:
        raise Hidden
    return seen


def names_of(home: str, records: Sequence[VisitRecord]) -> Names:
    """The names of a home's people, and of areas under whichever rules they were graded."""
    people = {
        each["id"]: each["name"]
        for record in records
        for each in record.body.get("children") or ()
    }
    people |= {each["id"]: each["name"] for each in homes.people(store(), home)}
    areas: dict[str, str] = {}
    versions = (find_rules(digest) for digest in {each.rules for each in records})
    for rules in (*versions, parts().rules):
        areas |= {each.id: each.title for each in rules.areas} if rules else {}
    sees_home = may_read(Right.SEE_HOME, home)
    linked = None if sees_home else frozenset(each["id"] for each in visible_children(home))
    return Names(people, areas, linked)


def entries(
    records: Sequence[VisitRecord], found: Sequence[Event], names: Names
) -> list[Entry]:
    """Visits and events as lines, in no order."""
    decisions = visit_lines.of_visits(store(), [each.id for each in records])
    asked, done = AskedInVisits(), done_about(found)
    made = [
        _of_visit(each, line_of(each, decisions.get(each.id, ())), asked.said(each))
        for each in records
    ]
    return made + [_of_event(each, names, done.get(each.id, ())) for each in found]


def newest(
    records: Sequence[VisitRecord], found: Sequence[Event], names: Names, count: int
) -> list[Entry]:
    """The last few lines, without making all the others."""
    visits = sorted(records, key=lambda each: (each.day, each.instant))[-count:]
    of_each = entries(visits, sorted(found, key=lambda each: each.day)[-count:], names)
    return in_order(of_each, "newest")[:count]


def line_of(record: VisitRecord, decisions: Sequence[Row]) -> VisitLine:
    """A visit's line as it stands."""
    words = proposed(record, find_rules(record.rules), parts().text)
    return standing(decisions, record.revision, words)


def _of_visit(record: VisitRecord, line: VisitLine, asks: tuple[str, ...]) -> Entry:
    text = parts().text
    words = line.words or bare(record, text)
    # Whatever the author makes of the line, what asks for a check is said.
    asks = (*(each for each in care.said(record.body, text) if each not in words), *asks)
    names = text.chronology
    graded = [area for area, each in areas_of(record, None).items() if each["grade"] is not None]
    said = (words, *asks, record.author_name, names.kinds[VISIT], _agency(record.agency))
    return Entry(
        day=record.day, kind=VISIT, agency=record.agency, significance=significance(record),
        words=words, said=" ".join(said), areas=tuple(graded), visit=record, line=line,
        asks=asks,
    )  # fmt: skip


def _of_event(event: Event, names: Names, done: tuple[str, ...]) -> Entry:
    text = parts().text.chronology
    said = [
        event.words, event.source, event.outcome_why, text.kinds[event.kind],
        _agency(event.agency), *names.children(event.children), names.area(event.area),
        text.outcomes[event.outcome] if event.outcome else "", *done,
    ]  # fmt: skip
    return Entry(
        day=event.day, kind=event.kind, agency=event.agency, significance=event.significance,
        words=event.words, said=" ".join(said), children=event.children,
        areas=(event.area,) if event.area else (), event=event, done=done,
    )  # fmt: skip


def _agency(agency: str) -> str:
    names = parts().text.chronology.agencies
    return str(names[agency] if agency in names else agency)
