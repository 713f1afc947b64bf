"""Events of a chronology: adding, changing and withdrawing them, and what they said before."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.events import AGENCIES, Event
from gcp.core.following import DECIDED, REFERRAL
from gcp.core.following_steps import NewStep
from gcp.intake import utc_text
from gcp.referring import add_step
from gcp.store import events, following, homes, sharing
from gcp.store.engine import Row
from gcp.web.chronology_lines import may_add, names_of, visible_history
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.dates import HERE
from gcp.web.event_form import EventForm, WithdrawForm
from gcp.web.join_page import known_home
from gcp.web.people import may_write, must_name_children, visible_children

blueprint = Blueprint("events", __name__)

SAME = (
    "kind", "agency", "day", "until", "source", "words", "significance", "children", "area",
    "outcome", "outcome_why", "made_up_by",
)  # fmt: skip


@blueprint.route("/homes/<uuid:home_id>/chronology/new", methods=["GET", "POST"])
def new(home_id: uuid.UUID) -> ResponseReturnValue:
    """Add an event to a home."""
    home = str(home_id)
    row = homes.find(store(), home)
    if row is None or not may_add(home):
        raise Hidden
    form, status, other = _form(home), 200, None
    if request.method == "POST":
        event = form.read(_blank(home, form.event_id.data), _today(), needs_reason=False)
        other = _add(event) if event else None
        if event and (other is None or _same(other, event)):
            return redirect(url_for("chronology.show", home_id=home, _anchor=f"e-{event.id}"))
        # Sent before with other words: both are shown, and to save again makes another event.
        status = 409 if event else 400
        form.event_id.data = str(uuid.uuid4()) if event else form.event_id.data
    else:
        form.event_id.data = str(uuid.uuid4())
        form.children.data = request.args.getlist("child")  # what cannot be chosen ticks nothing
        form.agency.data = account().agency if account().agency in AGENCIES else ""
    note("home_read", home)
    return render_template(
        "chronology/form.html", form=form, home=row, event=None, other=other,
        names=names_of(home, []), may_share=may_read(Right.RECORD_SHARING, home),
    ), status  # fmt: skip


@blueprint.get("/events/<uuid:event_id>")
def show(event_id: uuid.UUID) -> ResponseReturnValue:
    """One event with everything that it said before."""
    revisions = visible_history(str(event_id))
    note("event_read", revisions[0].home, event=str(event_id))
    return render_template(
        "chronology/event.html", revisions=revisions, home=_shown_in(revisions[0].home),
        sees_home=may_read(Right.SEE_CHILD, revisions[0].home),
        names=names_of(revisions[0].home, []), may_change=_may_change(revisions),
        changed_since=_newest(revisions[0].id).number != revisions[0].number,
    )  # fmt: skip


@blueprint.route("/events/<uuid:event_id>/change", methods=["GET", "POST"])
def change(event_id: uuid.UUID) -> ResponseReturnValue:
    """Write the next revision of an event, with the reason for it."""
    # What was withdrawn while somebody wrote is shown beside what they wrote.
    now_stands = _to_change(str(event_id), even_withdrawn=request.method == "POST")
    if sharing.find(store(), now_stands.id, now_stands.number):  # it has fields of its own
        return redirect(url_for("sharing.change", event_id=event_id))
    home = now_stands.home
    form = _form(home, now_stands)
    status, other = 200, None
    if request.method == "POST":
        event = form.read(now_stands, _today(), needs_reason=True)
        if event and _same(event, now_stands):
            form["words"].errors, event = [parts().text.chronology.form.same], None
        status = 200 if event else 400
        if event and _keep(event, form.since.data or "", "event_changed"):
            return redirect(url_for("events.show", event_id=event.id))
        if event:
            status, other = 409, _newest(event.id)
            form.since.data = str(other.number)
    else:
        form.fill(now_stands)
        form.since.data = str(now_stands.number)
    note("event_read", home, event=now_stands.id)
    return render_template(
        "chronology/form.html", form=form, home=_shown_in(home), event=now_stands,
        other=other, names=names_of(home, []),
        may_share=may_add(home) and may_read(Right.RECORD_SHARING, home),
    ), status  # fmt: skip


@blueprint.route("/events/<uuid:event_id>/withdraw", methods=["GET", "POST"])
def withdraw(event_id: uuid.UUID) -> ResponseReturnValue:
    """Take an event off the list, with the reason for it."""
    now_stands = _to_change(str(event_id))
    form, status, other = WithdrawForm(), 200, None
    if request.method == "POST":
        reason = form.read()
        status = 200 if reason else 400
        if reason:
            event = replace(now_stands, withdrawn=True, reason=reason)
            if _keep(event, form.since.data or "", "event_withdrawn"):
                home = _shown_in(event.home)["id"]
                return redirect(url_for("chronology.show", home_id=home))
            status, other = 409, _to_change(event.id)
    form.since.data = str((other or now_stands).number)
    note("event_read", now_stands.home, event=now_stands.id)
    return render_template(
        "chronology/withdraw.html", form=form, home=_shown_in(now_stands.home),
        event=other or now_stands, other=other, names=names_of(now_stands.home, []),
    ), status  # fmt: skip


def _shown_in(home: str) -> Row:
    """The home on whose chronology an event is looked for: that which its own is known as."""
    row = known_home(home) or homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _to_change(event: str, even_withdrawn: bool = False) -> Event:
    """The newest revision of an event that this account may change; raises Hidden."""
    revisions = visible_history(event)
    if not _may_change(revisions, even_withdrawn):
        raise Hidden
    return revisions[0]


def _may_change(revisions: list[Event], even_withdrawn: bool = False) -> bool:
    """Whether the account sees the newest revision, which stands, and may write the next."""
    newest = _newest(revisions[0].id)
    return (
        newest.number == revisions[0].number
        and (even_withdrawn or not newest.withdrawn)
        and may_write(Right.ADD_EVENT, newest.home, newest.children)
    )


def _same(one: Event, other: Event) -> bool:
    """Whether two events say the same."""
    return all(getattr(one, name) == getattr(other, name) for name in SAME)


def _newest(event: str) -> Event:
    found = events.find(store(), event)
    if found is None:
        raise Hidden
    return found


def _keep(event: Event, since: str, action: str) -> bool:
    """Keep the next revision; not where another one came since the form was opened."""
    with store().writing():
        newest = _newest(event.id)
        if not may_write(Right.ADD_EVENT, event.home, event.children):
            raise Hidden
        if newest.withdrawn or since != str(newest.number):
            return False
        events.add(store(), _row(replace(event, number=newest.number + 1)))
        _note_decision(newest, event)
        note(action, event.home, event=event.id, number=newest.number + 1, reason=event.reason)
        return True


def _note_decision(before: Event, event: Event) -> None:
    """What a change of a referral's line decides is a step of the referral like any decision."""
    if event.kind != REFERRAL or event.outcome in (None, before.outcome) or event.withdrawn:
        return
    found = following.find(store(), event.id)
    if found:
        step = NewStep(
            DECIDED, found.last_number, now(), words=event.outcome_why, outcome=event.outcome
        )
        add_step(store(), account(), found, step, now())


