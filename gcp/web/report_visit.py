"""One visit as the blocks of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gcp.core.history import CONCERN, Step
from gcp.reports.blocks import Block, Heading, Text, Together
from gcp.reports.lines import Span
from gcp.web import dates
from gcp.web.changes import ChangedItems
from gcp.web.context import parts
from gcp.web.home_page import AreaGrade
from gcp.web.report_words import area_row, fact, graded, page_words
from gcp.web.said import agency, answer_words
from gcp.web.visit_page import AreaPart, VisitPage

VOICE = ("why", "own_words", "appearance", "activity", "relationships", "surroundings")
QUOTED = "“{words}”"


def title_of(page: VisitPage) -> str:
    """When the visit was, of what kind, and how far it got."""
    text, body = parts().text, page.body
    return str(page_words().visit).format(
        day=dates.day(body["observed_at"]), kind=text.common.kinds[body["kind"]].lower(),
        access=text.common.access[body["access"]],
    )  # fmt: skip


def fact_blocks(page: VisitPage) -> Iterator[Block]:
    """Who, when and how, and which record this is."""
    for name, value in facts(page):
        yield fact(name, value)
    for each in page.clock:
        yield Text(each, "note")
    if page.differs:
        yield Text(parts().text.visits.differs, "note")


def facts(page: VisitPage, short: bool = False) -> Iterator[tuple[str, str]]:
    """Who, when and how by name and value; in full which record this is."""
    words, common, body = parts().text.visits, parts().text.common, page.body
    nobody = words.nobody if body["in_charge"] == "nobody" else words.not_said
    in_charge = page.in_charge or nobody
    powers = parts().text.powers
    yield words.kind, f"{common.kinds[body['kind']]}, {common.access[body['access']]}"
    if body["quick"]:
        yield powers.quick, powers.quick_value
    yield words.observed_at, dates.day_time(body["observed_at"])
    if body["left_at"]:
        yield words.left_at, dates.day_time(body["left_at"])
    yield words.author, f"{page.record.author_name} ({agency(page.record)})"
    yield words.present, ", ".join(page.present) or words.nobody_present
    yield words.in_charge, in_charge
    if page.care.checks:
        yield powers.to_check, " ".join(page.care.checks)
        yield powers.check, page.care.check or powers.check_missing
    if page.care.takes_over:
        yield powers.takes_over, page.care.takes_over
    if body["arrival"]:
        yield words.arrival, body["arrival"]
    if body["done_now"]:
        yield powers.done_now, body["done_now"]
    if body["reason"]:
        yield words.reason, body["reason"]
    if not short:
        yield words.written_at, dates.day_time(body["written_at"])
        yield words.received_at, dates.day_time(page.record.received_at)
        yield words.rules, f"{page.rules.version} ({page.rules.digest[:8]})"
        receipt = words.receipt_value.format(n=page.record.revision, short=page.receipt)
        yield words.receipt, f"{receipt}. SHA-256 {page.digest}"


def power_blocks(page: VisitPage, level: int) -> Iterator[Block]:
    """The powers that were used, for whom and until when."""
    words = parts().text.powers
    if page.powers:
        yield Heading(level, words.title)
    for each in page.powers:
        told = [words.began.format(at=dates.day_time(each.began_at))]
        if each.names:
            told.append(words.for_children.format(names=", ".join(each.names)))
        said = " ".join(filter(None, (f"{'. '.join(told)}.", each.words, each.clock)))
        yield Text([Span(f"{words.kinds[each.power]}. ", bold=True), Span(said)], "point")


def change_blocks(step: Step, changes: Sequence[ChangedItems], level: int) -> Iterator[Block]:
    """What the visit changed in what was known before."""
    words, visit = page_words(), parts().text.home.visit
    yield Heading(level, words.changed)
    if step.first:
        yield Text(words.first)
    elif not changes:
        yield Text(words.no_change)
    for each in changes:
        yield Text([Span(words.change_kind.format(kind=visit[each.kind]), bold=True)], "tight")
        for line in each.lines:
            yield Text(line.sentence, "point")
    if step.other_scorer:
        yield Text(visit.other_scorer, "hint")
    if step.other_rules:
        yield Text(visit.other_rules, "hint")


def area_blocks(page: VisitPage, part: AreaPart, level: int) -> Iterator[Block]:
    """An area: its grade for the home and each child, then every item with what was seen."""
    words = parts().text.visits
    yield Heading(level, part.title)
    if part.home:
        yield area_row(words.area_home, part.home)
    yield from _child_rows(part)
    yield from item_blocks(page, part)
    if part.unanswered:
        yield Text(page_words().unanswered.format(items=", ".join(part.unanswered)), "hint")


def _child_rows(part: AreaPart) -> Iterator[Block]:
    """Children whose area has the same grade for the same reason stand together."""
    alike: dict[tuple[object, str], tuple[list[str], AreaGrade]] = {}
    for child, area in part.children:
        alike.setdefault((area.grade, area.reason), ([], area))[0].append(child["name"])
    for names, area in alike.values():
        yield area_row(", ".join(names), area)


def item_blocks(page: VisitPage, part: AreaPart, least: int = 0) -> Iterator[Block]:
    """The answers of an area, from the grade `least` on; with 0 those without a grade too."""
    words = parts().text.visits
    for line in part.lines:
        answer = line.answer
        if least and ((answer or {}).get("grade") or 0) < least:
            continue
        title = ", ".join((line.item.title, *line.names))
        said: list[Block] = []
        grade = answer.get("grade") if answer else None
        if answer is None:
            said.append(Text(words.not_answered, "tight"))
        elif grade is None:
            said.append(Text(answer_words(answer["state"]).capitalize(), "tight"))
        else:
            said.append(Text(line.item.grades[grade], "tight"))
        if answer and answer.get("words"):
            said.append(Text([Span(answer["words"], bold=True)], "tight"))
        if answer and answer.get("made_up_by"):
            who = words.made_up_by.format(who=page.made_up(answer["made_up_by"]))
            more = f": {answer['made_up_words']}" if answer.get("made_up_words") else ""
            said.append(Text(who + more, "tight"))
        said += [Text(each, "tight") for each in _own(line.own)]
        yield graded([Span(title)], grade, said)


def _own(grades: Iterable[Any]) -> Iterator[str]:
    words = parts().text.next_steps.own
    for each in grades:
        said = (words.about if each.about else words.who).format(name=each.who, child=each.about)
        grade = each.entry.get("grade")
        told = str(grade) if grade is not None else answer_words(each.entry["state"])
        line = " ".join(filter(None, (said, told, each.entry.get("words"))))
        yield str(page_words().own).format(told=line)


def sign_blocks(page: VisitPage, level: int) -> Iterator[Block]:
    """What was noticed that is no grade."""
    words = parts().text.visits
    yield Heading(level, words.signs)
    if not page.body["signs"]:
        yield Text(words.no_signs)
    for each in page.body["signs"]:
        more = f": {each['words']}" if each["words"] else ""
        yield Text(page.signs.get(each["sign"], each["sign"]) + more, "point")


def voice_blocks(page: VisitPage, level: int) -> Iterator[Block]:
    """How each child was seen, and what it said in its own words."""
    words = parts().text.visits
    yield Heading(level, words.voices)
    if not page.body["voices"]:
        yield Text(words.no_voices)
    for voice in page.body["voices"]:
        age = page.ages.get(voice["child"])
        name = ", ".join(filter(None, (page.names[voice["child"]], age)))
        if not any(voice[key] for key in VOICE):
            yield fact(name, words.seen[voice["seen"]])
            continue
        yield Heading(3, f"{name}: {words.seen[voice['seen']].lower()}")
        for key in VOICE:
            if voice[key]:
                if key == "own_words":
                    label = Text([Span(words.voice[key], bold=True)], "tight")
                    yield Together([label, Text(QUOTED.format(words=voice[key]), "quote")])
                else:
                    yield fact(words.voice[key], voice[key])


def step_blocks(page: VisitPage, level: int, short: bool = False) -> Iterator[Block]:
    """What was agreed at the visit."""
    found: Sequence[Mapping[str, Any]] = page.body.get("next_steps") or ()
    words = parts().text.next_steps
    if found:
        yield Heading(level, words.title)
    for each in found:
        item = page.rules.item(each["item"])
        child = page.names.get(each.get("child") or "", "")
        title = ", ".join(filter(None, (item.title if item else each["item"], child)))
        due = words.by.format(day=dates.day(each["by"])) if each.get("by") else words.no_day
        helps = words.helps.format(helps=each["helps"]) if each.get("helps") else ""
        reach, ending = f"{words.to_reach} {each['target']}.", f"{due} {helps}".strip()
        if short:
            said = f"{each['words']} {reach} {ending}"
            yield Text([Span(f"{title}. ", bold=True), Span(said)], "point")
            continue
        meaning = item.grades[each["target"]] if item else ""
        told = [Text([Span(each["words"], bold=True)], "tight"),
                Text(f"{reach} {meaning}", "tight"), Text(ending, "tight")]  # fmt: skip
        yield graded([Span(title)], each["target"], told)


def concern_blocks(page: VisitPage) -> Iterator[Block]:
    """The items graded 4 or 5."""
    for part in page.areas:
        yield from item_blocks(page, part, CONCERN)


def whole_blocks(page: VisitPage, level: int) -> Iterator[Block]:
    """Everything that was graded, seen and said at the visit, without its photos."""
    yield from power_blocks(page, level)
    if any(part.lines for part in page.areas):
        for part in page.areas:
            yield from area_blocks(page, part, level)
    else:
        yield Heading(level, page_words().grades_visit)
        yield Text(parts().text.home.visit.not_compared)
    yield from sign_blocks(page, level)
    yield from voice_blocks(page, level)
    yield from step_blocks(page, level)
    words = parts().text.visits
    if page.body["notes"]:
        yield Heading(level, words.notes)
        yield Text(page.body["notes"])
    if page.body["no_photos"] and not page.photos:
        yield Text(words.no_photos_because.format(why=page.body["no_photos"]))
    for each in page.body["withdrawn_photos"]:
        yield Text(
            words.withdrawn.format(
                day=dates.day(each["at"]), name=page.record.author_name, why=each["why"]
            )
        )
