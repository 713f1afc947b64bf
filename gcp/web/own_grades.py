"""What the family graded itself, beside each of the worker's answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OwnLine:
    """One person's own grade; `about` is the child's name where that has to be said."""

    who: str
    about: str
    entry: Mapping[str, Any]


def own_lines(
    body: Mapping[str, Any], item: str, children: Collection[str | None], names: Mapping[str, str]
) -> tuple[OwnLine, ...]:
    """The own grades of a visit for an item of these children, or (None) of the home."""
    return tuple(
        OwnLine(names[each["person"]], _about(each, children, names), each)
        for each in body["own_grades"]
        if each["item"] == item and each["child"] in children
    )


def _about(
    entry: Mapping[str, Any], children: Collection[str | None], names: Mapping[str, str]
) -> str:
    """Nothing where the line is about that child alone, or the child speaks for itself."""
    child = entry["child"]
    return "" if child in (None, entry["person"]) or len(children) < 2 else names[child]
