"""Looking at what lies apart: two visits, one item through all visits, all children of a home."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core import comparison, history
from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.core.made_up import made_up, of_item
from gcp.core.rules import Item
from gcp.store import homes
from gcp.store.engine import Row
from gcp.web.children_page import all_children, children_page
from gcp.web.chronology_lines import visible_events
from gcp.web.compare_page import compare_page
from gcp.web.context import Hidden, may_read, must_read, note, now, parts, store
from gcp.web.home_page import names, rules_of
from gcp.web.homes import arrived_photos, visible_visits
from gcp.web.item_page import ItemPage, item_page
from gcp.web.made_up_view import MadeUpView, area_of_item, made_up_view

blueprint = Blueprint("comparing", __name__, url_prefix="/homes/<uuid:home_id>")

DIFFERENCES = "differences"  # in an address: only what differs is shown


@blueprint.get("/compare")
def visits(home_id: uuid.UUID) -> ResponseReturnValue:
    """Two visits side by side: the two asked for, else the last two on which grades were given."""
    home, people, records = _home(str(home_id))
    asked = [_visit(records, request.args.get(each, "")) for each in ("a", "b")]
    twice = asked[0] is not None and asked[0] is asked[1]
    pair = None if twice else _pair(records, *asked)
    only = request.args.get("only") == DIFFERENCES
    page = None
    if pair:
        page = compare_page(*pair, names(records, people), arrived_photos(list(pair)), only)
    note("visits_compared", home["id"], visits=[each.id for each in pair or ()])
    return render_template(
        "comparing/visits.html", home=home, page=page, only=only, twice=twice, asked=asked,
        choices=tuple(reversed(history.in_order(records))), sees_all=_sees_all(home),
    ), 400 if twice else 200  # fmt: skip


@blueprint.get("/items/<item_id>")
def item(home_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """One item through all visits, for everyone or for `?child=`."""
    home, people, records = _home(str(home_id))
    children = all_children(people, records)
    child = request.args.get("child") or None
    found = _item(records, item_id)
    if found is None or (child and child not in children):
        raise Hidden
    page = item_page(
        found, child if found.about == "child" else None, history.steps(records),
        rules_of(records), names(records, people), arrived_photos(records),
    )  # fmt: skip
    note("item_read", home["id"], item=found.id, visits=len(records))
    return render_template(
        "comparing/item.html", home=home, page=page, children=children, sees_all=_sees_all(home),
        made_up_view=_made_up(home["id"], page, records),
    )  # fmt: skip


@blueprint.get("/children")
def children(home_id: uuid.UUID) -> ResponseReturnValue:
    """All children of a home side by side."""
    home, people, records = _home(str(home_id))
    page = children_page(people, records, now().date())
    note("children_read", home["id"], visits=len(records))
    return render_template(
        "comparing/children.html", home=home, page=page, sees_all=_sees_all(home)
    )


def _made_up(
    home: str, page: ItemPage, records: Sequence[VisitRecord]
) -> MadeUpView | None:
    """Who makes up for this item, by visits and by the events about its area."""
    told = made_up(records, visible_events(home), page.child)
    found = of_item(told, page.item.id, area_of_item(page.item.id, records)) if told else None
    return made_up_view(found, page.item.title, page.names) if found else None


def _home(home: str) -> tuple[Row, list[Row], list[VisitRecord]]:
    """A home, its people, and those of its visits that this account may see."""
    must_read(Right.SEE_HOME, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    return row, homes.people(store(), home), visible_visits(home)


def _sees_all(home: Row) -> bool:
    return may_read(Right.SEE_VISITS, home["id"])


def _visit(records: Sequence[VisitRecord], asked: str) -> VisitRecord | None:
    """The visit asked for, None without one; raises Hidden if it is not among these."""
    if not asked:
        return None
    found = next((each for each in records if each.id == asked), None)
    if found is None:
        raise Hidden
    return found


def _pair(
    records: Sequence[VisitRecord], one: VisitRecord | None, other: VisitRecord | None
) -> tuple[VisitRecord, VisitRecord] | None:
    """The two visits to lay side by side, the earlier one first; None if there are no two."""
    chosen = one or other
    if chosen is None:
        return comparison.default_pair(records)
    beside = other if one and other else comparison.partner(records, chosen)
    if beside is None:
        return None
    first, second = history.in_order([chosen, beside])
    return first, second


def _item(records: Sequence[VisitRecord], asked: str) -> Item | None:
    """An item as the newest rules that have it put it: those in force, then those of the visits."""
    known = rules_of(records)
    used = [known[each.rules] for each in reversed(history.in_order(records))
            if each.rules in known]  # fmt: skip
    return next((item for rules in (parts().rules, *used) if (item := rules.item(asked))), None)
