"""Who has care, powers used and the clock of police protection, as pages say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gcp.core import care, protection
from gcp.core.history import VisitRecord
from gcp.core.protection import POWER, Standing, is_told, periods, standing
from gcp.intake import utc_text
from gcp.web import dates
from gcp.web.context import now, parts


@dataclass(frozen=True)
class CareView:
    """What asks for a check, who checks, and who takes over; empty where nothing is."""

    checks: Sequence[str]
    check: str
    takes_over: str


@dataclass(frozen=True)
class PowerLine:
    """One use of a power; `clock` only where one runs."""

    power: str
    began_at: str
    names: Sequence[str]
    words: str
    clock: str


@dataclass(frozen=True)
class ProtectionNote:
    """One stretch of police protection on a home's page, with the visit that began it."""

    names: Sequence[str]
    began_at: str
    clock: str
    is_running: bool
    visit: str


def care_view(body: Mapping[str, Any], asked: Sequence[str]) -> CareView:
    """Who has care at a visit; `asked`: what the authority asks to check of them."""
    text, found = parts().text, body.get("care") or {}
    return CareView(
        [*care.said(body, text), *asked], found.get("check") or "", _takes_over(body, found.get("takes_over"))
    )


def _takes_over(body: Mapping[str, Any], over: Mapping[str, Any] | None) -> str:
    if not over:
        return ""
    words = parts().text.powers
    name = care.name_of(body, over.get("person")) or over.get("name") or ""
    named = ", ".join(each for each in (name, over.get("relation")) if each)
    line = words.takes_over_value.format(name=named, checked=words.checked[over["checked"]])
    return f"{line}. {over['words']}" if over.get("words") else f"{line}."


def power_lines(body: Mapping[str, Any], names: Mapping[str, str]) -> list[PowerLine]:
    """The powers that a visit used, in the order that they began."""
    moment = now()
    used = sorted(body.get("powers") or (), key=lambda e: datetime.fromisoformat(e["began_at"]))
    return [
        PowerLine(
            each["power"], each["began_at"],
            [names[child] for child in each.get("children") or () if child in names],
            each.get("words") or "",
            _clock(standing(each["began_at"], moment)) if each["power"] == POWER else "",
        )
        for each in used
    ]  # fmt: skip


def protection_notes(records: Sequence[VisitRecord], moment: datetime) -> list[ProtectionNote]:
    """The police protection of a home that runs, or that ended not long ago; the newest first."""
    names = {
        child["id"]: child["name"]
        for record in records
        for child in record.body.get("children") or ()
    }
    found = [(each, standing(each.began_at, moment)) for each in periods(records)]
    return [
        ProtectionNote(
            [names[child] for child in each.children if child in names], each.began_at,
            _clock(at), at.state != protection.ENDED, each.visits[0],
        )
        for each, at in reversed(found)
        if is_told(at, moment)
    ]  # fmt: skip


def _clock(at: Standing) -> str:
    words = parts().text.powers.clock
    if at.state == protection.ENDED:
        form = words.ended
    else:
        form = {0: words.few, 1: words.one}.get(at.hours, words.running)
    return str(form).format(hours=at.hours, ends=dates.day_time(utc_text(at.ends_at)))
