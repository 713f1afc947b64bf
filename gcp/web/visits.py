"""The visit: the shell that the device fills, and the record as it was received."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from gcp.core.access import Right
from gcp.core.rules import as_json
from gcp.store import homes, photos, visits
from gcp.store.engine import Row
from gcp.version import VERSION
from gcp.web.context import Hidden, account, find_rules, must, note, parts, store
from gcp.web.visit_page import visit_page

blueprint = Blueprint("visits", __name__)


@blueprint.get("/visit")
def shell() -> ResponseReturnValue:
    """The page that the device fills with a visit; nothing of any case is in it."""
    must(Right.SEND_PHOTO)
    person = account()
    return render_template(
        "visit/shell.html",
        version=VERSION,
        rules_json=data_block(as_json(parts().rules)),
        text_json=data_block(parts().text.visit.as_json()),
        person_json=data_block({"id": person.id, "name": person.name, "role": person.role.value}),
    )


def data_block(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@blueprint.get("/visits/<uuid:visit_id>")
def show(visit_id: uuid.UUID) -> ResponseReturnValue:
    """One visit as it was recorded; `?revision=` shows an earlier state."""
    line = visits.find(store(), str(visit_id))
    if line is None:
        raise Hidden
    must(Right.SEE_VISIT, homes.ties(store(), line["home_id"]), line["author_id"])
    kept = _wanted(line, request.args.get("revision", ""))
    record = visits.record(store(), line["id"], kept["number"])
    rules = find_rules(kept["rules_digest"])
    home = homes.find(store(), line["home_id"])
    if record is None or rules is None or home is None:
        raise Hidden
    note("visit_read", line["home_id"], line["id"], revision=kept["number"])
    page = visit_page(record, rules, home, kept, photos.arrived(store(), [line["id"]]))
    return render_template(
        "visits/show.html", page=page, revisions=visits.revisions(store(), line["id"]),
        signed_revision=line["signed_revision"],
    )  # fmt: skip


def _wanted(line: Row, asked: str) -> Row:
    """The revision asked for, else the last signed one; drafts are for their author alone."""
    number = line["signed_revision"] or line["latest_revision"]
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 5):
            raise Hidden
        number = int(asked)
    kept = visits.revision(store(), line["id"], number)
    if kept is None or (not kept["signed"] and line["author_id"] != account().id):
        raise Hidden
    return kept
