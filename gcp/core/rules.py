"""One version of the scoring rules: areas, items, grades, signs and thresholds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gcp.core.rules_reader import read_document


@dataclass(frozen=True)
class GradeMeaning:
    """What one grade from 1 to 5 means for every item."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Item:
    """One thing to grade, about the home or about each child of an age."""

    id: str
    title: str
    about: str
    ages: tuple[int, int] | None
    quick: bool
    question: str
    look_for: tuple[str, ...]
    grades: Mapping[int, str]


@dataclass(frozen=True)
class SubArea:
    """A part of an area that rolls up on its own first."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Area:
    """One area; either its items or its sub-areas are empty."""

    id: str
    title: str
    items: tuple[Item, ...]
    sub_areas: tuple[SubArea, ...]

    def groups(self) -> tuple[Area | SubArea, ...]:
        """What rolls up first: the sub-areas, or the area itself."""
        return self.sub_areas or (self,)

    def all_items(self) -> tuple[Item, ...]:
        """Every item in order, whatever the sub-areas."""
        return self._all_items

    @cached_property
    def _all_items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups() for item in group.items)


@dataclass(frozen=True)
class Sign:
    """Something that may be seen in a home and is no grade."""

    id: str
    title: str
    group: str


@dataclass(frozen=True)
class Rules:
    """A whole version of the rules, known by the digest of its content."""

    version: str
    title: str
    rule: str
    decisive_above: int
    grades: Mapping[int, GradeMeaning]
    areas: tuple[Area, ...]
    signs: tuple[Sign, ...]
    patterns: Mapping[str, int]
    clocks: Mapping[str, int]
    digest: str
    escalation_stages: tuple[str, ...] = ()  # their names in order; none: the shipped ones

    def item(self, id: str) -> Item | None:
        """The item with this full id."""
        return self._items.get(id)

    def items(self) -> tuple[Item, ...]:
        """Every item in order."""
        return tuple(self._items.values())

    def item_ids(self) -> Collection[str]:
        """Every item's full id."""
        return self._items.keys()

    def sign_ids(self) -> Collection[str]:
        """Every sign's id."""
        return self._sign_ids

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return {item.id: item for area in self.areas for item in area.all_items()}

    @cached_property
    def _sign_ids(self) -> frozenset[str]:
        return frozenset(each.id for each in self.signs)


def read_rules(text: str) -> Rules:
    """The rules of a YAML file's text.

    Raises Refused with every mistake and its line and column.
    """
    doc = read_document(text)
    return rules_from_json({**doc, "digest": digest_of(doc)})


def rules_from_json(doc: Mapping[str, Any]) -> Rules:
    """The rules that `as_json` gave; trusted, for what comes from our own database."""
    return Rules(
        version=doc["version"],
        title=doc["title"],
        rule=doc["roll_up"]["rule"],
        decisive_above=doc["roll_up"]["decisive_above"],
        grades={int(n): GradeMeaning(**each) for n, each in doc["grades"].items()},
        areas=tuple(_area(each) for each in doc["areas"]),
        signs=tuple(Sign(**each) for each in doc["signs"]),
        patterns=doc["patterns"],
        clocks=doc["clocks"],
        digest=doc["digest"],
        escalation_stages=tuple(doc.get("escalation_stages", ())),
    )


def _area(doc: Mapping[str, Any]) -> Area:
    return Area(doc["id"], doc["title"], _items(doc), tuple(map(_sub_area, doc["sub_areas"])))


def _sub_area(doc: Mapping[str, Any]) -> SubArea:
    return SubArea(doc["id"], doc["title"], _items(doc))


def _items(doc: Mapping[str, Any]) -> tuple[Item, ...]:
    return tuple(map(_item, doc["items"]))


def _item(doc: Mapping[str, Any]) -> Item:
    ages = doc["ages"]
    return Item(
        id=doc["id"],
        title=doc["title"],
        about=doc["about"],
        ages=(ages["from_months"], ages["to_months"]) if ages else None,
        quick=doc["quick"],
        question=doc["question"],
        look_for=tuple(doc["look_for"]),
        grades={int(n): words for n, words in doc["grades"].items()},
    )


def as_json(rules: Rules) -> dict[str, Any]:
    """What the device and the database hold: the YAML's shape, whole, with full item ids."""
    return {
        "version": rules.version,
        "title": rules.title,
        "roll_up": {"rule": rules.rule, "decisive_above": rules.decisive_above},
        "grades": {
            str(n): {"name": each.name, "meaning": each.meaning}
            for n, each in rules.grades.items()
        },
        "areas": [_area_json(area) for area in rules.areas],
        "signs": [{"id": s.id, "title": s.title, "group": s.group} for s in rules.signs],
        "patterns": dict(rules.patterns),
        "clocks": dict(rules.clocks),
        **(
            {"escalation_stages": list(rules.escalation_stages)} if rules.escalation_stages else {}
        ),
        "digest": rules.digest,
    }


def _area_json(area: Area) -> dict[str, Any]:
    return {**_group_json(area), "sub_areas": [_group_json(each) for each in area.sub_areas]}


def _group_json(group: Area | SubArea) -> dict[str, Any]:
    items = [_item_json(item) for item in group.items]
    return {"id": group.id, "title": group.title, "items": items}


def _item_json(item: Item) -> dict[str, Any]:
    ages = item.ages and {"from_months": item.ages[0], "to_months": item.ages[1]}
    return {
        "id": item.id,
        "title": item.title,
        "about": item.about,
        "ages": ages,
        "quick": item.quick,
        "question": item.question,
        "look_for": list(item.look_for),
        "grades": {str(n): words for n, words in item.grades.items()},
    }


def digest_of(doc: Mapping[str, Any]) -> str:
    """The digest of a version of the rules as JSON, which stands in it only afterwards."""
    canonical = json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
