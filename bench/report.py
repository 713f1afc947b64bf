"""Figures, the bars they are held against, and how both are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Bar:
    """What a figure should reach, as the design sets it."""

    side: Literal["at least", "at most"]
    value: float

    def holds(self, figure: float) -> bool:
        """Whether a figure reaches it."""
        return figure >= self.value if self.side == "at least" else figure <= self.value


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str = ""
    bar: Bar | None = None

    def line(self) -> str:
        """The figure as it is printed, its bar beside it."""
        shown = f"  {self.name:<46}{_number(self.value):>12} {self.unit}"
        if self.bar is None:
            return shown.rstrip()
        verdict = "reached" if self.bar.holds(self.value) else "NOT reached"
        bar = f"bar: {self.bar.side} {_number(self.bar.value)}"
        return f"{shown:<70} {bar}, {verdict}"


@dataclass(frozen=True)
class Report:
    """One benchmark's figures, with how they were measured in one line."""

    title: str
    how: str
    figures: Sequence[Figure]

    def text(self) -> str:
        """The report as it is printed."""
        lines = [self.title, f"  ({self.how})", *(each.line() for each in self.figures)]
        return "\n".join(lines) + "\n"


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many per cent of the values do not pass; 0 of none."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * percent / 100))] if found else 0.0


def spread(
    name: str, values: Sequence[float], unit: str, bars: dict[int, Bar] | None = None,
    percents: Sequence[int] = (50, 95),
) -> list[Figure]:
    """The percentiles of some values as figures; 50 is called the median."""
    return [
        Figure(
            f"{name}, {'median' if each == 50 else f'p{each}'}",
            percentile(values, each), unit, (bars or {}).get(each),
        )
        for each in percents
    ]  # fmt: skip


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 1 else f"{value:,.1f}"
