"""Photos, to those who may see a visit that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from gcp import photo_files
from gcp.core.access import Right, may
from gcp.core.history import VisitRecord
from gcp.core.redaction import Box, together
from gcp.store import photos, redactions
from gcp.store.engine import Row
from gcp.web import callers
from gcp.web.context import Hidden, account, may_read, note, parts, store

blueprint = Blueprint("photos", __name__, url_prefix="/photos")

DIGEST = re.compile(r"[0-9a-f]{64}")


@blueprint.before_request
def guard() -> Response | None:
    """What a device fetches is for the person whose vault is open, and for no revoked device."""
    return callers.refuse_device() or callers.refuse_person()


@blueprint.get("/<sha256>/<any(thumb, carried, display, unredacted, original):size>")
def show(sha256: str, size: str) -> ResponseReturnValue:
    """One photo: an upright copy without metadata, or, for some, what it was before."""
    photo = photos.find(store(), sha256) if DIGEST.fullmatch(sha256) else None
    if photo is None:
        raise Hidden
    through = _visible_through(photo)
    visit = through[0] if through else None
    if size in ("original", "unredacted") and not _may_see_original(through):
        raise Hidden
    try:
        reply = _original(photo) if size == "original" else _copy(photo, size, through)
    except FileNotFoundError:  # lost on the server's disk: `gcp verify` names it
        raise Hidden from None
    note("photo_read", visit and visit["home_id"], visit and visit["id"], sha256=sha256, size=size)
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


def redacted(records: Iterable[VisitRecord]) -> dict[str, tuple[Box, ...]]:
    """What is blacked out of the photos of these visits, by digest."""
    return _by_digest([each.id for each in records])


def boxes_seen(photo: Row) -> tuple[Box, ...]:
    """What is blacked out of a photo in any visit that this account sees it by."""
    return _boxes(photo, _visible_through(photo))


def _boxes(photo: Row, through: list[Row]) -> tuple[Box, ...]:
    return _by_digest([each["id"] for each in through]).get(photo["sha256"], ())


def _by_digest(visits: list[str]) -> dict[str, tuple[Box, ...]]:
    found: dict[str, list[list[Box]]] = {}
    for (_, sha256), boxes in redactions.standing(store(), visits).items():
        found.setdefault(sha256, []).append(boxes)
    return {sha256: together(groups) for sha256, groups in found.items()}


def _original(photo: Row) -> Response:
    file = photo_files.original(parts().settings.pictures, photo["sha256"])
    reply = Response(file.read_bytes(), mimetype=photo["type"])
    name = f"{photo['sha256'][:16]}.{photo['type'].partition('/')[2]}"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def _copy(photo: Row, size: str, through: list[Row]) -> Response:
    """A copy as this account may see it: all that is blacked out in any visit it sees it by."""
    shown = "display" if size == "unredacted" else size
    hidden = () if size == "unredacted" else _boxes(photo, through)
    file = photo_files.copy(parts().settings.pictures, photo["sha256"], shown, hidden)
    return Response(file.read_bytes(), mimetype="image/jpeg")


def _may_see_original(through: list[Row]) -> bool:
    """Whoever sees it through no visit has sent it."""
    return not through or any(
        may_read(Right.SEE_ORIGINAL, each["home_id"], each["author_id"]) for each in through
    )


def _visible_through(photo: Row) -> list[Row]:
    """The visits through which this account sees the photo; none for what it only sent itself."""
    found = [
        visit
        for visit in photos.visits_with(store(), photo["sha256"])
        if (visit["signed"] or visit["author_id"] == account().id)
        and may_read(Right.SEE_VISIT, visit["home_id"], visit["author_id"])
    ]
    if found:
        return found
    sent = photos.sent_by(store(), photo["sha256"], account().id)
    if sent and may(account(), Right.SEND_PHOTO):
        return []
    raise Hidden
