"""The patterns of a home's history: plain facts over several visits, with the visits they rest on.

Each kind is a fact that anyone can count again; none names a motive, a label or a probability.
Thresholds are the rules' (`patterns:` of the YAML); the reasons behind the kinds are in DOMAIN.md,
"Chronology and patterns". Patterns rest on items, never on roll-ups: another item, added to a
visit, can add to them and never take one away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core import pattern_kinds, pattern_people
from gcp.core.events import Event
from gcp.core.history import VisitRecord, in_order
from gcp.core.known import Seen, days_since_seen
from gcp.core.pattern_series import all_series
from gcp.core.patterns_found import Finding, Pattern, together
from gcp.core.rules import Rules
from gcp.core.rules_reader import PATTERNS

# In the order in which they are read: what single visits hide comes first.
KINDS = (
    "closed_then_worse",
    "improvement_lost",
    "better_when_arranged",
    "getting_worse",
    "long_standing",
    "hard_to_see",
    "not_seen",
    "not_alone",
    "referrals_closed",
    "better_with_help",
    "helped_for_long",
    "never_asked",
    "unnamed_adults",
    "young_carer",
    "improved",
    "scorer_changed",
    "too_few",
)
# What one can say of a home from its last visit alone: no pattern in the strict sense.
STATES = ("not_seen", "not_alone", "too_few")


@dataclass(frozen=True)
class History:
    """What patterns are read from: visits, events, every rules version used, and thresholds."""

    records: Sequence[VisitRecord]
    events: Sequence[Event]
    rules: Mapping[str, Rules]
    thresholds: Mapping[str, int]


def history_of(
    records: Iterable[VisitRecord], events: Iterable[Event], rules: Mapping[str, Rules],
    in_force: Rules,
) -> History:  # fmt: skip
    """Visits and events in order, with the thresholds of the rules in force."""
    return History(
        in_order(records),
        sorted(events, key=lambda each: (each.day, each.id)),
        rules,
        {**PATTERNS, **in_force.patterns},
    )


def patterns(
    history: History, children: Sequence[Mapping[str, Any]], on: date
) -> tuple[Pattern, ...]:
    """Every pattern of a home on a day; `children`: those who live there now, with their ages."""
    seen = days_since_seen(history.records, on)
    return in_reading_order(
        (*lasting(history), *unseen(seen, children, on, history.thresholds))
    )


def lasting(history: History) -> tuple[Pattern, ...]:
    """The patterns that stay the same until something else is recorded."""
    limits = history.thresholds
    found: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    found["too_few"] += pattern_people.too_few(history.records, limits)
    closures = [each for each in history.events if each.kind == "case_closed"]
    # Of one or two graded visits nothing is said but that they are too few.
    graded = () if found["too_few"] else history.records
    for each in all_series(graded, history.rules):
        found["closed_then_worse"] += pattern_kinds.closed_then_worse(each, closures, limits)
        for kind in (
            pattern_kinds.improvement_lost, pattern_kinds.better_when_arranged,
            pattern_kinds.getting_worse, pattern_kinds.long_standing,
            pattern_kinds.better_with_help, pattern_kinds.helped_for_long, pattern_kinds.improved,
        ):  # fmt: skip
            found[kind.__name__] += kind(each, limits)
    found["hard_to_see"] += pattern_people.hard_to_see(history.records, history.events, limits)
    found["referrals_closed"] += pattern_people.referrals_closed(history.events, limits)
    found["never_asked"] += pattern_people.never_asked(history.records)
    found["unnamed_adults"] += pattern_people.unnamed_adults(history.records)
    found["young_carer"] += pattern_people.young_carer(history.records)
    found["scorer_changed"] += pattern_people.scorer_changed(graded)
    return _made(found)


def unseen(
    seen: Mapping[str, Seen], children: Sequence[Mapping[str, Any]], on: date,
    thresholds: Mapping[str, int],
) -> tuple[Pattern, ...]:  # fmt: skip
    """The patterns that grow with each day: a child not seen, or not alone, for so long."""
    living = {each["id"]: each for each in children}
    those = [seen.get(key) or _never(each) for key, each in living.items()]
    found = {
        "not_seen": list(pattern_people.not_seen(those, thresholds)),
        "not_alone": list(pattern_people.not_alone(those, living, on, thresholds)),
    }
    return _made(found)


def in_reading_order(found: Iterable[Pattern]) -> tuple[Pattern, ...]:
    """Patterns in the order in which they are read."""
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def _never(child: Mapping[str, Any]) -> Seen:
    return Seen(child["id"], child["name"], None, None, None, None)


def _made(found: Mapping[str, Sequence[Finding]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(kind, together(each)) for kind, each in found.items() if each)
