"""The chart on a page: the geometry, shapes and words of the screen, in greys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from gcp.core.chart_made_up import RIDGE
from gcp.core.chart_parts import Chart, Panel, Symbol
from gcp.core.chart_shapes import Box, Line, Mark
from gcp.reports.pen import BLACK, GREY, draw_words, width
from gcp.text import Words

SCALE = 12 / 14  # the screen's letters at 12 points
TITLE, LAST = 17 * SCALE, 15 * SCALE
QUIET, GRID, FRAME, CONCERN, EXPECTED = 0.3, 0.84, 0.62, 0.89, 0.4
LOW, HIGHEST = 0.72, 640.0
# How a line is drawn: its width, its grey and its dashes.
LINES: Mapping[str, tuple[float, float, tuple[float, ...]]] = {
    "joined": (1.5, QUIET, ()), "gap": (1.5, QUIET, (2, 5)), "whisker": (1.5, BLACK, ()),
    "worst": (3.5, BLACK, ()), "doorstep": (2, BLACK, ()), "scorer": (1, 0.45, (5, 4)),
    "rules": (3, BLACK, ()), "closed": (2, BLACK, (9, 3, 2, 3)),
    "target": (2, BLACK, ()), "made_up": (2, BLACK, ()),
}  # fmt: skip
# How a mark is drawn: the greys of its inside and its edge, and how wide the edge is.
MARKS: Mapping[str, tuple[float, float, float]] = {
    "expected": (EXPECTED, 1, 1.5), "unexpected": (BLACK, 1, 1.5), "not_graded": (1, BLACK, 2),
    "no_access": (BLACK, BLACK, 0), "event": (1, BLACK, 2), "event_serious": (BLACK, BLACK, 0),
    "event_count": (BLACK, BLACK, 0), "target": (1, BLACK, 2), "target_met": (BLACK, BLACK, 2),
}  # fmt: skip


class _Paper:
    """Draws the chart's numbers, which count from the top left; `low`: a part of its height."""

    def __init__(
        self, sheet: Any, left: float, top: float, scale: float, low: float = 1
    ) -> None:
        self.sheet, self.left, self.top, self.scale, self.low = sheet, left, top, scale, low

    def x(self, value: float) -> float:
        return self.left + value * self.scale

    def y(self, value: float) -> float:
        return self.top - value * self.scale * self.low

    def line(self, line: Line) -> None:
        thick, grey, dashes = LINES[line.kind]
        self.stroke(line.x1, line.y1, line.x2, line.y2, thick, grey, dashes)

    def roof(self, lines: Sequence[Line]) -> None:
        """Over a mark as it is drawn: a lower chart squashes no mark, nor what stands on it."""
        paper = self
        if lines:
            middle = min(each for line in lines for each in (line.y1, line.y2)) + RIDGE
            top = self.top - middle * self.scale * (self.low - 1)
            paper = _Paper(self.sheet, self.left, top, self.scale)
        for line in lines:
            paper.line(line)

    def stroke(
        self, x1: float, y1: float, x2: float, y2: float, thick: float, grey: float,
        dashes: tuple[float, ...] = (),
    ) -> None:  # fmt: skip
        sheet = self.sheet
        sheet.setStrokeGray(grey)
        sheet.setLineWidth(thick * self.scale)
        sheet.setDash([each * self.scale for each in dashes])
        sheet.line(self.x(x1), self.y(y1), self.x(x2), self.y(y2))
        sheet.setDash([])

    def box(self, box: Box, fill: float | None, edge: float | None, thick: float = 1) -> None:
        sheet = self.sheet
        sheet.setFillGray(1 if fill is None else fill)
        sheet.setStrokeGray(BLACK if edge is None else edge)
        sheet.setLineWidth(thick * self.scale)
        wide, high = box.width * self.scale, box.height * self.scale * self.low
        sheet.rect(
            self.x(box.x), self.y(box.y) - high, wide, high,
            stroke=int(edge is not None), fill=int(fill is not None),
        )  # fmt: skip

    def mark(self, mark: Mark, count: str = "") -> None:
        fill, edge, thick = MARKS[mark.style]
        sheet = self.sheet
        sheet.setFillGray(fill)
        sheet.setStrokeGray(edge)
        sheet.setLineWidth(thick * self.scale)
        if mark.radius:
            sheet.circle(
                self.x(mark.x), self.y(mark.y), mark.radius * self.scale,
                stroke=int(thick > 0), fill=1,
            )  # fmt: skip
        else:
            path = sheet.beginPath()
            middle = self.y(mark.y)  # a lower chart squashes no mark
            for at, (x, y) in enumerate(mark.points):
                place = (self.x(x), middle - (y - mark.y) * self.scale)
                (path.lineTo if at else path.moveTo)(*place)
            path.close()
            sheet.drawPath(path, stroke=int(thick > 0), fill=1)
        if count:
            place = self.x(mark.x), self.y(mark.y) - 5 * self.scale
            draw_words(sheet, count, *place, 12, align="middle", grey=1, bold=True)

    def words(
        self, x: float, y: float, text: str, *, align: str = "left", grey: float = BLACK,
        bold: bool = False, size: float = 12,
    ) -> None:  # fmt: skip
        scaled = size * min(1, self.scale / SCALE)
        draw_words(
            self.sheet, text, self.x(x), self.y(y), scaled, align=align, grey=grey, bold=bold
        )


