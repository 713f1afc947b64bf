"""One photo of a visit: what is known of it, and blacking out parts of its copies."""

from __future__ import annotations

import uuid
from itertools import zip_longest
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.known import Photo
from gcp.core.problems import Problem, Refused
from gcp.core.redaction import WHOLE, Box, mark_of, read_boxes
from gcp.intake import utc_text
from gcp.store import homes, photos, redactions, visits
from gcp.store.engine import Row
from gcp.web.context import (
    Hidden,
    account,
    may_read,
    must_read,
    note,
    now,
    parts,
    store,
)
from gcp.web.errors import sentence
from gcp.web.forms import RedactionForm
from gcp.web.home_page import names, titles
from gcp.web.photo_view import photo_dates, photo_view
from gcp.web.photos import DIGEST

blueprint = Blueprint("photo_page", __name__)

SIDES = ("left", "top", "right", "bottom")


@blueprint.route("/visits/<uuid:visit_id>/photos/<sha256>", methods=["GET", "POST"])
def show(visit_id: uuid.UUID, sha256: str) -> ResponseReturnValue:
    """The photo, its history of black boxes, and a form for those who may change them."""
    line, photo = _photo(str(visit_id), sha256)
    home, author = line["home_id"], line["author_id"]
    may_redact = may_read(Right.REDACT_PHOTO, home, author)
    form, problems, rows = RedactionForm(), [], None
    if request.method == "POST":
        must_read(Right.REDACT_PHOTO, home, author)
        rows = _sent_rows()
        try:
            boxes = read_boxes(rows)
            if form.validate():
                _keep(line, sha256, boxes, form)
                return redirect(url_for("photo_page.show", visit_id=line["id"], sha256=sha256))
        except Refused as refused:
            form.validate()
            problems = [sentence(parts().text, each) for each in refused.problems]
    made = redactions.history(store(), line["id"], sha256)
    stands = made[0]["boxes"] if made else []
    if rows is None:
        rows = _rows(stands)
    elif form.since.data != _number(made):
        rows += [each for each in _rows(stands) if each not in rows]
    form.since.data = _number(made)
    note("photo_read", home, line["id"], sha256=sha256, size="page")
    arrived = photos.arrived(store(), [line["id"]])
    people = names([photo.record], homes.people(store(), home))
    return render_template(
        "photos/photo.html", visit=line, photo=photo, kept=arrived[sha256], form=form,
        dates=photo_dates(photo.entry, photo.record.body, arrived[sha256]),
        view=photo_view(photo, titles([photo.record]), people, arrived), made=made,
        boxes_mark=mark_of(stands), may_redact=may_redact,
        sees_original=may_read(Right.SEE_ORIGINAL, home, author), rows=rows, problems=problems,
    ), 400 if problems or form.errors else 200  # fmt: skip


def _photo(visit: str, sha256: str) -> tuple[Row, Photo]:
    """A photo that has come, by the newest signed revision that names it; raises Hidden."""
    line = visits.find(store(), visit)
    if line is None or not line["signed_revision"] or not DIGEST.fullmatch(sha256):
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], line["author_id"])
    if sha256 not in photos.arrived(store(), [visit], signed_only=True):
        raise Hidden
    for revision in reversed(visits.revisions(store(), visit)):
        record = visits.record(store(), visit, revision["number"]) if revision["signed"] else None
        entries = record.body.get("photos") or () if record else ()
        entry = next((each for each in entries if each["sha256"] == sha256), None)
        if record and entry:
            return line, Photo(entry, record)
    raise Hidden


def _sent_rows() -> list[tuple[str, ...]]:
    """The rows of fields as they were typed; where a row is not whole it ends in nothing."""
    sides = [[each[:20] for each in request.form.getlist(side)] for side in SIDES]
    return list(zip_longest(*sides, fillvalue=""))


def _rows(boxes: list[Box]) -> list[tuple[str, ...]]:
    """Boxes as percentages in fields."""
    return [tuple(f"{each * 100 / WHOLE:g}" for each in box) for box in boxes]


def _number(made: list[Row]) -> str:
    """The number of the newest change, by which a form knows that it is still the newest."""
    return str(made[0]["number"] if made else 0)


def _keep(line: Row, sha256: str, boxes: list[Box], form: RedactionForm) -> None:
    """Keep the boxes; raises Refused where somebody has changed them since the form was opened."""
    at, why = utc_text(now()), (form.why.data or "").strip()
    with store().writing():
        made = redactions.history(store(), line["id"], sha256)
        number = _number(made)
        if form.since.data != number:
            raise Refused([Problem("boxes", "boxes_changed")])
        if boxes == (made[0]["boxes"] if made else []):
            raise Refused([Problem("boxes", "boxes_same")])
        row: dict[str, Any] = {
            "id": str(uuid.uuid4()), "visit_id": line["id"], "sha256": sha256,
            "number": int(number) + 1, "boxes": boxes, "why": why, "made_at": at,
            "made_by": account().id,
        }  # fmt: skip
        redactions.add(store(), row)
        note(
            "photo_redacted", line["home_id"], line["id"], redaction=row["id"], sha256=sha256,
            boxes=boxes, why=why,
        )  # fmt: skip
