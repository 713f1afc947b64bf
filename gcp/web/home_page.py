"""What a home's page shows, as values: the same on line and carried on the device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core import history, known
from gcp.core.chart import chart as chart_of
from gcp.core.chart_parts import Chart
from gcp.core.events import Event
from gcp.core.history import Step, VisitRecord
from gcp.core.known import LastAnswer, LastConcern, Photo, Seen
from gcp.core.rules import Rules
from gcp.store.engine import Row
from gcp.web.changes import ChangedItems, together
from gcp.web.context import find_rules
from gcp.web.photo_view import PhotoView, photo_view
from gcp.web.reasons import reason_of


@dataclass(frozen=True)
class AreaGrade:
    """One area's roll-up with its reason in titles."""

    area: str
    title: str
    grade: int | None
    because: tuple[str, ...]
    worst: str | None
    worst_grade: int | None
    graded: int
    applicable: int
    record: VisitRecord

    @property
    def reason(self) -> str:
        """Why, what is worst and how much was graded; said here, since a page may hold hundreds."""
        return reason_of(self)


@dataclass(frozen=True)
class HomePage:
    """All that the page says of one home, or of one child of it."""

    home: Row
    people: Sequence[Row]
    child: Row | None
    areas: Sequence[AreaGrade]
    concerns: Sequence[LastAnswer]
    unseen_concerns: Sequence[LastAnswer]
    last_concern: LastConcern | None
    seen: Sequence[Seen]
    steps: Sequence[Step]
    chart: Chart
    photos: Mapping[str | None, Sequence[Photo]]
    titles: Mapping[str, str]
    names: Mapping[str, str]
    arrived: frozenset[str]
    on: date
    events: Sequence[Event] = ()

    @property
    def children(self) -> list[Row]:
        """The children of the home."""
        return [each for each in self.people if each["kind"] == "child"]

    @property
    def adults(self) -> list[Row]:
        """The adults of the home."""
        return [each for each in self.people if each["kind"] != "child"]

    @property
    def concern_titles(self) -> list[str]:
        """The titles of the items that were last graded 4 or 5."""
        return [self.item(each) for each in (self.last_concern.items if self.last_concern else ())]

    def seen_of(self, child: str) -> Seen | None:
        """When a child was last seen."""
        return next((each for each in self.seen if each.child == child), None)

    def changes(self, step: Step) -> list[ChangedItems]:
        """What a visit changed, for the home or the chosen child, alike changes together."""
        chosen = self.child["id"] if self.child else None
        mine = [each for each in step.changes if chosen is None or each.child in (None, chosen)]
        return together(mine, self.item, self.name)

    def signs(self, record: VisitRecord) -> list[str]:
        """The titles of the signs that a visit saw."""
        rules = find_rules(record.rules)
        titles = {sign.id: sign.title for sign in rules.signs} if rules else {}
        return [titles.get(each["sign"], each["sign"]) for each in record.body.get("signs") or ()]

    def photo(self, photo: Photo) -> PhotoView:
        """One photo of the gallery."""
        return photo_view(photo, self.titles, self.names, self.arrived)

    def item(self, item_id: str) -> str:
        """The title of an item under whichever rules it was graded."""
        return self.titles.get(item_id, item_id)

    def name(self, child: str | None) -> str:
        """The name of a child, or nothing for what is of the whole home."""
        return self.names.get(child, "") if child else ""

    def grades(self, record: VisitRecord) -> list[AreaGrade]:
        """The areas of one visit, for the home or the chosen child."""
        return area_grades(record, self.child["id"] if self.child else None)


def home_page(
    home: Row,
    people: Sequence[Row],
    records: Sequence[VisitRecord],
    child_id: str | None,
    arrived: frozenset[str],
    on: date,
    events: Sequence[Event] = (),
) -> HomePage:
    """The page of a home as on a day, for all its children or for one."""
    child = next((p for p in people if p["id"] == child_id and p["kind"] == "child"), None)
    chosen = child["id"] if child else None
    last = known.last_answers(records)
    last = [each for each in last if chosen is None or each.child in (None, chosen)]
    return HomePage(
        home=home, people=people, child=child,
        areas=areas_now(records, chosen),
        concerns=sorted(known.concerns(last), key=lambda each: -(each.grade or 0)),
        unseen_concerns=known.unseen_concerns(last),
        last_concern=known.last_concern(records, chosen),
        seen=list(known.days_since_seen(records, on).values()),
        steps=tuple(reversed(history.steps(records))),
        chart=chart_of(records, rules_of(records), chosen, events),
        photos=known.photos_by_room(records),
        titles=titles(records), names=names(records, people),
        arrived=arrived, on=on, events=events,
    )  # fmt: skip


def rules_of(records: Sequence[VisitRecord]) -> dict[str, Rules]:
    """The rules that these visits were made under, by digest."""
    found = ((digest, find_rules(digest)) for digest in {each.rules for each in records})
    return {digest: rules for digest, rules in found if rules}


def titles(records: Sequence[VisitRecord]) -> dict[str, str]:
    """Item titles by id; where versions differ, the newest visit's."""
    found: dict[str, str] = {}
    versions = rules_of(records)
    for digest in dict.fromkeys(each.rules for each in history.in_order(records)):
        if digest in versions:
            found.update((item.id, item.title) for item in versions[digest].items())
    return found


def names(records: Sequence[VisitRecord], people: Sequence[Row]) -> dict[str, str]:
    """Children's names by id, as the home knows them, else as a visit wrote them."""
    found = {
        child["id"]: child["name"]
        for each in records
        for child in each.body.get("children") or ()
    }
    return found | {person["id"]: person["name"] for person in people}


def area_grades(record: VisitRecord, child: str | None) -> list[AreaGrade]:
    """Each area of a visit with its roll-up, in the rules' order."""
    rules = find_rules(record.rules)
    results = history.areas_of(record, child)
    if rules is None:
        return []
    return [
        _area_grade(rules, area.id, area.title, results[area.id], record, child)
        for area in rules.areas
        if area.id in results
    ]


def areas_now(records: Sequence[VisitRecord], child: str | None) -> list[AreaGrade]:
    """Each area's newest roll-up, for one child or for the home."""
    found = []
    for area, now in known.area_now(records, child).items():
        rules = find_rules(now.record.rules)
        if rules:
            title = next(each.title for each in rules.areas if each.id == area)
            found.append(_area_grade(rules, area, title, now.result, now.record, child))
    return found


def _area_grade(
    rules: Rules,
    area: str,
    title: str,
    result: Mapping[str, Any],
    record: VisitRecord,
    child: str | None,
) -> AreaGrade:
    def item_title(item_id: str) -> str:
        item = rules.item(item_id)
        return item.title if item else item_id

    worst = result["worst"]
    return AreaGrade(
        area, title, result["grade"], tuple(item_title(each) for each in result["because"]),
        item_title(worst) if worst else None, _worst_grade(record, worst, child),
        result["graded"], result["applicable"], record,
    )  # fmt: skip


def _worst_grade(record: VisitRecord, worst: str | None, child: str | None) -> int | None:
    """The worst item's own grade: this child's or the home's; for the home, anyone's."""
    return max(
        (
            entry["grade"]
            for entry in record.grades
            if entry["item"] == worst
            and entry.get("grade") is not None
            and (child is None or entry.get("child") in (None, child))
        ),
        default=None,
    )
