"""How a partner works with a home: with the whole of it, with some of its children, or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

NOT, CHILDREN, HOME = HOW = ("none", "children", "home")


@dataclass(frozen=True)
class PartnerWork:
    """With the whole home, or with these children of it; with neither: not at all."""

    whole: bool = False
    children: frozenset[str] = frozenset()

    @property
    def how(self) -> str:
        """One of HOW."""
        return HOME if self.whole else CHILDREN if self.children else NOT

    @property
    def code(self) -> str:
        """The same as a text, for forms and the audit log."""
        return ",".join(sorted(self.children)) if self.how == CHILDREN else self.how


def read_code(code: str, children: Collection[str]) -> PartnerWork | None:
    """What a text stands for; None if for nothing that is possible with these children."""
    if code in (NOT, HOME):
        return PartnerWork(whole=code == HOME)
    found = frozenset(code.split(","))
    return PartnerWork(children=found) if found <= set(children) else None
