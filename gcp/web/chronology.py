"""The chronology of a home: visits and events on one list, searched and narrowed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.chronology import Entry, Wanted, matching, wanted
from gcp.store import events, homes
from gcp.store.engine import Row
from gcp.web.chronology_lines import Names, entries, may_add, may_see, names_of, visible_events
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.errors import sentence
from gcp.web.homes import visible_visits
from gcp.web.people import visible_children
from gcp.web.sharing import may_record
from gcp.web.tables import csv_bytes

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
    words = parts().text.chronology.csv
    table = csv_bytes(list(words.as_json().values()), (_row(each, names) for each in lines))
    answer = Response(table, mimetype="text/csv")
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


def _row(entry: Entry, names: Names) -> Iterator[object]:
    text, event = parts().text, entry.event
    words = text.chronology
    yield entry.day
    yield entry.until if entry.until != entry.day else ""
    yield words.kinds[entry.kind]
    yield words.agencies[entry.agency] if entry.agency in words.agencies else entry.agency
    yield event.source if event else entry.visit.author_name if entry.visit else ""
    yield words.significance[entry.significance]
    yield _listed(names.children(entry.children))
    yield _listed(names.area(each) for each in entry.areas)
    yield " ".join([entry.words, *entry.asks])
    yield words.outcomes[event.outcome] if event and event.outcome else ""
    yield event.outcome_why if event else ""
    yield _listed(entry.done)
    yield _listed(text.common.made_up_by[each] for each in event.made_up_by) if event else ""
    yield words.states[entry.line.state] if entry.line else ""
    yield event.recorder if event else entry.visit.author_name if entry.visit else ""


def _listed(words: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(words)
