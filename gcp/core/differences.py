"""What differs between two revisions of one visit, leaf by leaf, by the tables of its fields.

Entries of a list are the same entry where they have the same key, wherever they stand. What was
left out and what was left empty are the same: nothing. A field that a table gains is compared from
then on; one that no table knows (a record kept by another version) is compared as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.visit_fields import DEVICE, LISTS, VISIT

Entry = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Leaf:
    """One field and what it holds in each revision; None where it holds nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """One entry of a list that differs; `before` or `after` is None where it is not there."""

    before: Entry | None
    after: Entry | None
    leaves: tuple[Leaf, ...]

    @property
    def entry(self) -> Entry:
        """What it is about: the entry as it is now, or as it was before it went."""
        found = self.before if self.after is None else self.after
        return found or {}


@dataclass(frozen=True)
class Differences:
    """All that differs: the visit's own fields, its device, and each list's entries."""

    own: tuple[Leaf, ...]
    device: tuple[Leaf, ...]
    lists: Mapping[str, tuple[Changed, ...]]

    def __bool__(self) -> bool:
        return bool(self.own or self.device or any(self.lists.values()))


def differences(before: Entry, after: Entry) -> Differences:
    """What differs between two states of one visit's document, both checked when they came."""
    own = (*LISTS, "device")
    return Differences(
        tuple(_leaves(before, after, (each for each in VISIT.checks if each not in own), own)),
        tuple(_leaves(before.get("device") or {}, after.get("device") or {}, DEVICE.checks)),
        {
            name: tuple(_changed(name, before.get(name) or (), after.get(name) or ()))
            for name in LISTS
        },
    )


def _leaves(
    before: Entry, after: Entry, known: Iterable[str], apart: Sequence[str] = ()
) -> Iterator[Leaf]:
    """The fields that differ, in the order of their table, then those that it does not know."""
    for field in dict.fromkeys([*known, *sorted({*before, *after})]):
        was, now = _value(before.get(field)), _value(after.get(field))
        if field not in apart and _text(was) != _text(now):
            yield Leaf(field, was, now)


def _changed(name: str, before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[Changed]:
    """The entries that differ: in the order that they have now, then those that have gone."""
    was, now = _keyed(name, before), _keyed(name, after)
    for key in dict.fromkeys([*now, *was]):
        old, new = was.get(key), now.get(key)
        leaves = tuple(_leaves(old or {}, new or {}, LISTS[name].checks))
        if leaves:
            yield Changed(old, new, leaves)


def _keyed(name: str, entries: Sequence[Entry]) -> dict[Key, Entry]:
    """Entries by what tells them from each other; a key that is there again is another entry."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        key: Key = tuple(_text(_value(entry.get(field))) for field in LISTS[name].key)
        again = 0
        while (*key, again) in found:
            again += 1
        found[*key, again] = entry
    return found


def _value(value: Any) -> Any:
    """Nothing is nothing, however it was written."""
    return None if value in (None, "", [], {}) else value


def _text(value: Any) -> str:
    """Equal for equal values alone: 1 is not true and not 1.0."""
    return json.dumps(value, sort_keys=True)
