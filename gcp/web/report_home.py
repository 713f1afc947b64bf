"""A home as the blocks of a report: what is known, how it came, and all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core.chart import chart as chart_of
from gcp.core.chart_parts import Symbol
from gcp.core.chronology import Entry, in_order
from gcp.core.history import VisitRecord
from gcp.core.history import in_order as visits_in_order
from gcp.core.known import Seen
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
from gcp.store import visits
from gcp.web import dates
from gcp.web.chronology_lines import Names
from gcp.web.context import find_rules, parts, store
from gcp.web.home_page import HomePage, rules_of
from gcp.web.next_steps_view import StepLine, steps_view
from gcp.web.pattern_view import PatternView
from gcp.web.report_photos import PIXELS, Album, photo_blocks
from gcp.web.report_visit import (
    QUOTED,
    change_blocks,
    fact_blocks,
    title_of,
    whole_blocks,
)
from gcp.web.report_words import area_row, fact, graded, page_words, some
from gcp.web.said import agency
from gcp.web.visit_page import VisitPage, visit_page

ON_A_STRIP = 15  # visits, with letters of 12 points across a page
PLOT = 450  # of a strip


@dataclass(frozen=True)
class HomeParts:
    """All that a report of a home is made of, gathered once."""

    page: HomePage
    patterns: Sequence[PatternView]
    entries: Sequence[Entry]
    names: Names
    album: Album
    visits: Sequence[VisitPage]  # newest first

    @property
    def records(self) -> list[VisitRecord]:
        """The visits, newest first."""
        return [step.record for step in self.page.steps]


def home_visits(page: HomePage, album: Album) -> list[VisitPage]:
    """Each visit of a home as its page shows it."""
    found = []
    for step in page.steps:
        record, rules = step.record, find_rules(step.record.rules)
        kept = visits.revision(store(), record.id, record.revision)
        if rules and kept:
            found.append(visit_page(record, rules, page.home, kept, album.arrived))
    return found


def known_blocks(held: HomeParts) -> Iterator[Block]:
    """The grades now, with why, and what is 4 or 5."""
    words, text, page = page_words(), parts().text, held.page
    yield Heading(1, words.grades_now, "now")
    for area in page.areas:
        day = text.home.area_since.format(day=dates.day(area.record.body["observed_at"]))
        row = area_row(area.title, area)
        yield Row([*row.cells[:2], Cell(row.cells[2].share, [*row.cells[2].blocks, Text(day, "hint")])])
    yield Text(f"{words.about_grades} {words.concern_mark}", "hint")
    yield Heading(2, text.home.concerns, "concerns")
    if not page.concerns:
        yield Text(text.home.no_concerns)
    for each in page.concerns:
        title = ", ".join(filter(None, (page.item(each.item), page.name(each.child))))
        when = text.home.graded_on.format(day=dates.day(each.observed_at), by=each.by)
        said: list[Block] = [Text(each.words, "tight")] if each.words else []
        link = Text([Span(when, link=f"visit-{each.visit}")], "tight")
        yield graded([Span(title, bold=True)], each.grade, [*said, link])
    if page.unseen_concerns:
        yield Heading(2, text.home.unseen_concerns)
    for each in page.unseen_concerns:
        title = ", ".join(filter(None, (page.item(each.item), page.name(each.child))))
        yield Text(
            text.home.unseen_line.format(
                item=title, state=text.common.states[each.state],
                day=dates.day(each.observed_at), grade=each.last_grade,
                last_day=dates.day(each.last_grade_at or each.observed_at),
            ), "point",
        )  # fmt: skip


def people_blocks(page: HomePage) -> Iterator[Block]:
    """Who belongs to the home, and when each child was last seen."""
    words, text = page_words(), parts().text
    yield Heading(1, words.people, "people")
    if not page.people:
        yield Text(text.home.no_people)
    for child in page.children:
        seen = page.seen_of(child["id"])
        age = dates.person_age(child, page.on) or text.dates.age_unknown
        told = words.seen.format(seen=_seen(seen, False), alone=_seen(seen, True))
        yield fact(f"{child['name']}, {age}", told)
    for adult in page.adults:
        yield fact(adult["name"], adult["relation"] or text.forms.kinds[adult["kind"]].lower())


def people_lines(page: HomePage) -> Iterator[Block]:
    """The same on as few lines as can be."""
    words, text = page_words(), parts().text
    never = text.home.never
    for child in page.children:
        seen = page.seen_of(child["id"])
        age = dates.person_age(child, page.on) or text.dates.age_unknown
        days = [dates.day(day.isoformat()) if day else never
                for day in (seen.day if seen else None, seen.alone_day if seen else None)]  # fmt: skip
        said = words.seen_short.format(seen=days[0], alone=days[1])
        yield fact(f"{child['name']}, {age}", said, ruled=False)
    adults = [
        words.adult.format(
            name=each["name"], what=each["relation"] or text.forms.kinds[each["kind"]].lower()
        )
        for each in page.adults
    ]
    if adults:
        yield fact(words.adults, ", ".join(adults), ruled=False)


def _seen(seen: Seen | None, alone: bool) -> str:
    words = parts().text.home
    day = seen and (seen.alone_day if alone else seen.day)
    days = seen and (seen.alone_days if alone else seen.days)
    if day is None:
        return str(words.never)
    line = {0: words.today, 1: words.day_ago}.get(days or 0, words.days_ago)
    return str(line).format(day=dates.day(day.isoformat()), n=days)


def pattern_blocks(held: HomeParts, most: int | None = None) -> Iterator[Block]:
    """What the visits show together; in full with the visits and events that say so."""
    words, text = page_words(), parts().text.patterns
    yield _heading(words.patterns, "patterns", len(held.patterns), most)
    count = len(held.page.steps)
    if not held.patterns:
        yield Text((text.none_one if count == 1 else text.none).format(n=count))
        return
    if not most:
        yield Text(text.hint, "hint")
    for pattern in held.patterns[:most]:
        if most:
            said = f"{pattern.lines[0].sentence} {pattern.rests_on}."
            yield Text([Span(f"{pattern.title}. ", bold=True), Span(said)], "point")
            continue
        yield Heading(2, pattern.title)
        yield Text(pattern.counted, "intro")
        for line in pattern.lines:
            yield Text([Span(line.sentence, bold=True)], "tight")
            yield from _rests_on(line.visits, line.events)


def _rests_on(records: Sequence[VisitRecord], events: Sequence[Any]) -> Iterator[Block]:
    """The visits one after the other, each a link to it; then the lines of the chronology."""
    text = parts().text
    spans: list[Span] = []
    for each in records:
        day, kind = dates.day(each.body["observed_at"]), text.common.kinds[each.body["kind"]].lower()
        spans.append(Span(f"{day} ({kind})", link=f"visit-{each.id}"))
        spans.append(Span("; "))
    if spans:
        yield Text([Span(f"{page_words().rests_on} "), *spans[:-1], Span(".")])
    for event in events:
        said = text.patterns.event.format(
            day=dates.day(event.day.isoformat()), source=event.source, words=event.words
        )
        yield Text([Span(said, link=f"event-{event.id}")], "point")


def _heading(title: str, anchor: str, count: int, most: int | None) -> Heading:
    """A part's heading; in a short report with how many of all it shows."""
    if most is None:
        return Heading(1, title, anchor)
    return Heading(3, some(title, count, most), anchor)


