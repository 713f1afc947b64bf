"""Which device and which person a call to the API says that it comes from."""

from __future__ import annotations

from flask import Response, g, request

from gcp.core import fields
from gcp.core.problems import Problem
from gcp.store import devices
from gcp.web.context import parts, store
from gcp.web.errors import json_error, refusal

DEVICE, PERSON = "X-Device", "X-Person"


def refuse_device() -> Response | None:
    """The answer to a device that is revoked: it empties itself, whatever it was about to do."""
    device = request.headers.get(DEVICE)
    if device is None:
        return None
    return _not_an_id(DEVICE, device) or (gone() if devices.is_revoked(store(), device) else None)


def refuse_person() -> Response | None:
    """The answer to one person's work in another's session, on a tablet that two people use."""
    person = request.headers.get(PERSON)
    if person is None:
        return None
    refused = _not_an_id(PERSON, person)
    if refused or g.account is None or g.account.id == person:
        return refused
    return json_error(401, "other_person", parts().text.errors.other_person)


def gone() -> Response:
    """A revoked device is told so, for good."""
    return json_error(410, "device_revoked", parts().text.errors.device_revoked)


def _not_an_id(header: str, value: str) -> Response | None:
    wrong = fields.uuid(value)
    return refusal(400, (Problem(header, *wrong),)) if wrong else None