def _add(event: Event) -> Event | None:
    """Keep a new event; what was kept before where its form was sent already.

    Raises Hidden where the id is that of another event.
    """
    with store().writing():
        found = events.history_of(store(), event.id)
        if found and (found[-1].home, found[-1].recorded_by) != (event.home, account().id):
            raise Hidden
        if found:
            return found[-1]
        if not may_write(Right.ADD_EVENT, event.home, event.children):
            raise Hidden
        events.add(store(), _row(event))
        note("event_added", event.home, event=event.id, kind=event.kind)
    return None


def _blank(home: str, sent_id: str | None) -> Event:
    try:
        event_id = str(uuid.UUID(sent_id or ""))
    except ValueError:
        event_id = str(uuid.uuid4())
    return Event(
        id=event_id, home=home, kind="", agency="", day=_today(), source="", words="",
        significance="",
    )  # fmt: skip


def _form(home: str, event: Event | None = None) -> EventForm:
    form = EventForm()
    children = visible_children(home)
    names = names_of(home, [])
    known = {each["id"] for each in children}
    # A child that moved on, or an area of older rules, stays where it was written.
    children += [
        {"id": each, "name": names.people.get(each, each)}
        for each in (event.children if event else ())
        if each not in known
    ]
    areas = {each.id: each.title for each in parts().rules.areas}
    if event and event.area:
        areas.setdefault(event.area, event.area)
    form.offer(
        children, areas, may_read(Right.DECIDE_REFERRAL, home),
        must_name_children(Right.ADD_EVENT, home), event.kind if event else "",
    )  # fmt: skip
    return form


def _row(event: Event) -> Row:
    row = {name: value for name, value in asdict(event).items() if name not in ("id", "home")}
    return {
        **{name: row[name] for name in (*SAME, "number", "withdrawn", "reason")},
        "event_id": event.id, "home_id": event.home, "day": event.day.isoformat(),
        "until": event.until.isoformat() if event.until else None,
        "recorded_at": utc_text(now()), "recorded_by": account().id,
    }  # fmt: skip


def _today() -> date:
    return now().astimezone(HERE).date()
