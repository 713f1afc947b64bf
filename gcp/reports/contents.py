"""The contents of a report: each line leads to its part and says on which page that begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from gcp.reports.flow import Style, Words
from gcp.reports.lines import Span
from gcp.reports.pen import draw_words


class Entry(Words):
    """A line of the contents: the number of the page that it leads to is drawn at the end."""

    ROOM = 40.0

    def __init__(self, spans: Sequence[Span], style: Style, owner: object, *, place: str) -> None:
        super().__init__(spans, style, owner)
        self.place = place

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """As its words take, with room for the number beside them."""
        return available, super().wrap(available - self.ROOM, height)[1]

    def split(self, *_: float) -> list[Flowable]:
        """It is short."""
        return []

    def draw(self) -> None:
        """The words, and the place for the number on their last line."""
        super().draw()
        sheet = self.canv
        sheet.numbers_of.append(self.place)
        with sheet.marked(self.style.role, self.owner):
            sheet.saveState()
            sheet.translate(self._width, (self.style.leading - self.style.size) / 2 + 1.5)
            sheet.doForm(number_of(self.place))
            sheet.restoreState()


def number_of(place: str) -> str:
    """The name of the drawing of a place's page number."""
    return f"page-of-{place}"


def draw_numbers(sheet: Any) -> None:
    """The page numbers of the contents, now that they are known."""
    for place in sheet.numbers_of:
        sheet.beginForm(number_of(place), 0, -4, Entry.ROOM, 14)
        number = str(sheet.page_of.get(place, ""))
        draw_words(sheet, number, Entry.ROOM, 0, 12, align="right")
        sheet.endForm()
