"""Who has care at a visit, and what about it asks for a check: facts, never a judgement.

As in static/js/core/care.js; tests/vectors/care.json is for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gcp.core.chart_words import Words
from gcp.core.scoring import age_in_months
from gcp.core.visit_fields import NOBODY

GROWN_UP = 216  # months
UNDER_18, NOBODY_THERE, NOT_ASKED, NOT_CHECKED, NO_TIE = (
    "under_18", "nobody", "not_asked", "not_checked", "no_tie",
)  # fmt: skip
IN_CHARGE, TAKES_OVER = "in_charge", "takes_over"

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One thing to check: what, of whom, and the age in years where it is known."""

    kind: str
    part: str  # in_charge|takes_over
    name: str = ""
    years: int | None = None


def checks(body: Body) -> tuple[Check, ...]:
    """What a visit's record of who has care asks somebody to check."""
    return tuple(_checks(body))


def _checks(body: Body) -> Iterator[Check]:
    care = body.get("care") or {}
    person, over = body.get("in_charge"), care.get("takes_over")
    if person == NOBODY:
        yield Check(NOBODY_THERE, IN_CHARGE)
    elif person:
        yield from _young(body, person, "", care.get("in_charge_age"), IN_CHARGE)
        adult = _one(body, "adults", person)
        if adult is not None and not (adult.get("relation") or "").strip():
            yield Check(NO_TIE, IN_CHARGE, adult["name"])
    if over:
        who, name = over.get("person"), over.get("name") or ""
        yield from _young(body, who, name, over.get("age"), TAKES_OVER)
        kind = {"not_asked": NOT_ASKED, "no": NOT_CHECKED}.get(over["checked"])
        if kind:
            yield Check(kind, TAKES_OVER, name_of(body, who) or name)


def said(body: Body, text: Words) -> list[str]:
    """The same as sentences."""
    return [_sentence(each, text) for each in checks(body)]


def _sentence(check: Check, text: Words) -> str:
    words = text.powers.care[check.part]
    form = words.no_age if check.kind == UNDER_18 and check.years is None else words[check.kind]
    return str(form).format(name=check.name, years=check.years)


def name_of(body: Body, person: str | None) -> str:
    """The name that the visit has for somebody."""
    found = _one(body, "children", person) or _one(body, "adults", person)
    return str(found["name"]) if found else ""


def _young(
    body: Body, person: str | None, name: str, age: int | None, part: str
) -> Iterator[Check]:
    """Somebody under 18: whoever is put down as a child is, unless the age says otherwise."""
    child = _one(body, "children", person)
    if child is not None:
        months = age_in_months(child, body["observed_at"][:10])
        if months is None or months < GROWN_UP:
            yield Check(UNDER_18, part, child["name"], None if months is None else months // 12)
    elif age is not None and age * 12 < GROWN_UP:
        yield Check(UNDER_18, part, name_of(body, person) or name, age)


def _one(body: Body, name: str, person: str | None) -> Mapping[str, Any] | None:
    return next((each for each in body.get(name) or () if each["id"] == person), None)
