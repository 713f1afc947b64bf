"""What one visit says of each area, with its reasons, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gcp.core import chart_words
from gcp.core.chart_made_up import Help, helps_of, helps_words
from gcp.core.chart_words import Words
from gcp.core.history import CONCERN, VisitRecord, areas_of, is_graded

if TYPE_CHECKING:
    from gcp.core.rules import Rules

_Answer = tuple[str | None, int]  # of a child or the home, and its grade
NOTHING: Mapping[str, Any] = {"grade": None, "because": (), "worst": None}


class Cause(NamedTuple):
    """One item at the grade it is named for; children only where some hold it and some do not.

    A tuple, as a line and a mark are: a long history makes hundreds of each.
    """

    item: str
    title: str
    grade: int
    children: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One area at one visit: its grade, why, what is worst, and how much was graded."""

    area: str
    title: str
    grade: int | None
    because: tuple[Cause, ...]
    worst: Cause | None
    graded: int
    applicable: int
    made_up: tuple[Help, ...] = ()  # what others made up for in it

    @property
    def hides_worse(self) -> bool:
        """Whether the worst item is worse than the roll-up says."""
        return self.worst is not None and self.worst.grade > (self.grade or 0)

    def because_in(self, text: Words) -> str:
        """Why the area has its grade, in the words of a language."""
        return chart_words.because(self, text)

    def worst_in(self, text: Words) -> str:
        """The worst item where it is worse than the area, in the words of a language."""
        return chart_words.worst(self, text)

    def made_up_in(self, text: Words) -> str:
        """Who made up for what in the area, in the words of a language."""
        return helps_words(self.made_up, text)


def has_access(record: VisitRecord) -> bool:
    """Whether a visit saw anything of the home."""
    return record.body["access"] == "inside" or is_graded(record)


def titles_of(rules: Rules) -> dict[str, str]:
    """Every item's title by its full id."""
    return {item.id: item.title for item in rules.items()}


def readings(
    record: VisitRecord, rules: Rules, titles: Mapping[str, str], child: str | None
) -> tuple[Reading, ...]:
    """A visit's areas in the order of its rules, for one child or for the home."""
    results = areas_of(record, child)
    named = {item for each in results.values() for item in (*each["because"], each["worst"])}
    held = _grades_held(record, named, child)
    names = {each["id"]: each["name"] for each in record.body.get("children") or ()}
    helps = helps_of(record, rules, titles, child)
    found = []
    for area in rules.areas:
        result = results.get(area.id, NOTHING)
        because = (_cause(item, titles, held, names, result["grade"]) for item in result["because"])
        worst = result["worst"] and _cause(result["worst"], titles, held, names, None)
        found.append(
            Reading(
                area=area.id,
                title=area.title,
                grade=result["grade"],
                because=tuple(because),
                worst=worst or None,
                graded=result.get("graded", 0),
                applicable=result.get("applicable", 0),
                made_up=helps.get(area.id, ()),
            )
        )
    return tuple(found)


def _grades_held(
    record: VisitRecord, items: set[str], child: str | None
) -> dict[str, list[_Answer]]:
    held: dict[str, list[_Answer]] = {}
    for entry in record.grades:
        if entry["item"] in items and entry.get("grade") is not None:
            about = entry.get("child")
            if child is None or about is None or about == child:
                held.setdefault(entry["item"], []).append((about, entry["grade"]))
    return held


def _cause(
    item: str, titles: Mapping[str, str], held: Mapping[str, Sequence[_Answer]],
    names: Mapping[str, str], grade: int | None,
) -> Cause:  # fmt: skip
    """An item at the area's grade, or at its own worst where no grade is given."""
    answers = held.get(item, ())
    at = max(each for _, each in answers) if grade is None else grade
    holders = [child for child, each in answers if each == at]
    # Who holds an ordinary grade says little and would bury who holds a bad one.
    tells = len(holders) < len(answers) and (grade is None or at >= CONCERN)
    return Cause(item, titles[item], at, tuple(names[each] for each in holders if each and tells))
