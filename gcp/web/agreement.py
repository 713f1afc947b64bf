"""Do scorers agree? The pairs of visits of a team's homes, and how alike they were graded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core.access import HomeTies, Right, may
from gcp.core.agreement import AreaAgreement, VisitPair, agreement, near_another, visit_pairs
from gcp.core.rules_reader import PATTERNS
from gcp.intake import utc_text
from gcp.intake_homes import own_teams
from gcp.kappa_process import Kappa, NoFigure, kappas
from gcp.store import agreement as found
from gcp.store import homes
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, note, now, parts, store
from gcp.web.home_page import rules_of

blueprint = Blueprint("agreement", __name__)

DAYS = 730
MOST_VISITS = 20_000
MOST_COMPARED = 400


@dataclass(frozen=True)
class AreaView:
    """One area as the page shows it; `kappa` is None where there is none to give."""

    title: str
    of: AreaAgreement
    kappa: Kappa | None


@blueprint.get("/agreement")
def show() -> ResponseReturnValue:
    """The pairs of one team, for those who supervise it."""
    teams = supervised()
    team = next((row for row in teams if row["id"] == request.args.get("team")), None)
    if team is None and ("team" in request.args or not teams):
        raise Hidden
    team = team or teams[0]
    pairs = _pairs(team["id"])
    limits = {**PATTERNS, **parts().rules.patterns}
    titles = _titles(pairs)
    areas = _views(agreement(pairs, titles, limits), titles)
    rows = {home: homes.find(store(), home) for home in {each.home for each in pairs}}
    note("agreement_read", homes=sorted(rows), pairs=len(pairs))
    return render_template(
        "agreement/show.html", teams=teams, team=team, pairs=pairs, areas=areas, limits=limits,
        homes=rows, years=DAYS // 365,
    )  # fmt: skip


def supervised() -> list[Row]:
    """The teams whose agreement this account may see, by name."""
    return [
        row
        for row in own_teams(store(), account())
        if may(account(), Right.SEE_AGREEMENT, HomeTies(row["id"]))
    ]


def _pairs(team: str) -> list[VisitPair]:
    since = utc_text(now() - timedelta(days=DAYS))
    newest = found.attendances(store(), team, since, MOST_VISITS)
    near = near_another(newest)
    looked_at = [each.visit for each in newest if each.visit in near][:MOST_COMPARED]
    return visit_pairs(found.records(store(), {visit: near[visit] for visit in looked_at}))


def _titles(pairs: Sequence[VisitPair]) -> dict[str, str]:
    """The areas of the rules in force, and those of older rules that pairs were made under."""
    titles = {area.id: area.title for area in parts().rules.areas}
    for rules in rules_of([each.later for each in pairs]).values():
        titles |= {area.id: area.title for area in rules.areas if area.id not in titles}
    return titles


def _views(areas: Sequence[AreaAgreement], titles: Mapping[str, str]) -> list[AreaView]:
    asked = [each for each in areas if each.verdict == "figure"]
    try:
        figures = kappas(tuple(each.table for each in asked))
    except NoFigure:
        figures = ()
    by_area = {each.area: kappa for each, kappa in zip(asked, figures, strict=False)}
    return [AreaView(titles[each.area], each, by_area.get(each.area)) for each in areas]
