"""What the page of all children of one home side by side shows, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core import history, known, siblings
from gcp.core.history import VisitRecord
from gcp.core.known import Seen
from gcp.core.rules import Item
from gcp.core.scoring import age_in_months
from gcp.core.siblings import ItemOfAll, OwnWords
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.home_page import AreaGrade, areas_now, rules_of
from gcp.web.said import answer_words


@dataclass(frozen=True)
class ChildNow:
    """One child as it is known by now."""

    id: str
    name: str
    age: str
    areas: Mapping[str, AreaGrade]
    seen: Seen | None
    own_words: OwnWords | None


@dataclass(frozen=True)
class ChildrenPage:
    """All children of a home, and the items about children, by whether they differ."""

    children: Sequence[ChildNow]
    areas: Mapping[str, str]
    differ: Sequence[ItemOfAll]
    same: Sequence[ItemOfAll]
    for_one: Sequence[ItemOfAll]
    older: frozenset[str]  # the visits made under other rules than the newest graded one

    def answer(self, row: ItemOfAll) -> str:
        """The answer that all children of a row have."""
        last = next(each for each in row.answers.values() if each)
        return answer_words(last.state if last.grade is None else last.grade)

    def name(self, row: ItemOfAll) -> str:
        """The child that a row is about alone."""
        return next(each.name for each in self.children if each.id in row.answers)

    def id(self, row: ItemOfAll) -> str:
        """The id of the child that a row is about alone."""
        return next(iter(row.answers))


def children_page(
    people: Sequence[Row], records: Sequence[VisitRecord], on: date
) -> ChildrenPage:
    """The page of a home's children as on a day."""
    children = all_children(people, records)
    last = known.last_answers(records)
    ages = {each: age_in_months(child, on.isoformat()) for each, child in children.items()}
    rows = siblings.items_of_all(last, ages, _items(records))
    seen, words = known.days_since_seen(records, on), siblings.last_own_words(records)
    columns = [
        ChildNow(
            id, child["name"], dates.person_age(dict(child), on),
            {each.area: each for each in areas_now(records, id)}, seen.get(id), words.get(id),
        )
        for id, child in children.items()
    ]  # fmt: skip
    return ChildrenPage(
        columns,
        {area: each.title for child in columns for area, each in child.areas.items()},
        differ=[each for each in rows if each.differs],
        same=[each for each in rows if not each.differs and len(each.answers) > 1],
        for_one=[each for each in rows if len(each.answers) == 1],
        older=_older(records),
    )


def all_children(
    people: Sequence[Row], records: Sequence[VisitRecord]
) -> dict[str, Mapping[str, Any]]:
    """The children of a home by id: those it knows, then those that only a visit names."""
    found: dict[str, Mapping[str, Any]] = {
        each["id"]: each for each in people if each["kind"] == "child"
    }
    for record in reversed(history.in_order(records)):
        for child in record.body.get("children") or ():
            found.setdefault(child["id"], child)
    return found


def _items(records: Sequence[VisitRecord]) -> list[Item]:
    """Every item of the rules of these visits, as the newest of them has it."""
    rules = rules_of(records)
    found: dict[str, Item] = {}
    for record in reversed(history.in_order(records)):
        for item in rules[record.rules].items() if record.rules in rules else ():
            found.setdefault(item.id, item)
    return list(found.values())


def _older(records: Sequence[VisitRecord]) -> frozenset[str]:
    graded = [each for each in history.in_order(records) if history.is_graded(each)]
    return frozenset(each.id for each in graded if each.rules != graded[-1].rules)
