"""Referrals and escalations: what was done about each, step by step, and the clocks that run.

A referral is received, decided and answered; an escalation goes from stage to stage until it has
an outcome. Each step is a line of its own and none is changed; how things stand follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gcp.core.clocks import MIDDAY, Calendar, Clock, Stop, due_in_days, due_in_hours
from gcp.core.events import Event

REFERRAL, ESCALATION = "referral", "escalation"
FOLLOWED = (REFERRAL, ESCALATION)
MADE, RECEIVED, DECIDED, TOLD = "made", "received", "decided", "told"
STAGE, RESOLVED, STOPPED, STARTED = "stage", "resolved", "stopped", "started"
FINAL = "final"  # the clock of an escalation as a whole
CLOCKS = {REFERRAL: (RECEIVED, DECIDED, TOLD), ESCALATION: (STAGE, FINAL)}
HOWS = ("telephone", "meeting", "letter", "email", "here")  # how somebody was told
STAGES = 4  # of an escalation, as shipped: each has its name in the text
RESOLUTIONS = ("done", "partly", "stands")  # what an escalation came to
AFTERWARDS = timedelta(days=7)  # what is written down later than this is history: no clock runs
Limits = Mapping[str, int]


@dataclass(frozen=True)
class Step:
    """One line of what was done: at a time, written down at another."""

    number: int
    kind: str
    at: datetime
    made_at: str
    made_by: str
    name: str  # of who wrote it down
    words: str = ""
    outcome: str | None = None
    how: str | None = None
    whom: str = ""  # who was asked, at a stage of an escalation
    stage: int | None = None
    urgent: bool = False
    clock: str | None = None  # which was stopped or started again
    account: str | None = None  # of who referred, where that is somebody who signs in


@dataclass(frozen=True)
class Made:
    """How a referral or escalation was first written down."""

    day: date
    at: datetime
    by: str
    name: str
    role: str
    outcome: str | None


@dataclass(frozen=True)
class Decision:
    """What a referral came to, who said so and when."""

    outcome: str
    why: str
    name: str
    at: datetime
    number: int  # of its step; 0: written in the chronology


@dataclass(frozen=True)
class Followed:
    """A referral or an escalation: the event as it stands and every step about it."""

    event: Event
    made: Made
    steps: Sequence[Step] = ()

    @property
    def last_number(self) -> int:
        """The number of the newest step; 0: none."""
        return self.steps[-1].number if self.steps else 0

    @property
    def referrer(self) -> str:
        """The account that is owed an answer."""
        named = [each.account for each in self.steps if each.account]
        return named[-1] if named else self.made.by

    @property
    def is_history(self) -> bool:
        """Whether it was written down long afterwards, all done: then no clock runs."""
        done = self.event.kind == ESCALATION or self.made.outcome is not None
        return not self.steps and done and self.made.at.date() - self.made.day > AFTERWARDS

    @property
    def received(self) -> Step | None:
        """The step by which somebody took it in."""
        return self.newest(RECEIVED)

    @property
    def decision(self) -> Decision | None:
        """The decision that stands: that of the event, with who took it."""
        event = self.event
        if event.outcome is None:
            return None
        step = self.newest(DECIDED)
        if step and step.outcome == event.outcome:
            return Decision(event.outcome, event.outcome_why, step.name, step.at, step.number)
        name, at = event.recorder, moment(event.recorded_at)
        if event.outcome == self.made.outcome:
            name, at = self.made.name, self.made.at
        return Decision(event.outcome, event.outcome_why, name, at, 0)

    @property
    def told(self) -> Step | None:
        """The answer that the referrer had to the decision that stands."""
        decision, step = self.decision, self.newest(TOLD)
        return step if step and decision and step.number > decision.number else None

    @property
    def stage(self) -> Step | None:
        """The stage that an escalation is at; None: the first, as the event has it."""
        return self.newest(STAGE)

    @property
    def stage_number(self) -> int:
        """The number of that stage."""
        return (self.stage and self.stage.stage) or 1

    @property
    def resolved(self) -> Step | None:
        """The outcome of an escalation."""
        return self.newest(RESOLVED)

    def newest(self, kind: str) -> Step | None:
        """The newest step of a kind."""
        return next((each for each in reversed(self.steps) if each.kind == kind), None)

    def began(self, calendar: Calendar) -> datetime:
        """When its clocks began: when it was received, as far as anybody wrote that down."""
        step = self.newest(MADE)
        if step:
            return step.at
        written_late = calendar.local(self.made.at).date() > self.made.day
        if written_late and self.made.role not in ("police", "partner"):
            return datetime.combine(self.made.day, MIDDAY, calendar.zone).astimezone(UTC)
        return self.made.at


def moment(written: str) -> datetime:
    """A time of our own database."""
    return datetime.fromisoformat(written)


def clocks_of(followed: Followed, limits: Limits, calendar: Calendar) -> list[Clock]:
    """Every clock of a referral or an escalation, done and stopped ones too."""
    if followed.is_history or followed.event.withdrawn:
        return []
    of_kind = _of_referral if followed.event.kind == REFERRAL else _of_escalation
    return list(of_kind(followed, limits, calendar))


def _of_referral(followed: Followed, limits: Limits, calendar: Calendar) -> Iterator[Clock]:
    began, taken, decision = followed.began(calendar), followed.received, followed.decision
    due = due_in_days(began, limits["referral_decision_working_days"], calendar)
    first = next((each.at for each in followed.steps if each.kind == DECIDED), None)
    met = (first or decision.at) if decision else None
    # Who decides has read it: to decide is to take it in.
    moments = [each for each in (taken and taken.at, met) if each]
    yield Clock(RECEIVED, began, due, min(moments, default=None), followed_stop(followed, RECEIVED))
    yield Clock(DECIDED, began, due, met, followed_stop(followed, DECIDED))
    if decision:
        told = followed.told
        yield Clock(
            TOLD, decision.at, due_in_days(decision.at, limits["feedback_working_days"], calendar),
            told.at if told else None, followed_stop(followed, TOLD, decision.number),
        )  # fmt: skip


def _of_escalation(followed: Followed, limits: Limits, calendar: Calendar) -> Iterator[Clock]:
    began, resolved, stage = followed.began(calendar), followed.resolved, followed.stage
    met = resolved.at if resolved else None
    urgent = next((each for each in followed.steps if each.urgent), None)
    hours = limits["urgent_escalation_hours"] if urgent else None

    def due(at: datetime, days: str) -> datetime:
        return due_in_hours(at, hours) if hours else due_in_days(at, limits[days], calendar)

    from_stage = stage.at if stage else began
    yield Clock(
        STAGE, from_stage, due(from_stage, "escalation_step_working_days"), met,
        followed_stop(followed, STAGE, stage.number if stage else 0), hours,
    )  # fmt: skip
    start = urgent.at if urgent else began
    yield Clock(
        FINAL, start, due(start, "escalation_final_working_days"), met,
        followed_stop(followed, FINAL), hours,
    )  # fmt: skip


def followed_stop(followed: Followed, clock: str, since: int = 0) -> Stop | None:
    """The stop of a clock that stands; one from before the clock began again is over."""
    mine = [each for each in followed.steps if each.clock == clock and each.number > since]
    last = mine[-1] if mine else None
    return Stop(last.at, last.name, last.words) if last and last.kind == STOPPED else None


def before(events: Sequence[Event], event: str) -> list[Event]:
    """The referrals of a home that came before one; `events`: all of the home, oldest first."""
    found: list[Event] = []
    for each in events:
        if each.id == event:
            break
        if each.kind == REFERRAL:
            found.append(each)
    return found


def closed(referrals: Sequence[Event]) -> int:
    """How many of these were closed with no further action."""
    return sum(each.outcome == "no_further_action" for each in referrals)
