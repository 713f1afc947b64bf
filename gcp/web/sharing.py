"""Decisions to share: recorded on a home as events of its chronology, and changed with a reason."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.events import AGENCIES, REASON, Event, check, text_problems, unnamed
from gcp.core.problems import Problem, Refused
from gcp.core.sharing import KIND, NOT_SHARED, Sharing, problems_of
from gcp.referring import event_row
from gcp.store import events, homes, sharing
from gcp.store.engine import Row
from gcp.web.chronology_lines import may_add, visible_history
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.dates import HERE
from gcp.web.join_page import known_home
from gcp.web.people import may_write, must_name_children, visible_children
from gcp.web.sharing_form import SharingForm

blueprint = Blueprint("sharing", __name__)


@blueprint.route("/homes/<uuid:home_id>/sharing/new", methods=["GET", "POST"])
def new(home_id: uuid.UUID) -> ResponseReturnValue:
    """Record a decision to share what is known of a home."""
    home = str(home_id)
    row = homes.find(store(), home)
    if row is None or not may_record(home):
        raise Hidden
    form, status = _form(home), 200
    if request.method == "POST":
        found, problems = form.sharing(), []
        event = _event(_id(form.event_id.data), home, found, form.chosen(), problems, form)
        problems = [*problems_of(found), *problems]
        if not problems:
            _add(event, found)
            return redirect(url_for("chronology.show", home_id=home, _anchor=f"e-{event.id}"))
        form.show(problems)
        status = 400
    else:
        form.event_id.data = str(uuid.uuid4())
    note("home_read", home)
    return _page(form, row, None, None, status)


@blueprint.route("/events/<uuid:event_id>/sharing", methods=["GET", "POST"])
def change(event_id: uuid.UUID) -> ResponseReturnValue:
    """Write the next revision of a decision, with the reason for it."""
    stands, was = _to_change(str(event_id))
    form, status, other = _form(stands.home, stands.children), 200, None
    if request.method == "POST":
        found, problems = form.sharing(), []
        event = _event(stands.id, stands.home, found, form.chosen(), problems, form)
        problems = [*problems_of(found), *problems]
        problems += text_problems("reason", form.said("reason"), REASON, "event_reason_missing")
        if not problems and (found, event.children) == (was, stands.children):
            form.what.errors, status = [parts().text.sharing.same], 400
        elif problems:
            form.show(problems)
            status = 400
        elif _keep(replace(event, reason=form.said("reason")), found, form.said("since")):
            return redirect(url_for("events.show", event_id=stands.id))
        else:
            other, status = events.find(store(), stands.id), 409
            form.since.data = str(other.number if other else "")
    else:
        form.fill(was, stands.children)
        form.since.data = str(stands.number)
    note("sharing_read", stands.home, event=stands.id)
    row = known_home(stands.home) or homes.find(store(), stands.home)
    if row is None:
        raise Hidden
    return _page(form, row, stands, other, status)


def may_record(home: str) -> bool:
    """Whether the account may record a decision on this home."""
    return may_read(Right.RECORD_SHARING, home) and may_add(home)


def _page(
    form: SharingForm, home: Row, event: Event | None, other: Event | None, status: int
) -> ResponseReturnValue:
    return render_template(
        "sharing/form.html", form=form, home=home, event=event, other=other
    ), status  # fmt: skip


def _form(home: str, more: tuple[str, ...] = ()) -> SharingForm:
    form = SharingForm()
    children = visible_children(home)
    known = {each["id"] for each in children}
    children += [{"id": each, "name": each} for each in more if each not in known]
    form.offer(children, must_name_children(Right.RECORD_SHARING, home))
    return form


def _event(
    event: str, home: str, found: Sharing, children: tuple[str, ...], problems: list[Problem],
    form: SharingForm,
) -> Event:  # fmt: skip
    """The event of the chronology that a decision is; what is wrong with it goes to `problems`."""
    today = now().astimezone(HERE).date()
    mine = account().agency
    made = Event(
        id=event, home=home, kind=KIND, agency=mine if mine in AGENCIES else "other", day=today,
        source=account().name, words=line_of(found), significance="notable", children=children,
    )  # fmt: skip
    try:
        check(made, today, {each.value for each in form.children.choices}, ())
    except Refused as refused:
        problems += [each for each in refused.problems if each.path == "children"]
    problems += unnamed(made, form.must_name)
    return made


def line_of(found: Sharing) -> str:
    """A decision as the line of a chronology; of one that is not whole yet, what there is."""
    words, names = parts().text.sharing, parts().text.chronology.agencies
    line = words.line
    agency = names[found.agency] if found.agency in names else found.agency
    first = line.not_shared if found.decided == NOT_SHARED else line.shared
    said = [first.format(whom=found.whom, agency=agency, what=_ended(found.what))]
    said.append(line.why.format(why=_ended(found.why)))
    if found.basis in words.bases:
        said.append(line.basis.format(basis=words.bases[found.basis]))
    if found.consent in words.consents:
        said.append(line[found.consent])
    return " ".join([*said, *([_ended(found.consent_why)] if found.consent_why else [])])


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _id(sent: str | None) -> str:
    try:
        return str(uuid.UUID(sent or ""))
    except ValueError:
        return str(uuid.uuid4())


def _to_change(event: str) -> tuple[Event, Sharing]:
    """A decision that this account may change, as it stands; raises Hidden."""
    revisions = visible_history(event)
    newest = events.find(store(), event)
    found = sharing.find(store(), event, revisions[0].number)
    if newest is None or found is None or newest.withdrawn:
        raise Hidden
    if newest.number != revisions[0].number:
        raise Hidden
    if not may_write(Right.RECORD_SHARING, newest.home, newest.children):
        raise Hidden
    return revisions[0], found


def _must_write(event: Event) -> None:
    if not may_write(Right.RECORD_SHARING, event.home, event.children):
        raise Hidden


def _add(event: Event, found: Sharing) -> None:
    """Keep a new decision, once; raises Hidden where the id is another event's."""
    with store().writing():
        kept = events.history_of(store(), event.id)
        if kept and (kept[-1].home, kept[-1].recorded_by) != (event.home, account().id):
            raise Hidden
        if not kept:
            _must_write(event)
            events.add(store(), event_row(event, account().id, now()))
            sharing.add(store(), event.id, event.number, found)
            note("sharing_recorded", event.home, event=event.id, consent=found.consent)


def _keep(event: Event, found: Sharing, since: str) -> bool:
    """Keep the next revision; not where another one came since the form was opened."""
    with store().writing():
        newest = events.find(store(), event.id)
        if newest is None or newest.withdrawn or since != str(newest.number):
            return False
        _must_write(event)
        next_one = replace(event, number=newest.number + 1, day=newest.day)
        events.add(store(), event_row(next_one, account().id, now()))
        sharing.add(store(), event.id, next_one.number, found)
        note("sharing_changed", event.home, event=event.id, number=next_one.number,
             consent=found.consent)  # fmt: skip
        return True
