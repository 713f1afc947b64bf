"""Referrals and escalations: what waits, the page of one, and the next step about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right, Role, may
from gcp.core.following import (
    DECIDED,
    RECEIVED,
    REFERRAL,
    RESOLVED,
    STAGE,
    STARTED,
    STOPPED,
    TOLD,
    Followed,
)
from gcp.core.following_steps import KINDS_OF, open_steps
from gcp.core.problems import Problem, Refused
from gcp.referring import take_step
from gcp.store import following, homes
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.dates import HERE
from gcp.web.errors import sentence
from gcp.web.following_forms import FIELDS, StepForm
from gcp.web.following_lists import lines_of_mine, pressing_lines
from gcp.web.following_view import at, calendar, clock_views, clocks, holders, limits, stages
from gcp.web.history_beside import beside
from gcp.web.homes import reachable_homes
from gcp.web.join_page import known_home
from gcp.web.people import may_write

blueprint = Blueprint("following", __name__, url_prefix="/referrals")

RIGHTS: Mapping[str, Right] = {
    RECEIVED: Right.DECIDE_REFERRAL,
    DECIDED: Right.DECIDE_REFERRAL,
    TOLD: Right.GIVE_FEEDBACK,
    STAGE: Right.ESCALATE,
    RESOLVED: Right.RESOLVE_ESCALATION,
    STOPPED: Right.STOP_CLOCK,
    STARTED: Right.STOP_CLOCK,
}
REFERRERS = (Role.POLICE, Role.PARTNER)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """What waits for this account, or what it referred itself."""
    if account().role is Role.ADMINISTRATOR:
        raise Hidden
    is_referrer = account().role in REFERRERS
    lines = [] if is_referrer else pressing_lines(reachable_homes())
    mine = lines_of_mine(every=True) if is_referrer else []
    shown = [*(each.followed for each in lines), *(each.followed for each in mine)]
    note("referrals_listed", events=[each.event.id for each in shown])
    return render_template(
        "referrals/index.html", lines=lines, mine=mine, is_referrer=is_referrer,
        rule=clocks_rule(),
    )  # fmt: skip


@blueprint.get("/<uuid:event_id>")
def show(event_id: uuid.UUID) -> ResponseReturnValue:
    """One referral or escalation: beside its history for the team, its state for who referred."""
    found = _wanted(str(event_id))
    note("referral_read", found.event.home, event=found.event.id)
    if not _sees_all(found):
        return _own_page(found)
    home = shown_in(found.event.home)
    return render_template(
        "referrals/show.html", followed=found, home=home, clocks=clock_views(found),
        who=holders([home])[home["id"]], kinds=_may_take(found), began=at(found.began(calendar())),
        referrer=_referrer(found), rule=clocks_rule(), beside=beside(found, home), at=at,
    )  # fmt: skip


@blueprint.route("/<uuid:event_id>/step", methods=["GET", "POST"])
def step(event_id: uuid.UUID) -> ResponseReturnValue:
    """Take the next step about one."""
    found = _wanted(str(event_id))
    kind = (request.form if request.method == "POST" else request.args).get("kind", "")
    if kind not in KINDS_OF[found.event.kind] or not _may_do(kind, found):
        raise Hidden
    form, problems, status = _form(found, kind), [], 200
    if request.method == "POST":
        problems = _take(found, form, kind)
        if not problems:
            return redirect(url_for("following.show", event_id=event_id))
        status = 409 if problems[0].path == "since" else 400
        found = _wanted(str(event_id))
        form.show(problems)
    elif kind not in open_steps(found, clocks(found)):
        return redirect(url_for("following.show", event_id=event_id))
    else:
        form.fill_date("day", now().astimezone(HERE).date())
        form.stage.data = str(min(found.stage_number + 1, len(stages())))
    form.kind.data, form.since.data = kind, str(found.last_number)
    note("referral_read", found.event.home, event=found.event.id)
    home = shown_in(found.event.home) if _sees_all(found) else None
    return render_template(
        "referrals/step.html", followed=found, form=form, kind=kind, fields=FIELDS[kind],
        problem=sentence(parts().text, problems[0]) if status == 409 else None,
        beside=beside(found, home) if home and kind == DECIDED else None, at=at,
        steps=found.steps if _sees_all(found) else _own_steps(found),
        sees_all=home is not None,
    ), status  # fmt: skip


def clocks_rule() -> str:
    """How the clocks count, and whose bank holidays they leave out."""
    text = parts().text.referrals
    return f"{text.clocks_rule} {text.holidays_of[parts().settings.nation]}"


def shown_in(home: str) -> Row:
    """The home that a referral's own is known as."""
    row = known_home(home) or homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _wanted(event: str) -> Followed:
    """A referral or escalation that this account may see; raises Hidden."""
    found = following.find(store(), event)
    if found is None or not (_sees_all(found) or _is_own(found)):
        raise Hidden
    return found


