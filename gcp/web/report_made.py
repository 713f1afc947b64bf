"""A report put together: which blocks stand in which kind of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from gcp.core.access import Right
from gcp.core.events import Event
from gcp.making import Tell, untold
from gcp.reports.blocks import Block, Heading, PageOf, Report, Text, Together
from gcp.reports.lines import Span
from gcp.reports.make import make
from gcp.store import homes, reviews, visits
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.chronology_lines import entries, names_of
from gcp.web.context import Hidden, find_rules, may_read, parts, store
from gcp.web.home_page import HomePage
from gcp.web.home_patterns import views_of
from gcp.web.report_family import family_blocks, letter_blocks
from gcp.web.report_history import (
    chart_blocks,
    chronology_blocks,
    home_photo_blocks,
    method_blocks,
    visits_blocks,
)
from gcp.web.report_home import (
    HomeParts,
    covers,
    home_visits,
    known_blocks,
    made_up_blocks,
    pattern_blocks,
    people_blocks,
    step_of,
    steps_blocks,
    voice_blocks,
)
from gcp.web.report_photos import Album, photo_blocks
from gcp.web.report_short import home_short, shortest, visit_short
from gcp.web.report_visit import change_blocks, fact_blocks, title_of, whole_blocks
from gcp.web.report_words import Making, foot, how_made, page_words, place, what_this_is
from gcp.web.review_part import words_of
from gcp.web.visit_page import VisitPage, visit_page


def of_home(page: HomePage, making: Making, out: IO[bytes], tell: Tell = untold) -> int:
    """Write a report of a home; how many pages it has."""
    home = page.home["id"]
    records = [step.record for step in page.steps]
    album = Album(records, tell)
    pages = home_visits(page, album, tell)
    names = names_of(home, records)
    sees_all = may_read(Right.SEE_VISITS, home)
    held = HomeParts(
        page, views_of(page) if sees_all and records else (),
        entries(records, page.events, names), names, album, pages,
    )  # fmt: skip
    if making.kind == "family":
        blocks: Sequence[Block] = list(family_blocks(page, making))
        return _write(making, page_words().title_family, blocks, foot(making), out)
    title = f"{page_words().title_home} ({_length(making)})"
    lines = foot(making, _foot_home(pages))
    if making.kind == "home_full":
        return _write(making, title, list(_home_full(held, making)), lines, out, tell=tell)

    return shortest(
        lambda room: home_short(held, making, room),
        lambda blocks: _write(making, title, blocks, lines, out, dense=True), out,
    )  # fmt: skip


def of_visit(
    line: Row, making: Making, out: IO[bytes], page: HomePage | None, tell: Tell = untold
) -> int:
    """Write a report of one signed visit; `page` is its home's, where that may be seen."""
    record = visits.record(store(), line["id"], line["signed_revision"])
    kept = visits.revision(store(), line["id"], line["signed_revision"])
    home = homes.find(store(), line["home_id"])
    rules = find_rules(kept["rules_digest"]) if kept else None
    if record is None or kept is None or home is None or rules is None:
        raise Hidden
    album = Album([record], tell)
    shown = visit_page(record, rules, home, kept, album.arrived)
    words = page_words()
    title = f"{words.title_visit} ({_length(making)})"
    mine = words.foot_visit.format(
        day=dates.day(record.body["observed_at"]), n=record.revision, digest=shown.digest[:12]
    )
    lines = foot(making, mine)
    if making.kind == "visit_full":
        blocks = list(_visit_full(shown, album, making, page))
        return _write(making, title, blocks, lines, out, tell=tell)

    return shortest(
        lambda room: visit_short(shown, making, room, page),
        lambda blocks: _write(making, title, blocks, lines, out, dense=True), out,
    )  # fmt: skip


def letter(event: Event, address: str, making: Making, out: IO[bytes]) -> int:
    """Write the answer to a referral."""
    title = page_words().title_letter.format(day=dates.day(event.day.isoformat()))
    return _write(making, title, list(letter_blocks(event, address, making)), foot(making), out)


def _length(making: Making) -> str:
    return str(page_words()[making.kind.rpartition("_")[2]])


def _foot_home(pages: Sequence[VisitPage]) -> str:
    words = page_words()
    if not pages:
        return str(words.foot_none)
    newest = pages[0]
    line = words.foot_home if len(pages) > 1 else words.foot_home_one
    return str(line).format(
        n=len(pages), day=dates.day(newest.body["observed_at"]),
        revision=newest.record.revision, digest=newest.digest[:12],
    )  # fmt: skip


def _write(
    making: Making, title: str, blocks: Sequence[Block], lines: Sequence[str], out: IO[bytes],
    dense: bool = False, tell: Tell = untold,
) -> int:  # fmt: skip
    words, text = page_words(), parts().text
    report = Report(
        title=title, author=making.name, subject=text.common.disclaimer,
        head=words.head.format(product=text.common.product, title=title), foot=lines,
        page=words.number, blocks=blocks, dense=dense,
    )  # fmt: skip
    return make(report, out, text, lambda done, total: tell("pages", done, total))


def _home_full(held: HomeParts, making: Making) -> Iterator[Block]:
    yield Text(page_words().title_home, "title")
    yield from what_this_is()
    yield from place(held.page.home)
    yield from covers(held.records)
    yield from how_made(making)
    body = [
        *known_blocks(held), *people_blocks(held.page), *pattern_blocks(held),
        *steps_blocks(held.page), *voice_blocks(held), *made_up_blocks(held),
        *chart_blocks(held.page, held.records, newest_only=False), *visits_blocks(held),
        *home_photo_blocks(held), *chronology_blocks(held.entries, held.names),
        *method_blocks(held.visits),
    ]  # fmt: skip
    yield from _contents(body)
    yield from body


def _contents(blocks: Sequence[Block]) -> Iterator[Block]:
    yield Heading(2, page_words().contents)
    inner = [b for each in blocks for b in (each.blocks if isinstance(each, Together) else [each])]
    for each in inner:
        if isinstance(each, Heading) and each.level == 1 and each.anchor:
            yield PageOf(each.text, each.anchor)


def _visit_full(
    page: VisitPage, album: Album, making: Making, home: HomePage | None
) -> Iterator[Block]:
    words, text = page_words(), parts().text
    yield Text(title_of(page), "title")
    yield from what_this_is()
    yield from place(page.home)
    yield from fact_blocks(page)
    yield from how_made(making)
    step = step_of(home, page) if home else None
    if home and step:
        yield from change_blocks(step, home.changes(step), 1)
    yield from whole_blocks(page, 1)
    yield Heading(1, words.photos, "photos")
    if page.photos:
        yield Text(album.about, "intro")
        yield from photo_blocks(((each, page.record) for each in page.photos), album, False)
    else:
        yield Text(text.visits.no_photos)
    review = reviews.of_visit(store(), page.record.id)
    if review:
        yield Heading(1, words.review, "review")
        yield Text(words_of(review))
        for line in review.lines:
            kind = text.reviews.kinds[line.kind]
            said = text.reviews.line.format(kind=kind, name=line.name, n=line.revision,
                                            day=dates.day_time(line.made_at))  # fmt: skip
            yield Text([Span(said, bold=True)], "tight")
            if line.words:
                yield Text(line.words)
    yield from method_blocks([page])
