"""Taking a step about a referral or an escalation: one transaction decides whether it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from gcp.core.access import Account
from gcp.core.clocks import Calendar
from gcp.core.events import Event
from gcp.core.following import DECIDED, Followed, clocks_of
from gcp.core.following_steps import NewStep, against
from gcp.core.problems import Refused
from gcp.intake import utc_text
from gcp.store import audit, events, following
from gcp.store.engine import Row, Store


def take_step(
    store: Store, account: Account, event: str, step: NewStep, limits: Mapping[str, int],
    calendar: Calendar, reason: str, now: datetime,
) -> None:  # fmt: skip
    """Keep a step of somebody who may take it; a decision is the event's next revision as well.

    `reason` is what that revision says of itself. Raises Refused with what stands against it, and
    then keeps nothing.
    """
    with store.writing():
        found = following.find(store, event)
        if found is None:
            raise Refused([])
        running = clocks_of(found, limits, calendar)
        problems = against(found, running, step, calendar, now, limits["escalation_stages"])
        if problems:
            raise Refused(problems)
        if step.kind == DECIDED:
            decided = replace(
                found.event, outcome=step.outcome, outcome_why=step.words, reason=reason,
                number=found.event.number + 1,
            )  # fmt: skip
            events.add(store, event_row(decided, account.id, now))
        add_step(store, account, found, step, now)


def add_step(
    store: Store, account: Account, followed: Followed, step: NewStep, now: datetime
) -> None:
    """Keep a step, in the caller's transaction, with its line in the audit log."""
    number = followed.last_number + 1
    following.add(
        store,
        {
            "event_id": followed.event.id, "number": number, "kind": step.kind,
            "at": utc_text(step.at), "words": step.words, "outcome": step.outcome,
            "how": step.how, "whom": step.whom, "stage": step.stage, "urgent": step.urgent,
            "clock": step.clock, "account_id": step.account, "made_at": utc_text(now),
            "made_by": account.id,
        },
    )  # fmt: skip
    audit.record(
        store, utc_text(now), account.id, f"{followed.event.kind}_{step.kind}",
        home=followed.event.home, detail={"event": followed.event.id, "number": number},
    )  # fmt: skip


def event_row(event: Event, recorder: str, now: datetime) -> Row:
    """A revision of an event as its table has it."""
    row = asdict(event)
    left_out = ("id", "home", "recorder", "changed_since", "recorded_at", "recorded_by")
    return {
        **{name: value for name, value in row.items() if name not in left_out},
        "event_id": event.id, "home_id": event.home, "day": event.day.isoformat(),
        "until": event.until.isoformat() if event.until else None,
        "recorded_at": utc_text(now), "recorded_by": recorder,
    }  # fmt: skip
