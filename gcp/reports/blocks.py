"""What a report is made of, as values: headings, words, facts, graded rows, photos, a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gcp.core.chart_parts import Chart, Symbol
from gcp.reports.lines import Span

Words = str | Sequence[Span]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3, which bookmarks and links lead to by its anchor."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Text:
    """Words; style: body, lead, hint, quote, point (with a dot), title or note (with a frame)."""

    words: Words
    style: str = "body"


@dataclass(frozen=True)
class Grade:
    """A grade as its number in a frame; None: a dash."""

    grade: int | None


@dataclass(frozen=True)
class Cell:
    """One column of a row: its share of the width, and what stands in it."""

    share: float
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Row:
    """Cells beside each other over a line; `whole`: not parted where a page can hold it."""

    cells: Sequence[Cell]
    ruled: bool = True
    whole: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class Photo:
    """A JPEG file and what it shows; no file: it cannot be drawn."""

    file: Path | None
    alt: str
    missing: str = ""  # said in its place


@dataclass(frozen=True)
class Drawing:
    """A chart with the words of a language; `alt` says what it shows."""

    chart: Chart
    alt: str
    links: Mapping[str, str]  # the anchor of each visit that the report has
    low: bool = False  # of less height, for a short report


@dataclass(frozen=True)
class ChartKey:
    """What the shapes of charts mean."""

    symbols: Sequence[Symbol]


@dataclass(frozen=True)
class PageOf:
    """A line of the contents: a link to a heading, and the number of its page at the right."""

    text: str
    anchor: str


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own."""


@dataclass(frozen=True)
class Together:
    """Blocks that stay on one page where one can hold them."""

    blocks: Sequence[Block]


Block = Heading | Text | Grade | Row | Photo | Drawing | ChartKey | PageOf | NewPage | Together


@dataclass(frozen=True)
class Report:
    """A whole report; `head` stands at the top left of each page, `foot` at its end.

    `page` is the sentence of the page's number, with {page} and {pages} at its end; `dense`: with
    the lines closer and the headings smaller, for a report of few pages.
    """

    title: str
    author: str
    subject: str
    head: str
    foot: Sequence[str]
    page: str
    blocks: Sequence[Block]
    language: str = "en-GB"
    dense: bool = False
