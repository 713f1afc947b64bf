"""Making a referral and beginning an escalation: an event of the chronology with its first step."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.events import AGENCIES, Event, check, text_problems, unnamed
from gcp.core.following import ESCALATION, MADE, REFERRAL, STAGE
from gcp.core.following_steps import WHOM, NewStep
from gcp.core.problems import Problem, Refused
from gcp.referring import add_step, event_row
from gcp.store import events, following, homes
from gcp.web.context import Hidden, account, must_read, note, now, store
from gcp.web.dates import HERE
from gcp.web.following import REFERRERS, clocks_rule, may_refer
from gcp.web.following_forms import NewForm
from gcp.web.people import may_write, must_name_children, visible_children

blueprint = Blueprint("referring", __name__, url_prefix="/homes/<uuid:home_id>")

RIGHTS = {REFERRAL: Right.REFER, ESCALATION: Right.ESCALATE}


@blueprint.route("/referrals/new", methods=["GET", "POST"])
def refer(home_id: uuid.UUID) -> ResponseReturnValue:
    """Make a referral about a home."""
    return _new(str(home_id), REFERRAL)


@blueprint.route("/escalations/new", methods=["GET", "POST"])
def escalate(home_id: uuid.UUID) -> ResponseReturnValue:
    """Begin an escalation about a home."""
    return _new(str(home_id), ESCALATION)


def _new(home: str, kind: str) -> ResponseReturnValue:
    must_read(Right.SEE_CHILD, home)
    if not may_refer(RIGHTS[kind], home):
        raise Hidden
    form, status = NewForm(), 200
    children, must_name = visible_children(home), must_name_children(RIGHTS[kind], home)
    is_own = account().role in REFERRERS
    named = [] if is_own else following.may_have_referred(store(), home)
    form.offer(children, {each["id"]: each["name"] for each in named})
    if request.method == "POST":
        event, first, problems = _read(form, home, kind, is_own)
        problems += unnamed(event, must_name)
        if not problems:
            _keep(event, first)
            return redirect(url_for("following.show", event_id=event.id))
        form.show(problems)
        status = 400
    else:
        form.event_id.data = str(uuid.uuid4())
        form.agency.data = account().agency if is_own and account().agency in AGENCIES else ""
        form.source.data = account().name if is_own else ""
        form.fill_date("day", now().astimezone(HERE).date())
    note("home_read", home)
    return render_template(
        "referrals/new.html", form=form, home=homes.find(store(), home), kind=kind, is_own=is_own,
        rule=clocks_rule(), must_name=must_name,
    ), status  # fmt: skip


def _read(
    form: NewForm, home: str, kind: str, is_own: bool
) -> tuple[Event, NewStep | None, list[Problem]]:
    """The event and its first step as typed, with what is wrong with them."""
    problems: list[Problem] = []
    today = now().astimezone(HERE).date()
    form.event_id.data = event_id = _id(form.event_id.data)
    event = Event(
        id=event_id, home=home, kind=kind, agency=form.said("agency"), day=today,
        source=form.said("source"), words=form.said("words"), significance="notable",
        children=tuple(dict.fromkeys(form.children.data or ())),
    )  # fmt: skip
    first = None
    if kind == ESCALATION:
        agency = account().agency if account().agency in AGENCIES else "other"
        event = replace(event, agency=agency, source=account().name, significance="serious")
        first = NewStep(
            STAGE, 0, now(), whom=form.said("whom"), stage=1, urgent=bool(form.urgent.data)
        )
        problems += text_problems("whom", first.whom, WHOM, "step_whom_missing")
    elif not is_own:
        at, referrer = form.received(now(), problems), form.referrer(problems)
        event = replace(event, day=at.astimezone(HERE).date())
        first = NewStep(MADE, 0, at, account=referrer)
    try:
        check(event, today, {each.value for each in form.children.choices}, ())
    except Refused as refused:
        problems += refused.problems
    return event, first, problems


def _keep(event: Event, first: NewStep | None) -> None:
    """Keep an event with its first step, once; raises Hidden where the id is another event's."""
    with store().writing():
        found = events.history_of(store(), event.id)
        if found and (found[-1].home, found[-1].recorded_by) != (event.home, account().id):
            raise Hidden
        if found:
            return
        if not may_write(RIGHTS[event.kind], event.home, event.children):
            raise Hidden
        events.add(store(), event_row(event, account().id, now()))
        note("event_added", event.home, event=event.id, kind=event.kind)
        kept = following.find(store(), event.id)
        if first and kept:
            add_step(store(), account(), kept, first, now())


def _id(sent: str | None) -> str:
    try:
        return str(uuid.UUID(sent or ""))
    except ValueError:
        return str(uuid.uuid4())
