"""Evidence packs: of a home or of one visit, for those who may take originals out."""

from __future__ import annotations

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.evidence import NoRoom
from gcp.store import homes, visits
from gcp.store.engine import Row
from gcp.web import making
from gcp.web.being_made import jobs_of
from gcp.web.context import Hidden, must_read, note, parts, store
from gcp.web.forms import EvidenceForm
from gcp.web.orders import COPIES, ORIGINALS, Order
from gcp.web.pack_order import records_for

blueprint = Blueprint("evidence", __name__)


@blueprint.route("/homes/<uuid:home_id>/evidence", methods=["GET", "POST"])
def of_home(home_id: uuid.UUID) -> ResponseReturnValue:
    """A pack of all signed visits to a home that the account may take out."""
    must_read(Right.EXPORT_EVIDENCE, str(home_id))
    return _answer(str(home_id), None)


@blueprint.route("/visits/<uuid:visit_id>/evidence", methods=["GET", "POST"])
def of_visit(visit_id: uuid.UUID) -> ResponseReturnValue:
    """A pack of one signed visit."""
    line = visits.find(store(), str(visit_id))
    if line is None or not line["signed_revision"]:
        raise Hidden
    must_read(Right.EXPORT_EVIDENCE, line["home_id"], line["author_id"])
    return _answer(line["home_id"], line)


def _answer(home: str, line: Row | None) -> ResponseReturnValue:
    row, visit, records = homes.find(store(), home), line and line["id"], records_for(home, line)
    if row is None or (line and not records):
        raise Hidden
    form, status, problem, words = EvidenceForm(), 200, None, parts().text
    if request.method == "POST":
        if not records:
            problem, status = words.evidence.nothing, 400
        elif form.validate():
            kind = ORIGINALS if form.content.data == "originals" else COPIES
            try:
                return making.answer(Order(kind, home, visit))
            except NoRoom:
                problem, status = words.evidence.no_room, 507
            except making.TooMany:
                problem, status = words.reports.being_made.too_many, 409
        else:
            status = 400
    note("home_read", home, visit, page="evidence")
    return render_template(
        "evidence/make.html", home=row, visit=visit, visits=records, form=form, problem=problem,
        jobs=jobs_of(home, (ORIGINALS, COPIES)),
    ), status  # fmt: skip
