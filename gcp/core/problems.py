"""What is wrong with an input, as a code and its place; the sentence is made at the edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input, at a path such as `grades[3].grade`."""

    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None


class Refused(ValueError):
    """An input that cannot be taken, with every reason found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.path}: {each.code}" for each in self.problems))
