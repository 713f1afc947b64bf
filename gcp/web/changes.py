"""What a visit changed, told briefly: alike changes of several children on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gcp.core.history import Answer, Change
from gcp.text import read_text

KINDS = (
    "worse", "better", "newly_seen", "seen_again", "no_longer_seen", "no_longer_applies",
    "other_answer",
)  # fmt: skip

words = read_text("en")
SAID = {
    "newly_seen": words.home.visit.change_new,
    "seen_again": words.home.visit.change_again,
}
_CHANGE = words.home.visit.change
_STATES = words.common.states.as_json()


@dataclass(frozen=True)
class ChangeLine:
    """One item that changed in one way, for the home or for these children."""

    kind: str
    title: str
    was: Answer | None
    now: Answer
    last_grade: int | None
    names: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The change in words; said here, since a page may hold hundreds."""
        who = "".join(f", {name}" for name in self.names)
        return SAID.get(self.kind, _CHANGE).format(
            item=self.title, who=who, last=self.last_grade,
            was=_STATES.get(self.was, self.was), now=_STATES.get(self.now, self.now),
        )  # fmt: skip


@dataclass(frozen=True)
class ChangedItems:
    """All changes of one kind; `count` counts each child's item."""

    kind: str
    count: int
    lines: tuple[ChangeLine, ...]


def together(
    changes: Iterable[Change], title: Callable[[str], str], name: Callable[[str | None], str]
) -> list[ChangedItems]:
    """The changes by kind, what got worse first."""
    groups: dict[str, dict[tuple[str, Answer | None, Answer, int | None], list[str]]] = {}
    for each in changes:
        alike = groups.setdefault(each.kind, {})
        key = (each.item, each.was, each.now, each.last_grade)
        alike.setdefault(key, []).append(name(each.child))
    found = []
    for kind in KINDS:
        mine = groups.get(kind)
        if mine:
            lines = tuple(
                ChangeLine(kind, title(item), was, now, last, tuple(filter(None, names)))
                for (item, was, now, last), names in mine.items()
            )
            found.append(ChangedItems(kind, sum(map(len, mine.values())), lines))
    return found
