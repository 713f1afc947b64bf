"""Joining a home with the one it is known as: choosing that, saying who is who, taking it back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right, may
from gcp.core.joining import may_be_same, postcode_key
from gcp.core.matching import person_fit
from gcp.core.problems import Refused
from gcp.joining import join_homes, undo_join
from gcp.store import homes, joins
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.context import Hidden, account, home_ties, note, now, parts, store
from gcp.web.errors import sentence
from gcp.web.forms import Question, join_form
from gcp.web.homes import LONGEST_QUERY, own_ties, reachable_homes
from gcp.web.join_page import how_it_came
from gcp.web.matching import likely, of_other_teams

blueprint = Blueprint("joining", __name__, url_prefix="/homes")

MOST_SHOWN = 30


@blueprint.get("/<uuid:home_id>/join")
def choose(home_id: uuid.UUID) -> ResponseReturnValue:
    """Which home is this one? Those with the same postcode first."""
    home = _mine(str(home_id))
    if joins.of_home(store(), home["id"]):
        return _to(home["id"])
    query = request.args.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    near = postcode_key(home["postcode"])
    rows = [
        row
        for row in reachable_homes(query, near)
        if row["id"] != home["id"] and may(account(), Right.JOIN_HOMES, own_ties(row))
    ]
    shown = rows[:MOST_SHOWN]
    likely_ones, apart = likely(home)
    note("homes_listed", homes=[row["id"] for row in shown], searched=bool(query))
    note("matches_read", home["id"], homes=[each["home"]["id"] for each in likely_ones])
    return render_template(
        "homes/join.html", home=home, came=how_it_came(home), query=query,
        likely=likely_ones, apart=apart, others=of_other_teams(home),
        known=[_line(row, near) for row in shown], more=len(rows) - len(shown),
        has_joined=bool(joins.into_homes(store(), [home["id"]])),
    )  # fmt: skip


@blueprint.route("/<uuid:home_id>/join/<uuid:into_id>", methods=["GET", "POST"])
def people(home_id: uuid.UUID, into_id: uuid.UUID) -> ResponseReturnValue:
    """Who of this home is who of the other one; then they are joined."""
    home, into = _mine(str(home_id)), _mine(str(into_id))
    if joins.of_home(store(), home["id"]) or home["id"] == into["id"]:
        return _to(home["id"])
    found, known = (homes.people(store(), each["id"]) for each in (home, into))
    form, problem = join_form([_question(each, known) for each in found]), None
    if request.method == "POST" and form.validate():
        try:
            join_homes(store(), account(), home["id"], into["id"], form.same(), now())
            return _to(into["id"])
        except Refused as refused:
            problem = sentence(parts().text, refused.problems[0])
    for each in (home, into):
        note("home_read", each["id"])
    return render_template(
        "homes/join_people.html", form=form, problem=problem, home=home, into=into,
        came=how_it_came(home), people=found, describe=_described,
    ), 400 if form.errors or problem else 200  # fmt: skip


@blueprint.post("/<uuid:home_id>/join/undo")
def undo(home_id: uuid.UUID) -> ResponseReturnValue:
    """Take a join back: the home is one of its own again."""
    home = str(home_id)
    join = joins.of_home(store(), home)
    if join is None:
        home_ties(home, Right.JOIN_HOMES)
        return _to(home)
    home_ties(join["into_home"], Right.JOIN_HOMES)
    undo_join(store(), account(), home, now())
    return _to(home)


def _mine(home: str) -> Row:
    """A home that the account may join; raises Hidden for any other."""
    home_ties(home, Right.JOIN_HOMES)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _question(person: Row, known: list[Row]) -> Question:
    """Who someone of this home may be: those of the same kind and most alike first."""
    may_be = [each for each in known if may_be_same(person["kind"], each["kind"])]
    may_be.sort(key=lambda each: (each["kind"] != person["kind"], -person_fit(person, each)))
    choices = [(each["id"], _described(each)) for each in may_be]
    return Question(person["id"], person["name"], choices)


def _described(person: Row) -> str:
    """A name with what tells people of one name apart: the age, or who they are to the children."""
    words = parts().text
    more = dates.person_age(person, now().date()) if person["kind"] == "child" else None
    more = more or person["relation"] or words.forms.kinds[person["kind"]].lower()
    return str(words.homes.join.person).format(name=person["name"], more=more)


def _line(row: Row, near: str) -> dict[str, Any]:
    return {
        **row,
        "is_near": bool(near) and postcode_key(row["postcode"]) == near,
        "people": [_described(each) for each in homes.people(store(), row["id"])],
    }


def _to(home: str) -> ResponseReturnValue:
    return redirect(url_for("homes.show", home_id=home))
