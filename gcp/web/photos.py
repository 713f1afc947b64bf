"""Photos, to those who may see a visit that names them."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from gcp import photo_files
from gcp.core.access import Right, may
from gcp.store import photos
from gcp.store.engine import Row
from gcp.web import callers
from gcp.web.context import Hidden, account, may_read, note, parts, store

blueprint = Blueprint("photos", __name__, url_prefix="/photos")

DIGEST = re.compile(r"[0-9a-f]{64}")


@blueprint.before_request
def guard() -> Response | None:
    """What a device fetches is for the person whose vault is open, and for no revoked device."""
    return callers.refuse_device() or callers.refuse_person()


@blueprint.get("/<sha256>/<any(thumb, display, original):size>")
def show(sha256: str, size: str) -> ResponseReturnValue:
    """One photo: the stripped upright copy, or the original bytes as a download."""
    photo = photos.find(store(), sha256) if DIGEST.fullmatch(sha256) else None
    if photo is None:
        raise Hidden
    visit = _visible_through(photo)
    note("photo_read", visit and visit["home_id"], visit and visit["id"], sha256=sha256, size=size)
    folder = parts().settings.pictures
    if size == "original":
        reply = Response(photo_files.original(folder, sha256).read_bytes(), mimetype=photo["type"])
        name = f"{sha256[:16]}.{photo['type'].partition('/')[2]}"
        reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return reply
    return Response(photo_files.copy(folder, sha256, size), mimetype="image/jpeg")


def _visible_through(photo: Row) -> Row | None:
    """The visit through which this account sees the photo; None for what it sent itself."""
    for visit in photos.visits_with(store(), photo["sha256"]):
        author = visit["author_id"]
        if not visit["signed"] and author != account().id:
            continue
        if may_read(Right.SEE_VISIT, visit["home_id"], author):
            return visit
    sent = photos.sent_by(store(), photo["sha256"], account().id)
    if sent and may(account(), Right.SEND_PHOTO):
        return None
    raise Hidden
