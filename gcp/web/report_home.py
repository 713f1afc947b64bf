"""A home as the blocks of a report: what is known, how it came, and all that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.core.chronology import Entry
from gcp.core.history import Slot, Step, VisitRecord
from gcp.core.known import Seen, last_answers
from gcp.making import Tell, untold
from gcp.reports.blocks import (
    Block,
    Cell,
    Heading,
    Row,
    Text,
)
from gcp.reports.lines import Span
from gcp.store import visits
from gcp.web import dates
from gcp.web.chronology_lines import Names
from gcp.web.context import find_rules, parts, store
from gcp.web.home_page import HomePage
from gcp.web.next_steps_view import StepLine, steps_view
from gcp.web.pattern_view import Naming, PatternView, items_in_words
from gcp.web.report_children import children_now
from gcp.web.report_photos import Album
from gcp.web.report_visit import (
    QUOTED,
)
from gcp.web.report_words import area_row, fact, graded, page_words, some
from gcp.web.visit_page import VisitPage, visit_page


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


def step_of(page: HomePage, visit: VisitPage) -> Step | None:
    """What a visit changed, where a home's page knows of the visit."""
    return next((each for each in page.steps if each.record.id == visit.record.id), None)


def home_visits(page: HomePage, album: Album, tell: Tell = untold) -> list[VisitPage]:
    """Each visit of a home as its page shows it."""
    found = []
    for number, step in enumerate(page.steps, 1):
        tell("visits", number, len(page.steps))
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
        *before, said = row.cells
        yield Row([*before, Cell(said.share, [*said.blocks, Text(day, "hint")])])
    yield Text(f"{words.about_grades} {words.concern_mark}", "hint")
    yield from children_now(page, held.records)
    yield from items_now(page, held.records)
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


def items_now(page: HomePage, records: Sequence[VisitRecord]) -> Iterator[Block]:
    """Each item of the home and of each child by the grade that it was last given."""
    words = page_words()
    by_grade: dict[int, list[Slot]] = {}
    for each in last_answers(records):
        if each.grade is not None:
            by_grade.setdefault(each.grade, []).append((each.item, each.child))
    if by_grade:
        yield Heading(2, words.items_now, "items")
    naming = Naming(page.item, page.name, [each["id"] for each in page.children])
    for grade, slots in sorted(by_grade.items(), reverse=True):
        title = words.graded.format(grade=grade).capitalize()
        said = f"{items_in_words(slots, naming)}."
        yield Text([Span(f"{title}: ", bold=True), Span(said)])


def covers(records: Sequence[VisitRecord], ruled: bool = True) -> Iterator[Block]:
    """How many visits a report tells of, and from when to when."""
    words = page_words()
    if records:
        days = [dates.day(each.body["observed_at"]) for each in (records[-1], records[0])]
        line = words.covers_one if len(records) == 1 else words.covers_many
        said = line.format(n=len(records), start=days[0], end=days[1])
        yield fact(words.covers, said, ruled)


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


def _seen(seen: Seen | None, alone: bool) -> str:
    words = parts().text.home
    day = seen and (seen.alone_day if alone else seen.day)
    days = seen and (seen.alone_days if alone else seen.days)
    if day is None:
        return str(words.never)
    line = {0: words.today, 1: words.day_ago}.get(days or 0, words.days_ago)
    return str(line).format(day=dates.day(day.isoformat()), n=days)


def pattern_blocks(held: HomeParts) -> Iterator[Block]:
    """What the visits show together, with the visits and events that say so."""
    words, text = page_words(), parts().text.patterns
    yield Heading(1, words.patterns, "patterns")
    if not held.patterns:
        yield no_patterns(held)
        return
    yield Text(text.hint, "hint")
    for pattern in held.patterns:
        yield Heading(2, pattern.title)
        yield Text(pattern.counted, "intro")
        for line in pattern.lines:
            yield Text([Span(line.sentence, bold=True)], "tight")
            yield from _rests_on(line.visits, line.events)


def no_patterns(held: HomeParts) -> Block:
    """That no pattern was found, and among how many visits."""
    text, count = parts().text.patterns, len(held.page.steps)
    return Text((text.none_one if count == 1 else text.none).format(n=count))


def _rests_on(records: Sequence[VisitRecord], events: Sequence[Any]) -> Iterator[Block]:
    """The days of the visits by kind, each a link to it; then the lines of the chronology."""
    text = parts().text
    by_kind: dict[str, list[VisitRecord]] = {}
    for each in records:
        by_kind.setdefault(text.common.kinds[each.body["kind"]].lower(), []).append(each)
    spans: list[Span] = []
    for kind, alike in by_kind.items():
        spans.append(Span(f"{'; ' if spans else ''}{kind} "))
        for each, after in zip(alike, [*alike[1:], None], strict=True):
            in_year = after is not None and after.day.year == each.day.year
            said = dates.day_of_year(each.day) if in_year else dates.short_day(each.day)
            spans += [Span(said, link=f"visit-{each.id}"), Span(", ")]
        spans.pop()
    if spans:
        yield Text([Span(f"{page_words().rests_on} "), *spans, Span(".")])
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
        yield Text(QUOTED.format(words=voice["own_words"]), "quote")


def made_up_blocks(held: HomeParts, most: int | None = None) -> Iterator[Block]:
    """What others give the children in the carers' place, as last written of each item."""
    words, common = page_words(), parts().text.common.made_up_by
    seen: set[tuple[str, str | None]] = set()
    alike: dict[tuple[str, tuple[str, ...], str, str], list[str]] = {}
    for record in held.records:
        day = dates.day(record.body["observed_at"])
        for entry in record.grades:
            slot = (entry["item"], entry.get("child"))
            if entry.get("made_up_by") and slot not in seen:
                seen.add(slot)
                key = (entry["item"], tuple(entry["made_up_by"]),
                       entry.get("made_up_words") or "", day)  # fmt: skip
                alike.setdefault(key, []).append(held.page.name(entry.get("child")))
    told = [
        words.made_up_line.format(
            item=held.page.item(item), who="".join(f", {name}" for name in names if name),
            by=", ".join(common[each] for each in by), words=f", {more}" if more else "", day=day,
        )
        for (item, by, more, day), names in alike.items()
    ]  # fmt: skip
    yield _heading(words.made_up, "made-up", len(told), most)
    if not told:
        yield Text(words.nothing_made_up)
    elif not most:
        yield Text(words.made_up_hint, "hint")
    yield from (Text(each, "point") for each in told[:most])
