"""A home that somebody found on a visit, for tests: the document, its sending, a first visit."""

from __future__ import annotations

import json
from typing import Any

from tests.conftest import World, an_id

FOUND = an_id("found home")
GIRL, BOY, WOMAN = an_id("girl in red coat"), an_id("boy"), an_id("woman at the door")
PEOPLE = {
    "children": [
        {"id": GIRL, "name": "Girl in red coat", "about_years": 4},
        {"id": BOY, "name": "Boy, maybe a cousin", "born": "2024-05-01"},
    ],
    "adults": [{"id": WOMAN, "name": "Woman", "role": "carer", "relation": "aunt"}],
}


def a_home(**changes: Any) -> dict[str, Any]:
    """A found home's document, with the changes asked for."""
    return {
        "id": FOUND, "name": "", "address": "12 Exampel Row, back door", "postcode": "ZZ1 1ZZ",
        "found_at": "2026-02-28T22:15:00+00:00", **PEOPLE, **changes,
    }  # fmt: skip


def put_home(world: World, who: str, document: Any, home: str = FOUND) -> Any:
    """Send a found home as this person."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return world.client(who).put(
        f"/api/homes/{home}", data=body, content_type="application/json"
    )


def a_first_visit(world: World, name: str = "first visit", **changes: Any) -> dict[str, Any]:
    """A signed visit to the found home by its finder."""
    return world.visit(
        name,
        **{
            "home": FOUND, **PEOPLE, "present": [GIRL, WOMAN], "in_charge": WOMAN,
            "grades": [
                {"item": "sleeping.bedding", "child": GIRL, "grade": 5, "words": "No bed."},
                {"item": "sleeping.bedding", "child": BOY, "grade": 4},
                {"item": "hygiene.kitchen", "grade": 3},
            ],
            "voices": [{"child": GIRL, "seen": "seen", "own_words": "I sleep on the floor."}],
            **changes,
        },
    )  # fmt: skip
