"""The lists of what waits: for those who have to act, and for those who referred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gcp.core.access import Right, Role, may
from gcp.core.following import REFERRAL, Followed
from gcp.intake import utc_text
from gcp.store import following
from gcp.store.engine import Row
from gcp.web.context import account, may_read, now, own_ties, parts, store
from gcp.web.dates import day
from gcp.web.following_view import Line, clocks, due_words, first_due, open_lines, stage_name

MOST_MINE, MOST_SHOWN = 50, 8
STAYS = timedelta(days=28)  # how long an answered referral stays at the top of a page


@dataclass(frozen=True)
class Pressing:
    """What is late or due today, as many as fit on top of a page, and how many else wait."""

    shown: Sequence[Line]
    more: int
    waiting: int


@dataclass(frozen=True)
class Mine:
    """One referral or escalation of this account: how it stands, and no more."""

    followed: Followed
    states: Sequence[str]
    due: str
    is_done: bool


def pressing_lines(rows: Sequence[Row]) -> list[Line]:
    """What waits at those of these homes whose referrals this account decides."""
    mine = [row for row in rows if may(account(), Right.DECIDE_REFERRAL, own_ties(row))]
    return open_lines(mine)


def on_top(lines: Sequence[Line]) -> Pressing:
    """What of it stands on top of a page."""
    pressing = [each for each in lines if each.is_pressing]
    return Pressing(
        pressing[:MOST_SHOWN], max(0, len(pressing) - MOST_SHOWN), len(lines) - len(pressing)
    )


def lines_of_mine(every: bool = False) -> list[Mine]:
    """What this officer or partner referred: what waits and what was answered lately, or all."""
    if account().role not in (Role.POLICE, Role.PARTNER):
        return []
    found = following.referred_by(store(), account().id, MOST_MINE)
    lines = [
        _mine(each)
        for each in found
        if may_read(Right.SEE_OWN_REFERRAL, each.event.home, each.referrer)
    ]
    return [each for each in lines if every or not each.is_done or _is_recent(each)]


def _mine(found: Followed) -> Mine:
    is_done = bool(found.told if found.event.kind == REFERRAL else found.resolved)
    running = list(first_due(clocks(found)))
    return Mine(found, list(_states(found)), due_words(running[0]) if running else "",
                is_done or not running)  # fmt: skip


def _states(found: Followed) -> Iterator[str]:
    text = parts().text.referrals
    words = text.mine

    def on(name: str, at: object) -> str:
        return str(words[name]).format(day=day(utc_text(at)))  # type: ignore[arg-type]

    if found.event.kind == REFERRAL:
        decision, told = found.decision, found.told
        taken = found.received.at if found.received else decision.at if decision else None
        for name, at in (("received", taken), ("decided", decision and decision.at),
                         ("told", told and told.at)):  # fmt: skip
            yield on(name, at) if at else str(words[f"{name}_no"])
    elif found.resolved:
        yield on("resolved", found.resolved.at)
    else:
        number = found.stage_number
        yield str(words.stage).format(n=number, stage=stage_name(number))


def _is_recent(line: Mine) -> bool:
    found = line.followed
    last = found.told or found.resolved
    return last is not None and now() - last.at < STAYS
