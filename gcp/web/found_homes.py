"""A home that was found with no network, as a device sends it."""

from __future__ import annotations

from flask import Response, jsonify

from gcp.intake import Conflict
from gcp.intake_homes import receive_home
from gcp.web.context import account, now, parts, store
from gcp.web.errors import json_error


def take(home: str, body: bytes) -> tuple[Response, int] | Response:
    """Take in a found home; its finder is shown what is kept if the id is taken."""
    try:
        receipt = receive_home(store(), account(), home, body, now())
    except Conflict as conflict:
        return _taken(conflict)
    return jsonify(receipt.body), 201 if receipt.new else 200


def _taken(conflict: Conflict) -> Response:
    kept = conflict.kept
    server = kept and {key: kept[key] for key in ("sha256", "received_at", "body")}
    message = str(parts().text.problems[conflict.code])
    return json_error(409, conflict.code, message, server=server)
