"""Checking JSON records by tables of fields: every mistake is found, nothing is coerced."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from gcp.core.problems import Problem, Refused

Wrong = tuple[str, dict[str, object]]
Check = Callable[[Any], Wrong | None]

SHOWN = 60
# A megabyte of junk must not cost seconds to list.
MOST_PROBLEMS = 1_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch
_MIME = re.compile(r"image/[a-z0-9][a-z0-9.+-]{0,60}").fullmatch
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
).fullmatch


@dataclass(frozen=True)
class Record:
    """The fields of one kind of object; `named` ones may be null but must be there.

    `key`: the fields that tell one entry of a list from every other.
    """

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    key: tuple[str, ...] = ("id",)

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """Every field's check."""
        return {**self.required, **self.optional}

    @cached_property
    def expected(self) -> frozenset[str]:
        """The fields that must be there."""
        return frozenset((*self.required, *self.named))


def wrong(code: str, **values: object) -> Wrong:
    """What a check answers when it refuses."""
    return code, values


def note(problems: list[Problem], path: str, code: str, **values: object) -> None:
    """Add one problem; raises Refused once there are more than anyone could mend."""
    problems.append(Problem(path, code, values))
    if len(problems) >= MOST_PROBLEMS:
        raise Refused(problems)


def shown(value: object) -> str:
    """A value as it may be repeated to a person: short, on one line, nothing invisible."""
    text = str(value)
    text = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def check_record(value: Any, record: Record, path: str, problems: list[Problem]) -> None:
    """Note every field that is missing, unknown or not what it should be."""
    if type(value) is not dict:
        note(problems, path, "not_object")
        return
    checks = record.checks
    for key, entry in value.items():
        check = checks.get(key)
        if check is None:
            note(problems, joined(path, shown(key)), "field_unknown", field=shown(key))
        elif entry is None:
            if key in record.required:
                note(problems, joined(path, key), "field_missing", field=key)
        elif refusal := check(entry):
            note(problems, joined(path, key), refusal[0], **refusal[1])
    for key in sorted(record.expected - value.keys()):
        note(problems, joined(path, key), "field_missing", field=key)


def check_records(
    doc: Mapping[str, Any], name: str, record: Record, problems: list[Problem]
) -> None:
    """Check each entry of a list; whether it is one is checked with the object it is in."""
    entries = doc.get(name)
    if type(entries) is list:
        for at, entry in enumerate(entries):
            check_record(entry, record, f"{name}[{at}]", problems)


def check_once(
    entry: Mapping[str, Any], name: str, path: str, seen: set[str], code: str,
    problems: list[Problem],
) -> None:  # fmt: skip
    """Note a text that was seen before under this field's name."""
    value = entry.get(name)
    if type(value) is not str:
        return
    if value in seen:
        note(problems, joined(path, name), code)
    seen.add(value)


def joined(path: str, key: str) -> str:
    """The path of a field inside an object."""
    return f"{path}.{key}" if path else key


def objects(doc: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of a list that are objects, each with its path."""
    entries = doc.get(name)
    for at, entry in enumerate(entries if type(entries) is list else ()):
        if type(entry) is dict:
            yield f"{name}[{at}]", entry


def text(most: int) -> Check:
    """Text of at most so many characters."""
    return partial(_text, most)


def _text(most: int, value: Any) -> Wrong | None:
    if type(value) is not str:
        return wrong("not_text")
    return wrong("text_long", most=f"{most:,}") if len(value) > most else None


def filled(most: int) -> Check:
    """Text that says something, of at most so many characters."""
    return partial(_filled, most)


def _filled(most: int, value: Any) -> Wrong | None:
    if type(value) is str and not value.strip():
        return wrong("text_blank")
    return _text(most, value)


def whole(lowest: int, highest: int) -> Check:
    """A whole number between two others; not 4.0, not "4", not true."""
    return partial(_whole, lowest, highest)


def _whole(lowest: int, highest: int, value: Any) -> Wrong | None:
    if type(value) is int and lowest <= value <= highest:
        return None
    return wrong("whole_range", lowest=f"{lowest:,}", highest=f"{highest:,}")


def choice(options: Collection[str]) -> Check:
    """One of a few words."""
    return partial(_choice, options)


def _choice(options: Collection[str], value: Any) -> Wrong | None:
    known = type(value) is str and value in options
    return None if known else wrong("choice_unknown", choices=", ".join(options))


def choices(options: Collection[str]) -> Check:
    """A list of some of a few words, none twice."""
    return partial(_choices, options)


def _choices(options: Collection[str], value: Any) -> Wrong | None:
    if type(value) is not list:
        return wrong("not_list")
    refused = next(filter(None, (_choice(options, each) for each in value)), None)
    return refused or (wrong("entry_twice") if len(set(value)) < len(value) else None)


def entries(most: int) -> Check:
    """A list of at most so many entries, each checked elsewhere."""
    return partial(_entries, most)


def _entries(most: int, value: Any) -> Wrong | None:
    if type(value) is not list:
        return wrong("not_list")
    return wrong("list_long", most=f"{most:,}") if len(value) > most else None


def flag(value: Any) -> Wrong | None:
    """Yes or no; not 1, not "yes"."""
    return None if type(value) is bool else wrong("not_flag")


def mapping(value: Any) -> Wrong | None:
    """An object, whose own fields are checked elsewhere."""
    return None if type(value) is dict else wrong("not_object")


def matching(code: str, match: Callable[[str], object]) -> Check:
    """Text of one form."""
    return partial(_matching, code, match)


def _matching(code: str, match: Callable[[str], object], value: Any) -> Wrong | None:
    return None if type(value) is str and match(value) else wrong(code)


uuid = matching("not_uuid", _UUID)
sha256 = matching("not_sha256", _DIGEST)
mime = matching("not_picture_type", _MIME)


def as_time(value: Any) -> datetime | None:
    """The moment of an ISO time with its offset; None if it is no such thing."""
    if type(value) is not str or not _TIME(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # The first and last year hold moments that other zones cannot write.
    return moment if 1 < moment.year < 9999 else None


def as_date(value: Any) -> date | None:
    """The day of YYYY-MM-DD; None if it is no such thing."""
    if type(value) is not str or not _DATE(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def time(value: Any) -> Wrong | None:
    """An ISO time with its offset from UTC."""
    return None if as_time(value) else wrong("not_time")


def local_time(value: Any) -> Wrong | None:
    """An ISO time, with its offset from UTC or without one."""
    if as_time(value) or (isinstance(value, str) and as_time(f"{value}Z")):
        return None
    return wrong("not_time")


def day(value: Any) -> Wrong | None:
    """A day, written YYYY-MM-DD."""
    return None if as_date(value) else wrong("not_date")
