"""What one visit says of one item, as it is read: grade or state, words, who makes up for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.comparison import Side, item_photos
from gcp.core.history import Answer, VisitRecord
from gcp.web.context import find_rules, parts
from gcp.web.photo_view import PhotoView, photo_view


@dataclass(frozen=True)
class Said:
    """One visit's answer to one item; `instead` stands where there is no grade."""

    grade: int | None
    instead: str
    meaning: str
    words: str
    made_up: str


def said(side: Side, record: VisitRecord, item: str) -> Said:
    """What a side says, with the grade in the words of the rules it was given under."""
    entry = side.entry
    if entry is None:
        return Said(None, str(parts().text.compare.gaps[side.gap]), "", "", "")
    grade, rules = entry.get("grade"), find_rules(record.rules)
    of_rules = rules.item(item) if rules else None
    return Said(
        grade,
        "" if grade is not None else answer_words(entry["state"]).capitalize(),
        of_rules.grades[grade] if of_rules and grade is not None else "",
        entry.get("words") or "",
        _made_up(entry),
    )


def answer_words(answer: Answer | None) -> str:
    """A grade as its number, a state in words."""
    states = parts().text.common.states
    return str(states[answer]) if answer in states else str(answer)


def agency(record: VisitRecord) -> str:
    """The agency of who recorded a visit, in words."""
    names = parts().text.compare.agencies
    return str(names[record.agency]) if record.agency in names else record.agency


def version(record: VisitRecord) -> str:
    """The version of the rules that a visit was made under."""
    rules = find_rules(record.rules)
    return rules.version if rules else ""


def photo_views(
    record: VisitRecord, item: str, child: str | None, shown: Mapping[str, str],
    names: Mapping[str, str], arrived: frozenset[str],
) -> Sequence[PhotoView]:  # fmt: skip
    """A visit's photos of an item; `shown` are the titles of items."""
    photos = item_photos(record, item, child)
    return [photo_view(each, shown, names, arrived) for each in photos]


def _made_up(entry: Mapping[str, Any]) -> str:
    text = parts().text
    who = ", ".join(text.common.made_up_by[each] for each in entry.get("made_up_by") or ())
    if not who:
        return ""
    words = text.compare.said
    form = words.made_up_words if entry.get("made_up_words") else words.made_up_by
    return str(form).format(who=who, words=entry.get("made_up_words"))