class Drawn(Flowable):  # type: ignore[misc]
    """A chart as large as its letters at 12 points, smaller only where no page could hold it."""

    def __init__(
        self, chart: Chart, text: Words, alt: str, links: Mapping[str, str], low: bool
    ) -> None:
        super().__init__()
        self.chart, self.text, self.alt, self.links = chart, text, alt, links
        self.low = LOW if low else 1

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """The size that it is drawn at."""
        most = HIGHEST / self.chart.height
        self.scale = min(SCALE, available / self.chart.width, most)
        return self.chart.width * self.scale, self.chart.height * self.scale * self.low

    def draw(self) -> None:
        """What is behind first, the visits last, as on the screen."""
        chart, text = self.chart, self.text
        high = chart.height * self.scale * self.low
        paper = _Paper(self.canv, 0, high, self.scale, self.low)
        with self.canv.marked("Figure", self, self.alt):
            _axis(paper, chart, text)
            for panel in chart.panels:
                _grid(paper, panel, chart)
            for mark in chart.rules_marks:
                for line in mark.lines:
                    paper.line(line)
            for line in chart.scorer_lines:
                paper.line(line)
            for panel in chart.panels:
                _panel(paper, panel, chart, text)
            _annotations(paper, chart, text)
            for target in chart.targets:
                if target.mark:
                    for line in target.lines:
                        paper.line(line)
                    paper.mark(target.mark)
            for column in chart.columns:
                for line in column.lines:
                    if line.kind != "made_up":
                        paper.line(line)
                roofs = [each for each in column.lines if each.kind == "made_up"]
                for at in range(0, len(roofs), 2):
                    paper.roof(roofs[at : at + 2])
                for each in column.marks:
                    paper.mark(each)
            _events(paper, chart)
        for column in chart.columns:
            if column.visit in self.links:
                self._link(paper, column.target, self.links[column.visit])

    def _link(self, paper: _Paper, box: Box, place: str) -> None:
        if place in self.canv.places:
            rect = (paper.x(box.x), paper.y(box.y + box.height),
                    paper.x(box.x + box.width), paper.y(box.y))  # fmt: skip
            self.canv.linkRect("", place, rect, relative=1, Border="[0 0 0]")


def _axis(paper: _Paper, chart: Chart, text: Words) -> None:
    for tick in chart.ticks:
        paper.stroke(tick.x, chart.top, tick.x, chart.tick_end, 1, GRID)
        month = text.chart.months_short[tick.month - 1]
        paper.words(tick.x, chart.tick_y, month, align="middle", grey=QUIET)
        if tick.shows_year:
            paper.words(tick.x, chart.year_y, str(tick.year), align="middle", grey=QUIET, bold=True)
    paper.stroke(chart.left, chart.bottom, chart.right, chart.bottom, 1, QUIET)


