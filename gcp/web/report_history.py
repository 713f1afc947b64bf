"""How a home came to where it is, as the blocks of a report: chart, visits, photos, chronology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gcp.core.chart import chart as chart_of
from gcp.core.chart_parts import Symbol
from gcp.core.chronology import Entry, in_order
from gcp.core.history import VisitRecord
from gcp.core.history import in_order as visits_in_order
from gcp.reports.blocks import (
    Block,
    Cell,
    ChartKey,
    Drawing,
    Heading,
    NewPage,
    Row,
    Text,
    Together,
)
from gcp.reports.lines import Span
from gcp.web import dates
from gcp.web.chronology_lines import Names
from gcp.web.context import parts
from gcp.web.home_page import HomePage, rules_of
from gcp.web.report_home import HomeParts
from gcp.web.report_photos import photo_blocks
from gcp.web.report_visit import change_blocks, fact_blocks, title_of, whole_blocks
from gcp.web.report_words import graded, page_words
from gcp.web.said import agency
from gcp.web.visit_page import VisitPage

ON_A_STRIP = 15  # visits, with letters of 12 points across a page
PLOT = 450  # of a strip
BEGINNING = 3  # facts that stand with a visit's heading


def chart_blocks(
    page: HomePage, records: Sequence[VisitRecord], newest_only: bool
) -> Iterator[Block]:
    """The chart in strips, each with letters that can be read on paper."""
    words, text = page_words(), parts().text
    heading = Heading(3 if newest_only else 1, words.over_time, "chart")
    ordered, links = visits_in_order(records), {each.id: f"visit-{each.id}" for each in records}
    if not ordered:
        yield from (heading, Text(text.chart.no_visits))
        return
    strips = list(_strips(ordered))
    if newest_only:
        strips = strips[-1:]
    legend: dict[str, Symbol] = {}
    drawn: list[list[Block]] = []
    for first, last in strips:
        of_strip = ordered[first:last]
        start = of_strip[0].day if first else date.min
        end = of_strip[-1].day if last < len(ordered) else date.max
        events = [] if newest_only else [e for e in page.events if start <= e.day <= end]
        made = chart_of(of_strip, rules_of(of_strip), None, events, PLOT)
        which: list[Block] = []
        if len(ordered) > len(of_strip):
            line = words.visits_of.format(first=first + 1, last=last, all=len(ordered))
            which = [Text([Span(line, bold=True)], "tight")]
        alt = words.chart_alt.format(summary=made.summary_in(text))
        legend |= {each.code: each for each in made.legend}
        drawn.append([*which, Drawing(made, alt, links, low=newest_only)])
    key = ChartKey(list(legend.values()))
    if newest_only:
        yield Together([heading, *drawn[0]])
        yield key
        return
    how = f"{text.chart.how_to_read.rpartition('. ')[0]}."
    said = Text(f"{how} {text.chart.how_events}", "intro")
    yield Together([heading, said, key, *drawn[0]])
    yield from (Together(each) for each in drawn[1:])


def _strips(ordered: Sequence[VisitRecord]) -> Iterator[tuple[int, int]]:
    """Where each strip begins and ends; the last visit of one is the first of the next."""
    last = len(ordered)
    found = []
    while True:
        first = max(0, last - ON_A_STRIP)
        found.append((first, last))
        if first == 0:
            break
        last = first + 1
    return iter(found[::-1])


def visits_blocks(held: HomeParts) -> Iterator[Block]:
    """Each visit whole, newest first, with what it changed."""
    yield NewPage()
    yield Heading(1, page_words().visits, "visits")
    steps = {step.record.id: step for step in held.page.steps}
    for page in held.visits:
        step = steps[page.record.id]
        heading = Heading(2, title_of(page), f"visit-{page.record.id}")
        first, *others = fact_blocks(page)
        yield Together([heading, first, *others[:BEGINNING]])
        yield from others[BEGINNING:]
        yield from change_blocks(step, held.page.changes(step), 3)
        yield from whole_blocks(page, 3)


def home_photo_blocks(held: HomeParts) -> Iterator[Block]:
    """The photos of all visits by room."""
    words = page_words()
    yield Heading(1, words.photos, "photos")
    shown = [(photo, page.record) for page in held.visits for photo in page.photos]
    if not shown:
        yield Text(words.no_photos)
        return
    yield Text(held.album.about, "intro")
    yield from photo_blocks(shown, held.album, links=True)


def chronology_blocks(entries: Iterable[Entry], names: Names) -> Iterator[Block]:
    """Visits and events on one list, the oldest first."""
    words, text = page_words(), parts().text.chronology
    yield Heading(1, words.chronology, "chronology")
    ordered = in_order(entries, "oldest")
    if not ordered:
        yield Text(words.no_chronology)
    for entry in ordered:
        day = dates.day(entry.day.isoformat())
        if entry.until != entry.day:
            day = text.from_to.format(first=day, last=dates.day(entry.until.isoformat()))
        kind = f"{text.kinds[entry.kind]}, {text.significance[entry.significance].lower()}"
        said: list[Block] = [Text([Span(kind, bold=True)], "tight"), Text(entry.words, "tight")]
        said += [Text(each, "tight") for each in (*entry.asks, *_entry_facts(entry, names))]
        link = f"visit-{entry.visit.id}" if entry.visit else ""
        anchor = f"event-{entry.event.id}" if entry.event else ""
        yield Row([Cell(3, [Text([Span(day, bold=True, link=link)], "tight")]), Cell(7, said)],
                  anchor=anchor)  # fmt: skip


def _entry_facts(entry: Entry, names: Names) -> Iterator[str]:
    text, common, event = parts().text.chronology, parts().text.common, entry.event
    if event is None:
        if entry.visit:
            yield f"{entry.visit.author_name} ({agency(entry.visit)})"
        if entry.line:
            yield str(text.states[entry.line.state])
        return
    agencies = text.agencies
    agency_name = agencies[event.agency] if event.agency in agencies else event.agency
    who = ", ".join(names.children(event.children)) or text.whole_home
    about = [text.by.format(source=event.source, agency=agency_name), who]
    about += [names.area(event.area)] if event.area else []
    yield ". ".join(str(each) for each in about)
    for each in event.made_up_by:
        yield str(text.made_up).format(who=common.made_up_by[each])
    if event.outcome:
        line = text.outcome_why if event.outcome_why else text.outcome
        yield str(line).format(outcome=text.outcomes[event.outcome], why=event.outcome_why)
    yield from entry.done


def method_blocks(pages: Sequence[VisitPage]) -> Iterator[Block]:
    """How grades were given and rolled up, under which rules, and every record by its digest."""
    words, about = page_words(), parts().text.about
    used = [page.rules for page in pages] or [parts().rules]
    rules = {each.digest: each for each in used}
    yield Heading(1, words.method, "method")
    yield Text(about.grades_intro)
    for version in rules.values():
        yield Text(words.rules.format(version=version.version, digest=version.digest,
                                      title=version.title))  # fmt: skip
        yield Together(
            [graded([Span(each.name, bold=True)], grade, [Text(each.meaning, "tight")])
             for grade, each in sorted(version.grades.items())]
        )  # fmt: skip
        lines = about.rollup_worst if version.rule == "worst" else about.rollup_graded_care
        yield from (Text(each.format(decisive=version.decisive_above), "point") for each in lines)
    yield Text(about.other_answers)
    yield Text(about.rollup_home)
    yield Text(words.rules_used)
    yield Heading(2, words.records, "records")
    for page in pages:
        yield Text(
            words.record_line.format(
                day=dates.day(page.body["observed_at"]), n=page.record.revision,
                received=dates.day_time(page.record.received_at), sha256=page.digest,
            ), "point",
        )  # fmt: skip
