"""Words, grades and rows as they flow over pages: they are parted, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable

from gcp.reports.lines import Line, Span, lines
from gcp.reports.pen import BLACK, GREY, draw_line, draw_words

FEWEST = 2  # lines of a paragraph that stand alone on a page
EDGE = 6.0
GAP = 10.0  # between cells
LOW_ROW = 180.0  # a row lower than this is not parted


@dataclass(frozen=True)
class Style:
    """How words are set, in points."""

    size: float = 12
    leading: float = 17
    before: float = 0
    after: float = 6
    indent: float = 0
    bold: bool = False
    grey: float = BLACK
    mark: str = ""  # dot, bar or frame
    role: str = "P"
    keep: bool = False  # on the page of what follows


STYLES = {
    "body": Style(),
    "tight": Style(after=1),
    "caption": Style(leading=14.5, after=1),
    "lead": Style(size=14, leading=20, after=8),
    "hint": Style(grey=GREY, after=6),
    "intro": Style(grey=GREY, keep=True),
    "quote": Style(size=13, leading=19, indent=14, mark="bar", role="BlockQuote"),
    "point": Style(indent=16, mark="dot", after=3),
    "title": Style(size=24, leading=31, bold=True, after=6, role="Title"),
    "note": Style(indent=10, mark="frame", before=4, after=10),
    "h1": Style(size=18, leading=24, bold=True, before=16, after=6, role="H1"),
    "h2": Style(size=15, leading=20, bold=True, before=12, after=4, role="H2"),
    "h3": Style(size=12.5, leading=18, bold=True, before=6, after=3, role="H3"),
}

DENSE = {
    name: replace(
        each, size=min(each.size, 18 if name == "title" else 14),
        leading=min(each.size, 18 if name == "title" else 14) + 2.6,
        before=min(each.before, 5), after=min(each.after, 4) / 2,
    )
    for name, each in STYLES.items()
}  # fmt: skip


class Words(Flowable):  # type: ignore[misc]
    """Words in one style, and where they begin the place that links and bookmarks lead to."""

    def __init__(
        self, spans: Sequence[Span], style: Style, owner: object, *, anchor: str = "",
        outline: tuple[str, int] | None = None, held: Sequence[Line] | None = None,
        is_first: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.spans, self.style, self.owner = spans, style, owner
        self.anchor, self.outline, self.is_first = anchor, outline, is_first
        self.keepWithNext = style.keep or style.role[:1] == "H"
        self._lines = held
        self._width = -1.0

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """The width it may use, and the height that it takes."""
        self._break(available)
        return available, len(self._lines or ()) * self.style.leading + self._edges()

    def _break(self, available: float) -> None:
        if self._width != available:
            room = available - self.style.indent - (EDGE if self.style.mark == "frame" else 0)
            if self._lines is None or self._width >= 0:
                bold = self.style.bold
                spans = [Span(s.text, s.bold or bold, s.link) for s in self.spans]
                self._lines = lines(spans, self.style.size, max(room, self.style.size * 2))
            self._width = available

    def _edges(self) -> float:
        return 2 * EDGE if self.style.mark == "frame" else 0

    def getSpaceBefore(self) -> float:
        """What is kept free over it."""
        return self.style.before if self.is_first else 0

    def getSpaceAfter(self) -> float:
        """What is kept free under it."""
        return self.style.after

    def split(self, available: float, height: float) -> list[Flowable]:
        """As many of its lines as fit, and the others."""
        self._break(available)
        held = self._lines or []
        fits = int((height - self._edges()) / self.style.leading + 1e-6)
        if 0 < len(held) - fits < FEWEST:
            fits = len(held) - FEWEST
        if fits < min(FEWEST, len(held)):
            return []
        return [self._part(held[:fits], True), self._part(held[fits:], False)]

    def _part(self, held: Sequence[Line], is_first: bool) -> Words:
        first = is_first and self.is_first
        made = Words(
            self.spans, self.style, self.owner, anchor=self.anchor if first else "",
            outline=self.outline if first else None, held=held, is_first=first,
        )  # fmt: skip
        made._width = self._width
        return made

    def draw(self) -> None:
        """Draw its lines from the top."""
        sheet, style = self.canv, self.style
        held = self._lines or ()
        inner = len(held) * style.leading
        top = inner + self._edges() / 2
        if self.anchor:
            sheet.page_of.setdefault(self.anchor, sheet.getPageNumber())
            sheet.bookmarkHorizontal(self.anchor, 0, top + 14)
            if self.outline:
                sheet.add_bookmark(*self.outline, self.anchor)
        self._draw_mark(sheet, top, inner)
        with sheet.marked(style.role, self.owner):
            for number, line in enumerate(held):
                y = top - (number + 1) * style.leading + (style.leading - style.size) / 2 + 1.5
                draw_line(sheet, line, style.indent, y, style.size, style.grey)

    def _draw_mark(self, sheet: Any, top: float, inner: float) -> None:
        style = self.style
        if not style.mark:
            return
        with sheet.marked("Artifact"):
            sheet.setStrokeGray(0.35)
            sheet.setFillGray(BLACK)
            if style.mark == "bar":
                sheet.setLineWidth(3)
                sheet.line(3, top - inner, 3, top)
            elif style.mark == "frame":
                sheet.setLineWidth(1.2)
                sheet.rect(0, 0, self._width, inner + 2 * EDGE)
            elif self.is_first:
                sheet.circle(5, top - style.leading / 2, 2, stroke=0, fill=1)


class Mark(Flowable):  # type: ignore[misc]
    """A grade as its number in a frame, dark where it is 4 or 5."""

    SIDE, DENSE_SIDE = 22.0, 16.0

    def __init__(self, grade: int | None, is_concern: bool, dense: bool = False) -> None:
        super().__init__()
        self.grade, self.is_concern = grade, is_concern
        self.side, self.size = (self.DENSE_SIDE, 12) if dense else (self.SIDE, 14)

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its side."""
        return self.side, self.side

    def draw(self) -> None:
        """The frame and its number."""
        sheet = self.canv
        with sheet.marked("Artifact"):
            sheet.setStrokeGray(BLACK)
            sheet.setLineWidth(1.4)
            sheet.setFillGray(BLACK if self.is_concern else 1)
            sheet.rect(0, 0, self.side, self.side, fill=1)
        with sheet.marked("P", self):
            text = "–" if self.grade is None else str(self.grade)
            grey = 1 if self.is_concern else BLACK
            x, y = self.side / 2, (self.side - self.size) / 2 + 2
            draw_words(sheet, text, x, y, self.size, bold=True, align="middle", grey=grey)


