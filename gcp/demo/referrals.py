"""What was done about the demonstration's referrals and escalations, as its audit had it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from gcp.core.following import DECIDED, RECEIVED, RESOLVED, STAGE, STOPPED, TOLD
from gcp.core.following_steps import NewStep
from gcp.demo.cast import ACCOUNTS
from gcp.demo.events import Told
from gcp.referring import add_step, event_row
from gcp.store import events, following
from gcp.store.engine import Store

ALL_TOLD = "2026-07-09T15:10:00+01:00"
NEVER = (
    "Never told at the time. The school was told of all its referrals together on 9 July 2026."
)
REASON = "Decided"  # of the revision that a decision makes


@dataclass(frozen=True)
class Taken:
    """When a referral was taken in and decided, and by whom; `told`: when and what."""

    received: str
    decided: str
    by: str = "practitioner"
    told: tuple[str, str] | None = None


# By the day of the referral. One came after nine days, none but the last was answered.
TAKEN = {
    "2024-10-01": Taken("2024-10-01T16:20:00+01:00", "2024-10-02T11:00:00+01:00"),
    "2024-11-29": Taken("2024-12-02T09:40:00+00:00", "2024-12-06T15:00:00+00:00", "supervisor"),
    "2025-03-14": Taken("2025-03-17T09:10:00+00:00", "2025-03-19T16:30:00+00:00", "supervisor"),
    "2025-05-16": Taken("2025-05-20T10:00:00+01:00", "2025-05-29T16:00:00+01:00", "supervisor"),
    "2025-08-27": Taken(
        "2025-08-27T10:00:00+01:00", "2025-08-28T11:30:00+01:00",
        told=("2025-08-29T12:00:00+01:00", "The home is open to the team, to help with the damp."
              " Please send Idris's next letter to Nia Farrow."),
    ),
    "2025-10-06": Taken("2025-10-07T09:00:00+01:00", "2025-10-07T14:00:00+01:00"),
    "2025-11-21": Taken("2025-11-24T11:00:00+00:00", "2025-11-24T11:05:00+00:00", "supervisor"),
    "2026-06-12": Taken("2026-06-15T09:30:00+01:00", "2026-06-16T12:00:00+01:00", "supervisor"),
    "2026-06-30": Taken(
        "2026-06-30T16:40:00+01:00", "2026-07-01T10:00:00+01:00",
        told=(ALL_TOLD, "The case is open again. We saw the home on 7 July. Please go on writing"
              " down what Luke and Elsie say, and tell us at once."),
    ),
}  # fmt: skip
WAITS = "2026-10-16"  # taken in and never decided: one clock runs late on purpose


def without_outcome(told: Told) -> Told:
    """A referral as the referrer wrote it: what came of it is a step of its own."""
    return replace(told, outcome=None, why="") if _taken(told) else told


def steps(store: Store, told: Told, event: str) -> None:
    """Take the steps that were taken about one event, each with its own date."""
    for who, step in _steps(told):
        found = following.find(store, event)
        if found is None:
            return
        account = ACCOUNTS[who]
        if step.kind == DECIDED:
            decided = replace(
                found.event, outcome=step.outcome, outcome_why=step.words, reason=REASON,
                number=found.event.number + 1,
            )  # fmt: skip
            events.add(store, event_row(decided, account.id, step.at))
        add_step(store, account, found, step, step.at)


def _taken(told: Told) -> Taken | None:
    return TAKEN.get(told.day) if told.kind == "referral" else None


def _steps(told: Told) -> Iterator[tuple[str, NewStep]]:
    taken = _taken(told)
    if taken:
        yield taken.by, NewStep(RECEIVED, 0, _at(taken.received))
        yield taken.by, NewStep(
            DECIDED, 0, _at(taken.decided), words=told.why, outcome=told.outcome
        )
        if taken.told:
            at, words = taken.told
            yield "practitioner", NewStep(TOLD, 0, _at(at), words=words, how="telephone")
        else:
            yield "supervisor", NewStep(STOPPED, 0, _at(ALL_TOLD), words=NEVER, clock=TOLD)
    elif told.kind == "referral" and told.day == WAITS:
        yield "practitioner", NewStep(RECEIVED, 0, _at("2026-10-16T17:30:00+01:00"))
    elif told.kind == "escalation" and told.day == "2025-09-10":
        yield "practitioner", NewStep(
            STAGE, 0, _at("2025-09-10T10:00:00+01:00"), words="Wall to be lined before winter.",
            whom="Repairs manager, Millbrook Homes", stage=1,
        )  # fmt: skip
        yield "supervisor", NewStep(
            RESOLVED, 0, _at("2025-09-17T12:00:00+01:00"), outcome="done",
            words="A date for the work: 20 October.",
        )  # fmt: skip
    elif told.kind == "escalation":
        yield "supervisor", NewStep(
            STAGE, 0, _at("2026-09-22T09:30:00+01:00"),
            words="All referrals to be read together, and a conference.",
            whom="Area manager", stage=2,
        )  # fmt: skip
        yield "supervisor", NewStep(
            RESOLVED, 0, _at("2026-09-25T15:00:00+01:00"), outcome="done",
            words="A conference is called for 1 October. All seven referrals go to it.",
        )  # fmt: skip


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written)
