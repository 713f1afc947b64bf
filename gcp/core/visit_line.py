"""The line of the chronology that a visit proposes, and what its author decided on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gcp.core import care
from gcp.core.chart_readings import Reading, has_access, readings, titles_of
from gcp.core.chart_words import Words
from gcp.core.history import CONCERN, VisitRecord

if TYPE_CHECKING:
    from gcp.core.rules import Rules

STATES = ("accepted", "edited", "declined")
LONGEST = 2_000
NAMED = 8  # signs told by name before the rest is only counted


@dataclass(frozen=True)
class VisitLine:
    """The line as it stands: `words` are none where it was declined."""

    state: str  # proposed|accepted|edited|declined
    words: str
    proposed: str
    number: int  # of the newest decision; 0 where there is none
    earlier: tuple[Mapping[str, Any], ...]  # decisions on what the visit said before


def standing(
    decisions: Sequence[Mapping[str, Any]], revision: int, proposed: str
) -> VisitLine:
    """The line of a visit's revision after these decisions, oldest first.

    A decision holds for its own revision, and for later ones that propose the same.
    """
    newest = decisions[-1] if decisions else None
    number = newest["number"] if newest else 0
    if newest and (newest["revision"] == revision or newest["proposed"] == proposed):
        words = "" if newest["state"] == "declined" else newest["words"]
        return VisitLine(newest["state"], words, proposed, number, tuple(decisions[:-1]))
    return VisitLine("proposed", proposed, proposed, number, tuple(decisions))


def significance(record: VisitRecord) -> str:
    """How much a visit matters: serious where an area is 4 or 5."""
    grades = (each["grade"] for each in record.result["home"].values())
    return "serious" if any(each and each >= CONCERN for each in grades) else "notable"


def bare(record: VisitRecord, text: Words) -> str:
    """The least that stands of any visit: its kind and how far it got."""
    return str(text.chronology.line.visit).format(
        kind=text.common.kinds[record.body["kind"]],
        access=text.common.access[record.body["access"]],
    )


def proposed(record: VisitRecord, rules: Rules | None, text: Words) -> str:
    """What a visit says of itself: kind, access, grades with worst item, who was seen, signs."""
    told = [bare(record, text)]
    if rules and has_access(record):
        told.append(_grades(readings(record, rules, titles_of(rules), None), text))
    told += _seen(record, text)
    told += _signs(record, rules, text)
    told += care.said(record.body, text)
    told += _powers(record, text)
    return " ".join(told)


def _powers(record: VisitRecord, text: Words) -> Iterator[str]:
    used = [
        text.powers.from_time.format(power=text.powers.kinds[each["power"]],
                                     time=each["began_at"][11:16])
        for each in record.body.get("powers") or ()
    ]  # fmt: skip
    if used:
        yield text.chronology.line.powers.format(powers=text.chart.comma.join(used))


def _grades(found: Sequence[Reading], text: Words) -> str:
    words = text.chronology.line
    graded = [
        words.area.format(
            area=each.title, grade=each.grade, item=each.worst.title, worst=each.worst.grade
        )
        for each in found
        if each.grade is not None and each.worst is not None
    ]
    return str(words.grades).format(areas=text.chart.comma.join(graded)) if graded else str(
        words.nothing_graded
    )


def _seen(record: VisitRecord, text: Words) -> Iterator[str]:
    names = {each["id"]: each["name"] for each in record.body.get("children") or ()}
    for how in ("seen_alone", "seen", "not_seen"):
        found = [
            names[each["child"]]
            for each in record.body.get("voices") or ()
            if each.get("seen") == how and each["child"] in names
        ]
        if found:
            yield text.chronology.line[how].format(names=text.chart.comma.join(found))


def _signs(record: VisitRecord, rules: Rules | None, text: Words) -> Iterator[str]:
    titles = {each.id: each.title for each in rules.signs} if rules else {}
    found = [titles.get(each["sign"], each["sign"]) for each in record.body.get("signs") or ()]
    if found:
        listed = text.chart.comma.join(found[:NAMED])
        if found[NAMED:]:
            listed = text.chart.and_more.format(first=listed, n=len(found) - NAMED)
        yield text.chronology.line.signs.format(signs=listed)