def steps_blocks(page: HomePage, most: int | None = None) -> Iterator[Block]:
    """What was agreed, and in full what became of it."""
    words, text = page_words(), parts().text.next_steps
    view = steps_view(page)
    yield _heading(words.steps, "steps", len(view.open), most)
    if not view.open and not view.ended:
        yield Text(words.no_steps)
        return
    if not view.open:
        yield Text(text.none_open)
    if most:
        yield from (_step_line(each) for each in view.open[:most])
    else:
        yield from (_step(each) for each in view.open)
    if view.ended and most is None:
        yield Heading(2, text.ended)
        yield from (_step(each) for each in view.ended)


def _step_line(line: StepLine) -> Block:
    text, step = parts().text.next_steps, line.step
    late = f" {text.overdue}." if line.overdue else ""
    said = f"{step.words} {text.to_reach} {step.target}. {line.due}{late}"
    return Text([Span(f"{line.title}. ", bold=True), Span(said)], "point")


def _step(line: StepLine) -> Block:
    text, step = parts().text.next_steps, line.step
    helps = text.helps.format(helps=step.helps) if step.helps else ""
    agreed = text.agreed_on.format(day=dates.day(step.set_on.isoformat()))
    due = " ".join(filter(None, (line.due, helps)))
    said = [Text([Span(step.words, bold=True)], "tight"),
            Text(f"{text.to_reach} {step.target}. {due}", "tight"),
            Text([Span(f"{line.grades} ".lstrip()), Span(agreed, link=f"visit-{step.visit}")],
                 "tight")]  # fmt: skip
    late = Span(f" {text.overdue}", bold=True)
    return graded([Span(line.title), late] if line.overdue else [Span(line.title)],
                  step.target, said)  # fmt: skip


