"""The chronology of a home: visits and events on one list, searched and narrowed."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.chronology import Entry, Wanted, matching, wanted
from gcp.store import events, homes
from gcp.store.engine import Row
from gcp.web.chronology_lines import Names, entries, may_add, may_see, names_of, visible_events
from gcp.web.chronology_table import table_of
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.errors import sentence
from gcp.web.homes import visible_visits
from gcp.web.people import visible_children
from gcp.web.sharing import may_record

blueprint = Blueprint("chronology", __name__, url_prefix="/homes/<uuid:home_id>/chronology")


@blueprint.get("")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """The lines of a home that the address asks for."""
    home = str(home_id)
    row, every, names, asked = _asked(home)
    lines = matching(every, asked)
    note("chronology_read", home, lines=len(lines), **asked.address)
    sees_all = may_read(Right.SEE_CHRONOLOGY, home)
    return render_template(
        "chronology/list.html", home=row, lines=lines, count=len(every), asked=asked, names=names,
        children=visible_children(home), may_add=may_add(home), may_share=may_record(home),
        sees_all=sees_all, me=account().id,
        withdrawn=events.withdrawn_of_home(store(), home) if sees_all else [],
        problems={each.path: sentence(parts().text, each) for each in asked.problems},
    ), 400 if asked.problems else 200  # fmt: skip


@blueprint.get("/chronology.csv")
def download(home_id: uuid.UUID) -> ResponseReturnValue:
    """The same lines as a table for a spreadsheet."""
    home = str(home_id)
    _, every, names, asked = _asked(home)
    lines = matching(every, asked)
    note("chronology_exported", home, lines=len(lines), **asked.address)
    answer = Response(table_of(lines, names), mimetype="text/csv")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="chronology-{now():%Y-%m-%d}-{home[:8]}.csv"'
    )
    return answer


def _asked(home: str) -> tuple[Row, list[Entry], Names, Wanted]:
    """The home, all its lines that this account may see, their names, and what is wanted."""
    may_see(home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    records = visible_visits(home)
    names = names_of(home, records)
    asked = wanted(request.args, {each["id"] for each in visible_children(home)}, names.areas)
    return row, entries(records, visible_events(home), names), names, asked
