"""Names along the top of a chart, cut or dropped before they would run into each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

AIR = 6
SHORTEST = 4  # letters: less of a name than this tells nobody anything


@dataclass(frozen=True)
class NameMark:
    """A name from its line's `x` on; an empty label: only the table has room for it."""

    x: float
    name: str
    label: str
    label_x: float
    row: int  # 0 over 1
    over_line: bool  # the words stand above the line's end, not beside it


def text_width(words: str) -> float:
    """About the width of words at 14 px, rather too wide than too narrow."""
    return sum(_letter_width(letter) for letter in words)


def _letter_width(letter: str) -> float:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF":
        return 15
    return 10.5 if letter.isupper() or letter in "mwMW@%" else 7.8


def fit(words: str, room: float) -> str:
    """As much of the words as fits, with an ellipsis where cut; empty when too little would."""
    words = " ".join(words.split())
    if text_width(words) <= room:
        return words
    room -= text_width("…")
    kept = 0
    while kept < len(words) and room >= _letter_width(words[kept]):
        room -= _letter_width(words[kept])
        kept += 1
    return words[:kept].rstrip() + "…" if kept >= SHORTEST else ""


def lay_out(starts: Sequence[tuple[float, str]], left: float, end: float) -> tuple[NameMark, ...]:
    """Names at rising places in two rows, none across another's line or words.

    A name stays in the lower row where it ends before the next line; else it takes the upper
    one, over later lines, which then begin below it; else it is cut, or dropped.
    """
    marks: list[NameMark] = []
    upper_end = left
    for (x, name), limit in zip(starts, [*(x for x, _ in starts[1:]), end], strict=True):
        width = text_width(name) + AIR
        upper_x = min(x, end - width)
        if x + width <= limit:
            mark = NameMark(x, name, fit(name, width), x + AIR, 1, False)
        elif upper_x >= upper_end:
            upper_end = upper_x + width
            mark = NameMark(x, name, fit(name, width), upper_x + AIR, 0, upper_x < x)
        else:
            mark = NameMark(x, name, fit(name, limit - x - AIR), x + AIR, 1, False)
        marks.append(mark)
    return tuple(marks)
