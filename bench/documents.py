"""Households and visits such as devices send them; the same seed gives the same ones."""

from __future__ import annotations

import hashlib
import json
import random
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from gcp.core.rules import Item, Rules
from gcp.core.scoring import age_in_months, item_applies, score

# Birthdays in days before the last visit: a school child, one in nappies, a baby.
AGES = (3_100, 880, 250)
KINDS = ("arranged", "arranged", "short_notice", "unannounced", "unannounced", "incidental")
STATES = ("not_seen", "not_seen", "refused", "not_applicable")
ROOMS = ("kitchen", "living_room", "bathroom", "bedroom", "hall", "outside")
NAMES = ("Ada", "Bo", "Cal", "Dee", "Eli", "Fay", "Gus", "Ida", "Jem", "Kit", "Lou", "Max")
PLACES = ("in the back bedroom", "by the cooker", "on the landing", "behind the door", "here")
SEEN = (
    "Two mattresses on the floor, one with a sheet and one without, a coat used as a cover",
    "Four tins, half a loaf and a pint of milk in the kitchen, nothing in the freezer",
    "Five bags of rubbish stood in the hall and the outside bin was full to the top",
    "Said that the heating had been off since Monday and showed the empty meter",
    "The same clothes as last week, wet at the knees, and shoes that did not close",
    "Mould above the window about as wide as a hand, wiped since the visit before",
    "Showed the new bed and asked for it to be written down that the school gave it",
)
ANSWERED = 0.93
GOT_IN = 0.9
SAID_MORE = 0.25
# Visits for which an item keeps its grade while the home stays as it is.
KEPT_FOR = 5


@dataclass(frozen=True)
class Household:
    """A home with three children and two carers, by its number."""

    number: int
    until: datetime

    @property
    def home(self) -> str:
        """The home's id."""
        return an_id("home", self.number)

    @cached_property
    def children(self) -> list[dict[str, Any]]:
        """The children as a visit names them, the oldest first."""
        return [
            {
                "id": an_id("child", self.number, n), "name": NAMES[(self.number + n) % len(NAMES)],
                "born": (self.until - timedelta(days=days)).date().isoformat(),
            }
            for n, days in enumerate(AGES)
        ]  # fmt: skip

    @cached_property
    def adults(self) -> list[dict[str, Any]]:
        """The adults as a visit names them."""
        return [
            {"id": an_id("adult", self.number, n), "name": name, "role": role, "relation": relation}
            for n, (name, role, relation) in enumerate(
                (("Ann Example", "carer", "mother"), ("Tom Example", "other", "mother's partner"))
            )
        ]

    def children_on(self, day: str) -> list[dict[str, Any]]:
        """The children who were born by a day."""
        return [each for each in self.children if each["born"] <= day]


def an_id(*parts: object) -> str:
    """The same UUID for the same name."""
    digest = hashlib.md5(f"bench/{parts}".encode(), usedforsecurity=False)
    return str(uuid.UUID(bytes=digest.digest(), version=4))


def a_visit(
    rules: Rules, household: Household, number: int, at: datetime, photos: Sequence[Any] = (),
    may_fail: bool = True,
) -> dict[str, Any]:
    """A whole signed visit; `may_fail`: one in ten gets no access, as in life."""
    chance = random.Random(f"{household.number}/{number}")
    inside = not may_fail or chance.random() < GOT_IN
    day = at.date().isoformat()
    children = household.children_on(day)
    present = [each["id"] for each in (*children, household.adults[0])] if inside else []
    written = (at + timedelta(minutes=55)).isoformat()
    document = {
        "id": an_id("visit", household.number, number), "home": household.home,
        "rules": rules.digest, "kind": chance.choice(KINDS),
        "access": "inside" if inside else chance.choice(("refused", "no_reply")),
        "observed_at": at.isoformat(), "left_at": (at + timedelta(minutes=45)).isoformat(),
        "written_at": written, "signed_at": written,
        "children": children, "adults": household.adults, "present": present,
        "in_charge": present[-1] if present else None,
        "arrival": _words(chance, 2), "notes": _words(chance, 6) if inside else None,
        "grades": _answers(rules, household, children, number, day, chance) if inside else [],
        "signs": [
            {"sign": each, "words": _words(chance, 1)}
            for each in chance.sample(sorted(rules.sign_ids()), 3 if inside else 0)
        ],
        "voices": [_voice(child["id"], chance) for child in children] if inside else [],
        "photos": list(photos) if inside else [],
        "device": {"id": an_id("device", household.number), "app": "bench"},
    }  # fmt: skip
    return {**document, "result": score(rules, document)}


def a_photo(sha256: str, size: int, at: datetime, number: int) -> dict[str, Any]:
    """What a visit says of one of its photos."""
    return {
        "id": an_id("photo", sha256), "sha256": sha256, "bytes": size, "type": "image/jpeg",
        "room": ROOMS[number % len(ROOMS)], "caption": SEEN[number % len(SEEN)],
        "consent": "agreed", "observed_at": at.isoformat(), "source": "camera",
    }  # fmt: skip


def as_bytes(document: dict[str, Any]) -> bytes:
    """The document as the device writes it; `id` comes first."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _answers(
    rules: Rules, household: Household, children: list[dict[str, Any]], number: int, day: str,
    chance: random.Random,
) -> list[dict[str, Any]]:
    """Answers as a home gives them: most stay as they were at the visit before."""
    found = []
    for item in rules.items():
        for child in children if item.about == "child" else [None]:
            if child is None or item_applies(item, age_in_months(child, day)):
                named = {"child": child["id"]} if child else {}
                grade = _grade(household, f"{item.id}{named}", number)
                found.append({"item": item.id, **named, **_answer(item, grade, chance)})
    return found


def _grade(household: Household, slot: str, number: int) -> int:
    """The home's level, which rises and falls, and about it what each item keeps for a while."""
    level = 2 + (number // 7 + household.number) % 3 - 1
    turn = zlib.crc32(f"{household.number}{slot}".encode())
    own = zlib.crc32(f"{turn}{(number + turn) // KEPT_FOR}".encode())
    return min(5, max(1, level + (-1, 0, 0, 0, 0, 0, 1, 2)[own % 8]))


def _answer(item: Item, grade: int, chance: random.Random) -> dict[str, Any]:
    if chance.random() > ANSWERED:
        return {"state": chance.choice(STATES)}
    if grade < 4 and chance.random() > SAID_MORE:
        return {"grade": grade}
    return {
        "grade": grade, "words": _words(chance, 3),
        "made_up_by": ["school"] if grade > 3 and item.about == "child" else [],
    }  # fmt: skip


def _voice(child: str, chance: random.Random) -> dict[str, Any]:
    parts = ("appearance", "own_words", "activity", "relationships", "surroundings")
    return {
        "child": child, "seen": chance.choice(("seen", "seen", "seen_alone")),
        **{part: _words(chance, 3) for part in parts},
    }  # fmt: skip


def _words(chance: random.Random, sentences: int) -> str:
    return " ".join(f"{chance.choice(SEEN)}, {chance.choice(PLACES)}." for _ in range(sentences))
