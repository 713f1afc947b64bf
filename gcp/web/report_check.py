"""Whether a file is a report just as it was made here, and whether the record has changed since."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right, Role
from gcp.report_file import digest_of
from gcp.store import reports, visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, may_read, note, parts, store
from gcp.web.report_forms import CheckForm
from gcp.web.report_record import changes

blueprint = Blueprint("report_check", __name__)

LARGEST = 2_000_000_000


@blueprint.before_request
def let_large_files_in() -> None:
    """A report may hold hundreds of photos; what is sent is spooled to a file, not held."""
    request.max_content_length = LARGEST


@blueprint.route("/reports/check", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """The page where a report is dropped to be checked."""
    if account().role is Role.ADMINISTRATOR:
        raise Hidden
    form, sha256, report, status = CheckForm(), None, None, 200
    if request.method == "POST":
        file = form.file.data
        if not file or not file.filename:
            form.file.errors = [parts().text.reports.verify.file_missing]
            status = 400
        if form.validate() and status == 200:
            sha256 = digest_of(file.stream)
            report = reports.by_digest(store(), sha256)
            home = report and report["home_id"]
            note("report_checked", home, sha256=sha256, known=report is not None)
        else:
            form.file.errors = form.file.errors or [parts().text.reports.verify.file_missing]
            status = 400
    return render_template(
        "reports/check.html", form=form, sha256=sha256, report=report,
        changes=changes_of(report) if report else None,
    ), status  # fmt: skip


def changes_of(report: Row) -> list[str] | None:
    """What has changed since a report was made, in words; None for who may not know."""
    line = visits.find(store(), report["visit_id"]) if report["visit_id"] else None
    if not may_read(Right.MAKE_REPORT, report["home_id"], line and line["author_id"]):
        return None
    return changes(store(), report)
