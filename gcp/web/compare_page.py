"""What the page of two visits side by side shows, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gcp.core import comparison
from gcp.core.comparison import KINDS, Pair
from gcp.core.history import VisitRecord, is_graded
from gcp.core.rules import Area, Rules
from gcp.web.context import find_rules
from gcp.web.home_page import AreaGrade, area_grades
from gcp.web.photo_view import PhotoView
from gcp.web.said import Said, agency, photo_views, said, version


@dataclass(frozen=True)
class VisitFacts:
    """What is to be known of a visit before its grades are read."""

    record: VisitRecord
    agency: str
    version: str
    signs: Sequence[str]


@dataclass(frozen=True)
class Row:
    """One item at both visits, for the home or for those children of whom all is alike."""

    children: Sequence[str]
    kind: str
    is_small: bool
    was: Said
    now: Said


@dataclass(frozen=True)
class ItemRows:
    """One item with its rows and its photos on both visits."""

    id: str
    title: str
    rows: Sequence[Row]
    photos: tuple[Sequence[PhotoView], Sequence[PhotoView]]


@dataclass(frozen=True)
class GradesRow:
    """An area's grade at both visits, for the home or for those children of whom all is alike."""

    children: Sequence[str]
    was: AreaGrade | None
    now: AreaGrade | None


@dataclass(frozen=True)
class AreaRows:
    """One area: its grades, its items, what nobody answered."""

    title: str
    grades: Sequence[GradesRow]
    items: Sequence[ItemRows]
    unanswered: Sequence[str]


@dataclass(frozen=True)
class VoiceRow:
    """One child at both visits, as far as it was seen and heard; None: nothing recorded."""

    child: str
    was: Mapping[str, Any] | None
    now: Mapping[str, Any] | None


@dataclass(frozen=True)
class KindCount:
    """How many items became what, and how many of them by one grade and another scorer."""

    kind: str
    n: int
    small: int


@dataclass(frozen=True)
class ComparePage:
    """Two visits side by side, the earlier one first."""

    was: VisitFacts
    now: VisitFacts
    names: Mapping[str, str]
    areas: Sequence[AreaRows]
    voices: Sequence[VoiceRow]
    counts: Sequence[KindCount]

    @property
    def other_rules(self) -> bool:
        """Whether the two were made under different rules."""
        return self.was.record.rules != self.now.record.rules

    @property
    def other_scorer(self) -> bool:
        """Whether the two were scored by different people."""
        both = is_graded(self.was.record) and is_graded(self.now.record)
        return both and self.was.record.author_id != self.now.record.author_id

    @property
    def ungraded(self) -> list[VisitRecord]:
        """The visits on which nothing was graded."""
        return [each.record for each in (self.was, self.now) if not is_graded(each.record)]