def _sees_all(found: Followed) -> bool:
    return may_read(Right.SEE_REFERRAL, found.event.home)


def _is_own(found: Followed) -> bool:
    return may_read(Right.SEE_OWN_REFERRAL, found.event.home, found.referrer)


def _own_steps(found: Followed) -> list[object]:
    return [each for each in found.steps if each.made_by == account().id]


def _may_take(found: Followed) -> list[str]:
    """The kinds of step that can be taken now, by this account."""
    kinds = open_steps(found, clocks(found))
    return [each for each in kinds if _may_do(each, found)]


def _may_do(kind: str, found: Followed) -> bool:
    return may_write(RIGHTS[kind], found.event.home, found.event.children)


def _own_page(found: Followed) -> ResponseReturnValue:
    own = following.own_words(store(), found.event.id, account().id)
    address = homes.find(store(), found.event.home) if may_read(
        Right.SEE_CHILD, found.event.home
    ) else None  # fmt: skip
    return render_template(
        "referrals/own.html", followed=found, own=own, clocks=clock_views(found), home=address,
        kinds=[each for each in _may_take(found) if each == STAGE], rule=clocks_rule(), at=at,
        own_steps=_own_steps(found),
    )  # fmt: skip


def _referrer(found: Followed) -> str | None:
    """The name of the account that referred, if it is not the one that wrote it down."""
    if found.referrer == found.made.by:
        return None
    names = {each["id"]: each["name"] for each in _referrers(found)}
    return names.get(found.referrer)


def _referrers(found: Followed) -> list[Row]:
    """Who may have referred; whoever wrote their own referral is known already."""
    if found.event.kind != REFERRAL or found.made.role in [str(each) for each in REFERRERS]:
        return []
    return following.may_have_referred(store(), shown_in(found.event.home)["id"])


def _form(found: Followed, kind: str) -> StepForm:
    form = StepForm()
    fits = [
        each.kind
        for each in clocks(found)
        if (each.runs if kind == STOPPED else each.stop and not each.met)
    ]
    referrers = {each["id"]: each["name"] for each in _referrers(found)}
    form.offer(found.event.kind == REFERRAL, fits, referrers, stages())
    return form


def _take(found: Followed, form: StepForm, kind: str) -> list[Problem]:
    """Keep the step that was typed; what stands against it."""
    problems: list[Problem] = []
    new = form.read(kind, now(), problems)
    if problems:
        return problems
    try:
        take_step(
            store(), account(), found.event.id, new, limits(), calendar(),
            parts().text.referrals.steps[kind], now(),
        )  # fmt: skip
    except Refused as refused:
        return list(refused.problems) or [Problem("since", "step_not_open")]
    return []


def may_refer(right: Right, home: str) -> bool:
    """Whether this account may refer or escalate about a home; a joined one goes on elsewhere."""
    known = known_home(home)
    ties = homes.ties(store(), home)
    return bool(ties) and known is None and may(account(), right, ties)
