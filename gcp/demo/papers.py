"""The invented visits as devices would have sent them; the same numbers give the same documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from gcp.core.rules import Item, Rules
from gcp.core.scoring import age_in_months, item_applies, score
from gcp.core.visit_fields import MADE_UP_BY
from gcp.demo import phrases
from gcp.demo.cast import an_id
from gcp.demo.courses import Moment, grade_of
from gcp.demo.families import Family
from gcp.demo.stories import WORDS

APP = "demonstration"
STATES = ("not_seen", "not_seen", "refused", "not_applicable")
ANSWERED, HELPED, SAME = 0.94, 0.3, 0.15


@dataclass(frozen=True)
class Fullness:
    """How much the visits say: as much as in a usual week, or all that can be said."""

    access: str = ""  # else the moment's own
    words: int = 2  # sentences beside an answer
    said_more: float = 0.18  # of the grades that need no words
    voices: int = 3  # of the five parts of a child's voice


USUAL = Fullness()
FULL = Fullness(access="inside", words=4, said_more=0.3, voices=5)

Document = dict[str, Any]


def a_visit(
    rules: Rules, family: Family, when: Moment, photos: Sequence[Document] = (),
    fullness: Fullness = USUAL,
) -> Document:  # fmt: skip
    """A whole signed visit with its score."""
    chance = Random(family.key * 2_003 + when.number)
    access = fullness.access or when.access
    inside = access == "inside"
    day = when.at.date().isoformat()
    children, adults = family.children_on(day), family.adults
    there = [each for each in children if chance.random() < 0.8] if inside else []
    present = [each["id"] for each in (*there, *adults[: chance.randrange(1, 3)])] if inside else []
    written = (when.at + timedelta(minutes=55)).isoformat()
    document = {
        "id": family.an_id("visit", when.number), "home": family.id, "rules": rules.digest,
        "kind": when.kind, "access": access, "observed_at": when.at.isoformat(),
        "left_at": (when.at + timedelta(minutes=45 if inside else 10)).isoformat(),
        "written_at": written, "signed_at": written, "children": children, "adults": adults,
        "present": present, "in_charge": adults[0]["id"] if inside else None,
        "arrival": phrases.said(chance, phrases.ARRIVAL if inside else phrases.NO_ACCESS[access]),
        "grades": _answers(rules, family, when, children, day, chance, fullness) if inside else [],
        "signs": _signs(rules, when, chance) if inside else [],
        "voices": _voices(children, {each["id"] for each in there}, chance, fullness)
        if inside else [],
        "photos": list(photos) if inside else [],
        "notes": phrases.said(chance, phrases.NOTES, 2 * fullness.words) if inside else None,
        "device": {"id": an_id(f"many/device/{family.number % 997}"), "app": APP},
    }  # fmt: skip
    return {**document, "result": score(rules, document)}


def as_bytes(document: Document) -> bytes:
    """The document as the device writes it; `id` comes first."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _answers(
    rules: Rules, family: Family, when: Moment, children: list[Document], day: str,
    chance: Random, fullness: Fullness,
) -> list[Document]:  # fmt: skip
    """Answers as a home gives them: most stay as they were at the visit before."""
    ages = [(each["id"], age_in_months(each, day)) for each in children]
    found: list[Document] = []
    for item in rules.items():
        if when.by_officer and not item.quick:
            continue
        if item.about == "home":
            grade = grade_of(family, when, item.id)
            found.append({"item": item.id, **_answer(item, grade, chance, fullness)})
            continue
        first: Document = {}
        for child, months in ages:
            if not item_applies(item, months):
                continue
            if first and chance.random() < SAME:
                found.append({**first, "child": child, "same_as": first["child"]})
                continue
            grade = grade_of(family, when, item.id + child[:8])
            answer = _answer(item, grade, chance, fullness)
            found.append({"item": item.id, "child": child, **answer})
            first = first or found[-1]
    return found


def _answer(item: Item, grade: int, chance: Random, fullness: Fullness) -> Document:
    luck = chance.random()
    if luck > ANSWERED:
        return {"state": chance.choice(STATES)}
    if grade < 4 and luck > fullness.said_more:
        return {"grade": grade}
    answer: Document = {"grade": grade, "words": _words(item, grade, chance, fullness)}
    if grade > 3 and item.about == "child" and chance.random() < HELPED:
        answer["made_up_by"] = [chance.choice(MADE_UP_BY)]
    return answer


def _words(item: Item, grade: int, chance: Random, fullness: Fullness) -> str:
    own = WORDS.get(item.id, {}).get(grade) if chance.random() < 0.3 else None
    return own or phrases.seen(chance, item.id.partition(".")[0], grade, fullness.words)


def _signs(rules: Rules, when: Moment, chance: Random) -> list[Document]:
    count = min(3, int(chance.random() * when.level))
    picked = chance.sample(rules.signs, min(count, len(rules.signs)))
    return [{"sign": each.id, "words": phrases.said(chance, phrases.SIGNS)} for each in picked]


def _voices(
    children: list[Document], there: set[str], chance: Random, fullness: Fullness
) -> list[Document]:
    found: list[Document] = []
    for child in children:
        if child["id"] not in there:
            why = chance.choice(phrases.NOT_SEEN_WHY)
            found.append({"child": child["id"], "seen": "not_seen", "why": why})
            continue
        parts = chance.sample(tuple(phrases.VOICE), fullness.voices)
        how = "seen_alone" if chance.random() < 0.3 else "seen"
        told = {part: phrases.said(chance, phrases.VOICE[part], fullness.words) for part in parts}
        found.append({"child": child["id"], "seen": how, **told})
    return found
