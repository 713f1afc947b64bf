"""The children of one home beside each other: where what is known of them differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gcp.core.history import Answer, VisitRecord, in_order
from gcp.core.known import LastAnswer
from gcp.core.rules import Item
from gcp.core.scoring import item_applies

Months = Mapping[str, int | None]


@dataclass(frozen=True)
class ItemOfAll:
    """One item with the last answer for each child whom it is for by age; None: never answered."""

    item: Item
    answers: Mapping[str, LastAnswer | None]

    @property
    def differs(self) -> bool:
        """Whether not all of these children have the same answer."""
        return len({_answer(each) for each in self.answers.values()}) > 1


@dataclass(frozen=True)
class OwnWords:
    """What a child last said, and the visit on which it was written down."""

    words: str
    record: VisitRecord


def items_of_all(
    last: Iterable[LastAnswer], children: Months, items: Iterable[Item]
) -> list[ItemOfAll]:
    """Each item about a child that was ever answered for one of these, for all it is for by now.

    `children` are their ids with their ages in months.
    """
    answers = {(each.item, each.child): each for each in last}
    found = []
    for item in items:
        of_age = [child for child, age in children.items() if item_applies(item, age)]
        row = ItemOfAll(item, {child: answers.get((item.id, child)) for child in of_age})
        if item.about == "child" and any(row.answers.values()):
            found.append(row)
    return found


def last_own_words(records: Iterable[VisitRecord]) -> dict[str, OwnWords]:
    """What each child last said in its own words, by child."""
    found: dict[str, OwnWords] = {}
    for record in in_order(records):
        for voice in record.body.get("voices") or ():
            if (voice.get("own_words") or "").strip():
                found[voice["child"]] = OwnWords(voice["own_words"], record)
    return found


def _answer(last: LastAnswer | None) -> Answer | None:
    if last is None:
        return None
    return last.state if last.grade is None else last.grade
