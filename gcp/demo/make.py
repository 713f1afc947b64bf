"""Makes the demonstration: the same homes, visits and photos each time, through the real intake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gcp.core.rules import Item, Rules
from gcp.core.scoring import age_in_months, item_applies, score
from gcp.demo import referrals, reviews
from gcp.demo.cast import ACCOUNTS, HOUSEHOLDS, PASSWORD, STARTED, TEAM, TEAMS, Household, an_id
from gcp.demo.events import EVENTS, Told
from gcp.demo.pictures import draw
from gcp.demo.stories import CALLS, WORDS, Call, Shot
from gcp.intake import receive_photo, receive_visit
from gcp.sign_in import hasher
from gcp.store import accounts, audit, child_allocations, events, homes, sharing
from gcp.store.engine import Store

AREAS = ("sleeping", "hygiene", "nutrition")
# The items that take their area's level; the others stay near it, none above 3.
DECIDING = {
    "sleeping.place", "sleeping.bedding", "sleeping.safer_sleep", "hygiene.floors",
    "hygiene.toilet", "hygiene.body", "nutrition.food_in_home", "nutrition.enough_food",
    "nutrition.feeding_baby",
}  # fmt: skip


def is_made(store: Store) -> bool:
    """Whether the demonstration is in this database already."""
    return accounts.by_email(store, ACCOUNTS["practitioner"].email) is not None


def make(store: Store, rules: Rules, pictures: Path, effort: str) -> int:
    """Make the demonstration's people, homes, visits and photos; the number of visits."""
    add_people(store, effort)
    for household in HOUSEHOLDS:
        _add_household(store, household)
    calls = sorted(CALLS, key=lambda each: datetime.fromisoformat(each.at))
    for call in calls:
        _visit(store, rules, pictures, call)
    reviews.review(store, calls)
    with store.writing():
        for household, told in EVENTS.values():
            for each in told:
                row = event_row(household, each)
                events.add(store, {**row, **_undecided(each)})
                if each.sharing:
                    sharing.add(store, row["event_id"], 1, each.sharing)
                referrals.steps(store, each, row["event_id"])
    return len(CALLS)


def _undecided(told: Told) -> dict[str, Any]:
    """A referral as its referrer wrote it, where what came of it is told step by step."""
    first = referrals.without_outcome(told)
    return {"outcome": first.outcome, "outcome_why": first.why}


def add_people(store: Store, effort: str) -> None:
    """Make the teams and those who sign in."""
    with store.writing():
        for team in TEAMS:
            accounts.add_team(store, *team)
        password = hasher(effort).hash(PASSWORD)
        for account in ACCOUNTS.values():
            accounts.add_account(store, account, password, STARTED, demonstration=True)
        audit.record(store, STARTED, None, "demonstration_made")


def _add_household(store: Store, household: Household) -> None:
    creator = ACCOUNTS[household.allocated[0]].id
    home = {
        "id": household.id, "team_id": TEAM, "name": household.name,
        "address": household.address, "postcode": household.postcode, "created_at": STARTED,
        "created_by": creator,
    }  # fmt: skip
    with store.writing():
        homes.add(store, home)
        for key in household.allocated:
            homes.allocate(store, household.id, ACCOUNTS[key].id, STARTED)
        for person in (*household.children, *household.adults):
            row = {"born": None, "about_years": None, "relation": "", **person.entry()}
            row["kind"] = row.pop("role", "child")
            homes.add_person(
                store,
                {**row, "home_id": household.id, "added_at": STARTED, "added_by": creator},
            )
        ids = {child.key: child.id for child in household.children}
        for key, child in household.children_of:
            child_allocations.add(
                store,
                {
                    "id": an_id(f"allocation/{key}/{child}"), "person_id": ids[child],
                    "account_id": ACCOUNTS[key].id, "since": STARTED,
                    "set_by": ACCOUNTS["supervisor"].id,
                },
            )  # fmt: skip


def _visit(store: Store, rules: Rules, pictures: Path, call: Call) -> None:
    began = datetime.fromisoformat(call.at)
    author = ACCOUNTS[call.by]
    photos = [_draw(call, shot, began) for shot in call.shots]
    document = visit_document(rules, call, photos)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    received = began + timedelta(hours=3, minutes=20)
    receive_visit(store, {rules.digest: rules}.get, author, document["id"], 1, body, received)
    for _, data in photos:
        digest = hashlib.sha256(data).hexdigest()
        received += timedelta(seconds=20)
        receive_photo(store, pictures, author, digest, data, received)


def event_row(household: Household, told: Told) -> dict[str, Any]:
    """An event of the demonstration as its first revision."""
    return {
        "event_id": an_id(f"event/{household.key}/{told.day}/{told.kind}/{told.words}"),
        "number": 1, "home_id": household.id, "kind": told.kind, "agency": told.agency,
        "day": told.day, "until": told.until, "source": told.source, "words": told.words,
        "significance": told.significance,
        "children": [an_id(f"person/{key}") for key in told.children], "area": told.area,
        "outcome": told.outcome, "outcome_why": told.why, "made_up_by": told.made_up_by,
        "withdrawn": False, "reason": "",
        "recorded_at": f"{told.recorded or told.day}T16:00:00.000Z",
        "recorded_by": ACCOUNTS[told.by].id,
    }  # fmt: skip


