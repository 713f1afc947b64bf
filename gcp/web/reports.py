"""Reports of a home, of a visit, for a family and for whoever made a referral."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import IO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.events import Event
from gcp.core.report_facts import Facts
from gcp.evidence import NoRoom
from gcp.intake import utc_text
from gcp.report_file import finish, new_password
from gcp.store import homes, reports, visits
from gcp.store.engine import Row
from gcp.web import dates, report_made
from gcp.web.chronology_lines import visible_events
from gcp.web.context import (
    Hidden,
    account,
    may_read,
    must_read,
    note,
    now,
    parts,
    store,
)
from gcp.web.homes import page_of, visible_visits
from gcp.web.report_forms import LetterForm, MakeForm, ReportForm
from gcp.web.report_made import HOME_KINDS, VISIT_KINDS
from gcp.web.report_record import LETTER, facts_of_home, facts_of_letter, facts_of_visit
from gcp.web.report_words import Making

blueprint = Blueprint("reports", __name__)

Write = Callable[[Making, IO[bytes]], int]
Rests = Callable[[str], Facts]


@blueprint.route("/homes/<uuid:home_id>/report", methods=["GET", "POST"])
def of_home(home_id: uuid.UUID) -> ResponseReturnValue:
    """A report of a home, for whoever may take one out."""
    home = _home(str(home_id))
    form = ReportForm()
    form.offer(HOME_KINDS)
    empty = not visible_visits(home["id"])

    def write(making: Making, out: IO[bytes]) -> int:
        return report_made.of_home(page_of(home["id"], None, now().date()), making, out)

    def rests(kind: str) -> Facts:
        return facts_of_home(store(), home["id"], kind)

    return _answer(home, None, form, HOME_KINDS, write, rests, empty)


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

    def write(making: Making, out: IO[bytes]) -> int:
        sees_home = may_read(Right.SEE_HOME, home["id"])
        page = page_of(home["id"], None, now().date()) if sees_home else None
        return report_made.of_visit(line, making, out, page)

    def rests(_: str) -> Facts:
        return facts_of_visit(store(), line["id"])

    return _answer(home, line["id"], form, VISIT_KINDS, write, rests, False)


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

    def rests(_: str) -> Facts:
        return facts_of_letter(store(), home["id"], str(form.referral.data))

    return _answer(home, None, form, (LETTER,), write, rests, not found)


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
    home: Row, visit: str | None, form: MakeForm, kinds: Sequence[str], write: Write,
    rests: Rests, empty: bool,
) -> ResponseReturnValue:
    status, problem = 200, None
    if request.method == "POST":
        status = 400
        if not empty and form.validate():
            try:
                return _sent(home, visit, form, write, rests)
            except NoRoom:
                problem, status = parts().text.reports.no_room, 507
    elif not form.password.data:
        form.password.data = new_password()
    note("home_read", home["id"], visit, page="report")
    return render_template(
        "reports/make.html", home=home, visit=visit, form=form, kinds=kinds, empty=empty,
        problem=problem, is_letter=isinstance(form, LetterForm),
        may_write_letter=not visit and may_read(Right.SEE_CHRONOLOGY, home["id"]),
    ), status  # fmt: skip


def _sent(
    home: Row, visit: str | None, form: MakeForm, write: Write, rests: Rests
) -> ResponseReturnValue:
    at, words = now(), parts().text.reports
    if isinstance(form, ReportForm):
        kind, whom, why = str(form.kind.data), form.for_whom.data, form.why.data
    else:
        kind, whom, why = LETTER, words.letter.for_whom, words.letter.why
    making = Making(str(uuid.uuid4()), kind, account().name, at, _typed(whom), _typed(why))
    facts = rests(kind)
    password = form.password.data if form.protect.data == "yes" else None
    folder = parts().settings.instance / "packs"
    pages, done = finish(folder, lambda out: write(making, out), password)
    with store().writing():
        reports.add(
            store(),
            {
                "id": making.number, "kind": kind, "home_id": home["id"], "visit_id": visit,
                "sha256": done.sha256, "facts": facts.as_text(), "made_at": utc_text(at),
                "made_by": account().id, "for_whom": making.for_whom, "why": making.why,
            },
        )  # fmt: skip
        note(
            "report_made", home["id"], visit, report=making.number, kind=kind, sha256=done.sha256,
            pages=pages, protected=password is not None, for_whom=making.for_whom,
            why=making.why,
        )  # fmt: skip
    # Of the home only its number: the name lies about in a downloads folder.
    name = f"report-{making.short_number.lower()}-{at.date().isoformat()}.pdf"
    reply = send_file(done.file, mimetype="application/pdf", as_attachment=True, download_name=name)
    reply.content_length = done.bytes
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


def _typed(words: str | None) -> str:
    return " ".join((words or "").split())
