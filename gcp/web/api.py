"""What the device and other programs talk to: JSON in, JSON out."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from gcp import intake
from gcp.core.access import Account, Right
from gcp.core.found_home import LARGEST_HOME
from gcp.core.problems import Refused
from gcp.core.rules import as_json
from gcp.core.visit import LARGEST_BODY
from gcp.photo_parts import PART_BYTES, PartRefused, read_part
from gcp.sign_in import TooManyTries, WrongDetails, sign_in
from gcp.store import photos, reviews, visits
from gcp.store.engine import Row
from gcp.web import callers, carry, conflicts, found_homes, session
from gcp.web.context import (
    Hidden,
    find_rules,
    machine,
    must,
    must_read,
    note,
    now,
    parts,
    store,
)
from gcp.web.context import account as signed_in
from gcp.web.errors import json_error, refusal
from gcp.web.headers import from_elsewhere
from gcp.web.review_part import review_json

blueprint = Blueprint("api", __name__, url_prefix="/api")

SIGN_IN_BYTES = 10_000
PART_STATUS = {
    "range_wrong": 400, "range_length": 400, "photo_too_large": 413, "photo_total_differs": 422,
}  # fmt: skip


# What a revoked device may still ask, and what anyone may who is not signed in.
OF_REVOKED_DEVICES = frozenset({"device_calls.show", "device_calls.note_emptied"})
OPEN_CALLS = OF_REVOKED_DEVICES | {"api.begin_session", "device_calls.release_recovery_key"}


@blueprint.before_request
def guard() -> Response | None:
    """Only our own pages and programs may call, and but for a few calls only with a session.

    No token is needed here: another site's page cannot send PUT, DELETE or JSON unasked, and what
    says that it comes from elsewhere is turned away.
    """
    words = parts().text.errors
    if request.method not in {"GET", "HEAD"} and from_elsewhere():
        return json_error(403, "from_elsewhere", words.from_elsewhere)
    refused = None if request.endpoint in OF_REVOKED_DEVICES else callers.refuse_device()
    if refused or request.endpoint in OPEN_CALLS:
        return refused
    if g.account is None:
        return json_error(401, "signed_out", words.signed_out)
    return callers.refuse_person()


@blueprint.post("/session")
def begin_session() -> ResponseReturnValue:
    """Sign a program in: `{"email", "password"}`; the session is in the cookie."""
    found = check_details()
    if isinstance(found, Response):
        return found
    session.begin(found)
    return jsonify({"person": person_json(found)}), 201


@blueprint.get("/session")
def show_session() -> ResponseReturnValue:
    """Who is signed in."""
    return jsonify({"person": person_json(signed_in())})


@blueprint.delete("/session")
def end_session() -> ResponseReturnValue:
    """Sign out."""
    session.end()
    return Response(status=204)


@blueprint.get("/rules")
@blueprint.get("/rules/<digest>")
def show_rules(digest: str = "") -> ResponseReturnValue:
    """The rules in force, or the version with this digest."""
    rules = find_rules(digest) if digest else parts().rules
    if rules is None:
        raise Hidden
    return jsonify(as_json(rules))


@blueprint.get("/caseload")
def show_caseload() -> ResponseReturnValue:
    """The homes that this person may carry, all or those changed since a time."""
    return jsonify(carry.caseload(request.args.get("since"), request.args.get("home")))


@blueprint.get("/caseload/index")
def show_caseload_index() -> ResponseReturnValue:
    """Which homes this person may carry, each with a tag that changes when its pack does."""
    return jsonify(carry.index())


@blueprint.put("/homes/<uuid:home_id>")
def put_home(home_id: Any) -> ResponseReturnValue:
    """Take in a home that was found with no network."""
    return found_homes.take(str(home_id), _bytes(LARGEST_HOME))


@blueprint.put("/visits/<uuid:visit>/revisions/<int(max=999999999):number>")
def put_revision(visit: Any, number: int) -> ResponseReturnValue:
    """Take in one revision of a visit; the receipt says what is still missing."""
    body = _bytes(LARGEST_BODY)
    try:
        receipt = intake.receive_visit(
            store(), find_rules, signed_in(), str(visit), number, body, now()
        )
    except intake.Conflict as conflict:
        return _conflict(conflict)
    return jsonify(receipt.body), 201 if receipt.new else 200


@blueprint.get("/visits/<uuid:visit>")
def show_visit(visit: Any) -> ResponseReturnValue:
    """A visit's revisions, and which of its photos have not come."""
    line = _visit_line(str(visit))
    own = _is_own(line)
    note("visit_read", line["home_id"], line["id"])
    return jsonify(
        {
            "visit": line["id"],
            "home": line["home_id"],
            "author": line["author_id"],
            "latest_revision": line["latest_revision"],
            "signed_revision": line["signed_revision"],
            "revisions": [
                each for each in visits.revisions(store(), line["id"]) if own or each["signed"]
            ],
            "missing_photos": photos.missing(store(), line["id"], signed_only=not own),
            "review": (review := reviews.of_visit(store(), line["id"])) and review_json(review),
        }
    )


