"""Two visits to one home beside each other: what each says of every item, for every child."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.history import (
    HIDDEN,
    Answer,
    Change,
    Slot,
    VisitRecord,
    answer_of,
    changes,
    in_order,
    is_graded,
)
from gcp.core.known import Photo
from gcp.core.rules import Item, Rules
from gcp.core.scoring import age_in_months, item_applies

NO_ACCESS = ("refused", "no_reply")
# What a pair can be said to be, in the order to be told.
KINDS = (
    "worse", "better", "not_compared", "no_longer_seen", "no_longer_applies", "not_answered",
    "newly_seen", "other_answer", "same", "never_seen", "unanswered",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """What one visit says of an item for the home or a child; `gap`: why it says nothing."""

    entry: Mapping[str, Any] | None
    gap: str | None = None  # not_answered|not_of_age|not_listed|not_in_rules|no_access

    @property
    def answer(self) -> Answer | None:
        """The grade, or the state, or nothing."""
        return answer_of(self.entry) if self.entry else None

    @property
    def is_hidden(self) -> bool:
        """Whether the item could not be seen on this visit."""
        return self.answer in HIDDEN or self.gap == "no_access"


@dataclass(frozen=True)
class Pair:
    """One item of the home or of one child at two visits."""

    item: str
    child: str | None
    kind: str
    is_small: bool  # one grade by another scorer: not a trend
    was: Side
    now: Side

    @property
    def differs(self) -> bool:
        """Whether the two visits answered otherwise."""
        return self.was.answer != self.now.answer


def default_pair(records: Iterable[VisitRecord]) -> tuple[VisitRecord, VisitRecord] | None:
    """The newest graded visit and the graded one before it; without two such, the last two."""
    ordered = in_order(records)
    graded = [each for each in ordered if is_graded(each)]
    found = graded if len(graded) > 1 else ordered
    return (found[-2], found[-1]) if len(found) > 1 else None


def partner(records: Iterable[VisitRecord], one: VisitRecord) -> VisitRecord | None:
    """What to lay beside a visit: the graded one before it, else after it, else its neighbour."""
    ordered = in_order(records)
    place = [each.id for each in ordered].index(one.id)
    nearest = (*reversed(ordered[:place]), *ordered[place + 1 :])
    return next(filter(is_graded, nearest), nearest[0] if nearest else None)


def compare(was: VisitRecord, now: VisitRecord, rules: Mapping[str, Rules]) -> tuple[Pair, ...]:
    """Every item of either visit, in the order of the later one's rules.

    Items that neither visit answered are there as `unanswered` where one of them was asked to;
    under different rules no grade is called better, worse or the same.
    """
    changed = {(each.item, each.child): each for each in changes([was], now)}
    told = _entries(was), _entries(now)
    found = []
    for item, child in _slots(was, now, rules):
        before, after = (each.get((item, child)) for each in told)
        sides = _side(was, rules, item, child, before), _side(now, rules, item, child, after)
        if any(each.entry or each.gap == "not_answered" for each in sides):
            change = changed.get((item, child))
            kind = _kind(*sides, change, was.rules != now.rules)
            small = bool(change and change.is_small and kind in ("better", "worse"))
            found.append(Pair(item, child, kind, small, *sides))
    return tuple(found)


def side(record: VisitRecord, rules: Mapping[str, Rules], item: str, child: str | None) -> Side:
    """What a visit says of one item for the home (None) or a child, or why it says nothing."""
    return _side(record, rules, item, child, _entries(record).get((item, child)))


def change_kind(change: Change) -> str:
    """How to call a change: under different rules no grade is better or worse."""
    return "not_compared" if change.other_rules and _is_number(change) else change.kind


def item_photos(record: VisitRecord, item: str, child: str | None = None) -> list[Photo]:
    """A visit's photos of an item, of everyone or of one child; those taken back left out."""
    gone = {each["id"] for each in record.body.get("withdrawn_photos") or ()}
    return [
        Photo(entry, record)
        for entry in record.body.get("photos") or ()
        if entry.get("item") == item
        and entry["id"] not in gone
        and (child is None or entry.get("child") in (None, child))
    ]


def children_of(*records: VisitRecord) -> dict[str, Mapping[str, Any]]:
    """The children whom these visits name, each as the first of the visits names it."""
    found: dict[str, Mapping[str, Any]] = {}
    for record in records:
        for child in record.body.get("children") or ():
            found.setdefault(child["id"], child)
    return found


def _entries(record: VisitRecord) -> dict[Slot, Mapping[str, Any]]:
    return {(each["item"], each.get("child")): each for each in record.grades}


def _side(
    record: VisitRecord, rules: Mapping[str, Rules], item: str, child: str | None,
    entry: Mapping[str, Any] | None,
) -> Side:  # fmt: skip
    of_rules = rules[record.rules].item(item) if record.rules in rules else None
    return Side(entry, None if entry else _gap(record, of_rules, child))


def _slots(was: VisitRecord, now: VisitRecord, rules: Mapping[str, Rules]) -> Sequence[Slot]:
    """Every item with everyone it may be about, once each."""
    children = children_of(now, was)

    def every(item: Item) -> Iterator[Slot]:
        yield from ((item.id, child) for child in children) if item.about == "child" else (
            (item.id, None),
        )

    found: dict[Slot, None] = {}
    for digest in (now.rules, was.rules):
        for item in rules[digest].items() if digest in rules else ():
            found.update(dict.fromkeys(every(item)))
    return tuple(found)


def _gap(record: VisitRecord, item: Item | None, child: str | None) -> str:
    if item is None or (item.about == "child") != (child is not None):
        return "not_in_rules"
    if record.body["access"] in NO_ACCESS:
        return "no_access"
    if child is None:
        return "not_answered"
    listed = children_of(record).get(child)
    if listed is None:
        return "not_listed"
    months = age_in_months(listed, record.day.isoformat())
    return "not_answered" if item_applies(item, months) else "not_of_age"


def _kind(was: Side, now: Side, change: Change | None, other_rules: bool) -> str:
    if was.entry is None and now.entry is None:
        return "unanswered"
    if now.entry is None:
        return _kind_of_gap(was, now)
    numbers = isinstance(was.answer, int) and isinstance(now.answer, int)
    if other_rules and (numbers or was.gap == "not_in_rules"):
        return "not_compared"
    if change:
        return change.kind
    if isinstance(now.answer, int) and not numbers:
        return "newly_seen"
    if was.answer == now.answer:
        return "never_seen" if now.is_hidden else "same"
    return "never_seen" if now.is_hidden and was.entry is None else "other_answer"


def _kind_of_gap(was: Side, now: Side) -> str:
    if now.gap == "not_in_rules":
        return "not_compared"
    if now.gap == "not_of_age":
        return "no_longer_applies"
    if now.gap == "no_access":
        return "never_seen" if was.is_hidden else "no_longer_seen"
    return "not_answered"


def _is_number(change: Change) -> bool:
    return isinstance(change.now, int) and change.last_grade is not None
