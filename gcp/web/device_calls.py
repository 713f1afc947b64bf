"""What a device tells the server of itself, and the key that the server keeps for its owner."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from gcp.core.device_report import LARGEST_BODY, read_recovery_key, read_report
from gcp.intake import utc_text
from gcp.store import audit, devices
from gcp.store.engine import Row
from gcp.web import api, session
from gcp.web.callers import gone
from gcp.web.context import Hidden, account, note, now, parts, store
from gcp.web.errors import json_error

blueprint = Blueprint("device_calls", __name__, url_prefix="/api/devices")
blueprint.before_request(api.guard)


@blueprint.get("/<uuid:device_id>")
def show(device_id: uuid.UUID) -> ResponseReturnValue:
    """Whether the device is revoked; a device that is not known is not."""
    found = devices.find(store(), str(device_id))
    at = found["revoked_at"] if found else None
    return jsonify({"device": str(device_id), "revoked": at is not None, "revoked_at": at})


@blueprint.post("/<uuid:device_id>/emptied")
def note_emptied(device_id: uuid.UUID) -> ResponseReturnValue:
    """Note that a revoked device has deleted what it held."""
    device, at = str(device_id), utc_text(now())
    if not devices.is_revoked(store(), device):
        raise Hidden
    with store().writing():
        if devices.note_emptied(store(), device, at):
            who = g.account.id if g.account else None
            audit.record(store(), at, who, "device_emptied", detail={"device": device})
    return Response(status=204)


@blueprint.put("/<uuid:device_id>")
def put_report(device_id: uuid.UUID) -> ResponseReturnValue:
    """Keep how this person's work on the device stands; work they removed is logged once."""
    sent = read_report(_body())
    device, at = str(device_id), utc_text(now())
    with store().writing():
        if devices.is_revoked(store(), device):
            return gone()
        _see(device, at)
        devices.report(store(), device, account().id, _facts(sent, at))
        for line in sent["removed"]:
            if devices.remove_work(store(), device, account().id, line["id"], at):
                note("unsent_removed", device=device, **line)
    removed = list(dict.fromkeys(line["id"] for line in sent["removed"]))
    return jsonify({"device": device, "received_at": at, "removed": removed})


@blueprint.put("/<uuid:device_id>/recovery-key")
def keep_recovery_key(device_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the key that opens this person's vault on the device, in place of an earlier one."""
    key = read_recovery_key(_body())
    device, at = str(device_id), utc_text(now())
    with store().writing():
        if devices.is_revoked(store(), device):
            return gone()
        _see(device, at)
        devices.keep_key(store(), device, account().id, key)
        note("recovery_key_kept", device=device)
    return jsonify({"device": device, "kept_at": at}), 201


@blueprint.post("/<uuid:device_id>/recovery-key")
def release_recovery_key(device_id: uuid.UUID) -> ResponseReturnValue:
    """Sign in and hand out the key that was kept: `{"email", "password"}`."""
    device = str(device_id)
    if devices.is_revoked(store(), device):
        return gone()
    found = api.check_details()
    if isinstance(found, Response):
        return found
    with store().writing():
        key = devices.key(store(), device, found.id)
        if key is None:
            at = utc_text(now())
            audit.record(store(), at, found.id, "recovery_key_missing", detail={"device": device})
            return json_error(404, "no_recovery_key", parts().text.errors.no_recovery_key)
        session.begin(found)
        note("recovery_key_released", device=device)
    return jsonify({"person": api.person_json(found), "key": key})


def _see(device: str, at: str) -> None:
    if devices.see(store(), device, account().id, at):
        note("device_first_contact", device=device)


def _facts(sent: Row, at: str) -> Row:
    oldest = sent["oldest"]
    return {
        "reported_at": at, "app": sent["app"], "rules": sent["rules"], "label": sent["label"],
        **{f"unsent_{kind}": sent["unsent"][kind] for kind in ("homes", "visits", "photos")},
        "drafts": sent["drafts"], "persisted": int(sent["persisted"]),
        "oldest_unsent": utc_text(datetime.fromisoformat(oldest)) if oldest else None,
        "free_bytes": sent["free_bytes"], "clock_ahead_s": sent["clock_ahead_s"],
    }  # fmt: skip


def _body() -> bytes:
    # One more is read: a body that does not say its length is cut at the limit, and not refused.
    request.max_content_length = LARGEST_BODY + 1
    return request.get_data(cache=False)
