"""What was done about referrals and escalations, as sentences beside their lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gcp.core.access import Right
from gcp.core.events import Event
from gcp.core.following import FOLLOWED, RESOLVED, STAGE, STARTED, STOPPED, TOLD, Step
from gcp.store import following
from gcp.web.context import may_read, parts, store
from gcp.web.following_view import at, stage_name

SAID = (TOLD, STAGE, RESOLVED, STOPPED, STARTED)  # a decision stands in the event itself


def done_about(found: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """The steps of these events by id: only of those that this account may see whole."""
    asked = [
        each.id
        for each in found
        if each.kind in FOLLOWED and may_read(Right.SEE_REFERRAL, each.home)
    ]
    return {
        each.event.id: tuple(_said(step) for step in each.steps if step.kind in SAID)
        for each in following.of_events(store(), asked)
    } if asked else {}  # fmt: skip


def _said(step: Step) -> str:
    text = parts().text.referrals
    kind = f"{STAGE}_urgent" if step.kind == STAGE and step.urgent else step.kind
    return str(text.chronology[kind]).format(
        at=at(step.at), name=step.name, words=step.words, whom=step.whom, n=step.stage,
        stage=stage_name(step.stage) if step.stage else "",
        how=text.hows[step.how].lower() if step.how else "",
        outcome=text.resolutions[step.outcome] if step.kind == RESOLVED and step.outcome else "",
        clock=text.clocks[step.clock] if step.clock else "",
    ).strip()  # fmt: skip
