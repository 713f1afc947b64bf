"""How far long work has come, on a terminal: one line that is written over again."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from gcp.text import read_text

Each = TypeVar("Each")

_EVERY = 0.2  # seconds
_WIDTH = 30

words = read_text("en").data.progress


class Progress:
    """Tells on standard error how much of a number is done; to a file only now and then."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self.done = what, total, 0
        self._began = self._told = time.monotonic()
        self._is_seen = sys.stderr.isatty()
        self._every = _EVERY if self._is_seen else 50 * _EVERY

    def step(self, n: int = 1) -> None:
        """So many more are done."""
        self.done += n
        if time.monotonic() - self._told >= self._every:
            self._tell("\r" if self._is_seen else "\n")

    def end(self) -> None:
        """Leave a finished line, if any was shown."""
        if self._told > self._began:
            self._tell("\n")

    def over(self, values: Iterable[Each]) -> Iterator[Each]:
        """The values, each counted once the next is asked for."""
        for each in values:
            yield each
            self.step()
        self.end()

    def _tell(self, line_end: str) -> None:
        self._told = time.monotonic()
        total = max(self._total, self.done, 1)
        full = _WIDTH * self.done // total
        rate = self.done / max(0.001, self._told - self._began)
        told = words.line.format(
            what=self._what, bar="#" * full + "." * (_WIDTH - full), done=f"{self.done:,}",
            total=f"{total:,}", left=_span((total - self.done) / max(0.001, rate)),
        )  # fmt: skip
        print(f"{told:<78}", end=line_end, file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    if seconds < 100:
        return str(words.seconds.format(n=round(seconds)))
    return str(words.minutes.format(n=f"{seconds / 60:,.0f}"))


class Stages:
    """A line of its own for each thing that long work does, one after the other."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names, self._doing = names, ""
        self._line: Progress | None = None

    def __call__(self, doing: str, done: int, total: int) -> None:
        """So much of it is done."""
        if doing != self._doing:
            self.end()
            self._doing = doing
            self._line = Progress(self._names[doing], total) if doing in self._names else None
        if self._line:
            self._line.step(done - self._line.done)

    def end(self) -> None:
        """Leave the last line finished."""
        if self._line:
            self._line.end()
            self._line = None
