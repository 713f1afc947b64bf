"""What was agreed for a home and what became of it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gcp.core.next_steps import MET, OPEN, REPLACED, StandingStep, open_steps, standing
from gcp.text import Words
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.home_page import HomePage


@dataclass(frozen=True)
class StepLine:
    """One step: what it is about, when it is due, and its grades."""

    step: StandingStep
    title: str
    due: str
    overdue: bool
    grades: str


@dataclass(frozen=True)
class StepsView:
    """The steps that stand, and those that have ended, the newest end first."""

    open: tuple[StepLine, ...]
    ended: tuple[StepLine, ...]


def steps_view(page: HomePage) -> StepsView:
    """The steps of a home's page, for all its children or for the chosen one."""
    records = [each.record for each in page.steps]
    words, child = parts().text.next_steps, page.child["id"] if page.child else None

    def lines(steps: Iterable[StandingStep]) -> tuple[StepLine, ...]:
        mine = (each for each in steps if child is None or each.child in (None, child))
        return tuple(step_line(each, page.item, page.name, page.on, words) for each in mine)

    ended = [each for each in standing(records) if each.state != OPEN]
    ended.sort(key=lambda each: each.ended_on or each.set_on, reverse=True)
    return StepsView(lines(open_steps(records)), lines(ended))


def step_line(
    step: StandingStep, item: Callable[[str], str], name: Callable[[str | None], str], on: date,
    words: Words,
) -> StepLine:  # fmt: skip
    """One step in words, as on a day."""
    left = step.days_left(on)
    title = ", ".join(filter(None, (item(step.item), name(step.child))))
    overdue = left is not None and left < 0 and step.state == OPEN
    return StepLine(step, title, _due(step, left, words), overdue, _grades(step, words))


def _due(step: StandingStep, left: int | None, words: Words) -> str:
    if step.by is None or left is None:
        return str(words.no_day)
    day = dates.day(step.by.isoformat())
    if step.state != OPEN:
        return str(words.was_due).format(day=day)
    if left in (-1, 0, 1):
        return str({-1: words.late_one, 0: words.due_today, 1: words.due_one}[left]).format(day=day)
    return str(words.late if left < 0 else words.due).format(day=day, n=abs(left))


def _grades(step: StandingStep, words: Words) -> str:
    told = []
    if step.grade_then is not None:
        told.append(str(words.then).format(grade=step.grade_then))
    if step.ended_on and step.state in (MET, REPLACED):
        told.append(str(words[step.state]).format(day=dates.day(step.ended_on.isoformat())))
    if step.grade_now is not None and step.now_on is not None and step.now_on > step.set_on:
        worse = step.state == MET and step.grade_now > step.target
        sentence = words.now_worse if worse else words.now
        day = dates.day(step.now_on.isoformat())
        told.append(str(sentence).format(grade=step.grade_now, day=day))
    return " ".join(told)
