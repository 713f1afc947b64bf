"""Practice: invented rooms that a person grades, and how that compares with the set's grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gcp.core.rules import Rules


@dataclass(frozen=True)
class Room:
    """One invented room, to be graded for one item of the rules."""

    id: str
    item: str
    grade: int
    because: str  # the words of that grade that decide it, as the rules have them
    why: str
    scene: str
    state: int
    seed: int
    picture: str
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """How often a person's grades were the set's; of the others, which way they lay."""

    same: int
    one_off: int
    further: int
    better: int
    worse: int

    @property
    def all(self) -> int:
        """How many rooms were graded."""
        return self.same + self.one_off + self.further


def fitting(rooms: Iterable[Room], rules: Rules) -> tuple[Room, ...]:
    """The rooms that these rules can grade: they have the item, and the words that decide it."""
    return tuple(room for room in rooms if _fits(room, rules))


def _fits(room: Room, rules: Rules) -> bool:
    item = rules.item(room.item)
    return item is not None and " ".join(room.because.split()) in " ".join(
        item.grades[room.grade].split()
    )


def comparison(grades: Sequence[tuple[int, int]]) -> Comparison:
    """A person's grades against the set's, each pair with the person's first."""
    apart = [own - other for own, other in grades]
    return Comparison(
        same=apart.count(0),
        one_off=sum(abs(each) == 1 for each in apart),
        further=sum(abs(each) > 1 for each in apart),
        better=sum(each < 0 for each in apart),
        worse=sum(each > 0 for each in apart),
    )
