"""What a device reports of itself, checked whole: what only it holds, since when, its versions."""

from __future__ import annotations

import re
from typing import Any

from gcp.core.fields import (
    Record,
    Wrong,
    check_record,
    check_records,
    choice,
    entries,
    filled,
    mapping,
    matching,
    sha256,
    time,
    uuid,
    whole,
    wrong,
)
from gcp.core.json_body import read_object
from gcp.core.problems import Problem, Refused
from gcp.core.visit_fields import CLOCK_SECONDS

LARGEST_BODY = 20_000
NAME = 100
MOST = 1_000_000
MOST_BYTES_FREE = 2**53
REMOVED = 100
WHAT = ("draft", "visit", "photo", "home")
HOW = ("exported", "typed")

# 32 bytes in 43 letters of 6 bits: of the last letter 2 bits carry nothing and are 0.
_KEY = re.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]").fullmatch


def _flag(value: Any) -> Wrong | None:
    return None if type(value) is bool else wrong("not_flag")


def _line(value: Any) -> Wrong | None:
    """A name on one line, in which nothing is hidden that would change how the others are read."""
    refusal = filled(NAME)(value)
    return refusal or (None if value.isprintable() else wrong("text_hidden"))


_count = whole(0, MOST)

REPORT = Record(
    required={
        "app": _line,
        "label": _line,
        "unsent": mapping,
        "drafts": _count,
        "persisted": _flag,
        "removed": entries(REMOVED),
    },
    optional={
        "rules": sha256,
        "oldest": time,
        "free_bytes": whole(0, MOST_BYTES_FREE),
        "clock_ahead_s": whole(-CLOCK_SECONDS, CLOCK_SECONDS),
    },
    named=("rules", "oldest", "free_bytes", "clock_ahead_s"),
)
UNSENT = Record(required={"homes": _count, "visits": _count, "photos": _count})
REMOVED_WORK = Record(
    required={"id": uuid, "what": choice(WHAT), "at": time, "how": choice(HOW)},
    optional={"visit": uuid},
    named=("visit",),
)
RECOVERY_KEY = Record(required={"key": matching("not_key", _KEY)})


def read_report(body: bytes) -> dict[str, Any]:
    """The report in these bytes; raises Refused with every field that is wrong."""
    doc = read_object(body, LARGEST_BODY)
    problems: list[Problem] = []
    check_record(doc, REPORT, "", problems)
    if isinstance(doc.get("unsent"), dict):
        check_record(doc["unsent"], UNSENT, "unsent", problems)
    check_records(doc, "removed", REMOVED_WORK, problems)
    if problems:
        raise Refused(problems)
    return doc


def read_recovery_key(body: bytes) -> str:
    """The key in these bytes; raises Refused if it is none."""
    doc = read_object(body, LARGEST_BODY)
    problems: list[Problem] = []
    check_record(doc, RECOVERY_KEY, "", problems)
    if problems:
        raise Refused(problems)
    return str(doc["key"])