def visit_document(
    rules: Rules, call: Call, photos: list[tuple[dict[str, Any], bytes]]
) -> dict[str, Any]:
    """The visit as a device would have sent it."""
    began = datetime.fromisoformat(call.at)
    home = call.household
    ids = {each.key: each.id for each in (*home.children, *home.adults)}
    children = [each.entry() for each in home.children if each.lived_on(began.date())]
    written = (began + timedelta(minutes=50)).isoformat()
    document = {
        "id": an_id(f"visit/{home.key}/{call.at}"), "home": home.id, "rules": rules.digest,
        "kind": call.kind, "access": call.access, "observed_at": call.at,
        "left_at": (began + timedelta(minutes=45)).isoformat(), "written_at": written,
        "signed_at": written, "children": children,
        "adults": [each.entry() for each in home.adults],
        "present": [ids[key] for key in call.present],
        "in_charge": ids[call.in_charge] if call.in_charge else None,
        "arrival": call.arrival or None,
        "grades": list(_grades(rules, call, children, ids)) if call.levels else [],
        **_agreed(call, ids), **_care(call, ids),
        "signs": [{"sign": key, "words": words or None} for key, words in call.signs.items()],
        "voices": [{"child": ids[key], **voice} for key, voice in call.voices.items()],
        "photos": [entry for entry, _ in photos], "no_photos": call.no_photos or None,
        "notes": call.notes or None,
        "device": {"id": an_id(f"device/{call.by}"), "app": "demonstration"},
    }  # fmt: skip
    return {**document, "result": score(rules, document)}


def _agreed(call: Call, ids: dict[str, str]) -> dict[str, Any]:
    """The next steps and the family's own grades, where a visit has any."""
    steps = [
        {"item": each.item, "child": each.child and ids[each.child], "words": each.words,
         "target": each.target, "by": each.by, "helps": each.helps or None}
        for each in call.steps
    ]  # fmt: skip
    own = [
        {"item": item, "child": ids[child] if child else None, "person": ids[person],
         "state" if isinstance(grade, str) else "grade": grade}
        for person, grades in call.own.items()
        for key, grade in grades.items()
        for item, _, child in (key.partition("/"),)
    ]  # fmt: skip
    found = {"next_steps": steps, "own_grades": own}
    return {name: entries for name, entries in found.items() if entries}


def _care(call: Call, ids: dict[str, str]) -> dict[str, Any]:
    """Who has care, the powers used and what was done, where a visit says so."""
    over = {**call.takes_over}
    if "person" in over:
        over["person"] = ids[over["person"]]
    care = {"in_charge_age": call.age_in_charge, "check": call.check, "takes_over": over}
    found = {
        "quick": call.by == "police" or None,
        "care": {key: value for key, value in care.items() if value},
        "powers": [
            {"power": power, "began_at": began, "children": [ids[key] for key in children],
             "words": words}
            for power, began, children, words in call.powers
        ],
        "done_now": call.done_now,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _grades(
    rules: Rules, call: Call, children: list[dict[str, Any]], ids: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """An answer to each item that the visit could grade; an officer grades the quick ones."""
    keys = {value: key for key, value in ids.items()}
    day = call.at[:10]
    for item in rules.items():
        if call.by == "police" and not item.quick:
            continue
        if item.about == "home":
            yield _answer(call, item, None)
            continue
        for child in children:
            if item_applies(item, age_in_months(child, day)):
                yield {**_answer(call, item, keys[child["id"]]), "child": child["id"]}


def _answer(call: Call, item: Item, child: str | None) -> dict[str, Any]:
    own = call.items.get(item.id)
    grade = own.get(child) if isinstance(own, dict) else own
    grade = _grade(call, item, child) if grade is None else grade
    if isinstance(grade, str):
        return {"item": item.id, "state": grade}
    answer: dict[str, Any] = {"item": item.id, "grade": grade}
    if grade >= 4:
        answer["words"] = WORDS.get(item.id, {}).get(grade) or item.grades[grade]
    if item.id in call.made_up:
        answer["made_up_by"] = list(call.made_up[item.id])
    return answer


def _grade(call: Call, item: Item, child: str | None) -> int:
    """The area's level for the items that decide; beside it, the same each time, for others."""
    levels = dict(zip(AREAS, call.levels or (), strict=True))
    level = levels[item.id.partition(".")[0]]
    if item.id in DECIDING:
        return level
    seed = hashlib.sha256(f"{call.at}{item.id}{child}".encode()).digest()[0]
    return max(1, min(3, level - (seed % 3 == 0)))


def _draw(call: Call, shot: Shot, began: datetime) -> tuple[dict[str, Any], bytes]:
    """One photo of a visit: what the visit says of it, and the picture."""
    number = call.shots.index(shot)
    taken = began + timedelta(minutes=12 + 4 * number)
    # One seed a home and scene: the same room from the same place at every visit.
    seed = int.from_bytes(hashlib.sha256(f"{call.household.key}{shot.scene}".encode()).digest()[:4])
    data = draw(shot.scene, shot.state, taken, seed)
    entry = {
        "id": an_id(f"photo/{call.household.key}/{call.at}/{number}"),
        "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "type": "image/jpeg",
        "item": shot.item, "child": an_id(f"person/{shot.child}") if shot.child else None,
        "room": shot.room, "caption": shot.caption, "consent": shot.consent,
        "observed_at": taken.isoformat(), "source": "camera",
    }  # fmt: skip
    return entry, data
