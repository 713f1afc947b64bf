"""The overview of a team's homes, for its supervisor: as a page and as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import Right, may
from gcp.core.history import CONCERN
from gcp.core.overview import REASONS, SORTS, Asked, HomeLine, asked_for, home_line, small_chart
from gcp.core.rules_reader import PATTERNS
from gcp.matching import to_decide
from gcp.store import devices, homes, overviews
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, may_in_a_team, note, now, own_ties, parts, store
from gcp.web.following_lists import on_top, pressing_lines
from gcp.web.following_view import Line, late_days
from gcp.web.overview_words import ago, choices, reason_words
from gcp.web.summaries import summaries_of
from gcp.web.tables import csv_bytes

blueprint = Blueprint("overview", __name__, url_prefix="/overview")

LONGEST = 200
MOST_HOMES = 2_000


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Every home of the team, with what to look at."""
    (lines, waiting), asked = _lines(), _asked()
    shown = asked_for(lines, asked, CONCERN)
    note("overview_read", homes=[each.id for each in lines])
    return render_template(
        "overview/show.html", lines=shown, count=len(lines), asked=asked, on=now().date(),
        areas=[(each.id, each.title) for each in parts().rules.areas], ago=ago,
        workers=sorted({each for line in lines for each in line.work.workers}),
        reason_words=reason_words, choices=choices(), sorts=SORTS, unsent=_unsent(),
        small_chart=small_chart, pressing=on_top(waiting),
        to_decide=len(to_decide(store(), account())),
        filters={key: value for key, value in request.args.items() if value},
    )  # fmt: skip


@blueprint.get("/homes.csv")
def save() -> ResponseReturnValue:
    """The same homes as CSV."""
    lines = asked_for(_lines()[0], _asked(), CONCERN)
    note("overview_saved", homes=[each.id for each in lines])
    words = parts().text.overview.csv_columns
    areas = parts().rules.areas
    head = [
        words[name] for name in (
            "address", "postcode", "name", "children", "workers", "last_visit", "last_kind",
            "last_access", "last_inside",
        )
    ]  # fmt: skip
    for area in areas:
        head += [words.grade.format(area=area.title), words.was.format(area=area.title)]
    head += [words.longest_unseen, words.longest_not_alone, words.look]
    table = csv_bytes(head, (_cells(each, [area.id for area in areas]) for each in lines))
    answer = Response(table, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="overview.csv"'
    return answer


def _cells(line: HomeLine, areas: list[str]) -> list[object]:
    common, last = parts().text.common, line.summary.last
    unseen, alone = line.seen_days, line.alone_days
    cells: list[object] = [
        line.address, line.postcode, line.name,
        ", ".join(each["name"] for each in line.children), ", ".join(line.work.workers),
        *((last.day, common.kinds[last.kind], common.access[last.access]) if last else ("",) * 3),
        line.summary.last_inside or "",
    ]  # fmt: skip
    for area in areas:
        found = line.area(area)
        cells += [found.grade, found.was or ""] if found else ["", ""]
    return [
        *cells, *((_days(each[0][0]) if each else "") for each in (unseen, alone)),
        "; ".join(reason_words(each, line) for each in line.reasons),
    ]  # fmt: skip


def _days(days: int | None) -> str:
    return str(parts().text.overview.csv_never if days is None else days)


def _asked() -> Asked:
    def value(name: str) -> str:
        return request.args.get(name, "")[:LONGEST].replace("\x00", "")

    sort, reason = value("sort"), value("reason")
    return Asked(
        words=value("q").strip(),
        reason=reason if reason in REASONS else "",
        worker=value("worker"),
        area=value("area"),
        sort=sort if sort in SORTS else SORTS[0],
    )


def _lines() -> tuple[list[HomeLine], list[Line]]:
    """The homes of the team, and what waits there of referrals and escalations."""
    found = homes.reachable(store(), account().id, True, limit=MOST_HOMES)
    rows = [row for row in found if may(account(), Right.SEE_OVERVIEW, own_ties(row))]
    if not rows and not _has_overview():
        raise Hidden
    ids = [row["id"] for row in rows]
    summaries = summaries_of(ids)
    children, work = overviews.children(store(), ids), overviews.work(store(), ids)
    limits: Mapping[str, int] = {**PATTERNS, **parts().rules.patterns}
    moment = now()
    on: date = moment.date()
    waiting = pressing_lines(rows)
    late = late_days(waiting)
    lines = [
        home_line(
            row, children[row["id"]], summaries[row["id"]],
            replace(work[row["id"]], late=late.get(row["id"], ())), on, limits,
            moment,
        )
        for row in rows
    ]  # fmt: skip
    return lines, waiting


def _has_overview() -> bool:
    """Whether this account would have an overview if its team had homes."""
    return may_in_a_team(Right.SEE_OVERVIEW)


def _unsent() -> Row:
    """How many visits and photos wait on devices of the team."""
    mine = [
        each
        for each in devices.everyones(store())
        if not each["revoked_at"] and may(account(), Right.SEE_DEVICE, use=each["use"])
    ]
    return {
        name: sum(each[f"unsent_{name}"] or 0 for each in mine) for name in ("visits", "photos")
    }
