"""Saying which schools and services work with a home, or with which of its children."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.partner_work import PartnerWork, read_code
from gcp.core.problems import Refused
from gcp.partnering import set_work, work_of
from gcp.store import homes, partners
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, home_ties, note, now, parts, store
from gcp.web.errors import sentence
from gcp.web.join_page import known_home
from gcp.web.partner_form import PartnerForm
from gcp.web.partner_words import name_of, partners_of, work_words

blueprint = Blueprint("partners", __name__, url_prefix="/homes/<uuid:home_id>/partners")


@dataclass(frozen=True)
class Done:
    """What was just set, and how it was before, to be taken back."""

    partner: Row
    name: str
    works: str
    worked: str
    work: PartnerWork
    before: PartnerWork


@blueprint.get("")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """The partners of a home, and a choice of those that could be."""
    row = _home(str(home_id))
    return _list(row, _done(row["id"]))


@blueprint.get("/choose")
def choose(home_id: uuid.UUID) -> ResponseReturnValue:
    """Lead to the partner that was chosen from the list."""
    row = _home(str(home_id))
    chosen = request.args.get("partner", "")
    if not chosen:
        return _list(row, None, parts().text.partners.choose_missing), 400
    return redirect(url_for("partners.change", home_id=home_id, partner_id=_partner(chosen)["id"]))


@blueprint.route("/<partner_id>", methods=["GET", "POST"])
def change(home_id: uuid.UUID, partner_id: str) -> ResponseReturnValue:
    """Say how one partner works with a home from now on."""
    home, partner = _home(str(home_id)), _partner(partner_id)
    form, status, problem = PartnerForm(), 200, None
    children = [each for each in homes.people(store(), home["id"]) if each["kind"] == "child"]
    form.offer(children)
    if request.method == "POST" and form.validate():
        try:
            was = set_work(
                store(), account(), home["id"], partner, form.was.data or "", form.work(), now()
            )
            return redirect(
                url_for("partners.show", home_id=home_id, changed=partner["id"], was=was.code)
            )
        except Refused as refused:
            problem, status = sentence(parts().text, refused.problems[0]), 409
            form.fill(_work(home["id"], partner))
    elif request.method == "POST":
        status = 400
    else:
        form.fill(_work(home["id"], partner))
    note("home_read", home["id"], page="partners")
    return render_template(
        "partners/change.html", home=home, partner=partner, name=name_of(partner), form=form,
        problem=problem,
    ), status  # fmt: skip


def _list(home: Row, done: Done | None, problem: str | None = None) -> str:
    lines = partners_of(home["id"])
    here = {each.partner["id"] for each in lines}
    others = [(each["id"], name_of(each)) for each in partners.everyone(store())
              if each["id"] not in here]  # fmt: skip
    note("home_read", home["id"], page="partners")
    return render_template(
        "partners/list.html", home=home, lines=lines, others=others, done=done, problem=problem
    )


def _home(home: str) -> Row:
    """The home, for who may set its partners; one that is joined is set as the one it is known as.

    Raises Hidden.
    """
    home_ties(home, Right.SET_PARTNERS)
    row = known_home(home) or homes.find(store(), home)
    if row is None:
        raise Hidden
    home_ties(row["id"], Right.SET_PARTNERS)
    return row


def _partner(account_id: str) -> Row:
    found = partners.find(store(), account_id)
    if found is None:
        raise Hidden
    return found


def _work(home: str, partner: Row) -> PartnerWork:
    found = {row["id"]: work for row, work in work_of(store(), home)}
    return found.get(partner["id"], PartnerWork())


def _done(home: str) -> Done | None:
    """What the address says was just done, if that can be."""
    partner = partners.find(store(), request.args.get("changed", ""))
    children = [row["id"] for row in homes.people(store(), home) if row["kind"] == "child"]
    before = read_code(request.args.get("was", ""), children)
    if partner is None or before is None:
        return None
    work = _work(home, partner)
    if work == before:
        return None
    return Done(
        partner, name_of(partner), work_words(home, work), work_words(home, before), work, before
    )