def compare_page(
    was: VisitRecord, now: VisitRecord, names: Mapping[str, str], arrived: frozenset[str],
    only: bool,
) -> ComparePage:  # fmt: skip
    """The page of two visits; `only` what differs, or everything."""
    found = {each: find_rules(each) for each in (was.rules, now.rules)}
    rules = {digest: each for digest, each in found.items() if each}
    pairs = comparison.compare(was, now, rules)
    children = comparison.children_of(now, was)
    maker = _Rows(was, now, rules, names, arrived, only)
    kinds = [each.kind for each in pairs]
    return ComparePage(
        was=_facts(was, rules), now=_facts(now, rules), names=names,
        areas=[made for area in maker.areas() for made in maker.area(area, pairs, children)],
        voices=[VoiceRow(each, _voice(was, each), _voice(now, each)) for each in children],
        counts=[
            KindCount(kind, kinds.count(kind), sum(p.is_small for p in pairs if p.kind == kind))
            for kind in KINDS
            if kind in kinds and kind != "unanswered"
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class _Rows:
    """Makes the rows of one comparison."""

    was: VisitRecord
    now: VisitRecord
    rules: Mapping[str, Rules]
    names: Mapping[str, str]
    arrived: frozenset[str]
    only: bool

    def areas(self) -> list[Area]:
        """The areas of either visit's rules, each with every item of both."""
        found: dict[str, Area] = {}
        for digest in (self.now.rules, self.was.rules):
            for area in self.rules[digest].areas if digest in self.rules else ():
                found.setdefault(area.id, area)
        return list(found.values())

    def area(
        self, area: Area, pairs: Sequence[Pair], children: Mapping[str, Any]
    ) -> Iterator[AreaRows]:
        titles = self._titles(area.id)
        mine = [each for each in pairs if each.item in titles]
        items = [
            made for item, title in titles.items() for made in self._item(item, title, mine)
        ]
        grades = [] if self.only and not items else list(self._grades(area.id, children))
        unanswered = [] if self.only else list(self._unanswered(titles, mine))
        if items or grades or unanswered:
            yield AreaRows(area.title, grades, items, unanswered)

    def _titles(self, area: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for digest in (self.now.rules, self.was.rules):
            for each in self.rules[digest].areas if digest in self.rules else ():
                for item in each.all_items() if each.id == area else ():
                    found.setdefault(item.id, item.title)
        return found

    def _item(self, item: str, title: str, pairs: Sequence[Pair]) -> Iterator[ItemRows]:
        mine = [each for each in pairs if each.item == item and each.kind != "unanswered"]
        rows = self._rows([each for each in mine if each.differs or not self.only])
        was, now = (
            photo_views(each, item, None, {item: title}, self.names, self.arrived)
            for each in (self.was, self.now)
        )
        if rows or ((was or now) and not self.only):
            yield ItemRows(item, title, rows, (was, now))

    def _rows(self, pairs: Sequence[Pair]) -> list[Row]:
        """What is alike for several children stands once."""
        alike: dict[tuple[str, bool, Said, Said], list[str]] = {}
        for each in pairs:
            was = said(each.was, self.was, each.item)
            now = said(each.now, self.now, each.item)
            names = alike.setdefault((each.kind, each.is_small, was, now), [])
            names.extend([each.child] if each.child else [])
        return [Row(children, *key) for key, children in alike.items()]

    def _grades(self, area: str, children: Mapping[str, Any]) -> Iterator[GradesRow]:
        alike: dict[tuple[bool, str, str], GradesRow] = {}
        for child in (None, *children):
            was, now = (
                next((each for each in area_grades(record, child) if each.area == area), None)
                for record in (self.was, self.now)
            )
            if (was and was.grade) or (now and now.grade):
                key = (child is None, _as_told(was), _as_told(now))
                row = alike.setdefault(key, GradesRow([], was, now))
                alike[key] = replace(row, children=[*row.children, *([child] if child else [])])
        yield from alike.values()

    def _unanswered(self, titles: Mapping[str, str], pairs: Sequence[Pair]) -> Iterator[str]:
        for item, title in titles.items():
            mine = [each for each in pairs if each.item == item]
            missing = [each for each in mine if each.kind == "unanswered"]
            names = [self.names.get(each.child, "") for each in missing if each.child]
            if missing:
                whole = len(missing) == len(mine) or not names
                yield title if whole else f"{title} ({', '.join(names)})"


def _facts(record: VisitRecord, rules: Mapping[str, Rules]) -> VisitFacts:
    of_rules = rules.get(record.rules)
    titles = {each.id: each.title for each in of_rules.signs} if of_rules else {}
    signs = [titles.get(each["sign"], each["sign"]) for each in record.body.get("signs") or ()]
    return VisitFacts(record, agency(record), version(record), signs)


def _as_told(grade: AreaGrade | None) -> str:
    """All that is said of an area's grade."""
    return repr(grade and {**vars(grade), "record": None})


def _voice(record: VisitRecord, child: str) -> Mapping[str, Any] | None:
    voices = record.body.get("voices") or ()
    return next((each for each in voices if each["child"] == child), None)
