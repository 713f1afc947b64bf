"""A home that somebody found on a visit with no network: the document and its checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from gcp.core.fields import (
    Record,
    as_date,
    check_once,
    check_record,
    check_records,
    entries,
    filled,
    joined,
    note,
    objects,
    text,
    time,
    uuid,
)
from gcp.core.problems import Problem, Refused
from gcp.core.visit_fields import ADULT, CHILD, NAME, PEOPLE
from gcp.core.visit_links import EARLIEST_BIRTH

LARGEST_HOME = 200_000
LONGEST_ADDRESS = 500
LONGEST_POSTCODE = 12

HOME = Record(
    required={
        "id": uuid,
        "address": filled(LONGEST_ADDRESS),
        "found_at": time,
        "children": entries(PEOPLE),
        "adults": entries(PEOPLE),
    },
    optional={"name": text(NAME), "postcode": text(LONGEST_POSTCODE)},
)


def check_found_home(doc: dict[str, Any], received_at: datetime) -> None:
    """Check a found home whole; raises Refused with every problem.

    `found_at` is what the device's clock said, which its finder cannot mend: it is not judged.
    """
    problems: list[Problem] = []
    check_record(doc, HOME, "", problems)
    check_records(doc, "children", CHILD, problems)
    check_records(doc, "adults", ADULT, problems)
    # It may be the next day already where the home is.
    _check_people(doc, (received_at + timedelta(days=1)).date(), problems)
    if problems:
        raise Refused(problems)


def people_of(doc: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Everyone of the home: the path, what they are to it, and what was written of them."""
    children = [(path, "child", each) for path, each in objects(doc, "children")]
    return children + [(path, each["role"], each) for path, each in objects(doc, "adults")]


def _check_people(doc: Mapping[str, Any], today: date, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for name in ("children", "adults"):
        for path, person in objects(doc, name):
            check_once(person, "id", path, seen, "id_twice_here", problems)
            _check_born(person.get("born"), joined(path, "born"), today, problems)


def _check_born(born: Any, path: str, today: date, problems: list[Problem]) -> None:
    day = as_date(born)
    if day is None:
        return
    if born < EARLIEST_BIRTH:
        note(problems, path, "born_before", earliest=EARLIEST_BIRTH)
    elif day > today:
        note(problems, path, "born_ahead")
