"""What may be done next about a referral or an escalation, and what stands against a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gcp.core.clocks import Calendar, Clock
from gcp.core.events import OUTCOMES, REASON, WORDS, text_problems
from gcp.core.following import (
    DECIDED,
    ESCALATION,
    HOWS,
    RECEIVED,
    REFERRAL,
    RESOLUTIONS,
    RESOLVED,
    STAGE,
    STAGES,
    STARTED,
    STOPPED,
    TOLD,
    Followed,
)
from gcp.core.problems import Problem

OF_REFERRAL = (RECEIVED, DECIDED, TOLD, STOPPED, STARTED)
OF_ESCALATION = (STAGE, RESOLVED, STOPPED, STARTED)
WHOM = 200


@dataclass(frozen=True)
class NewStep:
    """A step that somebody wants to take, having seen those up to `since`."""

    kind: str
    since: int
    at: datetime
    words: str = ""
    outcome: str | None = None
    how: str | None = None
    whom: str = ""
    stage: int | None = None
    urgent: bool = False
    clock: str | None = None
    account: str | None = None


def open_steps(followed: Followed, clocks: list[Clock]) -> tuple[str, ...]:
    """The kinds of step that can be taken now."""
    if followed.event.withdrawn:
        return ()
    kinds = list(_open_of(followed))
    kinds += [STOPPED] * any(each.runs for each in clocks)
    kinds += [STARTED] * any(each.stop and not each.met for each in clocks)
    return tuple(kinds)


def _open_of(followed: Followed) -> Iterator[str]:
    if followed.event.kind == REFERRAL:
        if not (followed.received or followed.decision):
            yield RECEIVED
        yield DECIDED
        if followed.decision:
            yield TOLD
    elif not followed.resolved:
        yield STAGE
        yield RESOLVED


def against(
    followed: Followed, clocks: list[Clock], step: NewStep, calendar: Calendar, now: datetime,
    stages: int = STAGES,
) -> list[Problem]:  # fmt: skip
    """What stands against a step; empty: it can be kept. `stages`: how many an escalation has."""
    if step.since != followed.last_number:
        return [Problem("since", "step_others")]
    if step.kind not in open_steps(followed, clocks):
        return [Problem("since", "step_not_open")]
    found = list(_OF_KIND[step.kind](followed, clocks, step, calendar, now))
    beyond = step.kind == STAGE and step.stage is not None and step.stage > stages
    return [Problem("stage", "step_stage"), *found] if beyond else found


def _received(followed: Followed, clocks: object, step: NewStep, *_: object) -> Iterator[Problem]:
    yield from text_problems("words", step.words, REASON, None)


def _decided(followed: Followed, clocks: object, step: NewStep, *_: object) -> Iterator[Problem]:
    if step.outcome not in OUTCOMES:
        yield Problem("outcome", "step_outcome")
    missing = "event_why_missing" if step.outcome == "no_further_action" else None
    if missing is None and followed.decision:
        missing = "step_why_again"
    yield from text_problems("words", step.words, REASON, missing)


def _told(
    followed: Followed, clocks: object, step: NewStep, calendar: Calendar, now: datetime
) -> Iterator[Problem]:
    if step.how not in HOWS:
        yield Problem("how", "step_how")
    yield from text_problems("words", step.words, WORDS, "step_told_missing")
    decision = followed.decision
    if step.at > now:
        yield Problem("day", "step_day_ahead")
    elif decision and calendar.local(step.at).date() < calendar.local(decision.at).date():
        yield Problem("day", "step_day_before")


def _stage(followed: Followed, clocks: object, step: NewStep, *_: object) -> Iterator[Problem]:
    # The same stage again is for what has become urgent, or for who else is asked.
    if step.stage is None or step.stage < followed.stage_number:
        yield Problem("stage", "step_stage")
    yield from text_problems("whom", step.whom, WHOM, "step_whom_missing")
    yield from text_problems("words", step.words, WORDS, "step_asked_missing")


def _resolved(followed: Followed, clocks: object, step: NewStep, *_: object) -> Iterator[Problem]:
    if step.outcome not in RESOLUTIONS:
        yield Problem("outcome", "step_resolution")
    yield from text_problems("words", step.words, WORDS, "step_answer_missing")


def _clock(
    followed: Followed, clocks: list[Clock], step: NewStep, *_: object
) -> Iterator[Problem]:
    fits = [
        each.kind
        for each in clocks
        if (each.runs if step.kind == STOPPED else each.stop and not each.met)
    ]
    if step.clock not in fits:
        yield Problem("clock", "step_clock")
    yield from text_problems("words", step.words, REASON, "step_reason_missing")


_OF_KIND = {
    RECEIVED: _received, DECIDED: _decided, TOLD: _told, STAGE: _stage, RESOLVED: _resolved,
    STOPPED: _clock, STARTED: _clock,
}  # fmt: skip
KINDS_OF = {REFERRAL: OF_REFERRAL, ESCALATION: OF_ESCALATION}
