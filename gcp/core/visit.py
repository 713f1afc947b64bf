"""The visit document: read from bytes, and checked whole before anything else may trust it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from gcp.core import fields, visit_fields
from gcp.core.fields import Record, check_record, note
from gcp.core.problems import Problem, Refused
from gcp.core.rules import Rules
from gcp.core.visit_links import Links

LARGEST_BODY = 1_000_000
DEEPEST_RESULT = 8
EARLIEST = "2000"
AHEAD = timedelta(hours=24)
TIMES = ("observed_at", "left_at", "written_at", "signed_at")

_HALF = re.compile("[\ud800-\udfff]")


def parse_visit(body: bytes) -> dict[str, Any]:
    """The JSON object in these bytes; raises Refused if it cannot be read or kept as text."""
    if len(body) > LARGEST_BODY:
        _refuse("body_too_large", most=f"{LARGEST_BODY:,}")
    problems: list[Problem] = []
    doc = _json(body, problems)
    if not isinstance(doc, dict):
        _refuse("body_no_object")
    # Only an escape can bring in what UTF-8 and JSON themselves do not let through.
    if b"\\u" in body:
        _check_text(doc, problems)
    if problems:
        raise Refused(problems)
    return doc


def check_visit(doc: dict[str, Any], rules: Rules, received_at: datetime) -> None:
    """Check a whole visit against its rules; raises Refused with every problem."""
    problems: list[Problem] = []
    check_record(doc, visit_fields.VISIT, "", problems)
    for name, record in visit_fields.LISTS.items():
        _check_list(doc, name, record, problems)
    if isinstance(doc.get("device"), dict):
        check_record(doc["device"], visit_fields.DEVICE, "device", problems)
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
    _check_list(part, "children", visit_fields.SCORABLE_CHILD, problems)
    _check_list(part, "grades", visit_fields.GRADE, problems)
    links = Links(part, rules, problems)
    links.check_people()
    links.check_answers()
    if problems:
        raise Refused(problems)


def _refuse(code: str, **values: object) -> NoReturn:
    raise Refused([Problem("", code, values)])


def _json(body: bytes, problems: list[Problem]) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            _note_twice([key for key, _ in pairs], problems)
        return found

    def no_number(name: str) -> None:
        note(problems, "", "json_no_number", value=name)

    try:
        return json.loads(body.decode(), object_pairs_hook=unique, parse_constant=no_number)
    except UnicodeDecodeError:
        _refuse("body_not_utf8")
    except json.JSONDecodeError as error:
        _refuse("json_broken", line=error.lineno, column=error.colno)
    except RecursionError:
        _refuse("json_deep")
    except ValueError:  # a number of more digits than Python reads
        _refuse("json_long_number")


def _note_twice(keys: list[str], problems: list[Problem]) -> None:
    seen = set()
    for key in keys:
        if key in seen:
            name = fields.shown(key)
            note(problems, name, "json_twice", key=name)
        seen.add(key)


def _check_text(doc: Any, problems: list[Problem]) -> None:
    """Note every text that has a NUL or half a character in it, which no store keeps alike."""
    waiting = [("", doc)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for key, entry in value.items():
                name = fields.joined(path, fields.shown(key))
                waiting += ((name, key), (name, entry))
        elif isinstance(value, list):
            waiting += ((f"{path}[{at}]", entry) for at, entry in enumerate(value))
        elif isinstance(value, str):
            if "\0" in value:
                note(problems, path, "text_nul")
            if _HALF.search(value):
                note(problems, path, "text_half")


def _check_list(doc: Mapping[str, Any], name: str, record: Record, problems: list[Problem]) -> None:
    entries = doc.get(name)
    if type(entries) is list:
        for at, entry in enumerate(entries):
            check_record(entry, record, f"{name}[{at}]", problems)


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether something is nested so deep that reading it again could fail."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(each, levels - 1) for each in inside)


def _check_times(doc: Mapping[str, Any], received_at: datetime, problems: list[Problem]) -> None:
    for path, value in _times(doc):
        moment = fields.as_time(value)
        if moment is None:
            continue
        if value < EARLIEST:
            note(problems, path, "time_before", earliest=EARLIEST)
        elif moment > received_at + AHEAD:
            note(problems, path, "time_ahead")


def _times(doc: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every time that the server's clock can judge; a file's own date may be anything."""
    for name in TIMES:
        yield name, doc.get(name)
    for path, photo in fields.objects(doc, "photos"):
        yield f"{path}.observed_at", photo.get("observed_at")
    for path, photo in fields.objects(doc, "withdrawn_photos"):
        yield f"{path}.at", photo.get("at")
