"""The short reports: what two pages hold of a home or a visit, and what they leave out is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from gcp.core.history import CONCERN, Slot, Step
from gcp.reports.blocks import Block, Cell, Heading, Row, Text, Together
from gcp.reports.lines import Span
from gcp.web import dates
from gcp.web.changes import KINDS
from gcp.web.changes import SAID as CHANGED
from gcp.web.context import parts
from gcp.web.home_page import HomePage
from gcp.web.pattern_view import Naming, items_in_words
from gcp.web.report_children import child_table, children_now, cut_name, more_children
from gcp.web.report_history import chart_blocks
from gcp.web.report_home import (
    HomeParts,
    covers,
    made_up_blocks,
    no_patterns,
    step_of,
    steps_blocks,
    voice_blocks,
)
from gcp.web.report_visit import (
    QUOTED,
    VOICE,
    concern_blocks,
    facts,
    power_blocks,
    sign_blocks,
    step_blocks,
    title_of,
)
from gcp.web.report_words import (
    Making,
    area_row,
    fact,
    page_words,
    place,
    rules_line,
    some,
    what_this_is,
)
from gcp.web.said import answer_words
from gcp.web.visit_page import VisitPage

PAGES = 2


@dataclass(frozen=True)
class Room:
    """How much a short report is tried with."""

    patterns: int
    most: int  # of each other list
    children: int
    letters: int  # of one's words
    chart: bool = True


ROOMS = (
    Room(8, 6, 30, 400), Room(6, 5, 30, 400), Room(5, 4, 30, 400), Room(4, 3, 30, 400),
    Room(4, 2, 30, 400), Room(3, 2, 20, 400), Room(3, 1, 16, 400), Room(2, 1, 16, 400),
    Room(2, 1, 16, 300), Room(1, 1, 16, 240), Room(1, 1, 12, 120), Room(1, 1, 6, 80, chart=False),
)  # fmt: skip


def shortest(
    blocks: Callable[[Room], Iterable[Block]], write: Callable[[Sequence[Block]], int],
    out: IO[bytes],
) -> int:  # fmt: skip
    """Write the longest version that keeps to two pages, or the shortest there is."""
    pages: dict[int, int] = {}

    def at(number: int) -> int:
        out.seek(0)
        out.truncate()
        room = ROOMS[number]
        pages.clear()  # what was written before is gone
        pages[number] = write([_cut(each, room.letters) for each in blocks(room)])
        return pages[number]

    first, last = 0, len(ROOMS) - 1
    while first < last:  # each room is smaller than the one before
        middle = (first + last) // 2
        if at(middle) <= PAGES:
            last = middle
        else:
            first = middle + 1
    return pages[first] if first in pages else at(first)


def _cut(block: Block, letters: int) -> Block:
    """A block with no more than so many letters of one's words; how it was made stays whole."""
    match block:
        case Text(words, style) if style not in ("title", "note", "hint"):
            return Text(_cut_words(words, letters), style)
        case Row(cells):
            cut = [Cell(c.share, [_cut(each, letters) for each in c.blocks]) for c in cells]
            return replace(block, cells=cut)
    return block  # what is put together has no words that somebody typed


def _cut_words(words: str | Sequence[Span], letters: int) -> Sequence[Span]:
    spans = [Span(words)] if isinstance(words, str) else words
    found: list[Span] = []
    for span in spans:
        if len(span.text) > letters:
            kept = span.text[:letters].rsplit(" ", 1)[0].rstrip(",;:(")
            key = "cut_quote" if span.text.startswith(QUOTED[0]) else "cut"
            return [*found, replace(span, text=page_words()[key].format(words=kept))]
        letters -= len(span.text)
        found.append(span)
    return found


