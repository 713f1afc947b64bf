"""One child's own page: its voice through all visits and events that the account may see."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.store import homes, joins
from gcp.web.asked_view import asked_now
from gcp.web.child_page import child_page
from gcp.web.children_page import all_children
from gcp.web.chronology_lines import may_add, names_of, visible_events
from gcp.web.context import Hidden, may_read, must_read, note, now, store
from gcp.web.homes import arrived_photos, visible_visits
from gcp.web.people import visible_people

blueprint = Blueprint("child", __name__)


@blueprint.get("/homes/<uuid:home_id>/children/<uuid:child_id>")
def show(home_id: uuid.UUID, child_id: uuid.UUID) -> ResponseReturnValue:
    """One child of a home; who is somebody else since homes were joined is led there."""
    home, child = str(home_id), str(child_id)
    must_read(Right.SEE_CHILD, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    people, records = visible_people(home), visible_visits(home)
    children = all_children(people, records)
    if child not in children:
        known = joins.same_people(store(), [home]).get(home, {}).get(child)
        if known not in children:
            raise Hidden
        return redirect(url_for("child.show", home_id=home, child_id=known))
    events = visible_events(home)
    page = child_page(
        children[child], people, records, events, arrived_photos(records), now().date()
    )
    note("child_read", home, child=child, visits=page.story.visits,
         events=len(page.story.moments) - page.story.visits)  # fmt: skip
    return render_template(
        "child/show.html", home=row, page=page, names=names_of(home, records),
        asked=asked_now(home, child), may_ask=may_read(Right.ASK_CHECK, home),
        sees_all=may_read(Right.SEE_VISITS, home), sees_home=may_read(Right.SEE_HOME, home),
        may_add_event=may_add(home),
        sees_events=may_read(Right.SEE_CHRONOLOGY, home) or may_read(Right.ADD_EVENT, home),
    )  # fmt: skip
