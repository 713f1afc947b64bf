"""The line that a visit proposes for the chronology: its author accepts, edits or declines it."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, TextAreaField
from wtforms.validators import StopValidation

from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.core.visit_line import LONGEST, STATES, VisitLine
from gcp.intake import utc_text
from gcp.store import homes, visit_lines, visits
from gcp.store.engine import Row
from gcp.web.chronology_lines import line_of, may_see
from gcp.web.context import Hidden, account, must_read, note, now, parts, store
from gcp.web.forms import at_most, storable

blueprint = Blueprint("visit_line", __name__)


class LineForm(FlaskForm):
    """What the author decides; words are needed only where they are edited."""

    since = HiddenField()
    revision = HiddenField()
    decision = HiddenField()
    words = TextAreaField(validators=[storable, at_most(LONGEST)])

    def validate_words(self, field: Field) -> None:
        """Words of one's own cannot be nothing."""
        if self.decision.data == "edited" and not (field.data or "").strip():
            raise StopValidation(parts().text.chronology.line_page.words_missing)


@blueprint.route("/visits/<uuid:visit_id>/line", methods=["GET", "POST"])
def decide(visit_id: uuid.UUID) -> ResponseReturnValue:
    """The visit's line, for its author to decide on."""
    visit, record = _own_visit(str(visit_id))
    line, form, status = _standing(record), LineForm(), 200
    if request.method == "POST":
        if form.decision.data not in STATES:
            return _page(visit, form, record, line, 400)
        if form.validate():
            if _keep(record, form):
                return redirect(_after(visit["home_id"], record.id))
            line, status = _standing(record), 409
        else:
            status = 400
    else:
        form.words.data = line.words or line.proposed
    return _page(visit, form, record, line, status)


def _after(home: str, visit: str) -> str:
    """Where to go on: the line on the list, or the visit where the list is not for this account."""
    if _sees_chronology(home):
        return url_for("chronology.show", home_id=home, _anchor=f"v-{visit}")
    return url_for("visits.show", visit_id=visit)


def _page(
    visit: Row, form: LineForm, record: VisitRecord, line: VisitLine, status: int
) -> ResponseReturnValue:
    form.since.data, form.revision.data = str(line.number), str(record.revision)
    note("visit_read", visit["home_id"], record.id, revision=record.revision)
    return render_template(
        "chronology/visit_line.html", form=form, record=record, line=line,
        home=homes.find(store(), visit["home_id"]), stale=status == 409,
        sees_chronology=_sees_chronology(visit["home_id"]),
    ), status  # fmt: skip


def _own_visit(visit: str) -> tuple[Row, VisitRecord]:
    """A signed visit of this account, as its last signed revision; raises Hidden."""
    line = visits.find(store(), visit)
    if line is None or line["author_id"] != account().id or not line["signed_revision"]:
        raise Hidden
    must_read(Right.SEE_VISIT, line["home_id"], line["author_id"])
    record = visits.record(store(), visit, line["signed_revision"])
    if record is None:
        raise Hidden
    return line, record


def _sees_chronology(home: str) -> bool:
    try:
        may_see(home)
    except Hidden:
        return False
    return True


def _standing(record: VisitRecord) -> VisitLine:
    decisions = visit_lines.of_visits(store(), [record.id])
    return line_of(record, decisions.get(record.id, ()))


def _keep(record: VisitRecord, form: LineForm) -> bool:
    """Keep the decision; not where the visit or its line changed since the form was opened."""
    state = str(form.decision.data)
    with store().writing():
        line = _standing(record)
        _, newest = _own_visit(record.id)
        seen = (str(form.since.data), str(form.revision.data))
        if seen != (str(line.number), str(newest.revision)) or newest != record:
            return False
        typed = str(form.words.data or "").replace("\r\n", "\n").strip()
        words = {"accepted": line.proposed, "edited": typed, "declined": ""}[state]
        visit_lines.add(
            store(),
            {
                "visit_id": record.id, "number": line.number + 1, "revision": record.revision,
                "state": state, "proposed": line.proposed, "words": words,
                "made_at": utc_text(now()), "made_by": account().id,
            },
        )  # fmt: skip
        note("visit_line_decided", record.home, record.id, state=state, number=line.number + 1)
        return True
