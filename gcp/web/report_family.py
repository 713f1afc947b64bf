"""What goes to a family and to whoever made a referral: plain words, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gcp.core.events import Event
from gcp.core.family import NEEDED, family_view
from gcp.core.history import VisitRecord
from gcp.core.rules import Item
from gcp.reports.blocks import Block, Heading, Text
from gcp.reports.lines import Span
from gcp.web import dates
from gcp.web.context import account, parts
from gcp.web.family import items_of
from gcp.web.home_page import HomePage
from gcp.web.next_steps_view import step_line
from gcp.web.report_words import Making, fact, page_words


def family_blocks(page: HomePage, making: Making) -> Iterator[Block]:
    """Strengths, what got better, what is to change, what was agreed: as on the family's page."""
    words, text = parts().text.family, parts().text
    records: list[VisitRecord] = [each.record for each in page.steps]
    items = items_of(records, parts().rules)
    view = family_view(records, list(items))
    yield Text(page_words().title_family, "title")
    made = text.reports.family.made
    day = dates.day(making.at.isoformat())
    yield Text(
        made.format(who=making.for_whom, name=making.name, day=day, n=view.visits), "lead"
    )
    yield Heading(1, words.strengths, "strengths")
    if not view.strengths:
        yield Text(words.no_strengths, "lead")
    for each in view.strengths:
        meaning = items[each.item].grades[each.grade]
        yield _line(_title(page, items, each.item, each.children), meaning)
    if view.better:
        yield Heading(1, words.better, "better")
        yield Text(words.scale)
    for better in view.better:
        said = words.better_line.format(
            was=better.was, now=better.now, was_on=dates.day(better.was_on.isoformat()),
            day=dates.day(better.day.isoformat()),
        )  # fmt: skip
        yield _line(_title(page, items, better.item, better.children), said)
    yield Heading(1, words.to_change, "to-change")
    if not view.to_change:
        yield Text(words.no_change, "lead")
    for each in view.to_change:
        names = _listed([page.name(child) for child in each.children])
        need = words.need_home
        if each.children:
            need = (words.need if len(each.children) == 1 else words.need_many).format(names=names)
        yield _line(items[each.item].title, f"{need} {items[each.item].grades[NEEDED]}")
    yield Heading(1, words.steps, "steps")
    if not view.steps:
        yield Text(words.no_steps)
    for step in view.steps:
        line = step_line(step, page.item, page.name, page.on, text.next_steps)
        helps = text.next_steps.helps.format(helps=step.helps) if step.helps else ""
        due = line.due if step.by else ""
        yield _line(line.title, " ".join(filter(None, (step.words, due, helps))))
    if view.own:
        yield Heading(1, words.own, "own")
        yield Text(f"{words.own_hint} {words.scale}")
    for own in view.own:
        told = [f"{words.yours}: {own.grade}", f"{words.workers}: {own.worker or words.not_graded}"]
        day = words.own_day.format(name=page.name(own.person), day=dates.day(own.day.isoformat()))
        children = (own.child,) if own.child else ()
        yield fact(_title(page, items, own.item, children), f"{day}. {'. '.join(told)}.")
    yield Text(text.reports.family.ask, "note")
    yield Text(text.common.disclaimer, "hint")


def _line(title: str, said: str) -> Text:
    return Text([Span(f"{title}. ", bold=True), Span(said)], "point")


def _title(page: HomePage, items: dict[str, Item], item: str, children: Sequence[str]) -> str:
    title = items[item].title
    if not children:
        return title
    names = _listed([page.name(each) for each in children])
    return str(parts().text.family.line).format(item=title, names=names)


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    join = str(parts().text.family["and"])
    return join.format(first=", ".join(names[:-1]), last=names[-1])


def letter_blocks(event: Event, address: str, making: Making) -> Iterator[Block]:
    """That a referral came and what became of it; nothing else of the case."""
    words = parts().text.reports.letter
    yield Text(dates.day(making.at.isoformat()))
    yield Text(address)
    yield Text(words.dear, "title")
    yield Text(words.received.format(day=dates.day(event.day.isoformat())), "lead")
    yield Text(words.outcomes[event.outcome or "none"], "lead")
    yield Text(words.no_details, "lead")
    yield Text(words.again, "lead")
    yield Text([Span(words.danger, bold=True)], "lead")
    agencies = parts().text.compare.agencies
    mine = account().agency
    agency = agencies[mine] if mine in agencies else mine
    yield Text(words.sign.format(name=account().name, agency=agency), "lead")
