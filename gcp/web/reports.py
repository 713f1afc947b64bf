"""Reports of a home, of a visit, for a family and for whoever made a referral."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import IO

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.events import Event
from gcp.evidence import NoRoom
from gcp.report_file import new_password
from gcp.store import homes, visits
from gcp.store.engine import Row
from gcp.web import dates, making, report_made
from gcp.web.being_made import jobs_of
from gcp.web.chronology_lines import visible_events
from gcp.web.context import Hidden, may_read, must_read, note, parts, store
from gcp.web.homes import visible_visits
from gcp.web.orders import HOME_KINDS, REPORTS, VISIT_KINDS, Order, as_download
from gcp.web.report_forms import LetterForm, MakeForm, ReportForm, one_line
from gcp.web.report_order import Content, on_record
from gcp.web.report_record import LETTER, facts_of_letter
from gcp.web.report_words import Making

blueprint = Blueprint("reports", __name__)

Send = Callable[[str | None], ResponseReturnValue]


@blueprint.route("/homes/<uuid:home_id>/report", methods=["GET", "POST"])
def of_home(home_id: uuid.UUID) -> ResponseReturnValue:
    """A report of a home, for whoever may take one out."""
    home = _home(str(home_id))
    form = ReportForm()
    form.offer(HOME_KINDS)
    empty = not visible_visits(home["id"])
    return _answer(home, None, form, HOME_KINDS, _sender(home["id"], None, form), empty)


@blueprint.route("/visits/<uuid:visit_id>/report", methods=["GET", "POST"])
def of_visit(visit_id: uuid.UUID) -> ResponseReturnValue:
    """A report of one signed visit."""
    line = visits.find(store(), str(visit_id))
    if line is None or not line["signed_revision"]:
        raise Hidden
    must_read(Right.MAKE_REPORT, line["home_id"], line["author_id"])
    home = homes.find(store(), line["home_id"])
    if home is None:
        raise Hidden
    form = ReportForm()
    form.offer(VISIT_KINDS)
    send = _sender(home["id"], line["id"], form)
    return _answer(home, line["id"], form, VISIT_KINDS, send, False)


def _sender(home: str, visit: str | None, form: ReportForm) -> Send:
    def send(password: str | None) -> ResponseReturnValue:
        whom, why = one_line(form.for_whom.data), one_line(form.why.data)
        return making.answer(Order(str(form.kind.data), home, visit, whom, why), password)

    return send


@blueprint.route("/homes/<uuid:home_id>/report/letter", methods=["GET", "POST"])
def letter(home_id: uuid.UUID) -> ResponseReturnValue:
    """The answer to whoever made a referral."""
    home = _home(str(home_id))
    must_read(Right.SEE_CHRONOLOGY, home["id"])
    found = {each.id: each for each in visible_events(home["id"]) if each.kind == "referral"}
    newest = sorted(found.values(), key=lambda each: each.day, reverse=True)
    form = LetterForm()
    form.offer([(each.id, _referral(each)) for each in newest])

    def write(making: Making, out: IO[bytes]) -> int:
        address = (form.address.data or "").strip()
        return report_made.letter(found[str(form.referral.data)], address, making, out)

    def send(password: str | None) -> ResponseReturnValue:
        words = parts().text.reports.letter
        order = Order(LETTER, home["id"], None, words.for_whom, words.why)
        facts = facts_of_letter(store(), home["id"], str(form.referral.data))
        made = on_record(order, Content(write, facts), password)
        return as_download(made.file, made.bytes, made.name)

    return _answer(home, None, form, (LETTER,), send, not found)


def _home(home: str) -> Row:
    must_read(Right.MAKE_REPORT, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row


def _referral(event: Event) -> str:
    line = parts().text.reports.form.referral_line
    return str(line).format(day=dates.day(event.day.isoformat()), source=event.source)


def _answer(
    home: Row, visit: str | None, form: MakeForm, kinds: Sequence[str], send: Send, empty: bool
) -> ResponseReturnValue:
    status, problem, words = 200, None, parts().text.reports
    if request.method == "POST":
        status = 400
        if not empty and form.validate():
            try:
                return send(form.password.data if form.protect.data == "yes" else None)
            except NoRoom:
                problem, status = words.no_room, 507
            except making.TooMany:
                problem, status = words.being_made.too_many, 409
    elif not form.password.data:
        form.password.data = new_password()
    note("home_read", home["id"], visit, page="report")
    return render_template(
        "reports/make.html", home=home, visit=visit, form=form, kinds=kinds, empty=empty,
        problem=problem, is_letter=isinstance(form, LetterForm), jobs=jobs_of(home["id"], REPORTS),
        may_write_letter=not visit and may_read(Right.SEE_CHRONOLOGY, home["id"]),
    ), status  # fmt: skip
