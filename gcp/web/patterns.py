"""The patterns of one home in full: every finding, with what it rests on."""

from __future__ import annotations

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.web.context import must_read, note, now
from gcp.web.home_patterns import views_of
from gcp.web.homes import page_of

blueprint = Blueprint("patterns", __name__)


@blueprint.get("/homes/<uuid:home_id>/patterns")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """Every pattern of a home, for whoever sees every visit to it."""
    home = str(home_id)
    must_read(Right.SEE_VISITS, home)
    page = page_of(home, request.args.get("child"), now().date())
    note("patterns_read", home, visits=len(page.steps))
    return render_template("patterns/show.html", page=page, patterns=views_of(page))
