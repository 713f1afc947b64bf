"""Devices: who has unsent work on which, since when, and taking one out of use."""

from __future__ import annotations

import uuid
from collections import Counter

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right, Role, may
from gcp.intake import NotAllowed, utc_text
from gcp.store import devices
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, note, now, store
from gcp.web.device_page import Loss, ago, device_lines

blueprint = Blueprint("devices", __name__, url_prefix="/devices")

OVERSEERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The devices that this account may see: its own, its teams' or all."""
    everything = devices.everyones(store())
    revocable = frozenset(row["device_id"] for row in everything if _may(Right.REVOKE_DEVICE, row))
    seen = [row for row in everything if _may(Right.SEE_DEVICE, row)]
    people = Counter(row["device_id"] for row in everything)
    lines = device_lines(seen, people, revocable, now())
    return render_template(
        "devices/list.html",
        lines=[line for line in lines if not line.row["revoked_at"]],
        revoked=sorted(
            (line for line in lines if line.row["revoked_at"]),
            key=lambda line: bool(line.row["emptied_at"]),
        ),
        overseer=account().role in OVERSEERS,
    )


@blueprint.get("/<uuid:device_id>/revoke")
def ask(device_id: uuid.UUID) -> ResponseReturnValue:
    """What would be lost, before anything is."""
    rows = _revocable(str(device_id))
    if rows[0]["revoked_at"]:
        return redirect(url_for("devices.index", _anchor="revoked"))
    seen = [row for row in rows if _may(Right.SEE_DEVICE, row)]
    return render_template(
        "devices/revoke.html",
        line=device_lines(seen, {str(device_id): len(rows)}, frozenset(), now())[0],
        losses=[Loss(row, now(), row["name"] if row in seen else "") for row in rows],
        seen_ago=ago(max(row["seen_at"] for row in rows), now()),
        own=any(row["account_id"] == account().id for row in rows),
    )


@blueprint.post("/<uuid:device_id>/revoke")
def revoke(device_id: uuid.UUID) -> ResponseReturnValue:
    """Take the device out of use; whoever uses it is signed out everywhere."""
    device = str(device_id)
    people = [row["account_id"] for row in _revocable(device)]
    with store().writing():
        if devices.revoke(store(), device, account().id, utc_text(now())):
            note("device_revoked", device=device, people=people)
    return redirect(url_for("devices.index", _anchor="revoked"))


def _revocable(device: str) -> list[Row]:
    """Everyone's work on a device that the account may revoke; who may only see it is told so."""
    rows = devices.of_device(store(), device)
    if any(_may(Right.REVOKE_DEVICE, row) for row in rows):
        return rows
    raise NotAllowed if any(_may(Right.SEE_DEVICE, row) for row in rows) else Hidden


def _may(right: Right, row: Row) -> bool:
    return may(account(), right, use=row["use"])
