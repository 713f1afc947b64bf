"""Homes: the list, one home's page, and adding homes and people."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from gcp.core import known
from gcp.core.access import HomeTies, Right, Role, may
from gcp.core.history import VisitRecord
from gcp.core.made_up import made_up
from gcp.intake import utc_text
from gcp.intake_homes import own_teams, team_of_new_home
from gcp.matching import same_place, to_decide
from gcp.store import homes, photos, visits
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.asked_view import asked_now
from gcp.web.at_the_door import told_here
from gcp.web.care_view import protection_notes
from gcp.web.chronology_lines import may_add, names_of, newest, visible_events
from gcp.web.context import (
    Hidden,
    account,
    home_ties,
    may_in_a_team,
    may_read,
    must,
    must_read,
    note,
    now,
    own_ties,
    store,
    ties_to_read,
)
from gcp.web.following_lists import lines_of_mine, on_top, pressing_lines
from gcp.web.forms import HomeForm, PersonForm
from gcp.web.home_page import HomePage, area_grades, home_page
from gcp.web.home_patterns import views_of
from gcp.web.join_page import join_notes, known_home
from gcp.web.made_up_view import MadeUpView, made_up_views
from gcp.web.next_steps_view import steps_view
from gcp.web.own_events import own_left_behind
from gcp.web.partner_words import partners_of
from gcp.web.people import visible_people
from gcp.web.review_part import sent_back

blueprint = Blueprint("homes", __name__, url_prefix="/homes")

LONGEST_QUERY = 200
LAST_LINES = 5  # of the chronology, beneath the chart


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The homes of this person, with what was last seen in each."""
    if account().role is Role.ADMINISTRATOR:
        raise Hidden
    query = request.args.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    rows = reachable_homes(query)
    ids = [row["id"] for row in rows]
    newest, children = visits.latest_of_homes(store(), ids), homes.children_of(store(), ids)
    note("homes_listed", homes=ids, searched=bool(query))
    return render_template(
        "homes/list.html",
        homes=[_line(row, children[row["id"]], newest.get(row["id"])) for row in rows],
        query=query, may_add=may(account(), Right.ADD_HOME), sent_back=sent_back(),
        may_practise=may(account(), Right.PRACTISE), to_decide=len(to_decide(store(), account())),
        pressing=None if query else on_top(pressing_lines(rows)),
        mine=[] if query else lines_of_mine(), left_behind=None if query else own_left_behind(),
        lists_checks=may_in_a_team(Right.ASK_CHECK),
        sees_agreement=may_in_a_team(Right.SEE_AGREEMENT),
    )  # fmt: skip


def reachable_homes(query: str = "", near: str = "") -> list[Row]:
    """Every home that this account may see, by its teams or its own list.

    Without those that are joined with another one that it may see; with the postcode first that
    is `near`, in capitals without spaces.
    """
    by_team = may(account(), Right.SEE_HOME, HomeTies(next(iter(account().teams), "")))
    found = homes.reachable(store(), account().id, by_team, query, near=near)
    return [row for row in found if may(account(), Right.SEE_CHILD, own_ties(row))]


def _line(row: Row, children: list[Row], newest: VisitRecord | None) -> dict[str, Any]:
    """One home in the list; only what this account may see of the newest visit."""
    if newest and not may(account(), Right.SEE_VISIT, own_ties(row), newest.author_id):
        newest = None
    on, ties = now().date(), own_ties(row)
    return {
        **row,
        "children": [
            {"name": each["name"], "age": dates.person_age(each, on)}
            for each in children
            if may(account(), Right.SEE_CHILD, ties, about=(each["id"],))
        ],
        "sees_home": may(account(), Right.SEE_HOME, ties),
        "last_visit": newest.body if newest else None,
        "areas": area_grades(newest, None) if newest else [],
        "concerns": known.concerns_of(newest) if newest else 0,
    }


def visible_visits(home: str) -> list[VisitRecord]:
    """The signed visits to a home that this account may see."""
    found, ties = visits.of_home(store(), home), ties_to_read(home)
    return [
        each
        for each in found
        if any(may(account(), Right.SEE_VISIT, one, each.author_id) for one in ties)
    ]


