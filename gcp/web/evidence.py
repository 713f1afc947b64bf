"""Evidence packs: of a home or of one visit, for those who may take originals out."""

from __future__ import annotations

import uuid
from pathlib import Path

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.evidence import NoRoom, full_disk_told, make_zip
from gcp.store import homes, visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, may_read, must_read, note, now, parts, store
from gcp.web.evidence_pack import evidence_pack
from gcp.web.forms import EvidenceForm
from gcp.web.homes import visible_visits

blueprint = Blueprint("evidence", __name__)


@blueprint.route("/homes/<uuid:home_id>/evidence", methods=["GET", "POST"])
def of_home(home_id: uuid.UUID) -> ResponseReturnValue:
    """A pack of all signed visits to a home that the account may take out."""
    home = str(home_id)
    must_read(Right.EXPORT_EVIDENCE, home)
    seen = [
        visits.record(store(), each.id, each.revision)
        for each in visible_visits(home)
        if may_read(Right.EXPORT_EVIDENCE, each.home, each.author_id)
    ]
    return _answer(home, None, [each for each in seen if each])


@blueprint.route("/visits/<uuid:visit_id>/evidence", methods=["GET", "POST"])
def of_visit(visit_id: uuid.UUID) -> ResponseReturnValue:
    """A pack of one signed visit."""
    line = visits.find(store(), str(visit_id))
    if line is None or not line["signed_revision"]:
        raise Hidden
    must_read(Right.EXPORT_EVIDENCE, line["home_id"], line["author_id"])
    record = visits.record(store(), line["id"], line["signed_revision"])
    if record is None:
        raise Hidden
    return _answer(line["home_id"], line["id"], [record])


def _answer(home: str, visit: str | None, records: list[VisitRecord]) -> ResponseReturnValue:
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    form, status, problem = EvidenceForm(), 200, None
    if request.method == "POST":
        if not records:
            problem, status = parts().text.evidence.nothing, 400
        elif form.validate():
            try:
                return _sent(row, visit, records, form.content.data == "originals")
            except NoRoom:
                problem, status = parts().text.evidence.no_room, 507
        else:
            status = 400
    note("home_read", home, visit, page="evidence")
    return render_template(
        "evidence/make.html", home=row, visit=visit, visits=records, form=form, problem=problem
    ), status


def _sent(
    home: Row, visit: str | None, records: list[VisitRecord], with_originals: bool
) -> ResponseReturnValue:
    at = now()
    with full_disk_told():
        pack = evidence_pack(home, visit, records, with_originals, at)
        made = make_zip(parts().settings.instance / "packs", pack)
    note(
        "evidence_pack_made", home["id"], visit, sha256=made.sha256, visits=len(records),
        photos=len({Path(each).stem for each in pack.kept}), originals=with_originals,
        events=sum(each.startswith("chronology/events/") for each in pack.written),
    )  # fmt: skip
    # Of the home only its number: the name lies about in a downloads folder.
    name = f"evidence-{(visit or home['id'])[:8]}-{at.date().isoformat()}.zip"
    reply = send_file(made.file, mimetype="application/zip", as_attachment=True, download_name=name)
    reply.content_length = made.bytes
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
