"""Running the service: people who sign in, and the audit log; no case content."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.intake import utc_text
from gcp.store import accounts, audit, following
from gcp.web.context import account, must, note, now, store

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

LINES_A_PAGE = 50


@blueprint.get("")
def people() -> ResponseReturnValue:
    """Everyone who can sign in."""
    must(Right.MANAGE_ACCOUNTS)
    return render_template(
        "admin/people.html", people=accounts.everyone(store()),
        left_alone=following.left_alone(store()),
    )  # fmt: skip


@blueprint.post("/people/<person_id>/disable")
def disable(person_id: str) -> ResponseReturnValue:
    """Close an account; its sessions end at once, its work stays."""
    return _set_disabled(person_id, True)


@blueprint.post("/people/<person_id>/enable")
def enable(person_id: str) -> ResponseReturnValue:
    """Open an account again."""
    return _set_disabled(person_id, False)


def _set_disabled(person_id: str, disabled: bool) -> ResponseReturnValue:
    must(Right.MANAGE_ACCOUNTS)
    known = any(row["id"] == person_id for row in accounts.everyone(store()))
    # Nobody shuts themselves out: the last administrator could not come back.
    if known and person_id != account().id:
        with store().writing():
            accounts.set_disabled(store(), person_id, utc_text(now()), disabled)
            note("account_disabled" if disabled else "account_enabled", account=person_id)
    return redirect(url_for("admin.people"))


@blueprint.get("/audit")
def show_audit() -> ResponseReturnValue:
    """The audit log, newest first: who did or read what, by id."""
    must(Right.SEE_AUDIT)
    who = request.args.get("who") or None
    before = _number(request.args.get("before"))
    rows: list[Any] = audit.newest(store(), account=who, before=before, limit=LINES_A_PAGE + 1)
    older = rows[LINES_A_PAGE - 1]["id"] if len(rows) > LINES_A_PAGE else None
    return render_template(
        "admin/audit.html", rows=rows[:LINES_A_PAGE], older=older, who=who, before=before,
        people=accounts.everyone(store()),
    )  # fmt: skip


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 18 else None
