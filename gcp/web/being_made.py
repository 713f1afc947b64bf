"""Files that are being made: how far each is, and the finished one, for whoever asked for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gcp.making import file_of
from gcp.store import jobs, reports
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, note, parts, store
from gcp.web.job_care import look_after
from gcp.web.making import order_of
from gcp.web.orders import DATA, REPORTS, as_download, must_take_out
from gcp.web.report_record import changes

blueprint = Blueprint("being_made", __name__, url_prefix="/reports/being-made")


@blueprint.get("/<uuid:job>")
def show(job: uuid.UUID) -> ResponseReturnValue:
    """How far it is; of a finished one also what changed in its record since."""
    look_after()
    row, changed = _own(job), list[str]()
    if row["state"] == "done" and row["kind"] in REPORTS:
        report = reports.by_digest(store(), row["sha256"])
        changed = changes(store(), report) if report else []
        note("home_read", row["home_id"], row["visit_id"], page="being_made")
    return render_template(
        "reports/being_made.html", job=row, changed=changed, name=_name(row), told=_told(row),
        asked_on=_asked_on(row),
    )  # fmt: skip


@blueprint.get("/<uuid:job>/file")
def fetch(job: uuid.UUID) -> ResponseReturnValue:
    """The finished file."""
    look_after()
    row = _own(job)
    if row["state"] != "done":
        raise Hidden
    try:
        file = file_of(parts().settings, row["id"]).open("rb")
    except FileNotFoundError as error:
        raise Hidden from error
    note("made_file_fetched", row["home_id"], row["visit_id"], job=row["id"], sha256=row["sha256"])
    return as_download(file, row["bytes"], row["name"])


def _own(job: uuid.UUID) -> Row:
    """What the account itself asked for, if it may still have it."""
    row = jobs.find(store(), str(job))
    if row is None or row["asked_by"] != account().id:
        raise Hidden
    must_take_out(order_of(row))
    return row


def _name(job: Row) -> str:
    words = parts().text.reports
    kinds = words.kinds if job["kind"] in REPORTS else words.being_made.kinds
    return str(kinds[job["kind"]])


def _told(job: Row) -> str:
    """How far it is, in words."""
    done, total, words = job["done"], job["total"], parts().text.reports.being_made.doing
    if job["state"] == "waiting":
        ahead = any(each["state"] == "working" for each in jobs.unfinished(store()))
        return str(words.waiting if ahead else words.begin)
    line = words[job["doing"] or "begin"]
    return str(line).format(
        done=f"{done:,}", total=f"{total:,}", percent=100 * done // max(1, total)
    )


def _asked_on(job: Row) -> str:
    """The page on which it was asked for."""
    if job["kind"] == DATA:
        return url_for("data_out.of_home", home_id=job["home_id"])
    page = "reports" if job["kind"] in REPORTS else "evidence"
    if job["visit_id"]:
        return url_for(f"{page}.of_visit", visit_id=job["visit_id"])
    return url_for(f"{page}.of_home", home_id=job["home_id"])


def jobs_of(home: str, kinds: Sequence[str]) -> list[Row]:
    """What the account asked for of a home, the newest first: being made, made, or given up."""
    look_after()
    found = jobs.of_account(store(), account().id, home)
    return [{**each, "title": _name(each)} for each in found if each["kind"] in kinds]