def home_short(held: HomeParts, making: Making, room: Room) -> Iterator[Block]:
    """A home on two pages."""
    words, page = page_words(), held.page
    yield Text(words.title_home, "title")
    yield from what_this_is(short=True)
    yield from place(page.home, ruled=False)
    yield from covers(held.records, ruled=False)
    yield fact(words.why, making.why, ruled=False)
    yield Heading(3, words.grades_now, "now")
    for area in page.areas:
        yield area_row(area.title, area)
    yield from _concerns(held)
    yield from children_now(page, held.records, room.children, room.letters // 4)
    adults = [
        words.adult.format(
            name=each["name"], what=each["relation"] or parts().text.forms.kinds[each["kind"]]
        )
        for each in page.adults
    ]
    if adults:
        yield Text([Span(f"{words.adults}: ", bold=True), Span(", ".join(adults))])
    yield from _patterns(held, room.patterns)
    step = next((each for each in page.steps if each.record is held.records[0]), None)
    if step:
        yield from _changes(step, page)
    yield from steps_blocks(page, room.most)
    yield from voice_blocks(held, room.most)
    yield from made_up_blocks(held, room.most)
    if room.chart:
        yield from chart_blocks(page, held.records, newest_only=True)
    left_out = words.home_left_out if room.chart else words.home_left_out_chart
    yield Text(f"{left_out} {rules_line(each.rules for each in held.visits)}", "hint")


def _concerns(held: HomeParts) -> Iterator[Block]:
    """The items that are 4 or 5 now, and those that were and have not been shown since."""
    text, page = parts().text.home, held.page
    alike: dict[tuple[int | None, str], list[str]] = {}
    for each in page.concerns:
        alike.setdefault((each.grade, page.item(each.item)), []).append(page.name(each.child))
    told = [f"{', '.join(filter(None, (item, *names)))}: {grade}"
            for (grade, item), names in alike.items()]  # fmt: skip
    if told:
        yield Text([Span(f"{text.concerns}. ", bold=True), Span("; ".join(told) + ".")])
    else:
        yield Text(text.no_concerns)
    unseen = [
        text.unseen_line.format(
            item=", ".join(filter(None, (page.item(each.item), page.name(each.child)))),
            state=parts().text.common.states[each.state], day=dates.day(each.observed_at),
            grade=each.last_grade, last_day=dates.day(each.last_grade_at or each.observed_at),
        )
        for each in page.unseen_concerns
    ]  # fmt: skip
    if unseen:
        yield Text([Span(f"{text.unseen_concerns}. ", bold=True), Span("; ".join(unseen) + ".")])


def _patterns(held: HomeParts, most: int) -> Iterator[Block]:
    """The first patterns in a sentence each, the others by their titles."""
    words = page_words()
    yield Heading(3, words.patterns, "patterns")
    if not held.patterns:
        yield no_patterns(held)
    for pattern in held.patterns[:most]:
        rests = f" {pattern.rests_on}." if pattern.rests_on else ""
        said = f"{pattern.lines[0].sentence}{rests}"
        yield Text([Span(f"{pattern.title}. ", bold=True), Span(said)], "point")
    others = "; ".join(each.title for each in held.patterns[most:])
    if others:
        yield Together([Text(words.patterns_too.format(titles=others), "point")])


def _changes(step: Step, page: HomePage) -> Iterator[Block]:
    """What a visit changed, a paragraph for what got better, worse and so on."""
    words, text = page_words(), parts().text.home.visit
    day = dates.day(step.record.body["observed_at"])
    yield Heading(3, words.changed_on.format(day=day), "changed")
    if step.first:
        yield Text(words.first)
    elif not step.changes:
        yield Text(words.no_change)
    naming = Naming(page.item, page.name, [each["id"] for each in step.record.body["children"]])
    states = parts().text.common.states.as_json()
    for kind in KINDS:
        alike: dict[tuple[object, object], list[Slot]] = {}
        for each in step.changes:
            if each.kind == kind:
                was = each.last_grade if kind == "seen_again" else each.was
                alike.setdefault((was, each.now), []).append((each.item, each.child))
        told = []
        for (was, now), slots in alike.items():
            line = CHANGED.get(kind, text.change)
            told.append(
                line.format(item=items_in_words(slots, naming), who="", last=was,
                            was=states.get(was, was), now=states.get(now, now))
            )  # fmt: skip
        if told:
            title = f"{words.change_kind.format(kind=text[kind])} "
            yield Text([Span(title, bold=True), Span(f"{'; '.join(told)}.")], "point")


def visit_short(
    page: VisitPage, making: Making, room: Room, home: HomePage | None
) -> Iterator[Block]:
    """A visit on two pages."""
    words = page_words()
    yield Text(title_of(page), "title")
    yield from what_this_is(short=True)
    yield from place(page.home, ruled=False)
    yield fact(words.why, making.why, ruled=False)
    for name, value in facts(page, short=True):
        yield fact(name, value, ruled=False)
    yield from (Text(each, "note") for each in page.clock)
    if page.differs:
        yield Text(parts().text.visits.differs, "note")
    yield from list(power_blocks(page, 3))[: room.most + 1]
    yield Heading(3, words.grades_visit, "grades")
    for part in page.areas:
        if part.home:
            yield area_row(part.title, part.home)
    yield from _children_of_visit(page, room)
    yield from _items(page, room.most)
    step = step_of(home, page) if home else None
    if home and step:
        yield from _changes(step, home)
    yield from list(sign_blocks(page, 3))[: 2 * room.most + 2]
    yield from _voices(page, room)
    yield from list(step_blocks(page, 3, short=True))[: room.most + 1]
    left_out = words.visit_left_out.format(n=len(page.photos))
    yield Text(f"{left_out} {rules_line([page.rules])}", "hint")


def _children_of_visit(page: VisitPage, room: Room) -> Iterator[Block]:
    seen, none = parts().text.visits.seen, page_words().no_record
    how = {each["child"]: seen[each["seen"]] for each in page.body["voices"]}
    children = page.body["children"]
    rows = []
    for child in children[: room.children]:
        mine = [g for part in page.areas for c, g in part.children if c["id"] == child["id"]]
        name = ", ".join(filter(None, (child["name"], page.ages.get(child["id"]))))
        rows.append((name, mine, [str(how.get(child["id"], none))]))
    if rows:
        areas = [part.title for part in page.areas]
        yield from child_table(rows, areas, [page_words().seen_how], room.letters // 4)
    yield from more_children(len(children) - room.children)


def _items(page: VisitPage, most: int) -> Iterator[Block]:
    """What is 4 or 5 with what was seen, then every other answer by its grade."""
    words = page_words()
    concerns = list(concern_blocks(page))
    if concerns:
        yield Heading(3, some(words.concerns, len(concerns), 2 * most), "concerns")
        yield from concerns[: 2 * most]
    others: dict[str, list[Slot]] = {}
    for part in page.areas:
        for line in part.lines:
            answer: Mapping[str, Any] = line.answer or {}
            grade = answer.get("grade")
            if answer and (grade is None or grade < CONCERN):
                mine = [(line.item.title, name) for name in line.names or (None,)]
                said = words.graded.format(grade=grade) if grade else answer_words(answer["state"])
                others.setdefault(f"{grade or 9}{said}", []).extend(mine)
        if part.unanswered:
            missing = others.setdefault(f"a{words.not_answered}", [])
            missing.extend((each, None) for each in part.unanswered)
    names = [each["name"] for each in page.body["children"]]
    naming = Naming(str, lambda name: name or "", names)
    for said, slots in sorted(others.items(), key=lambda each: _worst_first(each[0])):
        title = f"{said[1:2].upper()}{said[2:]}: "
        yield Text([Span(title, bold=True), Span(f"{items_in_words(slots, naming)}.")])


def _worst_first(key: str) -> tuple[bool, int, str]:
    number = int(key[0]) if key[0].isdigit() else 10
    return number >= 9, number if number >= 9 else -number, key


def _voices(page: VisitPage, room: Room) -> Iterator[Block]:
    """What each child said in its own words, then what else was seen of it."""
    words, labels, seen = page_words(), parts().text.visits.voice, parts().text.visits.seen
    said = [each for each in page.body["voices"] if any(each[key] for key in VOICE)]
    said.sort(key=lambda each: not each["own_words"])
    yield Heading(3, some(words.said_and_seen, len(said), room.most), "said")
    if not said:
        yield Text(words.nothing_said_here)
    for voice in said[: room.most]:
        child = cut_name(page.names[voice["child"]], room.letters // 4)
        name = f"{child}, {seen[voice['seen']].lower()}. "
        if voice["own_words"]:
            yield Text([Span(name, bold=True), Span(QUOTED.format(words=voice["own_words"]))],
                       "point")  # fmt: skip
            name = ""
        rest = [f"{labels[key]}: {voice[key]}" for key in VOICE
                if voice[key] and key != "own_words"]  # fmt: skip
        if rest:
            yield Text([Span(name, bold=True), Span(" ".join(rest))], "point" if name else "body")
