"""Police protection runs 72 hours from the minute of use; nothing that is recorded extends it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gcp.core.history import VisitRecord
from gcp.core.protection import HOURS, is_told, periods, standing
from gcp.core.rules_reader import CLOCKS
from tests.core.test_history import visit

CASES = json.loads((Path(__file__).parent.parent / "vectors" / "protection.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[each["why"] for each in CASES])
def test_the_clock(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["now"])
    found = standing(case["began_at"], now)
    assert found.ends_at == datetime.fromisoformat(case["ends_at"])
    assert (found.state, found.minutes) == (case["state"], case["minutes"])
    assert found.ends_at.tzinfo is UTC and found.hours == case["minutes"] // 60


def test_the_law_s_hours_are_those_of_the_shipped_rules() -> None:
    assert CLOCKS["police_protection_hours"] == HOURS


def used(began_at: str, *children: str, power: str = "police_protection") -> VisitRecord:
    use = {"power": power, "began_at": began_at, "children": list(children)}
    return visit(began_at, powers=[use])


def told(*records: VisitRecord) -> list[tuple[str, tuple[str, ...], int]]:
    return [(e.began_at[:16], e.children, len(e.visits)) for e in periods(records)]


FIRST, SECOND, THIRD = "2025-12-27T21:20:00Z", "2025-12-27T21:24:00Z", "2025-12-30T21:20:00Z"


def test_two_officers_at_one_address_record_one_clock_and_it_is_the_first() -> None:
    assert told(used(SECOND, "tam"), used(FIRST, "tam")) == [("2025-12-27T21:20", ("tam",), 2)]


def test_a_child_found_later_has_a_clock_of_its_own() -> None:
    assert told(used(FIRST, "tam"), used(SECOND, "tam", "elsie")) == [
        ("2025-12-27T21:20", ("tam",), 2), ("2025-12-27T21:24", ("elsie",), 1),
    ]  # fmt: skip


def test_who_names_no_child_speaks_of_all_of_them() -> None:
    assert told(used(FIRST), used(SECOND, "tam")) == [("2025-12-27T21:20", (), 2)]
    assert told(used(FIRST, "tam"), used(SECOND)) == [("2025-12-27T21:20", ("tam",), 2)]


def test_only_after_the_end_can_there_be_another() -> None:
    assert len(told(used(FIRST, "tam"), used(THIRD, "tam"))) == 2
    assert len(told(used(FIRST, "tam"), used("2025-12-30T21:19:59Z", "tam"))) == 1


def test_another_power_runs_no_clock() -> None:
    assert told(used(FIRST, power="arrest"), visit(SECOND)) == []


def test_an_ended_one_is_told_of_for_a_week() -> None:
    at = standing(FIRST, datetime(2025, 12, 31, tzinfo=UTC))
    assert at.state == "ended"
    assert is_told(at, datetime(2026, 1, 6, 21, 19, tzinfo=UTC))
    assert not is_told(at, datetime(2026, 1, 6, 21, 20, tzinfo=UTC))
