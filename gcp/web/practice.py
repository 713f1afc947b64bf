"""The practice set: a person grades invented rooms and sees, alone, how that compares.

Nothing here is of a case or for anyone else to see, so nothing goes into the audit log.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Right
from gcp.core.practice import Comparison, Room, comparison, fitting
from gcp.core.rules import Rules
from gcp.intake import utc_text
from gcp.practice import pictures, read_rooms
from gcp.store import practice
from gcp.store import rules as kept_rules
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, find_rules, must, now, parts, store
from gcp.web.forms import PracticeForm

blueprint = Blueprint("practice", __name__, url_prefix="/practice")

MINUTES_A_ROOM = 1
_KEPT_SECONDS = 31_536_000


@dataclass(frozen=True)
class Try:
    """One try of the account's: its rooms under the rules it began with, and what was answered."""

    row: Row
    rules: Rules
    rooms: tuple[Room, ...]
    answers: dict[str, Row]

    @property
    def left(self) -> list[int]:
        """The numbers of the rooms that are not graded yet."""
        return [n for n, room in enumerate(self.rooms, 1) if room.id not in self.answers]

    @property
    def answered(self) -> list[Room]:
        """The rooms that were graded, of those that are still in the set."""
        return [room for room in self.rooms if room.id in self.answers]

    @property
    def compared(self) -> Comparison:
        """Its grades against the set's, as the set was then."""
        rows = self.answers.values()
        return comparison([(row["grade"], row["set_grade"]) for row in rows])


@blueprint.before_request
def guard() -> None:
    """For whoever grades homes."""
    must(Right.PRACTISE)


@blueprint.route("", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """What it is, the account's own tries, and the start of one."""
    rooms = fitting(read_rooms(), parts().rules)
    if request.method == "POST" and rooms:
        return _to_next(_own(_begin()))
    mine = [_read(row) for row in practice.tries(store(), account().id)]
    going = [each for each in mine if not each.row["finished_at"] and _is_in_force(each)]
    return render_template(
        "practice/start.html", rooms=rooms, minutes=len(rooms) * MINUTES_A_ROOM,
        going=going[0] if going else None, earlier=[each for each in mine if each.row["finished_at"]],
    ), 400 if request.method == "POST" else 200  # fmt: skip


@blueprint.route("/<uuid:try_id>/<int:number>", methods=["GET", "POST"])
def room(try_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """One room to grade."""
    mine = _own(str(try_id))
    if mine.row["finished_at"]:
        return _to_result(mine)
    if not 1 <= number <= len(mine.rooms):
        raise Hidden
    shown, given = mine.rooms[number - 1], mine.answers.get(mine.rooms[number - 1].id)
    form = PracticeForm(grade=str(given["grade"]) if given else None)
    if request.method == "POST" and form.validate():
        grade = int(form.grade.data)
        if given is None or given["grade"] != grade:
            practice.add_answer(
                store(), mine.row["id"], shown.id, grade, shown.grade, utc_text(now())
            )
        return _to_next(_own(mine.row["id"]), number)
    return render_template(
        "practice/room.html", mine=mine, room=shown, number=number, form=form,
        item=mine.rules.item(shown.item), address=picture_address(shown),
    ), 400 if form.errors else 200  # fmt: skip


@blueprint.get("/<uuid:try_id>")
def show(try_id: uuid.UUID) -> ResponseReturnValue:
    """The answers so far; of a finished try, how they compare."""
    mine = _own(str(try_id))
    page = "practice/result.html" if mine.row["finished_at"] else "practice/check.html"
    return render_template(page, mine=mine, address=picture_address)


@blueprint.post("/<uuid:try_id>/finish")
def finish(try_id: uuid.UUID) -> ResponseReturnValue:
    """Close a try whose rooms are all graded."""
    mine = _own(str(try_id))
    if mine.rooms and not mine.left:
        practice.finish(store(), mine.row["id"], utc_text(now()))
    return _to_result(mine)


@blueprint.get("/pictures/<name>.jpg")
def picture(name: str) -> Response:
    """The drawing of a room."""
    drawn = next((each for each in read_rooms() if each.id == name), None)
    if drawn is None:
        raise Hidden
    file = pictures.picture(parts().settings.practice_pictures, drawn, parts().text.practice.mark)
    reply = Response(file.read_bytes(), mimetype="image/jpeg")
    reply.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}, immutable"
    return reply


def picture_address(room: Room) -> str:
    """Where a room's drawing is; another one has another address."""
    mark = pictures.mark(room, parts().text.practice.mark)
    return url_for("practice.picture", name=room.id, v=mark)


def _begin() -> str:
    rules, at = parts().rules, utc_text(now())
    with store().writing():
        kept_rules.keep(store(), rules, at)
        return practice.begin(
            store(),
            {"id": str(uuid.uuid4()), "account_id": account().id, "rules_digest": rules.digest,
             "started_at": at},
        )  # fmt: skip


def _own(id: str) -> Try:
    row = practice.find(store(), id, account().id)
    if row is None:
        raise Hidden
    return _read(row)


def _read(row: Row) -> Try:
    rules = find_rules(row["rules_digest"]) or parts().rules
    return Try(row, rules, fitting(read_rooms(), rules), practice.answers(store(), row["id"]))


def _is_in_force(mine: Try) -> bool:
    return bool(mine.row["rules_digest"] == parts().rules.digest)


def _to_next(mine: Try, after: int = 0) -> ResponseReturnValue:
    """The next room that is not graded, going round once; else all answers."""
    left = [*(n for n in mine.left if n > after), *mine.left]
    if left:
        return redirect(url_for("practice.room", try_id=mine.row["id"], number=left[0]))
    return _to_result(mine)


def _to_result(mine: Try) -> ResponseReturnValue:
    return redirect(url_for("practice.show", try_id=mine.row["id"]))
