"""Reading one JSON object from bytes that anybody may have sent."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from gcp.core import fields
from gcp.core.fields import note
from gcp.core.problems import Problem, Refused

_HALF = re.compile("[\ud800-\udfff]")


def read_object(body: bytes, most: int) -> dict[str, Any]:
    """The JSON object in these bytes; raises Refused if it cannot be read or kept as text."""
    if len(body) > most:
        _refuse("body_too_large", most=f"{most:,}")
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
