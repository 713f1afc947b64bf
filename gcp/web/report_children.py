"""Children under each other with their grades, in a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gcp.core.history import VisitRecord
from gcp.core.known import Seen
from gcp.reports.blocks import Block, Cell, Grade, Row, Text
from gcp.reports.lines import Span
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.home_page import AreaGrade, HomePage, areas_now
from gcp.web.report_words import page_words

MOST_COLUMNS = 4  # areas that have room beside each other
LONGEST = 1_000  # letters of a name


def children_now(
    page: HomePage, records: Sequence[VisitRecord], most: int | None = None, letters: int = LONGEST
) -> Iterator[Block]:
    """A row for each child: its grades now, and when it was last seen and seen alone."""
    words = page_words()
    rows = []
    for child in page.children[:most]:
        age = dates.person_age(child, page.on) or parts().text.dates.age_unknown
        seen = _seen_days(page.seen_of(child["id"]))
        rows.append((f"{child['name']}, {age}", areas_now(records, child["id"]), seen))
    if rows:
        areas = [each.title for each in page.areas]
        yield from child_table(rows, areas, [words.last_seen, words.seen_alone], letters)
    yield from more_children(len(page.children) - len(rows))


def _seen_days(seen: Seen | None) -> list[str]:
    def said(day: date | None) -> str:
        return dates.short_day(day) if day else str(page_words().no_record)

    return [said(seen.day if seen else None), said(seen.alone_day if seen else None)]


def more_children(count: int) -> Iterator[Block]:
    """How many children the table leaves out."""
    if count > 0:
        yield Text(page_words().more_children.format(n=count))


ChildRow = tuple[str, Sequence[AreaGrade], Sequence[str]]


def child_table(
    rows: Sequence[ChildRow], areas: Sequence[str], more: Sequence[str], letters: int = LONGEST
) -> Iterator[Block]:
    """Children under each other, their areas beside each other where there is room for it."""
    wide = len(areas) <= MOST_COLUMNS
    shares = [24, *([14] * len(areas) if wide else [42]), *[17] * len(more)]
    heads = [page_words().child, *(areas if wide else [page_words().grades_now]), *more]
    cells = [[Text([Span(each, bold=True)], "tight")] for each in heads]
    yield Row([Cell(*each) for each in zip(shares, cells, strict=True)])
    for name, grades, said in rows:
        by_title = {each.title: each.grade for each in grades}
        made: list[list[Block]] = [[Text(cut_name(name, letters), "tight")]]
        if wide:
            made += [[Grade(by_title.get(area))] for area in areas]
        else:
            none = parts().text.common.not_graded
            told = (f"{area} {by_title.get(area) or none}" for area in areas)
            made.append([Text(", ".join(told), "tight")])
        made += [[Text(each, "tight")] for each in said]
        yield Row([Cell(*each) for each in zip(shares, made, strict=True)], ruled=False)


def cut_name(name: str, letters: int) -> str:
    """A name for a narrow column."""
    return name if len(name) <= letters else f"{name[:letters]}…"
