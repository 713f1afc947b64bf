"""Asking for a check should somebody have care, ending that, and the list of those it is about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.asked_checks import ask, end, of_home
from gcp.core.access import HomeTies, Right, may
from gcp.core.asked_checks import Asked
from gcp.core.problems import Refused
from gcp.store import asked_checks, homes, joins
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.asked_forms import AskForm, EndForm
from gcp.web.asked_view import ALL, lines_of, today, words_of
from gcp.web.context import Hidden, account, home_ties, may_read, must_read, note, now, parts, store

blueprint = Blueprint("asked_checks", __name__, url_prefix="/homes")


@blueprint.get("/checks")
def index() -> ResponseReturnValue:
    """The people of the account's teams for whom a check is asked, and those for whom it ended."""
    teams = [team for team in account().teams if may(account(), Right.ASK_CHECK, HomeTies(team))]
    if not teams:
        raise Hidden
    rows = asked_checks.homes_of_teams(store(), teams)
    found = [
        {**_shown(each), "home": row}
        for row in rows
        for each in of_home(store(), row["id"])
        if each.person["home_id"] == row["id"]
    ]
    note("checks_read", homes=[row["id"] for row in rows])
    return render_template("asked_checks/list.html", **_parted(found))


@blueprint.route("/<uuid:home_id>/checks/new", methods=["GET", "POST"])
def new(home_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a check should somebody of this home have care."""
    row = _home(str(home_id))
    home_ties(row["id"], Right.ASK_CHECK)
    if joins.of_home(store(), row["id"]):
        return redirect(url_for("homes.show", home_id=row["id"]))
    form, day = AskForm(), date.fromisoformat(today())
    form.offer(homes.people(store(), row["id"]), parts().text.forms.kinds)
    status = 200
    if request.method == "POST":
        try:
            ask(store(), account(), row["id"], form.said("person"), form.said("what"),
                form.said("why"), form.said("source"), form.typed_day(), now(), day)  # fmt: skip
            return redirect(url_for("homes.show", home_id=row["id"]))
        except Refused as refused:
            form.show(refused.problems)
            status = 400
    else:
        form.fill(day, request.args.get("person", ""))
    note("home_read", row["id"])
    return render_template("asked_checks/new.html", form=form, home=row), status


@blueprint.route("/<uuid:home_id>/people/<uuid:person_id>/checks", methods=["GET", "POST"])
def person(home_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """What is and was asked for about one person; whoever may ask for it can end it here."""
    home, who = _root(str(home_id)), str(person_id)
    must_read(Right.SEE_CHECK_WHY, home["id"])
    found = [each for each in of_home(store(), home["id"]) if who in each.ids]
    if not found:
        raise Hidden
    form, status = EndForm(), 200
    may_end = may(account(), Right.ASK_CHECK, homes.ties(store(), home["id"]))
    if request.method == "POST":
        home_ties(home["id"], Right.ASK_CHECK)
        open_now = next((each for each in found if each.ended_on is None), None)
        if open_now is None:
            return redirect(request.path)
        try:
            end(store(), account(), home["id"], open_now.person["id"], form.said("why"), now(),
                date.fromisoformat(today()))  # fmt: skip
            return redirect(request.path)
        except Refused as refused:
            form.show(refused.problems)
            status = 400
    note("checks_read", home["id"], person=who)
    return render_template(
        "asked_checks/person.html", home=home, name=found[-1].person["name"], form=form,
        may_end=may_end, **_parted([_shown(each) for each in found]),
    ), status  # fmt: skip


def _shown(each: Asked) -> dict[str, Any]:
    words = parts().text.asked
    lines = lines_of(each, ALL)
    if each.ended_on is not None:
        day = dates.day(each.ended_on)
        lines.append(words.ended.format(name=each.ender, day=day, why=each.end_why))
    return {"asked": each, "sentence": words_of(each), "lines": lines}


def _parted(found: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {
        "asked": [each for each in found if each["asked"].ended_on is None],
        "before": [each for each in found if each["asked"].ended_on is not None],
    }


def _home(home: str) -> Row:
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _root(home: str) -> Row:
    """The home, or the one that it is joined into where the account may see that."""
    join = joins.of_home(store(), home)
    if join and may_read(Right.SEE_CHECK_WHY, join["into_home"]):
        return _home(join["into_home"])
    return _home(home)
