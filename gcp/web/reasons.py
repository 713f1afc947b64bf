"""Why an area has its grade, in words."""

from __future__ import annotations

from typing import Protocol

from gcp.text import read_text

ALL_NAMED = 3  # items told by name before the rest is only counted

words = read_text("en").home.reason


class Reasoned(Protocol):
    """What there is to say of an area: titles of items, grades, and how much was graded."""

    grade: int | None
    because: tuple[str, ...]
    worst: str | None
    worst_grade: int | None
    graded: int
    applicable: int


def reason_of(area: Reasoned) -> str:
    """The grade's reason, the worst item where that is worse, and the coverage."""
    told = [f"{_because(area)}."]
    if area.grade is not None and (area.worst_grade or 0) > area.grade:
        told.append(words.worst.format(item=area.worst, grade=area.worst_grade))
    told.append(words.coverage.format(graded=area.graded, applicable=area.applicable))
    return " ".join(told)


def _because(area: Reasoned) -> str:
    items = area.because
    if area.grade is None:
        return str(words.none)
    if len(items) == 1:
        return str(words.because_one.format(items=items[0], grade=area.grade))
    if len(items) <= ALL_NAMED:
        listed = words["and"].format(first=", ".join(items[:-1]), last=items[-1])
    else:
        listed = words.more.format(first=", ".join(items[:2]), n=len(items) - 2)
    return str(words.because_many.format(items=listed, grade=area.grade))
