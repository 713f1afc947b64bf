"""The visit document: read from bytes, and checked whole before anything else may trust it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gcp.core import fields, visit_fields
from gcp.core.fields import check_record, check_records, note, objects
from gcp.core.json_body import read_object
from gcp.core.problems import Problem, Refused
from gcp.core.rules import Rules
from gcp.core.visit_links import Links

LARGEST_BODY = 1_000_000
DEEPEST_RESULT = 8
EARLIEST = "2000"
AHEAD = timedelta(hours=24)
MENDABLE_TIMES = ("observed_at", "left_at")


def parse_visit(body: bytes) -> dict[str, Any]:
    """The JSON object in these bytes; raises Refused if it cannot be read or kept as text."""
    return read_object(body, LARGEST_BODY)


def check_visit(doc: dict[str, Any], rules: Rules, received_at: datetime) -> None:
    """Check a whole visit against its rules; raises Refused with every problem."""
    problems: list[Problem] = []
    check_record(doc, visit_fields.VISIT, "", problems)
    for name, record in visit_fields.LISTS.items():
        check_records(doc, name, record, problems)
    if isinstance(doc.get("device"), dict):
        check_record(doc["device"], visit_fields.DEVICE, "device", problems)
    _check_care(doc.get("care"), problems)
    if not fields.sha256(doc.get("rules")) and doc["rules"] != rules.digest:
        note(problems, "rules", "rules_differ")
    if _is_deeper(doc.get("result"), DEEPEST_RESULT):
        note(problems, "result", "json_deep")
    _check_times(doc, received_at, problems)
    Links(doc, rules, problems).check()
    if problems:
        raise Refused(problems)


def check_scorable(doc: dict[str, Any], rules: Rules) -> None:
    """Check the part of a visit that a score rests on; raises Refused with every problem."""
    problems: list[Problem] = []
    part = {key: value for key, value in doc.items() if key not in visit_fields.NOT_SCORED}
    check_record(part, visit_fields.SCORABLE, "", problems)
    check_records(part, "children", visit_fields.SCORABLE_CHILD, problems)
    check_records(part, "grades", visit_fields.GRADE, problems)
    links = Links(part, rules, problems)
    links.check_people()
    links.check_answers()
    if problems:
        raise Refused(problems)


def _check_care(care: Any, problems: list[Problem]) -> None:
    if isinstance(care, dict):
        check_record(care, visit_fields.CARE, "care", problems)
        if isinstance(care.get("takes_over"), dict):
            check_record(care["takes_over"], visit_fields.TAKES_OVER, "care.takes_over", problems)


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether something is nested so deep that reading it again could fail."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(each, levels - 1) for each in inside)


def _check_times(doc: Mapping[str, Any], received_at: datetime, problems: list[Problem]) -> None:
    """Judge the times that the author can mend; the others are what the device's clock said."""
    begun = [(f"{path}.began_at", each.get("began_at")) for path, each in objects(doc, "powers")]
    for path, value in [*((each, doc.get(each)) for each in MENDABLE_TIMES), *begun]:
        moment = fields.as_time(value)
        if moment is None:
            continue
        if value < EARLIEST:
            note(problems, path, "time_before", earliest=EARLIEST)
        elif moment > received_at + AHEAD:
            note(problems, path, "time_ahead")
