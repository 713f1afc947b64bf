"""What a report rests on, as the records stand; and what has changed since, in words."""

from __future__ import annotations

from collections.abc import Sequence

from gcp.core.redaction import Box, mark_of, together
from gcp.core.report_facts import Changed, Facts, changed_since, read_facts
from gcp.store import events, photos, redactions, visits
from gcp.store.engine import Row, Store
from gcp.text import read_text
from gcp.web import dates

words = read_text("en").reports.verify

LETTER = "feedback"
WITHOUT_EVENTS = ("family",)


def facts_of_home(store: Store, home: str, kind: str) -> Facts:
    """The signed visits, photos and, for most kinds of report, events of a home."""
    records = visits.of_home(store, home)
    kept = [(each, visits.revision(store, each.id, each.revision)) for each in records]
    lines = [] if kind in WITHOUT_EVENTS else events.of_home(store, home)
    return Facts(
        {each.id: (each.revision, row["sha256"]) for each, row in kept if row},
        {each.id: each.number for each in lines},
        _photo_marks(store, [each.id for each in records]),
    )


def facts_of_visit(store: Store, visit: str) -> Facts:
    """One visit as it was last signed, and its photos."""
    line = visits.find(store, visit)
    row = visits.revision(store, visit, line["signed_revision"]) if line else None
    if row is None:
        return Facts()
    return Facts(
        {visit: (row["number"], row["sha256"])}, photos=_photo_marks(store, [visit])
    )


def facts_of_letter(store: Store, home: str, event: str) -> Facts:
    """One line of the chronology."""
    found = {each.id: each.number for each in events.of_home(store, home) if each.id == event}
    return Facts(events=found)


def changes(store: Store, report: Row) -> list[str]:
    """What of a report's records has changed since it was made, in words."""
    then = read_facts(report["facts"])
    return [_told(store, each) for each in changed_since(then, _now(store, report, then))]


def _now(store: Store, report: Row, then: Facts) -> Facts:
    if report["kind"] == LETTER:
        return facts_of_letter(store, report["home_id"], next(iter(then.events), ""))
    if report["visit_id"]:
        return facts_of_visit(store, report["visit_id"])
    return facts_of_home(store, report["home_id"], report["kind"])


def _photo_marks(store: Store, of_visits: Sequence[str]) -> dict[str, str]:
    """What is blacked out of each photo that has come, as a short name; empty for nothing."""
    boxes: dict[str, list[list[Box]]] = {}
    for (_, sha256), held in redactions.standing(store, of_visits).items():
        boxes.setdefault(sha256, []).append(held)
    arrived = photos.arrived(store, of_visits, signed_only=True)
    return {sha256: mark_of(together(boxes.get(sha256, ()))) for sha256 in arrived}


def _told(store: Store, change: Changed) -> str:
    line = visits.find(store, change.visit) if change.visit else None
    day = dates.day(line["observed_at"]) if line else ""
    key = f"{change.kind}_one" if change.count == 1 else change.kind
    return str(words[key]).format(day=day, was=change.was, now=change.now, n=change.count)
