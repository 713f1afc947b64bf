"""The chronology of an evidence pack: each event with all it ever said, its steps and decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from gcp.core.access import Right
from gcp.core.chronology import in_order
from gcp.core.events import Event
from gcp.core.following import ESCALATION, FOLLOWED, REFERRAL, Step
from gcp.core.following_steps import KINDS_OF
from gcp.core.history import VisitRecord
from gcp.core.sharing import Sharing
from gcp.intake import utc_text
from gcp.store import audit, events, following, sharing, whole_homes
from gcp.store.engine import Row
from gcp.web.chronology_lines import Names, entries, names_of, visible_events
from gcp.web.chronology_table import table_of
from gcp.web.context import may_read, parts, store
from gcp.web.following_view import stage_name
from gcp.web.tables import csv_bytes

FOLDER = "chronology"
# What happened to events; who only read them is left out.
ACTIONS = (
    "event_added", "event_changed", "event_withdrawn", "sharing_recorded", "sharing_changed",
    *(f"{event}_{step}" for event in (REFERRAL, ESCALATION) for step in KINDS_OF[event]),
)  # fmt: skip


@dataclass(frozen=True)
class ToldEvent:
    """One event: as much as the account may see of its revisions, the oldest first, and steps."""

    revisions: Sequence[Event]
    decisions: Mapping[int, Sharing]  # by the revision that they came with
    steps: Sequence[Step]

    @property
    def newest(self) -> Event:
        """The last revision that the account may see."""
        return self.revisions[-1]


@dataclass(frozen=True)
class Chronology:
    """What a pack holds of a chronology, and the names in it."""

    lines: bytes
    told: Sequence[ToldEvent]
    names: Names
    referrers: Mapping[str, str]


def chronology_of(home: str, records: Sequence[VisitRecord]) -> Chronology:
    """The chronology of a home that this account may read, with these visits in it."""
    told, names = list(_told(home)), names_of(home, records)
    people = dict(names.people)
    for each in {event.home for one in told for event in one.revisions} - {home}:
        people = {**names_of(each, []).people, **people}
    lines = in_order(entries(records, visible_events(home), names), "oldest")
    accounts = {step.account for one in told for step in one.steps if step.account}
    return Chronology(
        table_of(lines, names), told, Names(people, names.areas),
        {row["id"]: row["name"] for row in whole_homes.accounts(store(), accounts)},
    )  # fmt: skip


def chronology_files(found: Chronology) -> dict[str, bytes]:
    """The files of a chronology by their path in the pack."""
    columns = parts().text.evidence.columns
    tables = {
        "revisions": _revision_rows(found), "steps": _step_rows(found),
        "sharing": _sharing_rows(found),
    }  # fmt: skip
    return {
        f"{FOLDER}/chronology.csv": found.lines,
        **{
            f"{FOLDER}/{name}.csv": csv_bytes(columns[name].split(), rows)
            for name, rows in tables.items()
        },
        **{_file(each): _json(_document(each, found)) for each in found.told},
    }


def audit_lines(told: Iterable[ToldEvent]) -> list[Row]:
    """The lines of the audit log about what was done to these events."""
    found = list(told)
    homes = {each.newest.home for each in found}
    return audit.about_events(store(), homes, {each.newest.id for each in found}, ACTIONS)


def _told(home: str) -> Iterator[ToldEvent]:
    """The events by day; of each revision, the access table says whether it is seen."""
    every = events.every_revision(store(), home)
    seen = {
        about: may_read(Right.SEE_EVENT, *about)
        for about in {(each.home, each.recorded_by) for each in every}
    }
    visible = [each for each in every if seen[each.home, each.recorded_by]]
    groups = [list(group) for _, group in groupby(visible, key=lambda each: each.id)]
    groups.sort(key=lambda each: (each[-1].day, each[0].recorded_at, each[0].id))
    ids = [each[0].id for each in groups]
    decisions = sharing.of_events(store(), ids)
    steps = _steps(each[-1] for each in groups)
    for group in groups:
        numbers = {each.number for each in group}
        yield ToldEvent(
            group,
            {n: found for (id, n), found in decisions.items()
             if id == group[0].id and n in numbers},
            steps.get(group[0].id, ()),
        )  # fmt: skip


def _steps(found: Iterable[Event]) -> dict[str, Sequence[Step]]:
    asked = [
        each.id
        for each in found
        if each.kind in FOLLOWED and may_read(Right.SEE_REFERRAL, each.home)
    ]
    return {each.event.id: each.steps for each in following.of_events(store(), asked)}


def _file(told: ToldEvent) -> str:
    return f"{FOLDER}/events/{told.revisions[0].day.isoformat()}-{told.newest.id}.json"


def _document(told: ToldEvent, found: Chronology) -> dict[str, Any]:
    """One event as it is kept, with names beside the ids of children."""
    return {
        "id": told.newest.id, "home": told.newest.home,
        "revisions": [_revision(each, told, found.names) for each in told.revisions],
        "steps": [
            {**asdict(each), "at": utc_text(each.at),
             "account_name": found.referrers.get(each.account or "")}
            for each in told.steps
        ],
    }  # fmt: skip


def _revision(event: Event, told: ToldEvent, names: Names) -> dict[str, Any]:
    left = ("id", "home", "changed_since")
    row = {key: value for key, value in asdict(event).items() if key not in left}
    decision = told.decisions.get(event.number)
    return {
        **row, "day": event.day.isoformat(),
        "until": event.until.isoformat() if event.until else None,
        "children": [
            {"id": each, "name": names.people.get(each)} for each in event.children
        ],
        "sharing": asdict(decision) if decision else None,
    }  # fmt: skip


def _revision_rows(found: Chronology) -> Iterator[list[object]]:
    words = parts().text.chronology
    for told in found.told:
        for each in told.revisions:
            yield [
                each.id, each.number, each.day, each.until, words.kinds[each.kind],
                words.agencies[each.agency], each.source, words.significance[each.significance],
                "; ".join(found.names.children(each.children)), found.names.area(each.area),
                each.words, words.outcomes[each.outcome] if each.outcome else "",
                each.outcome_why,
                "; ".join(parts().text.common.made_up_by[by] for by in each.made_up_by),
                "yes" if each.withdrawn else "no", each.reason, each.recorded_at, each.recorder,
            ]  # fmt: skip


def _step_rows(found: Chronology) -> Iterator[list[object]]:
    text = parts().text
    words = text.referrals
    for told in found.told:
        for each in told.steps:
            outcomes = words.resolutions if each.kind == "resolved" else text.chronology.outcomes
            yield [
                told.newest.id, text.chronology.kinds[told.newest.kind], each.number,
                words.steps[each.kind], utc_text(each.at), each.words,
                outcomes[each.outcome] if each.outcome else "",
                words.hows[each.how] if each.how else "", each.whom,
                stage_name(each.stage) if each.stage else "",
                "yes" if each.urgent else "no", words.clocks[each.clock] if each.clock else "",
                found.referrers.get(each.account or ""), each.made_at, each.name,
            ]  # fmt: skip


def _sharing_rows(found: Chronology) -> Iterator[list[object]]:
    text = parts().text
    words = text.sharing
    for told in found.told:
        for number, each in sorted(told.decisions.items()):
            yield [
                told.newest.id, number, words.decisions[each.decided], each.what,
                text.chronology.agencies[each.agency], each.whom, each.why,
                words.bases[each.basis] if each.basis else "", words.consents[each.consent],
                each.consent_why,
            ]  # fmt: skip


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
