"""Do scorers agree? Visits of two people to one home on one day, and their grades side by side.

Of interest is how alike a home is graded, never who graded it: a pair counts the same whichever of
its two visits comes first, and nothing here is counted by person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, groupby
from typing import NamedTuple

from gcp.core.history import Slot, VisitRecord

GRADES = (1, 2, 3, 4, 5)
# Two visits of one day, as it was written where they took place, are never further apart.
WITHIN = timedelta(hours=26)

Table = tuple[tuple[int, ...], ...]


class Attendance(NamedTuple):
    """As much of a visit as tells whether somebody else was there at about the same time."""

    visit: str
    home: str
    author: str
    at: datetime


@dataclass(frozen=True)
class VisitPair:
    """Two visits by two people on one day, the earlier first, and the grades both gave."""

    home: str
    earlier: VisitRecord
    later: VisitRecord
    grades: Mapping[Slot, tuple[int, int]]

    @property
    def same(self) -> int:
        """How many answers were the same."""
        return _apart(self.grades.values(), 0, 0)

    @property
    def one_off(self) -> int:
        """How many were one grade apart."""
        return _apart(self.grades.values(), 1, 1)

    @property
    def further(self) -> int:
        """How many were two grades apart or more."""
        return _apart(self.grades.values(), 2, 4)


@dataclass(frozen=True)
class AreaAgreement:
    """How alike one area was graded; `table` holds each pair of grades both ways round."""

    area: str
    answers: int
    visit_pairs: int
    same: int
    one_off: int
    further: int
    table: Table
    verdict: str  # too_few|one_grade|all_same|figure

    @property
    def grade(self) -> int | None:
        """The one grade that every answer was, if there was but one."""
        used = [grade for grade, row in zip(GRADES, self.table, strict=True) if any(row)]
        return used[0] if len(used) == 1 else None


def near_another(attendances: Iterable[Attendance]) -> dict[str, str]:
    """The visits that somebody else made one at about the same time, with their homes."""
    found: dict[str, str] = {}
    ordered = sorted(attendances, key=lambda each: (each.home, each.at, each.visit))
    for home, group in groupby(ordered, key=lambda each: each.home):
        visits = list(group)
        for way in (visits, visits[::-1]):
            found |= dict.fromkeys(_follow_another(way), home)
    return found


def _follow_another(visits: Iterable[Attendance]) -> Iterator[str]:
    """Those of a home's visits, in order, that come soon after one by somebody else."""
    last: Attendance | None = None
    by_other: Attendance | None = None  # the last one by somebody else than `last`
    for each in visits:
        if last and last.author != each.author:
            by_other = last
        if by_other and abs(each.at - by_other.at) <= WITHIN:
            yield each.visit
        last = each


def visit_pairs(records: Iterable[tuple[str, VisitRecord]]) -> list[VisitPair]:
    """Each pair of people who graded a home on one day under the same rules, once; newest first.

    `records`: visits with the home that they are known under. Of several visits by one of them
    those two count that were nearest to each other.
    """
    nearest: dict[tuple[object, ...], VisitPair] = {}
    for pair in _candidates(records):
        people = frozenset((pair.earlier.author_id, pair.later.author_id))
        key = (pair.home, pair.earlier.day, pair.earlier.rules, people)
        known = nearest.get(key)
        if known is None or _nearness(pair) < _nearness(known):
            nearest[key] = pair
    return sorted(
        nearest.values(), key=lambda each: (each.later.instant, each.later.id, each.earlier.id),
        reverse=True,
    )  # fmt: skip


def agreement(
    pairs: Sequence[VisitPair], areas: Iterable[str], limits: Mapping[str, int]
) -> list[AreaAgreement]:
    """For each area how alike it was graded, and whether a figure may be given for it."""
    return [_of_area(area, pairs, limits) for area in areas]


def _candidates(records: Iterable[tuple[str, VisitRecord]]) -> Iterator[VisitPair]:
    together: dict[tuple[object, ...], list[tuple[VisitRecord, dict[Slot, int]]]] = {}
    for home, record in records:
        key = (home, record.day, record.rules)
        together.setdefault(key, []).append((record, _grades(record)))
    for (home, *_), group in together.items():
        group.sort(key=lambda each: (each[0].instant, each[0].id))
        for (earlier, one), (later, other) in combinations(group, 2):
            both = one.keys() & other.keys()
            if both and earlier.author_id != later.author_id:
                yield VisitPair(
                    str(home), earlier, later, {slot: (one[slot], other[slot]) for slot in both}
                )


def _nearness(pair: VisitPair) -> tuple[timedelta, str, str]:
    return pair.later.instant - pair.earlier.instant, pair.earlier.id, pair.later.id


def _grades(record: VisitRecord) -> dict[Slot, int]:
    return {
        (entry["item"], entry.get("child")): entry["grade"]
        for entry in record.grades
        if entry.get("grade") is not None
    }


def _of_area(area: str, pairs: Sequence[VisitPair], limits: Mapping[str, int]) -> AreaAgreement:
    found = [
        [grades for (item, _), grades in pair.grades.items() if item.partition(".")[0] == area]
        for pair in pairs
    ]
    answers = [grades for each in found for grades in each]
    both_ways = [*answers, *((b, a) for a, b in answers)]
    counts = {(a, b): 0 for a in GRADES for b in GRADES}
    for grades in both_ways:
        counts[grades] += 1
    return AreaAgreement(
        area, len(answers), sum(map(bool, found)), _apart(answers, 0, 0), _apart(answers, 1, 1),
        _apart(answers, 2, 4), tuple(tuple(counts[a, b] for b in GRADES) for a in GRADES),
        _verdict(answers, sum(map(bool, found)), limits),
    )  # fmt: skip


def _verdict(answers: Sequence[tuple[int, int]], pairs: int, limits: Mapping[str, int]) -> str:
    if len(answers) < max(1, limits["agreement_answers"]) or pairs < limits["agreement_pairs"]:
        return "too_few"
    if any(a != b for a, b in answers):
        return "figure"
    return "one_grade" if len(set(answers)) == 1 else "all_same"


def _apart(answers: Iterable[tuple[int, int]], least: int, most: int) -> int:
    return sum(least <= abs(a - b) <= most for a, b in answers)
