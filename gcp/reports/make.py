"""A report's values as pages: A4, a free corner at the top right, bookmarks, links, page x of y."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
)

from gcp.core.history import CONCERN
from gcp.reports.blocks import (
    Block,
    ChartKey,
    Drawing,
    Grade,
    Heading,
    NewPage,
    PageOf,
    Photo,
    Report,
    Row,
    Text,
    Together,
)
from gcp.reports.chart import Drawn, Key
from gcp.reports.contents import Entry, draw_numbers
from gcp.reports.flow import DENSE, STYLES, Cells, Mark, Style, Words
from gcp.reports.lines import Span, lines
from gcp.reports.pen import GREY, draw_line, draw_words, width
from gcp.reports.photos import Picture
from gcp.reports.sheet import Sheet
from gcp.text import Words as Sentences

SIDE, TOP, BOTTOM = 52.0, 66.0, 30.0
HEAD_WIDTH = 360.0  # the corner right of it belongs to the court bundle's own numbers
LEADING = 16.0
NUMBER_ROOM = 30.0
TOTAL = "total"


def make(
    report: Report, out: IO[bytes], text: Sentences,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> int:  # fmt: skip
    """Write a report; how many pages it has. `out` is written from its place on.

    `tell` hears how many of its parts are set, page after page.
    """
    wide, high = A4
    foot = [line for each in report.foot for line in lines([Span(each)], 12, wide - 2 * SIDE)]
    number = width(report.page.format(page=9999, pages=9999), 12)
    beside = bool(foot) and foot[-1].width + number + 12 < wide - 2 * SIDE
    bottom = BOTTOM + LEADING * (len(foot) + (0 if beside else 1)) + 10
    frame = Frame(
        SIDE, bottom, wide - 2 * SIDE, high - TOP - bottom, 0, 0, 0, 0, showBoundary=0
    )
    furniture = _Furniture(report, foot, wide, beside)
    doc = BaseDocTemplate(
        out, pagesize=A4, title=report.title, author=report.author, subject=report.subject,
        lang=report.language, allowSplitting=1,
    )  # fmt: skip
    doc.addPageTemplates(PageTemplate("page", [frame], onPage=furniture.draw))
    doc.setProgressCallBack(_Told(tell))
    setting = _Setting(text, frame._height, DENSE if report.dense else STYLES, report.dense)
    flowables = list(_flowables(report.blocks, setting))
    places = frozenset(_places(report.blocks))

    def sheet(*arguments: Any, **options: Any) -> Sheet:
        options.pop("pageCompression", None)
        made = Sheet(*arguments, **options)
        made.places, made.before_save = places, furniture.draw_total
        made.setViewerPreference("DisplayDocTitle", "true")
        made.showOutline()
        return made

    doc.build(flowables, canvasmaker=sheet)
    return furniture.pages


class _Told:
    """Hears ReportLab's words about how far it is, and tells of each page's end."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell, self._done, self._total = tell, 0, 0

    def __call__(self, what: str, value: int) -> None:
        if what == "SIZE_EST":
            self._total = value
        elif what == "PROGRESS":
            self._done = value
        elif what == "PAGE":
            self._tell(min(self._done, self._total), self._total)


class _Furniture:
    """What stands on every page."""

    def __init__(self, report: Report, foot: Sequence[Any], wide: float, beside: bool) -> None:
        self.report, self.foot, self.wide, self.pages = report, foot, wide, 0
        self.rows = len(foot) + (0 if beside else 1)

    def draw(self, sheet: Sheet, _: Any) -> None:
        """The head at the left, the foot, and the page's number with room for that of all."""
        self.pages = sheet.getPageNumber()
        with sheet.marked("Artifact"):
            for number, line in enumerate(lines([Span(self.report.head)], 12, HEAD_WIDTH)):
                draw_line(sheet, line, SIDE, A4[1] - 40 - number * LEADING, 12, GREY)
            y = BOTTOM + LEADING * (self.rows - 1)
            sheet.setStrokeGray(0.6)
            sheet.setLineWidth(0.7)
            sheet.line(SIDE, y + LEADING, self.wide - SIDE, y + LEADING)
            for line in self.foot:
                draw_line(sheet, line, SIDE, y, 12, GREY)
                y -= LEADING
            said = self.report.page.format(page=self.pages, pages="").rstrip()
            x = self.wide - SIDE - NUMBER_ROOM - width(said, 12)
            x += draw_words(sheet, said, x, BOTTOM, 12, grey=GREY) + 4
            y = BOTTOM
            sheet.saveState()
            sheet.translate(x, y)
            sheet.doForm(TOTAL)
            sheet.restoreState()

    def draw_total(self, sheet: Sheet) -> None:
        """How many pages there are, drawn once and shown on each."""
        sheet.beginForm(TOTAL, 0, -4, NUMBER_ROOM, 14)
        draw_words(sheet, str(self.pages), 0, 0, 12, grey=GREY)
        sheet.endForm()
        draw_numbers(sheet)


def _places(blocks: Iterable[Block]) -> Iterator[str]:
    for each in blocks:
        if isinstance(each, (Heading, Row)) and each.anchor:
            yield each.anchor
        if isinstance(each, Together):
            yield from _places(each.blocks)
        if isinstance(each, Row):
            for cell in each.cells:
                yield from _places(cell.blocks)


@dataclass(frozen=True)
class _Setting:
    """How blocks are set: the words of the language, how high a page is, the styles."""

    text: Sentences
    high: float
    styles: Mapping[str, Style]
    dense: bool


def _flowables(blocks: Iterable[Block], setting: _Setting) -> Iterator[Flowable]:
    for each in blocks:
        yield from _flowable(each, setting)


def _flowable(block: Block, setting: _Setting) -> Iterator[Flowable]:
    text, styles, dense = setting.text, setting.styles, setting.dense
    match block:
        case Heading(level, words, anchor):
            outline = (words, level - 1) if anchor else None
            style = styles[f"h{level}"]
            yield Words([Span(words)], style, block, anchor=anchor, outline=outline)
        case Text(words, style):
            spans = [Span(words)] if isinstance(words, str) else words
            yield Words(spans, styles[style], block)
        case Grade(grade):
            yield Mark(grade, (grade or 0) >= CONCERN, dense)
        case Row(cells, ruled, whole, anchor):
            made = [(each.share, list(_flowables(each.blocks, setting))) for each in cells]
            room = setting.high if whole else 0
            yield Cells(made, ruled=ruled, whole=room, anchor=anchor, dense=dense)
        case Photo(None, _, missing):
            yield Words([Span(missing)], styles["note"], block)
        case Photo(file, alt, _):
            yield Picture(file, alt)
        case Drawing(chart, alt, links, low):
            yield Drawn(chart, text, alt, links, low)
        case ChartKey(symbols):
            yield Key(symbols, text, dense)
        case PageOf(words, anchor):
            yield Entry([Span(words, link=anchor)], styles["tight"], block, place=anchor)
        case NewPage():
            yield PageBreak()
        case Together(inner):
            yield KeepTogether(list(_flowables(inner, setting)))