@blueprint.get("/visits/<uuid:visit>/revisions/<int(max=999999999):number>")
def show_revision(visit: Any, number: int) -> ResponseReturnValue:
    """One revision, byte for byte as it was sent."""
    line = _visit_line(str(visit))
    found = visits.revision(store(), line["id"], number)
    if found is None or not (found["signed"] or _is_own(line)):
        raise Hidden
    note("visit_read", line["home_id"], line["id"], revision=number)
    reply = Response(found["body"], mimetype="application/json")
    reply.set_etag(found["sha256"])
    return reply


@blueprint.post("/visits/<uuid:visit>/conflicts/<sha256>")
def settle_conflict(visit: Any, sha256: str) -> ResponseReturnValue:
    """Record which of two versions under one number the author keeps."""
    return conflicts.settle(str(visit), sha256)


@blueprint.put("/photos/<sha256>")
def put_photo(sha256: str) -> ResponseReturnValue:
    """Take in a photo's original bytes under their digest, whole or a part with Content-Range."""
    words = parts().text.errors
    must_send = Right.SEND_PHOTO
    must(must_send)
    try:
        taken = _take_part(sha256) if "Content-Range" in request.headers else _take_photo(sha256)
    except intake.WrongDigest:
        return json_error(422, "wrong_digest", words.wrong_digest)
    except PartRefused as refused:
        return refusal(PART_STATUS[refused.problems[0].code], refused.problems)
    except Refused as refused:
        return refusal(415, refused.problems)
    if isinstance(taken, int):
        return jsonify({"sha256": sha256, "have": taken}), 202
    return jsonify(taken.body), 201 if taken.new else 200


def _take_photo(sha256: str) -> intake.Receipt:
    data = _bytes(intake.PHOTO_BYTES)
    return intake.receive_photo(
        store(), parts().settings.pictures, signed_in(), sha256, data, now()
    )


def _take_part(sha256: str) -> intake.Receipt | int:
    data = _bytes(PART_BYTES)
    part = read_part(request.headers["Content-Range"], len(data), intake.PHOTO_BYTES)
    return intake.receive_photo_part(
        store(), parts().settings.pictures, signed_in(), sha256, part, data, now()
    )


def check_details() -> Account | Response:
    """Whose e-mail and password were sent, no session begun yet; or the answer that says no."""
    words = parts().text
    if not request.is_json:
        return json_error(415, "json_wanted", words.errors.json_wanted)
    sent = _small_object()
    settings = parts().settings
    try:
        return sign_in(
            store(), settings.password_effort, sent["email"], sent["password"], machine(), now(),
            settings.demonstration,
        )  # fmt: skip
    except WrongDetails:
        return json_error(401, "wrong_details", words.auth.wrong_details)
    except TooManyTries:
        return json_error(429, "too_many_tries", words.auth.too_many_tries)


def person_json(found: Account) -> dict[str, str]:
    """Who somebody is, as the device is told."""
    return {"id": found.id, "name": found.name, "email": found.email, "role": found.role.value}


def _visit_line(visit: str) -> Row:
    """A visit that the account may see: drafts are for their author alone."""
    line = visits.find(store(), visit)
    if line is None:
        raise Hidden
    author = line["author_id"]
    if line["signed_revision"] is None and not _is_own(line):
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], author)
    return line


def _is_own(line: Row) -> bool:
    return bool(line["author_id"] == signed_in().id)


def _conflict(conflict: intake.Conflict) -> Response:
    kept = conflict.kept
    server = None
    if kept:
        server = {
            "revision": kept["number"],
            "sha256": kept["sha256"],
            "received_at": kept["received_at"],
            "body": kept["body"],
        }
    message = str(parts().text.problems[conflict.code])
    return json_error(409, conflict.code, message, server=server)


def _bytes(most: int) -> bytes:
    """The request's body, never more than so many bytes."""
    # One more is read: a body that does not say its length is cut at the limit, and not refused.
    request.max_content_length = most + 1
    try:
        data = request.get_data(cache=False)
        if len(data) > most:
            raise RequestEntityTooLarge
        return data
    except RequestEntityTooLarge as error:
        message = parts().text.errors.too_large.format(most=f"{most // 1000:,}")
        raise HTTPException(
            response=json_error(413, "too_large", message)
        ) from error


def _small_object() -> dict[str, str]:
    try:
        sent = json.loads(_bytes(SIGN_IN_BYTES))
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        sent = {}
    return {
        key: value if isinstance(value := sent.get(key), str) else ""
        for key in ("email", "password")
    }
