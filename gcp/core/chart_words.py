"""A chart's values put into the words it is given, the same for page and PDF; it holds none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gcp.core.chart_made_up import by_words
from gcp.core.history import CONCERN

if TYPE_CHECKING:
    from gcp.core.chart_parts import Chart, Column, Target
    from gcp.core.chart_readings import Cause, Reading
    from gcp.core.events import Event

NAMED = 3  # causes told by name before the rest is only counted

Words = Any  # the nested words of one language, as gcp.text reads them


def day(when: date, text: Words) -> str:
    """A day, written out."""
    month = text.dates.months[when.month - 1]
    return text.dates.date.format(day=when.day, month=month, year=when.year)


def because(reading: Reading, text: Words) -> str:
    """Which items make the area's grade, or nothing for an area that has none."""
    if not reading.because:
        return ""
    words, more = text.chart, len(reading.because) - NAMED
    if more > 0 and reading.grade < CONCERN:
        return words.because_count.format(n=len(reading.because), grade=reading.grade)
    names = [_item(cause, words) for cause in reading.because[:NAMED]]
    if more > 0:
        items = words.and_more.format(first=words.comma.join(names), n=more)
    elif names[1:]:
        items = getattr(words, "and").format(first=words.comma.join(names[:-1]), last=names[-1])
    else:
        return words.because.format(items=names[0], grade=reading.grade)
    return words.because_many.format(items=items, grade=reading.grade)


def worst(reading: Reading, text: Words) -> str:
    """The worst item and its grade where it is worse than the area's; else nothing."""
    if not reading.hides_worse:
        return ""
    return text.chart.worst.format(
        item=_item(reading.worst, text.chart), grade=reading.worst.grade
    )


def reading(reading: Reading, text: Words) -> str:
    """One area at one visit: its grade, reason, worst item and coverage."""
    words = text.chart
    helped = f" {reading.made_up_in(text)}" if reading.made_up else ""
    if reading.grade is None:
        return words.reading_none.format(area=reading.title) + helped
    sentence = words.reading_worst if reading.hides_worse else words.reading
    told = sentence.format(
        area=reading.title,
        grade=reading.grade,
        because=because(reading, text),
        worst=worst(reading, text),
        graded=reading.graded,
        applicable=reading.applicable,
    )
    return told + helped


def told(column: Column, text: Words) -> tuple[str, list[str]]:
    """One whole visit, the name of its link; and what to say of each of its marks, in order."""
    readings = [reading(each, text) for each in column.readings] if column.got_in else []
    whole = " ".join(readings) or text.chart.nothing_seen
    first, *points = _visit(column, [whole, *readings], text)
    return first, points if column.got_in else [first]


def _visit(column: Column, told: Sequence[str], text: Words) -> list[str]:
    words = text.chart
    by = words.by if column.got_in else words.by_no_access
    sentence = words.visit if column.access == "inside" else words.visit_access
    common = {
        "day": day(column.day, text),
        "kind": text.common.kinds[column.kind].lower(),
        "access": text.common.access[column.access],
        "by": by.format(name=column.author),
    }
    return [sentence.format(readings=each, **common) for each in told]


def event(event: Event, text: Words) -> str:
    """One event: its days, kind, source and words."""
    words, names = text.chart, text.chronology
    ends = event.until is not None and event.until != event.day
    days = words.event_days if ends else words.event_day
    told = words.event.format(
        days=days.format(day=day(event.day, text), until=day(event.until or event.day, text)),
        kind=names.kinds[event.kind],
        significance=names.significance[event.significance].lower(),
        source=event.source,
        words=event.words,
    )
    return f"{told} {event_made_up(event, text)}" if event.made_up_by else told


def event_made_up(event: Event, text: Words) -> str:
    """Who makes up for what the children lack, as an event says; nothing where it does not."""
    if not event.made_up_by:
        return ""
    return text.chart.made_up_event.format(who=by_words(event.made_up_by, text))


def events(several: Sequence[Event], text: Words) -> str:
    """Several events, with their number before them."""
    told = " ".join(event(each, text) for each in several)
    if len(several) == 1:
        return told
    return text.chart.events_together.format(n=len(several), events=told)


def target(target: Target, text: Words) -> str:
    """One next step: the grade to reach, by when, and what became of it."""
    words, step = text.chart, target.step
    outcome = words.target_outcome[step.state]
    if step.ended_on:
        outcome = outcome.format(day=day(step.ended_on, text))
    sentence = words.target_by if step.by else words.target
    return sentence.format(
        title=target.title, target=step.target, outcome=outcome,
        by=day(step.by, text) if step.by else "",
    )  # fmt: skip


def summary(chart: Chart, text: Words) -> str:
    """How many visits from when to when, and at how many nobody got in."""
    words, count = text.chart, len(chart.columns)
    start, end = (day(chart.columns[at].day, text) for at in (0, -1))
    visits = words.visits_one if count == 1 else words.visits_many.format(n=count)
    span = words.summary_one if start == end else words.summary
    told = [span.format(visits=visits, start=start, end=end)]
    if chart.not_in:
        not_in = words.not_in_one if chart.not_in == 1 else words.not_in_many
        not_in = words.nothing_seen if chart.not_in == count else not_in
        told.append(not_in.format(n=chart.not_in))
    return " ".join(told)


def _item(cause: Cause, words: Words) -> str:
    if not cause.children:
        return cause.title
    return words.item_of.format(item=cause.title, names=words.comma.join(cause.children))