def _grid(paper: _Paper, panel: Panel, chart: Chart) -> None:
    paper.box(panel.concern, CONCERN, None)
    for row in panel.grades:
        paper.stroke(chart.left, row.y, chart.right, row.y, 1, GRID)
    paper.box(panel.frame, None, FRAME)


def _panel(paper: _Paper, panel: Panel, chart: Chart, text: Words) -> None:
    words = text.chart
    for row in panel.grades:
        name = words.row[str(row.grade)]
        paper.words(chart.label_left, row.label_y, name, align="right", grey=QUIET)
        paper.words(chart.label_right, row.label_y, str(row.grade), grey=QUIET)
    if panel.lane:
        paper.words(
            chart.label_left, panel.lane.label_y, words.row_not_graded, align="right", grey=QUIET
        )
    paper.words(chart.left, panel.title_y, panel.label, bold=True, size=TITLE)
    if panel.last:
        last = words.last.format(grade=panel.last.grade)
        paper.words(chart.right, panel.title_y, last, align="right", bold=True, size=LAST)
    for line in panel.lines:
        paper.line(line)


def _annotations(paper: _Paper, chart: Chart, text: Words) -> None:
    words = text.chart
    if chart.scorers:
        paper.words(
            chart.label_left, chart.name_y[1], words.row_scored_by, align="right", grey=QUIET
        )
    for name in chart.scorers:
        paper.words(name.label_x, chart.name_y[name.row], name.label or words.name_left_out)
    for mark in chart.rules_marks:
        if mark.labelled:
            said = words.new_rules.format(version=mark.version)
            paper.words(mark.label_x, chart.rules_y, said)
    for lane in chart.event_lanes:
        name = words.lanes[lane.group]
        paper.words(chart.label_left, lane.label_y, name, align="right", grey=QUIET)
    for line in chart.event_lines:
        paper.line(line)
    if chart.no_access:
        paper.words(
            chart.label_left, chart.no_access.label_y, words.row_no_access, align="right",
            grey=QUIET,
        )  # fmt: skip


def _events(paper: _Paper, chart: Chart) -> None:
    for lane in chart.event_lanes:
        for span in lane.spans:
            paper.box(span.box, 1, BLACK, 1.5)
        for each in lane.marks:
            paper.roof(each.lines)
            paper.mark(each.mark, str(each.count) if each.count > 1 else "")


class Key(Flowable):  # type: ignore[misc]
    """What the shapes mean, as many beside each other as the width holds."""

    GAP, SYMBOL = 18.0, 28.0

    def __init__(self, symbols: Sequence[Symbol], text: Words, dense: bool = False) -> None:
        super().__init__()
        self.symbols, self.text = symbols, text
        self.high = 17.0 if dense else 21.0

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """The whole width, and a line for each row."""
        self.places: list[tuple[float, int, Symbol, str]] = []
        ends: list[float] = []  # of the rows so far: each symbol takes the first that has room
        for symbol in self.symbols:
            said = self.text.chart.legend[symbol.code]
            wide = self.SYMBOL + 4 + width(said, 12)
            row = next((n for n, end in enumerate(ends) if end + wide <= available), len(ends))
            if row == len(ends):
                ends.append(0.0)
            self.places.append((ends[row], row, symbol, said))
            ends[row] += wide + self.GAP
        self.width = available
        return available, len(ends) * self.high

    def getSpaceAfter(self) -> float:
        """What is kept free under it."""
        return 8.0

    def draw(self) -> None:
        """Each symbol with its words."""
        high = self.wrap(self.width, 0)[1]
        with self.canv.marked("P", self):
            for x, row, symbol, said in self.places:
                top = high - row * self.high
                paper = _Paper(self.canv, x, top, SCALE)
                for box in symbol.boxes:
                    if symbol.box_kind == "concern":
                        paper.box(box, CONCERN, None)
                    else:
                        paper.box(box, 1, BLACK, 1.5)
                for line in symbol.lines:
                    paper.line(line)
                for mark in symbol.marks:
                    paper.mark(mark, symbol.count)
                draw_words(self.canv, said, x + self.SYMBOL, top - 14, 12, grey=GREY)
