"""What the page of one item through all visits shows, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gcp.core.comparison import Side, change_kind, children_of, side
from gcp.core.history import Change, Step
from gcp.core.rules import Item, Rules
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.photo_view import PhotoView
from gcp.web.said import Said, agency, answer_words, photo_views, said, version


@dataclass(frozen=True)
class ItemRow:
    """One answer, for the home or the children who have the very same, and what it changed."""

    children: Sequence[str]
    said: Said
    kind: str
    is_small: bool
    before: str


@dataclass(frozen=True)
class ItemVisit:
    """One visit with its answers to the item; `gap`: why there is none."""

    step: Step
    agency: str
    new_version: str
    rows: Sequence[ItemRow]
    unanswered: Sequence[str]
    gap: str
    photos: Sequence[PhotoView]


@dataclass(frozen=True)
class ItemPage:
    """One item through all visits, the newest first, for everyone or one child."""

    item: Item
    child: str | None
    names: Mapping[str, str]
    visits: Sequence[ItemVisit]

    @property
    def is_answered(self) -> bool:
        """Whether any visit has answered it."""
        return any(each.rows for each in self.visits)


def item_page(
    item: Item, child: str | None, steps: Sequence[Step], rules: Mapping[str, Rules],
    names: Mapping[str, str], arrived: frozenset[str],
) -> ItemPage:  # fmt: skip
    """The page of an item, from a home's visits with what each changed, oldest first."""
    maker = _Visits(item, child, rules, names, arrived)
    before = (None, *steps)
    made = [maker.visit(step, was) for step, was in zip(steps, before, strict=False)]
    return ItemPage(item, child, names, tuple(reversed(made)))


@dataclass(frozen=True)
class _Visits:
    """Makes the visits of one item's page."""

    item: Item
    child: str | None
    rules: Mapping[str, Rules]
    names: Mapping[str, str]
    arrived: frozenset[str]

    def visit(self, step: Step, before: Step | None) -> ItemVisit:
        record, item = step.record, self.item.id
        asked = [self.child] if self.child else list(children_of(record))
        home = side(record, self.rules, item, None)
        sides = {child: side(record, self.rules, item, child) for child in asked}
        told = {child: each for child, each in {None: home, **sides}.items() if each.entry}
        open_for = [self.names.get(child, "") for child, each in sides.items()
                    if child and each.gap == "not_answered"]  # fmt: skip
        gap = sides[self.child].gap if self.child and self.item.about == "child" else home.gap
        if gap == "not_in_rules" and open_for:
            gap = "not_answered"
        new = before is not None and before.record.rules != record.rules
        return ItemVisit(
            step=step, agency=agency(record), new_version=version(record) if new else "",
            rows=self._rows(step, told),
            unanswered=open_for if told else (),
            gap="" if told else str(parts().text.compare.gaps[gap or "not_answered"]),
            photos=photo_views(
                record, item, self.child, {item: self.item.title}, self.names, self.arrived
            ),
        )  # fmt: skip

    def _rows(self, step: Step, told: Mapping[str | None, Side]) -> list[ItemRow]:
        changed = {each.child: each for each in step.changes if each.item == self.item.id}
        alike: dict[tuple[Said, str, bool, str], list[str]] = {}
        for child, each in told.items():
            what = said(each, step.record, self.item.id)
            names = alike.setdefault((what, *_changed(changed.get(child))), [])
            names.extend([self.names.get(child, "")] if child else [])
        return [ItemRow(children, *key) for key, children in alike.items()]


def _changed(change: Change | None) -> tuple[str, bool, str]:
    """What became of an answer: its kind, whether that is small, and what it was before."""
    if change is None:
        return "", False, ""
    kind, words = change_kind(change), parts().text.compare.item
    small = change.is_small and kind in ("better", "worse")
    if change.was is None or change.was_at is None:
        return kind, small, ""
    if isinstance(change.was, str) and change.last_grade is not None and change.last_grade_at:
        day = dates.day(change.last_grade_at.isoformat())
        return kind, small, str(words.last).format(grade=change.last_grade, day=day)
    day = dates.day(change.was_at.isoformat())
    return kind, small, str(words.was).format(was=answer_words(change.was), day=day)
