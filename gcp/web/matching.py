"""Which home a home may be: what speaks for each, keeping two apart, taking that back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import HomeTies, Right, Told, may, may_be_told
from gcp.core.matching import Candidate
from gcp.core.problems import Refused
from gcp.matching import is_open, keep_apart, likely_homes, same_place, to_decide, undo_apart
from gcp.store import accounts, apart, homes, joins
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.context import Hidden, account, home_ties, may_in_a_team, note, now, parts, store
from gcp.web.errors import sentence
from gcp.web.forms import ApartForm
from gcp.web.match_words import reason

blueprint = Blueprint("matching", __name__, url_prefix="/homes")


@blueprint.get("/to-decide")
def index() -> ResponseReturnValue:
    """The found homes of the account's teams that may be known ones."""
    if not may_in_a_team(Right.JOIN_HOMES):
        raise Hidden
    found = to_decide(store(), account())
    note("homes_to_decide_read", homes=[each.row["id"] for each in found])
    return render_template(
        "homes/to_decide.html", homes=[(each.row, len(each.open)) for each in found]
    )


@blueprint.route("/<uuid:home_id>/apart/<uuid:other_id>", methods=["GET", "POST"])
def keep(home_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a home is not this one, and why."""
    home, other = _mine(str(home_id)), _mine(str(other_id))
    if joins.of_home(store(), other["id"]):
        raise Hidden
    form, problem = ApartForm(), None
    if request.method == "POST" and form.validate():
        try:
            keep_apart(
                store(), account(), home, other, form.kind.data or "", form.why.data or "", now()
            )
            return redirect(url_for("joining.choose", home_id=home["id"]))
        except Refused as refused:
            for each in refused.problems:
                form[each.path].errors = [sentence(parts().text, each)]
    shown = [each for each in likely(home)[0] if each["home"]["id"] == other["id"]]
    for each in (home, other):
        note("home_read", each["id"])
    return render_template(
        "homes/apart.html", form=form, problem=problem, home=home, other=other,
        match=shown[0] if shown else None,
    ), 400 if form.errors else 200  # fmt: skip


@blueprint.post("/<uuid:home_id>/apart/<uuid:other_id>/undo")
def undo(home_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back that two homes are kept apart: they are asked about again."""
    home, other = _mine(str(home_id)), _mine(str(other_id))
    undo_apart(store(), account(), home["id"], other["id"], now())
    return redirect(url_for("joining.choose", home_id=home["id"]))


def likely(home: Row) -> tuple[list[dict[str, Any]], list[Row]]:
    """The homes that one may be that still have to be decided, and those kept apart.

    Only homes that this account may join.
    """
    decisions = apart.of_home(store(), home["id"])
    found = [
        _shown(each, any(one["other"] == each.home for one in decisions))
        for each, team in likely_homes(store(), home)
        if may(account(), Right.JOIN_HOMES, HomeTies(team))
        and is_open(each.signs, each.home, decisions)
    ]
    asked = {each["home"]["id"] for each in found}
    kept = [
        {**each, "home": homes.find(store(), each["other"])}
        for each in decisions
        if each["other"] not in asked and _may_join(each["other"])
    ]
    return found, kept


def of_other_teams(home: Row) -> list[Row]:
    """The teams whose homes are at this address, as far as the authority lets that be said."""
    told = parts().settings.teams_see
    if told is Told.NOTHING or not may_be_told(account(), Right.KNOW_ADDRESS, told):
        return []
    rows = [each for each in same_place(store(), home) if not _may_join(each["id"])]
    if rows:
        note("address_told", home["id"], homes=[each["id"] for each in rows], told=told.value)
    teams = {each["team_id"] for each in rows}
    return [each for each in accounts.teams(store()) if each["id"] in teams]


def _may_join(home: str) -> bool:
    ties = homes.ties(store(), home)
    return ties is not None and may(account(), Right.JOIN_HOMES, ties)


def _mine(home: str) -> Row:
    home_ties(home, Right.JOIN_HOMES)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _shown(each: Candidate, again: bool) -> dict[str, Any]:
    on = now().date()
    through = homes.find(store(), each.through) if each.through else None
    return {
        "home": homes.find(store(), each.home), "verdict": each.verdict, "again": again,
        "through": through and through["address"],
        "people": [_named(person) for person in homes.people(store(), each.home)],
        "speaks_for": [reason(fact, on) for fact in each.speaks_for],
        "speaks_against": [reason(fact, on) for fact in each.speaks_against],
    }  # fmt: skip


def _named(person: Row) -> str:
    words = parts().text
    more = dates.person_age(person, now().date()) if person["kind"] == "child" else None
    more = more or person["relation"] or words.forms.kinds[person["kind"]].lower()
    return str(words.homes.join.person).format(name=person["name"], more=more)