def page_of(home: str, child: str | None, on: date) -> HomePage:
    """The values of a home's page; raises Hidden if the account may not see the home."""
    must_read(Right.SEE_CHILD, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    records = visible_visits(home)
    return home_page(
        row, visible_people(home), records, child, arrived_photos(records), on,
        visible_events(home),
    )  # fmt: skip


def arrived_photos(records: list[VisitRecord]) -> frozenset[str]:
    """The digests of those photos of these visits that have come."""
    return frozenset(photos.arrived(store(), [each.id for each in records]))


@blueprint.get("/<uuid:home_id>")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """One home: what is known, the chart, the visits and the photos."""
    home = str(home_id)
    page = page_of(home, request.args.get("child"), now().date())
    sees_home, known_as = may_read(Right.SEE_HOME, home), known_home(home)
    if known_as and not sees_home:  # who knows a child finds it in the home that it is known in
        return redirect(url_for("homes.show", home_id=known_as["id"]))
    note("home_read", home, visits=len(page.steps))
    ties, joining = homes.ties(store(), home), join_notes(home)
    # Work goes on in the home that this one is known as.
    goes_on = joining.into is None
    sees_all = may_read(Right.SEE_VISITS, home)
    records = [each.record for each in page.steps]
    names = names_of(home, records)
    return render_template(
        "homes/show.html", page=page, joining=joining, told=told_here(page.home, page.people),
        line_names=names,
        patterns=views_of(page) if sees_all and page.steps else None,
        next_steps=steps_view(page), made_up_views=_made_up(page, records),
        protections=protection_notes(records, now()), asked=asked_now(home),
        may_ask=goes_on and may(account(), Right.ASK_CHECK, ties),
        lines=newest(records, page.events, names, LAST_LINES), may_add_event=may_add(home),
        may_refer=goes_on and may(account(), Right.REFER, ties),
        may_write=goes_on and may(account(), Right.WRITE_VISIT, ties),
        may_add_people=goes_on and may(account(), Right.ADD_PEOPLE, ties),
        sees_all=sees_all, sees_home=sees_home, partners=partners_of(home) if sees_all else None,
        may_set_partners=goes_on and may(account(), Right.SET_PARTNERS, ties),
        may_export=may_read(Right.EXPORT_EVIDENCE, home),
        may_report=may_read(Right.MAKE_REPORT, home),
        may_take_out=may_read(Right.EXPORT_DATA, home),
    )  # fmt: skip


def _made_up(page: HomePage, records: list[VisitRecord]) -> list[MadeUpView]:
    """Who makes up for what, in the home or for the chosen child."""
    told = made_up(records, page.events, page.child["id"] if page.child else None)
    return made_up_views(told, records, page.names)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a home that is not known yet."""
    must(Right.ADD_HOME)
    form = HomeForm()
    mine = own_teams(store(), account())
    form.team.choices = [SelectChoice(row["id"], row["name"]) for row in mine]
    known = []
    if request.method == "POST" and form.validate():
        known = [] if request.form.get("another") else _known_there(form)
        if not known:
            return redirect(url_for("homes.show", home_id=_add_home(form, mine)))
    status = 400 if form.errors else 409 if known else 200
    return render_template("homes/new.html", form=form, known=known), status


def _known_there(form: HomeForm) -> list[Row]:
    """The homes at the address that was typed which this account may see."""
    typed = {"id": "", **{name: form[name].data or "" for name in ("name", "address", "postcode")}}
    found = [each for each in same_place(store(), typed) if may_read(Right.SEE_HOME, each["id"])]
    if found:
        note("matches_read", homes=[each["id"] for each in found])
    return found


def _add_home(form: HomeForm, mine: list[Row]) -> str:
    home = str(uuid.uuid4())
    team = team_of_new_home(store(), mine, form.team.data)
    if team is None:
        raise Hidden
    at = utc_text(now())
    with store().writing():
        homes.add(
            store(),
            {
                "id": home, "team_id": team, "name": (form.name.data or "").strip(),
                "address": (form.address.data or "").strip(),
                "postcode": (form.postcode.data or "").strip().upper(),
                "created_at": at, "created_by": account().id,
            },
        )  # fmt: skip
        homes.allocate(store(), home, account().id, at)
        note("home_added", home)
    return home


@blueprint.route("/<uuid:home_id>/people/new", methods=["GET", "POST"])
def new_person(home_id: uuid.UUID) -> ResponseReturnValue:
    """Add someone of the household."""
    home = str(home_id)
    home_ties(home, Right.ADD_PEOPLE)
    form = PersonForm(today=now().date())
    if request.method == "POST" and form.validate():
        with store().writing():
            homes.add_person(store(), _person_row(form, home))
            note("person_added", home)
        return redirect(url_for("homes.show", home_id=home))
    status = 400 if form.errors else 200
    note("home_read", home)
    return render_template("homes/new_person.html", form=form, home=homes.find(store(), home)), status


def _person_row(form: PersonForm, home: str) -> Row:
    child = form.kind.data == "child"
    return {
        "id": str(uuid.uuid4()), "home_id": home, "kind": form.kind.data,
        "name": (form.name.data or "").strip(),
        "born": form.born.isoformat() if form.born else None,
        "about_years": form.age if child and not form.born else None,
        "relation": (form.relation.data or "").strip(), "added_at": utc_text(now()),
        "added_by": account().id,
    }  # fmt: skip

