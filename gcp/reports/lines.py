"""Text broken into lines of a width: nothing is cut, the longest word goes on in the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining

from gcp.reports.direction import levels, visual_order
from gcp.reports.shaping import Shaped, pieces, shape

_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACE = "[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]"
_WIDE = (
    "\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3"
    "\uf900-\ufaff\uff00-\uffef"
)
# What no line begins with.
_CLOSING = (
    "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff09\u300d\u300f\u3011"
    "\ufe00-\ufe0f\u3099\u309a"
)
_PART = re.compile(
    f"{_SPACE}+|[{_WIDE}][{_CLOSING}]*|[^ {_WIDE}\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+?"
    f"(?:[-/\u2013\u2014](?=[^\\s])|(?={_SPACE}|[{_WIDE}]|$))",
    re.DOTALL,
)
_STAYS = frozenset("\u200c\u200d\u200e\u200f\u034f\ufe0e\ufe0f")
LONGEST_PART = 300  # letters that are measured at once
TAB = "    "


@dataclass(frozen=True)
class Span:
    """Words in one manner; `link` is the name of a place in the same document."""

    text: str
    bold: bool = False
    link: str = ""


class Segment(NamedTuple):
    """Shaped letters of one span with their level."""

    shaped: Shaped
    level: int
    span: Span


class Line(NamedTuple):
    """One line: its segments from the left, and where each begins; all in points."""

    segments: Sequence[tuple[float, Segment]]
    width: float
    from_right: bool


class _Part(NamedTuple):
    segments: tuple[Segment, ...]
    width: int
    is_space: bool
    start: int  # in its paragraph
    end: int


class _Paragraph:
    """One paragraph: its letters, whose they are and which way they run."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.text = "".join(each.text for each in spans)
        found = levels(self.text)
        self.base, self.levels = found or (0, None)
        self.whose = None
        if spans[1:]:
            self.whose = [number for number, each in enumerate(spans) for _ in each.text]

    def parts(self) -> Iterator[_Part]:
        at = 0
        span, bold = self.spans[0], self.spans[0].bold
        if not self.whose and not self.levels:
            # Nearly all text: words of one manner from the left, each measured once.
            for match in _PART.finditer(self.text):
                start, end = match.span()
                if start != at or end - start > LONGEST_PART:
                    break
                shaped, width, is_space = _measured(match[0], bold)
                segments = tuple([Segment(each, 0, span) for each in shaped])
                yield _Part(segments, width, is_space, start, end)
                at = end
        for match in _PART.finditer(self.text, at):
            if match.start() > at:  # what no rule of breaking names
                yield from self._cut(at, match.start(), False)
            at = match.end()
            yield from self._cut(match.start(), at, match[0][0] in " \u3000")
        if at < len(self.text):
            yield from self._cut(at, len(self.text), False)

    def _cut(self, start: int, end: int, is_space: bool) -> Iterator[_Part]:
        while end - start > LONGEST_PART:
            middle = self._whole(start, start + LONGEST_PART)
            yield self.part(start, middle, is_space)
            start = middle
        yield self.part(start, end, is_space)

    def part(self, start: int, end: int, is_space: bool = False) -> _Part:
        segments = tuple(self._segments(start, end))
        return _Part(segments, sum(s.shaped.width for s in segments), is_space, start, end)

    def _segments(self, start: int, end: int) -> Iterator[Segment]:
        while start < end:
            stop = self._alike(start, end)
            span = self.spans[self.whose[start] if self.whose else 0]
            level = self.levels[start] if self.levels else self.base
            for each in _shaped(self.text[start:stop], span.bold, level % 2 == 1):
                yield Segment(each, level, span)
            start = stop

    def _alike(self, start: int, end: int) -> int:
        """Where the letters end that are of one span and one level."""
        if not self.whose and not self.levels:
            return end
        stop = start + 1
        while stop < end and self._key(stop) == self._key(start):
            stop += 1
        return stop

    def _key(self, at: int) -> tuple[int, int]:
        return (self.whose[at] if self.whose else 0, self.levels[at] if self.levels else 0)

    def _whole(self, start: int, end: int) -> int:
        """The nearest place before `end` that parts no letter from its marks."""
        at = end
        while at > start + 1 and at < len(self.text) and _belongs(self.text, at):
            at -= 1
        return at if at > start + 1 else end

    def fitting(self, part: _Part, room: float) -> tuple[_Part, _Part]:
        """As much of a part as fits, one letter at least, and the rest."""
        low, high = part.start + 1, part.end - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.part(part.start, middle).width <= room:
                low = middle
            else:
                high = middle - 1
        at = self._whole(part.start, low)
        return self.part(part.start, at), self.part(at, part.end)


