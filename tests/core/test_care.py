"""Who has care: somebody under 18, or whom nobody asked about, asks for a check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gcp.core.care import checks

CASES = json.loads((Path(__file__).parent.parent / "vectors" / "care.json").read_text())
# The people of every visit in the vectors; tests/js/care.test.js has the same.
PEOPLE = {
    "observed_at": "2025-12-27T21:15:00+00:00",
    "children": [
        {"id": "ryan", "name": "Ryan", "born": "2008-03-05"}, {"id": "boy", "name": "Boy in red"},
    ],
    "adults": [
        {"id": "ann", "name": "Ann", "role": "carer", "relation": "mother"},
        {"id": "man", "name": "Man", "role": "other", "relation": " "},
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[each["why"] for each in CASES])
def test_what_asks_for_a_check(case: dict[str, Any]) -> None:
    found = checks({**PEOPLE, **case["visit"]})
    assert [[e.kind, e.part, e.name, e.years] for e in found] == case["checks"]
