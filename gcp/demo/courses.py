"""How an invented home fares from visit to visit, when it is visited, by whom, with what luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin
from random import Random
from zlib import crc32

from gcp.demo.families import Family

# Visits to each of a hundred homes: a thousand in all, most homes with few, some with 50 or more.
COUNTS = (
    (71,) + (50,) * 4 + (30,) * 5 + (20,) * 8 + (12,) * 10 + (8,) * 16 + (5,) * 15 + (3,) * 22
    + (2,) * 11 + (1,) * 8
)  # fmt: skip
HOMES_ALIKE, VISITS_ALIKE = len(COUNTS), sum(COUNTS)
# Of the time from the first visit to the last, as a share from 0 to 1: the level from 1 to 5.
Course = Callable[[float], float]
COURSES: tuple[tuple[int, Course], ...] = (
    (24, lambda t: 1.5),  # good all along
    (20, lambda t: 2.4),  # middling
    (14, lambda t: 1.9 + 2.4 * t),  # drifts
    (14, lambda t: 4.2 - 2.5 * t),  # improves
    (12, lambda t: 4.2 - 2.4 * sin(pi * t)),  # improves and falls back
    (7, lambda t: 3.1 + 1.3 * sin(6 * pi * t)),  # up and down
    (9, lambda t: 4.2),  # bad all along
)
KINDS = (("arranged",) * 6 + ("short_notice",) * 2 + ("unannounced",) * 6)
OFFICERS_KINDS = ("incidental", "incidental", "incidental", "emergency")
STRICTNESS = (-0.25, 0.0, 0.0, 0.25)  # of each scorer
WHILE = 5  # visits for which an item keeps what it adds to its area's level
OWN = (-1.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.4, 1.0)
PRACTITIONERS = 5  # in each team
OFFICER = PRACTITIONERS  # the number of the one beside them


@dataclass(frozen=True)
class Moment:
    """One visit before anything is written: `scorer` is a number within the home's team."""

    number: int
    at: datetime
    kind: str
    access: str
    scorer: int
    level: float

    @property
    def by_officer(self) -> bool:
        """Whether a police officer made it, who grades the quick items alone."""
        return self.scorer == OFFICER


def visits_of(number: int, seed: int = 1) -> int:
    """How many visits the home with this number has."""
    block, place = divmod(number, HOMES_ALIKE)
    return Random(seed * 1_000_003 + block).sample(COUNTS, HOMES_ALIKE)[place]


def homes_with(visits: int, seed: int = 1) -> Iterator[int]:
    """How many visits each home has, from the first home on, until there are so many together."""
    left, block = visits, 0
    while left:
        for count in Random(seed * 1_000_003 + block).sample(COUNTS, HOMES_ALIKE):
            if left:
                yield min(count, left)
                left -= min(count, left)
        block += 1


def dates_of(family: Family, count: int) -> list[datetime]:
    """When a home is visited, oldest first."""
    chance = Random(family.key + 3)
    gap = min(chance.choice((14, 21, 28, 42, 60)), 1_300 / count)
    last = family.until - timedelta(days=chance.random() * max(10, 1_300 - gap * count))
    return [
        (last - timedelta(days=gap * (count - 1 - n) + 0.8 * gap * chance.random())).replace(
            hour=chance.randrange(8, 19), minute=chance.randrange(0, 60, 5)
        )
        for n in range(count)
    ]


def moment(family: Family, number: int, count: int, at: datetime) -> Moment:
    """One visit of so many: who came, whether they got in, and how things stood."""
    chance = Random(family.key * 1_009 + number)
    officer = number > 0 and chance.random() < 0.06
    kind = chance.choice(OFFICERS_KINDS if officer else KINDS)
    scorer = OFFICER if officer else (family.key + number // 9) % PRACTITIONERS
    hard = family.key % 9 == 0  # every ninth home is hard to get into
    level = course_of(family)(number / max(1, count - 1))
    if kind == "arranged" and family.key % 4 == 0:
        level -= 0.9  # looks better when it is expected
    level += STRICTNESS[crc32(b"%d/%d" % (family.key // 3, scorer)) % len(STRICTNESS)]
    return Moment(number, at, kind, _access(chance, kind, hard), scorer, level)


def course_of(family: Family) -> Course:
    """The course that a home takes."""
    place = Random(family.key + 4).randrange(sum(weight for weight, _ in COURSES))
    for weight, course in COURSES:
        if place < weight:
            return course
        place -= weight
    raise AssertionError


def grade_of(family: Family, when: Moment, slot: str) -> int:
    """The grade of one item of the home or a child: its area's level, and what is its own."""
    turn = crc32(f"{family.key}{slot}".encode())
    area = crc32(f"{family.key}{slot.partition('.')[0]}".encode()) % 3 / 2 - 0.5
    own = OWN[crc32(b"%d/%d" % (turn, (when.number + turn) // WHILE)) % len(OWN)]
    return min(5, max(1, int(when.level + area + own + 0.5)))


def _access(chance: Random, kind: str, hard: bool) -> str:
    luck = chance.random() * (0.45 if hard and kind != "emergency" else 1)
    if luck < 0.06:
        return "no_reply"
    if luck < 0.10:
        return "refused"
    return "doorstep" if luck < 0.13 else "inside"
