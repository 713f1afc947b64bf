"""The family's view of a home: strengths first, in plain words, to show or to print."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gcp.core import history
from gcp.core.access import Right
from gcp.core.family import NEEDED, family_view
from gcp.core.history import VisitRecord
from gcp.core.rules import Item, Rules
from gcp.web.context import must_read, note, now, parts
from gcp.web.home_page import rules_of
from gcp.web.homes import page_of
from gcp.web.next_steps_view import step_line

blueprint = Blueprint("family", __name__)


@blueprint.get("/homes/<uuid:home_id>/family")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """What a family may be shown of its record, for whoever sees every visit to the home."""
    home = str(home_id)
    must_read(Right.SEE_VISITS, home)
    page = page_of(home, None, now().date())
    records = [each.record for each in page.steps]
    items = items_of(records, parts().rules)
    view = family_view(records, list(items))
    note("family_view_read", home, visits=view.visits)
    words = parts().text.next_steps
    return render_template(
        "family/show.html", page=page, view=view, items=items, needed=NEEDED,
        steps=[step_line(each, page.item, page.name, page.on, words) for each in view.steps],
    )  # fmt: skip


def items_of(records: Sequence[VisitRecord], in_force: Rules) -> dict[str, Item]:
    """Every item by its id, in the order of the rules in force; older ones come last."""
    kept = rules_of(records)
    found = {item.id: item for item in in_force.items()}
    for digest in dict.fromkeys(each.rules for each in reversed(history.in_order(records))):
        for item in kept[digest].items() if digest in kept else ():
            found.setdefault(item.id, item)
    return found
