"""Taking a home's whole record out as data, for supervisors of its team."""

from __future__ import annotations

import io
import uuid

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from gcp.core.access import Right
from gcp.evidence import NoRoom
from gcp.export_home import PhotosLost, export_of
from gcp.home_tables import write_tables
from gcp.store import homes
from gcp.web import making
from gcp.web.being_made import jobs_of
from gcp.web.context import Hidden, account, must_read, note, now, parts, store
from gcp.web.forms import DataForm
from gcp.web.orders import DATA, Order
from gcp.web.pack_order import note_export

blueprint = Blueprint("data_out", __name__)


@blueprint.route("/homes/<uuid:home_id>/data", methods=["GET", "POST"])
def of_home(home_id: uuid.UUID) -> ResponseReturnValue:
    """The record with its photos, the record alone, or tables."""
    home = str(home_id)
    must_read(Right.EXPORT_DATA, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    form, status, problem = DataForm(), 200, None
    if request.method == "POST":
        words = parts().text.data
        if form.validate():
            try:
                if form.content.data == "whole":
                    return making.answer(Order(DATA, home))
                return _sent(home, form.content.data)
            except making.TooMany:
                problem, status = parts().text.reports.being_made.too_many, 409
            except NoRoom:
                problem, status = words.page.no_room, 507
            except PhotosLost as lost:
                problem, status = words.page.photos_lost.format(n=len(lost.digests)), 409
        else:
            status = 400
    note("home_read", home, page="data")
    return render_template(
        "data/take_out.html", home=row, form=form, problem=problem, jobs=jobs_of(home, (DATA,))
    ), status


def _sent(home: str, content: str) -> Response:
    name = f"home-{home[:8]}-{now().date().isoformat()}"
    if content == "tables":
        file = io.BytesIO()
        write_tables(file, store(), [home])
        note("home_exported", home, **{"as": "tables"})
        file.seek(0)
        return _file(file, f"{name}-tables.zip", "application/zip")
    made = export_of(store(), home, now(), account().name, signed_only=True)
    note_export(home, made, "json")
    return _file(io.BytesIO(made.bytes), f"{name}.json", "application/json")


def _file(file: io.IOBase, name: str, mime: str) -> Response:
    # Of the home only its number: the name lies about in a downloads folder.
    reply = send_file(file, mimetype=mime, as_attachment=True, download_name=name)  # type: ignore[arg-type]
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
