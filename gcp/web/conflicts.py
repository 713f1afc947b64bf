"""The author's choice between two versions that came under one number."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, jsonify, request

from gcp.core.access import Right
from gcp.core.problems import Problem, Refused
from gcp.intake import NotAllowed, utc_text
from gcp.store import conflicts, visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, must_read, note, now, parts, store
from gcp.web.errors import json_error

CHOICES = ("mine", "server")
MOST_BYTES = 1_000


def settle(visit: str, sha256: str) -> Response:
    """Record `{"choice": "mine" | "server"}` for the version with this digest that was refused."""
    line = _own_visit(visit)
    if not request.is_json:
        return json_error(415, "json_wanted", parts().text.errors.json_wanted)
    choice = _choice()
    with store().writing():
        kept = _conflict(visit, sha256)
        if conflicts.settle(store(), kept, choice, utc_text(now())):
            note(
                "conflict_settled", line["home_id"], visit,
                revision=kept["number"], sha256=sha256, choice=choice,
            )  # fmt: skip
    kept = _conflict(visit, sha256)
    if kept["choice"] != choice:
        return json_error(409, "conflict_settled", str(parts().text.problems.conflict_settled))
    return jsonify(_answer(kept))


def _own_visit(visit: str) -> Row:
    """The visit, for its author; whoever may only see it is told so, everybody else nothing."""
    line = visits.find(store(), visit)
    if line is None:
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], line["author_id"])
    if line["author_id"] != account().id:
        raise Hidden if line["signed_revision"] is None else NotAllowed
    return line


def _conflict(visit: str, sha256: str) -> Row:
    kept = conflicts.find(store(), visit, sha256)
    if kept is None:
        raise Hidden
    return kept


def _choice() -> str:
    request.max_content_length = MOST_BYTES
    try:
        sent = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        sent = None
    choice = sent.get("choice") if isinstance(sent, dict) and len(sent) == 1 else None
    if choice not in CHOICES:
        raise Refused([Problem("choice", "choice_wrong")])
    return str(choice)


def _answer(kept: Row) -> Mapping[str, object]:
    return {
        "visit": kept["visit_id"], "revision": kept["number"], "sha256": kept["sha256"],
        "choice": kept["choice"], "settled_at": kept["settled_at"],
    }  # fmt: skip
