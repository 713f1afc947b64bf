"""Puts together what is held about one person, for a human to look through."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gcp.core.about_person import Fact, Held, Person, Words, told_of
from gcp.core.kept import utc_text
from gcp.export_home import export_of
from gcp.store import homes, joins, whole_homes
from gcp.store.engine import Store
from gcp.tables import csv_bytes
from gcp.text import read_text
from gcp.version import VERSION

words = read_text("en").access_request


class NoSuchPerson(Exception):
    """There is no person with this id."""


@dataclass(frozen=True)
class Answer:
    """What is told, and what somebody has to look at first."""

    person: str
    homes: Sequence[str]
    facts: Sequence[Fact]
    held: Sequence[Held]
    at: datetime


def answer_about(store: Store, person: str, at: datetime) -> Answer:
    """Everything about a person, under every id that joined homes gave them; raises NoSuchPerson."""
    with store.reading():
        home = homes.home_of_person(store, person)
        if home is None:
            raise NoSuchPerson(person)
        join = joins.of_home(store, home)
        home = join["into_home"] if join else home
        content = export_of(store, home, at, "").document["content"]
        together = whole_homes.together(store, home)
        same = joins.same_people(store, [home]).get(home, {})
    ends = same.get(person, person)
    ids = {person, ends, *(each for each, end in same.items() if end == ends)}
    own, others = (
        frozenset(row["name"].strip().casefold() for row in content["people"]
                  if (row["id"] in ids) == is_own)
        for is_own in (True, False)
    )  # fmt: skip
    _parse(content)
    line = next(each for each in content["homes"] if each["id"] == home)
    found = list(told_of(line, Person(frozenset(ids), own, others), content))
    return Answer(
        person, together, list(dict.fromkeys(each for each in found if isinstance(each, Fact))),
        list(dict.fromkeys(each for each in found if isinstance(each, Held))), at,
    )  # fmt: skip


def write_copy(file: Path, answer: Answer, beside: str) -> None:
    """The zip file: the copy, and the places of what is held back, without a word of it."""
    facts = [[*_place(each), each.value] for each in answer.facts]
    places = [[*_place(each), len(each.text)] for each in answer.held]
    unit = words.unit
    readme = words.readme.format(
        at=utc_text(answer.at), version=VERSION, person=answer.person, facts=f"{len(facts):,}",
        held=f"{len(places):,}", beside=beside,
    )  # fmt: skip
    head = [unit.where, unit.day, unit.what]
    as_json = [dict(zip(("where", "day", "what", "value"), each, strict=True)) for each in facts]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("README.txt", readme)
        made.writestr("what-is-held.csv", csv_bytes([*head, unit.value], facts))
        made.writestr("what-is-held.json", json.dumps(as_json, ensure_ascii=False, indent=1))
        made.writestr("for-review.csv", csv_bytes([*head, unit.letters], places))


def review_bytes(answer: Answer) -> bytes:
    """The texts to decide on, with room for what was decided."""
    unit = words.unit
    head = [unit.where, unit.day, unit.what, unit.text, unit.decision, unit.why]
    return csv_bytes(head, ([*_place(each), each.text, "", ""] for each in answer.held))


def _place(found: Fact | Held) -> tuple[str, str, str]:
    return _said(words.where, found.where), found.day, _said(words.what, found.what)


def _said(sentences: Any, said: Words) -> str:
    return str(sentences[said.code]).format(**dict(said.values))


def _parse(content: Mapping[str, Any]) -> None:
    """Read the bodies where they are: whoever looks through them needs no text."""
    for found in content["found_homes"]:
        for each in (found, *found["conflicts"]):
            each["parsed"] = json.loads(each["body"])
    for visit in content["visits"]:
        for each in (*visit["revisions"], *visit["conflicts"]):
            each["parsed"] = json.loads(each["body"])
