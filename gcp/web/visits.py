"""The visit as it was received."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.store import homes, photos, visits
from gcp.store.engine import Row
from gcp.web.context import (
    Hidden,
    account,
    find_rules,
    may_read,
    must_read,
    note,
    store,
)
from gcp.web.forms import ReviewForm
from gcp.web.join_page import known_home
from gcp.web.review_part import review_part
from gcp.web.visit_page import visit_page

blueprint = Blueprint("visits", __name__)


@blueprint.get("/visits/<uuid:visit_id>")
def show(visit_id: uuid.UUID) -> ResponseReturnValue:
    """One visit as it was recorded; `?revision=` shows an earlier state."""
    line = readable(visit_id)
    return draw(line, wanted(line, request.args.get("revision", "")))


def readable(visit_id: uuid.UUID) -> Row:
    """The line of a visit that the account may see; raises Hidden."""
    line = visits.find(store(), str(visit_id))
    if line is None:
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], line["author_id"])
    return line


def draw(
    line: Row, kept: Row, form: ReviewForm | None = None, problems: Sequence[str] = ()
) -> str:
    """The page of one revision; `form` is a review that could not be kept, with the reasons."""
    record = visits.record(store(), line["id"], kept["number"])
    rules = find_rules(kept["rules_digest"])
    home, known = homes.find(store(), line["home_id"]), known_home(line["home_id"])
    if record is None or rules is None or home is None:
        raise Hidden
    note("visit_read", line["home_id"], line["id"], revision=kept["number"])
    page = visit_page(record, rules, home, kept, photos.arrived(store(), [line["id"]]))
    return render_template(
        "visits/show.html", page=page, known=known, revisions=visits.revisions(store(), line["id"]),
        signed_revision=line["signed_revision"],
        may_see_home=may_read(Right.SEE_HOME, line["home_id"]),
        reviewed=review_part(line, kept["number"], form, problems),
        may_report=bool(line["signed_revision"])
        and may_read(Right.MAKE_REPORT, line["home_id"], line["author_id"]),
        may_export=bool(line["signed_revision"])
        and may_read(Right.EXPORT_EVIDENCE, line["home_id"], line["author_id"]),
    )  # fmt: skip


def wanted(line: Row, asked: str) -> Row:
    """The revision asked for, else the last signed one; drafts are for their author alone."""
    number = line["signed_revision"] or line["latest_revision"]
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 5):
            raise Hidden
        number = int(asked)
    kept = visits.revision(store(), line["id"], number)
    if kept is None or not may_see(line, kept):
        raise Hidden
    return kept


def may_see(line: Row, revision: Row) -> bool:
    """Whether the account, which may see the visit, may see this revision of it."""
    return bool(revision["signed"]) or line["author_id"] == account().id
