"""Tables of homes for a spreadsheet: people, visits, item grades, events, and what each column is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from gcp.core.history import VisitRecord
from gcp.core.rules import Rules
from gcp.core.scoring import age_in_months
from gcp.store import events, homes, visits
from gcp.store import rules as kept_rules
from gcp.store.engine import Row, Store
from gcp.tables import write_csv
from gcp.text import read_text

Step = Callable[[], None]

_words = read_text("en").tables
COLUMNS: dict[str, dict[str, str]] = _words.as_json()
TABLES = ("people", "visits", "grades", "events")


def write_tables(
    out: Path | IO[bytes], store: Store, asked: Sequence[str], step: Step = lambda: None
) -> None:
    """A zip file with a table of each kind for these homes; `step` once a home and table."""
    makers = _Tables(store)
    with store.reading(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in TABLES:
            with made.open(f"{name}.csv", "w", force_zip64=True) as file:
                write_csv(file, list(COLUMNS[name]), _cells(makers, name, asked, step))
        with made.open("columns.csv", "w") as file:
            write_csv(file, list(COLUMNS["columns"]), _told_columns())


def _cells(
    makers: _Tables, name: str, asked: Sequence[str], step: Step
) -> Iterator[list[object]]:
    rows: Callable[[str], Iterator[Row]] = getattr(makers, name)
    for home in asked:
        for row in rows(home):
            yield [row[column] for column in COLUMNS[name]]
        step()


def _told_columns() -> Iterator[tuple[str, str, str]]:
    for table in TABLES:
        for column, meaning in COLUMNS[table].items():
            yield table, column, meaning


class _Tables:
    """Makes the rows of one home; visits and events as their newest signed or standing revision."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rules: dict[str, Rules | None] = {}

    def people(self, home: str) -> Iterator[Row]:
        for row in homes.people(self._store, home):
            yield {**row, "person": row["id"], "home": home}

    def visits(self, home: str) -> Iterator[Row]:
        line = homes.find(self._store, home)
        if line is None:
            return
        for each in visits.of_home(self._store, home):
            body, rules = each.body, self._found(each.rules)
            names = {child["id"]: child["name"] for child in body["children"]}
            seen = {how: [names.get(voice["child"], "") for voice in body["voices"]
                          if voice["seen"] == how] for how in ("seen", "seen_alone")}  # fmt: skip
            yield {
                "visit": each.id, "home": home, "address": line["address"],
                "postcode": line["postcode"], "observed_at": body["observed_at"],
                "kind": body["kind"], "access": body["access"], "author": each.author_name,
                "agency": each.agency, "revision": each.revision,
                "received_at": each.received_at, "rules": rules and rules.version,
                "home_grades": _listed(
                    f"{area} {found['grade']}" for area, found in each.result["home"].items()
                    if found["grade"] is not None
                ),
                "children_seen": _listed(seen["seen"] + seen["seen_alone"]),
                "children_seen_alone": _listed(seen["seen_alone"]),
                "signs": _listed(sign["sign"] for sign in body["signs"]),
                "photos": len(body["photos"]), "no_photos": body.get("no_photos"),
                "notes": body.get("notes"),
            }  # fmt: skip

    def grades(self, home: str) -> Iterator[Row]:
        for each in visits.of_home(self._store, home):
            children = {child["id"]: child for child in each.body["children"]}
            for grade in each.grades:
                yield self._grade(home, each, grade, children.get(grade.get("child")))

    def events(self, home: str) -> Iterator[Row]:
        names = {row["id"]: row["name"] for row in homes.people(self._store, home)}
        for each in events.of_home(self._store, home):
            yield {
                "event": each.id, "home": home, "day": each.day, "until": each.until,
                "kind": each.kind, "agency": each.agency, "source": each.source,
                "words": each.words, "significance": each.significance,
                "children": _listed(names.get(child, child) for child in each.children),
                "area": each.area, "outcome": each.outcome, "outcome_why": each.outcome_why,
                "made_up_by": _listed(each.made_up_by), "revision": each.number,
                "recorded_at": each.recorded_at, "recorder": each.recorder,
            }  # fmt: skip

    def _grade(
        self, home: str, record: VisitRecord, grade: Any, child: Any
    ) -> Row:
        rules = self._found(record.rules)
        item = rules.item(grade["item"]) if rules else None
        return {
            "visit": record.id, "home": home, "observed_at": record.body["observed_at"],
            "area": grade["item"].partition(".")[0], "item": grade["item"],
            "title": item and item.title, "child": grade.get("child"),
            "name": child and child["name"],
            "age_months": child and age_in_months(child, record.body["observed_at"]),
            "grade": grade.get("grade"), "state": grade.get("state"),
            "words": grade.get("words"), "made_up_by": _listed(grade.get("made_up_by") or ()),
            "made_up_words": grade.get("made_up_words"),
        }  # fmt: skip

    def _found(self, digest: str) -> Rules | None:
        if digest not in self._rules:
            self._rules[digest] = kept_rules.find(self._store, digest)
        return self._rules[digest]


def _listed(words: Any) -> str:
    return "; ".join(words)
