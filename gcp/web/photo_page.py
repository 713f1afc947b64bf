"""One photo of a visit: what is known of it, and blacking out parts of its copies."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.known import Photo
from gcp.core.problems import Refused
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
    form, problems = RedactionForm(), []
    if request.method == "POST":
        must_read(Right.REDACT_PHOTO, home, author)
        boxes, problems = _sent_boxes()
        if form.validate() and not problems:
            _keep(line, sha256, boxes, (form.why.data or "").strip())
            return redirect(url_for("photo_page.show", visit_id=line["id"], sha256=sha256))
    made = redactions.history(store(), line["id"], sha256)
    note("photo_read", home, line["id"], sha256=sha256, size="page")
    arrived = photos.arrived(store(), [line["id"]])
    people = names([photo.record], homes.people(store(), home))
    return render_template(
        "photos/photo.html", visit=line, photo=photo, kept=arrived[sha256], form=form,
        dates=photo_dates(photo.entry, photo.record.body, arrived[sha256]),
        view=photo_view(photo, titles([photo.record]), people, arrived), made=made,
        boxes_mark=mark_of(made[0]["boxes"]) if made else "", may_redact=may_redact,
        sees_original=may_read(Right.SEE_ORIGINAL, home, author),
        rows=_sent_rows() if problems or form.errors else _rows(made), problems=problems,
    ), 400 if problems or form.errors else 200  # fmt: skip


def _photo(visit: str, sha256: str) -> tuple[Row, Photo]:
    """A photo that has come, in a signed visit that the account may see; raises Hidden."""
    line = visits.find(store(), visit)
    if line is None or not line["signed_revision"] or not DIGEST.fullmatch(sha256):
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], line["author_id"])
    record = visits.record(store(), visit, line["signed_revision"])
    entries = record.body.get("photos") or () if record else ()
    entry = next((each for each in entries if each["sha256"] == sha256), None)
    if record is None or entry is None or sha256 not in photos.arrived(store(), [visit]):
        raise Hidden
    return line, Photo(entry, record)


def _sent_rows() -> list[tuple[str, ...]]:
    sides = [[each[:20] for each in request.form.getlist(side)] for side in SIDES]
    return list(zip(*sides, strict=False))


def _sent_boxes() -> tuple[list[Box], list[str]]:
    try:
        return read_boxes(_sent_rows()), []
    except Refused as refused:
        return [], [sentence(parts().text, each) for each in refused.problems]


def _rows(made: list[Row]) -> list[tuple[str, ...]]:
    """What is blacked out now, as percentages in fields."""
    return [tuple(f"{each * 100 / WHOLE:g}" for each in box) for box in made[0]["boxes"]] if made else []


def _keep(line: Row, sha256: str, boxes: list[Box], why: str) -> None:
    at = utc_text(now())
    row: dict[str, Any] = {
        "id": str(uuid.uuid4()), "visit_id": line["id"], "sha256": sha256, "boxes": boxes,
        "why": why, "made_at": at, "made_by": account().id,
    }  # fmt: skip
    with store().writing():
        redactions.add(store(), row)
        note("photo_redacted", line["home_id"], line["id"], redaction=row["id"], sha256=sha256,
             boxes=len(boxes), why=why)  # fmt: skip
