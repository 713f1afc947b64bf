"""What changed between two revisions of one visit, with the reason, who and when."""

from __future__ import annotations

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.differences import differences
from gcp.store import homes, photos, visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, find_rules, note, store
from gcp.web.join_page import known_home
from gcp.web.revision_words import Telling
from gcp.web.visits import may_see, readable, wanted

blueprint = Blueprint("revisions", __name__)


@blueprint.get("/visits/<uuid:visit_id>/changes")
def show(visit_id: uuid.UUID) -> ResponseReturnValue:
    """From one revision to a later one; the newest from the one before it, unless asked."""
    line = readable(visit_id)
    seen = [each for each in visits.revisions(store(), line["id"]) if may_see(line, each)]
    after = wanted(line, request.args.get("to", ""))
    earlier = [each["number"] for each in seen if each["number"] < after["number"]]
    asked = request.args.get("from", "") or str(max(earlier, default=""))
    if not asked:
        raise Hidden
    before = wanted(line, asked)
    if before["number"] >= after["number"]:
        raise Hidden
    return _draw(line, before, after, seen)


def _draw(line: Row, before: Row, after: Row, seen: list[Row]) -> str:
    was, now = (visits.record(store(), line["id"], each["number"]) for each in (before, after))
    rules = [find_rules(each["rules_digest"]) for each in (before, after)]
    home = known_home(line["home_id"]) or homes.find(store(), line["home_id"])
    if was is None or now is None or home is None:
        raise Hidden
    note("visit_read", line["home_id"], line["id"], revision=after["number"],
         compared_with=before["number"])  # fmt: skip
    found = differences(was.body, now.body)
    arrived = photos.arrived(store(), [line["id"]])
    telling = Telling(was, now, [each for each in rules if each], arrived)
    return render_template(
        "visits/changes.html", record=now, home=home, before=before, after=after, found=found,
        told=telling.parts(found), of_record=telling.of_record(found),
        steps=[each for each in seen if before["number"] < each["number"] <= after["number"]],
    )  # fmt: skip
