"""What the visits show of people: doors not opened, children not seen, names without a tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from gcp.core.care import IN_CHARGE, UNDER_18, checks
from gcp.core.events import Event
from gcp.core.history import CONCERN, VisitRecord, is_graded
from gcp.core.known import Seen
from gcp.core.patterns_found import Finding
from gcp.core.scoring import age_in_months

Thresholds = Mapping[str, int]
NOT_OPENED = ("refused", "no_reply")
NOT_KEPT = ("missed_appointment", "cancelled_appointment")
UNKNOWN_ADULT = "unknown_adult"  # the sign of the shipped rules
OFTEN = 2


def hard_to_see(
    records: Sequence[VisitRecord], events: Sequence[Event], thresholds: Thresholds
) -> Iterable[Finding]:
    """Several attempts in a row that met nobody, newest first, and what the next visit found."""
    tries = [(each.day, 1, each) for each in records]
    tries += [(each.day, 0, each) for each in events if each.kind in NOT_KEPT]
    row: list[VisitRecord | Event] = []
    rows: list[Finding] = []
    for _, _, each in [*sorted(tries, key=lambda one: one[:2]), (date.max, 0, None)]:
        if each is not None and _met_nobody(each):
            row.append(each)
            continue
        if len(row) >= thresholds["hard_to_see_in_row"]:
            rows.append(_closed_door(row, each))
        row = []
    return reversed(rows)


def _met_nobody(each: VisitRecord | Event) -> bool:
    return isinstance(each, Event) or each.body["access"] in NOT_OPENED


def _closed_door(row: Sequence[VisitRecord | Event], following: object) -> Finding:
    visits = [each for each in row if isinstance(each, VisitRecord)]
    facts = {
        "n": len(row), "since": row[0].day, "until": row[-1].day,
        "refused": sum(each.body["access"] == "refused" for each in visits),
        "no_reply": sum(each.body["access"] == "no_reply" for each in visits),
        "not_kept": len(row) - len(visits), "next_on": None, "next_concerns": 0,
    }  # fmt: skip
    named = [each.id for each in visits]
    if isinstance(following, VisitRecord):
        facts |= {"next_on": following.day, "next_concerns": _concerns(following)}
        named.append(following.id)
    return Finding(facts, tuple(named), tuple(each.id for each in row if isinstance(each, Event)))


def _concerns(record: VisitRecord) -> int:
    """How many items a visit graded 4 or 5, each once for all children."""
    return len({each["item"] for each in record.grades if (each.get("grade") or 0) >= CONCERN})


def not_seen(seen: Iterable[Seen], thresholds: Thresholds) -> Iterable[Finding]:
    """A child whom nobody has seen for longer than the threshold, or ever."""
    for each in seen:
        if each.days is None or each.days > thresholds["not_seen_days"]:
            yield Finding({"day": each.day, "days": each.days}, children=(each.child,))


def not_alone(
    seen: Iterable[Seen], children: Mapping[str, Mapping[str, Any]], on: date,
    thresholds: Thresholds,
) -> Iterable[Finding]:  # fmt: skip
    """A child old enough to say something whom nobody has seen alone for long, or ever."""
    for each in seen:
        if not may_talk_alone(children.get(each.child, {}), on, thresholds):
            continue
        if each.alone_days is None or each.alone_days > thresholds["not_alone_days"]:
            facts = {"day": each.alone_day, "days": each.alone_days}
            yield Finding(facts, children=(each.child,))


def may_talk_alone(child: Mapping[str, Any], on: date, thresholds: Thresholds) -> bool:
    """Whether a child is old enough to say something alone; who is of no known age is."""
    months = age_in_months(child, on.isoformat())
    return months is None or months >= thresholds["alone_from_months"]


def referrals_closed(events: Sequence[Event], thresholds: Thresholds) -> Iterable[Finding]:
    """Many referrals, each closed with no further action."""
    referrals = [each for each in events if each.kind == "referral"]
    closed = [each for each in referrals if each.outcome == "no_further_action"]
    if len(closed) >= thresholds["referrals_closed"]:
        facts = {"n": len(closed), "all": len(referrals), "since": closed[0].day,
                 "until": closed[-1].day}  # fmt: skip
        yield Finding(facts, (), tuple(each.id for each in closed))


def never_asked(records: Sequence[VisitRecord]) -> Iterable[Finding]:
    """An adult met at several visits whose tie to the children no visit has written down."""
    met: dict[str, list[VisitRecord]] = {}
    names: dict[str, str] = {}
    tied: set[str] = set()
    for record in records:
        there = {*(record.body.get("present") or ()), record.body.get("in_charge")}
        for adult in record.body.get("adults") or ():
            names[adult["id"]] = adult["name"]
            if (adult.get("relation") or "").strip():
                tied.add(adult["id"])
            if adult["id"] in there:
                met.setdefault(adult["id"], []).append(record)
    for adult, visits in met.items():
        if adult not in tied and len(visits) >= OFTEN:
            facts = {"name": names[adult], "n": len(visits), "since": visits[0].day,
                     "until": visits[-1].day}  # fmt: skip
            yield Finding(facts, tuple(each.id for each in visits))


def unnamed_adults(records: Sequence[VisitRecord]) -> Iterable[Finding]:
    """Visits that met an adult whom no one would name."""
    visits = [
        each
        for each in records
        if any(sign["sign"] == UNKNOWN_ADULT for sign in each.body.get("signs") or ())
    ]
    if len(visits) >= OFTEN:
        facts = {"n": len(visits), "since": visits[0].day, "until": visits[-1].day}
        yield Finding(facts, tuple(each.id for each in visits))


def young_carer(records: Sequence[VisitRecord]) -> Iterable[Finding]:
    """Visits that found the children in the charge of somebody under 18, each such person apart."""
    met: dict[str, list[VisitRecord]] = {}
    names: dict[str, str] = {}
    for record in records:
        for check in checks(record.body):
            if check.kind == UNDER_18 and check.part == IN_CHARGE:
                person = record.body["in_charge"]
                met.setdefault(person, []).append(record)
                names[person] = check.name
    for person, visits in met.items():
        if len(visits) >= OFTEN:
            facts = {"name": names[person], "n": len(visits), "since": visits[0].day,
                     "until": visits[-1].day}  # fmt: skip
            yield Finding(facts, tuple(each.id for each in visits))


def scorer_changed(records: Sequence[VisitRecord]) -> Iterable[Finding]:
    """Grades that moved by one when someone else scored, newest first: not read as a change."""
    graded = [each for each in records if is_graded(each)]
    for before, after in reversed([*pairwise(graded)]):
        if before.author_id != after.author_id:
            was = {(e["item"], e.get("child")): e.get("grade") for e in before.grades}
            gaps = [
                now["grade"] - earlier
                for now in after.grades
                if now.get("grade") is not None
                and (earlier := was.get((now["item"], now.get("child")))) is not None
            ]
            better, worse = gaps.count(-1), gaps.count(1)
            if better or worse:
                facts = {"was_by": before.author_name, "now_by": after.author_name,
                         "day": after.day, "better": better, "worse": worse}  # fmt: skip
                yield Finding(facts, (before.id, after.id))


def too_few(records: Sequence[VisitRecord], thresholds: Thresholds) -> Iterable[Finding]:
    """Fewer graded visits than it takes to speak of a pattern."""
    graded = [each for each in records if is_graded(each)]
    if len(graded) < thresholds["fewest_visits"]:
        yield Finding({"n": len(graded), "all": len(records)}, tuple(each.id for each in graded))