def chart_blocks(page: HomePage, records: Sequence[VisitRecord], newest_only: bool) -> Iterator[Block]:
    """The chart in strips, each with letters that can be read on paper."""
    words, text = page_words(), parts().text
    yield Heading(3 if newest_only else 1, words.over_time, "chart")
    ordered, links = visits_in_order(records), {each.id: f"visit-{each.id}" for each in records}
    if not ordered:
        yield Text(text.chart.no_visits)
        return
    strips = list(_strips(ordered))
    if newest_only:
        strips = strips[-1:]
    legend: dict[str, Symbol] = {}
    how = f"{text.chart.how_to_read.rpartition('. ')[0]}."
    if not newest_only:
        yield Text(f"{how} {text.chart.how_events}", "intro")
    for first, last in strips:
        of_strip = ordered[first:last]
        start = of_strip[0].day if first else date.min
        end = of_strip[-1].day if last < len(ordered) else date.max
        events = [] if newest_only else [e for e in page.events if start <= e.day <= end]
        made = chart_of(of_strip, rules_of(of_strip), None, events, PLOT)
        said: list[Block] = []
        if len(ordered) > len(of_strip):
            line = words.visits_of.format(first=first + 1, last=last, all=len(ordered))
            said = [Text([Span(line, bold=True)], "tight")]
        alt = words.chart_alt.format(summary=made.summary_in(text))
        legend |= {each.code: each for each in made.legend}
        yield Together([*said, Drawing(made, alt, links, low=newest_only)])
    yield ChartKey(list(legend.values()))


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


def voice_blocks(held: HomeParts, most: int | None = None) -> Iterator[Block]:
    """The children's own words, newest first."""
    words, seen = page_words(), parts().text.visits.seen
    found = [
        (page, voice) for page in held.visits for voice in page.body["voices"] if voice["own_words"]
    ]
    yield _heading(words.said, "said", len(found), most)
    if not found:
        yield Text(words.nothing_said)
    for page, voice in found[:most]:
        about = words.said_on.format(
            name=page.names[voice["child"]], day=dates.day(page.body["observed_at"]),
            seen=seen[voice["seen"]].lower(),
        )  # fmt: skip
        yield Text([Span(about, bold=True, link=f"visit-{page.record.id}")], "tight")
        yield Text(QUOTED.format(words=voice["own_words"] if most is None else
                                 _short(voice["own_words"])), "quote")  # fmt: skip


SHORT = 400  # letters of one's words in a short report


def _short(words: str) -> str:
    if len(words) <= SHORT:
        return words
    return str(page_words().cut).format(words=words[:SHORT].rsplit(" ", 1)[0])


def made_up_blocks(held: HomeParts, most: int | None = None) -> Iterator[Block]:
    """What others give the children in the carers' place, as last written of each item."""
    words, common = page_words(), parts().text.common.made_up_by
    told: dict[tuple[str, str | None], str] = {}
    for record in held.records:
        for entry in record.grades:
            slot = (entry["item"], entry.get("child"))
            if entry.get("made_up_by") and slot not in told:
                more = entry.get("made_up_words")
                name = held.page.name(entry.get("child"))
                told[slot] = words.made_up_line.format(
                    item=held.page.item(entry["item"]), who=f", {name}" if name else "",
                    by=", ".join(common[each] for each in entry["made_up_by"]),
                    words=f", {more}" if more else "",
                    day=dates.day(record.body["observed_at"]),
                )  # fmt: skip
    yield _heading(words.made_up, "made-up", len(told), most)
    if not told:
        yield Text(words.nothing_made_up)
    elif not most:
        yield Text(words.made_up_hint, "hint")
    lines = list(told.values())
    yield from (Text(each, "point") for each in lines[:most])


def visits_blocks(held: HomeParts) -> Iterator[Block]:
    """Each visit whole, newest first, with what it changed."""
    yield NewPage()
    yield Heading(1, page_words().visits, "visits")
    steps = {step.record.id: step for step in held.page.steps}
    for page in held.visits:
        step = steps[page.record.id]
        yield Heading(2, title_of(page), f"visit-{page.record.id}")
        yield from fact_blocks(page)
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
    yield Text(words.photos_small.format(pixels=PIXELS[held.album.size]), "intro")
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
        said += [Text(each, "tight") for each in _entry_facts(entry, names)]
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


def method_blocks(pages: Sequence[VisitPage]) -> Iterator[Block]:
    """How grades were given and rolled up, under which rules, and every record by its digest."""
    words, about = page_words(), parts().text.about
    rules = {page.rules.digest: page.rules for page in pages} or {parts().rules.digest: parts().rules}
    yield Heading(1, words.method, "method")
    yield Text(about.grades_intro)
    for version in rules.values():
        yield Text(words.rules.format(version=version.version, digest=version.digest,
                                      title=version.title))  # fmt: skip
        for grade, each in sorted(version.grades.items()):
            yield graded([Span(each.name, bold=True)], grade, [Text(each.meaning, "tight")])
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
