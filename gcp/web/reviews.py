"""Reviews: what waits for a supervisor, and the line that a supervisor adds to a visit's review."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import HomeTies, Right, Role, may
from gcp.core.problems import Refused
from gcp.core.reviewing import Kind, Signed, State, state_after
from gcp.reviewing import add_line
from gcp.store import reviews, visits
from gcp.store.engine import Row
from gcp.web.context import (
    Hidden,
    account,
    must_read,
    note,
    now,
    parts,
    store,
)
from gcp.web.errors import sentence
from gcp.web.forms import ReviewForm
from gcp.web.review_part import state_words
from gcp.web.visits import draw, readable, wanted

blueprint = Blueprint("reviews", __name__)

MOST = 5_000
PAGE = 50
STATES = tuple(each for each in State if each is not State.AGREED)


@dataclass(frozen=True)
class Waiting:
    """One signed visit that is not agreed yet."""

    row: Row
    state: State
    words: str
    is_own: bool


@blueprint.post("/visits/<uuid:visit_id>/review")
def add(visit_id: uuid.UUID) -> ResponseReturnValue:
    """Comment on a visit, send it back, agree it or open it again."""
    line = readable(visit_id)
    must_read(Right.REVIEW_VISIT, line["home_id"], line["author_id"])
    if not line["signed_revision"]:
        raise Hidden
    form, problems = ReviewForm(), []
    if form.validate():
        try:
            read = Signed(form.number(form.revision), (form.sha256.data or "")[:64])
            add_line(
                store(), account(), line, Kind(form.kind.data), read, form.number(form.since),
                form.words.data or "", now(),
            )  # fmt: skip
            return redirect(url_for("visits.show", visit_id=line["id"], _anchor="review"))
        except Refused as refused:
            problems = [sentence(parts().text, each) for each in refused.problems]
            if [each.path for each in refused.problems] == ["words"]:
                form.words.errors, problems = problems, []
    # Read again: a newer revision may have come, and that one is to be shown.
    newest = visits.find(store(), line["id"]) or line
    return draw(newest, wanted(newest, ""), form, problems), 409 if problems else 400


@blueprint.get("/reviews")
def index() -> ResponseReturnValue:
    """The signed visits to the homes of this supervisor's teams that are not agreed yet."""
    if account().role is not Role.SUPERVISOR:
        raise Hidden
    state, author = request.args.get("state", ""), request.args.get("author", "")
    rows = reviews.waiting(store(), account().id, MOST + 1)
    every = list(_waiting(rows[:MOST]))
    fits = [
        each
        for each in every
        if state in ("", each.state.value) and author in ("", each.row["author_id"])
    ]
    first = PAGE * _page(len(fits))
    shown = fits[first : first + PAGE]
    note("reviews_listed", visits=[each.row["id"] for each in shown])
    authors = {each.row["author_id"]: each.row["author"] for each in every}
    return render_template(
        "reviews/list.html", shown=shown, n=len(fits), every=len(every), is_more=len(rows) > MOST,
        most=MOST, state=state, author=author, page=first // PAGE,
        is_last=first + PAGE >= len(fits),
        states=[(each.value, state_words(each, None)) for each in STATES],
        authors=sorted(authors.items(), key=lambda each: (each[1], each[0])),
    )  # fmt: skip


def _waiting(rows: list[Row]) -> Iterator[Waiting]:
    """Those of these visits that the account may review, or that are its own."""
    # They were looked for by the account's teams, so that is how it stands to their homes.
    ties = HomeTies(next(iter(account().teams), ""))
    for row in rows:
        is_own = row["author_id"] == account().id
        right = Right.SEE_VISIT if is_own else Right.REVIEW_VISIT
        if not may(account(), right, ties, row["author_id"]):
            continue
        kind = Kind(row["kind"]) if row["kind"] else None
        signed = Signed(row["number"], row["sha256"])
        state = State.NOT_LOOKED_AT
        if kind:
            state = state_after(kind, Signed(row["read"], row["read_sha256"]), signed)
        yield Waiting(row, state, state_words(state, kind), is_own)


def _page(n: int) -> int:
    """The page asked for, counted from 0; the nearest that there is."""
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 6 else 0
    return min(number, max(0, (n - 1) // PAGE))