class Cells(Flowable):  # type: ignore[misc]
    """Cells beside each other, each parted where the page ends."""

    def __init__(
        self, cells: Sequence[tuple[float, Sequence[Flowable]]], *, ruled: bool, whole: float,
        anchor: str = "", dense: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.cells, self.ruled, self.anchor, self.dense = cells, ruled, anchor, dense
        self.whole = whole  # not parted while it is lower than this

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """The whole width, and the height of the highest cell."""
        self.width = available
        heights = [self._height(*each) for each in self._columns(available)]
        self.height = max(heights, default=0) + self._edge()
        return available, self.height

    def _edge(self) -> float:
        if self.dense:
            return 6.0 if self.ruled else 2.0
        return 8.0 if self.ruled else 4.0

    def _columns(self, available: float) -> list[tuple[float, Sequence[Flowable]]]:
        room = available - GAP * (len(self.cells) - 1)
        shares = sum(share for share, _ in self.cells)
        return [(room * share / shares, held) for share, held in self.cells]

    def _height(self, width: float, held: Sequence[Flowable]) -> float:
        total = 0.0
        for number, each in enumerate(held):
            total += each.wrap(width, 1e6)[1] + (each.getSpaceBefore() if number else 0)
            total += each.getSpaceAfter() if number + 1 < len(held) else 0
        return total

    def split(self, available: float, height: float) -> list[Flowable]:
        """What fits of each cell, and what is left of it."""
        if self.wrap(available, height)[1] <= max(self.whole, LOW_ROW):
            return []
        room = height - self._edge()
        parted = [_parted(each, width, room) for width, each in self._columns(available)]
        if any(rest and not first for first, rest in parted):
            return []  # no cell begins on the next page alone
        shares = [share for share, _ in self.cells]
        firsts = [(share, first) for share, (first, _) in zip(shares, parted, strict=True)]
        rests = [(share, rest) for share, (_, rest) in zip(shares, parted, strict=True)]
        made = Cells(firsts, ruled=False, whole=0, anchor=self.anchor, dense=self.dense)
        return [made, Cells(rests, ruled=self.ruled, whole=self.whole, dense=self.dense)]

    def draw(self) -> None:
        """Draw each cell from the top."""
        if self.anchor:
            self.canv.bookmarkHorizontal(self.anchor, 0, self.height + 4)
        x = 0.0
        for width, held in self._columns(self.width):
            y = self.height
            for number, each in enumerate(held):
                used, height = each.wrap(width, 1e6)
                y -= height + (each.getSpaceBefore() if number else 0)
                each.drawOn(self.canv, x, y)
                y -= each.getSpaceAfter()
            x += width + GAP
        if self.ruled:
            with self.canv.marked("Artifact"):
                self.canv.setStrokeGray(0.6)
                self.canv.setLineWidth(0.7)
                self.canv.line(0, 3, self.width, 3)


def _parted(
    held: Sequence[Flowable], width: float, room: float
) -> tuple[list[Flowable], list[Flowable]]:
    first: list[Flowable] = []
    waiting = list(held)
    while waiting:
        each = waiting[0]
        before = each.getSpaceBefore() if first else 0
        height = each.wrap(width, 1e6)[1]
        if before + height <= room:
            first.append(waiting.pop(0))
            room -= before + height + each.getSpaceAfter()
            continue
        parts = each.split(width, room - before) if room > before else []
        if parts:
            first.append(parts[0])
            waiting[0] = parts[1]
        break
    return first, waiting
