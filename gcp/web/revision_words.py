"""The differences between two revisions in words: each field under its name, each value as read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.differences import Changed, Differences, Leaf
from gcp.core.history import VisitRecord
from gcp.core.known import Photo
from gcp.core.rules import Rules
from gcp.core.visit_fields import LISTS, NOBODY
from gcp.text import Words
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.photo_view import PhotoView, photo_view

# What differs in every revision: told last and apart.
_OF_RECORD = ("written_at", "signed_at", "reason", "rules", "result")
_PAGE_ORDER = (
    "grades", "next_steps", "own_grades", "powers", "voices", "signs", "children", "adults", "photos",
    "withdrawn_photos",
)  # fmt: skip
# Under which word of the text a field's codes are named.
_CODES: Mapping[str, Callable[[Words], Words]] = {
    "kind": lambda text: text.common.kinds, "access": lambda text: text.common.access,
    "state": lambda text: text.common.states, "made_up_by": lambda text: text.common.made_up_by,
    "room": lambda text: text.common.rooms, "seen": lambda text: text.visits.seen,
    "consent": lambda text: text.visits.consent, "source": lambda text: text.visits.source,
    "role": lambda text: text.forms.kinds, "power": lambda text: text.powers.kinds,
    "checked": lambda text: text.powers.checked,
}  # fmt: skip
_TIMES = frozenset(
    {"observed_at", "left_at", "written_at", "signed_at", "at", "chosen_at", "file_modified_at",
     "taken_at", "began_at"}
)  # fmt: skip
_PEOPLE = frozenset({"present", "in_charge", "child", "children", "same_as", "person"})
_DIGESTS = frozenset({"sha256", "rules", "id", "home"})


@dataclass(frozen=True)
class Value:
    """What a field holds: a grade as its number, all else in words; both None for nothing."""

    words: str | None = None
    grade: int | None = None


@dataclass(frozen=True)
class FieldLine:
    """One field that differs."""

    label: str
    before: Value
    after: Value


@dataclass(frozen=True)
class EntryLines:
    """One entry that differs, such as one child's answer to an item: `mark` says came or went."""

    title: str
    mark: str
    lines: Sequence[FieldLine]
    photo: PhotoView | None = None


@dataclass(frozen=True)
class Part:
    """One part of a visit with what differs in it."""

    title: str
    entries: Sequence[EntryLines]