def _belongs(text: str, at: int) -> bool:
    return bool(combining(text[at])) or text[at] in _STAYS or text[at - 1] == "\u200d"


@lru_cache(maxsize=20_000)
def _shaped(text: str, bold: bool, from_right: bool) -> tuple[Shaped, ...]:
    """A text's pieces in the order in which they are read."""
    return tuple(shape(each, bold, from_right) for each in pieces(text))


@lru_cache(maxsize=20_000)
def _measured(text: str, bold: bool) -> tuple[tuple[Shaped, ...], int, bool]:
    """A word from the left, its width, and whether it is space."""
    shaped = _shaped(text, bold, False)
    return shaped, sum(each.width for each in shaped), text[0] in " \u3000"


def lines(spans: Sequence[Span], size: float, width: float) -> list[Line]:
    """The lines of some words at a size, within a width."""
    found: list[Line] = []
    for paragraph in _paragraphs(spans):
        found += _broken(paragraph, size, width)
    return found


def _paragraphs(spans: Sequence[Span]) -> Iterator[_Paragraph]:
    held: list[Span] = []
    for span in spans:
        first, *others = _NEW_LINE.split(span.text.replace("\t", TAB))
        held.append(Span(first, span.bold, span.link))
        for text in others:
            yield _Paragraph(held)
            held = [Span(text, span.bold, span.link)]
    yield _Paragraph(held)


def _broken(paragraph: _Paragraph, size: float, width: float) -> Iterator[Line]:
    scale = size / 1000
    room = width / scale
    held: list[_Part] = []
    taken = 0.0
    waiting = list(paragraph.parts())[::-1]
    while waiting:
        part = waiting.pop()
        if taken + part.width <= room or (part.is_space and held):
            held.append(part)  # spaces may stand over the end
            taken += part.width
        elif held:
            yield _line(held, paragraph.base, scale, width)
            held, taken = [], 0.0
            waiting.append(part)
        elif part.end - part.start > 1:
            fits, rest = paragraph.fitting(part, room)
            yield _line([fits], paragraph.base, scale, width)
            waiting.append(rest)
        else:
            held, taken = [part], part.width
    yield _line(held, paragraph.base, scale, width)


def _line(parts: Sequence[_Part], base: int, scale: float, width: float) -> Line:
    segments = [each for part in parts for each in part.segments]
    shown = list(parts)
    while shown and shown[-1].is_space:
        shown.pop()
    length = sum(part.width for part in shown) * scale
    if not base and all(each.level == 0 for each in segments):
        return Line(_placed(segments, 0.0, scale), length, False)
    # Spaces at the line's end belong to its end, wherever that is.
    ending = sum(len(part.segments) for part in parts[len(shown) :])
    levelled = [
        (base if at >= len(segments) - ending else each.level, each)
        for at, each in enumerate(segments)
    ]
    start = width - length if base else 0.0
    if base:
        start -= sum(part.width for part in parts[len(shown) :]) * scale
    return Line(_placed(visual_order(levelled), start, scale), length, bool(base))


def _placed(seen: Sequence[Segment], x: float, scale: float) -> list[tuple[float, Segment]]:
    found = []
    for each in seen:
        found.append((x, each))
        x += each.shaped.width * scale
    return found