class Telling:
    """Two revisions of a visit, told with the titles of their rules and the names of their people.

    The later revision's titles and names count where both have one.
    """

    def __init__(
        self, before: VisitRecord, after: VisitRecord, rules: Sequence[Rules],
        arrived: Container[str],
    ) -> None:  # fmt: skip
        self._text = parts().text
        self._words = self._text.reviews
        self._before, self._after, self._arrived = before, after, arrived
        self._titles = {item.id: item.title for each in rules for item in each.items()}
        self._signs = {sign.id: sign.title for each in rules for sign in each.signs}
        self._names = {
            person["id"]: person["name"]
            for record in (before, after)
            for name in ("children", "adults")
            for person in record.body.get(name) or ()
        }

    def parts(self, found: Differences) -> list[Part]:
        """What differs in what was recorded, part by part; nothing of a part that is the same."""
        own = [each for each in found.own if each.field not in _OF_RECORD]
        lines = [line for each in own for line in self._own_lines(each)]
        whole = [EntryLines("", "", lines)] if own else []
        told = [("visit", whole)]
        told += [(name, [self._entry(name, each) for each in found.lists[name]])
                 for name in sorted(found.lists, key=_place)]  # fmt: skip
        return [Part(str(self._words.changes.lists[name]), each) for name, each in told if each]

    def of_record(self, found: Differences) -> list[FieldLine]:
        """What differs in how it was written: times, reason, rules, device."""
        own = [self._line("visit", each) for each in found.own if each.field in _OF_RECORD]
        return own + [self._line("device_fields", each) for each in found.device]

    def _own_lines(self, leaf: Leaf) -> Iterator[FieldLine]:
        """A line for a field of the visit; for what is held inside one, a line for each of that."""
        if leaf.field != "care":
            yield self._line("visit", leaf)
            return
        before, after = _inside(leaf.before), _inside(leaf.after)
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                yield self._line("care", Leaf(key, before.get(key), after.get(key)))

    def _entry(self, name: str, changed: Changed) -> EntryLines:
        view = self._photo(changed) if name == "photos" else None
        title = view.alt if view else ", ".join(self._title(name, changed.entry))
        if changed.before is not None and changed.after is not None:
            return EntryLines(title, "", list(self._lines(name, changed.leaves)), view)
        words = self._words.changes
        mark = str(words.added if changed.before is None else words.removed)
        # The title says what the key does, unless there is nothing else to say.
        told = [each for each in changed.leaves if each.field not in LISTS[name].key]
        lines = [self._line(name, each) for each in told or changed.leaves]
        return EntryLines(title, mark, lines, view)

    def _lines(self, name: str, leaves: Sequence[Leaf]) -> Iterator[FieldLine]:
        """A line a field; a grade that became another answer, or was one, is told on one line."""
        by_field = {each.field: self._line(name, each) for each in leaves}
        grade, state = by_field.get("grade"), by_field.get("state")
        if name in ("grades", "own_grades") and grade and state:
            del by_field["state"]
            before = state.before if grade.before == Value() else grade.before
            after = state.after if grade.after == Value() else grade.after
            by_field["grade"] = FieldLine(grade.label, before, after)
        yield from by_field.values()

    def _photo(self, changed: Changed) -> PhotoView:
        record = self._before if changed.after is None else self._after
        photo = Photo(changed.entry, record)
        return photo_view(photo, self._titles, self._names, self._arrived)

    def _title(self, name: str, entry: Mapping[str, Any]) -> Iterator[str]:
        if name in ("children", "adults"):
            yield str(entry["name"])
        elif name == "withdrawn_photos":
            yield str(entry["sha256"])[:8]
        for key in LISTS[name].key:
            if key != "id" and entry.get(key):
                yield self._said(key, entry[key])

    def _line(self, name: str, leaf: Leaf) -> FieldLine:
        labels = self._words.fields[name]
        label = labels[leaf.field] if leaf.field in labels else leaf.field
        return FieldLine(str(label), self._value(leaf.field, leaf.before),
                         self._value(leaf.field, leaf.after))  # fmt: skip

    def _value(self, field: str, value: Any) -> Value:
        if value is None:
            return Value()
        if field in ("grade", "target") and type(value) is int:
            return Value(grade=value)
        return Value(self._said(field, value))

    def _said(self, field: str, value: Any) -> str:
        if isinstance(value, bool):
            return str(self._words.changes["true" if value else "false"])
        if isinstance(value, list):
            return ", ".join(self._said(field, each) for each in value)
        if field in _CODES:
            names = _CODES[field](self._text)
            return str(names[value] if value in names else value)
        if field == "result":
            return str(self._words.changes.score)
        if field in _TIMES:
            return dates.day_time(value)
        if field in ("born", "by"):
            return dates.day(value)
        if field == "about_years":
            return str(self._words.changes.years).format(n=value)
        return self._named(field, str(value))

    def _named(self, field: str, value: str) -> str:
        if field == "item":
            return self._titles.get(value, value)
        if field == "sign":
            return self._signs.get(value, value)
        if field in _PEOPLE:
            nobody = str(self._text.visits.nobody)
            name = nobody if value == NOBODY else self._names.get(value, value)
            same = str(self._words.changes.same_as)
            return same.format(name=name) if field == "same_as" else name
        return value[:8] if field in _DIGESTS else value


def _inside(care: Any) -> dict[str, Any]:
    """Who has care, with who takes over beside the rest; nothing of what is empty."""
    flat = dict(care) if isinstance(care, dict) else {}
    flat |= flat.pop("takes_over", None) or {}
    return {key: value for key, value in flat.items() if value not in (None, "")}


def _place(name: str) -> int:
    """Where a list stands on the page; one that is new to this module comes last."""
    return _PAGE_ORDER.index(name) if name in _PAGE_ORDER else len(_PAGE_ORDER)
